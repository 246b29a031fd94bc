// What the user changes is in force for the next request of a tunnel that is already open.
#include "support/provider_scene.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;

class ChangesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rotationIsUsedByTheNextRequest();
    void refusedInsideTheOpenTunnel_data();
    void refusedInsideTheOpenTunnel();
    void lockRevokesAPinnedSnapshot();
    void lockCutsStreamsWhenAsked();
    void streamsSurviveALockByDefault();
    void freezeCutsWhatItsAgentHasRunning_data();
    void freezeCutsWhatItsAgentHasRunning();
    void freezeCutsBlindTunnelsAsChosen_data();
    void freezeCutsBlindTunnelsAsChosen();
    void reissuedAuthorityServesNewTunnels();
};

void ChangesTest::rotationIsUsedByTheNextRequest() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    scene.gate.opener->set("anthropic-key-2", "sk-ant-api03-THE-ROTATED-VALUE");
    scene.gate.credential("anthropic-key").sealed = {"anthropic-key-2", 2, {}, {}};
    QElapsedTimer timer;
    timer.start();
    scene.gate.publish();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.requests().back().field("x-api-key"), std::string("sk-ant-api03-THE-ROTATED-VALUE"));
    QCOMPARE(scene.origin.requests().front().field("x-api-key"), kAnthropicValue);
}

void ChangesTest::refusedInsideTheOpenTunnel_data() {
    QTest::addColumn<std::string>("what");
    QTest::addColumn<int>("status");
    for (const auto& [what, status] :
         {std::pair{"credential_disabled", 403}, std::pair{"credential_not_granted", 403},
          std::pair{"credential_missing", 403}, std::pair{"vault_locked", 503}, std::pair{"paused", 503},
          std::pair{"agent_frozen", 403}, std::pair{"policy_unverified", 503}, std::pair{"agent_unknown", 403},
          std::pair{"credential_unreadable", 503}}) {
        QTest::newRow(what) << std::string(what) << status;
    }
}

void ChangesTest::refusedInsideTheOpenTunnel() {
    QFETCH(std::string, what);
    QFETCH(int, status);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    gateway::Snapshot& snapshot = scene.gate.snapshot;
    if (what == "credential_disabled") {
        scene.gate.credential("anthropic-key").enabled = false;
    } else if (what == "credential_not_granted") {
        snapshot.agents.front().everyCredential = false;
    } else if (what == "credential_missing") {
        snapshot.credentials.erase(snapshot.credentials.begin());
    } else if (what == "vault_locked") {
        snapshot.state = gateway::GateState::Locked;
        snapshot.opener = nullptr;
    } else if (what == "paused") {
        snapshot.state = gateway::GateState::Paused;
    } else if (what == "agent_frozen") {
        snapshot.agents.front().freeze = core::Freeze::Requests;
    } else if (what == "policy_unverified") {
        snapshot.state = gateway::GateState::PolicyUnverified;
    } else if (what == "agent_unknown") {
        snapshot.tokens.clear();
    } else {
        scene.gate.credential("anthropic-key").sealed.recordId = "damaged";
    }
    scene.gate.publish();
    QVERIFY(agent.send(getRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.field("x-keysluice-error"), what);
    QCOMPARE(answer.field("cache-control"), std::string("no-store"));
    QCOMPARE(scene.origin.requests().size(), std::size_t{1});
    QVERIFY(scene.gate.sink.waitForCode(what).status == status);
}

void ChangesTest::lockRevokesAPinnedSnapshot() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    scene.gate.opener->lock(); // the vault revokes before a new snapshot is there
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("vault_locked"));
    QVERIFY(scene.origin.requests().empty());
    // The provider's connection was not used and serves after the unlock.
    scene.gate.opener->unlock();
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.connections(), 1);
}

void ChangesTest::lockCutsStreamsWhenAsked() {
    Gate done;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        (void)peer.waitForEnd();
        done.open();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(!agent.receiveUntil("first").empty());
    scene.gate.snapshot.state = gateway::GateState::Locked;
    scene.gate.snapshot.cutStreamsOnLock = true;
    scene.gate.publish();
    QVERIFY(agent.waitForEnd());
    QVERIFY(!agent.endedCleanly());
    QVERIFY(done.wait());
}

