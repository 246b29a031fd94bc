// What the proxy port answers before anything is forwarded: tokens, health, targets, garbage.
#include "support/provider_scene.h"

#include <QtTest>

#include <netinet/in.h>
#include <sys/socket.h>

#include <future>
#include <ifaddrs.h>

using namespace keysluice;
using namespace keysluice::test;
using gateway::net::PeerFacts;

class DoorsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void connectWithoutTokenIsAskedForOneAndKept();
    void healthIsAnsweredAndNothingElse();
    void clientHelloGluedToConnectIsRead();
    void foreignServerNameGetsAnAlert();
    void foreignHostInsideTheTunnelIsRefused();
    void absoluteFormOverPlainHttpIsRefusedForAProvider();
    void garbageIsAnsweredAndClosed_data();
    void garbageIsAnsweredAndClosed();
    void plaintextAfterConnectIsClosed();
    void lockedBeforeTheFirstUnlockRefusesConnect();
    void leavesOutliveALock();
    void strictModeRefusesOtherHosts();
    void blindTunnelPassesBytesAndCountsThem();
    void blindTunnelWithAnInterceptedNameIsCut();
    void blindTunnelIsJudgedAgainBeforeItsFirstByte_data();
    void blindTunnelIsJudgedAgainBeforeItsFirstByte();
    void blindTunnelThatIsNotThereYetHasARow_data();
    void blindTunnelThatIsNotThereYetHasARow();
    void blindTunnelOfUnknownBytesIsCut_data();
    void blindTunnelOfUnknownBytesIsCut();
    void connectionsOfOtherUsersAreClosed();
    void takenPortAndForeignAddressAreReported();
    void tooManyConnectionsOfOneAgent();
};

void DoorsTest::connectWithoutTokenIsAskedForOneAndKept() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send("CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com:443\r\n\r\n"));
    const WireMessage asked = agent.receiveMessage();
    QCOMPARE(asked.status(), 407);
    QCOMPARE(asked.field("x-keysluice-error"), std::string("agent_unknown"));
    QVERIFY(asked.field("proxy-authenticate").starts_with("Basic realm=\"Keysluice\""));
    // The same connection, this time with the token.
    QVERIFY(agent.send(scene.gate.connectRequest("api.anthropic.com:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.connectTls(scene.gate.agentContext(), kAnthropic));
    QVERIFY(agent.send(getRequest()));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.gate.sink.waitForCode("agent_unknown").status, 407);
}

void DoorsTest::healthIsAnsweredAndNothingElse() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    const std::string host = "Host: 127.0.0.1:" + std::to_string(scene.gate.port()) + "\r\n\r\n";
    QVERIFY(agent.send("GET /healthz HTTP/1.1\r\n" + host));
    const WireMessage healthy = agent.receiveMessage();
    QCOMPARE(healthy.status(), 200);
    QCOMPARE(healthy.body, std::string("{\"status\":\"ok\"}"));
    scene.gate.snapshot.state = gateway::GateState::Locked;
    scene.gate.publish();
    QVERIFY(agent.send("GET /healthz HTTP/1.1\r\n" + host));
    QCOMPARE(agent.receiveMessage().body, std::string("{\"status\":\"locked\"}"));
    QVERIFY(agent.send("GET /v1/models HTTP/1.1\r\n" + host));
    const WireMessage other = agent.receiveMessage();
    QCOMPARE(other.status(), 404);
    QCOMPARE(other.count("access-control-allow-origin"), 0);
    QVERIFY(agent.waitForEnd());
}

void DoorsTest::clientHelloGluedToConnectIsRead() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    // OpenSSL writes the ClientHello into memory; it goes out in one segment with the CONNECT.
    gateway::tls::SslHandle ssl(SSL_new(scene.gate.agentContext()));
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), in, out);
    SSL_set_tlsext_host_name(ssl.get(), kAnthropic);
    SSL_connect(ssl.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(out, &data);
    const std::string hello(data, static_cast<std::size_t>(size));
    (void)BIO_reset(out);
    QVERIFY(agent.send(scene.gate.connectRequest("api.anthropic.com:443") + hello));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    int result = 0;
    while ((result = SSL_connect(ssl.get())) != 1 && SSL_get_error(ssl.get(), result) == SSL_ERROR_WANT_READ) {
        const std::string bytes = agent.receive();
        QVERIFY(!bytes.empty());
        BIO_write(in, bytes.data(), static_cast<int>(bytes.size()));
    }
    QCOMPARE(result, 1);
}

