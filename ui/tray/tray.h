#pragma once

#include "core/clock.h"
#include "ui/ports/settings_port.h"
#include "ui/tray/activity_alerts.h"
#include "ui/tray/approval_notices.h"
#include "ui/tray/credential_notices.h"
#include "ui/tray/desktop_notifier.h"
#include "ui/tray/tray_host_probe.h"
#include "ui/tray/tray_menu.h"

#include <QObject>
#include <QSystemTrayIcon>

#include <memory>

namespace keysluice::ui {

/// What closing the window does.
enum class CloseAction { HideToTray, Minimise, Quit };

/// The tray icon with its menu, and what the application does without a tray. Thread: gui.
/// Everything given by reference must outlive it.
class Tray final : public QObject {
    Q_OBJECT
public:
    struct Ports {
        VaultPort& vault;
        GatewayPort& gateway;
        CredentialPort& credentials;
        AgentPort& agents;
        ActivityPort& activity;
        SettingsPort& settings;
        ApprovalPort& approvals;
        RulePort& rules;
        const core::Clock& clock;
    };

    Tray(const Ports& ports, const QDBusConnection& bus, TrayMenu::IconSource icons, QObject* parent = nullptr);
    ~Tray() override;

    /// Looks for a tray; the icon appears when there is one, now or later.
    void start();
    [[nodiscard]] bool isShown() const { return m_icon != nullptr; }
    [[nodiscard]] TrayMenu& menu() { return m_menu; }
    [[nodiscard]] ApprovalNotices& approvalNotices() { return m_approvals; }

    /// By setting, and by whether there is a tray. Says once that the gateway goes on.
    [[nodiscard]] CloseAction closeAction() const;
    void windowClosed(CloseAction action);

Q_SIGNALS:
    void openRequested();

private:
    void showIcon(bool available);
    void refresh();

    Ports m_ports;
    TrayHostProbe m_probe;
    DesktopNotifier m_notifier;
    CredentialNotices m_notices;
    ActivityAlerts m_alerts;
    ApprovalNotices m_approvals;
    TrayMenu m_menu;
    std::unique_ptr<QSystemTrayIcon> m_icon;
};

} // namespace keysluice::ui
