#include "gateway/http/answer_text.h"

#include <algorithm>

namespace keysluice::gateway::http {

namespace {

constexpr std::size_t kLongestMention = 200;
constexpr std::int64_t kSecondsOfMinute = 60;

/// Something an agent or provider may have chosen: short, on one line.
std::string mention(std::string_view text) {
    std::string result(text.substr(0, kLongestMention));
    std::replace_if(
        result.begin(), result.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return result;
}

std::string quotedOr(std::string_view name, std::string_view otherwise) {
    return name.empty() ? std::string(otherwise) : "\"" + mention(name) + "\"";
}

/// The rule in brackets, where it has a name.
std::string named(std::string_view rule) {
    return rule.empty() ? std::string() : " (\"" + mention(rule) + "\")";
}

std::string inBrackets(std::string_view detail) {
    return detail.empty() ? std::string() : " (" + mention(detail) + ")";
}

} // namespace

AnswerText answerText(AnswerCode code, const AnswerContext& context) {
    const std::string host = context.host.empty() ? std::string("this host") : mention(context.host);
    const std::string provider = context.provider.empty() ? host : mention(context.provider);
    const std::string agent = quotedOr(context.agent, "this agent");
    const std::string key =
        context.credential.empty() ? "The key for " + provider : "The key \"" + mention(context.credential) + "\"";
    const std::string detail = inBrackets(context.detail);
    switch (code) {
    case AnswerCode::AgentUnknown:
        return {"Keysluice does not know this agent: it shows no valid token.",
                "Start the agent with `keysluice run`, or copy a new environment for it from the Agents page."};
    case AnswerCode::VaultLocked:
        return {"Keysluice is locked; nothing was sent.",
                "Unlock it in the Keysluice window or with `keysluice unlock`, then try again."};
    case AnswerCode::PolicyUnverified:
        return {"Keysluice cannot verify its agents and settings, so it forwards nothing.",
                "Open the Keysluice window; it shows what was changed outside the application."};
    case AnswerCode::LogUnavailable:
        return {"Keysluice cannot write its activity log, so it forwards nothing.",
                "Free some disk space or check the permissions of its data directory."};
    case AnswerCode::CredentialMissing:
        return {"Keysluice has no key for " + provider + "; nothing was sent.",
                "Add one in the Keysluice window under Connections > LLMs, or with `keysluice secret add`."};
    case AnswerCode::ForeignCredential:
        if (!context.credential.empty()) {
            return {
                "This request brings a key of its own. " + key + " is set to refuse that; nothing was sent.",
                "Give the agent a placeholder, or change what happens to foreign keys in the Keysluice window under "
                "Connections > LLMs."};
        }
        return {"This request brings a key of its own for " + provider +
                    ", which Keysluice does not allow in strict mode.",
                "Add the key in the Keysluice window under Connections > LLMs and give the agent a placeholder."};
    case AnswerCode::CredentialDisabled:
        return {key + " is switched off in Keysluice; nothing was sent.",
                "Switch it on in the Keysluice window under Connections > LLMs."};
    case AnswerCode::CredentialNotGranted:
        return {"Agent " + agent + " may not use any key for " + provider + "; nothing was sent.",
                "Grant it one on the Agents page of Keysluice."};
    case AnswerCode::CredentialUnreadable:
        return {key + " cannot be read from the vault; nothing was sent.",
                "Delete it in the Keysluice window and add it again."};
    case AnswerCode::HostNotAllowed:
        return {"Keysluice is in strict mode, and " + host + " is not one of the hosts it handles; nothing was sent.",
                "Switch strict mode off in Settings > Gateway if agents may reach other hosts."};
    case AnswerCode::DestinationRefused:
        return {"Keysluice does not connect to " + host + detail + ".",
                "Private and local destinations can be allowed in Settings > Gateway."};
    case AnswerCode::Paused:
        return {"Keysluice is paused; nothing was sent.",
                "Resume it in the Keysluice window or with `keysluice resume`, then try again."};
    case AnswerCode::AgentFrozen:
        return {"Agent " + agent + " is frozen in Keysluice; nothing was sent.",
                "Thaw it on the Agents page of Keysluice, then try again."};
    case AnswerCode::BlockedByRule:
        return {context.reason.empty()
                    ? "A rule of the user does not allow this request" + named(context.rule) + "; nothing was sent."
                    : mention(context.reason),
                "Only the user can change that, in Keysluice."};
    case AnswerCode::BodyNotExamined:
        return {"A rule of the user" + named(context.rule) + " has to look into this request and cannot" + detail +
                    "; nothing was sent.",
                "Sent as plain JSON it may be understood; only the user can change the rule, in Keysluice."};
    case AnswerCode::RateLimited:
        return {"A limit of the user" + named(context.rule) + " is reached; nothing was sent. It clears in " +
                    std::to_string(context.retryAfterSeconds) + " s.",
                "Only the user can change that, in Keysluice."};
    case AnswerCode::RateLimitedForLong:
        return {"A limit of the user" + named(context.rule) + " is reached; nothing was sent. It clears in " +
                    std::to_string((context.retryAfterSeconds + kSecondsOfMinute - 1) / kSecondsOfMinute) + " min.",
                "Only the user can change that, in Keysluice."};
    case AnswerCode::ApprovalDenied:
        return {"The user was asked about this request" + named(context.rule) + " and denied it; nothing was sent.",
                "Do not try it again: ask the user what they want instead."};
    case AnswerCode::ApprovalTimeout:
        return {"The user was asked about this request" + named(context.rule) +
                    " and did not answer in time; nothing was sent.",
                "Ask the user to look at Keysluice's Approvals, then try again."};
    case AnswerCode::ApprovalUnavailable:
        return {"A rule of the user" + named(context.rule) +
                    " asks a person about this request, and nobody can be asked now; nothing was sent.",
                "Only the user can change that, in Keysluice."};
    case AnswerCode::PlaintextRefused:
        return {"Keysluice does not send requests for " + host +
                    " over plain http, where a key could be read on the way.",
                "Use https:// in the agent's configuration."};
    case AnswerCode::AuthorityMismatch:
        return {"This request names another host than the connection it came on; nothing was sent.",
                "If the agent did this by itself, look at what it was told to do."};
    case AnswerCode::WebSocketNotExamined:
        return {"What is sent to " + host +
                    " has to be examined, which cannot be done inside a WebSocket; nothing was "
                    "sent. Use plain HTTP requests.",
                {}};
    case AnswerCode::Busy:
        return {"Keysluice has no memory left for this request.", "Try again in a moment."};
    case AnswerCode::TooManyConnections:
        return {"Too many connections are open through Keysluice.", "Close some agents, then try again."};
    case AnswerCode::BadRequest:
        return {"This request breaks the rules of HTTP" + detail + "; nothing was sent.",
                "The agent or one of its libraries made it; an update may help."};
    case AnswerCode::NotFound:
        return {
            "Keysluice is a proxy; there is nothing at this address.",
            "Set it as the agent's HTTPS_PROXY, for instance by starting the agent with `keysluice run`; as a base URL "
            "it needs the provider's name behind it, as in /anthropic."};
    case AnswerCode::HeadTooLarge:
        return {"The headers of this request are larger than Keysluice accepts" + detail + "; nothing was sent.",
                "Check the agent's extra headers."};
    case AnswerCode::TargetTooLong:
        return {"The address of this request is longer than Keysluice accepts; nothing was sent.",
                "Check what the agent puts into its address."};
    case AnswerCode::BodyTooLarge:
        return {"This request is larger than Keysluice accepts; nothing was sent.",
                "Make the agent send less at once."};
    case AnswerCode::RequestTimeout:
        return {"The request did not arrive completely in time.", "Try again; if it stays so, restart the agent."};
    case AnswerCode::MethodNotAllowed:
        return {"Keysluice does not forward this kind of request to " + provider + detail + ".",
                "Only GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS are forwarded."};
    case AnswerCode::UpstreamDns:
        return {"The address of " + host + " could not be found" + detail + ".", "Check the internet connection."};
    case AnswerCode::UpstreamRefused:
        return {"No connection to " + host + detail + ".", "Check the internet connection and any firewall."};
    case AnswerCode::UpstreamReset:
        return {host + " closed the connection before its answer was complete" + detail + ".", "Try again."};
    case AnswerCode::UpstreamTls:
        return {"No trusted connection to " + host + " could be made" + detail + "; nothing was sent.",
                "If your company inspects traffic, import its certificate in Settings > Trust and proxy."};
    case AnswerCode::UpstreamMalformed:
        return {host + " answered in a way that Keysluice does not pass on" + detail + ".",
                "The details are on the Activity page of Keysluice."};
    case AnswerCode::UpstreamProxy:
        return {"The upstream proxy did not connect to " + host + detail + ".",
                "Check it in Settings > Trust and proxy of Keysluice."};
    case AnswerCode::UpstreamTimeout:
        return {host + " did not answer in time" + detail + ".", "Try again."};
    case AnswerCode::LeakBlocked:
        return {"The answer of " + host + " contained the key itself; Keysluice held it back.",
                "Look at this request on the Activity page of Keysluice, and consider rotating the key."};
    case AnswerCode::ShuttingDown:
        return {"Keysluice is shutting down; nothing was sent.", "Start it again, then repeat the request."};
    }
    return {};
}

} // namespace keysluice::gateway::http
