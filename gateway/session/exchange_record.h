#pragma once

#include "gateway/session/services.h"

#include <optional>
#include <string_view>

namespace keysluice::gateway::session {

/// The row of one exchange or tunnel in the activity log: begun before a credential may leave, completed once, in one
/// piece if it had not begun. Thread: one worker.
class ExchangeRecord final {
public:
    /// `row`: what is known of the request. Borrowed, and moved from when it is written.
    ExchangeRecord(Services& services, core::ActivityRecord& row, core::MonotonicNs startedAt)
        : m_services(services), m_row(row), m_startedAt(startedAt) {}

    /// What is known of the end so far.
    [[nodiscard]] core::ActivityOutcome& outcome() { return m_outcome; }
    /// The row is in the log's queue when this returns. A repetition on another connection is the same request.
    void begin();
    /// The answer's first byte was seen, now unless earlier.
    void noteFirstByte();
    /// Only the first one counts.
    void end(std::string_view code, std::string_view detail);

private:
    [[nodiscard]] std::int64_t elapsedUs() const;

    Services& m_services;
    core::ActivityRecord& m_row;
    core::MonotonicNs m_startedAt;
    core::ActivityOutcome m_outcome;
    std::optional<core::ActivitySink::Ticket> m_ticket; ///< the row has begun
    bool m_hasEnded = false;
};

} // namespace keysluice::gateway::session
