#include "fuzz/session_stage.h"

#include "fuzz/fuzz_input.h"
#include "gateway/certificate_authority.h"
#include "gateway/net/socket.h"
#include "gateway/tls/certificate_builder.h"
#include "unit/gateway/snapshot_builder.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace keysluice::fuzz {

using namespace gateway;

namespace {

constexpr int kMostTurns = 4000;
constexpr std::size_t kPooled = 2;

/// At most so long as nobody waits for by accident.
bool waitFor(int socket) {
    constexpr int kPatienceMs = 10'000;
    pollfd wanted{socket, POLLIN, 0};
    int count = 0;
    do {
        count = ::poll(&wanted, 1, kPatienceMs);
    } while (count < 0 && errno == EINTR);
    return count > 0;
}

/// A listener of the process: where connections of the stage are made, and the upstream proxy.
class Listener {
public:
    Listener() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        const bool isUp = ::bind(m_socket.value(), reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                          ::listen(m_socket.value(), 64) == 0 &&
                          ::getsockname(m_socket.value(), reinterpret_cast<sockaddr*>(&address), &size) == 0;
        require(isUp, "no listener");
        m_port = ntohs(address.sin_port);
    }
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] net::Descriptor accept() const {
        net::Descriptor socket(::accept4(m_socket.value(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (socket.isOpen()) {
            net::prepareSocket(socket.value());
        }
        return socket;
    }
    /// Two ends of a connection; the first is the one that connected.
    [[nodiscard]] std::pair<net::Descriptor, net::Descriptor> pair() const {
        const std::array<std::uint8_t, 4> loopback{127, 0, 0, 1};
        // Without blocking, since libFuzzer's clock interrupts; on this machine it is done at once all the same.
        net::ConnectAttempt attempt =
            net::beginConnect(net::SocketAddress::of(http::IpAddress::fromBytes(loopback.data(), false), m_port));
        require(attempt.error.empty(), "no connection");
        net::Descriptor mine = std::move(attempt.socket);
        waitFor(m_socket.value()); // a busy kernel delivers a moment later
        net::Descriptor other = accept();
        require(other.isOpen(), "no connection to accept");
        return {std::move(mine), std::move(other)};
    }

private:
    net::Descriptor m_socket;
    std::uint16_t m_port = 0;
};

/// What is the same for every run and takes long to make.
struct Props {
    Props();

    Listener listener;
    std::shared_ptr<keysluice::test::FakeOpener> opener = std::make_shared<keysluice::test::FakeOpener>();
    Snapshot snapshot;
    net::ResolverPool resolver{[](const std::string&) { return net::LookupResult{{}, "no such name"}; }};
    std::unique_ptr<tls::LeafCache> leaves;
};

Props::Props() {
    snapshot = gateway::test::runningSnapshot();
    snapshot.credentials = {gateway::test::credential(*snapshot.catalogue, "key", "anthropic", "api_key")};
    snapshot.credentials.front().sealed.recordId = "key";
    snapshot.agents = {SnapshotAgent{.id = "agent", .name = "Agent", .granted = {}}};
    snapshot.tokens = {SnapshotToken{"token", core::hashToken(kToken), "agent", 0, nullptr}};
    opener->set("key", std::string(kValue));
    snapshot.opener = opener;
    snapshot.upstreamProxyHost = "127.0.0.1"; // so that no name has to be looked up, by a thread
    snapshot.upstreamProxyPort = listener.port();
    const PlayedClock clock;
    auto authority = createAuthority({kProvider}, clock.now());
    auto key = tls::newKey();
    require(authority && key, "no authority");
    auto signing = std::make_shared<SigningAuthority>();
    signing->certificatePem = authority->certificatePem;
    signing->privateKeyDer = std::make_shared<core::SecretBytes>(std::move(authority->privateKeyDer));
    snapshot.authority = signing;
    leaves = std::make_unique<tls::LeafCache>(std::shared_ptr<EVP_PKEY>(key->release(), EVP_PKEY_free));
    leaves->setAuthority(signing);
}

Props& props() {
    static Props everything;
    return everything;
}

std::shared_ptr<net::EventLoop> newLoop(const core::Clock& clock) {
    auto loop = net::EventLoop::create(clock);
    require(loop.has_value(), "no event loop");
    return std::move(*loop);
}

} // namespace

void Played::receive() {
    static std::array<char, 65536> bytes; // cleared once, not at each of thousands of looks a second
    while (socket.isOpen() && end == End::Open) {
        const ssize_t count = ::recv(socket.value(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count > 0) {
            received.append(bytes.data(), static_cast<std::size_t>(count));
        } else if (count == 0) {
            end = End::Clean;
        } else if (errno == EAGAIN) {
            return;
        } else if (errno != EINTR) {
            end = End::Broken;
        }
    }
}

void Played::receiveToItsEnd() {
    while (socket.isOpen() && end == End::Open && waitFor(socket.value())) {
        receive();
    }
}

void Played::send(std::string_view bytes) {
    saidAnything = true;
    if (socket.isOpen()) {
        // An input is shorter than what the kernel keeps, so this never stops half-way.
        [[maybe_unused]] const ssize_t count =
            ::send(socket.value(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    }
}

void Played::endOutput() {
    saidAnything = true;
    if (socket.isOpen()) {
        ::shutdown(socket.value(), SHUT_WR);
    }
}

void Played::leave(bool reset) {
    receive();
    hasLeft = true;
    saidAnything = true;
    if (reset && socket.isOpen()) {
        const linger abort{1, 0};
        ::setsockopt(socket.value(), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    }
    socket.close();
}

core::ActivitySink::Ticket AccountingSink::begin(core::ActivityRecord&& record) noexcept {
    m_begun.push_back(std::move(record));
    m_isOpen.push_back(true);
    ++m_open;
    return m_begun.size();
}

void AccountingSink::end(Ticket ticket, core::ActivityOutcome&& outcome) noexcept {
    require(ticket > 0 && ticket <= m_begun.size() && m_isOpen[ticket - 1], "a row ends that is not open");
    m_isOpen[ticket - 1] = false;
    --m_open;
    core::ActivityRecord row = m_begun[ticket - 1];
    static_cast<core::ActivityOutcome&>(row) = std::move(outcome);
    submit(std::move(row));
}

std::optional<net::PeerFacts> SessionStage::Peers::inspect(const net::SocketAddress&, const net::SocketAddress&) {
    return net::PeerFacts{::geteuid(), isHeld};
}

SessionStage::SessionStage()
    : m_loop(newLoop(m_clock)),
      m_dns(m_loop, props().resolver),
      m_pool(*m_loop),
      m_services{
          *m_loop,      sink,          m_dns,           m_peers,     m_buffers,
          m_pool,       m_upstreamTls, *props().leaves, counters,    m_agentCounts,
          m_heldMemory, m_examiner,    m_limitCounters, m_approvals, std::make_shared<const Snapshot>(props().snapshot),
          {},           false} {
    pool();
    auto [mine, theirs] = props().listener.pair();
    agent.socket = std::move(mine);
    m_connection =
        std::make_unique<session::AgentConnection>(m_services, std::move(theirs), [this](session::AgentConnection&) {
            m_loop->bury(std::unique_ptr<net::Runnable>(std::move(m_connection)));
        });
    m_connection->start();
    settle();
}

SessionStage::~SessionStage() {
    close();
    // With a reset, so that the port is free at once.
    agent.leave(true);
    for (const auto& provider : providers) {
        provider->leave(true);
    }
}

/// Connections to the provider that stand already, in the clear: the exchange takes them for what it dialled before.
void SessionStage::pool() {
    const session::UpstreamKey key{kProvider, 443, true, {}, "key", "agent"};
    for (std::size_t i = 0; i < kPooled; ++i) {
        auto [mine, theirs] = props().listener.pair();
        auto provider = std::make_unique<Played>();
        provider->socket = std::move(mine);
        provider->isInjected = true;
        providers.push_back(std::move(provider));
        m_pool.give(key.text(), std::make_unique<net::Stream>(*m_loop, std::move(theirs), nullptr),
                    props().snapshot.limits.keepAlive);
    }
}

void SessionStage::acceptDialled() {
    for (net::Descriptor socket = props().listener.accept(); socket.isOpen(); socket = props().listener.accept()) {
        auto provider = std::make_unique<Played>();
        provider->socket = std::move(socket);
        providers.push_back(std::move(provider));
    }
}

void SessionStage::settle() {
    for (int turns = 0, quiet = 0; quiet < 2; ++turns) {
        require(turns < kMostTurns, "it goes round for ever");
        const std::size_t before = agent.received.size();
        const bool isReady = m_loop->turn(std::chrono::milliseconds(0));
        acceptDialled();
        agent.receive();
        bool hasMoved = agent.received.size() != before;
        for (const auto& provider : providers) {
            const std::size_t size = provider->received.size();
            provider->receive();
            hasMoved = hasMoved || provider->received.size() != size;
        }
        quiet = isReady || hasMoved ? 0 : quiet + 1;
    }
}

void SessionStage::pass(std::int64_t milliseconds) {
    m_clock.pass(milliseconds);
    settle();
}

void SessionStage::publish(void (*change)(Snapshot&)) {
    Snapshot next = props().snapshot;
    change(next);
    m_services.snapshot = std::make_shared<const Snapshot>(std::move(next));
    if (m_connection && m_services.snapshot->state == GateState::Locked && m_services.snapshot->cutStreamsOnLock) {
        m_connection->cutExchange("locked");
    }
    settle();
}

void SessionStage::drain() {
    m_services.isDraining = true;
    m_pool.clear();
    if (m_connection) {
        m_connection->drain();
    }
    settle();
}

void SessionStage::close() {
    if (m_connection) {
        m_connection->cut("stopped");
    }
    m_pool.clear();
    settle();
    m_loop->emptyGraveyard();
}

} // namespace keysluice::fuzz
