#pragma once

#include "gateway/http/head.h"
#include "gateway/http/http_error.h"

#include <string>

/// The opening handshake of a WebSocket (RFC 6455, section 4), as somebody in the middle has to see it: after it the
/// bytes are no HTTP, so both sides must have meant it. Pure. Thread: any.
namespace keysluice::gateway::http {

/// What a request offered and asked for, kept for the provider's answer. Owns its text.
struct WebSocketOffer {
    std::string path;       ///< what was asked for; its messages are judged by it
    std::string accept;     ///< the only Sec-WebSocket-Accept that answers this request's key
    std::string protocols;  ///< subprotocols, a list
    std::string extensions; ///< names of the extensions that the provider got to see, a list
};

/// For a request whose Upgrade has websocket in it (`isWebSocket`). None: it may be forwarded as one.
/// What Connection names does not reach the provider and counts as not there.
[[nodiscard]] HttpError checkWebSocketRequest(const RequestHead& head);

/// Of a request that checkWebSocketRequest() found right. `passesExtensions`: the provider sees the client's.
[[nodiscard]] WebSocketOffer webSocketOffer(const RequestHead& head, bool passesExtensions);

/// For an answer with status 101. None: what follows the head belongs to the WebSocket.
[[nodiscard]] HttpError checkWebSocketAnswer(const AnswerHead& head, const WebSocketOffer& offer);

/// Base64 of the SHA-1 of the key and RFC 6455's constant (section 4.2.2, item 5).
[[nodiscard]] std::string webSocketAccept(std::string_view key);

} // namespace keysluice::gateway::http
