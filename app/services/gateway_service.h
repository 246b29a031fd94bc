#pragma once

#include "app/services/start_options.h"
#include "core/clock.h"
#include "gateway/gateway.h"
#include "ui/ports/gateway_port.h"

#include <QTimer>

#include <memory>
#include <optional>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

class ActivityService;
class SnapshotPublisher;

/// The gateway's life: listening where settings and options say, pause, a taken port, draining. Thread: gui.
class GatewayService final : public ui::GatewayPort {
    Q_OBJECT
public:
    GatewayService(vault::Vault& vault, SnapshotPublisher& publisher, core::ActivitySink& sink,
                   const ActivityService& activity, const core::Clock& clock, StartOptions start,
                   QObject* parent = nullptr);
    ~GatewayService() override;

    /// Begins to listen; from then on it follows the settings. Errors: those of gateway::Gateway::listen.
    [[nodiscard]] core::Outcome<void> start();
    /// Lets running exchanges finish, then emits drained(); a second call is immediate.
    void drain();
    [[nodiscard]] bool isStarted() const { return m_started; }
    [[nodiscard]] std::vector<gateway::Endpoint> endpoints() const;
    [[nodiscard]] gateway::GatewayCounters counters() const;
    /// False: it does not wait any more, or was answered already.
    [[nodiscard]] bool answerApproval(core::ApprovalId id, bool isApproved);
    [[nodiscard]] std::vector<core::rules::LimitStanding> limitStandings() const;

    [[nodiscard]] State state() const override;
    [[nodiscard]] std::optional<core::Failure> trouble() const override { return m_trouble; }
    [[nodiscard]] std::optional<core::Failure> warning() const override { return m_warning; }
    [[nodiscard]] QString address() const override;
    [[nodiscard]] core::UnixMs runningSince() const override { return m_runningSince; }
    [[nodiscard]] core::UnixMs pausedUntil() const override { return m_pausedUntil; }
    void pause(int minutes) override;
    void resume() override;
    void useNextPort() override;
    [[nodiscard]] int nextFreePort() const override;

Q_SIGNALS:
    void drained();
    /// As those of gateway::Gateway.
    void approvalAsked(std::shared_ptr<const core::ApprovalRequest> request);
    void approvalEnded(quint64 id, core::ApprovalEnd how);
    /// What ran until now is cut.
    void restarting();

private:
    [[nodiscard]] core::Outcome<void> listen();
    [[nodiscard]] std::uint16_t wantedPort() const;
    [[nodiscard]] std::vector<std::string> wantedAddresses() const;
    void pass(std::shared_ptr<const gateway::Snapshot> snapshot);
    void countAgain(const std::vector<core::rules::Limit>& limits);
    void onSettings();
    void onPublished();
    [[nodiscard]] std::optional<core::Failure> findWarning() const;

    vault::Vault& m_vault;
    SnapshotPublisher& m_publisher;
    core::ActivitySink& m_sink;
    const ActivityService& m_activity;
    const core::Clock& m_clock;
    StartOptions m_start;
    std::unique_ptr<gateway::Gateway> m_gateway;
    std::optional<core::Failure> m_trouble;
    std::optional<core::Failure> m_warning;
    std::uint16_t m_boundPort = 0; ///< as asked for, 0: any
    std::vector<std::string> m_boundAddresses;
    bool m_started = false;
    bool m_draining = false;
    bool m_hasCountedAgain = false; ///< the gateway's limits go on where the activity file says
    core::UnixMs m_runningSince = 0;
    core::UnixMs m_pausedUntil = 0;
    QTimer m_pauseTimer;
};

} // namespace keysluice::app
