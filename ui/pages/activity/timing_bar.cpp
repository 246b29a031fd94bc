#include "ui/pages/activity/timing_bar.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"
#include "ui/pages/page_look.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace keysluice::ui {

namespace {

constexpr int kBarHeight = 14;
constexpr double kSmallestSegment = 3;
constexpr int kLegendColumns = 2;

} // namespace

TimingBar::TimingBar(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Where the time went"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setSizePolicy(policy);
}

void TimingBar::setRecord(const core::ActivityRecord& record) {
    m_phases.clear();
    const std::int64_t connect = std::max<std::int64_t>(record.connectUs, 0);
    if (record.connectUs >= 0) {
        m_phases.push_back({tr("Connect"), connect, Role::ChartThird});
    }
    if (record.firstByteUs >= 0) {
        m_phases.push_back(
            {tr("First byte"), std::max<std::int64_t>(record.firstByteUs - connect, 0), Role::ChartSecond});
        m_phases.push_back(
            {tr("Stream"), std::max<std::int64_t>(record.totalUs - record.firstByteUs, 0), Role::ChartFirst});
    }
    if (m_phases.empty()) {
        m_phases.push_back({tr("In the gateway"), std::max<std::int64_t>(record.totalUs, 0), Role::ChartOthers});
    }
    QStringList values;
    for (const Phase& phase : m_phases) {
        values += QStringLiteral("%1 %2").arg(phase.name, durationText(phase.microseconds));
    }
    setAccessibleDescription(values.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize TimingBar::sizeHint() const {
    const int line = QFontMetrics(smallFont(*this)).lineSpacing() + 4;
    const int rows = (static_cast<int>(m_phases.size()) + kLegendColumns - 1) / kLegendColumns;
    return {280, kBarHeight + 6 + std::max(1, rows) * line};
}

QSize TimingBar::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

void TimingBar::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    std::int64_t total = 0;
    for (const Phase& phase : m_phases) {
        total += phase.microseconds;
    }
    // The time axis is not mirrored: it reads like a chart.
    const double gaps = static_cast<double>(m_phases.size()) - 1;
    const double room = width() - gaps - kSmallestSegment * static_cast<double>(m_phases.size());
    double left = 0;
    for (const Phase& phase : m_phases) {
        const double share = total > 0 ? static_cast<double>(phase.microseconds) / static_cast<double>(total) : 1;
        const double wide = kSmallestSegment + std::max(0.0, room) * share;
        painter.setPen(Qt::NoPen);
        painter.setBrush(lookColour(phase.role));
        painter.drawRoundedRect(QRectF(left, 0, wide, kBarHeight), std::min(3.0, wide / 2), 3);
        left += wide + 1;
    }
    const QFont small = smallFont(*this);
    painter.setFont(small);
    const QFontMetricsF metrics(small);
    const double line = metrics.lineSpacing() + 4;
    const double column = width() / static_cast<double>(kLegendColumns);
    for (std::size_t i = 0; i < m_phases.size(); ++i) {
        const Phase& phase = m_phases[i];
        const double top = kBarHeight + 6 + static_cast<double>(i / kLegendColumns) * line;
        QRectF place(static_cast<double>(i % kLegendColumns) * column, top, column - (i % kLegendColumns == 0 ? 16 : 0),
                     line);
        if (layoutDirection() == Qt::RightToLeft) {
            place.moveRight(width() - place.left());
        }
        const QRect box =
            QStyle::visualRect(layoutDirection(), place.toRect(), QRect(place.left(), top + line / 2 - 5, 9, 9));
        painter.fillRect(box, lookColour(phase.role));
        painter.setPen(lookColour(Role::Muted));
        const QRect words = QStyle::visualRect(layoutDirection(), place.toRect(), place.toRect().adjusted(16, 0, 0, 0));
        painter.drawText(words,
                         static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter),
                         phase.name);
        painter.setPen(lookColour(Role::Text));
        painter.drawText(
            words, static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignRight) | Qt::AlignVCenter),
            isolated(durationText(phase.microseconds)));
    }
}

} // namespace keysluice::ui
