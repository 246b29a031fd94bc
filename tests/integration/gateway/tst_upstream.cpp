// The provider's side: names, addresses, pooling, repetition, strictness.
#include "support/provider_scene.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace keysluice;
using namespace keysluice::test;

class UpstreamTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void connectionsAndSessionsAreReused();
    void aProviderThatEndsEachConnectionIsResumed();
    void anIdleConnectionThatWasClosedIsNotUsed();
    void aGetIsRepeatedOnceAPostNever();
    void aGetWithABodyIsNotRepeated();
    void aRepetitionAfterAFailedWriteIsSent();
    void surplusBytesDiscardTheConnection();
    void malformedAnswers_data();
    void malformedAnswers();
    void redirectsPass();
    void namesThatDoNotResolve();
    void privateAddressesAreNotDialled_data();
    void privateAddressesAreNotDialled();
    void refusedConnection();
    void resetBeforeAnAnswer();
    void dropPooledConnectionsDrops();
};

void UpstreamTest::aProviderThatEndsEachConnectionIsResumed() {
    ProviderScene scene(LoopbackOrigin::answering(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    for (int i = 0; i < 4; ++i) {
        QVERIFY(agent.send(postRequest("{}")));
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
    QCOMPARE(scene.origin.connections(), 4);
    QCOMPARE(scene.origin.resumedHandshakes(), 3); // each with the ticket of the one before
}

void UpstreamTest::connectionsAndSessionsAreReused() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    for (int i = 0; i < 3; ++i) {
        BlockingPeer agent = scene.gate.openTunnel(); // another tunnel each time, the same provider connection
        QVERIFY(agent.send(postRequest("{}")));
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
    QCOMPARE(scene.origin.connections(), 1);
    scene.gate.gate->dropPooledConnections();
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.connections(), 2);
    QCOMPARE(scene.origin.resumedHandshakes(), 1);
}

void UpstreamTest::anIdleConnectionThatWasClosedIsNotUsed() {
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(kJsonAnswer); // promises to stay, and leaves
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    for (int i = 1; i <= 5; ++i) {
        QVERIFY(agent.send(postRequest("{}")));
        QCOMPARE(agent.receiveMessage().status(), 200);
        // The FIN has arrived when the kernel no longer has the provider's end; only then is the next request sent.
        QVERIFY(scene.origin.waitForClosed(i));
    }
    QCOMPARE(scene.origin.connections(), 5);
}

void UpstreamTest::aGetIsRepeatedOnceAPostNever() {
    // The provider takes the second request of a connection and closes without a word.
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(kJsonAnswer);
        WireMessage second = peer.receiveMessage();
        if (!second.head.empty()) {
            origin.note(std::move(second));
        }
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200); // on a fresh connection
    QCOMPARE(scene.origin.connections(), 2);
    QCOMPARE(scene.origin.requests().size(), std::size_t{3});
    QVERIFY(agent.send(postRequest("{}")));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 502);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("upstream_reset"));
    QCOMPARE(scene.origin.connections(), 2);
}

void UpstreamTest::aGetWithABodyIsNotRepeated() {
    // Its head may be gone from the buffer when the pooled connection turns out to be dead: the body was read over it.
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(kJsonAnswer);
        WireMessage second;
        second.head = peer.receiveHead();
        if (!second.head.empty()) {
            origin.note(std::move(second));
        }
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QVERIFY(agent.send("GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\nTransfer-Encoding: chunked\r\n\r\n"));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 502);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("upstream_reset"));
    QCOMPARE(scene.origin.connections(), 1);
    QCOMPARE(scene.origin.requests().size(), std::size_t{2});
}

void UpstreamTest::aRepetitionAfterAFailedWriteIsSent() {
    /// Lets something happen between the choice of a pooled connection and the first byte on it.
    class HoldingOpener final : public core::CredentialOpener {
    public:
        explicit HoldingOpener(const core::CredentialOpener& opener) : m_opener(opener) {}
        [[nodiscard]] core::Result<std::shared_ptr<const core::SecretBytes>, core::OpenError>
        open(const core::SealedValue& value) const override {
            if (++m_count == 2) {
                mayReset.open();
                (void)wasReset.wait();
            }
            return m_opener.open(value);
        }
        mutable Gate mayReset;
        mutable Gate wasReset;

    private:
        const core::CredentialOpener& m_opener;
        mutable std::atomic<int> m_count{0};
    };
    std::shared_ptr<HoldingOpener> holding;
    std::atomic<int> connections{0};
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        const bool isFirst = connections++ == 0;
        WireMessage request = peer.receiveMessage();
        if (request.head.empty()) {
            return;
        }
        origin.note(std::move(request));
        peer.send(kJsonAnswer);
        if (isFirst) {
            (void)holding->mayReset.wait();
            peer.reset();
            holding->wasReset.open();
        } else {
            (void)peer.waitForEnd();
        }
    });
    holding = std::make_shared<HoldingOpener>(*scene.gate.opener);
    scene.gate.snapshot.opener = holding;
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    for (int i = 0; i < 2; ++i) {
        QVERIFY(agent.send(getRequest()));
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
    QCOMPARE(scene.origin.connections(), 2);
}

