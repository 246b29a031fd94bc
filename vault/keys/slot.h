#pragma once

#include "core/failure.h"
#include "core/records.h"
#include "core/secret_bytes.h"
#include "vault/crypto/passphrase_kdf.h"

#include <optional>
#include <string>
#include <vector>

namespace keysluice::vault {

/// One way to open the vault, as it is stored (table `slots`; format: `vault/README.md`). Nothing in it is secret.
struct SlotRow {
    core::RecordId id;
    core::SlotKind kind = core::SlotKind::Passphrase;
    core::UnixMs createdAt = 0;
    std::uint32_t passes = 0;      ///< Argon2id, passphrase slots only
    std::uint64_t memoryBytes = 0; ///< the same
    std::string salt;
    std::string publicKey;     ///< X25519; the data key is wrapped to it, so that a rotation needs no passphrase
    std::string sealedKeys;    ///< the slot's private key and the vault's verification key, under the slot's secret
    std::string sealedDataKey; ///< the data key, for `publicKey`
    std::string signature;     ///< Ed25519 by the vault over `sealedDataKey`: nobody else can put another data key in
    std::string mac;
};

/// A slot that is about to be stored: its kind and the 32 bytes that open it. Made off the gui thread where it is slow.
struct NewSlot {
    core::SlotKind kind = core::SlotKind::Passphrase;
    std::uint32_t passes = 0;
    std::uint64_t memoryBytes = 0;
    std::string salt;
    core::SecretBytes secret; ///< wraps the slot's private key
};

/// What passphrases are tried against: a copy of the slots, to be carried to a worker thread. Thread: any (value).
struct UnlockChallenge {
    std::string vaultId;
    std::vector<SlotRow> slotRows;
    std::uint64_t floorBytes = Argon2Parameters{}.floorBytes;
};

/// The data key, found through one slot.
struct UnlockedKey {
    core::RecordId slotId;
    core::SlotKind kind = core::SlotKind::Passphrase;
    core::SecretBytes dataKey;
};

// Making slots. Thread: any (pure).

/// Slow (Argon2id). Errors: PassphraseTooShort (below 8 characters of UTF-8), IoFailed.
[[nodiscard]] core::Outcome<NewSlot> newPassphraseSlot(const core::SecretBytes& passphrase,
                                                       const Argon2Parameters& parameters);

struct NewRecoverySlot {
    NewSlot slot;
    core::SecretBytes code; ///< six groups of five characters, joined by dashes: 150 random bits
};
[[nodiscard]] NewRecoverySlot newRecoverySlot();

/// A slot opened by 32 random bytes that are kept elsewhere: in the keychain or in a key file. The caller stores
/// `slot.secret` there *before* the slot is added.
[[nodiscard]] NewSlot newStoredSlot(core::SlotKind kind);
[[nodiscard]] NewSlot newStoredSlot(core::SlotKind kind, core::SecretBytes secret);

// Opening slots. Thread: any (pure).

/// Tries a passphrase or recovery code (spaces, dashes and case of a code do not matter). Slow for a passphrase.
/// Errors: NoSuchSlot (the vault has neither), WrongPassphrase, Damaged (a slot's parameters).
[[nodiscard]] core::Outcome<UnlockedKey> openWithPassphrase(const UnlockChallenge& challenge,
                                                            const core::SecretBytes& passphraseOrCode);
/// Tries the 32 bytes of the keychain or of a key file. Errors: NoSuchSlot, WrongPassphrase.
[[nodiscard]] core::Outcome<UnlockedKey> openWithSecret(const UnlockChallenge& challenge, core::SlotKind kind,
                                                        const core::SecretBytes& secret);

} // namespace keysluice::vault
