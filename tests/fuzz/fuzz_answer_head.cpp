#include "fuzz/head_oracle.h"
#include "gateway/http/answer_writer.h"

#include <memory>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

core::Limits limits() {
    core::Limits limits;
    limits.headBytes = 2048;
    limits.headerLines = 40;
    return limits;
}

void requireRewritingKeepsIt(const http::AnswerHead& head, bool requestWasHead) {
    std::string again = "HTTP/1." + std::to_string(head.minorVersion) + " " + std::to_string(head.status) + " ";
    again.append(head.reason).append("\r\n").append(fuzz::fieldsOf(head));
    http::AnswerParser second(core::Limits{});
    second.reset(requestWasHead);
    fuzz::require(second.parse(again) == http::ParseState::Done && second.consumed() == again.size(),
                  "a head written from its model is refused");
    fuzz::require(gateway::test::dumped(second.head()) == gateway::test::dumped(head),
                  "a head written from its model is another one");
}

/// The agent reads the body that the plan says.
void requireThePlanIsRead(const http::AnswerHead& head, const http::AgentSide& agent) {
    std::string out;
    const http::AnswerPlan plan = http::writeAnswer(head, agent, out);
    http::AnswerParser second(core::Limits{});
    second.reset(agent.requestWasHead);
    fuzz::require(second.parse(out) == http::ParseState::Done && second.consumed() == out.size(),
                  "we would not take what the agent gets");
    fuzz::require(second.head().status == head.status, "another status");
    fuzz::require(second.head().body == plan.framing, "the agent frames the body differently");
    if (head.body.kind == http::BodyKind::Length || head.body.kind == http::BodyKind::None) {
        fuzz::require(plan.framing == head.body, "a body of known length has another one");
    } else {
        fuzz::require(plan.framing.kind ==
                          (agent.minorVersion == 1 ? http::BodyKind::Chunked : http::BodyKind::UntilClose),
                      "a body of unknown length travels otherwise");
    }
    if (!head.isInformational()) {
        fuzz::require(second.head().keepAlive == plan.keepAlive || agent.minorVersion == 0,
                      "the connection's end is told differently");
    }
    constexpr int kSwitchingProtocols = 101; // of a WebSocket: written anew
    for (const http::Field& field : second.head().fields) {
        const bool isOurs = field.id == http::FieldId::Upgrade && head.status == kSwitchingProtocols;
        fuzz::require(isOurs || (field.id != http::FieldId::AltSvc && field.id != http::FieldId::Upgrade),
                      "a field that ends here went on");
        fuzz::require(!isOurs || (field.value == "websocket" && second.head().connectionOptions.size() == 1),
                      "an upgrade that is not ours went on");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    const core::Limits small = limits();
    for (const bool requestWasHead : {false, true}) {
        const auto make = [&] {
            auto parser = std::make_unique<http::AnswerParser>(small);
            parser->reset(requestWasHead);
            return parser;
        };
        (void)fuzz::requireOneVerdict(text, make);
        const auto parser = make();
        if (parser->parse(text) != http::ParseState::Done) {
            continue;
        }
        const http::AnswerHead& head = parser->head();
        fuzz::require(head.status >= 100 && head.status <= 599, "a status out of range");
        requireRewritingKeepsIt(head, requestWasHead);
        for (const int minorVersion : {0, 1}) {
            for (const bool keepAlive : {false, true}) {
                requireThePlanIsRead(head, {minorVersion, keepAlive, requestWasHead});
            }
        }
    }
    return 0;
}
