#include "ui/pages/overview/today_card.h"

#include "ui/models/time_text.h"
#include "ui/pages/overview/hour_bars.h"
#include "ui/pages/page_look.h"
#include "ui/pages/parts.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace keysluice::ui {

namespace {

/// A small square of the legend.
class LegendMark final : public QWidget {
public:
    LegendMark(bool hatched, QWidget* parent) : QWidget(parent), m_hatched(hatched) { setFixedSize(10, 10); }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        if (m_hatched) {
            paintHatch(&painter, rect(), lookColour(Role::Danger));
        } else {
            painter.fillRect(rect(), lookColour(Role::ChartFirst));
        }
    }

private:
    bool m_hatched;
};

QLabel* figure(QWidget* parent) {
    return new StyledLabel({}, TextStyle::Figure, Role::Text, parent);
}

} // namespace

TodayCard::TodayCard(QWidget* parent)
    : QWidget(parent), m_requests(figure(this)), m_refused(figure(this)), m_bars(new HourBars(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 14, 20, 12);
    layout->setSpacing(20);
    const auto add = [this, layout](const QString& caption, QLabel* value, const QString& below) {
        auto* column = new QVBoxLayout;
        column->setSpacing(2);
        column->addStretch();
        column->addWidget(helpText(caption, this));
        column->addWidget(value);
        StyledLabel* help = helpText(below, this);
        help->setWordWrap(false);
        column->addWidget(help);
        column->addStretch();
        layout->addLayout(column);
    };
    add(tr("Requests"), m_requests, tr("today"));
    layout->addWidget(hairline(Qt::Vertical, this));
    add(tr("Refused"), m_refused, tr("blocked, limited or failed"));
    layout->addStretch(1);
    layout->addWidget(m_bars, 4);
    auto* legend = new QVBoxLayout;
    legend->setSpacing(6);
    legend->addStretch();
    const auto entry = [this, legend](bool hatched, const QString& text) {
        auto* row = new QHBoxLayout;
        row->setSpacing(6);
        row->addWidget(new LegendMark(hatched, this));
        row->addWidget(helpText(text, this));
        legend->addLayout(row);
    };
    entry(false, tr("Allowed"));
    entry(true, tr("Refused"));
    legend->addWidget(helpText(tr("per hour"), this));
    legend->addStretch();
    layout->addLayout(legend);
}

void TodayCard::setToday(const TodaySummary& today) {
    m_requests->setText(numberText(today.requests));
    m_refused->setText(numberText(today.refused));
    m_bars->setHours(today.hours);
}

} // namespace keysluice::ui
