// What agents may rely on at the doors and during an exchange: the shapes that real clients send, one by one.
#include "support/provider_scene.h"

#include <QtTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace keysluice;
using namespace keysluice::test;

namespace {

std::string selectedProtocol(SSL* ssl) {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

} // namespace

class ContractTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // section 1 and 2: doors
    void connectComesInManyShapes_data();
    void connectComesInManyShapes();
    void clientsOfferProtocolsAndNamesOrNot_data();
    void clientsOfferProtocolsAndNamesOrNot();
    void bothLoopbackAddressesAreServed();
    void modesOfTheAgentGoBeforeTheSetting();
    void foreignKeysFollowTheirMode();
    // section 6: what must go right
    void continueIsNotGivenToARefusedRequest();
    void continueIsNotGivenToAnOldClient();
    void oldClientsMayKeepTheirConnection();
    void closeIsHonouredAndTheProviderKept();
    void earlyAnswerLeavesNothingBehind();
    void trailersOfARequestEndHere();
    void agentsDoNotShareConnections();
    void aFailedRequestLeavesTheTunnelUsable();
    // section 7: answers of the gateway
    void rejectionsOfTheProviderPassAsTheyAre_data();
    void rejectionsOfTheProviderPassAsTheyAre();
    void refusalsAreSdkReadable_data();
    void refusalsAreSdkReadable();
    // section 9: the end
    void drainRefusesWhatComesOnAnOpenConnection();
    void silentBlindTunnelsEnd_data();
    void silentBlindTunnelsEnd();
};

void ContractTest::connectComesInManyShapes_data() {
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("fields");
    const auto row = [](const char* name, const char* target, const char* fields) {
        QTest::newRow(name) << std::string(target) << std::string(fields);
    };
    row("curl", "api.anthropic.com:443 HTTP/1.1", "Host: api.anthropic.com:443\r\nProxy-Connection: Keep-Alive\r\n");
    row("Node", "api.anthropic.com:443 HTTP/1.1", "Host: api.anthropic.com\r\nConnection: close\r\n");
    row("Python, 1.0 without Host", "api.anthropic.com:443 HTTP/1.0", "");
    row("Python, 1.1 without Host", "api.anthropic.com:443 HTTP/1.1", "");
    row("keep-alive of 1.0", "api.anthropic.com:443 HTTP/1.0", "Connection: keep-alive\r\n");
    row("length of nothing", "api.anthropic.com:443 HTTP/1.1", "Host: api.anthropic.com:443\r\nContent-Length: 0\r\n");
    row("another spelling", "API.ANTHROPIC.COM.:443 HTTP/1.1", "Host: api.Anthropic.com\r\n");
}

void ContractTest::connectComesInManyShapes() {
    QFETCH(std::string, target);
    QFETCH(std::string, fields);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send("CONNECT " + target + "\r\n" + fields + scene.gate.proxyAuthorization() + "\r\n"));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.connectTls(scene.gate.agentContext(), kAnthropic));
    for (int i = 0; i < 2; ++i) { // "close" on the CONNECT is not about what is inside
        QVERIFY(agent.send(getRequest()));
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
}

void ContractTest::clientsOfferProtocolsAndNamesOrNot_data() {
    QTest::addColumn<std::string>("offer");
    QTest::addColumn<bool>("withName");
    QTest::addColumn<std::string>("chosen");
    QTest::newRow("nothing") << std::string() << true << std::string();
    QTest::newRow("h2 and http/1.1") << std::string("\x02h2\x08http/1.1") << true << std::string("http/1.1");
    QTest::newRow("http/1.1") << std::string("\x08http/1.1") << true << std::string("http/1.1");
    QTest::newRow("no name") << std::string() << false << std::string();
}

