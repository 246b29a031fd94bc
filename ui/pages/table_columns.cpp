#include "ui/pages/table_columns.h"

#include "ui/ports/settings_port.h"

#include <QAction>
#include <QActionGroup>
#include <QContextMenuEvent>
#include <QDataStream>
#include <QHeaderView>
#include <QIODevice>
#include <QMenu>
#include <QScopedValueRollback>
#include <QTableView>

#include <algorithm>
#include <numeric>

namespace keysluice::ui {

namespace {

constexpr quint8 kStateVersion = 1;

QString headText(const QTableView& table, int column) {
    return table.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

} // namespace

TableColumns::TableColumns(QTableView* table, std::vector<TableColumn> columns, bool movable)
    : QObject(table),
      m_table(table),
      m_columns(std::move(columns)),
      m_dragged(m_columns.size(), false),
      m_movable(movable) {
    QHeaderView& head = header();
    head.setHighlightSections(false);
    head.setStretchLastSection(false);
    head.setSectionsMovable(movable);
    head.setFirstSectionMovable(false);
    head.setSectionsClickable(true);
    head.setSortIndicator(-1, Qt::AscendingOrder);
    head.setSortIndicatorClearable(true);
    table->setSortingEnabled(true);
    table->installEventFilter(this); // the menu key
    table->viewport()->installEventFilter(this);
    head.viewport()->installEventFilter(this);
    connect(&head, &QHeaderView::sectionResized, this,
            [this](int column, int /*before*/, int size) { resized(column, size); });
    connect(&head, &QHeaderView::sectionMoved, this, &TableColumns::keep);
    connect(&head, &QHeaderView::sortIndicatorChanged, this, [this] {
        if (m_fitting) { // restoring says so too
            return;
        }
        fit(); // the sorted head has an arrow
        keep();
        Q_EMIT sortingChanged();
    });
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const bool canDrag = movable && m_columns[i].share == 0;
        head.setSectionResizeMode(int(i), canDrag ? QHeaderView::Interactive : QHeaderView::Fixed);
    }
    fit();
    m_usual = head.saveState();
}

QHeaderView& TableColumns::header() const {
    return *m_table->horizontalHeader();
}

int TableColumns::sortColumn() const {
    const int column = header().sortIndicatorSection();
    return column < int(m_columns.size()) ? column : -1;
}

int TableColumns::minimum(int column) const {
    return std::max(header().sectionSizeHint(column), header().minimumSectionSize());
}

void TableColumns::setColumns(std::vector<TableColumn> columns) {
    m_columns = std::move(columns);
    fit();
}

void TableColumns::resized(int column, int size) {
    if (m_fitting || size == 0) { // 0: hidden
        return;
    }
    m_dragged[std::size_t(column)] = true;
    if (size < minimum(column)) {
        const QScopedValueRollback<bool> fitting(m_fitting, true);
        header().resizeSection(column, minimum(column));
    }
    fit();
    keep();
}

void TableColumns::fit() {
    const QScopedValueRollback<bool> fitting(m_fitting, true);
    QHeaderView& head = header();
    std::vector<int> widths(m_columns.size(), 0);
    std::vector<int> spare(m_columns.size(), 0); // what a column can do without
    int room = m_table->viewport()->width();
    int shares = 0;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (head.isSectionHidden(int(i))) {
            continue;
        }
        const bool dragged = m_dragged[i] && m_columns[i].share == 0;
        widths[i] = dragged ? head.sectionSize(int(i)) : std::max(m_columns[i].width, minimum(int(i)));
        if (!dragged && m_columns[i].least > 0) {
            spare[i] = std::max(0, widths[i] - std::max(m_columns[i].least, minimum(int(i))));
        }
        shares += m_columns[i].share;
        room -= widths[i];
    }
    int give = std::accumulate(spare.begin(), spare.end(), 0);
    int missing = std::min(give, std::max(0, -room));
    room = std::max(room, 0);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (head.isSectionHidden(int(i))) {
            continue;
        }
        const int extra = shares > 0 ? room * m_columns[i].share / shares : 0;
        const int less = give > 0 ? missing * spare[i] / give : 0;
        head.resizeSection(int(i), widths[i] + extra - less);
        room -= extra;
        shares -= m_columns[i].share;
        missing -= less;
        give -= spare[i];
    }
}

