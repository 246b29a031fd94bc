// The door for clients that cannot use a proxy: http://127.0.0.1:PORT/<provider>/… with a token for an API key.
#include "core/placeholder.h"
#include "support/websocket_scene.h"

#include <QUrl>
#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;

namespace {

/// A provider that answers like kJsonAnswer, with `fields` in its head.
LoopbackOrigin::Script answeringWith(const std::string& fields) {
    return LoopbackOrigin::answering("HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 11\r\n\r\n{\"ok\":true}");
}

} // namespace

class BaseUrlTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPlaceOfTheTokenWorks_data();
    void everyPlaceOfTheTokenWorks();
    void pathsWorkWithAndWithoutVersion();
    void openAiHasItsOwnDoor();
    void wrongTokensAreRefusedInTheProvidersShape_data();
    void wrongTokensAreRefusedInTheProvidersShape();
    void hostMustBeLoopback_data();
    void hostMustBeLoopback();
    void nothingElseIsThere_data();
    void nothingElseIsThere();
    void noWebPageMayRead();
    void tokenElsewhereIsNotSentOn();
    void tokenInThePathIsRefusedAndNotKept();
    void refusalsHaveTheProvidersShape_data();
    void refusalsHaveTheProvidersShape();
    void foreignKeysBesideTheTokenFollowTheirMode();
    void requestsAreServedInOrderOnOneConnection();
    void bodiesAndStreamsPass();
    void webSocketsPass();
    void editsAreInForceForTheNextRequest();