void ContractTest::clientsOfferProtocolsAndNamesOrNot() {
    QFETCH(std::string, offer);
    QFETCH(bool, withName);
    QFETCH(std::string, chosen);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    if (!offer.empty()) {
        SSL_CTX_set_alpn_protos(scene.gate.agentContext(), reinterpret_cast<const unsigned char*>(offer.data()),
                                static_cast<unsigned>(offer.size()));
    }
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(scene.gate.connectRequest("api.anthropic.com:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.connectTls(scene.gate.agentContext(), withName ? kAnthropic : ""));
    QCOMPARE(selectedProtocol(agent.ssl()), chosen);
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
}

void ContractTest::bothLoopbackAddressesAreServed() {
    GatewayFixture fixture;
    fixture.publish();
    const auto endpoints = fixture.gate->listen({"127.0.0.1", "::1"}, 0);
    QVERIFY(endpoints.has_value());
    QCOMPARE(endpoints->size(), 2U);
    QCOMPARE(endpoints->at(0).port, endpoints->at(1).port);
    const int socket = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(endpoints->at(1).port);
    address.sin6_addr = in6addr_loopback;
    QCOMPARE(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    BlockingPeer agent(socket); // whose connection it is was asked for IPv6, too
    QVERIFY(agent.send("GET /healthz HTTP/1.1\r\nHost: [::1]\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().body, std::string("{\"status\":\"ok\"}"));
}

void ContractTest::modesOfTheAgentGoBeforeTheSetting() {
    GatewayFixture gate;
    const auto identity = gate.certificates.issue("files.example");
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJsonAnswer));
    gate.resolveTo("files.example", origin.port());
    QVERIFY(gate.listen());
    const auto isOpen = [&](bool strictSetting, core::HostAccess access) {
        gate.snapshot.strictMode = strictSetting;
        gate.snapshot.agents.front().hostAccess = access;
        gate.publish();
        BlockingPeer agent = gate.connect();
        if (!agent.send(gate.connectRequest("files.example:443"))) {
            return QByteArray("not sent");
        }
        const std::string head = agent.receiveHead();
        return QByteArray(head.starts_with("HTTP/1.1 200 ")                    ? "open"
                          : head.find("host_not_allowed") != std::string::npos ? "strict"
                                                                               : "neither");
    };
    QCOMPARE(isOpen(false, core::HostAccess::Inherit), QByteArray("open"));
    QCOMPARE(isOpen(false, core::HostAccess::Strict), QByteArray("strict"));
    QCOMPARE(isOpen(true, core::HostAccess::Inherit), QByteArray("strict"));
    QCOMPARE(isOpen(true, core::HostAccess::Open), QByteArray("open"));
}

void ContractTest::foreignKeysFollowTheirMode() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::string own =
        "GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\nauthorization: Bearer session-key\r\n"
        "x-api-key: " +
        kPlaceholder + "\r\n\r\n";
    const auto set = [&](core::ForeignKeys mode) {
        scene.gate.credential("anthropic-key").foreignKeys = mode;
        scene.gate.publish();
    };
    QVERIFY(agent.send(own));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.requests().back().field("x-api-key"), kAnthropicValue);
    QCOMPARE(scene.origin.requests().back().count("authorization"), 0);
    set(core::ForeignKeys::Pass); // in force for the next request of the tunnel that is open
    QVERIFY(agent.send(own));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.requests().back().field("authorization"), std::string("Bearer session-key"));
    QCOMPARE(scene.origin.requests().back().count("x-api-key"), 0);
    QVERIFY(scene.gate.sink
                .waitFor([](const core::ActivityRecord& row) {
                    return row.kind == core::ActivityRecord::Kind::Request && row.credentialId.empty();
                })
                .injectedHeader.empty());
    QCOMPARE(scene.gate.opener->opened(), 1); // the stored key was not touched
    QVERIFY(agent.send(getRequest()));        // a placeholder alone is replaced in every mode
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.requests().back().field("x-api-key"), kAnthropicValue);
    set(core::ForeignKeys::Refuse);
    QVERIFY(agent.send(own));
    const WireMessage refused = agent.receiveMessage();
    QCOMPARE(refused.status(), 403);
    QCOMPARE(refused.field("x-keysluice-error"), std::string("foreign_credential"));
    QVERIFY(refused.body.find("anthropic-key") != std::string::npos); // which key refuses
    QVERIFY(refused.body.find("session-key") == std::string::npos);
    const core::ActivityRecord row = scene.gate.sink.waitForCode("foreign_credential");
    QCOMPARE(row.credentialId, std::string("anthropic-key"));
    QCOMPARE(row.decision, core::ActivityRecord::Decision::Blocked);
    QCOMPARE(scene.origin.requests().size(), 3U);
    QCOMPARE(scene.origin.connections(), 2); // what carried another account's key carries ours never
}

void ContractTest::continueIsNotGivenToARefusedRequest() {
    GatewayFixture gate;
    gate.snapshot.credentials.clear();
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nExpect: 100-continue\r\n"
                       "Content-Length: 1000000\r\n\r\n"));
    const WireMessage answer = agent.receiveMessage(); // and not 100
    QCOMPARE(answer.status(), 403);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("credential_missing"));
    QCOMPARE(answer.field("connection"), std::string("close"));
    QVERIFY(agent.waitForEnd());
}

