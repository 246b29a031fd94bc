#pragma once

#include "support/provider_scene.h"

#include <string>
#include <string_view>

namespace keysluice::test {

// The key of RFC 6455's example, and its answer.
inline const std::string kSocketKey = "dGhlIHNhbXBsZSBub25jZQ==";
inline const std::string kSocketAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// A handshake as a client sends it; `fields` come last.
[[nodiscard]] inline std::string upgradeRequest(const std::string& fields = {}) {
    return "GET /v1/responses HTTP/1.1\r\nHost: api.anthropic.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
           kSocketKey + "\r\nx-api-key: " + kPlaceholder + "\r\n" + fields + "\r\n";
}
[[nodiscard]] inline std::string upgradeAnswer(const std::string& fields = {}) {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           kSocketAccept + "\r\n" + fields + "\r\n";
}

inline constexpr unsigned kContinuation = 0;
inline constexpr unsigned kText = 1;
inline constexpr unsigned kClose = 8;
inline constexpr unsigned kPing = 9;
inline constexpr unsigned kPong = 10;

/// One frame (RFC 6455, section 5.2). Masked with zeros for an agent, so that what travels can be read.
[[nodiscard]] inline std::string frame(std::string_view payload, bool isMasked, unsigned opcode = kText,
                                       bool isFinal = true) {
    std::string text(1, static_cast<char>((isFinal ? 0x80U : 0U) | opcode));
    const unsigned mask = isMasked ? 0x80U : 0U;
    if (payload.size() < 126) {
        text += static_cast<char>(mask | payload.size());
    } else {
        const int bytes = payload.size() < 65536 ? 2 : 8;
        text += static_cast<char>(mask | (bytes == 2 ? 126U : 127U));
        for (int i = bytes - 1; i >= 0; --i) {
            text += static_cast<char>((payload.size() >> (8U * static_cast<unsigned>(i))) & 0xFFU);
        }
    }
    text.append(isMasked ? 4 : 0, '\0').append(payload);
    return text;
}
[[nodiscard]] inline std::string fromAgent(std::string_view payload, unsigned opcode = kText) {
    return frame(payload, true, opcode);
}
[[nodiscard]] inline std::string fromProvider(std::string_view payload, unsigned opcode = kText, bool isFinal = true) {
    return frame(payload, false, opcode, isFinal);
}

/// A provider that agrees to the handshake, then runs `then`.
[[nodiscard]] inline LoopbackOrigin::Script upgrading(LoopbackOrigin::Script then) {
    return [then = std::move(then)](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage request = peer.receiveMessage();
        const bool isUpgrade = request.field("upgrade") == "websocket";
        origin.note(std::move(request));
        if (isUpgrade && peer.send(upgradeAnswer())) {
            then(peer, origin);
        }
    };
}

[[nodiscard]] inline bool isSocket(const core::ActivityRecord& row) {
    return row.kind == core::ActivityRecord::Kind::WebSocket;
}

[[nodiscard]] inline core::ActivityRecord socketRow(ProviderScene& scene) {
    return scene.gate.sink.waitFor(isSocket);
}

/// An agent whose handshake was answered with 101.
[[nodiscard]] inline BlockingPeer openSocket(const ProviderScene& scene, const std::string& fields = {}) {
    BlockingPeer agent = scene.gate.openTunnel();
    return agent.send(upgradeRequest(fields)) && agent.receiveHead().starts_with("HTTP/1.1 101 ") ? std::move(agent)
                                                                                                  : BlockingPeer();
}

/// Says what it hears; for messages of less than 126 bytes.
inline void echo(BlockingPeer& peer, LoopbackOrigin&) {
    constexpr std::size_t kHeader = 6;
    std::string bytes;
    for (std::string part; !(part = peer.receive()).empty();) {
        bytes += part;
        while (bytes.size() >= kHeader && bytes.size() >= kHeader + (bytes[1] & 0x7F)) {
            const auto size = static_cast<std::size_t>(bytes[1] & 0x7F);
            peer.send(fromProvider(bytes.substr(kHeader, size)));
            bytes.erase(0, kHeader + size);
        }
    }
}

} // namespace keysluice::test
