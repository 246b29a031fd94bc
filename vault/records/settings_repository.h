#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"
#include "core/settings.h"
#include "vault/records/repository.h"

#include <QObject>

#include <string>

namespace keysluice::vault {

/// Settings. Those that affect protection carry a MAC and have their defaults while the vault is locked; those about
/// looks are readable and writable while it is locked, and before it was made (kept in memory, stored when it is made).
/// Thread: the vault's. Errors beside those of Vault: ValueTooLong (credentials above 1 KiB, certificates above 1 MiB).
class SettingsRepository final : public QObject, public Repository {
    Q_OBJECT
public:
    explicit SettingsRepository(Store& store, QObject* parent = nullptr);
    ~SettingsRepository() override;

    /// What is in force: the stored ones once they have verified; before that the defaults with the stored port; after
    /// a lock the port and addresses stay as they were.
    [[nodiscard]] const core::ProtectedSettings& protectedSettings() const { return m_protected; }
    /// What is in the file, verified or not: for the user to look at before accepting a policy. Defaults while locked.
    [[nodiscard]] const core::ProtectedSettings& storedSettings() const { return m_stored; }
    /// `upstreamProxyHasCredentials` is ignored: it says whether credentials are stored.
    [[nodiscard]] core::Outcome<void> setProtectedSettings(const core::ProtectedSettings& settings);
    [[nodiscard]] const core::LockSettings& lockSettings() const { return m_lock; }
    [[nodiscard]] core::Outcome<void> setLockSettings(const core::LockSettings& settings);
    [[nodiscard]] const core::InterfaceSettings& interfaceSettings() const { return m_interface; }
    [[nodiscard]] core::Outcome<void> setInterfaceSettings(const core::InterfaceSettings& settings);

    /// "user:password"; empty when none are stored. Errors: VaultLocked, Damaged.
    [[nodiscard]] core::Outcome<core::SecretBytes> upstreamProxyCredentials() const;
    /// Empty removes them.
    [[nodiscard]] core::Outcome<void> setUpstreamProxyCredentials(const core::SecretBytes& userAndPassword);

    /// Puts what was read in force when it is trusted, and safe defaults otherwise.
    void adopt(bool isTrusted);
    /// Reads what is readable while locked.
    core::Outcome<void> loadInterface();
    /// Stores what was set before the vault was made.
    [[nodiscard]] core::Outcome<void> storeInterface();

    [[nodiscard]] core::Outcome<bool> loadAndVerify() override;
    void forget() override;
    [[nodiscard]] core::Outcome<void> reseal(const KeyRing& from, const KeyRing& to) override;
    [[nodiscard]] core::Outcome<void> authenticateAll() override;

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] core::Outcome<void> write(const char* name, const std::string& value);
    [[nodiscard]] core::Outcome<void> changeOne(const char* name, const std::string& value);
    [[nodiscard]] core::Outcome<void> read(bool& isIntact) override;
    void announce(bool isIntact) override;

    core::ProtectedSettings m_stored; ///< as in the file
    core::LockSettings m_storedLock;
    core::ProtectedSettings m_protected;
    core::LockSettings m_lock;
    core::InterfaceSettings m_interface;
    std::string m_sealedProxyCredentials;
};

} // namespace keysluice::vault
