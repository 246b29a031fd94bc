#pragma once

#include <cstdint>
#include <string_view>

/// Character classes and comparisons of RFC 9110, section 5.6. Thread: any.
namespace keysluice::gateway::http {

[[nodiscard]] bool isTokenChar(char c);
[[nodiscard]] bool isToken(std::string_view text);
[[nodiscard]] bool isDigit(char c);
/// -1: not a hexadecimal digit.
[[nodiscard]] int hexValue(char c);
[[nodiscard]] char lowered(char c);
/// ASCII letters only; no locale.
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);
[[nodiscard]] bool startsWithIgnoringCase(std::string_view text, std::string_view prefix);
/// Without surrounding SP and HTAB (OWS).
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Walks a comma-separated list, empty elements skipped: `while (nextElement(list, element))`.
[[nodiscard]] bool nextElement(std::string_view& list, std::string_view& element);

} // namespace keysluice::gateway::http
