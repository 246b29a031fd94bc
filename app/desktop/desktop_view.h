#pragma once

#include "app/services/runtime.h"
#include "ui/dialogs/approval_prompter.h"
#include "ui/pages/activity/activity_page.h"
#include "ui/pages/agents/agents_page.h"
#include "ui/pages/approvals/approvals_page.h"
#include "ui/pages/connections/llms_page.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/rules/rules_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/tray/tray.h"
#include "ui/window/main_window.h"

#include <QObject>

#include <memory>

namespace keysluice::app {

/// The window with its pages, and the tray icon: all that has words in it, made in the language of that moment. The
/// services behind it do not notice when one goes and another takes its place. Thread: gui.
class DesktopView final : public QObject {
    Q_OBJECT
public:
    /// How a view stands on the desktop, for the one that follows it.
    struct Place {
        QByteArray geometry;
        Qt::WindowStates states;
        bool isVisible = false;
        bool isActive = false;
        QString page;
        bool isFirstRun = false;
        ui::SettingsPage::Section section = ui::SettingsPage::Vault;
        bool isSectionFocused = false;
    };

    explicit DesktopView(Runtime& runtime);
    ~DesktopView() override;

    [[nodiscard]] ui::MainWindow& window() { return *m_window; }
    [[nodiscard]] Place place() const;
    void takePlace(const Place& place);
    /// Looks for a tray; before it, nothing of this view is in the tray.
    void startTray();
    void raise(const QString& activationToken);
    void showFirstRun();
    void showUnlock();
    /// As if each had been cancelled.
    void closeDialogs();

Q_SIGNALS:
    void quitRequested();

private:
    void makePages();
    void wirePages();
    void wireTray();
    void wireApprovals();
    void showPolicyReview();
    void onCloseRequested();
    void updateBadges();
    void updateHits();

    Runtime& m_runtime;
    ui::OverviewPage* m_overview = nullptr;
    ui::LlmsPage* m_llms = nullptr;
    ui::AgentsPage* m_agents = nullptr;
    ui::RulesPage* m_rules = nullptr;
    ui::ApprovalsPage* m_approvals = nullptr;
    ui::ActivityPage* m_activity = nullptr;
    ui::SettingsPage* m_settings = nullptr;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<ui::Tray> m_tray;
    ui::ApprovalPrompter* m_prompter = nullptr; ///< the window owns it
};

} // namespace keysluice::app
