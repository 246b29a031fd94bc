#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keysluice::core::rules {

/// A pattern for a whole text: `*` is any text, `?` one character; letters of ASCII without case.
/// Takes at most the product of both lengths. Thread: any (immutable).
class Glob final {
public:
    /// Nothing: empty, or with control characters.
    [[nodiscard]] static std::optional<Glob> parse(std::string_view pattern);

    [[nodiscard]] bool matches(std::string_view text) const;
    /// Folded, without wildcards at its end: every text that fits begins so.
    [[nodiscard]] std::string_view literalPrefix() const;
    /// Folded; without wildcards it is the one text that fits.
    [[nodiscard]] const std::string& pattern() const { return m_pattern; }
    [[nodiscard]] bool isLiteral() const { return m_prefix == m_pattern.size(); }

private:
    std::string m_pattern;
    std::size_t m_prefix = 0;
};

/// Lower case for ASCII letters, everything else as it is.
[[nodiscard]] constexpr char foldedByte(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] std::string foldedText(std::string_view text);
/// C0, DEL, and in UTF-8 C1.
[[nodiscard]] bool hasControlCharacter(std::string_view text);

} // namespace keysluice::core::rules
