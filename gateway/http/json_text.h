#pragma once

#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// Text as the inside of a JSON string (RFC 8259, section 7); bytes that are not UTF-8 become U+FFFD. Thread: any.
[[nodiscard]] std::string jsonEscaped(std::string_view text);

} // namespace keysluice::gateway::http
