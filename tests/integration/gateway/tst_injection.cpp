// Keys that go beside a query, into a query or into a path: what the provider gets, what comes back, what is recorded.
#include "support/provider_scene.h"

#include <QFile>
#include <QTest>

using namespace keysluice;
using namespace keysluice::test;

namespace {

constexpr const char* kGemini = "generativelanguage.googleapis.com";
constexpr const char* kQueryHost = "query.example";
constexpr const char* kBotHost = "bot.example";
constexpr const char* kOwnHost = "own.example"; ///< of a credential, not of the catalogue
const std::string kGeminiKey = "AIzaSyREAL-0123456789abcdefghijklmnopq";
const std::string kQueryKey = "q+real/0123=456789&abcdefghijklmnop";
const std::string kQueryKeyWritten = "q%2Breal%2F0123%3D456789%26abcdefghijklmnop";
const std::string kBotToken = "123456:AAE-real/0123456789abcdef";
const std::string kBotTokenWritten = "123456:AAE-real%2F0123456789abcdef";

/// A gateway with keys of three providers, and one origin that stands for all of them.
class PlacesScene final {
public:
    explicit PlacesScene(LoopbackOrigin::Script script)
        : m_identity(gate.certificates.issueFor({kGemini, kQueryHost, kBotHost})),
          origin(m_identity.certificate.get(), m_identity.key.get(), std::move(script)) {
        QFile file(QStringLiteral(KEYSLUICE_SOURCE_DIR "/tests/support/places_catalogue.json"));
        if (!file.open(QIODevice::ReadOnly)) {
            qFatal("the catalogue cannot be read");
        }
        gate.snapshot.catalogue = *core::ProviderCatalogue::fromJson(file.readAll());
        gate.snapshot.credentials.clear();
        add("google", "api_key", kGeminiKey);
        add("maps", "key", kQueryKey);
        add("bot", "token", kBotToken);
        gate.reissueAuthority({kGemini, kQueryHost, kBotHost});
        gate.trustAuthority();
        for (const char* host : {kGemini, kQueryHost, kBotHost}) {
            gate.resolveTo(host, origin.port());
        }
    }

    GatewayFixture gate;

private:
    void add(const std::string& providerId, const std::string& kindId, const std::string& value) {
        const core::Provider* provider = gate.snapshot.catalogue->provider(providerId);
        gateway::SnapshotCredential credential;
        credential.id = credential.name = credential.sealed.recordId = providerId;
        credential.providerId = providerId;
        credential.kindId = kindId;
        credential.hosts = provider->hosts;
        credential.injection = provider->kind(kindId)->injection;
        gate.snapshot.credentials.push_back(std::move(credential));
        gate.opener->set(providerId, value);
    }

    ProviderCertificates::Identity m_identity;

public:
    LoopbackOrigin origin;
};

std::string get(const std::string& host, const std::string& target, const std::string& fields = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields + "\r\n";
}

} // namespace

class InjectionPlacesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theProviderGetsOursOnce_data();
    void theProviderGetsOursOnce();
    void aProviderThatRepeatsItIsStopped_data();
    void aProviderThatRepeatsItIsStopped();
    void refusalsShowNoKey_data();
    void refusalsShowNoKey();
    void closedVaultKeepsNoPath_data();
    void closedVaultKeepsNoPath();
    void ownKeysPassWithoutAStoredOne();
};

void InjectionPlacesTest::theProviderGetsOursOnce_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("startLine");
    QTest::addColumn<std::string>("path"); ///< of the row
    QTest::addColumn<std::string>("place");
    QTest::newRow("Gemini, key of the client's in the query")
        << std::string(kGemini) << std::string("/v1beta/models/x:generateContent?k%65y=AIzaMine&alt=sse")
        << std::string("GET /v1beta/models/x:generateContent?alt=sse HTTP/1.1")
        << std::string("/v1beta/models/x:generateContent") << std::string("x-goog-api-key");
    QTest::newRow("query") << std::string(kQueryHost) << std::string("/v1?a=%20&APPID=mine")
                           << "GET /v1?a=%20&appid=" + kQueryKeyWritten + " HTTP/1.1" << std::string("/v1")
                           << std::string("?appid");
    QTest::newRow("path") << std::string(kBotHost) << std::string("/bot12:mine/getMe?a=b")
                          << "GET /bot" + kBotTokenWritten + "/getMe?a=b HTTP/1.1" << std::string("/bot{value}/getMe")
                          << std::string("/bot{value}/");
}

