#pragma once

#include "core/activity.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace keysluice::ui {

class TimingBar;

/// One request in full. Everything an agent wrote is shown as plain text with hidden characters made visible. Thread:
/// gui.
class ActivityPane final : public QWidget {
    Q_OBJECT
public:
    explicit ActivityPane(QWidget* parent = nullptr);

    void setRecord(const core::ActivityRecord& record);

Q_SIGNALS:
    void closed();

private:
    void addRow(const QString& label, const QString& value, bool isCode = false);

    QLabel* m_title;
    QLabel* m_time;
    QWidget* m_pill;
    QLabel* m_problem;
    QGridLayout* m_pairs;
    int m_nextRow = 0;
    QLabel* m_total;
    TimingBar* m_timing;
    QLabel* m_injected;
    core::ActivityRecord m_record;
};

} // namespace keysluice::ui
