#include "vault/keys/slot_crypto.h"

#include "vault/crypto/aead.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"

#include <sodium.h>

#include <cstring>

namespace keysluice::vault {

namespace {

constexpr std::size_t kPointBytes = crypto_scalarmult_BYTES;
static_assert(kPointBytes == kKeyBytes);

unsigned char* writable(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* readable(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string keysAssociatedData(const std::string& vaultId, const SlotRow& row) {
    return Fields("slot keys")
        .add(vaultId)
        .add(row.id)
        .add(static_cast<std::uint64_t>(row.kind))
        .add(row.passes)
        .add(row.memoryBytes)
        .add(row.salt)
        .add(row.publicKey)
        .bytes();
}

std::string dataKeyFields(const std::string& vaultId, const SlotRow& row) {
    return Fields("slot data key").add(vaultId).add(row.id).add(row.publicKey).bytes();
}

/// The key between an ephemeral and the slot's key pair: HKDF over the X25519 secret, both public keys as the salt.
core::Outcome<core::SecretBytes> agreedKey(const core::SecretBytes& ownSecret, const std::string& otherPublic,
                                           const std::string& ephemeralPublic, const std::string& slotPublic) {
    core::SecretBytes shared(kPointBytes);
    if (otherPublic.size() != kPointBytes ||
        crypto_scalarmult(shared.writable().data(), ownSecret.bytes().data(), readable(otherPublic)) != 0) {
        return core::fail(core::FailureCode::Damaged, "slot key");
    }
    return hkdfSha256(shared.bytes(), ephemeralPublic + slotPublic, "keysluice/1 slot data key", kKeyBytes);
}

std::string signedMessage(const std::string& vaultId, const SlotRow& row) {
    return Fields("slot signature").add(vaultId).add(row.id).add(row.publicKey).add(row.sealedDataKey).bytes();
}

} // namespace

SigningKey newSigningKey() {
    SigningKey key{core::SecretBytes(crypto_sign_SECRETKEYBYTES), std::string(crypto_sign_PUBLICKEYBYTES, '\0')};
    crypto_sign_keypair(writable(key.publicKey), key.secret.writable().data());
    return key;
}

SigningKey signingKeyFromSecret(core::SecretBytes secret) {
    SigningKey key{std::move(secret), std::string(crypto_sign_PUBLICKEYBYTES, '\0')};
    if (key.secret.size() == crypto_sign_SECRETKEYBYTES) {
        crypto_sign_ed25519_sk_to_pk(writable(key.publicKey), key.secret.bytes().data());
    }
    return key;
}

core::Outcome<SlotRow> buildSlotRow(const std::string& vaultId, const NewSlot& slot, const SigningKey& signing,
                                    const core::SecretBytes& dataKey, core::UnixMs now) {
    SlotRow row;
    row.id = core::newRecordId();
    row.kind = slot.kind;
    row.createdAt = now;
    row.passes = slot.passes;
    row.memoryBytes = slot.memoryBytes;
    row.salt = slot.salt;
    row.publicKey.resize(kPointBytes);
    core::SecretBytes keys(kPointBytes + signing.publicKey.size());
    const core::SecretBytes slotSecret = core::SecretBytes::random(kPointBytes);
    crypto_scalarmult_base(writable(row.publicKey), slotSecret.bytes().data());
    std::memcpy(keys.writable().data(), slotSecret.bytes().data(), kPointBytes);
    std::memcpy(keys.writable().data() + kPointBytes, signing.publicKey.data(), signing.publicKey.size());
    core::Outcome<std::string> sealedKeys = seal(slot.secret, keys.bytes(), keysAssociatedData(vaultId, row));
    if (!sealedKeys) {
        return tl::make_unexpected(sealedKeys.error());
    }
    row.sealedKeys = std::move(*sealedKeys);
    if (const auto wrapped = wrapDataKey(vaultId, row, signing, dataKey); !wrapped) {
        return tl::make_unexpected(wrapped.error());
    }
    return row;
}

core::Outcome<void> wrapDataKey(const std::string& vaultId, SlotRow& row, const SigningKey& signing,
                                const core::SecretBytes& dataKey) {
    const core::SecretBytes ephemeral = core::SecretBytes::random(kPointBytes);
    std::string ephemeralPublic(kPointBytes, '\0');
    crypto_scalarmult_base(writable(ephemeralPublic), ephemeral.bytes().data());
    const auto key = agreedKey(ephemeral, row.publicKey, ephemeralPublic, row.publicKey);
    if (!key) {
        return tl::make_unexpected(key.error());
    }
    const auto sealed = seal(*key, dataKey.bytes(), dataKeyFields(vaultId, row));
    if (!sealed) {
        return tl::make_unexpected(sealed.error());
    }
    row.sealedDataKey = ephemeralPublic + *sealed;
    const std::string message = signedMessage(vaultId, row);
    row.signature.resize(crypto_sign_BYTES);
    crypto_sign_detached(writable(row.signature), nullptr, readable(message), message.size(),
                         signing.secret.bytes().data());
    return {};
}

core::Outcome<core::SecretBytes> openSlotRow(const std::string& vaultId, const SlotRow& row,
                                             const core::SecretBytes& secret) {
    const auto wrong = [] { return core::fail(core::FailureCode::WrongPassphrase); };
    const auto keys = unseal(secret, row.sealedKeys, keysAssociatedData(vaultId, row));
    if (!keys || keys->size() != kPointBytes + crypto_sign_PUBLICKEYBYTES ||
        row.signature.size() != crypto_sign_BYTES || row.sealedDataKey.size() < kPointBytes) {
        return wrong();
    }
    const std::string message = signedMessage(vaultId, row);
    if (crypto_sign_verify_detached(readable(row.signature), readable(message), message.size(),
                                    keys->bytes().data() + kPointBytes) != 0) {
        return core::fail(core::FailureCode::Damaged, "slot");
    }
    const core::SecretBytes slotSecret = core::SecretBytes::copyOf(keys->bytes().first(kPointBytes));
    const std::string ephemeralPublic = row.sealedDataKey.substr(0, kPointBytes);
    const auto key = agreedKey(slotSecret, ephemeralPublic, ephemeralPublic, row.publicKey);
    if (!key) {
        return tl::make_unexpected(key.error());
    }
    return unseal(*key, std::string_view(row.sealedDataKey).substr(kPointBytes), dataKeyFields(vaultId, row));
}

std::string slotFields(const std::string& vaultId, const SlotRow& row) {
    return Fields("slot")
        .add(vaultId)
        .add(row.id)
        .add(static_cast<std::uint64_t>(row.kind))
        .add(static_cast<std::uint64_t>(row.createdAt))
        .add(row.passes)
        .add(row.memoryBytes)
        .add(row.salt)
        .add(row.publicKey)
        .add(row.sealedKeys)
        .add(row.sealedDataKey)
        .add(row.signature)
        .bytes();
}

} // namespace keysluice::vault
