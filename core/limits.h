#pragma once

#include <chrono>
#include <cstddef>

namespace keysluice::core {

/// Every limit of the gateway, with its default. Exceeding one gives a clear error, never a hang.
struct Limits {
    std::size_t headBytes = 64 * 1024; ///< request or answer head
    std::size_t headerLines = 200;
    std::size_t chunkLineBytes = 4096; ///< chunk size with its extensions
    std::size_t trailerBytes = 16 * 1024;
    std::size_t informationalAnswers = 16; ///< 1xx from the provider, per exchange
    std::size_t connections = 4096;
    std::size_t connectionsPerAgent = 2048;
    std::size_t heldBody = 32 * 1024 * 1024; ///< of one request, read for a rule or an approval; decoded, too
    std::size_t heldPerAgent = 64 * 1024 * 1024;
    std::size_t heldInAll = 256 * 1024 * 1024;
    std::chrono::milliseconds tlsHandshake{10'000};
    std::chrono::milliseconds requestHead{30'000};
    std::chrono::milliseconds connect{10'000}; ///< DNS, TCP, upstream proxy and upstream TLS together
    std::chrono::milliseconds answerHead{600'000};
    std::chrono::milliseconds bodyIdle{300'000};
    std::chrono::milliseconds confirmation{
        20'000}; ///< of bytes sent, by the provider's machine; else it is not reached
    std::chrono::milliseconds keepAlive{90'000};
    std::chrono::milliseconds websocketIdle{600'000}; ///< without a byte in either direction
    std::chrono::milliseconds drain{5'000};           ///< running exchanges at shutdown
    std::chrono::milliseconds linger{1'000};          ///< after a refusal, before the socket is closed
};

} // namespace keysluice::core
