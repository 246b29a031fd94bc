#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"

#include <span>
#include <string>
#include <string_view>

namespace keysluice::vault {

/// AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag, nothing else. Thread: any (pure).
inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;
/// Secrets are padded to a multiple of this, so that the length of a key does not tell its kind.
inline constexpr std::size_t kPaddingStep = 64;

/// The bare cipher: `key` has 32 bytes, `nonce` 12. Answers the ciphertext with its tag behind it.
/// Error: IoFailed (the library refused; context has its reason).
[[nodiscard]] core::Outcome<std::string> gcmEncrypt(const core::SecretBytes& key, std::string_view nonce,
                                                    std::span<const unsigned char> plain,
                                                    std::string_view associatedData);
/// Errors: Damaged (does not verify, wrong sizes), IoFailed.
[[nodiscard]] core::Outcome<core::SecretBytes> gcmDecrypt(const core::SecretBytes& key, std::string_view nonce,
                                                          std::string_view cipherAndTag,
                                                          std::string_view associatedData);

/// What is stored: nonce, ciphertext, tag; the plain text behind its length (32 bits, big-endian), padded with zeros.
[[nodiscard]] core::Outcome<std::string> seal(const core::SecretBytes& key, std::span<const unsigned char> plain,
                                              std::string_view associatedData);
[[nodiscard]] core::Outcome<core::SecretBytes> unseal(const core::SecretBytes& key, std::string_view sealed,
                                                      std::string_view associatedData);

} // namespace keysluice::vault
