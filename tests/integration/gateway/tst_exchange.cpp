// Requests through CONNECT and TLS to a provider in this process, and what each side saw.
#include "support/gateway_fixture.h"
#include "support/loopback_origin.h"

#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;

namespace {

const std::string kJson =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
const std::string kPlaceholder = "sk-ant-api03-ksPlaceholder00000000000000000000000000000000";

std::string occurrencesIn(const std::string& text, const std::string& what) {
    int count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return std::to_string(count);
}

} // namespace

class ExchangeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void getIsAnsweredThroughTheTunnel();
    void everyKindOfCredentialArrivesOnce_data();
    void everyKindOfCredentialArrivesOnce();
    void theRowIsThereBeforeTheCredentialLeaves();
    void aRefusedRequestNeverBegins();
};

void ExchangeTest::getIsAnsweredThroughTheTunnel() {
    GatewayFixture fixture;
    const auto identity = fixture.certificates.issue(kAnthropic);
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJson));
    fixture.resolveTo(kAnthropic, origin.port());
    QVERIFY(fixture.listen());

    BlockingPeer agent = fixture.openTunnel();
    QVERIFY(agent.ssl() != nullptr);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(agent.send("GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\nx-api-key: " + kPlaceholder +
                           "\r\nanthropic-version: 2023-06-01\r\n\r\n"));
        const WireMessage answer = agent.receiveMessage();
        QCOMPARE(answer.status(), 200);
        QCOMPARE(answer.body, std::string("{\"ok\":true}"));
    }
    QCOMPARE(origin.connections(), 1);
    QCOMPARE(origin.requests().size(), std::size_t{3});
    const core::ActivityRecord row = fixture.sink.waitForRequest();
    QCOMPARE(row.agentName, std::string("Claude"));
    QCOMPARE(row.host, std::string(kAnthropic));
    QCOMPARE(row.path, std::string("/v1/models"));
    QCOMPARE(row.status, 200);
    QCOMPARE(row.injectedHeader, std::string("x-api-key"));
    QVERIFY(row.statusFromProvider && row.complete && row.connectUs >= 0 && row.firstByteUs >= 0);
}

void ExchangeTest::everyKindOfCredentialArrivesOnce_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<std::string>("sent");
    QTest::addColumn<std::string>("expected");
    QTest::addColumn<std::string>("secret");
    const std::string key = "sk-ant-api03-REAL-VALUE-OF-THE-KEY-0123456789";
    const std::string oauth = "sk-ant-oat01-REAL-VALUE-OF-THE-TOKEN-0123456789";
    const std::string openAi = "sk-proj-REAL-VALUE-OF-THE-OPENAI-KEY-0123456789";
    QTest::newRow("api key") << std::string(kAnthropic) << std::string("api_key")
                             << "x-api-key: " + kPlaceholder + "\r\nX_Api_Key: other\r\nAuthorization: Bearer stale\r\n"
                             << "x-api-key: " + key + "\r\n"
                             << key;
    QTest::newRow("oauth") << std::string(kAnthropic) << std::string("oauth_token")
                           << "x-api-key: " + kPlaceholder + "\r\nanthropic-beta: tools-2024\r\n"
                           << "authorization: Bearer " + oauth + "\r\n"
                           << oauth;
    QTest::newRow("openai") << std::string(kOpenAi) << std::string("api_key")
                            << "AUTHORIZATION: Bearer " + kPlaceholder + "\r\napi-key: " + kPlaceholder + "\r\n"
                            << "authorization: Bearer " + openAi + "\r\n"
                            << openAi;
}

