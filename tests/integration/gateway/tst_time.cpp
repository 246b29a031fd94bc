// Slow peers, suspended machines and clocks that are set: time as the gateway sees it.
#include "gateway/tls/certificate_builder.h"
#include "support/provider_scene.h"

#include <QtTest>

#include <openssl/x509_vfy.h>

#include <poll.h>

using namespace keysluice;
using namespace keysluice::test;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

constexpr hours kDay{24};

bool hasSomethingToRead(const BlockingPeer& peer, int patienceMs) {
    pollfd query{peer.socket(), POLLIN, 0};
    return ::poll(&query, 1, patienceMs) > 0;
}

} // namespace

class TimeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aHeadThatTricklesIsToldInTheEnd();
    void bodiesMayTrickle();
    void anAnswerThatStopsIsCutWhenItsTimeIsOver();
    void nameServersAreAskedAgain();
    void aSuspendedMachineForgetsItsConnections_data();
    void aSuspendedMachineForgetsItsConnections();
    void runningExchangesOutliveAJumpOfTheClock_data();
    void runningExchangesOutliveAJumpOfTheClock();
    void leavesFollowTheClock();
    void tokensFollowTheClock();

private:
    /// As time does; whoever waits for a deadline is woken.
    static void pass(GatewayFixture& gate, seconds time) {
        gate.clock.advance(time);
        gate.publish();
    }
    /// Another agent's request in between: it shows that nobody is slowed, and that the worker has seen what was sent
    /// before.
    static int statusOfAnother(BlockingPeer& peer) {
        return peer.send(getRequest()) ? peer.receiveMessage().status() : 0;
    }
};

void TimeTest::aHeadThatTricklesIsToldInTheEnd() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    scene.gate.clock.stand();
    QVERIFY(scene.start());
    BlockingPeer slow = scene.gate.openTunnel();
    BlockingPeer other = scene.gate.openTunnel();
    QVERIFY(slow.send("GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\nA: "));
    QCOMPARE(statusOfAnother(other), 200);
    for (int second = 2; second < 30; second += 2) {
        QVERIFY(slow.send("b"));
        pass(scene.gate, seconds(2));
        QCOMPARE(statusOfAnother(other), 200);
    }
    QVERIFY(scene.gate.sink.rows().back().errorCode.empty()); // not yet
    pass(scene.gate, seconds(3));                             // a byte every second does not buy more than the 30
    const WireMessage answer = slow.receiveMessage();
    QCOMPARE(answer.status(), 408);
    QCOMPARE(scene.gate.sink.waitForCode("request_timeout").detail, std::string("head"));
    QCOMPARE(statusOfAnother(other), 200);
}

void TimeTest::bodiesMayTrickle() {
    constexpr int kPieces = 5;
    std::vector<std::unique_ptr<Gate>> isSeen;
    for (int i = 0; i < kPieces; ++i) {
        isSeen.push_back(std::make_unique<Gate>());
    }
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        const std::string head = peer.receiveHead();
        if (head.starts_with("GET ")) {
            peer.send(kJsonAnswer);
            (void)peer.waitForEnd();
            return;
        }
        origin.note({head, {}});
        for (int i = 0; i < kPieces; ++i) {
            WireMessage piece;
            piece.body = peer.receive(1);
            origin.note(std::move(piece));
        }
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        for (const auto& gate : isSeen) {
            peer.send("a");
            gate->wait();
        }
    });
    scene.gate.clock.stand();
    QVERIFY(scene.start());
    BlockingPeer slow = scene.gate.openTunnel();
    QVERIFY(slow.send("POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 5\r\n\r\n"));
    QVERIFY(scene.origin.waitForRequests(1));
    for (std::size_t i = 0; i < kPieces; ++i) {
        pass(scene.gate, seconds(200)); // below the 300 of a silent body, and a thousand in all
        QVERIFY(slow.send("b"));
        QVERIFY(scene.origin.waitForRequests(i + 2));
    }
    QVERIFY(slow.receiveHead().starts_with("HTTP/1.1 200 OK\r\n"));
    for (const auto& gate : isSeen) {
        QCOMPARE(slow.receive(1), std::string("a"));
        pass(scene.gate, seconds(200));
        gate->open();
    }
    BlockingPeer other = scene.gate.openTunnel();
    QCOMPARE(statusOfAnother(other), 200);
    QVERIFY(scene.gate.sink.waitFor([](const auto& row) { return row.method == "POST"; }).complete);
}

void TimeTest::anAnswerThatStopsIsCutWhenItsTimeIsOver() {
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
        (void)peer.waitForEnd();
    });
    scene.gate.clock.stand();
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(!agent.receiveUntil("half\r\n").empty());
    pass(scene.gate, seconds(250));
    QVERIFY(!hasSomethingToRead(agent, 20));
    pass(scene.gate, seconds(51));
    QVERIFY(agent.waitForEnd());
    QVERIFY(!agent.endedCleanly());
    QCOMPARE(scene.gate.sink.waitForCode("upstream_timeout").complete, false);
    QVERIFY(scene.origin.waitForClosed(1));
}

