#pragma once

#include "core/records.h"
#include "core/secret_bytes.h"
#include "ui/ports/done.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace keysluice::ui {

/// The vault as the window sees it. Implemented by `app`. Thread: gui. Operations with `Done` run the slow part
/// (Argon2id, about 0.4 s; the keychain, up to 2 s) elsewhere and never block; `context` going away drops the callback.
class VaultPort : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual core::VaultState state() const = 0;
    /// Why the vault is Locked (a keychain that did not answer) or Unusable.
    [[nodiscard]] virtual std::optional<core::Failure> trouble() const = 0;
    [[nodiscard]] virtual std::vector<core::SlotInfo> slotList() const = 0;
    /// Minutes until the idle lock, if one runs.
    [[nodiscard]] virtual std::optional<int> minutesToLock() const = 0;

    /// Asks without a prompt whether a keychain could hold the key. Codes: Keychain….
    virtual void probeKeychain(QObject* context, Done<void> done) = 0;
    /// Makes the vault. `passphrase` may be empty when `keychain` is set.
    virtual void create(bool keychain, core::SecretBytes passphrase, QObject* context, Done<void> done) = 0;
    virtual void unlock(core::SecretBytes passphraseOrRecoveryCode, QObject* context, Done<void> done) = 0;
    virtual void unlockWithKeychain(QObject* context, Done<void> done) = 0;
    virtual void lock() = 0;

    /// Loosening acts on the vault itself prove the person with `proof` (passphrase or recovery code), where it has
    /// such a slot.
    virtual void setPassphrase(core::SecretBytes proof, core::SecretBytes passphrase, QObject* context,
                               Done<void> done) = 0;
    virtual void addKeychainSlot(core::SecretBytes proof, QObject* context, Done<void> done) = 0;
    /// The code, shown once: groups of five characters.
    virtual void createRecoveryCode(core::SecretBytes proof, QObject* context, Done<core::SecretBytes> done) = 0;
    virtual void removeSlot(const core::RecordId& slot, core::SecretBytes proof, QObject* context, Done<void> done) = 0;
    virtual void rotateDataKey(core::SecretBytes proof, QObject* context, Done<void> done) = 0;
    /// After PolicyUnverified: the user has looked and accepts agents and settings as they are.
    virtual void acceptPolicy(core::SecretBytes proof, QObject* context, Done<void> done) = 0;

Q_SIGNALS:
    void stateChanged();
    void slotsChanged();
};

} // namespace keysluice::ui
