#include "ui/widgets/spinner.h"

#include "ui/style/theme.h"

#include <QPainter>
#include <QStyle>

namespace keysluice::ui {

Spinner::Spinner(QWidget* parent) : QWidget(parent) {
    setFixedSize(20, 20);
    m_timer.setInterval(80);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % 12;
        update();
    });
}

bool Spinner::isAnimated() const {
    return style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) != 0;
}

void Spinner::showEvent(QShowEvent*) {
    if (isAnimated()) {
        m_timer.start();
    }
}

void Spinner::hideEvent(QHideEvent*) {
    m_timer.stop();
}

void Spinner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = Theme::of(palette()).color(Role::Accent);
    if (!isAnimated()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        for (int i = 0; i < 3; ++i) {
            painter.drawEllipse(QPointF(4 + 6 * i, 10), 2, 2);
        }
        return;
    }
    painter.setPen(QPen(color, 2.2, Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(QRectF(3, 3, 14, 14), -m_step * 30 * 16, 270 * 16);
}

} // namespace keysluice::ui
