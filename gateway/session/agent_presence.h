#pragma once

#include "gateway/session/agent_port.h"
#include "gateway/session/services.h"

namespace keysluice::gateway::session {

/// Whether an agent that hung up still waits for its answer: it may have ended its direction only, and one that closed
/// will never read. Where the peer's socket is on this machine it tells them apart, asked at the hang-up and every
/// 500 ms after it. Thread: one worker.
class AgentPresence final {
public:
    AgentPresence(Services& services, AgentPort& agent) : m_services(services), m_agent(agent) {}

    /// `isRequestComplete`: for an agent elsewhere, whose hang-up then counts as leaving.
    [[nodiscard]] bool hasLeft(bool isRequestComplete);
    /// When to ask next; `net::Timer::kNever` while nothing hung up.
    [[nodiscard]] core::MonotonicNs nextCheck() const { return m_nextCheck; }

private:
    Services& m_services;
    AgentPort& m_agent;
    core::MonotonicNs m_nextCheck = net::Timer::kNever;
};

} // namespace keysluice::gateway::session
