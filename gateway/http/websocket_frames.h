#pragma once

#include "gateway/http/http_error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace keysluice::gateway::http {

/// Walks the frames of one direction of a WebSocket (RFC 6455, section 5) without changing or keeping them.
/// Strict: after the first error nothing more is understood. Thread: the one that owns it.
class WebSocketFrames final {
public:
    enum class Sender { Agent, Provider };

    struct Step {
        std::size_t consumed = 0;
        std::string_view payload; ///< inside the input; as it came (an agent's is masked)
        bool isFrameOver = false; ///< the frame's last byte was consumed
    };

    /// `allowsExtensions`: reserved bits may mean something to the two ends.
    WebSocketFrames(Sender sender, bool allowsExtensions) : m_sender(sender), m_allowsExtensions(allowsExtensions) {}

    /// With non-empty input it consumes something, unless there was an error.
    [[nodiscard]] Step next(std::string_view input);
    [[nodiscard]] HttpError error() const { return m_error; }

    /// Of the frame of the last step, once its header is whole.
    [[nodiscard]] bool hasHeader() const { return m_isInPayload; }
    [[nodiscard]] bool isControl() const { return (m_opcode & kControlBit) != 0; }
    [[nodiscard]] bool isFinal() const { return m_isFinal; }
    /// A Close frame came: what this side had to say is complete.
    [[nodiscard]] bool hasClosed() const { return m_hasClosed; }

private:
    static constexpr unsigned kControlBit = 0x8;
    static constexpr std::size_t kLongestHeader = 14;

    [[nodiscard]] std::size_t headerSize() const;
    [[nodiscard]] bool isFirstByte() const;
    [[nodiscard]] HttpError beginFrame();
    [[nodiscard]] HttpError takeLength();

    Sender m_sender;
    bool m_allowsExtensions;
    HttpError m_error = HttpError::None;
    std::array<unsigned char, kLongestHeader> m_header{};
    std::size_t m_headerBytes = 0;
    bool m_isInPayload = false;
    std::uint64_t m_left = 0; ///< of the payload
    unsigned m_opcode = 0;
    bool m_isFinal = true;
    bool m_isInMessage = false; ///< a message in fragments is not over
    bool m_hasClosed = false;
};

} // namespace keysluice::gateway::http
