#include "core/rules/body/request_reading.h"

#include "core/rules/body_facts_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace keysluice::core::rules::body {

void DistinctTexts::add(std::string_view text) {
    if (!m_isKnown || std::find(m_texts.begin(), m_texts.end(), text) != m_texts.end()) {
        return;
    }
    if (m_texts.size() == BodyFactsReader::kMaximumDistinct) {
        m_isKnown = false;
        return;
    }
    m_texts.emplace_back(text);
}

Fact<std::vector<std::string>> DistinctTexts::taken() {
    return m_isKnown ? Fact<std::vector<std::string>>(std::move(m_texts)) : std::nullopt;
}

void Tally::addText(std::string_view text) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U; // eight bytes at a time: images are long texts
    std::uint64_t other = 0;
    for (std::size_t at = 0; at < text.size(); at += sizeof kOnes) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, std::min(sizeof bytes, text.size() - at));
        other += (((bytes >> 7U) & kOnes) * kOnes) >> 56U; // their high bits, added up in the highest byte
    }
    otherBytes += other;
    asciiBytes += text.size() - other;
    ++strings;
}

void Tally::remove(const Tally& part) {
    asciiBytes -= part.asciiBytes;
    otherBytes -= part.otherBytes;
    strings -= part.strings;
    numbers -= part.numbers;
}

std::int64_t Tally::tokens() const {
    // a body is counted in memory, so that none of these comes near 2^63
    return static_cast<std::int64_t>((asciiBytes + 2) / 3 + (otherBytes + 1) / 2 + strings + 8 * numbers);
}

} // namespace keysluice::core::rules::body