void UpstreamTest::surplusBytesDiscardTheConnection() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    for (int i = 0; i < 2; ++i) {
        QVERIFY(agent.send(getRequest()));
        QCOMPARE(agent.receiveMessage().body, std::string("{\"ok\":true}"));
    }
    QCOMPARE(scene.origin.connections(), 2);
}

void UpstreamTest::malformedAnswers_data() {
    QTest::addColumn<std::string>("answer");
    QTest::newRow("two lengths") << std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok");
    QTest::newRow("length and chunked") << std::string(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    QTest::newRow("bare line feed") << std::string("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
    QTest::newRow("no status") << std::string("hello there\r\n\r\n");
    QTest::newRow("upgrade nobody asked for") << std::string("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n");
    QTest::newRow("proxy authentication") << std::string("HTTP/1.1 407 Proxy\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("bad chunk") << std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n");
    std::string many;
    for (int i = 0; i < 17; ++i) {
        many += "HTTP/1.1 102 Processing\r\n\r\n";
    }
    QTest::newRow("too many 1xx") << many + kJsonAnswer;
}

void UpstreamTest::malformedAnswers() {
    QFETCH(std::string, answer);
    ProviderScene scene(LoopbackOrigin::answering(answer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    WireMessage received = agent.receiveMessage();
    while (received.status() == 102) {
        received = agent.receiveMessage();
    }
    QCOMPARE(received.status(), 502);
    QCOMPARE(received.field("x-keysluice-error"), std::string("upstream_malformed"));
    QVERIFY(agent.waitForEnd());
}

void UpstreamTest::redirectsPass() {
    ProviderScene scene(
        LoopbackOrigin::answering("HTTP/1.1 307 Temporary Redirect\r\nLocation: https://evil.example/\r\nAlt-Svc: "
                                  "h3=\":443\"\r\nContent-Length: 0\r\n\r\n"));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 307);
    QCOMPARE(answer.field("location"), std::string("https://evil.example/"));
    QCOMPARE(answer.count("alt-svc"), 0);
    QCOMPARE(scene.origin.connections(), 1);
}

void UpstreamTest::namesThatDoNotResolve() {
    gateway::GatewaySeams seams;
    seams.lookUp = [](const std::string&) { return gateway::net::LookupResult{{}, "Name or service not known"}; };
    GatewayFixture gate(std::move(seams));
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 502);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("upstream_dns"));
    QCOMPARE(gate.sink.waitForCode("upstream_dns").detail, std::string("Name or service not known"));
}

void UpstreamTest::privateAddressesAreNotDialled_data() {
    QTest::addColumn<std::string>("address");
    for (const char* address :
         {"127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "0.0.0.0"}) {
        QTest::newRow(address) << std::string(address);
    }
}

void UpstreamTest::privateAddressesAreNotDialled() {
    QFETCH(std::string, address);
    gateway::GatewaySeams seams;
    seams.lookUp = [address](const std::string&) {
        return gateway::net::LookupResult{{*gateway::http::parseIpAddress(address)}, {}};
    };
    GatewayFixture gate(std::move(seams));
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 403);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("destination_refused"));
    QCOMPARE(gate.opener->opened(), 0);
}

void UpstreamTest::refusedConnection() {
    GatewayFixture gate;
    std::uint16_t port = 0;
    {
        LoopbackOrigin closed(nullptr, nullptr, [](BlockingPeer&, LoopbackOrigin&) {});
        port = closed.port();
    }
    gate.resolveTo(kAnthropic, port);
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.field("x-keysluice-error"), std::string("upstream_refused"));
    QCOMPARE(gate.sink.waitForCode("upstream_refused").detail, std::string("Connection refused"));
}

void UpstreamTest::resetBeforeAnAnswer() {
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.reset();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("upstream_reset"));
}

void UpstreamTest::dropPooledConnectionsDrops() {
    Gate isGone;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(kJsonAnswer);
        (void)peer.waitForEnd();
        isGone.open();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    scene.gate.gate->dropPooledConnections();
    QVERIFY(isGone.wait());
}

QTEST_GUILESS_MAIN(UpstreamTest)
#include "tst_upstream.moc"