void TableColumns::remember(SettingsPort& settings, const QString& name, bool withSorting) {
    QHeaderView& head = header();
    QDataStream stored(settings.viewState(name));
    quint8 version = 0;
    QVector<bool> dragged;
    QByteArray state;
    stored >> version >> dragged >> state;
    if (stored.status() == QDataStream::Ok && version == kStateVersion && dragged.size() == int(m_columns.size())) {
        const QScopedValueRollback<bool> fitting(m_fitting, true);
        const QByteArray now = head.saveState();
        // A state of another set of columns, or a damaged one, is not worth a sentence: the table is as it was made.
        if (!head.restoreState(state) || head.count() != int(m_columns.size()) || head.isSectionHidden(0)) {
            head.restoreState(now);
        } else {
            std::copy(dragged.begin(), dragged.end(), m_dragged.begin());
        }
        for (int i = 0; i < int(m_columns.size()); ++i) {
            const bool canDrag = m_movable && m_columns[std::size_t(i)].share == 0;
            head.setSectionResizeMode(i, canDrag ? QHeaderView::Interactive : QHeaderView::Fixed);
            if (!m_columns[std::size_t(i)].canHide) {
                head.setSectionHidden(i, false);
            }
            if (m_dragged[std::size_t(i)] && !head.isSectionHidden(i)) {
                head.resizeSection(i, std::max(head.sectionSize(i), minimum(i)));
            }
        }
        head.setSectionsMovable(m_movable);
        head.setFirstSectionMovable(false);
        head.setSectionsClickable(true);
        head.setSortIndicatorShown(true);
        head.setSortIndicatorClearable(true);
        if (!withSorting) {
            head.setSortIndicator(-1, Qt::AscendingOrder);
        }
    }
    fit();
    if (withSorting && sortColumn() >= 0) {
        m_table->sortByColumn(sortColumn(), head.sortIndicatorOrder());
    }
    m_settings = &settings;
    m_name = name;
}

void TableColumns::keep() {
    if (m_settings == nullptr || m_fitting) {
        return;
    }
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << kStateVersion << QVector<bool>(m_dragged.begin(), m_dragged.end()) << header().saveState();
    m_settings->setViewState(m_name, bytes);
}

void TableColumns::reset() {
    {
        const QScopedValueRollback<bool> fitting(m_fitting, true);
        header().restoreState(m_usual);
        m_dragged.assign(m_columns.size(), false);
    }
    fit();
    keep();
    m_table->sortByColumn(-1, Qt::AscendingOrder);
}

void TableColumns::fillMenu(QMenu& menu) {
    QHeaderView& head = header();
    QMenu* sorting = menu.addMenu(tr("Sort by"));
    const auto entry = [sorting](QActionGroup* group, const QString& text, bool checked) {
        QAction* action = sorting->addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        group->addAction(action);
        return action;
    };
    auto* by = new QActionGroup(sorting);
    connect(entry(by, tr("Usual order"), sortColumn() < 0), &QAction::triggered, m_table,
            [this] { m_table->sortByColumn(-1, Qt::AscendingOrder); });
    for (int i = 0; i < int(m_columns.size()); ++i) {
        connect(entry(by, headText(*m_table, i), sortColumn() == i), &QAction::triggered, m_table,
                [this, i] { m_table->sortByColumn(i, header().sortIndicatorOrder()); });
    }
    sorting->addSeparator();
    auto* order = new QActionGroup(sorting);
    for (const Qt::SortOrder which : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        QAction* action = entry(order, which == Qt::AscendingOrder ? tr("Ascending") : tr("Descending"),
                                sortColumn() >= 0 && head.sortIndicatorOrder() == which);
        action->setEnabled(sortColumn() >= 0);
        connect(action, &QAction::triggered, m_table, [this, which] { m_table->sortByColumn(sortColumn(), which); });
    }
    const bool canHide =
        std::any_of(m_columns.begin(), m_columns.end(), [](const TableColumn& c) { return c.canHide; });
    if (!canHide) {
        return;
    }
    QMenu* shown = menu.addMenu(tr("Columns"));
    for (int i = 0; i < int(m_columns.size()); ++i) {
        if (!m_columns[std::size_t(i)].canHide) {
            continue;
        }
        QAction* action = shown->addAction(headText(*m_table, i));
        action->setCheckable(true);
        action->setChecked(!head.isSectionHidden(i));
        connect(action, &QAction::toggled, m_table, [this, i](bool visible) {
            {
                const QScopedValueRollback<bool> fitting(m_fitting, true);
                header().setSectionHidden(i, !visible);
            }
            fit();
            keep();
        });
    }
    shown->addSeparator();
    connect(shown->addAction(tr("Usual columns")), &QAction::triggered, this, &TableColumns::reset);
}

void TableColumns::openMenu(const QPoint& global) {
    auto* menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu);
    menu->popup(global);
}

bool TableColumns::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize && watched == m_table->viewport()) {
        fit();
    } else if (event->type() == QEvent::ContextMenu) {
        openMenu(static_cast<QContextMenuEvent*>(event)->globalPos());
        return true;
    } else if (event->type() == QEvent::LayoutDirectionChange || event->type() == QEvent::FontChange) {
        fit();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace keysluice::ui
