#pragma once

#include "core/activity.h"
#include "vault/activity/activity_schema.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace keysluice::vault {

/// Rows on their way from the workers to the writer. Not safe by itself: the writer's mutex guards it.
///
/// Rows of callers that did not prove to be an agent cost nothing to make, so they get little room: after the first
/// `kSingly` of a batch those with the same code share one row, which counts them, and when the queue is half full they
/// are left out (and counted as lost). What agents do always finds the other half.
class ActivityQueue final {
public:
    using Ticket = core::ActivitySink::Ticket;
    static constexpr std::size_t kSingly = 8;

    struct Batch {
        Ticket first = 0; ///< ticket of the first row; the others count up from it
        std::vector<StoredRow> rows;
        std::vector<std::pair<Ticket, core::ActivityOutcome>> ends; ///< of rows that went in an earlier batch
    };

    explicit ActivityQueue(std::size_t capacity) : m_capacity(capacity) {}

    /// `alreadyTaken`: rows that were taken and are not written yet; they count. 0: there was no room.
    Ticket add(core::ActivityRecord&& record, bool hasEnded, std::size_t alreadyTaken);
    void end(Ticket ticket, core::ActivityOutcome&& outcome);
    /// What came together; `empty` gives its memory for what comes next.
    [[nodiscard]] Batch take(std::vector<StoredRow> empty);
    [[nodiscard]] bool isEmpty() const { return m_batch.rows.empty() && m_batch.ends.empty(); }
    /// Rows that found no room, since the start.
    [[nodiscard]] std::uint64_t lost() const { return m_lost; }

private:
    std::size_t m_capacity;
    Batch m_batch{1, {}, {}};
    std::size_t m_strangers = 0;                  ///< rows without an agent in this batch
    std::map<std::string, std::size_t> m_sharing; ///< code -> index of the row that counts them
    std::uint64_t m_lost = 0;
};

} // namespace keysluice::vault
