#include "gateway/gateway.h"

#include "gateway/listener.h"
#include "gateway/net/socket.h"
#include "gateway/session/local_time.h"
#include "gateway/tls/certificate_builder.h"
#include "gateway/worker.h"

#include <algorithm>
#include <thread>

namespace keysluice::gateway {

namespace {

constexpr int kMostWorkers = 4;

int workerCount(int wanted) {
    if (wanted > 0) {
        return wanted;
    }
    const int processors = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(processors / 2, 1, kMostWorkers);
}

std::vector<policy::OwnEndpoint> ownEndpoints(const std::vector<Endpoint>& endpoints) {
    std::vector<policy::OwnEndpoint> own;
    for (const Endpoint& endpoint : endpoints) {
        if (const auto address = http::parseIpAddress(endpoint.address)) {
            own.push_back({*address, endpoint.port});
        }
    }
    return own;
}

/// Passes on what workers say to the gateway's own thread.
session::ApprovalDesk::Listener announcing(Gateway& gateway) {
    return {[&gateway](std::shared_ptr<const core::ApprovalRequest> request) {
                QMetaObject::invokeMethod(
                    &gateway, [&gateway, request = std::move(request)] { Q_EMIT gateway.approvalAsked(request); },
                    Qt::QueuedConnection);
            },
            [&gateway](core::ApprovalId id, core::ApprovalEnd how) {
                QMetaObject::invokeMethod(
                    &gateway, [&gateway, id, how] { Q_EMIT gateway.approvalEnded(id, how); }, Qt::QueuedConnection);
            }};
}

} // namespace

class Gateway::Private {
public:
    Private(Gateway& gateway, core::ActivitySink& sink, const core::Clock& systemClock, GatewaySeams seams, int count);

