#include "ui/widgets/pill_label.h"

#include <QPainter>

namespace keysluice::ui {

PillLabel::PillLabel(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void PillLabel::set(const StateLook& look, const QString& text) {
    m_look = look;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize PillLabel::sizeHint() const {
    return pillSize(m_text);
}

void PillLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintPill(&painter, rect(), m_look, m_text, Theme::of(palette()), layoutDirection());
}

} // namespace keysluice::ui
