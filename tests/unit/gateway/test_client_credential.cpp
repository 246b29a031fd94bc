#include "core/placeholder.h"
#include "gateway/policy/client_credential.h"
#include "gateway/policy/decision.h"
#include "snapshot_builder.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;
using policy::ClientCredential;

/// What a client brought: nothing, placeholders, or a key of its own.
class TestClientCredential : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void clientCredentials_data();
    void clientCredentials();
    void placeholdersNeverTravel();
    void placeholdersBesideAnInjection_data();
    void placeholdersBesideAnInjection();
};

void TestClientCredential::clientCredentials_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("placeholders");
    const QByteArray token = QByteArray::fromStdString(core::newAgentToken());
    const auto row = [](const char* name, const QByteArray& fields, ClientCredential kind, int placeholders) {
        QTest::newRow(name) << fields << static_cast<int>(kind) << placeholders;
    };
    using enum ClientCredential;
    row("none", "Accept: */*\r\n", None, 0);
    row("empty", "x-api-key:\r\nAuthorization: Bearer\r\n", None, 0);
    row("Bearer and a space", "Authorization: Bearer \r\n", None, 0);
    row("placeholder", "X-API-Key: sk-ant-api03-ksPlaceholderAA\r\n", Placeholder, 1);
    row("placeholder as Bearer", "authorization: bearer sk-ant-api03-ksPlaceholderAA\r\n", Placeholder, 1);
    row("underscore", "X_API_KEY: sk-ant-api03-ksPlaceholderAA\r\n", Placeholder, 1);
    row("both", "x-api-key: ksPlaceholder\r\nAuthorization: Bearer ksPlaceholder\r\n", Placeholder, 2);
    row("agent token", "x-api-key: " + token + "\r\n", Placeholder, 1);
    row("agent token as Bearer", "Authorization: Bearer " + token + "\r\n", Placeholder, 1);
    row("agent token behind odd words", "Authorization: Bearer of mine: " + token + "\r\n", Placeholder, 1);
    row("agent token as Basic", "Authorization: Basic " + QByteArray("x:" + token).toBase64() + "\r\n", Placeholder, 1);
    row("own", "x-api-key: sk-ant-api03-mine\r\n", Own, 0);
    row("own as Basic", "Authorization: Basic " + QByteArray("u:p").toBase64() + "\r\n", Own, 0);
    row("own and placeholder", "x-api-key: ksPlaceholder\r\nAuthorization: Bearer mine\r\n", Own, 1);
    row("placeholder and own", "Authorization: Bearer mine\r\nx-api-key: ksPlaceholder\r\n", Own, 1);
    row("another header", "x-custom: sk-ant-api03-mine\r\n", None, 0);
}

void TestClientCredential::clientCredentials() {
    QFETCH(QByteArray, fields);
    QFETCH(int, kind);
    QFETCH(int, placeholders);
    const test::ParsedRequest request("GET / HTTP/1.1\r\nHost: a.test\r\n" + fields.toStdString() + "\r\n");
    QVERIFY(request.isDone());
    const auto providers = test::catalogue();
    for (const core::Provider* provider :
         {providers->provider("anthropic"), static_cast<const core::Provider*>(nullptr)}) {
        const auto finding = policy::findClientCredential(request.head(), provider);
        QCOMPARE(static_cast<int>(finding.kind), kind);
        QCOMPARE(static_cast<int>(finding.placeholderHeaders.size()), placeholders);
    }
}

void TestClientCredential::placeholdersNeverTravel() {
    const auto providers = test::catalogue();
    for (const core::Provider& provider : providers->providers()) {
        for (const core::CredentialKind& kind : provider.kinds) {
            const std::string placeholder = core::placeholderFor(core::newPlaceholderSeed(), provider.id, kind);
            const test::ParsedRequest request("GET / HTTP/1.1\r\nHost: a.test\r\n" + kind.injection.name + ": " +
                                              kind.injection.before + placeholder + "\r\n\r\n");
            QCOMPARE(policy::findClientCredential(request.head(), &provider).kind, ClientCredential::Placeholder);
        }
    }
}

void TestClientCredential::placeholdersBesideAnInjection_data() {
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("left"); ///< out, comma after each
    const QByteArray token = QByteArray::fromStdString(core::newAgentToken());
    const QByteArray anthropic = "api.anthropic.com";
    QTest::newRow("none") << anthropic << QByteArray("Accept: */*\r\n") << QByteArray();
    QTest::newRow("replaced anyway") << anthropic
                                     << QByteArray("x-api-key: ksPlaceholder\r\nAuthorization: " + token + "\r\n")
                                     << QByteArray();
    QTest::newRow("token") << anthropic << QByteArray("api-key: " + token + "\r\n") << QByteArray("api-key,");
    QTest::newRow("token, underscore") << anthropic << QByteArray("API_KEY: Bearer " + token + "\r\n")
                                       << QByteArray("API_KEY,");
    QTest::newRow("placeholder") << QByteArray("api.openai.com")
                                 << QByteArray("X-Api-Key: sk-ant-api03-ksPlaceholderAA\r\n")
                                 << QByteArray("X-Api-Key,");
    QTest::newRow("the client's own business") << anthropic << QByteArray("api-key: mine\r\n") << QByteArray();
}

void TestClientCredential::placeholdersBesideAnInjection() {
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, left);
    Snapshot snapshot = test::runningSnapshot();
    for (const char* provider : {"anthropic", "openai"}) {
        snapshot.credentials.push_back(test::credential(*snapshot.catalogue, provider, provider, "api_key"));
    }
    const test::ParsedRequest request("GET / HTTP/1.1\r\nHost: " + host.toStdString() + "\r\n" + fields.toStdString() +
                                      "\r\n");
    const auto authority = *http::parseAuthority(host.toStdString(), 443);
    const auto decision = policy::decideRequest(snapshot, snapshot.agents[0], {request.head(), authority});
    QVERIFY(decision.credential != nullptr);
    std::string names;
    for (const std::string_view name : decision.client.placeholderHeaders) {
        names.append(name).append(",");
    }
    QCOMPARE(QByteArray::fromStdString(names), left);
}

QTEST_APPLESS_MAIN(TestClientCredential)
#include "test_client_credential.moc"