    const core::Clock& clock;
    // Order matters: workers go first, what they use after them.
    session::SharedCounters counters;
    session::AgentCounts agentCounts;
    session::HeldMemory heldMemory;
    session::BodyExaminer examiner;
    core::rules::LimitCounters limitCounters{session::localOffset};
    session::ApprovalDesk approvals;
    net::ResolverPool resolver;
    std::uint64_t openFileLimit;
    std::vector<std::unique_ptr<Worker>> workers;
    core::Failure startFailure{core::FailureCode::IoFailed, {}};
    Listener listener;
    std::shared_ptr<const Snapshot> snapshot = std::make_shared<const Snapshot>();
    std::size_t draining = 0;
    bool isShuttingDown = false;
};

Gateway::Private::Private(Gateway& gateway, core::ActivitySink& sink, const core::Clock& systemClock,
                          GatewaySeams seams, int count)
    : clock(systemClock),
      approvals(announcing(gateway)),
      resolver(seams.lookUp ? std::move(seams.lookUp) : net::lookUpWithSystem),
      openFileLimit(net::raiseOpenFileLimit()) {
    auto makeInspector =
        seams.makeInspector ? std::move(seams.makeInspector) : []() -> std::unique_ptr<net::PeerInspector> {
        return std::make_unique<net::NetlinkPeerInspector>();
    };
    auto key = tls::newKey();
    if (!key) {
        startFailure.context = key.error();
        return;
    }
    const std::shared_ptr<EVP_PKEY> leafKey(key->release(), EVP_PKEY_free);
    const Worker::Shared shared{sink,
                                systemClock,
                                resolver,
                                counters,
                                agentCounts,
                                heldMemory,
                                examiner,
                                limitCounters,
                                approvals,
                                leafKey,
                                std::move(makeInspector),
                                seams.watchNetwork ? std::move(seams.watchNetwork) : net::systemNetwork};
    for (int i = 0; i < count; ++i) {
        auto worker = Worker::create(shared);
        if (!worker) {
            startFailure = worker.error();
            workers.clear();
            return;
        }
        workers.push_back(std::move(*worker));
    }
}

Gateway::Gateway(core::ActivitySink& sink, const core::Clock& clock, int workers, QObject* parent)
    : Gateway(sink, clock, GatewaySeams{}, workers, parent) {}

Gateway::Gateway(core::ActivitySink& sink, const core::Clock& clock, GatewaySeams seams, int workers, QObject* parent)
    : QObject(parent),
      m_private(std::make_unique<Private>(*this, sink, clock, std::move(seams), workerCount(workers))) {}

Gateway::~Gateway() {
    stopListening();
    m_private->workers.clear();
}

core::Outcome<std::vector<Endpoint>> Gateway::listen(const std::vector<std::string>& addresses, std::uint16_t port) {
    if (m_private->workers.empty()) {
        return tl::make_unexpected(m_private->startFailure);
    }
    auto listener = Listener::open(addresses, port);
    if (!listener) {
        return tl::make_unexpected(listener.error());
    }
    const std::vector<policy::OwnEndpoint> own = ownEndpoints(listener->endpoints);
    std::vector<int> sockets;
    for (const net::Descriptor& socket : listener->sockets) {
        sockets.push_back(socket.value());
    }
    stopListening();
    for (const auto& worker : m_private->workers) {
        worker->setOwnEndpoints(own);
        worker->listenOn(sockets);
    }
    m_private->listener = std::move(*listener);
    return m_private->listener.endpoints;
}

void Gateway::stopListening() {
    if (m_private->listener.sockets.empty()) {
        return;
    }
    for (const auto& worker : m_private->workers) {
        worker->stopListening();
    }
    m_private->listener = {};
}

std::vector<Endpoint> Gateway::endpoints() const {
    return m_private->listener.endpoints;
}

bool Gateway::isOwnProxy(std::string_view host, std::uint16_t port) const {
    return policy::isOwnProxy(host, port, ownEndpoints(m_private->listener.endpoints));
}

void Gateway::publish(std::shared_ptr<const Snapshot> snapshot) {
    m_private->snapshot = snapshot;
    for (const auto& worker : m_private->workers) {
        worker->publish(snapshot);
    }
}

bool Gateway::answerApproval(core::ApprovalId id, bool isApproved) {
    return m_private->approvals.answer(id, isApproved);
}

GatewayCounters Gateway::counters() const {
    return {m_private->counters.connections.load(std::memory_order_relaxed),
            m_private->counters.exchanges.load(std::memory_order_relaxed),
            m_private->counters.served.load(std::memory_order_relaxed)};
}

void Gateway::rebuildLimits(std::span<const core::rules::Limit> limits,
                            std::span<const core::rules::CountedRequest> history) {
    m_private->limitCounters.rebuild(limits, history, m_private->clock.now());
}

std::vector<core::rules::LimitStanding> Gateway::limitStandings() const {
    return m_private->limitCounters.standings(m_private->clock.now());
}

core::UnixMs Gateway::earliestWindow(std::span<const core::rules::Limit> limits) const {
    const core::UnixMs now = m_private->clock.now();
    core::UnixMs earliest = now;
    for (const core::rules::Limit& limit : limits) {
        earliest = std::min(earliest, core::rules::windowOf(limit.period, now, session::localOffset).begin);
    }
    return earliest;
}

std::uint64_t Gateway::originalOpenFileLimit() const {
    return m_private->openFileLimit;
}

void Gateway::dropPooledConnections() {
    for (const auto& worker : m_private->workers) {
        worker->dropPooledConnections();
    }
}

void Gateway::shutdown() {
    if (m_private->isShuttingDown) {
        for (const auto& worker : m_private->workers) {
            worker->cutAll();
        }
        return;
    }
    m_private->isShuttingDown = true;
    stopListening();
    m_private->draining = m_private->workers.size();
    if (m_private->draining == 0) {
        QMetaObject::invokeMethod(this, &Gateway::stopped, Qt::QueuedConnection);
        return;
    }
    for (const auto& worker : m_private->workers) {
        worker->drain(m_private->snapshot->limits.drain, [this] {
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (--m_private->draining == 0) {
                        Q_EMIT stopped();
                    }
                },
                Qt::QueuedConnection);
        });
    }
}

} // namespace keysluice::gateway
