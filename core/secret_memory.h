#pragma once

#include <cstddef>

namespace keysluice::core {

/// Guarded, locked memory for secrets: each piece ends where a page begins that nobody may touch, is never swapped out
/// nor dumped, and is wiped when it is given back (libsodium's sodium_malloc).
///
/// Making such a piece takes eight calls to the system. A request needs two, so those of up to one page are kept for
/// the next secret instead of being returned to the system, wiped, at most `kKeptSecretPieces` of them. Thread: any.
inline constexpr std::size_t kKeptSecretPieces = 64;

/// `size` zero bytes; null when locked memory has run out.
[[nodiscard]] unsigned char* takeSecretMemory(std::size_t size);
/// Wipes; `size` as it was taken.
void giveSecretMemory(unsigned char* memory, std::size_t size);

} // namespace keysluice::core
