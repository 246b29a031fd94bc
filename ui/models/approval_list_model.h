#pragma once

#include "core/clock.h"
#include "ui/ports/approval_port.h"
#include "ui/text/rule_text.h"

#include <QAbstractListModel>

#include <optional>
#include <vector>

namespace keysluice::ui {

/// Requests that wait, or that waited, one a row. Rows that stay keep their place, so that a selection stays with its
/// request. Thread: gui. The clock must outlive it.
class ApprovalListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        SubtitleRole = Qt::UserRole + 1,
        EndRole,   ///< what stands at the row's end: the time that is left, or when it ended
        StateRole, ///< core::ApprovalEnd as int; kWaits while it waits
        UrgentRole,
        IdRole,
    };
    static constexpr int kWaits = -1;

    explicit ApprovalListModel(const core::Clock& clock, QObject* parent = nullptr);

    void setWaiting(const std::vector<core::ApprovalRequest>& waiting, const RuleNames& names);
    void setPast(const std::vector<PastApproval>& past);
    /// The times that are left are others.
    void tick();

    [[nodiscard]] int rowOf(core::ApprovalId id) const; ///< -1: not there
    /// The request of a row; null when there is no such row.
    [[nodiscard]] const PastApproval* row(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        PastApproval past;
        bool isWaiting = false;
        QString heading;
        QString subtitle;
    };

    void setRows(std::vector<Row> rows);
    [[nodiscard]] QString endText(const Row& row) const;
    [[nodiscard]] bool isUrgent(const Row& row) const;

    const core::Clock& m_clock;
    std::vector<Row> m_rows;
};

} // namespace keysluice::ui