void DoorsTest::foreignServerNameGetsAnAlert() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(scene.gate.connectRequest("api.anthropic.com:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(!agent.connectTls(scene.gate.agentContext(), kOpenAi));
    QCOMPARE(scene.gate.sink.waitForCode("agent_tls").host, std::string(kAnthropic));
    QCOMPARE(scene.origin.connections(), 0);
    // In another spelling it is the same name.
    BlockingPeer spelled = scene.gate.connect();
    QVERIFY(spelled.send(scene.gate.connectRequest("API.Anthropic.com.:443")));
    QVERIFY(spelled.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(spelled.connectTls(scene.gate.agentContext(), "API.anthropic.com"));
}

void DoorsTest::foreignHostInsideTheTunnelIsRefused() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("GET /v1/models HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
    const WireMessage refused = agent.receiveMessage();
    QCOMPARE(refused.status(), 421);
    QCOMPARE(refused.field("x-keysluice-error"), std::string("authority_mismatch"));
    QVERIFY(agent.waitForEnd());
    QCOMPARE(scene.origin.connections(), 0);
    QCOMPARE(scene.gate.opener->opened(), 0);
}

void DoorsTest::absoluteFormOverPlainHttpIsRefusedForAProvider() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send("GET http://api.anthropic.com/v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n" +
                       scene.gate.proxyAuthorization() + "\r\n"));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("plaintext_refused"));
    // The same with https is forwarded inside TLS.
    BlockingPeer secure = scene.gate.connect();
    QVERIFY(secure.send("GET https://api.anthropic.com/v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n" +
                        scene.gate.proxyAuthorization() + "x-api-key: " + kPlaceholder + "\r\n\r\n"));
    QCOMPARE(secure.receiveMessage().status(), 200);
    QVERIFY(scene.origin.requests().front().head.starts_with("GET /v1/models HTTP/1.1\r\n"));
    QCOMPARE(scene.origin.requests().front().field("x-api-key"), kAnthropicValue);
}

void DoorsTest::garbageIsAnsweredAndClosed_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("binary") << std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15) << 400;
    QTest::newRow("no version") << std::string("GET /\r\n\r\n") << 400;
    QTest::newRow("bare line feed") << std::string("GET / HTTP/1.1\nHost: x\n\n") << 400;
    QTest::newRow("length and chunked")
        << std::string("POST http://x/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0")
        << 400;
    QTest::newRow("too large") << "GET / HTTP/1.1\r\nX: " + std::string(70000, 'a') << 431;
}

void DoorsTest::garbageIsAnsweredAndClosed() {
    QFETCH(std::string, bytes);
    QFETCH(int, status);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(bytes));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), status);
    QVERIFY(!answer.field("x-keysluice-error").empty());
    QVERIFY(agent.waitForEnd());
}

void DoorsTest::plaintextAfterConnectIsClosed() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(scene.gate.connectRequest("api.anthropic.com:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.send(getRequest()));
    QVERIFY(agent.waitForEnd());
    QCOMPARE(scene.gate.sink.waitForCode("agent_tls").detail, std::string("http request"));
    QCOMPARE(scene.origin.connections(), 0);
}

void DoorsTest::lockedBeforeTheFirstUnlockRefusesConnect() {
    GatewayFixture gate;
    gateway::Snapshot locked;
    locked.catalogue = gate.snapshot.catalogue;
    gate.snapshot = locked;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("api.anthropic.com:443")));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 503);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("vault_locked"));
    QVERIFY(!answer.field("retry-after").empty());
}

void DoorsTest::leavesOutliveALock() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    scene.gate.snapshot.state = gateway::GateState::Locked;
    scene.gate.snapshot.authority = nullptr;
    scene.gate.snapshot.opener = nullptr;
    scene.gate.publish();
    BlockingPeer agent = scene.gate.openTunnel(); // minted when the credential was published
    QVERIFY(agent.ssl() != nullptr);
    QVERIFY(agent.send(getRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 503);
    QVERIFY(answer.body.find("\"type\":\"error\"") != std::string::npos); // Anthropic's shape
}

void DoorsTest::strictModeRefusesOtherHosts() {
    GatewayFixture gate;
    gate.snapshot.strictMode = true;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("github.com:443")));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 403);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("host_not_allowed"));
    QCOMPARE(answer.field("x-should-retry"), std::string("false"));
}

