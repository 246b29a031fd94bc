#include "app/desktop/desktop_view.h"

#include "ui/pages/first_run/first_run_page.h"
#include "ui/pages/unlock/policy_review_dialog.h"
#include "ui/pages/unlock/unlock_dialog.h"
#include "ui/style/icons.h"
#include "ui/widgets/sidebar.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDialog>
#include <QPointer>

namespace keysluice::app {

DesktopView::DesktopView(Runtime& runtime) : m_runtime(runtime) {
    makePages();
    wirePages();
    m_tray = std::make_unique<ui::Tray>(
        ui::Tray::Ports{runtime.vault(), runtime.gateway(), runtime.credentials(), runtime.agents(), runtime.activity(),
                        runtime.settings(), runtime.approvals(), runtime.rules(), runtime.clock()},
        QDBusConnection::sessionBus(), [](const QString& name) { return ui::symbolicIcon(name); });
    wireTray();
    wireApprovals();
    updateBadges();
}

DesktopView::~DesktopView() {
    closeDialogs();
    // What the parts still say while they go is not for a view that is half gone.
    delete m_prompter; // it asks the tray whether a notification asks
    m_tray->approvalNotices().disconnect(this);
    m_tray->disconnect(this);
    m_tray->menu().disconnect(this);
    for (QWidget* part : m_window->findChildren<QWidget*>()) {
        part->disconnect(this);
    }
    m_window->disconnect(this);
}

void DesktopView::makePages() {
    Runtime& r = m_runtime;
    m_overview = new ui::OverviewPage({r.vault(), r.gateway(), r.credentials(), r.agents(), r.activity(), r.clock()});
    m_llms = new ui::LlmsPage(r.credentials(), r.agents(), r.vault(), r.clock());
    m_agents = new ui::AgentsPage(r.agents(), r.credentials(), r.settings(), r.clock());
    m_rules = new ui::RulesPage(
        {r.rules(), r.agents(), r.credentials(), r.settings(), r.vault(), r.clock(), r.publisher().prices()});
    m_approvals =
        new ui::ApprovalsPage(ui::ApprovalPorts{r.approvals(), r.agents(), r.credentials(), r.rules(), r.clock()});
    m_activity = new ui::ActivityPage(r.activity(), r.settings(), r.clock());
    m_settings = new ui::SettingsPage(r.vault(), r.settings(), r.gateway());
    const std::vector<ui::PageEntry> pages{
        {QStringLiteral("overview"), QStringLiteral("overview"), tr("Overview"), {}, m_overview},
        {QStringLiteral("llms"), QStringLiteral("key"), tr("LLMs"), tr("Connections"), m_llms},
        {QStringLiteral("agents"), QStringLiteral("agent"), tr("Agents"), tr("Control"), m_agents},
        {QStringLiteral("rules"), QStringLiteral("rules"), tr("Rules"), tr("Control"), m_rules},
        {QStringLiteral("approvals"), QStringLiteral("asked"), tr("Approvals"), tr("Control"), m_approvals},
        {QStringLiteral("activity"), QStringLiteral("activity"), tr("Activity"), tr("Record"), m_activity},
        {QStringLiteral("settings"), QStringLiteral("settings"), tr("Settings"), {}, m_settings, true}};
    m_window = std::make_unique<ui::MainWindow>(r.gateway(), r.vault(), pages,
                                                QString::fromStdString((r.paths().data / "window.ini").string()));
    m_window->setWindowTitle(QStringLiteral("Keysluice"));
}

void DesktopView::wirePages() {
    connect(m_window.get(), &ui::MainWindow::unlockRequested, this, &DesktopView::showUnlock);
    connect(m_window.get(), &ui::MainWindow::thawRequested, m_overview, &ui::OverviewPage::thawAll);
    connect(m_window.get(), &ui::MainWindow::closeRequested, this, &DesktopView::onCloseRequested);
    connect(m_llms, &ui::LlmsPage::countsChanged, this, &DesktopView::updateBadges);
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
    connect(m_overview, &ui::OverviewPage::firstRunRequested, this, &DesktopView::showFirstRun);
    connect(m_overview, &ui::OverviewPage::unlockRequested, this, &DesktopView::showUnlock);
    connect(m_overview, &ui::OverviewPage::reviewPolicyRequested, this, &DesktopView::showPolicyReview);
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
    connect(m_settings, &ui::SettingsPage::firstRunRequested, this, &DesktopView::showFirstRun);
    connect(&m_runtime.activity(), &ui::ActivityPort::todayChanged, this, &DesktopView::updateHits);
    updateHits();
}

void DesktopView::wireTray() {
    ui::TrayMenu& menu = m_tray->menu();
    const auto open = [this](const char* page) {
        raise({});
        m_window->openPage(QLatin1String(page));
    };
    connect(m_tray.get(), &ui::Tray::openRequested, this, [this] { raise({}); });
    connect(&menu, &ui::TrayMenu::openRequested, this, [this] { raise({}); });
    connect(&menu, &ui::TrayMenu::resumeRequested, this, [this, open] {
        open("overview");
        m_overview->askToResume();
    });
    connect(&menu, &ui::TrayMenu::thawRequested, this, [this, open] {
        open("overview");
        m_overview->askToThaw();
    });
    connect(&menu, &ui::TrayMenu::unlockRequested, this, [this] {
        raise({});
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
    connect(&menu, &ui::TrayMenu::quitRequested, this, &DesktopView::quitRequested);
}

void DesktopView::wireApprovals() {
    Runtime& r = m_runtime;
    m_prompter = new ui::ApprovalPrompter({r.approvals(), r.agents(), r.credentials(), r.rules(), r.clock()},
                                          m_window.get(), [this] { return m_tray->approvalNotices().isAvailable(); });
    connect(m_approvals, &ui::ApprovalsPage::waitingChanged, this, &DesktopView::updateBadges);
    connect(m_approvals, &ui::ApprovalsPage::promptRequested, m_prompter, &ui::ApprovalPrompter::summon);
    connect(m_approvals, &ui::ApprovalsPage::oldestRequested, m_prompter, &ui::ApprovalPrompter::summonOldest);
    connect(&m_tray->approvalNotices(), &ui::ApprovalNotices::promptRequested, this,
            [this](quint64 id, const QString& token) {
                raise(token);
                m_prompter->summon(id);
            });
    connect(&m_tray->menu(), &ui::TrayMenu::approvalsRequested, this, [this] {
        raise({});
        m_window->openPage(QStringLiteral("approvals"));
    });
}

DesktopView::Place DesktopView::place() const {
    const QWidget* focused = m_window->focusWidget();
    return {m_window->saveGeometry(),   m_window->windowState(),          m_window->isVisible(),
            m_window->isActiveWindow(), m_window->currentPage(),          m_window->fullPage() != nullptr,
            m_settings->section(),      m_settings->isAncestorOf(focused)};
}

void DesktopView::takePlace(const Place& place) {
    m_window->restoreGeometry(place.geometry);
    m_settings->showSection(place.section);
    m_window->openPage(place.page);
    if (place.isFirstRun) {
        showFirstRun();
    }
    if (!place.isVisible) {
        return;
    }
    m_window->setAttribute(Qt::WA_ShowWithoutActivating, !place.isActive);
    m_window->setWindowState(place.states);
    m_window->show();
    m_window->setAttribute(Qt::WA_ShowWithoutActivating, false);
    if (place.isActive) {
        m_window->activateWindow();
    }
    if (place.isSectionFocused) {
        m_settings->focusSection();
    }
}

void DesktopView::startTray() {
    m_tray->start();
}

void DesktopView::closeDialogs() {
    QList<QPointer<QDialog>> dialogs; // closing one may take another along
    for (QDialog* dialog : m_window->findChildren<QDialog*>()) {
        dialogs += dialog;
    }
    for (const QPointer<QDialog>& dialog : dialogs) {
        if (!dialog.isNull() && dialog->isVisible()) {
            dialog->done(QDialog::Rejected);
        }
    }
}

void DesktopView::showFirstRun() {
    auto* page = new ui::FirstRunPage({m_runtime.vault(), m_runtime.credentials(), m_runtime.agents(),
                                       m_runtime.activity(), m_runtime.settings(), m_runtime.clock()});
    connect(page, &ui::FirstRunPage::finished, this, [this] {
        m_window->setFullPage(nullptr);
        m_window->openPage(QStringLiteral("overview"));
    });
    m_window->setFullPage(page);
    page->begin();
}

void DesktopView::showUnlock() {
    if (m_runtime.vault().state() == core::VaultState::Locked) {
        auto* dialog = new ui::UnlockDialog(m_runtime.vault(), m_window.get());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    }
}

void DesktopView::showPolicyReview() {
    if (m_runtime.vault().state() == core::VaultState::PolicyUnverified) {
        auto* dialog = new ui::PolicyReviewDialog(
            {m_runtime.vault(), m_runtime.agents(), m_runtime.credentials(), m_runtime.rules(), m_runtime.settings()},
            m_window.get());
        dialog->open();
    }
}

void DesktopView::raise(const QString& activationToken) {
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

void DesktopView::updateBadges() {
    const int rejected = m_llms->rejected();
    m_window->setBadge(QStringLiteral("llms"),
                       ui::SidebarBadge{rejected > 0 ? rejected : m_llms->count(), rejected > 0});
    m_window->setBadge(QStringLiteral("approvals"), ui::SidebarBadge{m_approvals->waiting(), false, true});
}

void DesktopView::updateHits() {
    constexpr core::UnixMs kWeek = 7LL * 24 * 60 * 60 * 1000;
    m_rules->setHits(m_runtime.activity().ruleHits(m_runtime.clock().now() - kWeek));
}

void DesktopView::onCloseRequested() {
    const ui::CloseAction action = m_tray->closeAction();
    switch (action) {
    case ui::CloseAction::HideToTray:
        m_window->hide();
        break;
    case ui::CloseAction::Minimise:
        m_window->showMinimized();
        break;
    case ui::CloseAction::Quit:
        Q_EMIT quitRequested();
        return;
    }
    m_tray->windowClosed(action);
}

} // namespace keysluice::app
