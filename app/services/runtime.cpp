#include "app/services/runtime.h"

#include "app/control/command_record.h"
#include "vault/records/credential_repository.h"
#include "vault/records/rule_repository.h"
#include "vault/records/settings_repository.h"

#include <QCoreApplication>
#include <QFile>

#include <chrono>
#include <unistd.h>

namespace keysluice::app {

std::shared_ptr<const core::ProviderCatalogue> builtInCatalogue() {
    QFile file(QStringLiteral(":/keysluice/providers.json"));
    const bool opened = file.open(QIODevice::ReadOnly);
    auto catalogue = core::ProviderCatalogue::fromJson(file.readAll());
    Q_ASSERT(opened && catalogue); // part of the program; its content is tested
    return *catalogue;
}

std::shared_ptr<const core::PriceList> builtInPrices() {
    QFile file(QStringLiteral(":/keysluice/prices.json"));
    const bool opened = file.open(QIODevice::ReadOnly);
    auto prices = core::PriceList::fromJson(file.readAll());
    Q_ASSERT(opened && prices); // part of the program; its content is tested
    return *prices;
}

core::Outcome<std::unique_ptr<Runtime>> Runtime::create(const InstancePaths& paths, StartOptions start) {
    auto lock = vault::DirectoryLock::take(paths.data.string());
    if (!lock) {
        return core::failure(lock.error());
    }
    return std::unique_ptr<Runtime>(new Runtime(paths, std::move(start), std::move(*lock)));
}

Runtime::Runtime(const InstancePaths& paths, StartOptions start, std::unique_ptr<vault::DirectoryLock> lock)
    : m_paths(paths),
      m_lock(std::move(lock)),
      m_catalogue(builtInCatalogue()),
      m_vault({paths.data.string(), {}}, m_clock),
      m_keychain(QDBusConnection::sessionBus()),
      m_autoLock(m_clock, QDBusConnection::systemBus(), QDBusConnection::sessionBus()),
      m_writer({paths.data.string()}, m_clock),
      m_authority(m_vault, *m_catalogue, m_clock, paths.authority, paths.bundle),
      m_publisher(m_vault, m_launches, m_authority, m_catalogue, builtInPrices(), start),
      m_checker([this] { return m_publisher.access(); }),
      m_vaultService(m_vault, m_keychain, m_autoLock),
      m_activity(m_vault, m_writer, paths.data.string()),
      m_gateway(m_vault, m_publisher, m_writer, m_activity, m_clock, start),
      m_credentials(m_vault, m_vaultService, m_activity, m_authority, m_catalogue, m_checker, m_clock),
      m_agents(m_vault, m_launches, m_activity, m_gateway, m_authority, m_catalogue, m_clock, paths.data),
      m_settings(m_vault, m_authority, paths.data),
      m_rules(m_vault, m_gateway, m_catalogue, paths.data.string()),
      m_approvals({m_vault, m_vaultService, m_gateway, m_agents, m_launches, m_publisher, m_clock}) {
    connect(&m_vault, &vault::Vault::stateChanged, this, &Runtime::onVaultState);
    connect(&m_vault.credentials(), &vault::CredentialRepository::changed, this, &Runtime::onRecords);
    connect(&m_vault.settings(), &vault::SettingsRepository::changed, this, &Runtime::onRecords);
    connect(&m_vault.rules(), &vault::RuleRepository::changed, this, &Runtime::onRecords);
    connect(&m_vaultService, &VaultService::aboutToLock, this, [this] { m_writer.sealAndForgetKey(); });
    connect(&m_activity, &ActivityService::requestSeen, &m_autoLock, &vault::AutoLock::noteActivity);
    connect(&m_authorityTimer, &QTimer::timeout, this, &Runtime::keepAuthority);
    m_authorityTimer.start(std::chrono::hours(1));
    connect(
        &m_writer, &vault::ActivityWriter::troubleChanged, this, [this] { m_publisher.setCanLog(!m_writer.trouble()); },
        Qt::QueuedConnection);
    (void)m_vault.load(); // its state and trouble tell
    if (const auto started = m_writer.start(); !started) {
        m_trouble = started.error();
        m_publisher.setCanLog(false);
    }
}

void Runtime::noteRefusal(const core::Failure& failure) {
    core::ActivityRecord record = commandRecord({}, Caller{::getppid(), ::geteuid()}, nullptr, {}, m_clock.now());
    record.path = shownCommand(QCoreApplication::arguments()).toStdString();
    setOutcome(record, failure);
    m_activity.note(std::move(record));
}

Runtime::~Runtime() {
    m_vaultService.lock();
    m_rules.stop();
    m_activity.closeFile(); // the last one to close the file tidies it up, and a reader may not
    m_writer.stop();
}

void Runtime::onVaultState() {
    m_autoLock.apply(m_vault.isOpen() ? m_vault.settings().lockSettings() : core::LockSettings{});
    if (m_vault.isOpen()) {
        m_writer.setSealKey(m_vault.logSealKey());
    }
    onRecords();
}

void Runtime::onRecords() {
    if (m_vault.state() != core::VaultState::Open) {
        return;
    }
    m_autoLock.apply(m_vault.settings().lockSettings());
    keepAuthority();
}

/// Also in a process that runs for months: the certificate's year ends, and clocks are set right.
void Runtime::keepAuthority() {
    if (m_vault.state() != core::VaultState::Open) {
        return;
    }
    if (const auto fit = m_authority.ensure(); !fit) {
        m_trouble = fit.error();
    }
    m_publisher.schedule();
}

} // namespace keysluice::app
