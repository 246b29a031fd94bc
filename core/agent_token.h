#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keysluice::core {

/// What an agent proves itself with: 32 random bytes, written as "ks_" and 43 characters of base64url (RFC 4648,
/// section 5, without padding). Only the SHA-256 of the whole text is stored. Thread: any.
using TokenHash = std::array<std::uint8_t, 32>;

[[nodiscard]] std::string newAgentToken();
[[nodiscard]] TokenHash hashToken(std::string_view token);
[[nodiscard]] bool looksLikeAgentToken(std::string_view text);
/// Constant time.
[[nodiscard]] bool sameToken(const TokenHash& a, const TokenHash& b);

[[nodiscard]] std::string toHex(const TokenHash& hash);
[[nodiscard]] std::optional<TokenHash> hashFromHex(std::string_view hex);

} // namespace keysluice::core
