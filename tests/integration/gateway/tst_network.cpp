// Networks that change, and providers that are no longer reached without anybody saying so.
#include "gateway/net/network_watcher.h"
#include "support/provider_scene.h"
#include "support/tcp_pair.h"
#include "support/websocket_scene.h"

#include <QtTest>

#include <linux/filter.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <mutex>
#include <set>
#include <thread>

using namespace keysluice;
using namespace keysluice::test;
using gateway::net::NetworkSource;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kShort{200};

/// What the kernel tells of the machine's addresses.
class FakeNetwork {
public:
    FakeNetwork() {
        std::array<int, 2> ends{};
        ::socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data());
        m_tell = gateway::net::Descriptor(ends[0]);
        m_hear = gateway::net::Descriptor(ends[1]);
    }
    [[nodiscard]] NetworkSource source() {
        return {std::move(m_hear), [this] {
                    const std::lock_guard lock(m_mutex);
                    return m_addresses;
                }};
    }
    void become(std::set<std::string> addresses) {
        {
            const std::lock_guard lock(m_mutex);
            m_addresses = std::move(addresses);
        }
        tell();
    }
    void tell() { (void)::send(m_tell.value(), "news", 4, 0); }

private:
    gateway::net::Descriptor m_tell;
    gateway::net::Descriptor m_hear;
    std::mutex m_mutex;
    std::set<std::string> m_addresses{"wlan0 192.0.2.7"};
};

/// From here on nothing reaches this socket, as when a network is gone or a router has forgotten the connection: no
/// byte, no confirmation, and nobody is told.
void loseTheWayTo(const BlockingPeer& peer) {
    sock_filter dropAll = BPF_STMT(BPF_RET | BPF_K, 0);
    const sock_fprog program{1, &dropAll};
    if (::setsockopt(peer.socket(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0) {
        qFatal("no filter can be attached");
    }
}

} // namespace

class NetworkTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void otherAddressesAreTold();
    void theSystemIsAsked();
    void pooledConnectionsAreDroppedOnAnotherNetwork_data();
    void pooledConnectionsAreDroppedOnAnotherNetwork();
    void silentConnectionsToProvidersAreProbed();
    void aDeadPooledConnectionCostsOneRequest_data();
    void aDeadPooledConnectionCostsOneRequest();
    void aStreamThatBeganIsCut();
    void aWebSocketThatLeadsNowhereEnds();
    void aBlindTunnelThatLeadsNowhereEnds();
    void aProviderThatOnlyThinksIsLeftAlone_data();
    void aProviderThatOnlyThinksIsLeftAlone();
};

void NetworkTest::otherAddressesAreTold() {
    const core::SystemClock clock;
    auto loop = gateway::net::EventLoop::create(clock);
    FakeNetwork network;
    int told = 0;
    const gateway::net::NetworkWatcher watcher(**loop, network.source(), [&] { ++told; });
    const auto hear = [&] { (*loop)->poller().wait(milliseconds(0)); };
    hear();
    QCOMPARE(told, 0);
    network.tell(); // the lifetime of an address was renewed
    network.tell();
    hear();
    QCOMPARE(told, 0);
    network.become({});
    network.become({"wlan0 198.51.100.9"}); // both at once: one change
    hear();
    QCOMPARE(told, 1);
    hear();
    QCOMPARE(told, 1);
    network.become({"wlan0 198.51.100.9", "tun0 10.8.0.2"});
    hear();
    QCOMPARE(told, 2);
}

void NetworkTest::theSystemIsAsked() {
    const NetworkSource system = gateway::net::systemNetwork();
    QVERIFY(system.events.isOpen());
    for (const std::string& address : system.addresses()) {
        QVERIFY2(address.find(" 127.") == std::string::npos && address.find(" fe80:") == std::string::npos,
                 address.c_str());
    }
}

void NetworkTest::pooledConnectionsAreDroppedOnAnotherNetwork_data() {
    QTest::addColumn<std::string>("request");
    QTest::newRow("GET") << getRequest();
    QTest::newRow("POST, which is never repeated") << postRequest("{}");
}