private:
    static std::string asKey(const GatewayFixture& gate, const std::string& provider = "anthropic") {
        const core::Provider& known = *gate.snapshot.catalogue->provider(provider);
        return core::tokenAsKey(gate.token, core::placeholderFor("seed", provider, known.kinds.front()));
    }
    static std::string request(const std::string& start, const std::string& fields,
                               const std::string& host = "127.0.0.1") {
        return start + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n";
    }
    /// Nothing that left towards the provider or the log has the token in it.
    static bool isTokenNowhere(const ProviderScene& scene) {
        const std::string& token = scene.gate.token;
        for (const WireMessage& message : scene.origin.requests()) {
            if ((message.head + message.body).find(token.substr(3)) != std::string::npos) {
                return false;
            }
        }
        for (const auto& rows : {scene.gate.sink.rows(), scene.gate.sink.begun()}) {
            for (const core::ActivityRecord& row : rows) {
                for (const std::string& text :
                     {row.path, row.client, row.method, row.host, row.detail, row.errorCode}) {
                    if (text.find(token.substr(3)) != std::string::npos) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
};

void BaseUrlTest::everyPlaceOfTheTokenWorks_data() {
    QTest::addColumn<QString>("fields");
    QTest::addColumn<QString>("query");
    const auto row = [](const char* name, const char* fields, const char* query = "") {
        QTest::newRow(name) << QString::fromLatin1(fields) << QString::fromLatin1(query);
    };
    // KEY: the token in the shape of a key; TOKEN: the token itself; BASIC: "x:TOKEN" in base64
    row("x-api-key", "x-api-key: KEY\r\n");
    row("x-api-key, bare token", "X-Api-Key: TOKEN\r\n");
    row("folded name", "X_Api_Key: KEY\r\n");
    row("bearer", "Authorization: Bearer KEY\r\n");
    row("bearer, bare token", "authorization: bearer TOKEN\r\n");
    row("basic", "Authorization: Basic BASIC\r\n");
    row("both of Claude Code", "x-api-key: KEY\r\nAuthorization: Bearer KEY\r\n");
    row("x-goog-api-key", "x-goog-api-key: KEY\r\n");
    row("api-key", "api-key: KEY\r\n");
    row("query", "", "?key=KEY");
    row("query, bare token among others", "", "?alt=sse&key=TOKEN&beta=true");
    row("query, encoded", "", "?key=ENCODED&alt=sse");
}

void BaseUrlTest::everyPlaceOfTheTokenWorks() {
    QFETCH(QString, fields);
    QFETCH(QString, query);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    const QString key = QString::fromStdString(asKey(scene.gate));
    const QString token = QString::fromStdString(scene.gate.token);
    for (QString* text : {&fields, &query}) {
        text->replace(QStringLiteral("BASIC"), QString::fromLatin1(QByteArray("x:" + token.toLatin1()).toBase64()));
        text->replace(QStringLiteral("ENCODED"),
                      QString::fromLatin1(QUrl::toPercentEncoding(key, {}, QByteArrayLiteral("_-sAgent"))));
        text->replace(QStringLiteral("TOKEN"), token);
        text->replace(QStringLiteral("KEY"), key);
    }
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(request("GET /anthropic/v1/models" + query.toStdString(), fields.toStdString())));
    QCOMPARE(agent.receiveMessage().body, std::string("{\"ok\":true}"));
    const WireMessage seen = scene.origin.requests().front();
    const QString kept = query.contains(QStringLiteral("beta"))  ? QStringLiteral("?alt=sse&beta=true")
                         : query.contains(QStringLiteral("alt")) ? QStringLiteral("?alt=sse")
                                                                 : QString();
    QCOMPARE(seen.startLine(), "GET /v1/models" + kept.toStdString() + " HTTP/1.1");
    QCOMPARE(seen.field("host"), std::string(kAnthropic));
    QCOMPARE(seen.field("x-api-key"), kAnthropicValue);
    QCOMPARE(seen.count("x-api-key") + seen.count("authorization") + seen.count("x-goog-api-key") +
                 seen.count("api-key"),
             1);
    const core::ActivityRecord row = scene.gate.sink.waitForRequest();
    QCOMPARE(row.agentName, std::string("Claude"));
    QCOMPARE(row.tokenId, std::string("token-1"));
    QCOMPARE(row.host, std::string(kAnthropic));
    QCOMPARE(row.scheme, std::string("https"));
    QCOMPARE(row.path, std::string("/v1/models"));
    QCOMPARE(row.status, 200);
    QCOMPARE(row.injectedHeader, std::string("x-api-key"));
    QVERIFY(isTokenNowhere(scene));
}

void BaseUrlTest::pathsWorkWithAndWithoutVersion() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    const std::string key = "x-api-key: " + asKey(scene.gate) + "\r\n";
    const std::pair<std::string, std::string> paths[] = {{"/anthropic/v1/messages", "/v1/messages"},
                                                         {"/anthropic/messages", "/v1/messages"},
                                                         {"/anthropic/messages?beta=true", "/v1/messages?beta=true"},
                                                         {"/anthropic/api/hello", "/api/hello"},
                                                         {"/anthropic/v1/a%2Fb//c", "/v1/a%2Fb//c"},
                                                         {"/anthropic", "/"},
                                                         {"/anthropic/", "/"},
                                                         {"/anthropic?x=1", "/?x=1"}};
    for (const auto& [asked, expected] : paths) {
        QVERIFY(agent.send(request("GET " + asked, key)));
        QCOMPARE(agent.receiveMessage().status(), 200);
        QCOMPARE(scene.origin.requests().back().startLine(), "GET " + expected + " HTTP/1.1");
    }
    QCOMPARE(scene.origin.connections(), 1); // and the provider's connection is kept
    QVERIFY(agent.send(request("GET /anthropic/v1/../x", key)));
    const WireMessage refused = agent.receiveMessage();
    QCOMPARE(refused.status(), 400);
    QCOMPARE(refused.field("x-keysluice-error"), std::string("bad_request"));
}

void BaseUrlTest::openAiHasItsOwnDoor() {
    GatewayFixture fixture;
    const auto identity = fixture.certificates.issue(kOpenAi);
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJsonAnswer));
    fixture.resolveTo(kOpenAi, origin.port());
    QVERIFY(fixture.listen());
    BlockingPeer agent = fixture.connect();
    const std::string fields = "Authorization: Bearer " + asKey(fixture, "openai") + "\r\n";
    for (const char* path : {"/openai/v1/chat/completions", "/openai/chat/completions"}) {
        QVERIFY(agent.send(request(std::string("GET ") + path, fields, "localhost:5397")));
        QCOMPARE(agent.receiveMessage().status(), 200);
        const WireMessage seen = origin.requests().back();
        QCOMPARE(seen.startLine(), std::string("GET /v1/chat/completions HTTP/1.1"));
        QCOMPARE(seen.field("authorization"), std::string("Bearer sk-proj-REAL-VALUE-OF-THE-OPENAI-KEY-0123456789"));
    }
    QVERIFY(agent.send(request("GET /openai/v1/models", "Authorization: Bearer sk-proj-other\r\n")));
    const WireMessage refused = agent.receiveMessage();
    QCOMPARE(refused.status(), 403);
    QVERIFY(refused.body.find("\"param\":null,\"code\":\"agent_unknown\"") != std::string::npos);
}

