#include "app/services/gateway_service.h"

#include "app/services/activity_service.h"
#include "app/services/snapshot_publisher.h"
#include "vault/records/settings_repository.h"
#include "vault/vault.h"

#include <QTcpServer>

namespace keysluice::app {

GatewayService::GatewayService(vault::Vault& vault, SnapshotPublisher& publisher, core::ActivitySink& sink,
                               const ActivityService& activity, const core::Clock& clock, StartOptions start,
                               QObject* parent)
    : GatewayPort(parent),
      m_vault(vault),
      m_publisher(publisher),
      m_sink(sink),
      m_activity(activity),
      m_clock(clock),
      m_start(std::move(start)) {
    m_pauseTimer.setSingleShot(true);
    connect(&m_pauseTimer, &QTimer::timeout, this, &GatewayService::resume);
    connect(&m_vault.settings(), &vault::SettingsRepository::changed, this, &GatewayService::onSettings);
    connect(&m_publisher, &SnapshotPublisher::published, this, &GatewayService::onPublished);
    connect(&m_vault, &vault::Vault::stateChanged, this, [this] {
        onSettings();
        Q_EMIT changed();
    });
}

GatewayService::~GatewayService() = default;

std::uint16_t GatewayService::wantedPort() const {
    return m_start.port.value_or(m_vault.settings().protectedSettings().port);
}

std::vector<std::string> GatewayService::wantedAddresses() const {
    return m_start.listen.empty() ? m_vault.settings().protectedSettings().listenAddresses : m_start.listen;
}

core::Outcome<void> GatewayService::start() {
    m_started = true;
    return listen();
}

core::Outcome<void> GatewayService::listen() {
    m_boundPort = wantedPort();
    m_boundAddresses = wantedAddresses();
    if (m_gateway) {
        m_gateway.reset(); // its port may be the one wanted now
        Q_EMIT restarting();
    }
    m_gateway = std::make_unique<gateway::Gateway>(m_sink, m_clock);
    auto bound = m_gateway->listen(m_boundAddresses, m_boundPort);
    if (!bound && bound.error().code == core::FailureCode::AddressUnavailable && m_start.listen.empty() &&
        m_boundAddresses.size() > 1) {
        // A machine without IPv6 has no ::1; agents are told the first address.
        m_boundAddresses.resize(1);
        bound = m_gateway->listen(m_boundAddresses, m_boundPort);
        m_boundAddresses = wantedAddresses();
    }
    if (!bound) {
        m_trouble = bound.error();
        m_gateway.reset();
        m_publisher.setReceiver({});
        Q_EMIT changed();
        return core::failure(bound.error());
    }
    m_trouble.reset();
    m_runningSince = m_clock.now();
    connect(m_gateway.get(), &gateway::Gateway::stopped, this, &GatewayService::drained);
    connect(m_gateway.get(), &gateway::Gateway::approvalAsked, this, &GatewayService::approvalAsked);
    connect(m_gateway.get(), &gateway::Gateway::approvalEnded, this, &GatewayService::approvalEnded);
    m_hasCountedAgain = false;
    m_publisher.setReceiver([this](std::shared_ptr<const gateway::Snapshot> snapshot) { pass(std::move(snapshot)); });
    Q_EMIT changed();
    return {};
}

void GatewayService::pass(std::shared_ptr<const gateway::Snapshot> snapshot) {
    if (!m_gateway) {
        return;
    }
    const bool isOpen = snapshot->state == gateway::GateState::Running || snapshot->state == gateway::GateState::Paused;
    if (isOpen && !std::exchange(m_hasCountedAgain, true) && snapshot->rules) {
        countAgain(snapshot->rules->set().limits); // before the first request that they could count
    }
    m_gateway->publish(std::move(snapshot));
}

void GatewayService::countAgain(const std::vector<core::rules::Limit>& limits) {
    if (limits.empty()) {
        return;
    }
    const std::vector<vault::CountedRow> rows = m_activity.countedSince(m_gateway->earliestWindow(limits));
    std::vector<core::rules::CountedRequest> history;
    history.reserve(rows.size());
    for (const vault::CountedRow& row : rows) {
        history.push_back({row.at, row.agentId, row.credentialId, row.limitIds});
    }
    m_gateway->rebuildLimits(limits, history);
}

std::vector<core::rules::LimitStanding> GatewayService::limitStandings() const {
    return m_gateway ? m_gateway->limitStandings() : std::vector<core::rules::LimitStanding>();
}

void GatewayService::onSettings() {
    // While the vault is locked the settings are the defaults, which say nothing.
    if (m_started && !m_draining && m_vault.isOpen() &&
        (wantedPort() != m_boundPort || wantedAddresses() != m_boundAddresses)) {
        [[maybe_unused]] const auto listening = listen(); // trouble() tells
    }
}

void GatewayService::onPublished() {
    if (auto warning = findWarning(); warning != m_warning) {
        m_warning = std::move(warning);
        Q_EMIT changed();
    }
}

std::optional<core::Failure> GatewayService::findWarning() const {
    const ProxyUrl proxy = m_publisher.upstreamProxy();
    if (!m_gateway || proxy.host.empty() || !m_gateway->isOwnProxy(proxy.host, proxy.port)) {
        return std::nullopt;
    }
    const std::string host = proxy.host.find(':') == std::string::npos ? proxy.host : '[' + proxy.host + ']';
    return core::Failure{core::FailureCode::UpstreamProxyIsGateway, host + ':' + std::to_string(proxy.port)};
}

void GatewayService::drain() {
    m_draining = true;
    if (m_gateway) {
        m_gateway->shutdown();
    } else {
        QTimer::singleShot(0, this, &GatewayService::drained);
    }
}

std::vector<gateway::Endpoint> GatewayService::endpoints() const {
    return m_gateway ? m_gateway->endpoints() : std::vector<gateway::Endpoint>();
}

gateway::GatewayCounters GatewayService::counters() const {
    return m_gateway ? m_gateway->counters() : gateway::GatewayCounters();
}

bool GatewayService::answerApproval(core::ApprovalId id, bool isApproved) {
    return m_gateway && m_gateway->answerApproval(id, isApproved);
}

ui::GatewayPort::State GatewayService::state() const {
    if (m_trouble) {
        return State::Error;
    }
    if (!m_gateway) {
        return State::Starting;
    }
    if (m_vault.state() != core::VaultState::Open) {
        return m_vault.state() == core::VaultState::PolicyUnverified ? State::Error : State::Locked;
    }
    if (m_publisher.isPaused()) {
        return State::Paused;
    }
    return m_vault.settings().protectedSettings().freeze == core::Freeze::None ? State::Running : State::Frozen;
}

QString GatewayService::address() const {
    const auto bound = endpoints();
    if (bound.empty()) {
        return {};
    }
    const QString address = QString::fromStdString(bound.front().address);
    const QString shown =
        address.contains(QLatin1Char(':')) ? QString(QLatin1Char('[') + address + QLatin1Char(']')) : address;
    return shown + QLatin1Char(':') + QString::number(bound.front().port);
}

void GatewayService::pause(int minutes) {
    m_pausedUntil = minutes > 0 ? m_clock.now() + core::UnixMs{minutes} * 60'000 : 0;
    if (minutes > 0) {
        m_pauseTimer.start(std::chrono::minutes(minutes));
    } else {
        m_pauseTimer.stop();
    }
    m_publisher.setPaused(true);
    Q_EMIT changed();
}

void GatewayService::resume() {
    m_pauseTimer.stop();
    m_pausedUntil = 0;
    m_publisher.setPaused(false);
    Q_EMIT changed();
}

int GatewayService::nextFreePort() const {
    for (int port = wantedPort() + 1; port <= 65535; ++port) {
        QTcpServer probe;
        if (probe.listen(QHostAddress::LocalHost, static_cast<quint16>(port))) {
            return port;
        }
    }
    return 0;
}

void GatewayService::useNextPort() {
    const int port = nextFreePort();
    if (port == 0) {
        return;
    }
    m_start.port.reset();
    core::ProtectedSettings settings = m_vault.settings().protectedSettings();
    settings.port = static_cast<std::uint16_t>(port);
    if (const auto stored = m_vault.settings().setProtectedSettings(settings); !stored) {
        m_trouble = stored.error();
        Q_EMIT changed();
    }
}

} // namespace keysluice::app
