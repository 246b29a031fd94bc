#pragma once

#include "core/clock.h"
#include "ui/models/activity_table_model.h"

#include <QWidget>

class QTableView;

namespace keysluice::ui {

/// The newest requests, a few rows. Enter or a click opens one in Activity. Thread: gui.
class RecentList final : public QWidget {
    Q_OBJECT
public:
    RecentList(ActivityPort& activity, const core::Clock& clock, QWidget* parent = nullptr);

Q_SIGNALS:
    void recordActivated(qint64 sequence);
    void allActivated();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showWholeRows();

    ActivityTableModel m_model;
    QWidget* m_space; ///< as high as there is room; the table takes whole rows of it
    QTableView* m_table;
};

} // namespace keysluice::ui
