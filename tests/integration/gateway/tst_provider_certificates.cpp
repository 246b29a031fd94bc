// What a provider may present instead of a good certificate, and how it may speak TLS: no byte of the request leaves.
#include "support/provider_scene.h"

#include <QTest>

#include <atomic>

using namespace keysluice;
using namespace keysluice::test;
using Kind = ProviderCertificates::Kind;

namespace {

constexpr const char* kTwoLabels = "provider.com";
constexpr const char* kDeep = "eu.api.anthropic.com";

/// A gateway and a provider whose connections are counted once they carry a byte of a request.
class Scene final {
public:
    Scene(ProviderCertificates::Identity (*identity)(const ProviderCertificates&), LoopbackOrigin::Setup setup,
          std::string host = kAnthropic)
        : m_host(std::move(host)),
          m_identity(identity(gate.certificates)),
          m_origin(m_identity.certificate.get(), m_identity.key.get(), script(),
                   [this, setup = std::move(setup)](SSL_CTX& context) {
                       if (m_identity.intermediate) {
                           X509_up_ref(m_identity.intermediate.get()); // the context takes it over
                           SSL_CTX_add_extra_chain_cert(&context, m_identity.intermediate.get());
                       }
                       if (setup) {
                           setup(context);
                       }
                   }) {
        prepare();
    }
    /// A provider that is no TLS server at all.
    explicit Scene(LoopbackOrigin::Script script) : m_host(kAnthropic), m_origin(nullptr, nullptr, std::move(script)) {
        prepare();
    }

    /// The agent's request and what became of it.
    WireMessage ask() {
        BlockingPeer agent = gate.openTunnel(m_host);
        if (!agent.send("POST /v1/messages HTTP/1.1\r\nHost: " + m_host + "\r\nContent-Length: 2\r\n\r\n{}")) {
            return {};
        }
        return agent.receiveMessage();
    }
    [[nodiscard]] bool gotBytes() const { return m_gotBytes; }

    GatewayFixture gate;

private:
    void prepare() {
        gate.credential("anthropic-key").hosts = {m_host};
        gate.reissueAuthority({m_host, kOpenAi});
        gate.trustAuthority();
        gate.resolveTo(m_host, m_origin.port());
    }
    LoopbackOrigin::Script script() {
        return [this](BlockingPeer& peer, LoopbackOrigin&) {
            const WireMessage request = peer.receiveMessage();
            m_gotBytes = m_gotBytes || !request.head.empty();
            peer.send(kJsonAnswer);
        };
    }

    std::string m_host;
    std::atomic<bool> m_gotBytes{false};
    ProviderCertificates::Identity m_identity;
    LoopbackOrigin m_origin;
};

template <Kind kind>
ProviderCertificates::Identity ofKind(const ProviderCertificates& certificates) {
    return certificates.issue(kAnthropic, kind);
}

/// The first flight of a server that chooses `cipher`, whatever was offered (RFC 5246, section 7.4.1.3).
std::string serverHelloWith(unsigned char high, unsigned char low) {
    std::string hello("\x03\x03", 2);
    hello += std::string(32, 'r');
    hello += '\0'; // no session
    hello += static_cast<char>(high);
    hello += static_cast<char>(low);
    hello += '\0'; // no compression
    std::string handshake("\x02\x00\x00", 3);
    handshake += static_cast<char>(hello.size());
    handshake += hello;
    std::string record("\x16\x03\x03\x00", 4);
    record += static_cast<char>(handshake.size());
    return record + handshake;
}

using Identity = ProviderCertificates::Identity (*)(const ProviderCertificates&);

} // namespace

Q_DECLARE_METATYPE(Identity)

class ProviderCertificatesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void badCertificates_data();
    void badCertificates();
    void names_data();
    void names();
    void anUnknownAuthority();
    void oldTls_data();
    void oldTls();
    void aCipherThatWasNotOffered_data();
    void aCipherThatWasNotOffered();
    void goodOnesPass_data();
    void goodOnesPass();

private:
    void expectRefused(Scene& scene, const std::string& detail);
};

