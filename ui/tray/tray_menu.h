#pragma once

#include "core/clock.h"
#include "ui/models/tray_state.h"
#include "ui/ports/activity_port.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/gateway_port.h"
#include "ui/ports/vault_port.h"

#include <QIcon>
#include <QMenu>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

namespace keysluice::ui {

/// The menu of the tray icon: everything the icon can do, because some panels ignore clicks on the icon itself. Entries
/// that tighten act at once; those that loosen only ask for the window. Thread: gui.
class TrayMenu final : public QObject {
    Q_OBJECT
public:
    using IconSource = std::function<QIcon(const QString& name)>;

    /// The ports and the clock must outlive the menu.
    TrayMenu(VaultPort& vault, GatewayPort& gateway, AgentPort& agents, ActivityPort& activity,
             const core::Clock& clock, IconSource icons, QObject* parent = nullptr);

    [[nodiscard]] QMenu* menu() const { return m_menu.get(); }
    void setFacts(const TrayFacts& facts);

Q_SIGNALS:
    void openRequested();
    void approvalsRequested();
    void resumeRequested();
    void thawRequested();
    void unlockRequested();
    void copyEnvironmentRequested();
    void launchRequested(const keysluice::ui::FoundProgram& program);
    void requestRequested(qint64 sequence);
    void allActivityRequested();
    void settingsRequested();
    void quitRequested();

private:
    QAction* add(QMenu& menu, const QString& icon, const QString& text);
    void build();
    void buildPause();
    void buildFreeze();
    void refreshState();
    void refreshLaunch();
    void refreshRecent();

    VaultPort& m_vault;
    GatewayPort& m_gateway;
    AgentPort& m_agents;
    ActivityPort& m_activity;
    const core::Clock& m_clock;
    IconSource m_icons;
    TrayFacts m_facts;
    std::unique_ptr<QMenu> m_menu;
    QAction* m_status = nullptr;
    QAction* m_address = nullptr;
    QAction* m_approvals = nullptr;
    QMenu* m_pause = nullptr;
    QAction* m_resume = nullptr;
    QMenu* m_freeze = nullptr;
    QAction* m_thaw = nullptr;
    QAction* m_lock = nullptr;
    QAction* m_unlock = nullptr;
    QMenu* m_launch = nullptr;
    QAction* m_copyEnvironment = nullptr;
    QMenu* m_recent = nullptr;
    QTimer m_recentTimer;
};

} // namespace keysluice::ui
