// The way out through an HTTP proxy: opened hosts, plain requests, blind tunnels; and never through the gateway itself.
#include "support/provider_scene.h"

#include <QtTest>

#include <netinet/in.h>
#include <sys/socket.h>

#include <thread>

using namespace keysluice;
using namespace keysluice::test;

namespace {

/// An HTTP proxy that joins what it is asked for with a local port. It notes CONNECTs, and other requests, which it
/// answers itself.
LoopbackOrigin::Script proxyTo(std::uint16_t port) {
    return [port](BlockingPeer& peer, LoopbackOrigin& self) {
        WireMessage request = peer.receiveMessage();
        const bool isConnect = request.startLine().starts_with("CONNECT ");
        self.note(request);
        if (!isConnect) {
            peer.send(kJsonAnswer);
            return;
        }
        const int upstream = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto address = gateway::net::SocketAddress::of(gateway::http::IpAddress::v4(127, 0, 0, 1), port);
        if (::connect(upstream, address.raw(), address.size) != 0) {
            return;
        }
        BlockingPeer other(upstream);
        peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
        std::thread back([&] {
            for (std::string bytes = other.receive(); !bytes.empty() && peer.send(bytes); bytes = other.receive()) {
            }
            peer.shutdownWrite();
        });
        for (std::string bytes = peer.receive(); !bytes.empty() && other.send(bytes); bytes = peer.receive()) {
        }
        other.shutdownWrite();
        back.join();
    };
}

} // namespace

class UpstreamProxyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void upstreamProxyWithoutCredentials();
    void upstreamProxyWithCredentials();
    void upstreamProxyThatRefuses();
    void metadataAddressesAreNotAskedOfAProxy();
    void plainRequestsGoToTheProxyAsTheyAre_data();
    void plainRequestsGoToTheProxyAsTheyAre();
    void blindTunnelsGoThroughTheProxy();
    void aProxyThatIsTheGatewayItselfIsNone();
    void theGatewayDoesNotDialItself();
};

void UpstreamProxyTest::upstreamProxyWithoutCredentials() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    LoopbackOrigin proxy(nullptr, nullptr, proxyTo(scene.origin.port()));
    scene.gate.snapshot.resolve.clear(); // the proxy resolves names
    scene.gate.snapshot.upstreamProxyHost = "localhost";
    scene.gate.snapshot.upstreamProxyPort = proxy.port();
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    for (int i = 0; i < 2; ++i) {
        QVERIFY(agent.send(postRequest("{}")));
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
    const WireMessage connect = proxy.requests().front();
    QCOMPARE(connect.startLine(), std::string("CONNECT api.anthropic.com:443 HTTP/1.1"));
    QCOMPARE(connect.field("host"), std::string("api.anthropic.com:443"));
    QCOMPARE(connect.count("proxy-authorization"), 0);
    QCOMPARE(proxy.connections(), 1); // kept like any other connection to the provider
}

void UpstreamProxyTest::upstreamProxyWithCredentials() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    LoopbackOrigin proxy(nullptr, nullptr, proxyTo(scene.origin.port()));
    scene.gate.snapshot.resolve.clear(); // the proxy resolves names
    scene.gate.snapshot.upstreamProxyHost = "127.0.0.1";
    scene.gate.snapshot.upstreamProxyPort = proxy.port();
    scene.gate.snapshot.upstreamProxyAuthorization =
        std::make_shared<core::SecretBytes>(core::SecretBytes::copyOf("Basic dXNlcjpwYXNz"));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    QCOMPARE(agent.receiveMessage().status(), 200);
    const WireMessage connect = proxy.requests().front();
    QCOMPARE(connect.startLine(), std::string("CONNECT api.anthropic.com:443 HTTP/1.1"));
    QCOMPARE(connect.field("proxy-authorization"), std::string("Basic dXNlcjpwYXNz"));
    QCOMPARE(scene.origin.requests().front().count("proxy-authorization"), 0);
}

