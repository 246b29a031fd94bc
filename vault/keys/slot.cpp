#include "vault/keys/slot.h"

#include "vault/crypto/hkdf.h"
#include "vault/keys/recovery_code.h"
#include "vault/keys/slot_crypto.h"

#include <sodium.h>

namespace keysluice::vault {

namespace {

constexpr std::size_t kShortestPassphrase = 8;

std::string newSalt() {
    std::string salt(kSaltBytes, '\0');
    randombytes_buf(salt.data(), salt.size());
    return salt;
}

/// Characters, not bytes: eight umlauts are eight.
std::size_t characters(const core::SecretBytes& utf8) {
    std::size_t count = 0;
    for (const unsigned char byte : utf8.bytes()) {
        count += (byte & 0xc0U) != 0x80U ? 1 : 0;
    }
    return count;
}

/// A recovery code has 150 random bits: it needs no stretching.
core::Outcome<core::SecretBytes> recoverySecret(const core::SecretBytes& normalisedCode, const std::string& salt) {
    return hkdfSha256(normalisedCode.bytes(), salt, "keysluice/1 recovery code", kKeyBytes);
}

core::Outcome<core::SecretBytes> secretOf(const SlotRow& row, const core::SecretBytes& typed,
                                          const std::optional<core::SecretBytes>& code, std::uint64_t floorBytes) {
    if (row.kind == core::SlotKind::RecoveryCode) {
        return recoverySecret(*code, row.salt);
    }
    return argon2id(typed, row.salt, Argon2Parameters{row.passes, row.memoryBytes, floorBytes});
}

} // namespace

core::Outcome<NewSlot> newPassphraseSlot(const core::SecretBytes& passphrase, const Argon2Parameters& parameters) {
    if (characters(passphrase) < kShortestPassphrase) {
        return core::fail(core::FailureCode::PassphraseTooShort);
    }
    NewSlot slot{core::SlotKind::Passphrase, parameters.passes, parameters.memoryBytes, newSalt(), {}};
    core::Outcome<core::SecretBytes> key = argon2id(passphrase, slot.salt, parameters);
    if (!key) {
        return tl::make_unexpected(key.error());
    }
    slot.secret = std::move(*key);
    return slot;
}

NewRecoverySlot newRecoverySlot() {
    NewRecoverySlot result;
    result.code = newRecoveryCode();
    result.slot.kind = core::SlotKind::RecoveryCode;
    result.slot.salt = newSalt();
    // a code that was just made is one, and 32 bytes of HKDF cannot fail but for memory, which ends the process anyway
    result.slot.secret = std::move(*recoverySecret(*normalisedRecoveryCode(result.code), result.slot.salt));
    return result;
}

NewSlot newStoredSlot(core::SlotKind kind) {
    return newStoredSlot(kind, core::SecretBytes::random(kKeyBytes));
}

NewSlot newStoredSlot(core::SlotKind kind, core::SecretBytes secret) {
    return {kind, 0, 0, {}, std::move(secret)};
}

core::Outcome<UnlockedKey> openWithPassphrase(const UnlockChallenge& challenge, const core::SecretBytes& typed) {
    const std::optional<core::SecretBytes> code = normalisedRecoveryCode(typed);
    bool hasSlot = false;
    core::Failure last{core::FailureCode::WrongPassphrase, {}};
    // recovery codes first: they are recognised by their shape and cost nothing
    for (const core::SlotKind kind : {core::SlotKind::RecoveryCode, core::SlotKind::Passphrase}) {
        for (const SlotRow& row : challenge.slotRows) {
            if (row.kind != kind) {
                continue;
            }
            hasSlot = true;
            if (kind == core::SlotKind::RecoveryCode && !code) {
                continue;
            }
            const auto secret = secretOf(row, typed, code, challenge.floorBytes);
            if (!secret) {
                last = secret.error();
                continue;
            }
            core::Outcome<core::SecretBytes> dataKey = openSlotRow(challenge.vaultId, row, *secret);
            if (dataKey) {
                return UnlockedKey{row.id, row.kind, std::move(*dataKey)};
            }
            if (dataKey.error().code != core::FailureCode::WrongPassphrase) {
                last = dataKey.error();
            }
        }
    }
    if (!hasSlot) {
        return core::fail(core::FailureCode::NoSuchSlot);
    }
    return tl::make_unexpected(last);
}

core::Outcome<UnlockedKey> openWithSecret(const UnlockChallenge& challenge, core::SlotKind kind,
                                          const core::SecretBytes& secret) {
    core::Failure last{core::FailureCode::NoSuchSlot, {}};
    for (const SlotRow& row : challenge.slotRows) {
        if (row.kind != kind) {
            continue;
        }
        core::Outcome<core::SecretBytes> dataKey = openSlotRow(challenge.vaultId, row, secret);
        if (dataKey) {
            return UnlockedKey{row.id, row.kind, std::move(*dataKey)};
        }
        if (last.code != core::FailureCode::Damaged) {
            last = dataKey.error();
        }
    }
    return tl::make_unexpected(last);
}

} // namespace keysluice::vault