void ContractTest::continueIsNotGivenToAnOldClient() {
    ProviderScene scene(LoopbackOrigin::answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("POST /v1/messages HTTP/1.0\r\nHost: api.anthropic.com\r\nExpect: 100-continue\r\n"
                       "Content-Length: 2\r\n\r\n{}"));
    QCOMPARE(agent.receiveMessage().status(), 200); // neither 100 nor 103: HTTP/1.0 knows no 1xx
}

void ContractTest::oldClientsMayKeepTheirConnection() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    for (int i = 0; i < 2; ++i) {
        QVERIFY(agent.send("GET /v1/models HTTP/1.0\r\nHost: api.anthropic.com\r\nConnection: keep-alive\r\n\r\n"));
        const WireMessage answer = agent.receiveMessage();
        QCOMPARE(answer.status(), 200);
        QCOMPARE(answer.field("connection"), std::string("keep-alive"));
    }
    QVERIFY(agent.send("GET /v1/models HTTP/1.0\r\nHost: api.anthropic.com\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().field("connection"), std::string("close"));
    QVERIFY(agent.waitForEnd());
}

void ContractTest::closeIsHonouredAndTheProviderKept() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    for (int i = 0; i < 2; ++i) {
        BlockingPeer agent = scene.gate.openTunnel();
        QVERIFY(agent.send("GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\nConnection: close\r\n\r\n"));
        const WireMessage answer = agent.receiveMessage();
        QCOMPARE(answer.status(), 200);
        QCOMPARE(answer.field("connection"), std::string("close"));
        QVERIFY(agent.waitForEnd());
        QVERIFY(agent.endedCleanly());
        QCOMPARE(scene.origin.requests().back().count("connection"), 0); // the wish is the agent's
    }
    QCOMPARE(scene.origin.connections(), 1);
}

void ContractTest::earlyAnswerLeavesNothingBehind() {
    ProviderScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) {
        WireMessage first;
        first.head = peer.receiveHead(); // and nothing of the body
        origin.note(first);
        peer.send(kJsonAnswer);
        (void)peer.waitForEnd();
    });
    QVERIFY(scene.start());
    for (int i = 0; i < 2; ++i) {
        BlockingPeer agent = scene.gate.openTunnel();
        QVERIFY(agent.send("POST /v1/files HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 100000000\r\n\r\n" +
                           std::string(1000, 'b')));
        const WireMessage answer = agent.receiveMessage();
        QCOMPARE(answer.status(), 200);
        QCOMPARE(answer.field("connection"), std::string("close")); // where the body would end is not known
        QVERIFY(agent.waitForEnd());
    }
    QCOMPARE(scene.origin.connections(), 2); // nor is it on the provider's side
}

void ContractTest::trailersOfARequestEndHere() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    for (int i = 0; i < 2; ++i) {
        QVERIFY(agent.send("POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nTransfer-Encoding: chunked\r\n"
                           "Trailer: x-after\r\n\r\n2\r\n{}\r\n0\r\nx-after: 1\r\nx-api-key: mine\r\n\r\n"));
        QCOMPARE(agent.receiveMessage().status(), 200);
        const WireMessage seen = scene.origin.requests().back();
        QCOMPARE(seen.body, std::string("{}"));
        QCOMPARE(seen.count("trailer"), 0);
        QCOMPARE(seen.field("x-api-key"), kAnthropicValue);
    }
    QCOMPARE(scene.origin.connections(), 1);
}

void ContractTest::agentsDoNotShareConnections() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    const std::string first = scene.gate.token;
    const std::string second = core::newAgentToken();
    scene.gate.snapshot.agents.push_back({"agent-2", "Codex", true, {}});
    scene.gate.snapshot.tokens.push_back({"token-2", core::hashToken(second), "agent-2", 0, nullptr});
    QVERIFY(scene.start());
    for (const auto& [token, connections] : {std::pair(first, 1), {second, 2}, {first, 2}, {second, 2}}) {
        scene.gate.token = token;
        BlockingPeer agent = scene.gate.openTunnel();
        QVERIFY(agent.send(getRequest()));
        QCOMPARE(agent.receiveMessage().status(), 200);
        QCOMPARE(scene.origin.connections(), connections);
    }
}

void ContractTest::aFailedRequestLeavesTheTunnelUsable() {
    std::atomic<bool> isDown{true};
    ProviderScene scene([&](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        if (isDown) {
            return; // closes before an answer
        }
        peer.send(kJsonAnswer);
    });
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("upstream_reset"));
    isDown = false;
    QVERIFY(agent.send(postRequest("{}")));
    QCOMPARE(agent.receiveMessage().status(), 200);
}

