#pragma once

#include <array>
#include <cstddef>
#include <string_view>

/// Character classes and comparisons of RFC 9110, section 5.6. Thread: any.
namespace keysluice::gateway::http {

inline constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
constexpr char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool isLetter(char c) {
    return lowered(c) >= 'a' && lowered(c) <= 'z';
}

// A table, and here, because every byte of every field name is looked up.
inline constexpr std::array<bool, 256> kTokenTable = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto c = static_cast<char>(i);
        table[i] = isDigit(c) || isLetter(c) || kTokenMarks.find(c) != std::string_view::npos;
    }
    return table;
}();
constexpr bool isTokenChar(char c) {
    return kTokenTable[static_cast<unsigned char>(c)];
}

[[nodiscard]] bool isToken(std::string_view text);
/// -1: not a hexadecimal digit.
[[nodiscard]] int hexValue(char c);
/// ASCII letters only; no locale.
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);
[[nodiscard]] bool startsWithIgnoringCase(std::string_view text, std::string_view prefix);
/// Without surrounding SP and HTAB (OWS).
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Walks a comma-separated list, empty elements skipped: `while (nextElement(list, element))`.
[[nodiscard]] bool nextElement(std::string_view& list, std::string_view& element);
/// Whether a list has that element, in any case.
[[nodiscard]] bool listHas(std::string_view list, std::string_view wanted);

} // namespace keysluice::gateway::http
