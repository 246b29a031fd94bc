#include "ui/tray/tray_menu.h"

#include "ui/models/activity_text.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/text/freeze_text.h"

#include <QClipboard>
#include <QGuiApplication>

namespace keysluice::ui {

namespace {

constexpr int kRecentRequests = 8;
constexpr int kRecentIntervalMs = 1'000;

/// Menus take "&" for a mnemonic; text from agents must not make one.
QString plain(QString text) {
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

TrayMenu::TrayMenu(VaultPort& vault, GatewayPort& gateway, AgentPort& agents, ActivityPort& activity,
                   const core::Clock& clock, IconSource icons, QObject* parent)
    : QObject(parent),
      m_vault(vault),
      m_gateway(gateway),
      m_agents(agents),
      m_activity(activity),
      m_clock(clock),
      m_icons(std::move(icons)),
      m_menu(std::make_unique<QMenu>()) {
    m_facts.gateway = gateway.state();
    m_facts.vault = vault.state();
    build();
    m_recentTimer.setSingleShot(true);
    m_recentTimer.setInterval(kRecentIntervalMs);
    connect(&m_recentTimer, &QTimer::timeout, this, &TrayMenu::refreshRecent);
    connect(&m_activity, &ActivityPort::rowsAdded, this, [this] {
        if (!m_recentTimer.isActive()) {
            m_recentTimer.start();
        }
    });
    connect(&m_agents, &AgentPort::changed, this, &TrayMenu::refreshLaunch);
    connect(m_menu.get(), &QMenu::aboutToShow, this, [this] {
        refreshState();
        refreshLaunch();
        refreshRecent();
    });
    refreshState();
    refreshLaunch();
    refreshRecent();
}

QAction* TrayMenu::add(QMenu& menu, const QString& icon, const QString& text) {
    return icon.isEmpty() ? menu.addAction(text) : menu.addAction(m_icons(icon), text);
}

void TrayMenu::build() {
    QMenu& menu = *m_menu;
    m_status = add(menu, {}, {});
    m_status->setEnabled(false);
    m_address = add(menu, QStringLiteral("copy"), {});
    connect(m_address, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(m_gateway.address()); });
    menu.addSeparator();
    connect(add(menu, QStringLiteral("launch"), tr("Open Keysluice")), &QAction::triggered, this,
            &TrayMenu::openRequested);
    m_approvals = add(menu, QStringLiteral("asked"), {});
    connect(m_approvals, &QAction::triggered, this, &TrayMenu::approvalsRequested);
    menu.addSeparator();
    buildPause();
    m_resume = add(menu, QStringLiteral("play"), tr("Resume…"));
    connect(m_resume, &QAction::triggered, this, &TrayMenu::resumeRequested);
    buildFreeze();
    m_thaw = add(menu, QStringLiteral("play"), tr("Thaw all agents…"));
    connect(m_thaw, &QAction::triggered, this, &TrayMenu::thawRequested);
    m_lock = add(menu, QStringLiteral("lock"), tr("Lock vault"));
    connect(m_lock, &QAction::triggered, this, [this] { m_vault.lock(); });
    m_unlock = add(menu, QStringLiteral("unlock"), tr("Unlock vault…"));
    connect(m_unlock, &QAction::triggered, this, &TrayMenu::unlockRequested);
    menu.addSeparator();
    m_launch = menu.addMenu(m_icons(QStringLiteral("agent")), tr("Launch agent"));
    m_copyEnvironment = add(menu, QStringLiteral("copy"), tr("Copy environment line"));
    connect(m_copyEnvironment, &QAction::triggered, this, &TrayMenu::copyEnvironmentRequested);
    m_recent = menu.addMenu(m_icons(QStringLiteral("activity")), tr("Recent requests"));
    menu.addSeparator();
    connect(add(menu, QStringLiteral("settings"), tr("Settings")), &QAction::triggered, this,
            &TrayMenu::settingsRequested);
    connect(add(menu, QStringLiteral("close"), tr("Quit")), &QAction::triggered, this, &TrayMenu::quitRequested);
}

void TrayMenu::buildPause() {
    m_pause = m_menu->addMenu(m_icons(QStringLiteral("pause")), tr("Pause"));
    const auto entry = [this](const QString& text, int minutes) {
        connect(add(*m_pause, {}, text), &QAction::triggered, this, [this, minutes] { m_gateway.pause(minutes); });
    };
    entry(tr("For 15 minutes"), 15);
    entry(tr("For 1 hour"), 60);
    entry(tr("Until I resume"), 0);
}

void TrayMenu::buildFreeze() {
    m_freeze = m_menu->addMenu(m_icons(QStringLiteral("freeze")), tr("Freeze all agents"));
    for (const core::Freeze freeze : {core::Freeze::Requests, core::Freeze::Streams}) {
        connect(add(*m_freeze, {}, freezeChoiceText(freeze)), &QAction::triggered, this, [this, freeze] {
            if (!m_agents.setFreezeOfAll(freeze)) {
                Q_EMIT openRequested(); // the window says what is wrong with the vault
            }
        });
    }
}

void TrayMenu::setFacts(const TrayFacts& facts) {
    m_facts = facts;
    refreshState();
    refreshLaunch();
}

void TrayMenu::refreshState() {
    const bool isOpen = m_facts.vault == core::VaultState::Open || m_facts.vault == core::VaultState::PolicyUnverified;
    const bool isPaused = m_facts.gateway == GatewayPort::State::Paused;
    m_status->setText(trayStatusText(m_facts, m_clock.now()));
    const QString address = m_gateway.address();
    m_address->setVisible(!address.isEmpty());
    m_address->setText(tr("Copy %1").arg(address));
    m_approvals->setVisible(m_facts.vault == core::VaultState::Open);
    m_approvals->setText(m_facts.waitingApprovals > 0 ? tr("Approvals (%1)").arg(m_facts.waitingApprovals)
                                                      : tr("Approvals"));
    m_pause->menuAction()->setVisible(!isPaused && m_facts.gateway == GatewayPort::State::Running);
    m_resume->setVisible(isPaused);
    const bool isFrozen = m_agents.freezeOfAll() != core::Freeze::None;
    m_freeze->menuAction()->setVisible(m_facts.vault == core::VaultState::Open && !isFrozen);
    m_thaw->setVisible(m_facts.vault == core::VaultState::Open && isFrozen);
    m_lock->setVisible(isOpen);
    m_unlock->setVisible(m_facts.vault == core::VaultState::Locked);
    m_copyEnvironment->setVisible(isOpen && !address.isEmpty() && !m_agents.agents().empty());
}

void TrayMenu::refreshLaunch() {
    m_launch->clear();
    const bool isOpen = m_facts.vault == core::VaultState::Open;
    const std::vector<FoundProgram> programs =
        isOpen && m_agents.canLaunch() ? m_agents.programsOnPath() : std::vector<FoundProgram>();
    for (const FoundProgram& program : programs) {
        QAction* action = m_launch->addAction(plain(visibleText(program.name)) + QStringLiteral("…"));
        connect(action, &QAction::triggered, this, [this, program] { Q_EMIT launchRequested(program); });
    }
    m_launch->menuAction()->setVisible(!programs.empty());
    m_copyEnvironment->setVisible(isOpen && !m_gateway.address().isEmpty() && !m_agents.agents().empty());
}

void TrayMenu::refreshRecent() {
    m_recent->clear();
    const std::vector<core::ActivityRecord> rows = m_activity.page({}, 0, kRecentRequests);
    for (const core::ActivityRecord& row : rows) {
        //: A recent request: %1 time, %2 agent, %3 request, %4 decision
        const QString text = tr("%1  %2  %3  %4")
                                 .arg(clockText(row.at, m_clock.now()), agentText(row), requestText(row).left(60),
                                      decisionWord(row.decision));
        const qint64 sequence = row.sequence;
        connect(m_recent->addAction(plain(text)), &QAction::triggered, this,
                [this, sequence] { Q_EMIT requestRequested(sequence); });
    }
    if (!rows.empty()) {
        m_recent->addSeparator();
        connect(m_recent->addAction(tr("All activity")), &QAction::triggered, this, &TrayMenu::allActivityRequested);
    }
    m_recent->menuAction()->setVisible(!rows.empty());
}

} // namespace keysluice::ui
