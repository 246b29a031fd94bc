#include "ui/models/approval_list_model.h"

#include "ui/models/approval_answer_text.h"
#include "ui/models/approval_text.h"
#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"

#include <algorithm>
#include <utility>

namespace keysluice::ui {

namespace {

constexpr core::UnixMs kUrgentMs = 30'000;

} // namespace

ApprovalListModel::ApprovalListModel(const core::Clock& clock, QObject* parent)
    : QAbstractListModel(parent), m_clock(clock) {}

void ApprovalListModel::setWaiting(const std::vector<core::ApprovalRequest>& waiting, const RuleNames& names) {
    std::vector<Row> rows;
    rows.reserve(waiting.size());
    for (const core::ApprovalRequest& request : waiting) {
        rows.push_back({{request, {}, {}, 0}, true, approvalHeading(request), heldText(request, names)});
    }
    setRows(std::move(rows));
}

void ApprovalListModel::setPast(const std::vector<PastApproval>& past) {
    std::vector<Row> rows;
    rows.reserve(past.size());
    for (const PastApproval& one : past) {
        rows.push_back({one, false, approvalHeading(one.request), ui::endText(one)});
    }
    setRows(std::move(rows));
}

void ApprovalListModel::setRows(std::vector<Row> rows) {
    const auto isIn = [](const std::vector<Row>& list, core::ApprovalId id) {
        return std::any_of(list.begin(), list.end(), [id](const Row& row) { return row.past.request.id == id; });
    };
    for (int at = rowCount() - 1; at >= 0; --at) {
        if (!isIn(rows, m_rows[std::size_t(at)].past.request.id)) {
            beginRemoveRows({}, at, at);
            m_rows.erase(m_rows.begin() + at);
            endRemoveRows();
        }
    }
    for (int at = 0; at < static_cast<int>(rows.size()); ++at) {
        Row& fresh = rows[std::size_t(at)];
        if (at < rowCount() && m_rows[std::size_t(at)].past.request.id == fresh.past.request.id) {
            m_rows[std::size_t(at)] = std::move(fresh);
            continue;
        }
        beginInsertRows({}, at, at);
        m_rows.insert(m_rows.begin() + at, std::move(fresh));
        endInsertRows();
    }
    tick();
}

void ApprovalListModel::tick() {
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int ApprovalListModel::rowOf(core::ApprovalId id) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [id](const Row& row) { return row.past.request.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

const PastApproval* ApprovalListModel::row(int row) const {
    return row >= 0 && row < rowCount() ? &m_rows[std::size_t(row)].past : nullptr;
}

int ApprovalListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString ApprovalListModel::endText(const Row& row) const {
    return row.isWaiting ? countdownText(row.past.request.endsAt - m_clock.now())
                         : clockText(row.past.at, m_clock.now());
}

bool ApprovalListModel::isUrgent(const Row& row) const {
    return row.isWaiting && row.past.request.endsAt - m_clock.now() < kUrgentMs;
}

QVariant ApprovalListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.heading;
    case Qt::AccessibleTextRole:
        return row.isWaiting
                   //: a row for the screen reader; %1: "aider asks to use …", %2: why, %3: the time that is left,
                   //: "2:41"
                   ? tr("%1, waiting, %2, %3 left").arg(row.heading, row.subtitle, endText(row))
                   //: a row for the screen reader; %1: "aider asks to use …", %2: how it ended, %3: when
                   : tr("%1, %2, %3").arg(row.heading, row.subtitle, endText(row));
    case SubtitleRole:
        return row.subtitle;
    case EndRole:
        return endText(row);
    case StateRole:
        return row.isWaiting ? kWaits : static_cast<int>(row.past.end);
    case UrgentRole:
        return isUrgent(row);
    case IdRole:
        return QVariant::fromValue<qulonglong>(row.past.request.id);
    default:
        return {};
    }
}

} // namespace keysluice::ui