void ContractTest::rejectionsOfTheProviderPassAsTheyAre_data() {
    QTest::addColumn<std::string>("answer");
    const std::string fields = "Content-Type: application/json\r\nrequest-id: req_1\r\nx-should-retry: true\r\n"
                               "anthropic-ratelimit-requests-remaining: 0\r\nretry-after: 7\r\n";
    for (const char* line : {"401 Unauthorized", "403 Forbidden", "429 Too Many Requests", "529 Overloaded"}) {
        const std::string body = R"({"type":"error","error":{"type":"x","message":"no"}})";
        QTest::newRow(line) << "HTTP/1.1 " + std::string(line) + "\r\n" + fields +
                                   "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
}

void ContractTest::rejectionsOfTheProviderPassAsTheyAre() {
    QFETCH(std::string, answer);
    ProviderScene scene(LoopbackOrigin::answering(answer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(getRequest()));
    const WireMessage received = agent.receiveMessage();
    QCOMPARE(received.head + received.body, answer);
    const core::ActivityRecord row = scene.gate.sink.waitForRequest();
    QVERIFY(row.statusFromProvider && row.errorCode.empty());
    QCOMPARE(row.retryAfterSeconds, 7);
}

void ContractTest::refusalsAreSdkReadable_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<std::string>("start");
    QTest::newRow("Anthropic") << std::string(kAnthropic)
                               << std::string(R"({"type":"error","error":{"type":"permission_error","message":")");
    QTest::newRow("OpenAI") << std::string(kOpenAi) << std::string(R"({"error":{"message":")");
}

void ContractTest::refusalsAreSdkReadable() {
    QFETCH(std::string, host);
    QFETCH(std::string, start);
    GatewayFixture gate;
    gate.snapshot.credentials.clear();
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel(host);
    QVERIFY(agent.send("GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
    const WireMessage refused = agent.receiveMessage();
    QCOMPARE(refused.status(), 403);
    QCOMPARE(refused.field("content-type"), std::string("application/json"));
    QCOMPARE(refused.field("cache-control"), std::string("no-store"));
    QCOMPARE(refused.field("x-should-retry"), std::string("false"));
    QVERIFY2(refused.body.starts_with(start), refused.body.c_str());
    QVERIFY(refused.body.find(R"("keysluice":{"code":"credential_missing")") != std::string::npos);
}

void ContractTest::drainRefusesWhatComesOnAnOpenConnection() {
    Gate proceed;
    ProviderScene scene(answeringAfter(proceed));
    QVERIFY(scene.start());
    // This one has sent half of a head; the one worker has seen it by the time the other's request is at the provider.
    BlockingPeer half = scene.gate.openTunnel();
    QVERIFY(half.send("GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n"));
    // The next request of this one lies behind one that is running when the end begins.
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}") + getRequest()));
    QVERIFY(scene.origin.waitForRequests(1));
    scene.gate.gate->shutdown();
    QTRY_VERIFY(scene.gate.gate->endpoints().empty());
    QVERIFY(half.send("\r\n"));
    const WireMessage refused = half.receiveMessage();
    QCOMPARE(refused.status(), 503);
    QCOMPARE(refused.field("x-keysluice-error"), std::string("shutting_down"));
    QCOMPARE(refused.field("retry-after"), std::string("1"));
    proceed.open();
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 200);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(scene.origin.requests().size(), 1U);
}

void ContractTest::silentBlindTunnelsEnd_data() {
    QTest::addColumn<bool>("withHello");
    QTest::newRow("without a ClientHello") << false;
    QTest::newRow("without a byte after it") << true;
}

void ContractTest::silentBlindTunnelsEnd() {
    QFETCH(bool, withHello);
    GatewayFixture gate;
    const auto identity = gate.certificates.issue("files.example");
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJsonAnswer));
    gate.resolveTo("files.example", origin.port());
    gate.clock.stand();
    QVERIFY(gate.listen());
    gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("files.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    if (withHello) {
        QVERIFY(agent.connectTls(context.get(), "files.example"));
        QVERIFY(agent.send("GET / HTTP/1.1\r\nHost: files.example\r\n\r\n"));
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
    const core::Limits limits;
    gate.clock.advance((withHello ? limits.answerHead : limits.tlsHandshake) + std::chrono::seconds(1));
    gate.publish(); // wakes who waits for the deadline
    QVERIFY(agent.waitForEnd());
    QCOMPARE(gate.sink.waitForCode("idle").host, std::string("files.example"));
}

QTEST_GUILESS_MAIN(ContractTest)
#include "tst_contract.moc"
