#pragma once

#include "ui/models/tray_state.h"

#include <QColor>
#include <QIcon>

namespace keysluice::ui {

/// The drawing of a state at 16, 22, 24, 32 and 48 px; `panelText` colours the one-colour set. Thread: gui.
[[nodiscard]] QIcon trayIcon(TrayState state, bool colour, const QColor& panelText);

} // namespace keysluice::ui