void ProviderCertificatesTest::expectRefused(Scene& scene, const std::string& detail) {
    QVERIFY(scene.gate.listen());
    const WireMessage answer = scene.ask();
    QCOMPARE(answer.status(), 502);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("upstream_tls"));
    const core::ActivityRecord row = scene.gate.sink.waitForCode("upstream_tls");
    QVERIFY2(row.detail == detail, row.detail.c_str());
    QVERIFY2(answer.body.find(detail) != std::string::npos, answer.body.c_str());
    QVERIFY(row.injectedHeader.empty());
    QVERIFY(!scene.gotBytes());
    QCOMPARE(scene.gate.opener->opened(), 0);
}

void ProviderCertificatesTest::badCertificates_data() {
    QTest::addColumn<Identity>("identity");
    QTest::addColumn<std::string>("detail");
    const auto row = [](const char* name, Identity identity, const char* detail) {
        QTest::newRow(name) << identity << std::string(detail);
    };
    row("expired", ofKind<Kind::Expired>, "certificate has expired");
    row("not yet valid", ofKind<Kind::NotYetValid>, "certificate is not yet valid");
    row("name in the subject only", ofKind<Kind::CommonNameOnly>, "hostname mismatch");
    row("self-signed", ofKind<Kind::SelfSigned>, "self-signed certificate");
    row("for clients only", ofKind<Kind::ClientOnly>, "unsuitable certificate purpose");
    row("key for signing certificates only", ofKind<Kind::SignatureOnly>, "unsuitable certificate purpose");
    row("intermediate that is no authority", ofKind<Kind::NoIntermediate>, "invalid CA certificate");
    row("intermediate without the key usage", ofKind<Kind::IntermediateUnfit>, "invalid CA certificate");
    row("signed by another provider's certificate", ofKind<Kind::LeafAsAuthority>, "invalid CA certificate");
    row("key of 1,024 bits", ofKind<Kind::WeakKey>, "EE certificate key too weak");
    row("signed with SHA-1", ofKind<Kind::WeakDigest>, "CA signature digest algorithm too weak");
}

void ProviderCertificatesTest::badCertificates() {
    QFETCH(Identity, identity);
    QFETCH(std::string, detail);
    Scene scene(identity, [](SSL_CTX& context) { SSL_CTX_set_security_level(&context, 0); });
    expectRefused(scene, detail);
}

void ProviderCertificatesTest::names_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<Identity>("identity");
    const auto row = [](const char* name, const char* host, Identity identity) {
        QTest::newRow(name) << std::string(host) << identity;
    };
    row("another name", kAnthropic, [](const ProviderCertificates& c) { return c.issueFor({"other.example"}); });
    row("the parent", kAnthropic, [](const ProviderCertificates& c) { return c.issueFor({"anthropic.com"}); });
    row("below", kAnthropic, [](const ProviderCertificates& c) { return c.issueFor({kDeep}); });
    row("longer", kAnthropic,
        [](const ProviderCertificates& c) { return c.issueFor({"api.anthropic.com.evil.test"}); });
    row("a zero byte", kAnthropic,
        [](const ProviderCertificates& c) { return c.issueFor({std::string("api.anthropic.com\0.evil.test", 28)}); });
    row("*.com", kTwoLabels, [](const ProviderCertificates& c) { return c.issueFor({"*.com"}); });
    row("*", kTwoLabels, [](const ProviderCertificates& c) { return c.issueFor({"*", "*.*"}); });
    row("* across two labels", kDeep, [](const ProviderCertificates& c) { return c.issueFor({"*.anthropic.com"}); });
    row("two *", kDeep, [](const ProviderCertificates& c) { return c.issueFor({"*.*.anthropic.com"}); });
    row("* for the name itself", kTwoLabels,
        [](const ProviderCertificates& c) { return c.issueFor({"*.provider.com"}); });
    row("a part of a label", kAnthropic, [](const ProviderCertificates& c) {
        return c.issueFor({"a*.anthropic.com", "*i.anthropic.com", "a*i.anthropic.com"});
    });
    row("* inside", kAnthropic, [](const ProviderCertificates& c) { return c.issueFor({"api.*.com"}); });
    row("no name", kAnthropic, [](const ProviderCertificates& c) { return c.issueFor({}); });
}

void ProviderCertificatesTest::names() {
    QFETCH(std::string, host);
    QFETCH(Identity, identity);
    Scene scene(identity, {}, host);
    expectRefused(scene, "hostname mismatch");
}

