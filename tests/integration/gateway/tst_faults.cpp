// Peers that break off: the other side is told, never with a clean end, and nothing is left behind.
#include "support/raw_exchange.h"

#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;

namespace {

/// How a provider ends a connection.
enum class End { Properly, WithoutNotice, HalfClosed, Reset };

const std::string kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

void endBy(End end, BlockingPeer& peer) {
    switch (end) {
    case End::Properly:
        return; // the origin does it
    case End::WithoutNotice:
        peer.close();
        return;
    case End::HalfClosed:
        peer.closeNotify();
        peer.shutdownWrite();
        (void)peer.waitForEnd(); // and goes on listening
        return;
    case End::Reset:
        peer.reset();
        return;
    }
}

} // namespace

class FaultsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBrokenAnswerNeverLooksComplete_data();
    void aBrokenAnswerNeverLooksComplete();
    void anAnswerThatNeverBeganIsTold_data();
    void anAnswerThatNeverBeganIsTold();
    void aBrokenAnswerToHttp10IsNoEnd();
    void agentsThatLeaveCancel_data();
    void agentsThatLeaveCancel();
    void anAgentThatLeavesInItsUploadCancels();
    void anAgentThatLeavesWhileTheProviderIsDialledCancels();
};

void FaultsTest::aBrokenAnswerNeverLooksComplete_data() {
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<int>("end");
    const auto row = [](const char* name, const std::string& answer) {
        constexpr std::pair<const char*, End> kEnds[] = {{"closed", End::Properly},
                                                         {"closed without notice", End::WithoutNotice},
                                                         {"half-closed", End::HalfClosed},
                                                         {"reset", End::Reset}};
        for (const auto& [how, end] : kEnds) {
            QTest::addRow("%s, %s", name, how) << answer << static_cast<int>(end);
        }
    };
    row("of a length", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
    row("in a chunk", kChunked + "9\r\nhalf");
    row("behind a chunk's data", kChunked + "4\r\nhalf");
    row("in the end of a chunk", kChunked + "4\r\nhalf\r");
    row("between chunks", kChunked + "4\r\nhalf\r\n");
    row("in a size", kChunked + "4\r\nhalf\r\n1");
    row("behind the last size", kChunked + "4\r\nhalf\r\n0\r\n");
    row("in the trailers", kChunked + "4\r\nhalf\r\n0\r\nA: b\r\n");
    const std::string untilClose = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf";
    QTest::newRow("up to the end, closed without notice") << untilClose << static_cast<int>(End::WithoutNotice);
    QTest::newRow("up to the end, reset") << untilClose << static_cast<int>(End::Reset);
}

void FaultsTest::aBrokenAnswerNeverLooksComplete() {
    QFETCH(std::string, answer);
    QFETCH(int, end);
    Gate isSeen;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage request;
        request.head = receiveRaw(peer);
        const bool isFirst = origin.requests().empty();
        origin.note(std::move(request));
        if (!isFirst) {
            peer.send(kJsonAnswer);
            (void)peer.waitForEnd();
            return;
        }
        peer.send(answer);
        isSeen.wait(); // a reset overtakes what was sent
        endBy(static_cast<End>(end), peer);
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    std::string all = agent.receiveUntil("half");
    QVERIFY(all.starts_with("HTTP/1.1 200 OK\r\n"));
    isSeen.open();
    QVERIFY(agent.waitForEnd());
    all += agent.buffered();
    QVERIFY(!agent.endedCleanly());
    QVERIFY2(!all.ends_with("0\r\n\r\n"), all.c_str());
    const auto record = scene.gate.sink.waitForRequest();
    QCOMPARE(record.errorCode, std::string("upstream_reset"));
    QCOMPARE(record.complete, false);
    QCOMPARE(record.bytesToAgent, std::uint64_t{4});
    QVERIFY(scene.origin.waitForClosed(1)); // both of its directions
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
    QTRY_COMPARE_WITH_TIMEOUT(scene.gate.gate->counters().exchanges, std::uint64_t{0}, 10000);
}

void FaultsTest::anAnswerThatNeverBeganIsTold_data() {
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<int>("end");
    constexpr std::pair<const char*, const char*> kBegun[] = {
        {"nothing", ""}, {"half a status", "HTTP/1.1 20"}, {"half a field", "HTTP/1.1 200 OK\r\nContent-Le"}};
    for (const auto& [what, answer] : kBegun) {
        QTest::addRow("closed behind %s", what) << std::string(answer) << static_cast<int>(End::Properly);
        QTest::addRow("half-closed behind %s", what) << std::string(answer) << static_cast<int>(End::HalfClosed);
        QTest::addRow("reset behind %s", what) << std::string(answer) << static_cast<int>(End::Reset);
    }
}

void FaultsTest::anAnswerThatNeverBeganIsTold() {
    QFETCH(std::string, answer);
    QFETCH(int, end);
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage request;
        request.head = receiveRaw(peer);
        const bool isFirst = origin.requests().empty();
        origin.note(std::move(request));
        peer.send(isFirst ? answer : kJsonAnswer);
        if (isFirst) {
            endBy(static_cast<End>(end), peer);
            return;
        }
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage ours = agent.receiveMessage();
    QCOMPARE(ours.status(), 502);
    QCOMPARE(ours.field("x-keysluice-error"), std::string("upstream_reset"));
    // That answer has its own clean end, and the agent may go on.
    QVERIFY(agent.send(getRequest()));
    const WireMessage next = agent.receiveMessage();
    QCOMPARE(next.head + next.body, kJsonAnswer);
    QCOMPARE(received(scene.origin), (std::vector{kCleanGet, kCleanGet}));
    QVERIFY(scene.origin.waitForClosed(1));
}

void FaultsTest::aBrokenAnswerToHttp10IsNoEnd() {
    // Its end is the end of the connection: only a missing close_notify can say that it is broken.
    Gate isSeen;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send(kChunked + "4\r\nhalf\r\n");
        isSeen.wait();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("GET /v1/models HTTP/1.0\r\nHost: api.anthropic.com\r\n\r\n"));
    QVERIFY(!agent.receiveUntil("half").empty());
    isSeen.open();
    QVERIFY(agent.waitForEnd());
    QVERIFY(!agent.endedCleanly());
    QCOMPARE(agent.buffered(), std::string());
}

