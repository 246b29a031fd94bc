#pragma once

#include "ui/ports/activity_port.h"

#include <QWidget>

class QLabel;

namespace keysluice::ui {

class HourBars;

/// Today's figures and the bars of its hours. Thread: gui.
class TodayCard final : public QWidget {
    Q_OBJECT
public:
    explicit TodayCard(QWidget* parent = nullptr);

    void setToday(const TodaySummary& today);

private:
    QLabel* m_requests;
    QLabel* m_refused;
    HourBars* m_bars;
};

} // namespace keysluice::ui
