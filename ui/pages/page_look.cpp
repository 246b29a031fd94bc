#include "ui/pages/page_look.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace keysluice::ui {

QColor lookColour(Role role) {
    return Theme::of(QApplication::palette()).color(role);
}

QFont smallFont(const QWidget& /*widget*/) {
    return textFont(TextStyle::Small);
}

QFont codeFont(const QWidget& /*widget*/) {
    return textFont(TextStyle::Mono);
}

void paintHealthIcon(QPainter& painter, core::Health health, const QRectF& rect) {
    const StateLook look = healthLook(health, true);
    paintIcon(&painter, look.icon, rect, lookColour(look.color));
}

void paintStatePill(QPainter& painter, const QRect& area, Qt::LayoutDirection direction, const StateLook& look,
                    const QString& text) {
    const QSize size = pillSize(text);
    const QRect place = QStyle::visualRect(
        direction, area, QRect(area.left(), area.center().y() - size.height() / 2 + 1, size.width(), size.height()));
    paintPill(&painter, place, look, text, Theme::of(QApplication::palette()), direction);
}

StateLook stateLook(const QString& icon, Role role) {
    switch (role) {
    case Role::Ok:
        return {icon, role, Role::OkTint};
    case Role::Warning:
        return {icon, role, Role::WarningTint};
    case Role::Danger:
        return {icon, role, Role::DangerTint};
    case Role::Info:
        return {icon, role, Role::InfoTint};
    case Role::Asked:
        return {icon, role, Role::AskedTint};
    default:
        return {icon, Role::Muted, Role::NeutralTint};
    }
}

} // namespace keysluice::ui
