#pragma once

#include "core/activity.h"
#include "core/rules/limit_counters.h"
#include "gateway/net/event_loop.h"
#include "gateway/net/peer_inspector.h"
#include "gateway/net/resolver.h"
#include "gateway/policy/address_guard.h"
#include "gateway/session/agent_counts.h"
#include "gateway/session/approval_desk.h"
#include "gateway/session/body_examiner.h"
#include "gateway/session/buffers.h"
#include "gateway/session/held_memory.h"
#include "gateway/session/upstream_pool.h"
#include "gateway/session/upstream_tls.h"
#include "gateway/snapshot.h"
#include "gateway/tls/leaf_cache.h"

#include <atomic>
#include <memory>
#include <vector>

namespace keysluice::gateway::session {

/// What all workers count together. Thread: any.
struct SharedCounters {
    std::atomic<std::uint64_t> connections{0};
    std::atomic<std::uint64_t> exchanges{0};
    std::atomic<std::uint64_t> served{0};
};

/// What a worker offers its connections; they borrow it. Thread: one worker (what is shared says so itself).
struct Services {
    net::EventLoop& loop;
    core::ActivitySink& sink;
    net::DnsClient& dns;
    net::PeerInspector& peers;
    BufferPool& buffers;
    UpstreamPool& pool;
    UpstreamTls& upstreamTls;
    tls::LeafCache& leaves;
    SharedCounters& counters;
    AgentCounts& agentCounts;
    HeldMemory& heldMemory;
    BodyExaminer& examiner;
    core::rules::LimitCounters& limitCounters;
    ApprovalDesk& approvals;
    /// The newest one; what has begun pins it.
    std::shared_ptr<const Snapshot> snapshot;
    std::vector<policy::OwnEndpoint> ownEndpoints;
    bool isDraining = false;

    [[nodiscard]] core::UnixMs wallClock() const { return loop.clock().now(); }
};

[[nodiscard]] inline core::MonotonicNs nanoseconds(std::chrono::milliseconds duration) {
    return std::chrono::nanoseconds(duration).count();
}

} // namespace keysluice::gateway::session
