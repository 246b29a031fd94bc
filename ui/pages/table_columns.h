#pragma once

#include <QByteArray>
#include <QObject>

#include <functional>
#include <vector>

class QHeaderView;
class QMenu;
class QTableView;

namespace keysluice::ui {

class SettingsPort;

/// One column of a table. Widths in px.
struct TableColumn {
    int width = 0;        ///< until the person drags it; never narrower than its head
    int share = 0;        ///< of what is left over; such a column cannot be dragged
    bool canHide = false; ///< offered in the menu
    int least = 0;        ///< where there is no room for `width`; 0: it gives nothing up
};

/// The columns of one table: as wide as their words need, one or two take what is left, and sorting by a click on a
/// head. Width, order, visibility and sorting are remembered once remember() was called. The first column stays first.
/// Thread: gui. Owned by the table.
class TableColumns final : public QObject {
    Q_OBJECT
public:
    /// The table has its model already: one entry for each column.
    TableColumns(QTableView* table, std::vector<TableColumn> columns, bool movable);

    /// New widths, after contents or words changed; those the person dragged stay.
    void setColumns(std::vector<TableColumn> columns);
    /// Restores what was remembered under `name` and keeps it from now on. The port must outlive the table.
    void remember(SettingsPort& settings, const QString& name, bool withSorting);
    /// "Sort by" and "Columns": for the context menu of head and rows, so that the keyboard reaches it too.
    void fillMenu(QMenu& menu);

    /// -1: not sorted, the order of the model.
    [[nodiscard]] int sortColumn() const;

Q_SIGNALS:
    void sortingChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QHeaderView& header() const;
    [[nodiscard]] int minimum(int column) const;
    void resized(int column, int size);
    void fit();
    void keep();
    void reset();
    void openMenu(const QPoint& global);

    QTableView* m_table;
    std::vector<TableColumn> m_columns;
    std::vector<bool> m_dragged;
    SettingsPort* m_settings = nullptr;
    QString m_name;
    bool m_movable;
    bool m_fitting = false;
    QByteArray m_usual; ///< the state before anything was changed
};

} // namespace keysluice::ui