void ChangesTest::streamsSurviveALockByDefault() {
    Gate proceed;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        proceed.wait();
        peer.send("4\r\nlast\r\n0\r\n\r\n");
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(!agent.receiveUntil("first").empty());
    scene.gate.snapshot.state = gateway::GateState::Locked;
    scene.gate.snapshot.opener = nullptr;
    scene.gate.publish();
    proceed.open();
    QVERIFY(!agent.receiveUntil("last").empty());
    QVERIFY(!agent.receiveUntil("0\r\n\r\n").empty());
}

void ChangesTest::freezeCutsWhatItsAgentHasRunning_data() {
    QTest::addColumn<int>("freeze");
    QTest::addColumn<bool>("isItsOwn");
    QTest::addColumn<bool>("ends");
    QTest::newRow("new requests only") << int(core::Freeze::Requests) << true << false;
    QTest::newRow("streams, too") << int(core::Freeze::Streams) << true << true;
    QTest::newRow("streams of another agent") << int(core::Freeze::Streams) << false << false;
}

void ChangesTest::freezeCutsWhatItsAgentHasRunning() {
    QFETCH(int, freeze);
    QFETCH(bool, isItsOwn);
    QFETCH(bool, ends);
    Gate proceed;
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
        proceed.wait();
        peer.send("4\r\nlast\r\n0\r\n\r\n");
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    QVERIFY(!agent.receiveUntil("first").empty());
    gateway::Snapshot& snapshot = scene.gate.snapshot;
    if (isItsOwn) {
        snapshot.agents.front().freeze = static_cast<core::Freeze>(freeze);
    } else {
        gateway::SnapshotAgent other = snapshot.agents.front();
        other.id = "another";
        other.freeze = static_cast<core::Freeze>(freeze);
        snapshot.agents.push_back(other);
    }
    scene.gate.publish();
    if (ends) {
        QVERIFY(agent.waitForEnd());
        QVERIFY(!agent.endedCleanly());
        proceed.open();
        const core::ActivityRecord row = scene.gate.sink.waitForCode("canceled");
        QCOMPARE(row.detail, std::string("frozen"));
        QVERIFY(!row.complete && row.status == 200);
        return;
    }
    proceed.open();
    QVERIFY(!agent.receiveUntil("0\r\n\r\n").empty());
}

void ChangesTest::freezeCutsBlindTunnelsAsChosen_data() {
    QTest::addColumn<int>("freeze");
    QTest::newRow("may finish") << int(core::Freeze::Requests);
    QTest::newRow("cut") << int(core::Freeze::Streams);
}

void ChangesTest::freezeCutsBlindTunnelsAsChosen() {
    QFETCH(int, freeze);
    GatewayFixture gate;
    const auto identity = gate.certificates.issue("files.example");
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJsonAnswer));
    gate.resolveTo("files.example", origin.port());
    QVERIFY(gate.listen());
    const gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("files.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.connectTls(context.get(), "files.example"));
    gate.snapshot.agents.front().freeze = static_cast<core::Freeze>(freeze);
    gate.publish();
    if (freeze == int(core::Freeze::Streams)) {
        QVERIFY(agent.waitForEnd());
        QCOMPARE(gate.sink.waitForCode("canceled").kind, core::ActivityRecord::Kind::Tunnel);
        return;
    }
    QVERIFY(agent.send("GET / HTTP/1.1\r\nHost: files.example\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
}

void ChangesTest::reissuedAuthorityServesNewTunnels() {
    GatewayFixture gate;
    QVERIFY(gate.listen());
    BlockingPeer before = gate.openTunnel();
    QVERIFY(before.ssl() != nullptr);
    const auto other = gateway::createAuthority({kAnthropic}, gate.clock.now());
    auto signing = std::make_shared<gateway::SigningAuthority>();
    signing->certificatePem = other->certificatePem;
    signing->privateKeyDer = std::make_shared<core::SecretBytes>(other->privateKeyDer.clone());
    gate.snapshot.authority = signing;
    gate.publish();
    // A client that trusts the first authority does not accept leaves of another one.
    QVERIFY(gate.openTunnel().ssl() == nullptr);
}

QTEST_GUILESS_MAIN(ChangesTest)
#include "tst_changes.moc"
