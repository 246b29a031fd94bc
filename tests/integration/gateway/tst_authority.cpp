// The authority's certificate over time: issued anew for a new host, clients with the older one, leaves that are
// renewed.
#include "gateway/tls/certificate_builder.h"
#include "support/provider_scene.h"

#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

#include <chrono>
#include <optional>

using namespace keysluice;
using namespace keysluice::test;
namespace tls = gateway::tls;

namespace {

constexpr const char* kNewHost = "llm.example.org";
constexpr const char* kAddress = "192.0.2.7";

/// What the agent saw of one handshake.
struct Handshake {
    long verification = -1; ///< X509_V_OK, or why the client did not take it
    std::string serial;
    core::UnixMs notBefore = 0;
    core::UnixMs notAfter = 0;
};

tls::ContextHandle clientTrusting(const std::string& pem) {
    tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    const auto certificate = tls::certificateFromPem(pem);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), certificate->get());
    return context;
}

/// CONNECT and a handshake that goes on whatever it thinks of the certificate; `now`: the client's clock.
Handshake handshake(const GatewayFixture& gate, const std::string& host, const std::string& trustedPem,
                    std::optional<core::UnixMs> now = {}) {
    Handshake result;
    BlockingPeer peer = gate.connect();
    peer.send(gate.connectRequest(host + ":443"));
    if (!peer.receiveHead().starts_with("HTTP/1.1 200 ")) {
        return result;
    }
    const tls::ContextHandle context = clientTrusting(trustedPem);
    X509_VERIFY_PARAM* parameters = SSL_CTX_get0_param(context.get());
    const bool isAddress = tls::isIpLiteral(host);
    if (isAddress) {
        X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str());
    } else {
        X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
    }
    if (now) {
        X509_VERIFY_PARAM_set_time(parameters, *now / 1000);
    }
    if (!peer.connectTls(context.get(), isAddress ? std::string() : host)) {
        return result;
    }
    result.verification = SSL_get_verify_result(peer.ssl());
    const tls::CertificateHandle leaf(SSL_get1_peer_certificate(peer.ssl()));
    const ASN1_INTEGER* serial = X509_get0_serialNumber(leaf.get());
    result.serial.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                         static_cast<std::size_t>(ASN1_STRING_length(serial)));
    result.notBefore = tls::notBeforeOf(*leaf);
    result.notAfter = tls::notAfterOf(*leaf);
    return result;
}

void addHost(GatewayFixture& gate, const std::string& host) {
    gate.credential("anthropic-key").hosts.push_back(host);
    gate.reissueAuthority({kAnthropic, kOpenAi, host});
    gate.publish();
}

} // namespace

class AuthorityTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void holdersOfTheOlderCertificateKeepTheOlderHosts();
    void theRealClientWithTheOlderCertificate();
    void anAddressOfItsOwn();
    void aFreshYearChangesNothingForClients();
    void leavesAreRenewedBeforeTheyEnd();
    void leavesOutliveALockUntilTheyEnd();
    void aLaunchThatBeganBeforeTheHostIsTold();
};

void AuthorityTest::holdersOfTheOlderCertificateKeepTheOlderHosts() {
    GatewayFixture gate;
    const std::string older = gate.authorityPem;
    QVERIFY(gate.listen());
    const Handshake before = handshake(gate, kAnthropic, older);
    QCOMPARE(before.verification, long(X509_V_OK));
    addHost(gate, kNewHost);
    QVERIFY(gate.authorityPem != older);
    const Handshake after = handshake(gate, kAnthropic, older);
    QCOMPARE(after.verification, long(X509_V_OK));
    QVERIFY(after.serial != before.serial); // a leaf by the newer certificate
    QCOMPARE(handshake(gate, kOpenAi, older).verification, long(X509_V_OK));
    QCOMPARE(handshake(gate, kNewHost, older).verification, long(X509_V_ERR_PERMITTED_VIOLATION));
    for (const char* host : {kAnthropic, kOpenAi, kNewHost}) {
        QCOMPARE(handshake(gate, host, gate.authorityPem).verification, long(X509_V_OK));
    }
}

