#pragma once

#include "core/limits.h"
#include "core/random.h"

#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace keysluice::gateway::session {

/// How many bytes of bodies are held for rules and approvals: of each agent, and in all, over all workers.
/// Thread: any.
class HeldMemory final {
public:
    /// What one request holds; given back when it goes. Thread: one at a time.
    class Share final {
    public:
        Share(HeldMemory& memory, core::RecordId agentId) : m_memory(&memory), m_agentId(std::move(agentId)) {}
        Share(Share&& other) noexcept
            : m_memory(other.m_memory),
              m_agentId(std::move(other.m_agentId)),
              m_bytes(std::exchange(other.m_bytes, 0)) {}
        Share(const Share&) = delete;
        Share& operator=(const Share&) = delete;
        Share& operator=(Share&&) = delete;
        ~Share() { m_memory->give(m_agentId, m_bytes); }

        /// False, and nothing changed: a limit is reached.
        [[nodiscard]] bool grow(std::size_t bytes, const core::Limits& limits) {
            if (!m_memory->take(m_agentId, bytes, limits)) {
                return false;
            }
            m_bytes += bytes;
            return true;
        }

    private:
        HeldMemory* m_memory;
        core::RecordId m_agentId;
        std::size_t m_bytes = 0;
    };

private:
    [[nodiscard]] bool take(const core::RecordId& agentId, std::size_t bytes, const core::Limits& limits) {
        const std::lock_guard lock(m_mutex);
        const auto known = m_ofAgents.find(agentId);
        const std::size_t before = known == m_ofAgents.end() ? 0 : known->second;
        if (before + bytes > limits.heldPerAgent || m_inAll + bytes > limits.heldInAll) {
            return false;
        }
        m_ofAgents[agentId] = before + bytes;
        m_inAll += bytes;
        return true;
    }
    void give(const core::RecordId& agentId, std::size_t bytes) {
        if (bytes == 0) {
            return;
        }
        const std::lock_guard lock(m_mutex);
        m_inAll -= bytes;
        if (const auto known = m_ofAgents.find(agentId); (known->second -= bytes) == 0) {
            m_ofAgents.erase(known);
        }
    }

    std::mutex m_mutex;
    std::unordered_map<core::RecordId, std::size_t> m_ofAgents;
    std::size_t m_inAll = 0;
};

} // namespace keysluice::gateway::session
