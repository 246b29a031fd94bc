#include "gateway/http/answer_writer.h"

#include "core/injection.h"

#include <array>
#include <charconv>

namespace keysluice::gateway::http {

namespace {

constexpr std::string_view kOurs = "x-keysluice";
constexpr std::string_view kCors = "access-control-";
constexpr int kSwitchingProtocols = 101;

void put(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

bool endsHere(const AnswerHead& head, const AgentSide& agent, const Field& field) {
    switch (field.id) {
    case FieldId::Connection:
    case FieldId::HopByHop:
    case FieldId::ProxyAuthorization:
    case FieldId::TransferEncoding:
    case FieldId::Upgrade:
    case FieldId::AltSvc:
        return true;
    case FieldId::Forwarding:
        // Via and the like are the provider's business; our own names must not be forged.
        return core::sameFoldedName(field.name.substr(0, kOurs.size()), kOurs) || head.isNominated(field.name);
    case FieldId::ContentLength:
        return head.status < 200 || head.status == 204 || head.body.kind == BodyKind::UntilClose ||
               head.body.kind == BodyKind::Chunked;
    default:
        return head.isNominated(field.name) ||
               (agent.isBaseUrl && core::sameFoldedName(field.name.substr(0, kCors.size()), kCors));
    }
}

AnswerPlan planFor(const AnswerHead& head, const AgentSide& agent) {
    AnswerPlan plan{head.body, agent.keepAlive};
    if (head.body.kind == BodyKind::Chunked || head.body.kind == BodyKind::UntilClose) {
        plan.framing = {agent.minorVersion == 0 ? BodyKind::UntilClose : BodyKind::Chunked, 0};
    }
    if (plan.framing.kind == BodyKind::UntilClose) {
        plan.keepAlive = false;
    }
    return plan;
}

} // namespace

AnswerPlan writeAnswer(const AnswerHead& head, const AgentSide& agent, std::string& out) {
    const AnswerPlan plan = planFor(head, agent);
    std::array<char, 4> status{};
    const auto [end, error] = std::to_chars(status.data(), status.data() + status.size(), head.status);
    (void)error; // three digits fit
    out.append("HTTP/1.1 ").append(status.data(), static_cast<std::size_t>(end - status.data())).append(" ");
    out.append(head.reason).append("\r\n");
    for (const Field& field : head.fields) {
        if (!endsHere(head, agent, field)) {
            put(out, field.name, field.value);
        }
    }
    if (head.status == kSwitchingProtocols) {
        put(out, "connection", "Upgrade");
        put(out, "upgrade", "websocket");
    }
    if (!head.isInformational()) {
        if (plan.framing.kind == BodyKind::Chunked) {
            put(out, "transfer-encoding", "chunked");
        }
        if (!plan.keepAlive) {
            put(out, "connection", "close");
        } else if (agent.minorVersion == 0) {
            put(out, "connection", "keep-alive");
        }
    }
    out.append("\r\n");
    return plan;
}

} // namespace keysluice::gateway::http
