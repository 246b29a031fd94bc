#pragma once

#include "ui/ports/gateway_port.h"
#include "ui/ports/vault_port.h"

#include <QString>

namespace keysluice::ui {

/// What the tray icon tells; when several hold, the first of this order wins.
enum class TrayState { Error, Locked, Attention, Paused, Frozen, Running };

/// Everything the tray icon and its menu depend on. Thread: any (value).
struct TrayFacts {
    GatewayPort::State gateway = GatewayPort::State::Starting;
    core::VaultState vault = core::VaultState::Open;
    int waitingApprovals = 0;
    int rejectedCredentials = 0;
    bool activityTrouble = false;
    core::UnixMs pausedUntil = 0;
};

[[nodiscard]] TrayState trayState(const TrayFacts& facts);
/// The name of the state's drawing: "running".
[[nodiscard]] QString trayIconName(TrayState state);
/// "Running, 2 approvals wait", "Paused until 14:30", "Locked"
[[nodiscard]] QString trayStatusText(const TrayFacts& facts, core::UnixMs now);
/// "Keysluice: running, …"
[[nodiscard]] QString trayToolTip(const TrayFacts& facts, core::UnixMs now);

} // namespace keysluice::ui
