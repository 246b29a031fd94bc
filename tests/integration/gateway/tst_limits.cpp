// Every time-out and its code, many connections, the end of the gateway.
#include "support/provider_scene.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kShort{150};

LoopbackOrigin::Script silentAfter(std::string bytes) {
    return [bytes = std::move(bytes)](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(bytes);
        (void)peer.waitForEnd();
    };
}

} // namespace

class LimitsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void slowHeadIsTold();
    void silentConnectionIsClosed();
    void idleKeptConnectionIsClosed();
    void unfinishedHandshakeIsClosed();
    void silentProviderTimesOut();
    void providerThatStopsInMidBodyIsCut();
    void agentThatStopsInMidUploadIsTold();
    void unfinishedTlsOfTheProviderTimesOut();
    void hungResolverTimesOut();
    void lingeringEndsByItself();
    void tooManyConnections();
    void drainLetsRunningExchangesFinish();
    void drainCutsWhatTakesTooLong();
    void secondShutdownIsImmediate();
    void aThousandIdleConnections();
    void countersTellWhatIsOpen();
};

void LimitsTest::slowHeadIsTold() {
    GatewayFixture gate;
    gate.snapshot.limits.requestHead = kShort;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send("GET /v1/models HTTP/1.1\r\nHost: api."));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 408);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("request_timeout"));
    QVERIFY(agent.waitForEnd());
}

void LimitsTest::silentConnectionIsClosed() {
    GatewayFixture gate;
    gate.snapshot.limits.requestHead = kShort;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.waitForEnd());
    QVERIFY(agent.buffered().empty());
}

void LimitsTest::idleKeptConnectionIsClosed() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    scene.gate.snapshot.limits.keepAlive = kShort;
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QVERIFY(agent.waitForEnd());
    QVERIFY(agent.endedCleanly());
    QVERIFY(scene.origin.waitForClosed(1)); // the provider's idle connection as well
}

void LimitsTest::unfinishedHandshakeIsClosed() {
    GatewayFixture gate;
    gate.snapshot.limits.tlsHandshake = kShort;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("api.anthropic.com:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.waitForEnd());
    QCOMPARE(gate.sink.waitForCode("agent_tls").detail, std::string("handshake time-out"));
}

void LimitsTest::silentProviderTimesOut() {
    ProviderScene scene(silentAfter({}));
    scene.gate.snapshot.limits.answerHead = kShort;
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 504);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("upstream_timeout"));
    QVERIFY(scene.origin.waitForClosed(1));
    QCOMPARE(scene.gate.sink.waitForCode("upstream_timeout").detail, std::string("answer"));
}

void LimitsTest::providerThatStopsInMidBodyIsCut() {
    ProviderScene scene(silentAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
    scene.gate.snapshot.limits.bodyIdle = kShort;
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage answer = agent.receiveMessage();
    QVERIFY(answer.isTruncated);
    QCOMPARE(scene.gate.sink.waitForCode("upstream_timeout").complete, false);
}

void LimitsTest::agentThatStopsInMidUploadIsTold() {
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin&) { (void)peer.waitForEnd(); });
    scene.gate.snapshot.limits.bodyIdle = kShort;
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 100\r\n\r\nhalf"));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 408);
    QCOMPARE(scene.gate.sink.waitForCode("request_timeout").detail, std::string("body"));
}

void LimitsTest::unfinishedTlsOfTheProviderTimesOut() {
    LoopbackOrigin origin(nullptr, nullptr, [](BlockingPeer& peer, LoopbackOrigin&) { (void)peer.waitForEnd(); });
    GatewayFixture gate;
    gate.resolveTo(kAnthropic, origin.port());
    gate.snapshot.limits.connect = kShort;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 504);
    QCOMPARE(gate.sink.waitForCode("upstream_timeout").detail, std::string("connect"));
}

void LimitsTest::hungResolverTimesOut() {
    auto release = std::make_shared<Gate>();
    gateway::GatewaySeams seams;
    seams.lookUp = [release](const std::string&) {
        release->wait();
        return gateway::net::LookupResult{{}, "late"};
    };
    GatewayFixture gate(std::move(seams));
    gate.snapshot.limits.connect = kShort;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 504);
    gate.gate.reset(); // the answer comes when nobody is there any more
    release->open();
}

