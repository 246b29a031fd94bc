#pragma once

#include "app/services/background.h"
#include "core/clock.h"
#include "ui/ports/vault_port.h"
#include "vault/auto_lock.h"
#include "vault/keys/keychain.h"
#include "vault/keys/keychain_slot.h"
#include "vault/vault.h"

#include <memory>

namespace keysluice::app {

/// What `init` and the first run ask for; at least one way to open the vault.
struct VaultCreation {
    bool keychain = false;
    core::SecretBytes passphrase; ///< empty: no such slot
    std::string keyFile;          ///< made when it is missing; empty: no such slot
    bool recoveryCode = false;
};

/// Opening, locking and the slots of the vault, for the window and the command line. Thread: gui.
class VaultService final : public ui::VaultPort {
    Q_OBJECT
public:
    VaultService(vault::Vault& vault, vault::Keychain& keychain, vault::AutoLock& autoLock, QObject* parent = nullptr);

    /// Done with the recovery code, empty when none was asked for.
    void createWith(VaultCreation creation, QObject* context, ui::Done<core::SecretBytes> done);
    void unlockWithKeyFile(const std::string& file, QObject* context, ui::Done<void> done);
    /// The same with what a caller read from its key file.
    void unlockWithKeyFileContent(const core::SecretBytes& secret, QObject* context, ui::Done<void> done);
    /// Is this a passphrase or recovery code of the open vault? Slow part elsewhere.
    void prove(core::SecretBytes passphrase, QObject* context, ui::Done<void> done);
    /// The 32 bytes of a key file.
    [[nodiscard]] core::Outcome<void> proveKeyFile(const core::SecretBytes& secret) const;
    [[nodiscard]] bool hasPassphrase() const;
    /// Is it open by something that a person gave, not by the keychain?
    [[nodiscard]] bool openedByPerson() const {
        const auto kind = m_vault.openedBy();
        return kind && *kind != core::SlotKind::Keychain;
    }

    [[nodiscard]] core::VaultState state() const override { return m_vault.state(); }
    [[nodiscard]] std::optional<core::Failure> trouble() const override;
    [[nodiscard]] std::vector<core::SlotInfo> slotList() const override { return m_vault.slotList(); }
    [[nodiscard]] std::optional<int> minutesToLock() const override { return m_autoLock.minutesToLock(); }
    void probeKeychain(QObject* context, ui::Done<void> done) override;
    void create(bool keychain, core::SecretBytes passphrase, QObject* context, ui::Done<void> done) override;
    void unlock(core::SecretBytes passphraseOrRecoveryCode, QObject* context, ui::Done<void> done) override;
    void unlockWithKeychain(QObject* context, ui::Done<void> done) override;
    void lock() override;
    void setPassphrase(core::SecretBytes proof, core::SecretBytes passphrase, QObject* context,
                       ui::Done<void> done) override;
    void addKeychainSlot(core::SecretBytes proof, QObject* context, ui::Done<void> done) override;
    void createRecoveryCode(core::SecretBytes proof, QObject* context, ui::Done<core::SecretBytes> done) override;
    void removeSlot(const core::RecordId& slot, core::SecretBytes proof, QObject* context,
                    ui::Done<void> done) override;
    void rotateDataKey(core::SecretBytes proof, QObject* context, ui::Done<void> done) override;
    void acceptPolicy(core::SecretBytes proof, QObject* context, ui::Done<void> done) override;

Q_SIGNALS:
    /// Before the keys are gone: what must be sealed with them is sealed now.
    void aboutToLock();

private:
    void finishUnlock(core::Outcome<vault::UnlockedKey> key, QObject* context, ui::Done<void> done);
    /// `proof` where the vault has a passphrase or recovery code; then `next`.
    void proven(core::SecretBytes proof, QObject* context, std::function<void(core::Outcome<void>)> next);

    vault::Vault& m_vault;
    vault::Keychain& m_keychain;
    vault::AutoLock& m_autoLock;
    vault::KeychainSlot m_keychainSlot;
    Background m_background;
    std::optional<core::Failure> m_keychainTrouble;
};

} // namespace keysluice::app
