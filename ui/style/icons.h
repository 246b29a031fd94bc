#pragma once

#include "ui/style/theme.h"

#include <QIcon>
#include <QRectF>
#include <QString>

class QPainter;

namespace keysluice::ui {

/// A symbolic icon (`resources/icons/symbolic/NAME.svg`) that takes the colour of its place: button text, muted when
/// disabled, selection text when selected. Thread: gui.
[[nodiscard]] QIcon symbolicIcon(const QString& name);
/// The same in a colour of its own.
[[nodiscard]] QIcon symbolicIcon(const QString& name, Role role);
/// Name of a symbolic icon, empty for any other icon.
[[nodiscard]] QString symbolicName(const QIcon& icon);

/// Paints into `rect` (logical pixels); mirrored right-to-left where its shape points somewhere.
void paintIcon(QPainter* painter, const QString& name, const QRectF& rect, const QColor& color,
               Qt::LayoutDirection direction = Qt::LeftToRight);

} // namespace keysluice::ui
