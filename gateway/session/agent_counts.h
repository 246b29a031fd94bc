#pragma once

#include "core/random.h"

#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace keysluice::gateway::session {

/// How many connections each agent has open, over all workers. Asked once per connection, so a lock costs nothing.
/// Thread: any.
class AgentCounts final {
public:
    /// One connection of one agent, for as long as it lives.
    class Place final {
    public:
        Place() = default;
        Place(AgentCounts& counts, core::RecordId agentId) : m_counts(&counts), m_agentId(std::move(agentId)) {}
        Place(Place&& other) noexcept
            : m_counts(std::exchange(other.m_counts, nullptr)), m_agentId(std::move(other.m_agentId)) {}
        Place& operator=(Place&& other) noexcept {
            if (this != &other) {
                release();
                m_counts = std::exchange(other.m_counts, nullptr);
                m_agentId = std::move(other.m_agentId);
            }
            return *this;
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place() { release(); }

        [[nodiscard]] bool isFor(const core::RecordId& agentId) const { return m_counts && m_agentId == agentId; }

    private:
        void release() {
            if (m_counts != nullptr) {
                std::exchange(m_counts, nullptr)->leave(m_agentId);
            }
        }
        AgentCounts* m_counts = nullptr;
        core::RecordId m_agentId;
    };

    /// False: the agent has `limit` connections already.
    [[nodiscard]] bool enter(const core::RecordId& agentId, std::size_t limit, Place& place) {
        {
            const std::lock_guard lock(m_mutex);
            std::size_t& count = m_counts[agentId];
            if (count >= limit) {
                return false;
            }
            ++count;
        }
        place = Place(*this, agentId);
        return true;
    }

private:
    void leave(const core::RecordId& agentId) {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_counts.find(agentId); found != m_counts.end() && --found->second == 0) {
            m_counts.erase(found);
        }
    }

    std::mutex m_mutex;
    std::unordered_map<core::RecordId, std::size_t> m_counts;
};

} // namespace keysluice::gateway::session
