#pragma once

#include "core/failure.h"
#include "ui/models/dry_run_summary.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace keysluice::ui {

class ErrorLine;

/// "Tried against the last 7 days": what the draft in the editor would have done. Thread: gui.
class DryRunView final : public QWidget {
    Q_OBJECT
public:
    explicit DryRunView(QWidget* parent);

    void showRunning();
    void show(const DryRunSummary& summary);
    void showFailure(const core::Failure& failure);

private:
    void showText(QLabel* label, const QString& text);

    QLabel* m_counts;
    QLabel* m_changes;
    QLabel* m_open;
    QLabel* m_rowHead;
    QGridLayout* m_rows;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
