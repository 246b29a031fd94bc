#pragma once

#include "core/clock.h"
#include "ui/models/activity_table_model.h"
#include "ui/pages/table_columns.h"
#include "ui/ports/activity_port.h"
#include "ui/widgets/page.h"

#include <QSortFilterProxyModel>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QToolButton;

namespace keysluice::ui {

class ActivityPane;
class SettingsPort;

/// Every request, decision and failure, live; a filter and the details of one row. Thread: gui.
class ActivityPage final : public Page {
    Q_OBJECT
public:
    ActivityPage(ActivityPort& activity, SettingsPort& settings, const core::Clock& clock, QWidget* parent = nullptr);
    ~ActivityPage() override;

    /// Shows what belongs to one agent or credential; empty ids do not restrict.
    void showFlow(const QString& agentId, const QString& credentialId, bool refused);
    /// Selects one row, reading on until it is loaded.
    void showRecord(std::int64_t sequence);
    [[nodiscard]] ActivityTableModel& model() { return m_model; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildFilter(QWidget* bar);
    void buildTable(SettingsPort& settings);
    [[nodiscard]] std::vector<TableColumn> columnWidths() const;
    void sortingChanged();
    void applyFilter();
    void clearFilter();
    void followOrHold();
    void refreshState();
    void showPane();
    void showNewest();

    ActivityPort& m_activity;
    ActivityTableModel m_model;
    QSortFilterProxyModel m_sorted; ///< as the person sorts; unsorted: newest first
    TableColumns* m_columns = nullptr;
    QLineEdit* m_text;
    QComboBox* m_decision;
    QPushButton* m_scope;
    QToolButton* m_pause;
    QTableView* m_table;
    QPushButton* m_new;
    QWidget* m_nothing;
    QLabel* m_nothingText;
    QPushButton* m_clear;
    QLabel* m_status;
    QLabel* m_hint;
    ActivityPane* m_pane;
    QTimer m_typing;
    ActivityFilter m_scopeFilter;
};

} // namespace keysluice::ui
