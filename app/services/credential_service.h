#pragma once

#include "app/verify/key_checker.h"
#include "core/clock.h"
#include "ui/ports/credential_port.h"

#include <map>
#include <memory>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

class ActivityService;
class AuthorityKeeper;
class VaultService;

/// Stored secrets for the window and the command line. Thread: gui.
class CredentialService final : public ui::CredentialPort {
    Q_OBJECT
public:
    CredentialService(vault::Vault& vault, VaultService& vaultService, ActivityService& activity,
                      AuthorityKeeper& authority, std::shared_ptr<const core::ProviderCatalogue> catalogue,
                      const KeyChecker& checker, const core::Clock& clock, QObject* parent = nullptr);

    [[nodiscard]] const core::ProviderCatalogue& catalogue() const override { return *m_catalogue; }
    [[nodiscard]] std::vector<core::CredentialInfo> credentials() const override;
    [[nodiscard]] std::vector<core::CredentialEvent> history(const core::RecordId& id) const override;
    [[nodiscard]] int requestsToday(const core::RecordId& id) const override;
    [[nodiscard]] int rejectedRequests(const core::RecordId& id) const override;
    [[nodiscard]] std::unique_ptr<ui::KeyCheck> checkKey(const std::string& providerId, const std::string& kindId,
                                                         core::SecretBytes key) override;
    [[nodiscard]] core::Outcome<core::RecordId> add(const ui::NewCredential& credential,
                                                    core::SecretBytes key) override;
    [[nodiscard]] core::Outcome<void> rotate(const core::RecordId& id, core::SecretBytes key,
                                             const ui::KeyCheckOutcome& check) override;
    void test(const core::RecordId& id) override;
    [[nodiscard]] bool isTesting(const core::RecordId& id) const override { return m_tests.contains(id); }
    [[nodiscard]] core::Outcome<void> setEnabled(const core::RecordId& id, bool enabled) override;
    [[nodiscard]] core::Outcome<void> setForeignKeys(const core::RecordId& id, core::ForeignKeys mode) override;
    [[nodiscard]] core::Outcome<void> rename(const core::RecordId& id, const std::string& name) override;
    [[nodiscard]] core::Outcome<void> move(const core::RecordId& id, int position) override;
    [[nodiscard]] core::Outcome<void> remove(const core::RecordId& id) override;
    void reveal(const core::RecordId& id, core::SecretBytes proof, QObject* context,
                ui::Done<core::SecretBytes> done) override;

    /// As test(), and tells the outcome. VaultLocked, NotFound, Damaged.
    [[nodiscard]] core::Outcome<void> testThen(const core::RecordId& id,
                                               std::function<void(const ui::KeyCheckOutcome&)> done);
    /// Shape of a key, before anything is asked or stored. `key` is what was pasted; the result is trimmed.
    [[nodiscard]] core::Outcome<core::SecretBytes> acceptable(const core::SecretBytes& key) const;

private:
    vault::Vault& m_vault;
    VaultService& m_vaultService;
    ActivityService& m_activity;
    AuthorityKeeper& m_authority;
    std::shared_ptr<const core::ProviderCatalogue> m_catalogue;
    const KeyChecker& m_checker;
    const core::Clock& m_clock;
    std::map<core::RecordId, std::unique_ptr<ui::KeyCheck>> m_tests;
};

} // namespace keysluice::app