void AuthorityTest::theRealClientWithTheOlderCertificate() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QTemporaryFile older;
    QVERIFY(older.open());
    older.write(QByteArray::fromStdString(scene.gate.authorityPem));
    older.close();
    QVERIFY(scene.start());
    addHost(scene.gate, kNewHost);
    const auto client = [&](const QString& host) {
        QProcess openssl;
        openssl.start(QStringLiteral("openssl"),
                      {QStringLiteral("s_client"), QStringLiteral("-proxy"),
                       QStringLiteral("127.0.0.1:%1").arg(scene.gate.port()), QStringLiteral("-proxy_user"),
                       QStringLiteral("agent"), QStringLiteral("-proxy_pass"),
                       QStringLiteral("pass:") + QString::fromStdString(scene.gate.token), QStringLiteral("-connect"),
                       host + QStringLiteral(":443"), QStringLiteral("-CAfile"), older.fileName(),
                       QStringLiteral("-no-CApath"), QStringLiteral("-no-CAstore"), QStringLiteral("-verify_hostname"),
                       host, QStringLiteral("-verify_return_error"), QStringLiteral("-quiet"),
                       QStringLiteral("-ign_eof")});
        openssl.write("GET /v1/models HTTP/1.1\r\nHost: " + host.toLatin1() + "\r\nConnection: close\r\n\r\n");
        openssl.closeWriteChannel();
        openssl.waitForFinished(20'000);
        return QByteArray(openssl.readAllStandardOutput() + openssl.readAllStandardError());
    };
    const QByteArray good = client(QString::fromLatin1(kAnthropic));
    QVERIFY2(good.contains("{\"ok\":true}"), good.constData());
    const QByteArray bad = client(QString::fromLatin1(kNewHost));
    QVERIFY2(bad.contains("permitted subtree violation"), bad.constData());
    QVERIFY(!bad.contains("{\"ok\":true}"));
}

void AuthorityTest::anAddressOfItsOwn() {
    GatewayFixture gate;
    QVERIFY(gate.listen());
    const std::string older = gate.authorityPem;
    addHost(gate, kAddress);
    QCOMPARE(handshake(gate, kAddress, gate.authorityPem).verification, long(X509_V_OK));
    QCOMPARE(handshake(gate, kAddress, older).verification, long(X509_V_ERR_EXCLUDED_VIOLATION));
    QCOMPARE(handshake(gate, kAnthropic, older).verification, long(X509_V_OK));
    // Only that address: a neighbour's leaf would not be taken.
    gate.credential("anthropic-key").hosts.push_back("192.0.2.8");
    gate.publish();
    QCOMPARE(handshake(gate, "192.0.2.8", gate.authorityPem).verification, long(X509_V_ERR_PERMITTED_VIOLATION));
}

void AuthorityTest::aFreshYearChangesNothingForClients() {
    GatewayFixture gate;
    QVERIFY(gate.listen());
    const std::string older = gate.authorityPem;
    gate.clock.advance(std::chrono::hours(24 * 340));
    gate.reissueAuthority({kAnthropic, kOpenAi});
    gate.publish();
    const core::UnixMs now = gate.clock.now();
    QCOMPARE(handshake(gate, kAnthropic, older, now).verification, long(X509_V_OK));
    QCOMPARE(handshake(gate, kAnthropic, gate.authorityPem, now).verification, long(X509_V_OK));
    // After the older one's year only the newer one is good.
    gate.clock.advance(std::chrono::hours(24 * 26));
    gate.publish();
    QCOMPARE(handshake(gate, kAnthropic, older, gate.clock.now()).verification, long(X509_V_ERR_CERT_HAS_EXPIRED));
    QCOMPARE(handshake(gate, kAnthropic, gate.authorityPem, gate.clock.now()).verification, long(X509_V_OK));
}

