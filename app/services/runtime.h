#pragma once

#include "app/instance/data_directory.h"
#include "app/services/activity_service.h"
#include "app/services/agent_service.h"
#include "app/services/approval_service.h"
#include "app/services/authority_keeper.h"
#include "app/services/credential_service.h"
#include "app/services/gateway_service.h"
#include "app/services/launch_registry.h"
#include "app/services/rule_service.h"
#include "app/services/settings_service.h"
#include "app/services/snapshot_publisher.h"
#include "app/services/start_options.h"
#include "app/services/vault_service.h"
#include "core/clock.h"
#include "vault/database/directory_lock.h"

#include <QTimer>

#include <memory>

namespace keysluice::app {

/// The providers the application knows, from its resources.
[[nodiscard]] std::shared_ptr<const core::ProviderCatalogue> builtInCatalogue();
/// What models cost, from its resources.
[[nodiscard]] std::shared_ptr<const core::PriceList> builtInPrices();

/// Everything that works on one data directory, wired together: what the window, the headless gateway and commands
/// without a running instance share. Thread: gui. Holds the data directory's lock.
class Runtime final : public QObject {
    Q_OBJECT
public:
    /// Errors: InUse, and those of the folder. A vault that is missing or unusable is a state, not an error.
    [[nodiscard]] static core::Outcome<std::unique_ptr<Runtime>> create(const InstancePaths& paths, StartOptions start);
    ~Runtime() override;
    /// A command of this process did not get to its work: into the activity file.
    void noteRefusal(const core::Failure& failure);

    [[nodiscard]] const InstancePaths& paths() const { return m_paths; }
    [[nodiscard]] const core::Clock& clock() const { return m_clock; }
    [[nodiscard]] const core::ProviderCatalogue& catalogue() const { return *m_catalogue; }
    [[nodiscard]] const KeyChecker& checker() const { return m_checker; }
    [[nodiscard]] VaultService& vault() { return m_vaultService; }
    [[nodiscard]] CredentialService& credentials() { return m_credentials; }
    [[nodiscard]] AgentService& agents() { return m_agents; }
    [[nodiscard]] ActivityService& activity() { return m_activity; }
    [[nodiscard]] GatewayService& gateway() { return m_gateway; }
    [[nodiscard]] SettingsService& settings() { return m_settings; }
    [[nodiscard]] RuleService& rules() { return m_rules; }
    [[nodiscard]] ApprovalService& approvals() { return m_approvals; }
    [[nodiscard]] LaunchRegistry& launches() { return m_launches; }
    [[nodiscard]] AuthorityKeeper& authority() { return m_authority; }
    [[nodiscard]] SnapshotPublisher& publisher() { return m_publisher; }
    [[nodiscard]] vault::AutoLock& autoLock() { return m_autoLock; }
    /// Why the certificate authority could not be made or exported, or the activity file not opened.
    [[nodiscard]] std::optional<core::Failure> trouble() const { return m_trouble; }

private:
    Runtime(const InstancePaths& paths, StartOptions start, std::unique_ptr<vault::DirectoryLock> lock);
    void onVaultState();
    void onRecords();
    void keepAuthority();

    InstancePaths m_paths;
    std::unique_ptr<vault::DirectoryLock> m_lock;
    core::SystemClock m_clock;
    std::shared_ptr<const core::ProviderCatalogue> m_catalogue;
    vault::Vault m_vault;
    vault::Keychain m_keychain;
    vault::AutoLock m_autoLock;
    vault::ActivityWriter m_writer;
    LaunchRegistry m_launches;
    AuthorityKeeper m_authority;
    SnapshotPublisher m_publisher;
    KeyChecker m_checker;
    VaultService m_vaultService;
    ActivityService m_activity;
    GatewayService m_gateway;
    CredentialService m_credentials;
    AgentService m_agents;
    SettingsService m_settings;
    RuleService m_rules;
    ApprovalService m_approvals;
    QTimer m_authorityTimer;
    std::optional<core::Failure> m_trouble;
};

} // namespace keysluice::app
