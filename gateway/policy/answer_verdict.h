#pragma once

#include "gateway/http/answer_code.h"
#include "gateway/http/head.h"
#include "gateway/http/websocket_handshake.h"

#include <optional>
#include <string_view>

namespace keysluice::gateway::policy {

struct AnswerRefusal {
    http::AnswerCode code = http::AnswerCode::UpstreamMalformed;
    std::string_view detail; ///< static text
};

/// Whether the head of a provider's answer must not be passed on. Nothing: it may. Thread: any (pure).
/// - UpstreamMalformed: 101 without `offer` (no upgrade was asked for) or one that does not fit it; 407, which would
///   tell the agent that its gateway token is wrong; and, where a key was injected, a content coding that the leak
///   guard cannot see into.
/// - LeakBlocked: `rawHead` contains `secret` (empty: nothing was injected) or `asSent`, its form in the request's
///   target (empty: the same), as a redirect's Location may.
[[nodiscard]] std::optional<AnswerRefusal> refuseAnswer(const http::AnswerHead& head, std::string_view rawHead,
                                                        std::string_view secret, std::string_view asSent = {},
                                                        const http::WebSocketOffer* offer = nullptr);

} // namespace keysluice::gateway::policy