void DoorsTest::blindTunnelPassesBytesAndCountsThem() {
    GatewayFixture gate;
    const auto identity = gate.certificates.issue("files.example");
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJsonAnswer));
    gate.resolveTo("files.example", origin.port());
    QVERIFY(gate.listen());
    gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("files.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.connectTls(context.get(), "files.example"));
    // End to end: it is the provider's own certificate.
    QCOMPARE(X509_cmp(SSL_get0_peer_certificate(agent.ssl()), identity.certificate.get()), 0);
    QVERIFY(agent.send("GET / HTTP/1.1\r\nHost: files.example\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    agent.closeNotify();
    agent.close();
    const auto row = gate.sink.waitFor(
        [](const core::ActivityRecord& each) { return each.kind == core::ActivityRecord::Kind::Tunnel; });
    QCOMPARE(row.host, std::string("files.example"));
    QVERIFY(row.bytesToProvider > 100 && row.bytesToAgent > 500);
}

void DoorsTest::blindTunnelWithAnInterceptedNameIsCut() {
    GatewayFixture gate;
    LoopbackOrigin origin(nullptr, nullptr, [](BlockingPeer& peer, LoopbackOrigin& self) {
        WireMessage all;
        all.body = peer.receive();
        self.note(std::move(all));
    });
    gate.resolveTo("front.example", origin.port());
    QVERIFY(gate.listen());
    gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("front.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(!agent.connectTls(context.get(), kAnthropic));
    QVERIFY(gate.sink.waitForCode("destination_refused").detail.find(kAnthropic) != std::string::npos);
    QVERIFY(origin.waitForRequests(1));
    QVERIFY(origin.requests().front().body.empty()); // not one byte of the ClientHello
}

void DoorsTest::blindTunnelIsJudgedAgainBeforeItsFirstByte_data() {
    QTest::addColumn<std::string>("code");
    // Its ClientHello could name a host that only a closed vault knows.
    QTest::newRow("locked") << std::string("vault_locked");
    QTest::newRow("paused") << std::string("paused");
    QTest::newRow("frozen") << std::string("agent_frozen");
    QTest::newRow("strict") << std::string("host_not_allowed");
    QTest::newRow("token revoked") << std::string("agent_unknown");
    QTest::newRow("host of a new credential") << std::string("destination_refused");
}

void DoorsTest::blindTunnelIsJudgedAgainBeforeItsFirstByte() {
    QFETCH(std::string, code);
    GatewayFixture gate;
    LoopbackOrigin origin(nullptr, nullptr, [](BlockingPeer& peer, LoopbackOrigin& self) {
        WireMessage all;
        all.body = peer.receive();
        self.note(std::move(all));
    });
    gate.resolveTo("front.example", origin.port());
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("front.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    if (code == "vault_locked") {
        gate.snapshot.state = gateway::GateState::Locked;
        gate.snapshot.credentials.clear();
    } else if (code == "paused") {
        gate.snapshot.state = gateway::GateState::Paused;
    } else if (code == "agent_frozen") {
        gate.snapshot.agents.front().freeze = core::Freeze::Requests;
    } else if (code == "host_not_allowed") {
        gate.snapshot.strictMode = true;
    } else if (code == "agent_unknown") {
        gate.snapshot.tokens.clear();
    } else {
        gate.credential("anthropic-key").hosts.push_back("front.example");
    }
    gate.publish();
    const gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    QVERIFY(!agent.connectTls(context.get(), "elsewhere.example"));
    const auto row = gate.sink.waitForCode(code);
    QCOMPARE(row.kind, core::ActivityRecord::Kind::Tunnel);
    QCOMPARE(row.decision, core::ActivityRecord::Decision::Blocked);
    QVERIFY(origin.waitForRequests(1));
    QCOMPARE(origin.requests().front().body, std::string());
}

void DoorsTest::blindTunnelThatIsNotThereYetHasARow_data() {
    QTest::addColumn<std::string>("code");
    QTest::newRow("the agent leaves") << std::string("agent_gone");
    QTest::newRow("the gateway ends") << std::string("canceled");
}

void DoorsTest::blindTunnelThatIsNotThereYetHasARow() {
    QFETCH(std::string, code);
    std::promise<void> asked;
    std::promise<void> release;
    const auto lookUp = [&asked, until = release.get_future().share()](const std::string&) {
        asked.set_value();
        until.wait();
        return gateway::net::LookupResult{};
    };
    GatewayFixture gate({lookUp, {}});
    const auto answer = qScopeGuard([&release] { release.set_value(); });
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("slow.example:443")));
    QVERIFY(asked.get_future().wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    if (code == "agent_gone") {
        agent.close();
    } else {
        gate.gate->shutdown();
        gate.gate->shutdown(); // at once
    }
    const auto row = gate.sink.waitForCode(code);
    QCOMPARE(row.kind, core::ActivityRecord::Kind::Tunnel);
    QCOMPARE(row.host, std::string("slow.example"));
}

void DoorsTest::blindTunnelOfUnknownBytesIsCut_data() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("detail");
    QTest::newRow("HTTP") << getRequest() << std::string("not TLS");
    QTest::newRow("SSH") << std::string("SSH-2.0-client\r\n") << std::string("not TLS");
    QTest::newRow("SSL 2") << std::string("\x80\x2e\x01\x00\x02", 5) << std::string("not TLS");
    QTest::newRow("another message") << std::string("\x16\x03\x01\x00\x04\x02\x00\x00\x00", 9)
                                     << std::string("malformed ClientHello");
}

void DoorsTest::blindTunnelOfUnknownBytesIsCut() {
    QFETCH(std::string, bytes);
    QFETCH(std::string, detail);
    GatewayFixture gate;
    LoopbackOrigin origin(nullptr, nullptr, [](BlockingPeer& peer, LoopbackOrigin& self) {
        peer.send("220 a server that speaks first\r\n");
        WireMessage all;
        all.body = peer.receive();
        self.note(std::move(all));
    });
    gate.resolveTo("front.example", origin.port());
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("front.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.send(bytes));
    const auto row = gate.sink.waitForCode("destination_refused");
    QCOMPARE(row.detail, detail);
    QCOMPARE(row.kind, core::ActivityRecord::Kind::Tunnel);
    QCOMPARE(row.decision, core::ActivityRecord::Decision::Blocked);
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string());
    QVERIFY(origin.waitForRequests(1));
    QCOMPARE(origin.requests().front().body, std::string());
}

void DoorsTest::connectionsOfOtherUsersAreClosed() {
    class OtherUser final : public gateway::net::PeerInspector {
        std::optional<PeerFacts> inspect(const gateway::net::SocketAddress&,
                                         const gateway::net::SocketAddress&) override {
            return PeerFacts{54321, true};
        }
    };
    gateway::GatewaySeams seams;
    seams.makeInspector = [] { return std::make_unique<OtherUser>(); };
    GatewayFixture gate(std::move(seams));
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    agent.send(gate.connectRequest("api.anthropic.com:443"));
    QVERIFY(agent.receiveMessage().head.empty());
    QCOMPARE(gate.sink.waitForCode("agent_unknown").decision, core::ActivityRecord::Decision::Blocked);

    // The same from every address of this machine: whoever connects to loopback may choose one for its own end.
    ifaddrs* all = nullptr;
    QCOMPARE(::getifaddrs(&all), 0);
    for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
        if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) {
            continue;
        }
        const gateway::net::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        QCOMPARE(::bind(socket.value(), one->ifa_addr, sizeof(sockaddr_in)), 0);
        const auto door = gateway::net::SocketAddress::of(gateway::http::IpAddress::v4(127, 0, 0, 1), gate.port());
        QCOMPARE(::connect(socket.value(), door.raw(), door.size), 0);
        const std::string request = gate.connectRequest("api.anthropic.com:443");
        ::send(socket.value(), request.data(), request.size(), MSG_NOSIGNAL);
        char byte = 0;
        QVERIFY(::recv(socket.value(), &byte, 1, 0) <= 0);
    }
    ::freeifaddrs(all);
}

void DoorsTest::takenPortAndForeignAddressAreReported() {
    GatewayFixture first;
    QVERIFY(first.listen());
    GatewayFixture second;
    auto taken = second.gate->listen({"127.0.0.1"}, first.port());
    QVERIFY(!taken.has_value());
    QCOMPARE(taken.error().code, core::FailureCode::PortTaken);
    auto foreign = second.gate->listen({"127.0.0.1", "203.0.113.9"}, 0);
    QVERIFY(!foreign.has_value());
    QCOMPARE(foreign.error().code, core::FailureCode::AddressUnavailable);
    QVERIFY(second.gate->endpoints().empty());
}

void DoorsTest::tooManyConnectionsOfOneAgent() {
    GatewayFixture gate;
    gate.snapshot.limits.connectionsPerAgent = 1;
    QVERIFY(gate.listen());
    BlockingPeer first = gate.openTunnel();
    QVERIFY(first.ssl() != nullptr);
    BlockingPeer second = gate.connect();
    QVERIFY(second.send(gate.connectRequest("api.anthropic.com:443")));
    QCOMPARE(second.receiveMessage().field("x-keysluice-error"), std::string("too_many_connections"));
}

QTEST_GUILESS_MAIN(DoorsTest)
#include "tst_doors.moc"