void BaseUrlTest::wrongTokensAreRefusedInTheProvidersShape_data() {
    QTest::addColumn<QString>("fields");
    const auto row = [](const char* name, const QString& fields) { QTest::newRow(name) << fields; };
    const QString other = QString::fromStdString(core::newAgentToken());
    row("none", {});
    row("a placeholder", QStringLiteral("x-api-key: %1\r\n").arg(QString::fromStdString(kPlaceholder)));
    row("a key", QStringLiteral("x-api-key: sk-ant-api03-mine\r\n"));
    row("another token", QStringLiteral("x-api-key: %1\r\n").arg(other));
    row("another token in the shape of a key",
        QStringLiteral("Authorization: Bearer sk-ant-api03-ksAgent%1xx\r\n").arg(other));
    row("the token and another", QStringLiteral("x-api-key: TOKEN\r\nAuthorization: Bearer %1\r\n").arg(other));
    row("other, the token, the other",
        QStringLiteral("api-key: %1\r\nx-api-key: TOKEN\r\nAuthorization: Bearer %1\r\n").arg(other));
    row("in a header that carries no key", QStringLiteral("x-other: TOKEN\r\n"));
    row("cut off", QStringLiteral("x-api-key: CUT\r\n"));
    row("in a cookie", QStringLiteral("Cookie: key=TOKEN\r\n"));
    row("as for the proxy", QStringLiteral("Proxy-Authorization: Bearer TOKEN\r\n"));
}

void BaseUrlTest::wrongTokensAreRefusedInTheProvidersShape() {
    QFETCH(QString, fields);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    const QString token = QString::fromStdString(scene.gate.token);
    fields.replace(QStringLiteral("TOKEN"), token).replace(QStringLiteral("CUT"), token.chopped(1));
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(request("POST /anthropic/v1/messages", fields.toStdString() + "Content-Length: 0\r\n")));
    const WireMessage refused = agent.receiveMessage();
    QCOMPARE(refused.status(), 403);
    QCOMPARE(refused.field("x-keysluice-error"), std::string("agent_unknown"));
    QCOMPARE(refused.field("x-should-retry"), std::string("false"));
    QCOMPARE(refused.count("proxy-authenticate"), 0);
    QVERIFY(refused.body.starts_with("{\"type\":\"error\",\"error\":{\"type\":\"permission_error\","));
    QVERIFY(agent.waitForEnd());
    QCOMPARE(scene.origin.connections(), 0);
    QCOMPARE(scene.gate.opener->opened(), 0);
    const core::ActivityRecord row = scene.gate.sink.waitForCode("agent_unknown");
    QCOMPARE(row.status, 403);
    QCOMPARE(row.providerId, std::string("anthropic"));
    QVERIFY(row.agentId.empty());
    QVERIFY(isTokenNowhere(scene));
}

void BaseUrlTest::hostMustBeLoopback_data() {
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("status");
    for (const char* host : {"127.0.0.1", "127.0.0.1:5397", "127.9.9.9", "[::1]:5397", "localhost", "LOCALHOST.:80",
                             "2130706433", "[::ffff:127.0.0.1]"}) {
        QTest::newRow(host) << QString::fromLatin1(host) << 200;
    }
    for (const char* host : {"evil.example", "evil.example:5397", "localhost.evil.example", "127.0.0.1.evil.example",
                             "192.168.1.2", "0.0.0.0", "[::]", "api.anthropic.com", "169.254.169.254"}) {
        QTest::newRow(host) << QString::fromLatin1(host) << 421;
    }
}