void InjectionPlacesTest::theProviderGetsOursOnce() {
    QFETCH(std::string, host);
    QFETCH(std::string, target);
    QFETCH(std::string, startLine);
    QFETCH(std::string, path);
    QFETCH(std::string, place);
    PlacesScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.gate.listen());
    BlockingPeer agent = scene.gate.openTunnel(host);
    QVERIFY(agent.send(get(host, target, "Authorization: Bearer mine\r\nX-Goog-Api-Key: mine\r\n")));
    QCOMPARE(agent.receiveMessage().status(), 200);
    const WireMessage request = scene.origin.requests().front();
    QCOMPARE(request.startLine(), startLine);
    if (host == kGemini) {
        QCOMPARE(request.field("x-goog-api-key"), kGeminiKey);
        QCOMPARE(request.count("x-goog-api-key"), 1);
        QCOMPARE(request.count("authorization"), 0);
    }
    const auto row = scene.gate.sink.waitForRequest();
    QCOMPARE(row.path, path);
    QCOMPARE(row.injectedHeader, place);
}

void InjectionPlacesTest::aProviderThatRepeatsItIsStopped_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<std::string>("form"); ///< the key as the provider repeats it
    const auto rows = [](const char* name, const char* host, const char* target, const std::string& raw,
                         const std::string& written) {
        QTest::addRow("%s, as it is", name) << std::string(host) << std::string(target) << raw;
        QTest::addRow("%s, as it was sent", name) << std::string(host) << std::string(target) << written;
    };
    rows("query", kQueryHost, "/v1?a=b", kQueryKey, kQueryKeyWritten);
    rows("path", kBotHost, "/bot/getMe", kBotToken, kBotTokenWritten);
}

void InjectionPlacesTest::aProviderThatRepeatsItIsStopped() {
    QFETCH(std::string, host);
    QFETCH(std::string, target);
    QFETCH(std::string, form);
    const std::string location =
        "HTTP/1.1 302 Found\r\nLocation: https://" + host + "/next?x=" + form + "\r\nContent-Length: 0\r\n\r\n";
    const std::string text = "no such thing: " + form;
    const std::string body =
        "HTTP/1.1 404 Not Found\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
    for (const std::string& answer : {location, body}) {
        PlacesScene scene(LoopbackOrigin::answering(answer));
        QVERIFY(scene.gate.listen());
        BlockingPeer agent = scene.gate.openTunnel(host);
        QVERIFY(agent.send(get(host, target)));
        const WireMessage received = agent.receiveMessage();
        QCOMPARE(received.field("x-keysluice-error"), std::string("leak_blocked"));
        QVERIFY((received.head + received.body).find(form) == std::string::npos);
        QVERIFY(agent.waitForEnd());
        QVERIFY(agent.buffered().find(form) == std::string::npos);
    }
}

void InjectionPlacesTest::refusalsShowNoKey_data() {
    QTest::addColumn<std::string>("code");
    QTest::newRow("not granted") << std::string("credential_not_granted");
    QTest::newRow("disabled") << std::string("credential_disabled");
    QTest::newRow("paused") << std::string("paused");
    QTest::newRow("no answer") << std::string("upstream_reset");
}