void UpstreamProxyTest::upstreamProxyThatRefuses() {
    LoopbackOrigin proxy(nullptr, nullptr,
                         LoopbackOrigin::answering("HTTP/1.1 407 Authentication\r\nContent-Length: 0\r\n\r\n"));
    GatewayFixture gate;
    gate.snapshot.upstreamProxyHost = "127.0.0.1";
    gate.snapshot.upstreamProxyPort = proxy.port();
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel();
    QVERIFY(agent.send(postRequest("{}")));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 502);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("upstream_proxy"));
    QCOMPARE(gate.sink.waitForCode("upstream_proxy").detail, std::string("status 407"));
    QCOMPARE(proxy.requests().front().count("proxy-authorization"), 0);
}

void UpstreamProxyTest::metadataAddressesAreNotAskedOfAProxy() {
    LoopbackOrigin proxy(nullptr, nullptr, LoopbackOrigin::answering(kJsonAnswer));
    GatewayFixture gate;
    gate.snapshot.upstreamProxyHost = "127.0.0.1";
    gate.snapshot.upstreamProxyPort = proxy.port();
    gate.snapshot.allowPrivateDestinations = true;
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send("GET http://169.254.169.254/latest/ HTTP/1.1\r\nHost: 169.254.169.254\r\n" +
                       gate.proxyAuthorization() + "\r\n"));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("destination_refused"));
    QCOMPARE(proxy.connections(), 0);
}

void UpstreamProxyTest::plainRequestsGoToTheProxyAsTheyAre_data() {
    QTest::addColumn<bool>("withCredentials");
    QTest::newRow("without credentials") << false;
    QTest::newRow("with credentials") << true;
}

void UpstreamProxyTest::plainRequestsGoToTheProxyAsTheyAre() {
    QFETCH(bool, withCredentials);
    LoopbackOrigin proxy(nullptr, nullptr, proxyTo(0));
    GatewayFixture gate;
    gate.snapshot.upstreamProxyHost = "127.0.0.1";
    gate.snapshot.upstreamProxyPort = proxy.port();
    if (withCredentials) {
        gate.snapshot.upstreamProxyAuthorization =
            std::make_shared<core::SecretBytes>(core::SecretBytes::copyOf("Basic dXNlcjpwYXNz"));
    }
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send("GET http://mirror.example/a?b=c HTTP/1.1\r\nHost: mirror.example\r\n" +
                       gate.proxyAuthorization() + "\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    const WireMessage seen = proxy.requests().front();
    QCOMPARE(seen.startLine(), std::string("GET http://mirror.example/a?b=c HTTP/1.1"));
    QCOMPARE(seen.count("proxy-authorization"), withCredentials ? 1 : 0); // ours, never the agent's token
    QCOMPARE(seen.field("proxy-authorization"), std::string(withCredentials ? "Basic dXNlcjpwYXNz" : ""));
}

void UpstreamProxyTest::blindTunnelsGoThroughTheProxy() {
    GatewayFixture gate;
    const auto identity = gate.certificates.issue("files.example");
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJsonAnswer));
    LoopbackOrigin proxy(nullptr, nullptr, proxyTo(origin.port()));
    gate.snapshot.upstreamProxyHost = "127.0.0.1";
    gate.snapshot.upstreamProxyPort = proxy.port();
    QVERIFY(gate.listen());
    gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("files.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    QVERIFY(agent.connectTls(context.get(), "files.example"));
    QVERIFY(agent.send("GET / HTTP/1.1\r\nHost: files.example\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(proxy.requests().front().startLine(), std::string("CONNECT files.example:443 HTTP/1.1"));
}

void UpstreamProxyTest::aProxyThatIsTheGatewayItselfIsNone() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    for (const char* host : {"127.0.0.1", "localhost"}) {
        scene.gate.snapshot.upstreamProxyHost = host;
        scene.gate.snapshot.upstreamProxyPort = scene.gate.port();
        scene.gate.publish();
        BlockingPeer agent = scene.gate.openTunnel();
        QVERIFY(agent.send(getRequest()));
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
}

void UpstreamProxyTest::theGatewayDoesNotDialItself() {
    GatewayFixture gate;
    gate.snapshot.allowPrivateDestinations = true;
    QVERIFY(gate.listen());
    gate.resolveTo("loop.example", gate.port());
    gate.publish();
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("loop.example:443")));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("destination_refused"));
}

QTEST_GUILESS_MAIN(UpstreamProxyTest)
#include "tst_upstream_proxy.moc"
