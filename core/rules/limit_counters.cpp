#include "core/rules/limit_counters.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace keysluice::core::rules {

namespace {

constexpr std::size_t kTidyLeast = 1024;

/// Workers read the clock one after the other and count in another order: one that comes late to a new window counts in
/// it, instead of beginning the old one anew. Later than that the clock was set back.
constexpr UnixMs kLate = 5'000;

bool isCurrent(const LimitWindow& window, UnixMs now) {
    return now >= window.begin - kLate && now < window.end;
}

std::int64_t secondsUntil(UnixMs end, UnixMs now) {
    return std::max<std::int64_t>(1, (end - now + 999) / 1000);
}

} // namespace

LimitCounters::LimitCounters(UtcOffset offset, std::size_t mostCounters)
    : m_offset(std::move(offset)), m_mostCounters(mostCounters), m_tidyAt(std::min(mostCounters, kTidyLeast)) {}

std::string_view LimitCounters::whoOf(Scope scope, std::string_view agentId, std::string_view credentialId) {
    switch (scope) {
    case Scope::PerAgent:
        return agentId;
    case Scope::PerCredential:
        return credentialId;
    case Scope::Together:
        break;
    }
    return {};
}

std::string LimitCounters::keyOf(const Limit& limit, std::string_view who) {
    std::string key;
    key.reserve(limit.id.size() + who.size() + 3);
    key.append(limit.id).push_back('\0');
    key.push_back(static_cast<char>('0' + static_cast<int>(limit.scope)));
    key.push_back(static_cast<char>('0' + static_cast<int>(limit.period)));
    return key.append(who);
}

LimitCounters::Counter* LimitCounters::counter(const std::string& key, const Limit& limit, std::string_view who,
                                               UnixMs now) {
    auto it = m_counters.find(key);
    if (it == m_counters.end()) {
        if (m_counters.size() >= m_tidyAt) {
            forgetEnded(now);
        }
        if (m_counters.size() >= m_mostCounters) {
            return nullptr;
        }
        it = m_counters.try_emplace(key).first;
        it->second.limit = limit.id;
        it->second.who = who;
    }
    Counter& counter = it->second;
    if (!isCurrent(counter.window, now)) {
        counter.window = windowOf(limit.period, now, m_offset);
        counter.requests = 0;
    }
    return &counter;
}

void LimitCounters::forgetEnded(UnixMs now) {
    std::erase_if(m_counters, [now](const auto& entry) { return !isCurrent(entry.second.window, now); });
    m_tidyAt = std::min(m_mostCounters, std::max(kTidyLeast, 2 * m_counters.size()));
}

Result<LimitCounters::Ticket, LimitRefusal> LimitCounters::count(std::span<const Limit* const> limits,
                                                                 std::string_view agentId,
                                                                 std::string_view credentialId, UnixMs now) {
    Ticket ticket;
    std::optional<LimitRefusal> refusal;
    const std::lock_guard lock(m_mutex);
    for (const Limit* limit : limits) {
        const std::string_view who = whoOf(limit->scope, agentId, credentialId);
        std::string key = keyOf(*limit, who);
        const Counter* counter = this->counter(key, *limit, who, now);
        if (counter != nullptr && counter->requests < limit->requests) {
            ticket.m_counted.emplace_back(std::move(key), counter->window.begin);
            continue;
        }
        const UnixMs end = counter != nullptr ? counter->window.end : windowOf(limit->period, now, m_offset).end;
        LimitRefusal one{limit->id, secondsUntil(end, now)};
        if (!refusal || one.retryAfter > refusal->retryAfter ||
            (one.retryAfter == refusal->retryAfter && one.limit < refusal->limit)) {
            refusal = std::move(one);
        }
    }
    if (refusal) {
        return failure(std::move(*refusal));
    }
    for (const auto& [key, begin] : ticket.m_counted) {
        ++m_counters.find(key)->second.requests;
    }
    return ticket;
}

void LimitCounters::takeBack(const Ticket& ticket) {
    const std::lock_guard lock(m_mutex);
    for (const auto& [key, begin] : ticket.m_counted) {
        const auto it = m_counters.find(key);
        if (it != m_counters.end() && it->second.window.begin == begin && it->second.requests > 0) {
            --it->second.requests;
        }
    }
}

void LimitCounters::rebuild(std::span<const Limit> limits, std::span<const CountedRequest> history, UnixMs now) {
    std::unordered_map<std::string_view, std::pair<const Limit*, LimitWindow>> current;
    for (const Limit& limit : limits) {
        current.try_emplace(limit.id, &limit, windowOf(limit.period, now, m_offset));
    }
    const std::lock_guard lock(m_mutex);
    m_counters.clear();
    for (const CountedRequest& request : history) {
        for (const RecordId& id : request.limits) {
            const auto it = current.find(id);
            if (it == current.end() || !it->second.second.contains(request.at)) {
                continue;
            }
            const Limit& limit = *it->second.first;
            const std::string_view who = whoOf(limit.scope, request.agentId, request.credentialId);
            if (Counter* counter = this->counter(keyOf(limit, who), limit, who, now)) {
                ++counter->requests;
            }
        }
    }
}

std::vector<LimitStanding> LimitCounters::standings(UnixMs now) const {
    std::vector<LimitStanding> standings;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [key, counter] : m_counters) {
            if (isCurrent(counter.window, now) && counter.requests > 0) {
                standings.push_back({counter.limit, counter.who, counter.requests, counter.window.end});
            }
        }
    }
    std::sort(standings.begin(), standings.end(), [](const LimitStanding& a, const LimitStanding& b) {
        return std::tie(a.limit, a.who) < std::tie(b.limit, b.who);
    });
    return standings;
}

} // namespace keysluice::core::rules
