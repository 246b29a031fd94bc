#include "ui/style/paint.h"

#include "ui/style/icons.h"
#include "ui/style/type_scale.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace keysluice::ui {

namespace {

constexpr int kPillIcon = 14;
constexpr int kPillStart = 7;
constexpr int kPillEnd = 9;
constexpr int kPillGap = 5;

class Saved final {
public:
    explicit Saved(QPainter* painter) : m_painter(painter) {
        m_painter->save();
        m_painter->setRenderHint(QPainter::Antialiasing);
    }
    ~Saved() { m_painter->restore(); }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

private:
    QPainter* m_painter;
};

QRect visual(Qt::LayoutDirection direction, const QRect& outer, const QRect& inner) {
    return QStyle::visualRect(direction, outer, inner);
}

} // namespace

QSize pillSize(const QString& text) {
    const QFontMetricsF metrics(textFont(TextStyle::SmallBold));
    return {kPillStart + kPillIcon + kPillGap + int(std::ceil(metrics.horizontalAdvance(text))) + kPillEnd,
            std::max(22, int(std::ceil(metrics.height())) + 6)};
}

void paintPill(QPainter* painter, const QRect& rect, const StateLook& look, const QString& text, const Theme& theme,
               Qt::LayoutDirection direction) {
    const Saved saved(painter);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color(look.tint));
    painter->drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    paintState(painter, rect.adjusted(kPillStart, 0, -kPillEnd + 2, 0), look, text, theme, direction);
}

void paintState(QPainter* painter, const QRect& rect, const StateLook& look, const QString& text, const Theme& theme,
                Qt::LayoutDirection direction) {
    const Saved saved(painter);
    const QColor color = theme.color(look.color);
    const QRect icon(rect.left(), rect.top() + (rect.height() - kPillIcon) / 2, kPillIcon, kPillIcon);
    const QRect words = rect.adjusted(kPillIcon + kPillGap, 0, 0, 0);
    paintIcon(painter, look.icon, visual(direction, rect, icon), color, direction);
    painter->setFont(textFont(TextStyle::SmallBold));
    painter->setPen(color);
    const QString shown = painter->fontMetrics().elidedText(text, Qt::ElideRight, words.width());
    painter->drawText(visual(direction, rect, words),
                      int(QStyle::visualAlignment(direction, Qt::AlignLeft) | Qt::AlignVCenter), shown);
}

void paintMonogram(QPainter* painter, const QRect& rect, const QString& letters, const Theme& theme) {
    const Saved saved(painter);
    paintBox(painter, rect, 6, theme.color(Role::NeutralTint), theme.color(Role::Border));
    painter->setFont(textFont(rect.width() < 30 ? TextStyle::SmallBold : TextStyle::BodyBold));
    painter->setPen(theme.color(Role::Text));
    painter->drawText(rect, Qt::AlignCenter, letters);
}

void paintTile(QPainter* painter, const QRect& rect, const QString& icon, const Theme& theme) {
    const Saved saved(painter);
    paintBox(painter, rect, 6, theme.color(Role::NeutralTint), theme.color(Role::Border));
    const int size = rect.width() < 30 ? 16 : 20;
    QRect place(0, 0, size, size);
    place.moveCenter(rect.center());
    paintIcon(painter, icon, place, theme.color(Role::Text), painter->layoutDirection());
}

void paintBox(QPainter* painter, const QRectF& rect, double radius, const QColor& fill, const QColor& outline,
              double width) {
    const Saved saved(painter);
    painter->setPen(outline.isValid() ? QPen(outline, width) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const double inset = outline.isValid() ? width / 2.0 : 0.0;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius);
}

void paintFocusRing(QPainter* painter, const QRectF& rect, double radius, const Theme& theme) {
    paintBox(painter, rect, radius, {}, theme.color(Role::Focus), 2.0);
}

void paintHatch(QPainter* painter, const QRectF& rect, const QColor& color) {
    const Saved saved(painter);
    painter->setClipRect(rect);
    painter->setPen(QPen(color, 1.4));
    for (double x = rect.left() - rect.height(); x < rect.right() + rect.height(); x += 4.5) {
        painter->drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    }
    painter->setClipping(false);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(color, 1.0));
    painter->drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5));
}

void paintToggle(QPainter* painter, const QRect& rect, double knob, bool enabled, bool onSelection, const Theme& theme,
                 Qt::LayoutDirection direction) {
    const Saved saved(painter);
    if (!enabled) {
        painter->setOpacity(0.45);
    }
    QRectF box(0, 0, 34, 20);
    box.moveCenter(QRectF(rect).center());
    const bool on = knob > 0.5;
    const QColor outline = on ? theme.color(Role::Accent) : theme.color(onSelection ? Role::Muted : Role::Control);
    paintBox(painter, box, 10, theme.color(on ? Role::AccentFill : Role::Surface), outline, 1.5);
    const double travel = direction == Qt::RightToLeft ? 1.0 - knob : knob;
    painter->setPen(Qt::NoPen);
    painter->setBrush(on ? theme.color(Role::OnFill) : theme.color(onSelection ? Role::Muted : Role::Control));
    painter->drawEllipse(QPointF(box.left() + 10 + travel * 14, box.center().y()), 6, 6);
}

} // namespace keysluice::ui
