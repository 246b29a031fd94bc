#pragma once

#include "core/failure.h"
#include "vault/keys/keychain.h"
#include "vault/keys/slot.h"

#include <QObject>

namespace keysluice::vault {

class Vault;

/// Joins a vault and the keychain: opens it, adds and removes its keychain slot, and keeps the generation in the
/// keychain's item up to date (soon after each change, without a prompt; failures are ignored, since the file only ever
/// gets ahead of the note). Thread: gui, asynchronous; callbacks as in Keychain. Errors: Keychain…, those of Vault.
class KeychainSlot final : public QObject {
    Q_OBJECT
public:
    /// Both outlive this object.
    KeychainSlot(Vault& vault, Keychain& keychain, QObject* parent = nullptr);

    /// Unlocks; a file older than the note leaves the vault in PolicyUnverified with the trouble RolledBack.
    void unlock(QObject* context, Keychain::Done<void> done);
    /// Unlocks with the key of another slot, after the keychain was asked for its note, without a prompt: an older file
    /// is noticed before anything is forwarded. A keychain that does not give it does not hinder.
    void unlockBy(UnlockedKey key, QObject* context, Keychain::Done<void> done);
    /// Creates the vault with a keychain slot and, when `others` is not empty, those slots too.
    void create(std::vector<NewSlot> others, QObject* context, Keychain::Done<void> done);
    /// The vault is open.
    void addSlot(QObject* context, Keychain::Done<void> done);
    /// Removes the slot from the vault, then the entry from the keychain.
    void removeSlot(const std::string& slotId, QObject* context, Keychain::Done<void> done);

private:
    void noteGeneration();

    Vault& m_vault;
    Keychain& m_keychain;
    bool m_noting = false;
    bool m_noteAgain = false;
};

} // namespace keysluice::vault
