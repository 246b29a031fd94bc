#include "ui/models/activity_table_model.h"

#include "ui/models/activity_text.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"

#include <algorithm>

namespace keysluice::ui {

ActivityTableModel::ActivityTableModel(ActivityPort& port, const core::Clock& clock, QObject* parent)
    : QAbstractTableModel(parent), m_port(port), m_clock(clock) {
    connect(&m_port, &ActivityPort::rowsAdded, this, &ActivityTableModel::take);
    reload();
}

int ActivityTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ActivityTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ActivityTableModel::data(const QModelIndex& index, int role) const {
    const core::ActivityRecord* row = record(index.row());
    if (row == nullptr || !index.isValid()) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(*row, index.column());
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
                                            text(*row, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter |
                          (index.column() == Status || index.column() == Time ? Qt::AlignTrailing : Qt::AlignLeading)));
    case DecisionRole:
        return static_cast<int>(row->decision);
    case SequenceRole:
        return QVariant::fromValue<qlonglong>(row->sequence);
    case SortRole:
        switch (index.column()) {
        case At:
            return QVariant::fromValue<qlonglong>(row->sequence);
        case Status:
            return row->status;
        case Time:
            return QVariant::fromValue<qlonglong>(row->totalUs);
        default:
            return text(*row, index.column());
        }
    default:
        return {};
    }
}

QString ActivityTableModel::text(const core::ActivityRecord& record, int column) const {
    switch (column) {
    case At:
        return clockText(record.at, m_clock.now());
    case Decision:
        return decisionWord(record.decision);
    case Agent:
        return agentText(record);
    case Request:
        return requestText(record);
    case Target:
        return targetText(record);
    case Status:
        return record.status == 0 ? QStringLiteral("–") : QString::number(record.status);
    case Time:
        return durationText(record.totalUs);
    default:
        return {};
    }
}

QVariant ActivityTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (section == Status || section == Time ? Qt::AlignTrailing : Qt::AlignLeading)));
    }
    if (role == Qt::ToolTipRole && section == Target) {
        return tr("The credential that was used, or the host where none was");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case At:
        return tr("At");
    case Decision:
        return tr("Decision");
    case Agent:
        return tr("Agent");
    case Request:
        return tr("Request");
    case Target:
        return tr("Credential");
    case Status:
        return tr("Status");
    case Time:
        return tr("Time");
    default:
        return {};
    }
}

bool ActivityTableModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_mayHaveMore && rowCount() < kMaximumRows;
}

void ActivityTableModel::fetchMore(const QModelIndex& parent) {
    if (!canFetchMore(parent)) {
        return;
    }
    const int wanted = std::min(kPageRows, kMaximumRows - rowCount());
    const std::int64_t before = m_rows.empty() ? 0 : m_rows.back().sequence;
    const std::vector<core::ActivityRecord> page = m_port.page(m_filter, before, wanted);
    m_mayHaveMore = static_cast<int>(page.size()) >= wanted;
    if (!page.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(page.size()) - 1);
        m_rows.insert(m_rows.end(), page.begin(), page.end());
        endInsertRows();
    }
    m_truncated = m_mayHaveMore && rowCount() >= kMaximumRows;
}

void ActivityTableModel::fetchAll() {
    while (canFetchMore({})) {
        fetchMore({});
    }
}

const core::ActivityRecord* ActivityTableModel::record(int row) const {
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int ActivityTableModel::rowOf(std::int64_t sequence) const {
    const auto found =
        std::lower_bound(m_rows.begin(), m_rows.end(), sequence,
                         [](const core::ActivityRecord& row, std::int64_t value) { return row.sequence > value; });
    return found != m_rows.end() && found->sequence == sequence ? static_cast<int>(found - m_rows.begin()) : -1;
}

void ActivityTableModel::setFilter(const ActivityFilter& filter) {
    if (filter == m_filter) {
        return;
    }
    m_filter = filter;
    reload();
}

void ActivityTableModel::reload() {
    beginResetModel();
    const std::vector<core::ActivityRecord> page = m_port.page(m_filter, 0, kPageRows);
    m_rows.assign(page.begin(), page.end());
    m_mayHaveMore = static_cast<int>(page.size()) >= kPageRows;
    m_truncated = false;
    endResetModel();
    forgetHeld();
}

void ActivityTableModel::forgetHeld() {
    m_waiting.clear();
    m_reloadNeeded = false;
    if (m_heldCount != 0) {
        m_heldCount = 0;
        Q_EMIT heldRowsChanged();
    }
}

void ActivityTableModel::setHeld(bool held) {
    if (m_held == held) {
        return;
    }
    m_held = held;
    if (!held) {
        showHeld();
    }
}

void ActivityTableModel::showHeld() {
    if (m_reloadNeeded) {
        reload();
        return;
    }
    std::vector<core::ActivityRecord> waiting;
    waiting.swap(m_waiting);
    insertAtTop(std::move(waiting));
    forgetHeld();
}

void ActivityTableModel::take(const std::vector<core::ActivityRecord>& rows, bool dropped) {
    std::vector<core::ActivityRecord> fitting;
    const std::int64_t newest = !m_waiting.empty() ? m_waiting.back().sequence
                                : m_rows.empty()   ? 0
                                                   : m_rows.front().sequence;
    for (const core::ActivityRecord& row : rows) {
        if (row.sequence > newest && matches(m_filter, row)) {
            fitting.push_back(row);
        }
    }
    if (!m_held) {
        if (dropped) {
            reload();
        } else {
            insertAtTop(std::move(fitting));
        }
        return;
    }
    m_heldCount += static_cast<int>(fitting.size());
    m_reloadNeeded = m_reloadNeeded || dropped || m_waiting.size() + fitting.size() > kMaximumHeld;
    if (m_reloadNeeded) {
        // Only the newest is kept: it tells which rows have been counted.
        if (!fitting.empty()) {
            m_waiting.assign(1, fitting.back());
        }
    } else {
        m_waiting.insert(m_waiting.end(), fitting.begin(), fitting.end());
    }
    if (!fitting.empty()) {
        Q_EMIT heldRowsChanged();
    }
}

void ActivityTableModel::insertAtTop(std::vector<core::ActivityRecord> oldestFirst) {
    if (oldestFirst.empty()) {
        return;
    }
    beginInsertRows({}, 0, static_cast<int>(oldestFirst.size()) - 1);
    for (core::ActivityRecord& row : oldestFirst) {
        m_rows.push_front(std::move(row));
    }
    endInsertRows();
    if (rowCount() > kMaximumRows) {
        beginRemoveRows({}, kMaximumRows, rowCount() - 1);
        m_rows.erase(m_rows.begin() + kMaximumRows, m_rows.end());
        endRemoveRows();
        m_mayHaveMore = true;
        m_truncated = true;
    }
}

} // namespace keysluice::ui
