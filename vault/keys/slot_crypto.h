#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"
#include "vault/keys/slot.h"

#include <string>

namespace keysluice::vault {

/// The vault's own signing key pair (Ed25519, RFC 8032). The verification key lies in every slot under the slot's
/// secret, so a slot only accepts a data key that this vault signed.
struct SigningKey {
    core::SecretBytes secret; ///< 64 bytes, libsodium's form
    std::string publicKey;    ///< 32 bytes
};
[[nodiscard]] SigningKey newSigningKey();
[[nodiscard]] SigningKey signingKeyFromSecret(core::SecretBytes secret);

/// A complete row but for its MAC.
[[nodiscard]] core::Outcome<SlotRow> buildSlotRow(const std::string& vaultId, const NewSlot& slot,
                                                  const SigningKey& signing, const core::SecretBytes& dataKey,
                                                  core::UnixMs now);
/// Puts another data key into a slot; its secret is not needed. Thread: any (pure).
[[nodiscard]] core::Outcome<void> wrapDataKey(const std::string& vaultId, SlotRow& row, const SigningKey& signing,
                                              const core::SecretBytes& dataKey);
/// Errors: WrongPassphrase, Damaged (the secret is right, but the data key was not put there by this vault).
[[nodiscard]] core::Outcome<core::SecretBytes> openSlotRow(const std::string& vaultId, const SlotRow& row,
                                                           const core::SecretBytes& secret);
/// What the row's MAC is computed over.
[[nodiscard]] std::string slotFields(const std::string& vaultId, const SlotRow& row);

} // namespace keysluice::vault