void ProviderCertificatesTest::anUnknownAuthority() {
    Scene scene(ofKind<Kind::Good>, {});
    scene.gate.snapshot.extraCaPem = ProviderCertificates().authorityPem(); // of the same name, another key
    expectRefused(scene, "certificate signature failure");
    Scene other(ofKind<Kind::Good>, {});
    other.gate.snapshot.extraCaPem.clear();
    expectRefused(other, "unable to get local issuer certificate");
}

void ProviderCertificatesTest::oldTls_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<std::string>("ciphers");
    QTest::addColumn<std::string>("detail");
    QTest::newRow("TLS 1.0") << TLS1_VERSION << std::string("ALL:@SECLEVEL=0")
                             << std::string("tlsv1 alert protocol version");
    QTest::newRow("TLS 1.1") << TLS1_1_VERSION << std::string("ALL:@SECLEVEL=0")
                             << std::string("tlsv1 alert protocol version");
    QTest::newRow("no encryption") << TLS1_2_VERSION << std::string("eNULL:@SECLEVEL=0")
                                   << std::string("sslv3 alert handshake failure");
    QTest::newRow("no authentication") << TLS1_2_VERSION << std::string("aNULL:@SECLEVEL=0")
                                       << std::string("sslv3 alert handshake failure");
}

void ProviderCertificatesTest::oldTls() {
    QFETCH(int, version);
    QFETCH(std::string, ciphers);
    QFETCH(std::string, detail);
    Scene scene(ofKind<Kind::Good>, [=](SSL_CTX& context) {
        SSL_CTX_set_min_proto_version(&context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(&context, version);
        if (SSL_CTX_set_cipher_list(&context, ciphers.c_str()) != 1) {
            qFatal("no such ciphers");
        }
    });
    expectRefused(scene, detail);
}

void ProviderCertificatesTest::aCipherThatWasNotOffered_data() {
    QTest::addColumn<int>("high");
    QTest::addColumn<int>("low");
    QTest::addColumn<std::string>("detail");
    const std::string unknown = "unknown cipher returned";
    const std::string wrong = "wrong cipher returned";
    QTest::newRow("TLS_RSA_EXPORT_WITH_RC4_40_MD5") << 0x00 << 0x03 << unknown;
    QTest::newRow("TLS_RSA_EXPORT_WITH_DES40_CBC_SHA") << 0x00 << 0x08 << unknown;
    QTest::newRow("TLS_NULL_WITH_NULL_NULL") << 0x00 << 0x00 << unknown;
    QTest::newRow("TLS_RSA_WITH_NULL_SHA256") << 0x00 << 0x3b << wrong;
    QTest::newRow("TLS_ECDH_anon_WITH_AES_128_CBC_SHA") << 0xc0 << 0x18 << wrong;
}

void ProviderCertificatesTest::aCipherThatWasNotOffered() {
    QFETCH(int, high);
    QFETCH(int, low);
    QFETCH(std::string, detail);
    std::atomic<bool> gotRequest{false};
    Scene scene([&](BlockingPeer& peer, LoopbackOrigin&) {
        std::string received = peer.receive();
        peer.send(serverHelloWith(static_cast<unsigned char>(high), static_cast<unsigned char>(low)));
        for (std::string more = peer.receive(); !more.empty(); more = peer.receive()) {
            received += more;
        }
        gotRequest = received.find("POST") != std::string::npos || received.find("{}") != std::string::npos;
    });
    expectRefused(scene, detail);
    QVERIFY(!gotRequest);
}

void ProviderCertificatesTest::goodOnesPass_data() {
    QTest::addColumn<Identity>("identity");
    QTest::newRow("name") << Identity(ofKind<Kind::Good>);
    QTest::newRow("wildcard") << Identity(
        [](const ProviderCertificates& c) { return c.issueFor({"*.anthropic.com"}); });
    QTest::newRow("capitals") << Identity(
        [](const ProviderCertificates& c) { return c.issueFor({"API.Anthropic.COM"}); });
    QTest::newRow("one of many") << Identity([](const ProviderCertificates& c) {
        return c.issueFor({"a.example", kAnthropic, "b.example"});
    });
}

void ProviderCertificatesTest::goodOnesPass() {
    QFETCH(Identity, identity);
    Scene scene(identity, {});
    QVERIFY(scene.gate.listen());
    QCOMPARE(scene.ask().status(), 200);
    QVERIFY(scene.gotBytes());
}

QTEST_GUILESS_MAIN(ProviderCertificatesTest)
#include "tst_provider_certificates.moc"
