#include "app/desktop/window_shell.h"

#include "ui/pages/first_run/first_run_page.h"
#include "ui/pages/unlock/policy_review_dialog.h"
#include "ui/pages/unlock/unlock_dialog.h"
#include "ui/style/icons.h"
#include "ui/widgets/sidebar.h"

#include <QApplication>
#include <QTimer>

namespace keysluice::app {

WindowShell::WindowShell(Runtime& runtime)
    : m_runtime(runtime),
      m_appearance(nullptr),
      m_notices(runtime.credentials()),
      m_notifier(QDBusConnection::sessionBus()),
      m_confirmation([this]() -> QWidget* {
          raise();
          return m_window.get();
      }),
      m_operations(runtime),
      m_server(m_operations) {
    applyInterfaceSettings();
    makePages();
    wirePages();
    m_tray = std::make_unique<ui::Tray>(
        ui::Tray::Ports{runtime.vault(), runtime.gateway(), runtime.credentials(), runtime.agents(), runtime.activity(),
                        runtime.settings(), runtime.clock()},
        QDBusConnection::sessionBus(), [](const QString& name) { return ui::symbolicIcon(name); });
    wireTray();
    m_operations.guard().setConfirmation(&m_confirmation);
    m_operations.setRaise([this](const QString& token) { raise(token); });
    connect(&m_runtime.settings(), &SettingsService::changed, this, &WindowShell::applyInterfaceSettings);
    connect(&m_runtime.gateway(), &GatewayService::drained, qApp, &QCoreApplication::quit);
}

WindowShell::~WindowShell() {
    m_operations.guard().setConfirmation(nullptr);
}

void WindowShell::makePages() {
    Runtime& r = m_runtime;
    m_overview = new ui::OverviewPage({r.vault(), r.gateway(), r.credentials(), r.agents(), r.activity(), r.clock()});
    m_llms = new ui::LlmsPage(r.credentials(), r.agents(), r.vault(), r.clock());
    m_agents = new ui::AgentsPage(r.agents(), r.credentials(), r.settings(), r.clock());
    m_activity = new ui::ActivityPage(r.activity(), r.settings(), r.clock());
    m_settings = new ui::SettingsPage(r.vault(), r.settings(), r.gateway());
    const std::vector<ui::PageEntry> pages{
        {QStringLiteral("overview"), QStringLiteral("overview"), tr("Overview"), {}, m_overview},
        {QStringLiteral("llms"), QStringLiteral("key"), tr("LLMs"), tr("Connections"), m_llms},
        {QStringLiteral("agents"), QStringLiteral("agent"), tr("Agents"), tr("Control"), m_agents},
        {QStringLiteral("activity"), QStringLiteral("activity"), tr("Activity"), tr("Record"), m_activity},
        {QStringLiteral("settings"), QStringLiteral("settings"), tr("Settings"), {}, m_settings, true}};
    m_window = std::make_unique<ui::MainWindow>(r.gateway(), r.vault(), pages,
                                                QString::fromStdString((r.paths().data / "window.ini").string()));
    m_window->setWindowTitle(QStringLiteral("Keysluice"));
}

void WindowShell::wirePages() {
    connect(m_window.get(), &ui::MainWindow::unlockRequested, this, &WindowShell::showUnlock);
    connect(m_window.get(), &ui::MainWindow::closeRequested, this, &WindowShell::onCloseRequested);
    connect(m_llms, &ui::LlmsPage::countsChanged, this, &WindowShell::updateBadges);
    connect(m_llms, &ui::LlmsPage::launchAgentRequested, this,
            [this] { m_window->openPage(QStringLiteral("agents")); });
    connect(m_overview, &ui::OverviewPage::addSecretRequested, this, [this] {
        m_window->openPage(QStringLiteral("llms"));
        m_llms->openAddSecret();
    });
    connect(m_overview, &ui::OverviewPage::credentialRequested, this, [this](const QString& id) {
        m_window->openPage(QStringLiteral("llms"));
        m_llms->select(id.toStdString());
    });
    connect(m_overview, &ui::OverviewPage::rotateRequested, this, [this](const QString& id) {
        m_window->openPage(QStringLiteral("llms"));
        m_llms->openRotate(id.toStdString());
    });
    connect(m_overview, &ui::OverviewPage::firstRunRequested, this, &WindowShell::showFirstRun);
    connect(m_overview, &ui::OverviewPage::unlockRequested, this, &WindowShell::showUnlock);
    connect(m_overview, &ui::OverviewPage::reviewPolicyRequested, this, &WindowShell::showPolicyReview);
    connect(m_overview, &ui::OverviewPage::gatewaySettingsRequested, this, [this] {
        m_window->openPage(QStringLiteral("settings"));
        m_settings->showSection(ui::SettingsPage::Gateway);
    });
    connect(m_overview, &ui::OverviewPage::flowRequested, this,
            [this](const QString& agent, const QString& credential, bool refused) {
                m_window->openPage(QStringLiteral("activity"));
                m_activity->showFlow(agent, credential, refused);
            });
    connect(m_overview, &ui::OverviewPage::recordRequested, this, [this](qint64 sequence) {
        m_window->openPage(QStringLiteral("activity"));
        m_activity->showRecord(sequence);
    });
    connect(m_overview, &ui::OverviewPage::activityRequested, this,
            [this] { m_window->openPage(QStringLiteral("activity")); });
    connect(m_settings, &ui::SettingsPage::firstRunRequested, this, &WindowShell::showFirstRun);
}

void WindowShell::wireTray() {
    ui::TrayMenu& menu = m_tray->menu();
    const auto open = [this](const char* page) {
        raise();
        m_window->openPage(QLatin1String(page));
    };
    connect(m_tray.get(), &ui::Tray::openRequested, this, [this] { raise(); });
    connect(&menu, &ui::TrayMenu::openRequested, this, [this] { raise(); });
    connect(&menu, &ui::TrayMenu::resumeRequested, this, [this, open] {
        open("overview");
        m_overview->askToResume();
    });
    connect(&menu, &ui::TrayMenu::unlockRequested, this, [this] {
        raise();
        showUnlock();
    });
    connect(&menu, &ui::TrayMenu::copyEnvironmentRequested, this, [this, open] {
        open("overview");
        m_overview->copyEnvironment();
    });
    connect(&menu, &ui::TrayMenu::launchRequested, this, [this, open](const ui::FoundProgram& program) {
        open("overview");
        m_overview->launchProgram(program);
    });
    connect(&menu, &ui::TrayMenu::requestRequested, this, [this, open](qint64 sequence) {
        open("activity");
        m_activity->showRecord(sequence);
    });
    connect(&menu, &ui::TrayMenu::allActivityRequested, this, [open] { open("activity"); });
    connect(&menu, &ui::TrayMenu::settingsRequested, this, [open] { open("settings"); });
    connect(&menu, &ui::TrayMenu::quitRequested, this, &WindowShell::quit);
    connect(&m_notices, &ui::CredentialNotices::noticeWanted, &m_notifier, &ui::DesktopNotifier::show);
}

core::Outcome<void> WindowShell::start(bool beingOpened) {
    if (const auto listening = m_server.listen(m_runtime.paths().socket); !listening) {
        return listening;
    }
    (void)m_runtime.gateway().start(); // its trouble is shown on the pages
    m_tray->start();
    if (m_runtime.vault().state() == core::VaultState::Absent ||
        !m_runtime.settings().interfaceSettings().firstRunDone) {
        showFirstRun();
    }
    raise();
    if (!beingOpened) {
        openVaultAtStart();
    }
    return {};
}

void WindowShell::openVaultAtStart() {
    if (m_runtime.vault().state() != core::VaultState::Locked) {
        return;
    }
    for (const core::SlotInfo& slot : m_runtime.vault().slotList()) {
        if (slot.kind == core::SlotKind::Keychain) {
            m_runtime.vault().unlockWithKeychain(this, [this](const core::Outcome<void>& unlocked) {
                if (!unlocked && m_window->isVisible()) {
                    showUnlock();
                }
            });
            return;
        }
    }
    if (m_window->isVisible()) {
        showUnlock();
    }
}

void WindowShell::showFirstRun() {
    auto* page = new ui::FirstRunPage(
        {m_runtime.vault(), m_runtime.credentials(), m_runtime.agents(), m_runtime.activity(), m_runtime.settings()});
    connect(page, &ui::FirstRunPage::addSecretRequested, this, [this] { m_llms->openAddSecret(); });
    connect(page, &ui::FirstRunPage::finished, this, [this] {
        m_window->setFullPage(nullptr);
        m_window->openPage(QStringLiteral("overview"));
    });
    m_window->setFullPage(page);
    page->begin();
}

void WindowShell::showUnlock() {
    if (m_runtime.vault().state() == core::VaultState::Locked) {
        auto* dialog = new ui::UnlockDialog(m_runtime.vault(), m_window.get());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    }
}

void WindowShell::showPolicyReview() {
    if (m_runtime.vault().state() == core::VaultState::PolicyUnverified) {
        auto* dialog = new ui::PolicyReviewDialog(m_runtime.vault(), m_runtime.agents(), m_runtime.credentials(),
                                                  m_runtime.settings(), m_window.get());
        dialog->open();
    }
}

void WindowShell::raise(const QString& activationToken) {
    if (!activationToken.isEmpty()) {
        qputenv("XDG_ACTIVATION_TOKEN", activationToken.toUtf8()); // read by Qt's Wayland plugin
    }
    if (m_window->isMinimized()) {
        m_window->showNormal();
    } else {
        m_window->show();
    }
    m_window->raise();
    m_window->activateWindow();
}

void WindowShell::applyInterfaceSettings() {
    m_appearance.setAppearance(m_runtime.settings().interfaceSettings().appearance);
}

void WindowShell::updateBadges() {
    const int rejected = m_llms->rejected();
    m_window->setBadge(QStringLiteral("llms"),
                       ui::SidebarBadge{rejected > 0 ? rejected : m_llms->count(), rejected > 0});
}

void WindowShell::onCloseRequested() {
    const ui::CloseAction action = m_tray->closeAction();
    switch (action) {
    case ui::CloseAction::HideToTray:
        m_window->hide();
        break;
    case ui::CloseAction::Minimise:
        m_window->showMinimized();
        break;
    case ui::CloseAction::Quit:
        quit();
        return;
    }
    m_tray->windowClosed(action);
}

void WindowShell::quit() {
    m_window->hide();
    m_runtime.gateway().drain();
}

} // namespace keysluice::app
