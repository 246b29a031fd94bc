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

/// Stands in front of a token that has the shape of a provider's key (`tokenAsKey` in core/placeholder.h): a person
/// sees what it is, and no real key is taken for one.
inline constexpr std::string_view kKeyTokenMark = "ksAgent";
/// The token that `text` is, or that a key-shaped `text` carries; empty: none.
[[nodiscard]] std::string_view agentTokenIn(std::string_view text);
/// Whether one stands anywhere in `text`; for what must not be written down.
[[nodiscard]] bool holdsAgentToken(std::string_view text);

/// Constant time.
[[nodiscard]] bool sameToken(const TokenHash& a, const TokenHash& b);

[[nodiscard]] std::string toHex(const TokenHash& hash);
[[nodiscard]] std::optional<TokenHash> hashFromHex(std::string_view hex);

} // namespace keysluice::core