void InjectionPlacesTest::refusalsShowNoKey() {
    QFETCH(std::string, code);
    PlacesScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) { origin.note(peer.receiveMessage()); });
    QVERIFY(scene.gate.listen());
    BlockingPeer agent = scene.gate.openTunnel(kBotHost);
    if (code == "credential_not_granted") {
        scene.gate.snapshot.agents.front().everyCredential = false;
    } else if (code == "credential_disabled") {
        scene.gate.credential("bot").enabled = false;
    } else if (code == "paused") {
        scene.gate.snapshot.state = gateway::GateState::Paused;
    }
    scene.gate.publish();
    QVERIFY(agent.send("POST /botMINE-IN-THE-PATH/send?token=MINE-IN-THE-QUERY HTTP/1.1\r\nHost: bot.example\r\n"
                       "Content-Length: 0\r\n\r\n"));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.field("x-keysluice-error"), code);
    QVERIFY((answer.head + answer.body).find("MINE") == std::string::npos);
    QVERIFY((answer.head + answer.body).find("123456:AAE") == std::string::npos);
    const auto row = scene.gate.sink.waitForCode(code);
    QCOMPARE(row.path, std::string("/bot{value}/send"));
    QVERIFY(row.detail.find("MINE") == std::string::npos);
}

void InjectionPlacesTest::closedVaultKeepsNoPath_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<std::string>("path");
    // Of the user's own host only the credential tells where a key stands; the catalogue's are known without one.
    QTest::newRow("host of a credential") << std::string(kOwnHost) << std::string();
    QTest::newRow("host of the catalogue") << std::string(kBotHost) << std::string("/bot{value}/send");
}

void InjectionPlacesTest::closedVaultKeepsNoPath() {
    QFETCH(std::string, host);
    QFETCH(std::string, path);
    PlacesScene scene([](BlockingPeer& peer, LoopbackOrigin& origin) { origin.note(peer.receiveMessage()); });
    scene.gate.credential("bot").hosts.push_back(kOwnHost);
    scene.gate.reissueAuthority({kBotHost, kOwnHost});
    scene.gate.trustAuthority();
    QVERIFY(scene.gate.listen());
    BlockingPeer agent = scene.gate.openTunnel(host);
    // As when the vault is locked while the tunnel is open, and for one that was never opened.
    scene.gate.snapshot.state = gateway::GateState::Locked;
    scene.gate.snapshot.credentials.clear();
    scene.gate.publish();
    QVERIFY(agent.send(get(host, "/botMINE-IN-THE-PATH/send")));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("vault_locked"));
    const auto row = scene.gate.sink.waitForCode("vault_locked");
    QCOMPARE(row.host, host);
    QCOMPARE(row.path, path);
    for (const std::string& text : {row.path, row.detail, row.client, row.method, row.credentialName}) {
        QVERIFY2(text.find("MINE") == std::string::npos, text.c_str());
    }
}

void InjectionPlacesTest::ownKeysPassWithoutAStoredOne() {
    PlacesScene scene(LoopbackOrigin::answering(kJsonAnswer));
    scene.gate.snapshot.credentials.clear();
    QVERIFY(scene.gate.listen());
    struct Row {
        const char* host;
        const char* target;
        const char* sent; ///< null: refused, there is no key at all
    };
    const Row rows[] = {{kGemini, "/m?key=AIzaMine&key=", "GET /m?key=AIzaMine&key= HTTP/1.1"},
                        {kGemini, "/m?key=AIzaksPlaceholder1", nullptr},
                        {kGemini, "/m?$key=mine&key=AIzaksPlaceholder1&a", "GET /m?$key=mine&a HTTP/1.1"},
                        {kQueryHost, "/v1?%61ppid=mine", "GET /v1?%61ppid=mine HTTP/1.1"},
                        {kQueryHost, "/v1?other=mine", nullptr},
                        {kBotHost, "/bot12:mine/getMe", "GET /bot12:mine/getMe HTTP/1.1"},
                        {kBotHost, "/bot/getMe", nullptr}};
    for (const Row& row : rows) {
        BlockingPeer agent = scene.gate.openTunnel(row.host);
        const std::size_t before = scene.origin.requests().size();
        QVERIFY(agent.send(get(row.host, row.target)));
        const WireMessage answer = agent.receiveMessage();
        if (row.sent == nullptr) {
            QCOMPARE(answer.field("x-keysluice-error"), std::string("credential_missing"));
            QCOMPARE(scene.origin.requests().size(), before);
        } else {
            QCOMPARE(answer.status(), 200);
            QCOMPARE(scene.origin.requests().back().startLine(), std::string(row.sent));
        }
    }
}

QTEST_GUILESS_MAIN(InjectionPlacesTest)
#include "tst_injection.moc"
