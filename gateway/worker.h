#pragma once

#include "gateway/acceptor.h"
#include "gateway/net/event_loop.h"
#include "gateway/net/network_watcher.h"
#include "gateway/net/peer_inspector.h"
#include "gateway/net/resolver.h"
#include "gateway/session/services.h"

#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

namespace keysluice::gateway {

namespace session {
class AgentConnection;
}

/// One worker thread: its loop and everything that lives on it. A connection lives and dies on one worker; nothing is
/// shared but the immutable snapshot, counters and what is handed in here.
/// Thread: the methods from any; the work on its own.
class Worker final {
public:
    struct Shared {
        core::ActivitySink& sink;
        const core::Clock& clock;
        net::ResolverPool& resolver;
        session::SharedCounters& counters;
        session::AgentCounts& agentCounts;
        session::HeldMemory& heldMemory;
        session::BodyExaminer& examiner;
        core::rules::LimitCounters& limitCounters;
        session::ApprovalDesk& approvals;
        std::shared_ptr<EVP_PKEY> leafKey;
        std::function<std::unique_ptr<net::PeerInspector>()> makeInspector;
        std::function<net::NetworkSource()> watchNetwork;
    };

    /// Error: IoFailed (no poller).
    [[nodiscard]] static core::Outcome<std::unique_ptr<Worker>> create(const Shared& shared);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Accepts from these until `stopListening`. Borrowed.
    void listenOn(std::vector<int> sockets);
    /// Returns when nothing is accepted any more: at the end of the worker's turn. Not from the worker's thread.
    void stopListening();
    void publish(std::shared_ptr<const Snapshot> snapshot);
    void setOwnEndpoints(std::vector<policy::OwnEndpoint> endpoints);
    void dropPooledConnections();
    /// Running exchanges may finish; `done` runs on the worker when the last connection has gone or `patience` is over.
    void drain(std::chrono::milliseconds patience, std::function<void()> done);
    /// Cuts everything that is left. Ends a drain.
    void cutAll();

private:
    Worker(const Shared& shared, std::shared_ptr<net::EventLoop> loop);
    void adopt(net::Descriptor socket);
    void publishHere(std::shared_ptr<const Snapshot> snapshot);
    void cutConnections(std::string_view why);
    void cutFrozenAgents();
    void finishDrain();
    template <class Action>
    void forEachConnection(Action action);

    std::shared_ptr<net::EventLoop> m_loop;
    net::DnsClient m_dns;
    std::unique_ptr<net::PeerInspector> m_inspector;
    session::BufferPool m_buffers;
    session::UpstreamTls m_upstreamTls;
    session::UpstreamPool m_pool;
    tls::LeafCache m_leaves;
    session::Services m_services;
    std::unordered_map<session::AgentConnection*, std::unique_ptr<session::AgentConnection>> m_connections;
    std::vector<std::unique_ptr<Acceptor>> m_acceptors;
    net::NetworkWatcher m_network;
    net::Timer m_drainTimer;
    std::function<void()> m_onDrained;
    std::thread m_thread;
};

} // namespace keysluice::gateway
