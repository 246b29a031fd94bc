#include "gateway/policy/answer_verdict.h"

#include "gateway/http/leak_scanner.h"

namespace keysluice::gateway::policy {

namespace {

constexpr int kSwitchingProtocols = 101;
constexpr int kProxyAuthenticationRequired = 407;

} // namespace

std::optional<AnswerRefusal> refuseAnswer(const http::AnswerHead& head, std::string_view rawHead,
                                          std::string_view secret, std::string_view asSent,
                                          const http::WebSocketOffer* offer) {
    using http::AnswerCode;
    if (http::LeakScanner::contains(rawHead, secret) || http::LeakScanner::contains(rawHead, asSent)) {
        return AnswerRefusal{AnswerCode::LeakBlocked, "the key in a header"};
    }
    if (head.status == kSwitchingProtocols) {
        if (offer == nullptr) {
            return AnswerRefusal{AnswerCode::UpstreamMalformed, "an upgrade nobody asked for"};
        }
        const http::HttpError error = http::checkWebSocketAnswer(head, *offer);
        return error == http::HttpError::None
                   ? std::nullopt
                   : std::optional(AnswerRefusal{AnswerCode::UpstreamMalformed, http::httpErrorName(error)});
    }
    if (head.status == kProxyAuthenticationRequired) {
        return AnswerRefusal{AnswerCode::UpstreamMalformed, "status 407 from the provider"};
    }
    if (!secret.empty() && head.contentCoding == http::ContentCoding::Unknown &&
        head.body.kind != http::BodyKind::None) {
        return AnswerRefusal{AnswerCode::UpstreamMalformed, "a content coding that was not accepted"};
    }
    return std::nullopt;
}

} // namespace keysluice::gateway::policy