void BaseUrlTest::hostMustBeLoopback() {
    QFETCH(QString, host);
    QFETCH(int, status);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(
        agent.send(request("GET /anthropic/v1/models", "x-api-key: " + scene.gate.token + "\r\n", host.toStdString())));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.field("x-keysluice-error"), std::string(status == 200 ? "" : "authority_mismatch"));
    QCOMPARE(scene.origin.connections(), status == 200 ? 1 : 0);
}

void BaseUrlTest::nothingElseIsThere_data() {
    QTest::addColumn<QString>("target");
    for (const char* target : {"/", "/v1/messages", "/Anthropic/v1/messages", "/anthropic%2Fv1/messages",
                               "//anthropic/v1", "/anthropic//v1/messages", "/anthropicx/v1", "/status", "/api/agents",
                               "/healthz/", "/%61nthropic/v1/messages"}) {
        QTest::newRow(target) << QString::fromLatin1(target);
    }
}

void BaseUrlTest::nothingElseIsThere() {
    QFETCH(QString, target);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(request("GET " + target.toStdString(), "x-api-key: " + scene.gate.token + "\r\n")));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 404);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("not_found"));
    QCOMPARE(scene.origin.connections(), 0);
}

void BaseUrlTest::noWebPageMayRead() {
    ProviderScene scene(answeringWith("Access-Control-Allow-Origin: *\r\naccess-control-expose-headers: request-id\r\n"
                                      "request-id: r1\r\n"));
    QVERIFY(scene.start());
    {
        BlockingPeer page = scene.gate.connect();
        QVERIFY(page.send(request("OPTIONS /anthropic/v1/messages",
                                  "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n")));
        const WireMessage preflight = page.receiveMessage();
        QCOMPARE(preflight.status(), 403);
        QVERIFY(
            QString::fromStdString(preflight.head).indexOf(QStringLiteral("access-control"), 0, Qt::CaseInsensitive) <
            0);
    }
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(request("GET /anthropic/v1/models", "x-api-key: " + scene.gate.token + "\r\n")));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.field("request-id"), std::string("r1"));
    QVERIFY(QString::fromStdString(answer.head).indexOf(QStringLiteral("access-control"), 0, Qt::CaseInsensitive) < 0);
    // Through the proxy the page talks to the provider: there they are the provider's business.
    BlockingPeer proxied = scene.gate.openTunnel();
    QVERIFY(proxied.send(getRequest()));
    QCOMPARE(proxied.receiveMessage().count("access-control-allow-origin"), 1);
}

void BaseUrlTest::tokenElsewhereIsNotSentOn() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    const std::string key = asKey(scene.gate);
    QVERIFY(agent.send(request("GET /anthropic/v1/models?a=1&token=" + key + "&b=2",
                               "x-api-key: " + key + "\r\nUser-Agent: " + key + "\r\nx-other: " + key +
                                   "\r\nx-kept: yes\r\nCookie: a=" + key + "\r\n")));
    QCOMPARE(agent.receiveMessage().status(), 200);
    const WireMessage seen = scene.origin.requests().front();
    QCOMPARE(seen.startLine(), std::string("GET /v1/models?a=1&b=2 HTTP/1.1"));
    QCOMPARE(seen.field("x-kept"), std::string("yes"));
    QCOMPARE(seen.count("x-other") + seen.count("cookie") + seen.count("user-agent"), 0);
    (void)scene.gate.sink.waitForRequest();
    QVERIFY(isTokenNowhere(scene));
}

void BaseUrlTest::tokenInThePathIsRefusedAndNotKept() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    for (const std::string& path :
         {"/anthropic/v1/x-" + asKey(scene.gate) + "/y", "/anthropic/v1/" + asKey(scene.gate)}) {
        BlockingPeer agent = scene.gate.connect();
        QVERIFY(agent.send(request("GET " + path, "x-api-key: " + scene.gate.token + "\r\n")));
        QCOMPARE(agent.receiveMessage().status(), 400);
    }
    QCOMPARE(scene.origin.connections(), 0);
    QCOMPARE(scene.gate.sink.waitForCode("bad_request").detail, std::string("token in the path"));
    // Whoever does it through the proxy, or without the mark, finds nothing of it in the log either.
    BlockingPeer proxied = scene.gate.openTunnel();
    QVERIFY(proxied.send(getRequest("/v1/" + scene.gate.token)));
    QCOMPARE(proxied.receiveMessage().status(), 200);
    QCOMPARE(scene.gate.sink.waitForRequest().status, 400);
    for (const core::ActivityRecord& row : scene.gate.sink.rows()) {
        QVERIFY(row.path.find(scene.gate.token.substr(3)) == std::string::npos);
    }
}

