#include "core/rules/glob.h"

#include <algorithm>

namespace keysluice::core::rules {

namespace {

constexpr std::size_t kNameBytes = 256;

/// The place behind the UTF-8 character that begins at `at`.
std::size_t behindCharacter(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) {
        ++at;
    }
    return at;
}

} // namespace

std::string foldedText(std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(), foldedByte);
    return folded;
}

bool isComparableName(std::string_view name) {
    return !name.empty() && name.size() <= kNameBytes &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool hasControlCharacter(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool isC1 = c == 0xc2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0U;
        if (c < 0x20U || c == 0x7fU || isC1) {
            return true;
        }
    }
    return false;
}

std::optional<Glob> Glob::parse(std::string_view pattern) {
    if (pattern.empty() || hasControlCharacter(pattern)) {
        return {};
    }
    Glob glob;
    glob.m_pattern = foldedText(pattern);
    glob.m_prefix = std::min(glob.m_pattern.find_first_of("*?"), glob.m_pattern.size());
    return glob;
}

std::string_view Glob::literalPrefix() const {
    return std::string_view(m_pattern).substr(0, m_prefix);
}

bool Glob::matches(std::string_view text) const {
    std::size_t inText = 0;
    std::size_t inPattern = 0;
    std::size_t behindStar = std::string::npos; // where to go on when what follows the last star did not fit
    std::size_t starEnd = 0;                    // how much of the text that star has taken
    while (inText < text.size()) {
        if (inPattern < m_pattern.size() && m_pattern[inPattern] == '*') {
            behindStar = ++inPattern;
            starEnd = inText;
        } else if (inPattern < m_pattern.size() && m_pattern[inPattern] == '?') {
            inText = behindCharacter(text, inText);
            ++inPattern;
        } else if (inPattern < m_pattern.size() && m_pattern[inPattern] == foldedByte(text[inText])) {
            ++inText;
            ++inPattern;
        } else if (behindStar != std::string::npos) {
            inText = ++starEnd;
            inPattern = behindStar;
        } else {
            return false;
        }
    }
    return m_pattern.find_first_not_of('*', inPattern) == std::string::npos;
}

} // namespace keysluice::core::rules
