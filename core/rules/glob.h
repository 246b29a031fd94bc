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
    /// Folded, up to the first wildcard: every text that fits begins so.
    [[nodiscard]] std::string_view literalPrefix() const;

private:
    std::string m_pattern;
    std::size_t m_prefix = 0;
};

/// Lower case for ASCII letters, everything else as it is.
[[nodiscard]] constexpr char foldedByte(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] std::string foldedText(std::string_view text);
/// Providers compare names of models and tools by rules of their own: what is not made of printable ASCII without
/// blanks may mean another name.
[[nodiscard]] bool isComparableName(std::string_view name);
/// C0, DEL, and in UTF-8 C1.
[[nodiscard]] bool hasControlCharacter(std::string_view text);

} // namespace keysluice::core::rules