void BaseUrlTest::refusalsHaveTheProvidersShape_data() {
    QTest::addColumn<QString>("change");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* change, int status, const char* code) {
        QTest::newRow(change) << QString::fromLatin1(change) << status << QString::fromLatin1(code);
    };
    row("locked", 503, "vault_locked");
    row("locked at start", 503, "vault_locked");
    row("paused", 503, "paused");
    row("not granted", 403, "credential_not_granted");
    row("disabled", 403, "credential_disabled");
    row("missing", 403, "credential_missing");
    row("expired", 403, "agent_unknown");
}

void BaseUrlTest::refusalsHaveTheProvidersShape() {
    QFETCH(QString, change);
    QFETCH(int, status);
    QFETCH(QString, code);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    gateway::Snapshot& snapshot = scene.gate.snapshot;
    if (change.startsWith(QStringLiteral("locked"))) {
        snapshot.state = gateway::GateState::Locked;
        snapshot.opener = nullptr;
        if (change != QStringLiteral("locked")) {
            snapshot.tokens.clear();
            snapshot.agents.clear();
        }
    } else if (change == QStringLiteral("paused")) {
        snapshot.state = gateway::GateState::Paused;
    } else if (change == QStringLiteral("not granted")) {
        snapshot.agents.front().everyCredential = false;
    } else if (change == QStringLiteral("disabled")) {
        scene.gate.credential("anthropic-key").enabled = false;
    } else if (change == QStringLiteral("missing")) {
        snapshot.credentials.clear();
    } else {
        snapshot.tokens.front().expiresAt = 1;
    }
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(request("GET /anthropic/v1/models", "x-api-key: " + scene.gate.token + "\r\n")));
    const WireMessage refused = agent.receiveMessage();
    QCOMPARE(refused.status(), status);
    QCOMPARE(refused.field("x-keysluice-error"), code.toStdString());
    QVERIFY(refused.body.starts_with("{\"type\":\"error\",\"error\":{"));
    QCOMPARE(scene.origin.connections(), 0);
}

void BaseUrlTest::foreignKeysBesideTheTokenFollowTheirMode() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    const std::string fields = "x-api-key: " + asKey(scene.gate) + "\r\nAuthorization: Bearer mine\r\n";
    const auto ask = [&](core::ForeignKeys mode) {
        scene.gate.credential("anthropic-key").foreignKeys = mode;
        scene.gate.publish();
        BlockingPeer agent = scene.gate.connect();
        return agent.send(request("GET /anthropic/v1/models", fields)) ? agent.receiveMessage() : WireMessage{};
    };
    QCOMPARE(ask(core::ForeignKeys::Replace).status(), 200);
    QCOMPARE(scene.origin.requests().back().field("x-api-key"), kAnthropicValue);
    QCOMPARE(scene.origin.requests().back().count("authorization"), 0);
    QCOMPARE(ask(core::ForeignKeys::Refuse).field("x-keysluice-error"), std::string("foreign_credential"));
    QCOMPARE(scene.origin.requests().size(), 1U);
    QCOMPARE(ask(core::ForeignKeys::Pass).status(), 200);
    QCOMPARE(scene.origin.requests().back().field("authorization"), std::string("Bearer mine"));
    QCOMPARE(scene.origin.requests().back().count("x-api-key"), 0);
    QVERIFY(isTokenNowhere(scene));
}

