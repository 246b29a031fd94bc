#pragma once

#include "core/provider_catalogue.h"
#include "gateway/http/answer_code.h"

#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// What an answer of the gateway may mention. Texts may come from the agent or the provider: they are escaped.
struct AnswerContext {
    core::ErrorShape shape = core::ErrorShape::Plain;
    std::string_view provider; ///< display name, e.g. "Anthropic"; empty: the host is named instead
    std::string_view host;
    std::string_view agent;              ///< display name
    std::string_view credential;         ///< display name
    std::string_view rule;               ///< display name of the user's rule that decided
    std::string_view reason;             ///< what the user wants agents to be told about it
    std::int64_t retryAfterSeconds = -1; ///< until a limit clears
    std::string_view detail;             ///< machine detail, e.g. httpErrorName() or "certificate has expired"
    bool isToProvider = false; ///< in an opened tunnel or to a base URL: an unknown agent is 403, as 407 is for proxies
    bool headOnly = false;     ///< answer to HEAD: no body
    bool keepAlive = false;    ///< honoured only where AnswerFacts::keepsConnection
    int minorVersion = 1;      ///< of the request
};

/// The sentence for the agent: what happened, and what the user can do.
[[nodiscard]] std::string answerMessage(AnswerCode code, const AnswerContext& context);
/// The JSON body in the provider's shape, with its "keysluice" member.
[[nodiscard]] std::string answerBody(AnswerCode code, const AnswerContext& context);
/// Head and body, ready to send. Also the 407 with Proxy-Authenticate.
[[nodiscard]] std::string makeAnswer(AnswerCode code, const AnswerContext& context);

/// "HTTP/1.1 200 Connection established" for CONNECT.
[[nodiscard]] std::string_view connectEstablished();
/// "HTTP/1.1 100 Continue".
[[nodiscard]] std::string_view continueAnswer();
/// 200 with {"status":"ok"} or {"status":"locked"}.
[[nodiscard]] std::string healthAnswer(bool isLocked, bool keepAlive);

} // namespace keysluice::gateway::http