void ExchangeTest::everyKindOfCredentialArrivesOnce() {
    QFETCH(std::string, host);
    QFETCH(std::string, kind);
    QFETCH(std::string, sent);
    QFETCH(std::string, expected);
    QFETCH(std::string, secret);
    GatewayFixture fixture;
    if (kind == "oauth_token") {
        gateway::SnapshotCredential& credential = fixture.credential("anthropic-key");
        credential.id = credential.sealed.recordId = "anthropic-oauth";
        credential.injection = fixture.snapshot.catalogue->provider("anthropic")->kind(kind)->injection;
    }
    const auto identity = fixture.certificates.issue(host);
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJson));
    fixture.resolveTo(host, origin.port());
    QVERIFY(fixture.listen());
    BlockingPeer agent = fixture.openTunnel(host);
    QVERIFY(agent.ssl() != nullptr);
    const std::string body = "{\"model\":\"m\",\"n\": 1}";
    QVERIFY(agent.send("POST /v1/messages?beta=true HTTP/1.1\r\nHost: " + host + "\r\n" + sent +
                       "X-Stainless-Lang: js\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body));
    QCOMPARE(agent.receiveMessage().status(), 200);
    const WireMessage request = origin.requests().front();
    const QString seen = QString::fromStdString(request.head).toLower();
    QVERIFY2(seen.contains(QString::fromStdString(expected).toLower()), request.head.c_str());
    QCOMPARE(occurrencesIn(request.head, secret), std::string("1"));
    QCOMPARE(occurrencesIn(request.head, "ksPlaceholder"), std::string("0"));
    QVERIFY(!seen.contains(QStringLiteral("stale")) && !seen.contains(QStringLiteral("x_api_key")));
    QVERIFY(!seen.contains(QStringLiteral("proxy-")));
    QVERIFY(request.head.starts_with("POST /v1/messages?beta=true HTTP/1.1\r\n"));
    QVERIFY(request.head.find("X-Stainless-Lang: js\r\n") != std::string::npos);
    if (kind == "oauth_token") {
        QVERIFY(seen.contains(QStringLiteral("tools-2024")) && seen.contains(QStringLiteral("oauth-2025-04-20")));
    }
    QCOMPARE(request.body, body);
}

void ExchangeTest::theRowIsThereBeforeTheCredentialLeaves() {
    GatewayFixture fixture;
    const auto identity = fixture.certificates.issue(kAnthropic);
    std::vector<core::ActivityRecord> begun;
    std::size_t ended = 0;
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(),
                          LoopbackOrigin::answering([&](const WireMessage&) {
                              begun = fixture.sink.begun();
                              for (const core::ActivityRecord& row : fixture.sink.rows()) {
                                  ended += row.kind == core::ActivityRecord::Kind::Request ? 1 : 0;
                              }
                              return kJson;
                          }));
    fixture.resolveTo(kAnthropic, origin.port());
    QVERIFY(fixture.listen());
    BlockingPeer agent = fixture.openTunnel();
    QVERIFY(agent.send("GET /v1/models?limit=1 HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    // What the provider found in the log while it held the request, and nothing had been answered.
    QCOMPARE(begun.size(), std::size_t{1});
    QCOMPARE(ended, std::size_t{0});
    QCOMPARE(begun.front().agentName, std::string("Claude"));
    QCOMPARE(begun.front().path, std::string("/v1/models"));
    QCOMPARE(begun.front().injectedHeader, std::string("x-api-key"));
    QVERIFY(!begun.front().credentialId.empty() && begun.front().at > 0 && begun.front().connectUs >= 0);
    QVERIFY(begun.front().status == 0 && !begun.front().complete);
    const core::ActivityRecord row = fixture.sink.waitForRequest();
    QCOMPARE(row.path, begun.front().path);
    QCOMPARE(row.status, 200);
    QCOMPARE(row.connectUs, begun.front().connectUs);
    QVERIFY(row.complete && row.bytesToAgent == 11);
}

void ExchangeTest::aRefusedRequestNeverBegins() {
    GatewayFixture fixture;
    const auto identity = fixture.certificates.issue(kAnthropic);
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJson));
    fixture.resolveTo(kAnthropic, origin.port());
    QVERIFY(fixture.listen());
    BlockingPeer agent = fixture.openTunnel();
    fixture.opener->lock(); // seen only when the credential is to be opened
    QVERIFY(agent.send("GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 503);
    QCOMPARE(fixture.sink.waitForCode("vault_locked").status, 503);
    QVERIFY(fixture.sink.begun().empty());
    QVERIFY(origin.requests().empty());
}

QTEST_GUILESS_MAIN(ExchangeTest)
#include "tst_exchange.moc"