void BaseUrlTest::requestsAreServedInOrderOnOneConnection() {
    ProviderScene scene(LoopbackOrigin::answering([](const WireMessage& message) {
        const std::string body = message.startLine();
        return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    const std::string key = "x-api-key: " + asKey(scene.gate) + "\r\n";
    QVERIFY(agent.send(request("GET /anthropic/v1/1", key) + request("GET /healthz", {}) +
                       request("GET /anthropic/2", key) + request("GET /anthropic/v1/3", "x-api-key: nobody\r\n") +
                       request("GET /anthropic/v1/4", key)));
    QCOMPARE(agent.receiveMessage().body, std::string("GET /v1/1 HTTP/1.1"));
    QCOMPARE(agent.receiveMessage().body, std::string("{\"status\":\"ok\"}"));
    QCOMPARE(agent.receiveMessage().body, std::string("GET /v1/2 HTTP/1.1"));
    QCOMPARE(agent.receiveMessage().status(), 403);
    QVERIFY(agent.waitForEnd()); // what followed the refusal is not looked at
    QCOMPARE(scene.origin.requests().size(), 2U);
}

void BaseUrlTest::bodiesAndStreamsPass() {
    const std::string stream =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        "7\r\n: ping\n\r\n9\r\ndata: {}\n\r\n0\r\n\r\n";
    ProviderScene scene(LoopbackOrigin::answering(stream));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    const std::string key = "x-api-key: " + asKey(scene.gate) + "\r\n";
    const std::string big(300'000, 'b');
    QVERIFY(
        agent.send(request("POST /anthropic/v1/messages", key + "Expect: 100-continue\r\nContent-Length: 300000\r\n")));
    QCOMPARE(agent.receiveHead(), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
    QVERIFY(agent.send(big));
    WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.body, std::string(": ping\ndata: {}\n"));
    QVERIFY(answer.isComplete);
    QCOMPARE(scene.origin.requests().back().body, big);
    QVERIFY(agent.send(request("POST /anthropic/messages", key + "Transfer-Encoding: chunked\r\n") +
                       "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.requests().back().body, std::string("abcde"));
    // HTTP/1.0, without Host
    BlockingPeer old = scene.gate.connect();
    QVERIFY(old.send("GET /anthropic/v1/models HTTP/1.0\r\n" + key + "\r\n"));
    QVERIFY(old.receiveUntil("data: {}\n").find("connection: close") != std::string::npos);
    QVERIFY(old.waitForEnd());
}

void BaseUrlTest::webSocketsPass() {
    ProviderScene scene(upgrading([](BlockingPeer& peer, LoopbackOrigin&) {
        if (peer.receiveUntil("ping") == fromAgent("ping")) {
            peer.send(fromProvider("pong"));
        }
    }));
    QVERIFY(scene.start());
    const std::string fields = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Key: " +
                               kSocketKey + "\r\n";
    {
        BlockingPeer page = scene.gate.connect(); // browsers open WebSockets to any origin
        QVERIFY(page.send(request("GET /anthropic/v1/responses", fields + "Origin: https://evil.example\r\n")));
        QCOMPARE(page.receiveMessage().field("x-keysluice-error"), std::string("agent_unknown"));
    }
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(request("GET /anthropic/responses", fields + "x-api-key: " + asKey(scene.gate) + "\r\n")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 101 "));
    QVERIFY(agent.send(fromAgent("ping")));
    QCOMPARE(agent.receiveUntil("pong"), fromProvider("pong"));
    const WireMessage seen = scene.origin.requests().front();
    QCOMPARE(seen.startLine(), std::string("GET /v1/responses HTTP/1.1"));
    QCOMPARE(seen.field("x-api-key"), kAnthropicValue);
    agent.close();
    const core::ActivityRecord row = scene.gate.sink.waitFor([](const core::ActivityRecord& each) {
        return each.kind == core::ActivityRecord::Kind::WebSocket && each.status == 101;
    });
    QCOMPARE(row.path, std::string("/v1/responses"));
    QVERIFY(isTokenNowhere(scene));
}

void BaseUrlTest::editsAreInForceForTheNextRequest() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.connect();
    const std::string get = request("GET /anthropic/v1/models", "x-api-key: " + asKey(scene.gate) + "\r\n");
    QVERIFY(agent.send(get));
    QCOMPARE(agent.receiveMessage().status(), 200);
    scene.gate.snapshot.tokens.clear(); // revoked
    scene.gate.publish();
    QVERIFY(agent.send(get));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("agent_unknown"));
    QVERIFY(agent.waitForEnd());
}

QTEST_GUILESS_MAIN(BaseUrlTest)
#include "tst_base_url.moc"
