#include "ui/widgets/card.h"

#include "ui/style/paint.h"

#include <QPainter>

namespace keysluice::ui {

Card::Card(QWidget* parent) : QFrame(parent) {
    setFrameShape(QFrame::NoFrame);
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    paintBox(&painter, rect(), 8, theme.color(Role::Surface), theme.color(Role::Border));
}

} // namespace keysluice::ui