void LimitsTest::lingeringEndsByItself() {
    GatewayFixture gate;
    gate.snapshot.limits.linger = kShort;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send("nonsense\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 400);
    // The agent keeps its end open; the gateway does not wait for it.
    QTRY_COMPARE_WITH_TIMEOUT(gate.gate->counters().connections, std::uint64_t{0}, 5000);
}

void LimitsTest::tooManyConnections() {
    GatewayFixture gate;
    gate.snapshot.limits.connections = 2;
    QVERIFY(gate.listen());
    BlockingPeer first = gate.openTunnel();
    BlockingPeer second = gate.openTunnel();
    QVERIFY(first.ssl() != nullptr && second.ssl() != nullptr);
    BlockingPeer third = gate.connect();
    const WireMessage answer = third.receiveMessage();
    QCOMPARE(answer.status(), 503);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("too_many_connections"));
}

void LimitsTest::drainLetsRunningExchangesFinish() {
    Gate proceed;
    ProviderScene scene(answeringAfter(proceed));
    QVERIFY(scene.start());
    QSignalSpy stopped(scene.gate.gate.get(), &gateway::Gateway::stopped);
    BlockingPeer idle = scene.gate.openTunnel();
    BlockingPeer running = scene.gate.openTunnel();
    QVERIFY(running.send(postRequest("{}")));
    QVERIFY(scene.origin.waitForRequests(1));
    scene.gate.gate->shutdown();
    QVERIFY(idle.waitForEnd());
    QVERIFY(scene.gate.gate->endpoints().empty());
    proceed.open();
    const WireMessage answer = running.receiveMessage();
    QCOMPARE(answer.status(), 200);
    QVERIFY(running.waitForEnd());
    running.close();
    idle.close();
    QVERIFY(stopped.count() == 1 || stopped.wait(10000));
    QVERIFY(scene.gate.connect().socket() < 0);
}

void LimitsTest::drainCutsWhatTakesTooLong() {
    ProviderScene scene(silentAfter("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"));
    scene.gate.snapshot.limits.drain = kShort;
    QVERIFY(scene.start());
    QSignalSpy stopped(scene.gate.gate.get(), &gateway::Gateway::stopped);
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(!agent.receiveUntil("first").empty());
    scene.gate.gate->shutdown();
    QVERIFY(stopped.wait(10000));
    QVERIFY(agent.waitForEnd());
    QCOMPARE(scene.gate.sink.waitForCode("canceled").detail, std::string("shutting down"));
}

void LimitsTest::secondShutdownIsImmediate() {
    ProviderScene scene(silentAfter({}));
    QVERIFY(scene.start());
    QSignalSpy stopped(scene.gate.gate.get(), &gateway::Gateway::stopped);
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(scene.origin.waitForRequests(1));
    QElapsedTimer timer;
    timer.start();
    scene.gate.gate->shutdown();
    scene.gate.gate->shutdown();
    QVERIFY(stopped.wait(10000));
    QVERIFY(timer.elapsed() < 2000); // the drain alone would take five seconds
}

void LimitsTest::aThousandIdleConnections() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    scene.gate.snapshot.limits.requestHead = std::chrono::minutes(10); // opening them takes a slow machine its time
    QVERIFY(scene.start());
    std::vector<BlockingPeer> all;
    for (int i = 0; i < 1000; ++i) {
        all.push_back(scene.gate.openTunnel());
        QVERIFY(all.back().ssl() != nullptr);
    }
    QCOMPARE(scene.gate.gate->counters().connections, std::uint64_t{1000});
    for (const std::size_t index : {std::size_t{0}, std::size_t{500}, std::size_t{999}}) {
        QVERIFY(all[index].send(getRequest()));
        QCOMPARE(all[index].receiveMessage().status(), 200);
    }
    all.clear();
    QTRY_COMPARE_WITH_TIMEOUT(scene.gate.gate->counters().connections, std::uint64_t{0}, 10000);
}

void LimitsTest::countersTellWhatIsOpen() {
    Gate proceed;
    ProviderScene scene(answeringAfter(proceed));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(scene.origin.waitForRequests(1));
    QCOMPARE(scene.gate.gate->counters().connections, std::uint64_t{1});
    QCOMPARE(scene.gate.gate->counters().exchanges, std::uint64_t{1});
    proceed.open();
    QCOMPARE(agent.receiveMessage().status(), 200);
    QTRY_COMPARE(scene.gate.gate->counters().exchanges, std::uint64_t{0});
    QCOMPARE(scene.gate.gate->counters().served, std::uint64_t{1});
}

QTEST_GUILESS_MAIN(LimitsTest)
#include "tst_limits.moc"
