#include "ui/tray/tray.h"

#include "ui/tray/tray_icons.h"

#include <QGuiApplication>
#include <QPalette>

namespace keysluice::ui {

Tray::Tray(const Ports& ports, const QDBusConnection& bus, TrayMenu::IconSource icons, QObject* parent)
    : QObject(parent),
      m_ports(ports),
      m_probe(bus),
      m_notifier(bus),
      m_notices(ports.credentials),
      m_alerts(ports.activity, ports.clock),
      m_approvals({ports.approvals, ports.agents, ports.credentials, ports.rules, ports.clock}, bus),
      m_menu(ports.vault, ports.gateway, ports.agents, ports.activity, ports.clock, std::move(icons)) {
    connect(&m_probe, &TrayHostProbe::availableChanged, this, &Tray::showIcon);
    connect(&m_notices, &CredentialNotices::noticeWanted, &m_notifier, &DesktopNotifier::show);
    connect(&m_alerts, &ActivityAlerts::noticeWanted, &m_notifier, &DesktopNotifier::show);
    connect(&m_notices, &CredentialNotices::rejectedChanged, this, &Tray::refresh);
    connect(&m_ports.approvals, &ApprovalPort::changed, this, &Tray::refresh);
    connect(&m_ports.vault, &VaultPort::stateChanged, this, &Tray::refresh);
    connect(&m_ports.gateway, &GatewayPort::changed, this, &Tray::refresh);
    connect(&m_ports.activity, &ActivityPort::troubleChanged, this, &Tray::refresh);
    connect(&m_ports.settings, &SettingsPort::changed, this, &Tray::refresh);
    connect(&m_menu, &TrayMenu::openRequested, this, &Tray::openRequested);
    refresh();
}

Tray::~Tray() = default;

void Tray::start() {
    m_probe.start();
}

void Tray::showIcon(bool available) {
    if (!available) {
        m_icon.reset();
        return;
    }
    if (m_icon != nullptr) {
        return;
    }
    m_icon = std::make_unique<QSystemTrayIcon>();
    m_icon->setContextMenu(m_menu.menu());
    connect(m_icon.get(), &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) {
            Q_EMIT openRequested();
        }
    });
    refresh();
    m_icon->show();
}

void Tray::refresh() {
    TrayFacts facts;
    facts.gateway = m_ports.gateway.state();
    facts.vault = m_ports.vault.state();
    facts.pausedUntil = m_ports.gateway.pausedUntil();
    facts.waitingApprovals = static_cast<int>(m_ports.approvals.waiting().size());
    facts.rejectedCredentials = m_notices.rejected();
    facts.activityTrouble = m_ports.activity.trouble().has_value();
    m_menu.setFacts(facts);
    if (m_icon != nullptr) {
        m_icon->setIcon(trayIcon(trayState(facts), m_ports.settings.interfaceSettings().colourTray,
                                 QGuiApplication::palette().color(QPalette::WindowText)));
        m_icon->setToolTip(trayToolTip(facts, m_ports.clock.now()));
    }
}

CloseAction Tray::closeAction() const {
    if (!m_ports.settings.interfaceSettings().minimiseToTray) {
        return CloseAction::Quit;
    }
    return isShown() ? CloseAction::HideToTray : CloseAction::Minimise;
}

void Tray::windowClosed(CloseAction action) {
    core::InterfaceSettings settings = m_ports.settings.interfaceSettings();
    if (action != CloseAction::HideToTray || settings.trayNoticeShown) {
        return;
    }
    m_notifier.show(tr("Keysluice keeps running in the tray"), tr("Agents stay connected."));
    settings.trayNoticeShown = true;
    // If it cannot be kept, the notice comes once more; nothing else depends on it.
    const auto kept = m_ports.settings.setInterfaceSettings(settings);
    Q_UNUSED(kept)
}

} // namespace keysluice::ui
