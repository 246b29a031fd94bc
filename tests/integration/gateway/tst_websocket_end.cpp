// WebSockets: what ends one, who is told, and messages that may not go out any more.
#include "support/websocket_scene.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;

class WebSocketEndTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void closeEndsBothSides();
    void providerThatEndsEndsTheAgent();
    void providerThatBreaksOffIsSeenAsSuch();
    void agentThatEndedItsSideStillReceives();
    void agentThatVanishesEndsTheProvider();
    void furtherMessagesAreJudged_data();
    void furtherMessagesAreJudged();
    void lockCutsWhenAsked();
    void silenceEndsIt();
    void quittingDrainsIt();
};

void WebSocketEndTest::closeEndsBothSides() {
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.receiveUntil(fromAgent("", kClose));
        peer.send(fromProvider("", kClose));
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QVERIFY(agent.send(fromAgent("", kClose)));
    QCOMPARE(agent.receiveUntil(fromProvider("", kClose)), fromProvider("", kClose));
    QVERIFY(agent.waitForEnd());
    QVERIFY(agent.endedCleanly());
    agent.close(); // without close_notify, as some clients do
    const core::ActivityRecord row = socketRow(scene);
    QVERIFY(row.complete);
    QCOMPARE(row.errorCode, std::string());
    QCOMPARE(row.decision, core::ActivityOutcome::Decision::Allowed);
    QVERIFY(row.statusFromProvider);
}

void WebSocketEndTest::providerThatEndsEndsTheAgent() {
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) { peer.send(fromProvider("last")); }));
    scene.gate.snapshot.limits.linger = std::chrono::milliseconds(50);
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QCOMPARE(agent.receiveUntil("last"), fromProvider("last"));
    QVERIFY(agent.waitForEnd());
    QVERIFY(agent.endedCleanly());
    // It does not wait for the agent to end, too.
    QVERIFY(socketRow(scene).complete);
}

void WebSocketEndTest::providerThatBreaksOffIsSeenAsSuch() {
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        peer.send(fromProvider("half a message", kText, false));
        peer.reset();
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QVERIFY(agent.waitForEnd());
    QVERIFY(!agent.endedCleanly());
    QCOMPARE(scene.gate.sink.waitForCode("upstream_reset").complete, false);
}

void WebSocketEndTest::agentThatEndedItsSideStillReceives() {
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.waitForEnd();
        if (peer.endedCleanly()) {
            peer.send(fromProvider("answer to " + peer.buffered().substr(6)));
        }
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QVERIFY(agent.send(fromAgent("question")));
    agent.closeNotify();
    agent.shutdownWrite();
    QCOMPARE(agent.receiveUntil("answer to question"), fromProvider("answer to question"));
    QVERIFY(agent.waitForEnd());
    QVERIFY(agent.endedCleanly());
    QVERIFY(socketRow(scene).complete);
}

