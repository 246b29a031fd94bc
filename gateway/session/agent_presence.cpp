#include "gateway/session/agent_presence.h"

namespace keysluice::gateway::session {

namespace {
constexpr core::MonotonicNs kCheckNs = 500'000'000;
} // namespace

bool AgentPresence::hasLeft(bool isRequestComplete) {
    if (!m_agent.stream->hasHungUp()) {
        return false;
    }
    const core::MonotonicNs now = m_services.loop.now();
    if (m_nextCheck != net::Timer::kNever && now < m_nextCheck) {
        return false;
    }
    m_nextCheck = now + kCheckNs;
    const auto peer = net::peerAddress(m_agent.stream->descriptor());
    if (peer.size == 0 || peer.storage.ss_family == AF_UNSPEC) {
        return true;
    }
    const auto local = net::localAddress(m_agent.stream->descriptor());
    if (!peer.isLoopback()) {
        return isRequestComplete;
    }
    const auto facts = m_services.peers.inspect(net::SocketAddress::of(local.address(), local.port()),
                                                net::SocketAddress::of(peer.address(), peer.port()));
    return !facts || !facts->isHeld;
}

} // namespace keysluice::gateway::session