void NetworkTest::pooledConnectionsAreDroppedOnAnotherNetwork() {
    QFETCH(std::string, request);
    FakeNetwork network;
    gateway::GatewaySeams seams;
    seams.watchNetwork = [&] { return network.source(); };
    ProviderScene scene(
        [](BlockingPeer& peer, LoopbackOrigin& origin) {
            origin.note(peer.receiveMessage());
            peer.send(kJsonAnswer);
            (void)peer.waitForEnd(); // it would not answer a second one
        },
        ProviderCertificates::Kind::Good, kAnthropic, std::move(seams));
    scene.gate.clock.stand();
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    network.become({"eth0 198.51.100.9"});
    QVERIFY(scene.origin.waitForClosed(1));
    QVERIFY(agent.send(request));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.connections(), 2);
}

void NetworkTest::silentConnectionsToProvidersAreProbed() {
    const TcpPair pair;
    const auto listener = gateway::net::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto any = gateway::net::SocketAddress::of(gateway::http::IpAddress::v4(127, 0, 0, 1), 0);
    QCOMPARE(::bind(listener.value(), any.raw(), any.size), 0);
    QCOMPARE(::listen(listener.value(), 1), 0);
    const auto attempt = gateway::net::beginConnect(gateway::net::localAddress(listener.value()));
    QVERIFY2(attempt.error.empty(), attempt.error.c_str());
    const auto option = [&](int level, int name) {
        int value = -1;
        socklen_t size = sizeof value;
        ::getsockopt(attempt.socket.value(), level, name, &value, &size);
        return value;
    };
    QCOMPARE(option(SOL_SOCKET, SO_KEEPALIVE), 1);
    const int probes = option(IPPROTO_TCP, TCP_KEEPCNT);
    QVERIFY(probes >= 3); // one may be lost
    const int seconds = option(IPPROTO_TCP, TCP_KEEPIDLE) + probes * option(IPPROTO_TCP, TCP_KEEPINTVL);
    QVERIFY2(seconds <= 60, "a connection that leads nowhere stays too long");
}

void NetworkTest::aDeadPooledConnectionCostsOneRequest_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<int>("status");
    QTest::newRow("GET, repeated on another one") << getRequest() << 200;
    QTest::newRow("POST, never repeated") << postRequest("{}") << 504;
}

void NetworkTest::aDeadPooledConnectionCostsOneRequest() {
    QFETCH(std::string, request);
    QFETCH(int, status);
    constexpr int kPooled = 3;
    std::atomic<int> connected{0};
    Gate areAllThere;
    std::atomic<int> lost{0};
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        const bool isOfBefore = ++connected <= kPooled;
        origin.note(peer.receiveMessage());
        areAllThere.wait(); // so that each request gets a connection of its own
        peer.send(kJsonAnswer);
        if (isOfBefore) {
            loseTheWayTo(peer);
            ++lost;
        }
        while (!peer.receiveMessage().head.empty()) {
            peer.send(kJsonAnswer);
        }
    });
    scene.gate.snapshot.limits.confirmation = kShort;
    QVERIFY(scene.start());
    std::vector<BlockingPeer> agents;
    for (int i = 0; i < kPooled; ++i) {
        agents.push_back(scene.gate.openTunnel());
        QVERIFY(agents.back().send(getRequest()));
    }
    QVERIFY(scene.origin.waitForRequests(kPooled));
    areAllThere.open();
    for (BlockingPeer& agent : agents) {
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
    QTRY_COMPARE_WITH_TIMEOUT(lost.load(), kPooled, 10000);
    BlockingPeer& agent = agents.front();
    QVERIFY(agent.send(request));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.field("x-keysluice-error"), std::string(status == 200 ? "" : "upstream_timeout"));
    QVERIFY(agent.send(postRequest("{}")));
    QCOMPARE(agent.receiveMessage().status(), 200); // not one after the other of those that are dead, too
    if (status != 200) {
        const auto row = scene.gate.sink.waitForCode("upstream_timeout");
        QCOMPARE(row.detail, std::string("unreachable"));
        QCOMPARE(row.complete, true); // the agent got an answer: ours
    }
}

