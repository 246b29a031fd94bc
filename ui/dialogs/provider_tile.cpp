#include "ui/dialogs/provider_tile.h"

#include "ui/style/paint.h"
#include "ui/style/type_scale.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kMonogram = 24;
constexpr int kTop = 9;
constexpr int kGap = 6;

} // namespace

ProviderTile::ProviderTile(const QString& monogram, const QString& name, QWidget* parent)
    : QRadioButton(name, parent), m_monogram(monogram) {
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize ProviderTile::sizeHint() const {
    const QFontMetrics metrics(textFont(TextStyle::BodyBold));
    return {std::max(84, metrics.horizontalAdvance(text()) + 24),
            std::max(64, kTop + kMonogram + kGap + metrics.height() + kTop)};
}

void ProviderTile::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    // the chosen one stays readable while the form is disabled: it says where the key goes
    if (!isEnabled() && !isChecked()) {
        painter.setOpacity(0.45);
    }
    const Role fill = isChecked() ? Role::Selection : underMouse() && isEnabled() ? Role::Hover : Role::Surface;
    const bool focused = hasFocus();
    paintBox(&painter, rect(), 6, theme.color(fill), theme.color(isChecked() ? Role::Accent : Role::Control),
             isChecked() ? 2.0 : 1.0);
    if (focused) {
        paintFocusRing(&painter, QRectF(rect()).adjusted(3, 3, -3, -3), 4, theme);
    }
    const QRect monogram((width() - kMonogram) / 2, kTop, kMonogram, kMonogram);
    paintMonogram(&painter, monogram, m_monogram, theme);
    painter.setFont(textFont(isChecked() ? TextStyle::BodyBold : TextStyle::Body));
    painter.setPen(theme.color(isChecked() ? Role::SelectionText : Role::Text));
    const int top = monogram.bottom() + kGap;
    painter.drawText(QRect(4, top, width() - 8, height() - top - 4), int(Qt::AlignHCenter | Qt::AlignTop),
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - 8));
}

} // namespace keysluice::ui
