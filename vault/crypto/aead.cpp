#include "vault/crypto/aead.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>

namespace keysluice::vault {

namespace {

constexpr std::size_t kAesKeyBytes = 32;
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kLargest = std::size_t{1} << 30;

struct ContextDeleter {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); } // wipes the key schedule
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter>;

auto libraryFailure() {
    std::array<char, 160> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    ERR_clear_error();
    return core::fail(core::FailureCode::IoFailed, text.data());
}

/// Looked up once: by default OpenSSL searches its providers anew for each message.
const EVP_CIPHER* aesGcm() {
    static const EVP_CIPHER* const kCipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    return kCipher == nullptr ? EVP_aes_256_gcm() : kCipher;
}

const unsigned char* bytesOf(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// libsodium's needs the processor's AES (and to be set up, which the key's memory did). It takes no memory and no
/// look-ups, which are most of the work for a value as short as a key, and one is opened for each request.
bool hasDirectGcm() {
    static const bool kIsAvailable = crypto_aead_aes256gcm_is_available() == 1;
    return kIsAvailable;
}

bool directDecrypt(const core::SecretBytes& key, std::string_view nonce, std::string_view cipherAndTag,
                   std::string_view associatedData, core::SecretBytes& plain) {
    crypto_aead_aes256gcm_state schedule;
    crypto_aead_aes256gcm_beforenm(&schedule, key.bytes().data());
    unsigned char unused = 0;
    auto* out = plain.isEmpty() ? &unused : plain.writable().data();
    const bool isGenuine = crypto_aead_aes256gcm_decrypt_afternm(out, nullptr, nullptr, bytesOf(cipherAndTag),
                                                                 cipherAndTag.size(), bytesOf(associatedData),
                                                                 associatedData.size(), bytesOf(nonce), &schedule) == 0;
    sodium_memzero(&schedule, sizeof schedule);
    return isGenuine;
}

} // namespace

core::Outcome<std::string> gcmEncrypt(const core::SecretBytes& key, std::string_view nonce,
                                      std::span<const unsigned char> plain, std::string_view associatedData) {
    if (key.size() != kAesKeyBytes || nonce.size() != kNonceBytes || plain.size() > kLargest ||
        associatedData.size() > kLargest) {
        return core::fail(core::FailureCode::IoFailed, "sizes");
    }
    const Context context(EVP_CIPHER_CTX_new());
    std::string out(plain.size() + kTagBytes, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    int written = 0;
    if (context == nullptr ||
        EVP_EncryptInit_ex2(context.get(), aesGcm(), key.bytes().data(), bytesOf(nonce), nullptr) != 1 ||
        EVP_EncryptUpdate(context.get(), nullptr, &written, bytesOf(associatedData),
                          static_cast<int>(associatedData.size())) != 1 ||
        (!plain.empty() &&
         EVP_EncryptUpdate(context.get(), bytes, &written, plain.data(), static_cast<int>(plain.size())) != 1) ||
        EVP_EncryptFinal_ex(context.get(), bytes + plain.size(), &written) != 1 ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, bytes + plain.size()) != 1) {
        return libraryFailure();
    }
    return out;
}

core::Outcome<core::SecretBytes> gcmDecrypt(const core::SecretBytes& key, std::string_view nonce,
                                            std::string_view cipherAndTag, std::string_view associatedData) {
    if (key.size() != kAesKeyBytes || nonce.size() != kNonceBytes || cipherAndTag.size() < kTagBytes ||
        cipherAndTag.size() > kLargest || associatedData.size() > kLargest) {
        return core::fail(core::FailureCode::Damaged, "sizes");
    }
    const std::string_view cipher = cipherAndTag.substr(0, cipherAndTag.size() - kTagBytes);
    core::SecretBytes plain(cipher.size());
    if (hasDirectGcm()) {
        if (!directDecrypt(key, nonce, cipherAndTag, associatedData, plain)) {
            return core::fail(core::FailureCode::Damaged, "tag");
        }
        return plain;
    }
    std::array<unsigned char, kTagBytes> tag{};
    std::memcpy(tag.data(), cipherAndTag.data() + cipher.size(), kTagBytes);
    const Context context(EVP_CIPHER_CTX_new());
    unsigned char unused = 0;
    int written = 0;
    if (context == nullptr ||
        EVP_DecryptInit_ex2(context.get(), aesGcm(), key.bytes().data(), bytesOf(nonce), nullptr) != 1 ||
        EVP_DecryptUpdate(context.get(), nullptr, &written, bytesOf(associatedData),
                          static_cast<int>(associatedData.size())) != 1 ||
        (!cipher.empty() && EVP_DecryptUpdate(context.get(), plain.writable().data(), &written, bytesOf(cipher),
                                              static_cast<int>(cipher.size())) != 1) ||
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) != 1) {
        return libraryFailure();
    }
    if (EVP_DecryptFinal_ex(context.get(), &unused, &written) != 1) {
        ERR_clear_error();
        return core::fail(core::FailureCode::Damaged, "tag");
    }
    return plain;
}

core::Outcome<std::string> seal(const core::SecretBytes& key, std::span<const unsigned char> plain,
                                std::string_view associatedData) {
    if (plain.size() > kLargest - kPaddingStep) {
        return core::fail(core::FailureCode::ValueTooLong);
    }
    const std::size_t used = kLengthBytes + plain.size();
    core::SecretBytes padded((used + kPaddingStep - 1) / kPaddingStep * kPaddingStep);
    const std::span<unsigned char> bytes = padded.writable();
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
        bytes[i] = static_cast<unsigned char>(plain.size() >> (8 * (kLengthBytes - 1 - i)));
    }
    std::copy(plain.begin(), plain.end(), bytes.begin() + kLengthBytes);
    std::string nonce(kNonceBytes, '\0');
    randombytes_buf(nonce.data(), nonce.size());
    const core::Outcome<std::string> cipher = gcmEncrypt(key, nonce, padded.bytes(), associatedData);
    if (!cipher) {
        return tl::make_unexpected(cipher.error());
    }
    return nonce + *cipher;
}

core::Outcome<core::SecretBytes> unseal(const core::SecretBytes& key, std::string_view sealed,
                                        std::string_view associatedData) {
    if (sealed.size() < kNonceBytes + kPaddingStep + kTagBytes) {
        return core::fail(core::FailureCode::Damaged, "sizes");
    }
    core::Outcome<core::SecretBytes> padded =
        gcmDecrypt(key, sealed.substr(0, kNonceBytes), sealed.substr(kNonceBytes), associatedData);
    if (!padded) {
        return padded;
    }
    const std::span<const unsigned char> bytes = padded->bytes();
    std::size_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
        length = (length << 8) | bytes[i];
    }
    if (length > bytes.size() - kLengthBytes) {
        return core::fail(core::FailureCode::Damaged, "length");
    }
    return core::SecretBytes::copyOf(bytes.subspan(kLengthBytes, length));
}

} // namespace keysluice::vault
