#pragma once

#include "app/control/operations.h"
#include "app/control/server.h"
#include "app/desktop/confirmation_dialog.h"
#include "app/services/runtime.h"
#include "ui/pages/activity/activity_page.h"
#include "ui/pages/agents/agents_page.h"
#include "ui/pages/connections/llms_page.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/style/appearance.h"
#include "ui/tray/credential_notices.h"
#include "ui/tray/desktop_notifier.h"
#include "ui/tray/tray.h"
#include "ui/window/main_window.h"

#include <QObject>

#include <memory>

namespace keysluice::app {

/// Window, tray, pages and control socket of one instance, wired together. Thread: gui.
class WindowShell final : public QObject {
    Q_OBJECT
public:
    explicit WindowShell(Runtime& runtime);
    ~WindowShell() override;

    /// Starts gateway, socket and tray and shows the window. `beingOpened`: the vault is opened with what the command
    /// line gave. Errors: of the control socket.
    [[nodiscard]] core::Outcome<void> start(bool beingOpened);
    void raise(const QString& activationToken = {});
    /// Lets running exchanges finish, then ends the application; a second call is immediate.
    void quit();

private:
    void makePages();
    void wirePages();
    void wireTray();
    void showFirstRun();
    void showUnlock();
    void showPolicyReview();
    void openVaultAtStart();
    void applyInterfaceSettings();
    void onCloseRequested();
    void updateBadges();

    Runtime& m_runtime;
    ui::AppearanceController m_appearance;
    ui::OverviewPage* m_overview = nullptr;
    ui::LlmsPage* m_llms = nullptr;
    ui::AgentsPage* m_agents = nullptr;
    ui::ActivityPage* m_activity = nullptr;
    ui::SettingsPage* m_settings = nullptr;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<ui::Tray> m_tray;
    ui::CredentialNotices m_notices;
    ui::DesktopNotifier m_notifier;
    WindowConfirmation m_confirmation;
    ControlOperations m_operations;
    ControlServer m_server;
};

} // namespace keysluice::app
