#include "vault/crypto/passphrase_kdf.h"

#include <sodium.h>

namespace keysluice::vault {

namespace {

constexpr std::uint64_t kMostMemory = std::uint64_t{4} << 30;
constexpr std::uint32_t kMostPasses = 64;

} // namespace

core::Outcome<core::SecretBytes> argon2id(const core::SecretBytes& passphrase, const std::string& salt,
                                          const Argon2Parameters& parameters) {
    static_assert(crypto_pwhash_SALTBYTES == kSaltBytes);
    if (salt.size() != kSaltBytes || parameters.memoryBytes < parameters.floorBytes ||
        parameters.memoryBytes > kMostMemory || parameters.passes < 1 || parameters.passes > kMostPasses) {
        return core::fail(core::FailureCode::Damaged, "Argon2id parameters");
    }
    core::SecretBytes key(kKeyBytes);
    const char* text = passphrase.isEmpty() ? "" : passphrase.view().data(); // the library wants a pointer
    const int result = crypto_pwhash(key.writable().data(), key.size(), text, passphrase.size(),
                                     reinterpret_cast<const unsigned char*>(salt.data()), parameters.passes,
                                     static_cast<std::size_t>(parameters.memoryBytes), crypto_pwhash_ALG_ARGON2ID13);
    if (result != 0) {
        return core::fail(core::FailureCode::IoFailed, "not enough memory for Argon2id");
    }
    return key;
}

} // namespace keysluice::vault
