#include "gateway/session/record_builder.h"

#include "core/rules/facts_json.h"
#include "gateway/http/query.h"

#include <algorithm>

namespace keysluice::gateway::session {

namespace {

constexpr std::size_t kClientBytes = 200;
constexpr std::size_t kPathBytes = 2048;
constexpr std::size_t kMethodBytes = 32;
constexpr std::string_view kHiddenToken = "(token of an agent)";

/// Nobody needs to write a token into a path or a client's name; should somebody, it is not kept.
std::string printable(std::string_view text, std::size_t limit) {
    if (core::holdsAgentToken(text)) {
        return std::string(kHiddenToken);
    }
    std::string result(text.substr(0, limit));
    constexpr char kFirstPrintable = 0x20;
    constexpr char kDelete = 0x7F;
    std::replace_if(
        result.begin(), result.end(), [](char c) { return c < kFirstPrintable || c == kDelete; }, '?');
    return result;
}

} // namespace

void noteAgent(core::ActivityRecord& record, const policy::AgentIdentity& identity) {
    if (identity.agent != nullptr) {
        record.agentId = identity.agent->id;
        record.agentName = identity.agent->name;
    }
    if (identity.token != nullptr) {
        record.tokenId = identity.token->id;
        if (const auto& launch = identity.token->launch) {
            record.launchId = launch->id;
            record.launchCommand = launch->command;
            record.launchFolder = launch->folder;
            record.launchPid = launch->pid;
        }
    }
}

void noteRequest(core::ActivityRecord& record, const http::RequestHead& head) {
    record.method = printable(head.method, kMethodBytes);
    if (head.target.form == http::TargetForm::Origin || head.target.form == http::TargetForm::Absolute) {
        const std::string_view path = head.target.path;
        const bool isEscaped = path.find('%') != std::string_view::npos;
        record.path = isEscaped && core::holdsAgentToken(http::decodedParameter(path)) ? std::string(kHiddenToken)
                                                                                       : printable(path, kPathBytes);
    }
    if (const http::Field* field = head.find(http::FieldId::UserAgent)) {
        record.client = printable(field->value, kClientBytes);
    }
}

void noteDestination(core::ActivityRecord& record, const http::Authority& authority, std::string_view scheme) {
    record.host = authority.host;
    record.port = authority.port;
    record.scheme = scheme;
}

void notePolicy(core::ActivityRecord& record, const core::Provider* provider, const SnapshotCredential* credential) {
    if (provider != nullptr) {
        record.providerId = provider->id;
    }
    if (credential != nullptr) {
        record.credentialId = credential->id;
        record.credentialName = credential->name;
    }
}

void noteFacts(core::ActivityRecord& record, const core::rules::BodyFacts& facts) {
    record.facts = std::make_shared<const core::rules::BodyFacts>(core::rules::keptFacts(facts));
}

core::ActivityRecord::Decision decisionOf(http::AnswerCode code) {
    using http::AnswerCode;
    using Decision = core::ActivityRecord::Decision;
    switch (code) {
    case AnswerCode::Busy:
    case AnswerCode::TooManyConnections:
    case AnswerCode::HeadTooLarge:
    case AnswerCode::TargetTooLong:
    case AnswerCode::BodyTooLarge:
    case AnswerCode::RequestTimeout:
    case AnswerCode::RateLimited:
    case AnswerCode::RateLimitedForLong:
        return Decision::Limited;
    case AnswerCode::UpstreamDns:
    case AnswerCode::UpstreamRefused:
    case AnswerCode::UpstreamReset:
    case AnswerCode::UpstreamTls:
    case AnswerCode::UpstreamMalformed:
    case AnswerCode::UpstreamProxy:
    case AnswerCode::UpstreamTimeout:
    case AnswerCode::CredentialUnreadable:
    case AnswerCode::LogUnavailable:
    case AnswerCode::ShuttingDown:
        return Decision::Error;
    default:
        return Decision::Blocked;
    }
}

} // namespace keysluice::gateway::session