void NetworkTest::aStreamThatBeganIsCut() {
    Gate isLost;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.receiveHead();
        (void)peer.receive(5);
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        loseTheWayTo(peer);
        isLost.open();
        (void)peer.waitForEnd();
    });
    scene.gate.snapshot.limits.confirmation = kShort;
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 50\r\n\r\nhello"));
    QVERIFY(!agent.receiveUntil("half").empty());
    QVERIFY(isLost.wait());
    QVERIFY(agent.send("more of it"));
    QVERIFY(agent.waitForEnd());
    QVERIFY(!agent.endedCleanly());
    QCOMPARE(scene.gate.sink.waitForCode("upstream_timeout").complete, false);
}

void NetworkTest::aWebSocketThatLeadsNowhereEnds() {
    ProviderScene scene(upgrading([](BlockingPeer& peer, LoopbackOrigin&) {
        peer.send(fromProvider("welcome"));
        loseTheWayTo(peer);
        (void)peer.waitForEnd();
    }));
    scene.gate.snapshot.limits.confirmation = kShort;
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(upgradeRequest()));
    QVERIFY(!agent.receiveUntil("welcome").empty());
    // It goes on asking, as those do that ping.
    while (agent.send(fromAgent("are you there?")) && scene.gate.sink.rows().size() < 2) {
        QTest::qWait(5);
    }
    const auto row = scene.gate.sink.waitForCode("upstream_timeout");
    QCOMPARE(row.kind, core::ActivityRecord::Kind::WebSocket);
    QCOMPARE(row.detail, std::string("unreachable"));
    QVERIFY(agent.waitForEnd());
}

void NetworkTest::aBlindTunnelThatLeadsNowhereEnds() {
    GatewayFixture gate;
    const auto identity = gate.certificates.issue("files.example");
    Gate isLost;
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), [&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.receiveHead();
        peer.send(kJsonAnswer);
        loseTheWayTo(peer);
        isLost.open();
        (void)peer.waitForEnd();
    });
    gate.resolveTo("files.example", origin.port());
    gate.snapshot.limits.confirmation = kShort;
    QVERIFY(gate.listen());
    const gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("files.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.connectTls(context.get(), "files.example"));
    QVERIFY(agent.send("GET / HTTP/1.1\r\nHost: files.example\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QVERIFY(isLost.wait());
    QVERIFY(agent.send("GET / HTTP/1.1\r\nHost: files.example\r\n\r\n"));
    QVERIFY(agent.waitForEnd());
    QCOMPARE(gate.sink.waitForCode("upstream_timeout").detail, std::string("unreachable"));
}

void NetworkTest::aProviderThatOnlyThinksIsLeftAlone_data() {
    QTest::addColumn<bool>("reads");
    QTest::newRow("having read everything") << true;
    QTest::newRow("and reads nothing meanwhile") << false;
}

void NetworkTest::aProviderThatOnlyThinksIsLeftAlone() {
    QFETCH(bool, reads);
    const std::string body(reads ? 1000 : 16 * 1024 * 1024, 'x'); // more than the sockets on the way hold
    Gate proceed;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage request;
        if (reads) {
            request = peer.receiveMessage();
        }
        origin.note({});
        proceed.wait();
        if (!reads) {
            request = peer.receiveMessage();
        }
        peer.send(request.body.size() == body.size() ? kJsonAnswer : "HTTP/1.1 500 Other\r\nContent-Length: 0\r\n\r\n");
    });
    scene.gate.snapshot.limits.confirmation = kShort;
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    std::thread sender([&] { (void)agent.send(postRequest(body)); });
    const bool isThere = scene.origin.waitForRequests(1);
    QTest::qWait(500); // it is looked at several times
    const auto rows = scene.gate.sink.rows();
    proceed.open();
    sender.join();
    QVERIFY(isThere);
    QVERIFY2(rows.size() == 1, rows.back().detail.c_str()); // of the CONNECT
    QCOMPARE(agent.receiveMessage().status(), 200);
}

QTEST_GUILESS_MAIN(NetworkTest)
#include "tst_network.moc"
