#include "gateway/http/leak_guard.h"

#include <utility>

namespace keysluice::gateway::http {

using Verdict = LeakGuard::Step::Verdict;

LeakGuard::LeakGuard(std::string_view value, ContentCoding coding, std::string_view asSent)
    : m_sent(value, asSent), m_isCoded(!value.empty() && coding != ContentCoding::Identity) {
    if (m_isCoded) {
        m_decoded = LeakScannerPair(value, asSent);
        m_decoder = ContentDecoder::make(coding);
        m_state = m_decoder ? ContentDecoder::State::Reading : ContentDecoder::State::Broken;
    }
}

LeakGuard::Step LeakGuard::push(std::string_view input) {
    if (m_isCoded) {
        return pushCoded(input);
    }
    const LeakScanner::Step step = m_sent.push(input);
    return {step.isHit ? Verdict::Hit : Verdict::Fine, step.before, step.data};
}

LeakGuard::Step LeakGuard::pushCoded(std::string_view input) {
    if (input.empty()) {
        return {};
    }
    m_hasInput = true;
    // A member's header and a stored block have the bytes as they are.
    bool isHit = m_sent.push(input).isHit;
    if (!isHit && m_state != ContentDecoder::State::Broken) {
        m_state = m_decoder->push(input, [&](std::string_view decoded) {
            isHit = m_decoded.push(decoded).isHit;
            return !isHit;
        });
    }
    if (isHit) {
        return {Verdict::Hit, {}, {}};
    }
    if (m_state == ContentDecoder::State::Broken) {
        return {Verdict::Undecodable, {}, {}};
    }
    if (m_decoded.held() >= kTellingBytes || m_sent.held() >= kTellingBytes) {
        return hold(input);
    }
    const std::size_t open = m_decoder->open();
    if (open > input.size()) {
        return hold(input); // its beginning came earlier and is held, too
    }
    m_released = std::exchange(m_held, std::string(input.substr(input.size() - open)));
    return {Verdict::Fine, m_released, input.substr(0, input.size() - open)};
}

LeakGuard::Step LeakGuard::hold(std::string_view input) {
    m_held += input;
    return {m_held.size() > kMaximumHeld ? Verdict::Undecodable : Verdict::Fine, {}, {}};
}

LeakGuard::Step LeakGuard::finish() {
    if (!m_isCoded) {
        return {Verdict::Fine, m_sent.finish(), {}};
    }
    if (m_hasInput && m_state != ContentDecoder::State::Complete) {
        return {Verdict::Undecodable, {}, {}};
    }
    m_released = std::exchange(m_held, {});
    return {Verdict::Fine, m_released, {}};
}

} // namespace keysluice::gateway::http