void TimeTest::nameServersAreAskedAgain() {
    // First a private address, then none, then a private one again: what is dialled is always checked anew.
    auto asked = std::make_shared<std::atomic<int>>(0);
    gateway::GatewaySeams seams;
    seams.lookUp = [asked](const std::string&) {
        return ++*asked == 2 ? gateway::net::LookupResult{{}, "gone"}
                             : gateway::net::LookupResult{{gateway::http::IpAddress::v4(10, 0, 0, 1)}, {}};
    };
    GatewayFixture gate(std::move(seams));
    gate.clock.stand();
    QVERIFY(gate.listen());
    const auto codeOfNext = [&] {
        BlockingPeer agent = gate.openTunnel();
        (void)agent.send(getRequest());
        return agent.receiveMessage().field("x-keysluice-error");
    };
    QCOMPARE(codeOfNext(), std::string("destination_refused"));
    QCOMPARE(codeOfNext(), std::string("destination_refused"));
    QCOMPARE(*asked, 1); // known for 30 seconds
    gate.clock.advance(seconds(31));
    QCOMPARE(codeOfNext(), std::string("upstream_dns"));
    QCOMPARE(codeOfNext(), std::string("destination_refused")); // failures are not kept
    QCOMPARE(*asked, 3);
    gate.clock.sleep(seconds(31)); // time in which the machine was suspended counts
    QCOMPARE(codeOfNext(), std::string("destination_refused"));
    QCOMPARE(*asked, 4);
}

void TimeTest::aSuspendedMachineForgetsItsConnections_data() {
    QTest::addColumn<std::string>("request");
    QTest::newRow("GET") << getRequest();
    QTest::newRow("POST, which is never repeated") << postRequest("{}");
}

void TimeTest::aSuspendedMachineForgetsItsConnections() {
    QFETCH(std::string, request);
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(kJsonAnswer);
        // After that the network would have forgotten it: bytes vanish, and nobody says so.
        (void)peer.waitForEnd();
    });
    scene.gate.clock.stand();
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    scene.gate.clock.sleep(std::chrono::minutes(5));
    QVERIFY(agent.send(request));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.connections(), 2);
    QVERIFY(scene.origin.waitForClosed(1)); // not only left alone
}

void TimeTest::runningExchangesOutliveAJumpOfTheClock_data() {
    QTest::addColumn<int>("days");
    QTest::newRow("a year on") << 366;
    QTest::newRow("a year back") << -366;
}

void TimeTest::runningExchangesOutliveAJumpOfTheClock() {
    QFETCH(int, days);
    Gate proceed;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"ok\"");
        proceed.wait();
        peer.send(":true}");
        origin.note(peer.receiveMessage());
        peer.send(kJsonAnswer);
        (void)peer.waitForEnd();
    });
    scene.gate.clock.stand();
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(!agent.receiveUntil("{\"ok\"").empty());
    const core::UnixMs before = scene.gate.clock.now();
    scene.gate.clock.jump(days * kDay);
    scene.gate.publish();
    QVERIFY(!hasSomethingToRead(agent, 20));
    proceed.open();
    QVERIFY(!agent.receiveUntil(":true}").empty());
    const auto first = scene.gate.sink.waitForRequest();
    QVERIFY(first.complete && first.at <= before);
    QVERIFY(first.totalUs >= 0 && first.totalUs < 3'600'000'000); // measured, not read off a clock on the wall
    // The tunnel and the pooled connection go on.
    QVERIFY(agent.send(getRequest("/v1/second")));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.connections(), 1);
    const auto second = scene.gate.sink.waitFor([](const auto& row) { return row.path == "/v1/second"; });
    QCOMPARE(second.at > before, days > 0);
}

void TimeTest::leavesFollowTheClock() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    scene.gate.clock.stand();
    QVERIFY(scene.start());
    const auto statusNow = [&] {
        // The agent's clock is the same machine's.
        X509_VERIFY_PARAM_set_time(SSL_CTX_get0_param(scene.gate.agentContext()), scene.gate.clock.now() / 1000);
        BlockingPeer agent = scene.gate.openTunnel();
        return agent.ssl() == nullptr || !agent.send(getRequest()) ? 0 : agent.receiveMessage().status();
    };
    QCOMPARE(statusNow(), 200);
    scene.gate.clock.jump(300 * kDay);
    QCOMPARE(statusNow(), 200);
    scene.gate.clock.jump(-300 * kDay);
    QCOMPARE(statusNow(), 200); // the certificate of the future is none yet
    // Only a new authority is of use after its year.
    scene.gate.clock.jump(366 * kDay);
    QCOMPARE(statusNow(), 0);
    const gateway::AuthorityMaterial old{scene.gate.authorityPem,
                                         scene.gate.snapshot.authority->privateKeyDer->clone()};
    auto renewed = std::make_shared<gateway::SigningAuthority>(*scene.gate.snapshot.authority);
    renewed->certificatePem = *gateway::reissueAuthority(old, {kAnthropic, kOpenAi}, scene.gate.clock.now());
    scene.gate.snapshot.authority = renewed;
    scene.gate.publish();
    auto trusted = gateway::tls::certificateFromPem(renewed->certificatePem);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(scene.gate.agentContext()), trusted->get());
    QCOMPARE(statusNow(), 200);
}

void TimeTest::tokensFollowTheClock() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    scene.gate.snapshot.tokens.front().expiresAt =
        scene.gate.clock.now() + std::chrono::duration_cast<std::chrono::milliseconds>(30 * kDay).count();
    scene.gate.clock.stand();
    QVERIFY(scene.start());
    const auto statusOfConnect = [&] {
        BlockingPeer agent = scene.gate.connect();
        (void)agent.send(scene.gate.connectRequest("api.anthropic.com:443"));
        return agent.receiveMessage(false).status();
    };
    BlockingPeer inside = scene.gate.openTunnel();
    QCOMPARE(statusOfConnect(), 200);
    scene.gate.clock.jump(366 * kDay);
    QCOMPARE(statusOfConnect(), 407);
    QVERIFY(inside.send(getRequest()));
    QCOMPARE(inside.receiveMessage().status(), 403); // in tunnels that are open as well
    QCOMPARE(scene.origin.connections(), 0);
    scene.gate.clock.jump(-366 * kDay);
    QCOMPARE(statusOfConnect(), 200);
}

QTEST_GUILESS_MAIN(TimeTest)
#include "tst_time.moc"