void AuthorityTest::leavesAreRenewedBeforeTheyEnd() {
    GatewayFixture gate;
    QVERIFY(gate.listen());
    const core::UnixMs begin = gate.clock.now();
    const Handshake first = handshake(gate, kAnthropic, gate.authorityPem, begin);
    QCOMPARE(first.verification, long(X509_V_OK));
    constexpr core::UnixMs kMinute = 60'000;
    QVERIFY(std::abs(begin - 5 * kMinute - first.notBefore) < kMinute);
    QVERIFY(first.notAfter - first.notBefore <= 24 * 60 * kMinute);
    gate.clock.advance(std::chrono::hours(22));
    QCOMPARE(handshake(gate, kAnthropic, gate.authorityPem, gate.clock.now()).serial, first.serial);
    gate.clock.advance(std::chrono::minutes(70)); // less than an hour is left
    const Handshake second = handshake(gate, kAnthropic, gate.authorityPem, gate.clock.now());
    QVERIFY(second.serial != first.serial);
    QVERIFY(gate.clock.now() < first.notAfter);
    QCOMPARE(second.verification, long(X509_V_OK));
    // A clock that was a year ahead and is set right: what was made then is not valid yet.
    gate.clock.jump(std::chrono::hours(-24 * 2));
    const Handshake third = handshake(gate, kAnthropic, gate.authorityPem, first.notBefore + 10 * kMinute);
    QVERIFY(third.serial != second.serial);
}

void AuthorityTest::leavesOutliveALockUntilTheyEnd() {
    GatewayFixture gate;
    QVERIFY(gate.listen());
    const std::string pem = gate.authorityPem;
    QCOMPARE(handshake(gate, kAnthropic, pem).verification, long(X509_V_OK));
    gate.snapshot.state = gateway::GateState::Locked;
    gate.snapshot.authority.reset();
    gate.snapshot.opener.reset();
    gate.publish();
    QCOMPARE(handshake(gate, kAnthropic, pem).verification, long(X509_V_OK));
    gate.clock.advance(std::chrono::minutes(23 * 60 + 30)); // it cannot be renewed, and is still good
    QCOMPARE(handshake(gate, kAnthropic, pem, gate.clock.now()).verification, long(X509_V_OK));
    gate.clock.advance(std::chrono::hours(1));
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("api.anthropic.com:443")));
    const WireMessage refused = agent.receiveMessage();
    QCOMPARE(refused.status(), 503);
    QCOMPARE(refused.field("x-keysluice-error"), std::string("vault_locked"));
}

void AuthorityTest::aLaunchThatBeganBeforeTheHostIsTold() {
    GatewayFixture gate;
    const std::string older = gate.authorityPem;
    auto launch = std::make_shared<core::Launch>();
    launch->id = "launch-1";
    launch->startedAt = gate.clock.now();
    gate.snapshot.tokens.front().launch = launch;
    QVERIFY(gate.listen());
    const auto failWith = [&](const std::string& trusted) {
        BlockingPeer peer = gate.connect();
        peer.send(gate.connectRequest(std::string(kNewHost) + ":443"));
        (void)peer.receiveHead();
        const tls::ContextHandle context = clientTrusting(trusted);
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
        return !peer.connectTls(context.get(), kNewHost);
    };
    const auto rowWith = [&gate](const std::string& text) {
        return gate.sink.waitFor([&](const core::ActivityRecord& row) {
            return row.errorCode == "agent_tls" && row.detail.find(text) != std::string::npos;
        });
    };
    addHost(gate, kNewHost);
    auto signing = std::make_shared<gateway::SigningAuthority>(*gate.snapshot.authority);
    signing->addedHosts[kNewHost] = launch->startedAt + 1;
    gate.snapshot.authority = signing;
    gate.publish();
    QVERIFY(failWith(older));
    QCOMPARE(rowWith("start it again").host, std::string(kNewHost));
    // A launch that began later has the newer certificate: what is wrong there is something else.
    auto later = std::make_shared<core::Launch>(*launch);
    later->startedAt = launch->startedAt + 2;
    gate.snapshot.tokens.front().launch = later;
    gate.publish();
    QVERIFY(failWith(older));
    for (const core::ActivityRecord& row : gate.sink.rows()) {
        QVERIFY(row.errorCode != "agent_tls" || row.launchId == "launch-1");
    }
}

QTEST_GUILESS_MAIN(AuthorityTest)
#include "tst_authority.moc"
