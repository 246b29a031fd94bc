#pragma once

#include "core/activity.h"
#include "core/failure.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::vault {

class Database;

/// Which rows to read; empty members do not restrict. ANDed.
struct ActivityQuery {
    std::string agentId;
    std::string credentialId;
    std::optional<core::ActivityRecord::Decision> decision;
    std::string text;         ///< part of agent, host, path, method or code, case-insensitive (ASCII)
    bool countedOnly = false; ///< only what a summary counts
};

struct ActivityCount {
    std::int64_t allowed = 0;
    std::int64_t refused = 0; ///< blocked, limited, failed

    [[nodiscard]] std::int64_t all() const { return allowed + refused; }
};

/// From one agent to one credential.
struct ActivityFlow {
    std::string agentId;
    std::string agentName;
    std::string credentialId; ///< empty: nothing was injected
    std::string credentialName;
    ActivityCount count;
};

/// What happened between two moments. Counted are requests, WebSockets, and refusals and failures of any kind; not
/// counted are CONNECTs and tunnels that succeeded.
struct ActivitySummary {
    ActivityCount total;
    std::array<ActivityCount, 24> hours{}; ///< hours since `from`
    std::vector<ActivityFlow> flows;       ///< most requests first
    std::map<std::string, ActivityCount> byAgent;
    std::map<std::string, ActivityCount> byCredential; ///< without rows that had none injected
};

/// A request that limits have counted, for rebuilding their counters.
struct CountedRow {
    core::UnixMs at = 0; ///< when it was counted
    std::string agentId;
    std::string credentialId;
    std::vector<core::RecordId> limitIds;
};

/// Reads the activity file through a connection of its own that cannot write. Thread: the one that opened it.
/// Summaries come from hourly counts that the writer keeps, so they cost the same after a million rows.
class ActivityReader final {
public:
    /// Errors: NotFound (no activity file yet), Damaged, NewerVersion, InsecurePermissions, PermissionDenied, IoFailed.
    [[nodiscard]] static core::Outcome<std::unique_ptr<ActivityReader>> open(const std::string& dataDirectory);
    ~ActivityReader();

    /// Newest first; `before`: rows with a lower sequence, 0: from the newest on. At most `limit` rows.
    [[nodiscard]] core::Outcome<std::vector<core::ActivityRecord>> page(const ActivityQuery& query, std::int64_t before,
                                                                        int limit) const;
    /// `from`: the start of a day in the user's time zone, on a quarter of an hour (every zone's offset is one).
    [[nodiscard]] core::Outcome<ActivitySummary> summary(core::UnixMs from, core::UnixMs until) const;
    /// How many rows each rule has decided, and each limit refused, from the quarter of an hour of `since` on.
    [[nodiscard]] core::Outcome<std::map<core::RecordId, std::int64_t>> ruleHits(core::UnixMs since) const;
    /// Every request that limits have counted since then, once, also where it still runs.
    [[nodiscard]] core::Outcome<std::vector<CountedRow>> countedRows(core::UnixMs since) const;

private:
    struct Condition;
    /// Sequences from `first` up to `end`, which is not among them; 0: up to the newest.
    struct Span {
        std::int64_t first = 0;
        std::int64_t end = 0;
    };

    explicit ActivityReader(std::unique_ptr<Database> database);
    [[nodiscard]] static Condition conditionFor(const ActivityQuery& query);
    [[nodiscard]] core::Outcome<std::vector<Span>> spansWith(const ActivityQuery& query, std::int64_t before) const;
    [[nodiscard]] core::Outcome<void> append(std::vector<core::ActivityRecord>& records, const Condition& condition,
                                             const Span& span, int limit) const;

    std::unique_ptr<Database> m_database;
};

} // namespace keysluice::vault
