#include "gateway/http/leak_scanner.h"

#include <algorithm>
#include <cstring>

namespace keysluice::gateway::http {

namespace {

/// Position of `value` in `text`, or npos. memmem() is the C library's: vectorised, and linear in the worst case.
std::size_t positionOf(std::string_view text, std::string_view value) {
    const void* found = text.empty() ? nullptr : ::memmem(text.data(), text.size(), value.data(), value.size());
    return found == nullptr ? std::string_view::npos
                            : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

} // namespace

LeakScanner::LeakScanner(std::string_view value) : m_value(value.substr(0, kMaximumValue)) {}

/// Knuth, Morris and Pratt's table. Made when a second byte in a row was the value's and the third is not: most answers
/// get by without.
void LeakScanner::makeFallback() {
    m_fallback.resize(m_value.size());
    std::size_t border = 0;
    for (std::size_t i = 1; i < m_value.size(); ++i) {
        while (border > 0 && m_value[i] != m_value[border]) {
            border = m_fallback[border - 1];
        }
        border += m_value[i] == m_value[border] ? 1 : 0;
        m_fallback[i] = static_cast<std::uint16_t>(border);
    }
}

std::size_t LeakScanner::advance(std::size_t matched, char c) {
    while (matched > 0 && m_value[matched] != c) {
        if (matched > 1 && m_fallback.empty()) {
            makeFallback();
        }
        matched = matched == 1 ? 0 : m_fallback[matched - 1];
    }
    return matched + (m_value[matched] == c ? 1 : 0);
}

/// How much of the value's beginning `text` ends with, when `matched` bytes of it came right before.
std::size_t LeakScanner::endingOf(std::string_view text, std::size_t matched) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (matched == 0) {
            i = text.find(m_value.front(), i);
            if (i == std::string_view::npos) {
                return 0;
            }
            matched = 1;
        } else {
            matched = advance(matched, text[i]);
        }
    }
    return matched;
}

LeakScanner::Step LeakScanner::push(std::string_view input) {
    if (m_isHit) {
        return {true, {}, {}};
    }
    if (m_value.empty() || input.empty()) {
        return {false, {}, input};
    }
    const std::size_t heldBefore = m_matched;
    // A value that began in an earlier read ends within the first size-1 bytes of this one.
    const std::size_t border = std::min(input.size(), m_value.size() - 1);
    std::size_t matched = m_matched;
    for (std::size_t i = 0; i < border && (matched > i); ++i) {
        matched = advance(matched, input[i]);
        if (matched == m_value.size()) {
            m_isHit = true;
            const std::size_t begin = i + 1 + heldBefore - matched; // counted from the first held byte
            return {true, m_value.substr(0, std::min(begin, heldBefore)), {}};
        }
    }
    // A value that lies in this read as a whole.
    const std::size_t at = positionOf(input, m_value);
    if (at != std::string_view::npos) {
        m_isHit = true;
        return {true, m_value.substr(0, heldBefore), input.substr(0, at)};
    }
    // The longest tail that is a beginning of the value.
    matched = input.size() >= m_value.size() ? endingOf(input.substr(input.size() - (m_value.size() - 1)), 0)
                                             : endingOf(input, m_matched);
    m_matched = matched;
    if (matched <= input.size()) {
        return {false, m_value.substr(0, heldBefore), input.substr(0, input.size() - matched)};
    }
    return {false, m_value.substr(0, heldBefore + input.size() - matched), {}};
}

std::string_view LeakScanner::finish() {
    const std::string_view held = m_isHit ? std::string_view() : m_value.substr(0, m_matched);
    m_matched = 0;
    return held;
}

bool LeakScanner::contains(std::string_view text, std::string_view value) {
    return !value.empty() && positionOf(text, value) != std::string_view::npos;
}

LeakScannerPair::LeakScannerPair(std::string_view value, std::string_view asSent)
    : m_asSentText(asSent), m_valueText(value), m_value(value), m_asSent(asSent) {}

LeakScanner::Step LeakScannerPair::push(std::string_view input) {
    if (m_asSentText.empty()) {
        return m_value.push(input);
    }
    const std::string_view before = heldBytes();
    const bool isHit = m_value.push(input).isHit;
    if (m_asSent.push(input).isHit || isHit) {
        return {true, {}, {}};
    }
    // Each holds a tail of what came; the longer tail has the other one in it.
    const std::size_t released = before.size() + input.size() - held();
    const std::size_t earlier = std::min(before.size(), released);
    return {false, before.substr(0, earlier), input.substr(0, released - earlier)};
}

std::string_view LeakScannerPair::finish() {
    const std::string_view rest = heldBytes();
    const std::string_view own = m_value.finish();
    const std::string_view sent = m_asSent.finish();
    return own.empty() && sent.empty() ? std::string_view() : rest;
}

std::size_t LeakScannerPair::held() const {
    return std::max(m_value.held(), m_asSent.held());
}

std::string_view LeakScannerPair::heldBytes() const {
    return m_value.held() >= m_asSent.held() ? m_valueText.substr(0, m_value.held())
                                             : m_asSentText.substr(0, m_asSent.held());
}

} // namespace keysluice::gateway::http
