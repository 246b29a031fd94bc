#include "ui/pages/overview/hour_bars.h"

#include "ui/models/time_text.h"
#include "ui/pages/page_look.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr double kBarShare = 0.58;
constexpr double kGap = 1.0;

} // namespace

HourBars::HourBars(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Requests today by hour"));
    describe();
}

void HourBars::setHours(const std::array<HourCount, 24>& hours) {
    m_hours = hours;
    describe();
    update();
}

QSize HourBars::sizeHint() const {
    const QFontMetrics metrics(smallFont(*this));
    return {metrics.horizontalAdvance(QLatin1Char('0')) * 56, metrics.lineSpacing() * 5 + 8};
}

QSize HourBars::minimumSizeHint() const {
    return {180, sizeHint().height()};
}

int HourBars::first() const {
    int hour = 0;
    while (hour < 8 &&
           m_hours[static_cast<std::size_t>(hour)].allowed + m_hours[static_cast<std::size_t>(hour)].refused == 0) {
        ++hour;
    }
    return hour - hour % 2;
}

QRectF HourBars::plot() const {
    const QFontMetricsF metrics(smallFont(*this));
    return QRectF(4, 4, width() - 8, height() - 8 - metrics.lineSpacing() - 4);
}

QRectF HourBars::slot(int hour) const {
    const QRectF area = plot();
    const double step = area.width() / (24 - first());
    return {area.left() + step * (hour - first()), area.top(), step, area.height()};
}

QString HourBars::hourText(int hour) const {
    const HourCount& count = m_hours[static_cast<std::size_t>(hour)];
    //: A bar of the chart: %1 and %2 are hours of the day, %3 and %4 numbers of requests.
    return tr("%1 to %2: %3 allowed, %4 refused")
        .arg(hour)
        .arg(hour + 1)
        .arg(numberText(count.allowed), numberText(count.refused));
}

void HourBars::describe() {
    QStringList lines;
    for (int hour = 0; hour < 24; ++hour) {
        const HourCount& count = m_hours[static_cast<std::size_t>(hour)];
        if (count.allowed + count.refused > 0) {
            lines += hourText(hour);
        }
    }
    setAccessibleDescription(lines.isEmpty() ? tr("No requests today") : lines.join(QStringLiteral("; ")));
}

void HourBars::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const QRectF area = plot();
    int most = 1;
    for (const HourCount& count : m_hours) {
        most = std::max(most, count.allowed + count.refused);
    }
    for (int hour = first(); hour < 24; ++hour) {
        const HourCount& count = m_hours[static_cast<std::size_t>(hour)];
        const QRectF place = slot(hour);
        const double width = std::round(place.width() * kBarShare);
        const double left = std::round(place.center().x() - width / 2);
        if (hour == m_marked) {
            painter.fillRect(place, lookColour(Role::Hover));
        }
        const auto heightOf = [&](int value) {
            return value == 0 ? 0.0 : std::max(2.0, std::round((area.height() - 2) * value / most));
        };
        const double allowed = heightOf(count.allowed);
        const double refused = heightOf(count.refused);
        painter.fillRect(QRectF(left, area.bottom() - allowed, width, allowed), lookColour(Role::ChartFirst));
        if (refused > 0) {
            const QRectF hatch(left, area.bottom() - allowed - (allowed > 0 ? kGap : 0) - refused, width, refused);
            paintHatch(&painter, hatch, lookColour(Role::Danger));
        }
    }
    painter.setPen(QPen(lookColour(Role::Control), 1));
    painter.drawLine(QPointF(area.left(), std::floor(area.bottom()) + 0.5),
                     QPointF(area.right(), std::floor(area.bottom()) + 0.5));
    painter.setFont(smallFont(*this));
    painter.setPen(lookColour(Role::Muted));
    for (int hour = first(); hour < 24; hour += 2) {
        QRectF place = slot(hour);
        place.adjust(-place.width(), 0, place.width(), 0);
        place.setTop(area.bottom() + 4);
        place.setBottom(height());
        painter.drawText(place, Qt::AlignHCenter | Qt::AlignTop, QString::number(hour));
    }
    if (hasFocus()) {
        paintFocusRing(&painter, QRectF(rect()).adjusted(1, 1, -1, -1), 6, Theme::of(palette()));
    }
}

void HourBars::mark(int hour) {
    m_marked = hour;
    update();
    if (hour >= 0) {
        QToolTip::showText(mapToGlobal(slot(hour).topLeft().toPoint()), hourText(hour), this);
    } else {
        QToolTip::hideText();
    }
}

void HourBars::mouseMoveEvent(QMouseEvent* event) {
    const double step = slot(first()).width();
    const int hour = first() + static_cast<int>((event->position().x() - plot().left()) / std::max(step, 1.0));
    const int shown = hour >= first() && hour < 24 ? hour : -1;
    if (shown != m_marked) {
        mark(shown);
    }
}

void HourBars::leaveEvent(QEvent* event) {
    mark(-1);
    QWidget::leaveEvent(event);
}

void HourBars::focusOutEvent(QFocusEvent* event) {
    mark(-1);
    QWidget::focusOutEvent(event);
}

void HourBars::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    mark(m_marked < 0 ? (step > 0 ? first() : 23) : std::clamp(m_marked + step, first(), 23));
}

bool HourBars::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && m_marked >= 0) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), hourText(m_marked), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace keysluice::ui
