#pragma once

#include "app/services/start_options.h"
#include "app/verify/upstream_access.h"
#include "gateway/snapshot.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

class AuthorityKeeper;
class LaunchRegistry;

/// Builds what the gateway decides by from the vault, the launches and the pause, and hands it over: changes of one
/// turn of the event loop together, a lock at once. Thread: gui.
class SnapshotPublisher final : public QObject {
    Q_OBJECT
public:
    using Receiver = std::function<void(std::shared_ptr<const gateway::Snapshot>)>;

    SnapshotPublisher(vault::Vault& vault, LaunchRegistry& launches, AuthorityKeeper& authority,
                      std::shared_ptr<const core::ProviderCatalogue> catalogue,
                      std::shared_ptr<const core::PriceList> prices, StartOptions start, QObject* parent = nullptr);
    [[nodiscard]] const std::shared_ptr<const core::PriceList>& prices() const { return m_prices; }

    /// Gets every snapshot from now on, and the current one at once.
    void setReceiver(Receiver receiver);
    void setPaused(bool paused);
    /// The activity file can be written.
    void setCanLog(bool canLog);
    /// Somebody is there whom rules can ask.
    void setCanAsk(bool canAsk);
    void setRemembered(std::vector<core::rules::RememberedAnswer> answers);
    [[nodiscard]] bool isPaused() const { return m_paused; }
    void schedule() { m_timer.start(); }
    void publishNow();
    /// What has changed is in force when this returns: for every request that a worker begins to judge after it.
    void publishPending();
    /// Host and port alone; an empty host: none.
    [[nodiscard]] ProxyUrl upstreamProxy() const;
    /// Settings and the options of this start together.
    [[nodiscard]] UpstreamAccess access() const;

Q_SIGNALS:
    void published();

private:
    [[nodiscard]] std::shared_ptr<const gateway::Snapshot> build();
    void onVaultState();
    /// Of the open vault; null: there are none.
    [[nodiscard]] std::shared_ptr<const core::rules::CompiledRules> rules();

    vault::Vault& m_vault;
    LaunchRegistry& m_launches;
    AuthorityKeeper& m_authority;
    std::shared_ptr<const core::ProviderCatalogue> m_catalogue;
    std::shared_ptr<const core::PriceList> m_prices;
    std::shared_ptr<const core::rules::CompiledRules> m_rules; ///< of the vault's rules unless these have changed
    bool m_areRulesStale = true;
    StartOptions m_start;
    Receiver m_receiver;
    QTimer m_timer;
    bool m_paused = false;
    bool m_canAsk = false;
    bool m_canLog = true;
    std::vector<core::rules::RememberedAnswer> m_remembered;
    // As of when the vault was open last: while it is locked agents are told so instead of being strangers.
    std::vector<gateway::SnapshotAgent> m_lastAgents;
    std::vector<gateway::SnapshotToken> m_lastTokens;
    std::uint64_t m_generation = 0;
};

} // namespace keysluice::app
