#pragma once

#include "core/activity.h"
#include "core/clock.h"
#include "ui/ports/activity_port.h"

#include <QAbstractTableModel>

#include <deque>
#include <vector>

namespace keysluice::ui {

/// Recent requests, newest first, with a live tail that can be held. Never keeps more than `kMaximumRows` rows: older
/// ones are read again from the port when somebody scrolls. Thread: gui.
class ActivityTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { At, Decision, Agent, Request, Target, Status, Time, ColumnCount };
    enum Role { DecisionRole = Qt::UserRole + 1, SequenceRole, SortRole };

    static constexpr int kPageRows = 200;
    static constexpr int kMaximumRows = 10'000;
    static constexpr std::size_t kMaximumHeld = 500;

    /// The port and the clock must outlive the model.
    ActivityTableModel(ActivityPort& port, const core::Clock& clock, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    [[nodiscard]] const core::ActivityRecord* record(int row) const;
    [[nodiscard]] int rowOf(std::int64_t sequence) const; ///< -1: not loaded

    void setFilter(const ActivityFilter& filter);
    [[nodiscard]] const ActivityFilter& filter() const { return m_filter; }

    /// While held, new rows are only counted, so that nothing moves under the reader's eyes.
    void setHeld(bool held);
    [[nodiscard]] bool isHeld() const { return m_held; }
    [[nodiscard]] int heldRows() const { return m_heldCount; }
    /// Puts the held rows in at the top; the hold goes on.
    void showHeld();
    /// More rows exist than the model may keep.
    [[nodiscard]] bool isTruncated() const { return m_truncated; }

    /// Reads on until every row is here that fits: what sorting needs.
    void fetchAll();

    void reload();

Q_SIGNALS:
    void heldRowsChanged();

private:
    void take(const std::vector<core::ActivityRecord>& rows, bool dropped);
    void insertAtTop(std::vector<core::ActivityRecord> oldestFirst);
    void forgetHeld();
    [[nodiscard]] QString text(const core::ActivityRecord& record, int column) const;

    ActivityPort& m_port;
    const core::Clock& m_clock;
    ActivityFilter m_filter;
    std::deque<core::ActivityRecord> m_rows;     ///< newest first
    std::vector<core::ActivityRecord> m_waiting; ///< oldest first, while held
    int m_heldCount = 0;
    bool m_held = false;
    bool m_reloadNeeded = false; ///< held rows were too many to keep
    bool m_mayHaveMore = false;
    bool m_truncated = false;
};

} // namespace keysluice::ui
