#include "gateway/worker.h"

#include "gateway/net/socket.h"
#include "gateway/session/agent_connection.h"

#include <future>
#include <malloc.h>
#include <set>

namespace keysluice::gateway {

namespace {
constexpr std::size_t kTrimAbove = 64; ///< connections whose end is worth giving memory back for
} // namespace

core::Outcome<std::unique_ptr<Worker>> Worker::create(const Shared& shared) {
    auto loop = net::EventLoop::create(shared.clock);
    if (!loop) {
        return tl::make_unexpected(loop.error());
    }
    std::unique_ptr<Worker> worker(new Worker(shared, std::move(*loop)));
    worker->m_thread = std::thread([loopPointer = worker->m_loop.get()] { loopPointer->run(); });
    return worker;
}

Worker::Worker(const Shared& shared, std::shared_ptr<net::EventLoop> loop)
    : m_loop(std::move(loop)),
      m_dns(m_loop, shared.resolver),
      m_inspector(shared.makeInspector()),
      m_pool(*m_loop),
      m_leaves(shared.leafKey),
      m_services{*m_loop,
                 shared.sink,
                 m_dns,
                 *m_inspector,
                 m_buffers,
                 m_pool,
                 m_upstreamTls,
                 m_leaves,
                 shared.counters,
                 shared.agentCounts,
                 shared.heldMemory,
                 shared.examiner,
                 shared.limitCounters,
                 shared.approvals,
                 std::make_shared<const Snapshot>(),
                 {},
                 false},
      m_network(*m_loop, shared.watchNetwork(), [this] { dropPooledConnections(); }),
      m_drainTimer(m_loop->timers(), [this] { finishDrain(); }) {}

Worker::~Worker() {
    m_loop->stop();
    if (m_thread.joinable()) {
        m_thread.join();
    }
    // The loop's thread is gone: what is left is ended from here.
    cutConnections("stopped");
    m_pool.clear();
    m_loop->emptyGraveyard();
}

void Worker::listenOn(std::vector<int> sockets) {
    m_loop->post([this, sockets = std::move(sockets)] {
        for (const int socket : sockets) {
            m_acceptors.push_back(std::make_unique<Acceptor>(
                *m_loop, socket, [this](net::Descriptor accepted) { adopt(std::move(accepted)); }));
        }
    });
}

void Worker::stopListening() {
    auto stopped = std::make_shared<std::promise<void>>();
    auto result = stopped->get_future();
    m_loop->post([this, stopped] {
        for (auto& acceptor : m_acceptors) {
            acceptor->stop();
            m_loop->bury(std::unique_ptr<net::Runnable>(std::move(acceptor)));
        }
        m_acceptors.clear();
        stopped->set_value();
    });
    result.wait();
}

void Worker::adopt(net::Descriptor socket) {
    if (m_services.isDraining) {
        return;
    }
    auto connection = std::make_unique<session::AgentConnection>(
        m_services, std::move(socket), [this](session::AgentConnection& closed) {
            const auto found = m_connections.find(&closed);
            if (found == m_connections.end()) {
                return;
            }
            m_loop->bury(std::unique_ptr<net::Runnable>(std::move(found->second)));
            m_connections.erase(found);
            if (m_connections.empty()) {
                if (m_connections.bucket_count() > kTrimAbove) {
                    m_connections.rehash(0);
                    ::malloc_trim(0); // glibc keeps what many closed connections used
                }
                finishDrain();
            }
        });
    session::AgentConnection& reference = *connection;
    m_connections.emplace(&reference, std::move(connection));
    reference.start();
}

void Worker::publish(std::shared_ptr<const Snapshot> snapshot) {
    m_loop->post([this, snapshot = std::move(snapshot)] { publishHere(snapshot); });
}

void Worker::publishHere(std::shared_ptr<const Snapshot> snapshot) {
    const std::shared_ptr<const Snapshot> before = std::exchange(m_services.snapshot, std::move(snapshot));
    const Snapshot& now = *m_services.snapshot;
    m_leaves.setAuthority(now.authority);
    forEachConnection([](session::AgentConnection& connection) { connection.askAgain(); });
    if (now.state == GateState::Locked) {
        // Trust is not known while locked; what is pooled keeps, requests are refused anyway.
        if (now.cutStreamsOnLock) {
            forEachConnection([](session::AgentConnection& connection) { connection.cutExchange("locked"); });
        }
        return;
    }
    cutFrozenAgents();
    const bool isSameRoute = before->extraCaPem == now.extraCaPem &&
                             before->upstreamProxyHost == now.upstreamProxyHost &&
                             before->upstreamProxyPort == now.upstreamProxyPort &&
                             before->allowPrivateDestinations == now.allowPrivateDestinations;
    m_upstreamTls.setTrust(now.extraCaPem);
    if (!isSameRoute) {
        m_pool.clear();
    }
    for (const SnapshotCredential& credential : now.credentials) {
        for (const std::string& host : credential.hosts) {
            [[maybe_unused]] const auto minted = m_leaves.contextFor(host, m_services.wallClock());
        }
    }
}

/// What agents have running whose freeze is to end that, too.
void Worker::cutFrozenAgents() {
    std::set<core::RecordId> frozen;
    for (const SnapshotAgent& agent : m_services.snapshot->agents) {
        if (agent.freeze == core::Freeze::Streams) {
            frozen.insert(agent.id);
        }
    }
    if (frozen.empty()) {
        return;
    }
    forEachConnection([&frozen](session::AgentConnection& connection) {
        const core::RecordId* served = connection.servedAgent();
        if (served != nullptr && frozen.contains(*served)) {
            connection.cut("frozen");
        }
    });
}

void Worker::setOwnEndpoints(std::vector<policy::OwnEndpoint> endpoints) {
    m_loop->post([this, endpoints = std::move(endpoints)] { m_services.ownEndpoints = endpoints; });
}

void Worker::dropPooledConnections() {
    m_loop->post([this] {
        m_pool.clear();
        m_dns.forget();
    });
}

template <class Action>
void Worker::forEachConnection(Action action) {
    std::vector<session::AgentConnection*> all;
    all.reserve(m_connections.size());
    for (const auto& [pointer, connection] : m_connections) {
        all.push_back(pointer);
    }
    for (session::AgentConnection* connection : all) {
        action(*connection); // those that close meanwhile stay valid until the graveyard is emptied
    }
}

void Worker::drain(std::chrono::milliseconds patience, std::function<void()> done) {
    m_loop->post([this, patience, done = std::move(done)] {
        m_onDrained = done;
        m_services.isDraining = true;
        m_pool.clear();
        forEachConnection([](session::AgentConnection& connection) { connection.drain(); });
        if (m_connections.empty()) {
            finishDrain();
        } else if (m_onDrained) {
            m_drainTimer.setDeadline(m_loop->now() + session::nanoseconds(patience));
        }
    });
}

void Worker::finishDrain() {
    if (const auto done = std::exchange(m_onDrained, nullptr)) {
        m_drainTimer.cancel();
        cutConnections("shutting down");
        done();
    }
}

void Worker::cutAll() {
    m_loop->post([this] { cutConnections("shutting down"); });
}

void Worker::cutConnections(std::string_view why) {
    forEachConnection([why](session::AgentConnection& connection) { connection.cut(why); });
}

} // namespace keysluice::gateway
