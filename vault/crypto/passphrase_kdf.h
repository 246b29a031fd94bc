#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"

#include <cstdint>
#include <string>

namespace keysluice::vault {

/// Cost of Argon2id (RFC 9106), stored with each passphrase slot. Parallelism is always 1 (libsodium's).
struct Argon2Parameters {
    std::uint32_t passes = 3;
    std::uint64_t memoryBytes = std::uint64_t{256} << 20;
    /// Slots below this many bytes are neither made nor opened.
    std::uint64_t floorBytes = std::uint64_t{64} << 20;
};

inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kKeyBytes = 32;

/// 32 bytes from a passphrase: about 0.4 s with the defaults. Thread: any (pure); never on the gui thread.
/// `salt` has 16 bytes. Errors: Damaged (parameters below the floor or above 4 GiB), IoFailed (memory).
[[nodiscard]] core::Outcome<core::SecretBytes> argon2id(const core::SecretBytes& passphrase, const std::string& salt,
                                                        const Argon2Parameters& parameters);

} // namespace keysluice::vault
