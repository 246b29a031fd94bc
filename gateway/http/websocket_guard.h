#pragma once

#include "gateway/http/leak_scanner.h"
#include "gateway/http/websocket_frames.h"

#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// Watches what a provider sends through a WebSocket for the injected value, also when it is split over fragments with
/// control frames in between. The bytes pass unchanged; held back is what follows the beginning of the value, until
/// more of its message or its end comes. Needs frames that no extension changed, so none is negotiated where a value
/// was injected. Borrows `value` (keep the SecretBytes alive). Thread: the one that owns it.
class WebSocketGuard final {
public:
    /// Fragments that keep the value's beginning open longer than this are refused: the value itself and its headers
    /// are far shorter.
    static constexpr std::size_t kMaximumHeld = std::size_t{128} * 1024;

    struct Step {
        enum class Verdict { Fine, Hit, Malformed };
        Verdict verdict = Verdict::Fine; ///< otherwise nothing more may be sent
        std::string_view before;         ///< send first: bytes held back earlier; valid until the next call
        std::string_view data;           ///< then these, a prefix of the input
    };

    /// `value` empty: only the frames are checked. `asSent`: as for LeakScannerPair.
    WebSocketGuard(std::string_view value, bool allowsExtensions, std::string_view asSent = {})
        : m_frames(WebSocketFrames::Sender::Provider, allowsExtensions),
          m_message(value, asSent),
          m_control(value, asSent),
          m_frame(value, asSent) {}
    ~WebSocketGuard();
    WebSocketGuard(const WebSocketGuard&) = delete;
    WebSocketGuard& operator=(const WebSocketGuard&) = delete;

    [[nodiscard]] Step push(std::string_view input);
    /// The stream ended: what is still held back, it is not the value.
    [[nodiscard]] std::string_view finish();
    [[nodiscard]] HttpError error() const { return m_error; }
    [[nodiscard]] bool hasClosed() const { return m_frames.hasClosed(); }

private:
    [[nodiscard]] bool scan(const WebSocketFrames::Step& step, std::string_view raw, std::size_t end);
    [[nodiscard]] Step stopped(Step::Verdict verdict);

    WebSocketFrames m_frames;
    LeakScannerPair m_message;
    LeakScannerPair m_control;
    LeakScannerPair m_frame; ///< a frame with its header: a length may spell the value's beginning
    std::string m_held;
    std::string m_released;
    std::size_t m_safe = 0; ///< how much of `m_held` and the input may go
    HttpError m_error = HttpError::None;
};

} // namespace keysluice::gateway::http