void FaultsTest::agentsThatLeaveCancel_data() {
    QTest::addColumn<bool>("isStreaming");
    QTest::addColumn<int>("how");
    for (const bool isStreaming : {false, true}) {
        const char* when = isStreaming ? "in a silent stream" : "before the answer";
        QTest::addRow("closed %s", when) << isStreaming << static_cast<int>(End::WithoutNotice);
        QTest::addRow("reset %s", when) << isStreaming << static_cast<int>(End::Reset);
        QTest::addRow("with notice %s", when) << isStreaming << static_cast<int>(End::Properly);
    }
}

void FaultsTest::agentsThatLeaveCancel() {
    QFETCH(bool, isStreaming);
    QFETCH(int, how);
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        if (isStreaming) {
            peer.send(kChunked + "4\r\nhalf\r\n");
        }
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    QVERIFY(scene.origin.waitForRequests(1));
    if (isStreaming) {
        QVERIFY(!agent.receiveUntil("half").empty());
    }
    if (static_cast<End>(how) == End::Properly) {
        agent.closeNotify();
        agent.close();
    } else {
        endBy(static_cast<End>(how), agent);
    }
    // Nothing else wakes anybody here: neither side sends another byte.
    QVERIFY(scene.origin.waitForClosed(1));
    const auto record = scene.gate.sink.waitForCode("agent_gone");
    QCOMPARE(record.complete, false);
    QTRY_COMPARE_WITH_TIMEOUT(scene.gate.gate->counters().exchanges, std::uint64_t{0}, 10000);
    QTRY_COMPARE_WITH_TIMEOUT(scene.gate.gate->counters().connections, std::uint64_t{0}, 10000);
}

void FaultsTest::anAgentThatLeavesInItsUploadCancels() {
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note({peer.receiveHead(), {}});
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 100\r\n\r\nhalf"));
    QVERIFY(scene.origin.waitForRequests(1));
    agent.reset();
    QVERIFY(scene.origin.waitForClosed(1));
    const auto record = scene.gate.sink.waitForRequest();
    QCOMPARE(record.complete, false);
    QCOMPARE(record.bytesToProvider, std::uint64_t{4});
}

void FaultsTest::anAgentThatLeavesWhileTheProviderIsDialledCancels() {
    LoopbackOrigin origin(nullptr, nullptr, [](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.waitForEnd(); // it never answers the ClientHello
    });
    GatewayFixture gate;
    gate.resolveTo(kAnthropic, origin.port());
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    QVERIFY(origin.waitForConnections(1));
    agent.close();
    QVERIFY(origin.waitForClosed(1));
    QCOMPARE(gate.sink.waitForCode("agent_gone").complete, false);
    QCOMPARE(gate.opener->opened(), 0);
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
