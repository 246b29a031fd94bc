#pragma once

#include "ui/style/theme.h"

#include <QFont>
#include <QRect>
#include <QString>

class QPainter;
class QWidget;

namespace keysluice::ui {

/// Painting that delegates and widgets share. Logical pixels. Thread: gui.

/// Look of a state: its icon (shape), colour and tint. The word comes from the caller.
struct StateLook {
    QString icon;
    Role color = Role::Muted;
    Role tint = Role::NeutralTint;
};

[[nodiscard]] QSize pillSize(const QString& text);
/// A pill of pillSize() at `topLeft`: tint, icon and word.
void paintPill(QPainter* painter, const QRect& rect, const StateLook& look, const QString& text, const Theme& theme,
               Qt::LayoutDirection direction);
/// Icon and word without a tint, for dense tables; elided to `rect`.
void paintState(QPainter* painter, const QRect& rect, const StateLook& look, const QString& text, const Theme& theme,
                Qt::LayoutDirection direction);
/// Two letters in a rounded square.
void paintMonogram(QPainter* painter, const QRect& rect, const QString& letters, const Theme& theme);
/// The same tile with an icon.
void paintTile(QPainter* painter, const QRect& rect, const QString& icon, const Theme& theme);
/// A crisp rounded rectangle with a one pixel outline.
void paintBox(QPainter* painter, const QRectF& rect, double radius, const QColor& fill, const QColor& outline,
              double width = 1.0);
void paintFocusRing(QPainter* painter, const QRectF& rect, double radius, const Theme& theme);
void paintHatch(QPainter* painter, const QRectF& rect, const QColor& color);
/// The toggle switch, 34 by 20 inside `rect`; `knob` 0 off to 1 on.
void paintToggle(QPainter* painter, const QRect& rect, double knob, bool enabled, bool onSelection, const Theme& theme,
                 Qt::LayoutDirection direction);

} // namespace keysluice::ui