void WebSocketEndTest::agentThatVanishesEndsTheProvider() {
    std::string last;
    Gate isGone;
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.waitForEnd();
        last = peer.buffered();
        isGone.open();
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QVERIFY(agent.send(fromAgent("last words")));
    QElapsedTimer timer;
    timer.start();
    agent.close();
    QVERIFY(isGone.wait());
    // Within a second; a machine that does other things takes longer, and one that does not look never ends.
    QVERIFY2(timer.elapsed() < 10'000, "the provider's connection must be closed at once");
    QCOMPARE(last, fromAgent("last words"));
    QCOMPARE(scene.gate.sink.waitForCode("agent_gone").complete, false);
}

void WebSocketEndTest::furtherMessagesAreJudged_data() {
    QTest::addColumn<std::string>("what");
    for (const char* what : {"vault_locked", "paused", "agent_frozen", "agent_unknown", "credential_not_granted",
                             "credential_disabled", "credential_missing", "opener locked", "rotated"}) {
        QTest::newRow(what) << std::string(what);
    }
}

void WebSocketEndTest::furtherMessagesAreJudged() {
    QFETCH(std::string, what);
    Gate asked;
    Gate answer;
    std::string seen;
    Gate done;
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.receiveUntil("question");
        asked.open();
        answer.wait();
        peer.send(fromProvider("answer"));
        (void)peer.waitForEnd();
        seen = peer.buffered();
        done.open();
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QVERIFY(agent.send(fromAgent("question")));
    QVERIFY(asked.wait());
    gateway::Snapshot& snapshot = scene.gate.snapshot;
    std::string code = what;
    if (what == "vault_locked") {
        snapshot.state = gateway::GateState::Locked;
        snapshot.opener = nullptr;
    } else if (what == "paused") {
        snapshot.state = gateway::GateState::Paused;
    } else if (what == "agent_frozen") {
        snapshot.agents.front().freeze = core::Freeze::Requests;
    } else if (what == "agent_unknown") {
        snapshot.tokens.clear();
    } else if (what == "credential_not_granted") {
        snapshot.agents.front().everyCredential = false;
    } else if (what == "credential_disabled") {
        scene.gate.credential("anthropic-key").enabled = false;
    } else if (what == "credential_missing") {
        snapshot.credentials.erase(snapshot.credentials.begin());
    } else if (what == "opener locked") {
        scene.gate.opener->lock();
        code = "vault_locked";
    } else {
        scene.gate.credential("anthropic-key").sealed.version = 2;
        code = "credential_missing";
    }
    scene.gate.publish();
    // The answer to what was asked before arrives, a sign of life passes.
    QVERIFY(agent.send(fromAgent("", kPong)));
    answer.open();
    QCOMPARE(agent.receiveUntil("answer"), fromProvider("answer"));
    QVERIFY(agent.send(fromAgent("next question")));
    QVERIFY(agent.waitForEnd());
    QVERIFY(!agent.endedCleanly());
    QVERIFY(done.wait());
    QCOMPARE(seen, fromAgent("", kPong));
    const core::ActivityRecord row = scene.gate.sink.waitForCode(code);
    QCOMPARE(row.kind, core::ActivityRecord::Kind::WebSocket);
    QCOMPARE(row.status, 101);
    QCOMPARE(row.complete, false);
}

void WebSocketEndTest::lockCutsWhenAsked() {
    Gate done;
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.waitForEnd();
        done.open();
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    scene.gate.snapshot.state = gateway::GateState::Locked;
    scene.gate.snapshot.cutStreamsOnLock = true;
    scene.gate.publish();
    QVERIFY(agent.waitForEnd());
    QVERIFY(!agent.endedCleanly());
    QVERIFY(done.wait());
    QCOMPARE(scene.gate.sink.waitForCode("canceled").kind, core::ActivityRecord::Kind::WebSocket);
}

void WebSocketEndTest::silenceEndsIt() {
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) { (void)peer.waitForEnd(); }));
    scene.gate.snapshot.limits.websocketIdle = std::chrono::milliseconds(100);
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QVERIFY(agent.waitForEnd());
    const core::ActivityRecord row = scene.gate.sink.waitForCode("idle");
    QCOMPARE(row.decision, core::ActivityOutcome::Decision::Limited);
    QCOMPARE(row.status, 101);
}

void WebSocketEndTest::quittingDrainsIt() {
    Gate answer;
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        answer.wait();
        peer.send(fromProvider("answer"));
        (void)peer.waitForEnd();
    }));
    scene.gate.snapshot.limits.drain = std::chrono::seconds(15);
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    scene.gate.gate->shutdown();
    answer.open();
    QCOMPARE(agent.receiveUntil("answer"), fromProvider("answer"));
    // What was running may finish; nothing new begins.
    QVERIFY(agent.send(fromAgent("next question")));
    QVERIFY(agent.waitForEnd());
    QCOMPARE(scene.gate.sink.waitForCode("shutting_down").kind, core::ActivityRecord::Kind::WebSocket);
}

QTEST_GUILESS_MAIN(WebSocketEndTest)
#include "tst_websocket_end.moc"
