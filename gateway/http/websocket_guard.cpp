#include "gateway/http/websocket_guard.h"

#include "core/secret_bytes.h"

#include <algorithm>
#include <utility>

namespace keysluice::gateway::http {

WebSocketGuard::~WebSocketGuard() {
    core::wipe({m_held.data(), m_held.size()});
}

WebSocketGuard::Step WebSocketGuard::push(std::string_view input) {
    if (m_error != HttpError::None) {
        return stopped(Step::Verdict::Malformed);
    }
    m_safe = 0;
    for (std::size_t at = 0; at < input.size();) {
        const WebSocketFrames::Step step = m_frames.next(input.substr(at));
        at += step.consumed;
        if (m_frames.error() != HttpError::None) {
            m_error = m_frames.error();
            return stopped(Step::Verdict::Malformed);
        }
        if (!scan(step, input.substr(at - step.consumed, step.consumed), m_held.size() + at)) {
            return stopped(Step::Verdict::Hit);
        }
    }
    if (m_safe < m_held.size()) {
        m_held.append(input);
        if (m_held.size() > kMaximumHeld) {
            m_error = HttpError::FrameHeld;
            return stopped(Step::Verdict::Malformed);
        }
        m_released.assign(m_held, 0, m_safe);
        m_held.erase(0, m_safe);
        return {Step::Verdict::Fine, m_released, {}};
    }
    const std::string_view data = input.substr(0, m_safe - m_held.size());
    m_released = std::exchange(m_held, std::string(input.substr(data.size())));
    return {Step::Verdict::Fine, m_released, data};
}

/// `raw`: the step's bytes; `end`: where they end, counted from the first that is held.
bool WebSocketGuard::scan(const WebSocketFrames::Step& step, std::string_view raw, std::size_t end) {
    LeakScannerPair& scanner = m_frames.isControl() ? m_control : m_message;
    const LeakScannerPair& other = m_frames.isControl() ? m_message : m_control;
    if (scanner.push(step.payload).isHit || m_frame.push(raw).isHit) {
        return false;
    }
    // The value is not in what is over: a header's first byte is none of a value's.
    if (step.isFrameOver) {
        [[maybe_unused]] const auto rest = m_frame.finish();
    }
    if (step.isFrameOver && m_frames.isFinal()) {
        [[maybe_unused]] const auto rest = scanner.finish();
    }
    const std::size_t held = std::max(scanner.held(), m_frame.held());
    const bool beganEarlier = other.held() > 0 || scanner.held() > step.payload.size() || m_frame.held() > raw.size();
    if (!beganEarlier) {
        m_safe = end - held;
    } // else `m_safe` stands before it already
    return true;
}

std::string_view WebSocketGuard::finish() {
    m_released = std::exchange(m_held, {});
    return m_error == HttpError::None ? std::string_view(m_released) : std::string_view();
}

WebSocketGuard::Step WebSocketGuard::stopped(Step::Verdict verdict) {
    core::wipe({m_held.data(), m_held.size()});
    m_held.clear();
    if (m_error == HttpError::None) {
        m_error = HttpError::FrameHeld; // nothing passes after a hit
    }
    return {verdict, {}, {}};
}

} // namespace keysluice::gateway::http
