#pragma once

#include "core/result.h"
#include "core/rules/limit_window.h"
#include "core/rules/rule.h"

#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keysluice::core::rules {

/// Why a request is one too many.
struct LimitRefusal {
    RecordId limit;
    std::int64_t retryAfter = 1; ///< seconds until its window ends, at least 1

    friend bool operator==(const LimitRefusal&, const LimitRefusal&) = default;
};

/// What one counter stands at.
struct LimitStanding {
    RecordId limit;
    std::string who; ///< agent or credential; empty: together
    std::int64_t requests = 0;
    UnixMs endsAt = 0;

    friend bool operator==(const LimitStanding&, const LimitStanding&) = default;
};

/// A request that was counted, as the activity file remembers it.
struct CountedRequest {
    UnixMs at = 0;
    std::string_view agentId;
    std::string_view credentialId;
    std::span<const RecordId> limits; ///< those that counted it
};

/// How many requests each limit has let pass in its window. Counters belong to the id, scope and period of a limit, so
/// they outlive an edit of anything else. Thread: any; all of a request's limits are asked and counted in one step.
class LimitCounters final {
public:
    static constexpr std::size_t kCounters = 65'536;

    /// `mostCounters`: where more would be needed, what needs them is refused until the window of its limit ends.
    explicit LimitCounters(UtcOffset offset, std::size_t mostCounters = kCounters);

    /// What counting has done, to take it back. Thread: one (value).
    class Ticket final {
    private:
        friend class LimitCounters;
        std::vector<std::pair<std::string, UnixMs>> m_counted; ///< key of the counter, begin of its window
    };

    /// Counts the request in every one of `limits` (CompiledRules::matchingLimits), or in none when one is full: then
    /// the one that takes longest to clear is told, of several such the one with the lowest id.
    [[nodiscard]] Result<Ticket, LimitRefusal> count(std::span<const Limit* const> limits, std::string_view agentId,
                                                     std::string_view credentialId, UnixMs now);
    /// The request was refused after all; where a new window has begun nothing is taken back.
    void takeBack(const Ticket& ticket);

    /// At start: counts what history has in the windows of `now`, and forgets what was counted before. Limits that are
    /// no more are left out.
    void rebuild(std::span<const Limit> limits, std::span<const CountedRequest> history, UnixMs now);

    /// The counters whose window has not ended, sorted by limit and who.
    [[nodiscard]] std::vector<LimitStanding> standings(UnixMs now) const;

private:
    struct Counter {
        LimitWindow window;
        std::int64_t requests = 0;
        RecordId limit;
        std::string who;
    };
    struct KeyHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>()(key); }
    };

    [[nodiscard]] static std::string_view whoOf(Scope scope, std::string_view agentId, std::string_view credentialId);
    [[nodiscard]] static std::string keyOf(const Limit& limit, std::string_view who);
    /// In its window at `now`; null: there is no room. Locked.
    [[nodiscard]] Counter* counter(const std::string& key, const Limit& limit, std::string_view who, UnixMs now);
    void forgetEnded(UnixMs now);

    const UtcOffset m_offset;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Counter, KeyHash, std::equal_to<>> m_counters;
    const std::size_t m_mostCounters;
    std::size_t m_tidyAt; ///< ended counters are dropped when there are so many
};

} // namespace keysluice::core::rules
