#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"

#include <span>
#include <string>
#include <string_view>

namespace keysluice::vault {

/// HKDF with SHA-256 (RFC 5869). `salt` may be empty. Thread: any (pure). Error: IoFailed (more than 8,160 bytes
/// asked).
[[nodiscard]] core::Outcome<core::SecretBytes> hkdfSha256(std::span<const unsigned char> keyMaterial,
                                                          std::string_view salt, std::string_view info,
                                                          std::size_t length);

/// HMAC with SHA-256 (RFC 2104): 32 bytes. Thread: any (pure).
[[nodiscard]] std::string hmacSha256(const core::SecretBytes& key, std::string_view message);
[[nodiscard]] std::string sha256(std::string_view message);
/// Constant time for equal lengths.
[[nodiscard]] bool sameBytes(std::string_view a, std::string_view b);

} // namespace keysluice::vault
