#include "gateway/policy/decision.h"
#include "snapshot_builder.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;
using policy::ConnectDecision;
using policy::RequestDecision;

namespace {

/// What a row may change before the decision; letters, so that rows stay readable:
/// L locked, P paused, U unverified, W nothing can be written to the log, F the agents are frozen, N no authority, S
/// strict, R private destinations allowed, s the agent is strict, p the agent is open, f the last key refuses foreign
/// ones, y the last key lets them pass, a Anthropic key, o OpenAI key, d Anthropic key disabled, g "bound" may use the
/// Anthropic key.
Snapshot snapshotFor(const QByteArray& flags) {
    Snapshot snapshot = test::runningSnapshot();
    const core::ProviderCatalogue& providers = *snapshot.catalogue;
    for (const char flag : flags) {
        switch (flag) {
        case 'L':
            snapshot.state = GateState::Locked;
            break;
        case 'P':
            snapshot.state = GateState::Paused;
            break;
        case 'U':
            snapshot.state = GateState::PolicyUnverified;
            break;
        case 'W':
            snapshot.canLog = false;
            break;
        case 'F':
            for (SnapshotAgent& agent : snapshot.agents) {
                agent.freeze = core::Freeze::Requests;
            }
            break;
        case 'N':
            snapshot.authority = nullptr;
            break;
        case 'S':
            snapshot.strictMode = true;
            break;
        case 's':
        case 'p':
            for (SnapshotAgent& agent : snapshot.agents) {
                agent.hostAccess = flag == 's' ? core::HostAccess::Strict : core::HostAccess::Open;
            }
            break;
        case 'f':
        case 'y':
            snapshot.credentials.back().foreignKeys = flag == 'f' ? core::ForeignKeys::Refuse : core::ForeignKeys::Pass;
            break;
        case 'R':
            snapshot.allowPrivateDestinations = true;
            break;
        case 'a':
            snapshot.credentials.push_back(test::credential(providers, "anthropic1", "anthropic", "api_key"));
            break;
        case 'd':
            snapshot.credentials.push_back(test::credential(providers, "anthropic2", "anthropic", "oauth_token"));
            snapshot.credentials.back().enabled = false;
            break;
        case 'o':
            snapshot.credentials.push_back(test::credential(providers, "openai1", "openai", "api_key"));
            break;
        case 'g':
            snapshot.agents[1].granted.insert("anthropic1");
            break;
        default:
            qFatal("unknown flag");
        }
    }
    return snapshot;
}

const SnapshotAgent& agentOf(const Snapshot& snapshot, bool bound) {
    return snapshot.agents[bound ? 1 : 0];
}

std::string codeName(http::AnswerCode code) {
    return std::string(http::answerFacts(code).name);
}

std::string described(const ConnectDecision& decision) {
    switch (decision.action) {
    case ConnectDecision::Action::Intercept:
        return "intercept";
    case ConnectDecision::Action::Tunnel:
        return "tunnel";
    case ConnectDecision::Action::Refuse:
        break;
    }
    return codeName(decision.code);
}

std::string described(const RequestDecision& decision) {
    if (decision.action == RequestDecision::Action::Refuse) {
        return codeName(decision.code);
    }
    return decision.credential == nullptr ? "forward" : "inject " + decision.credential->id;
}

} // namespace

class TestDecision : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void connects_data();
    void connects();
    void requests_data();
    void requests();
    void webSocketWhereBodiesMustBeSeen();
    void furtherMessages();
    void choosesInTheUsersOrder();
    void local_data();
    void local();
    void strangers();
    void serverNames();
    void refusalsNameWhatTheyAreAbout();
};

void TestDecision::connects_data() {
    QTest::addColumn<QByteArray>("flags");
    QTest::addColumn<bool>("bound");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("hasLeaf");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* flags, bool bound, const char* target, const char* expected, bool hasLeaf = false) {
        QTest::addRow("%s %s %s %d -> %s", flags, bound ? "bound" : "free", target, hasLeaf, expected)
            << QByteArray(flags) << bound << QByteArray(target) << hasLeaf << QByteArray(expected);
    };
    row("a", false, "api.anthropic.com:443", "intercept");
    row("a", false, "API.Anthropic.com.:443", "intercept");
    row("", false, "api.anthropic.com:443", "intercept"); // told inside, where its SDK reads it
    row("S", false, "api.openai.com:443", "intercept");
    row("a", true, "api.anthropic.com:443", "credential_not_granted");
    row("ag", true, "api.anthropic.com:443", "intercept");
    row("d", false, "api.anthropic.com:443", "intercept");
    row("d", true, "api.anthropic.com:443", "credential_not_granted");
    row("ao", true, "api.openai.com:443", "credential_not_granted");
    row("a", false, "api.anthropic.com:80", "destination_refused");
    row("a", false, "api.anthropic.com:8443", "destination_refused");
    row("aN", false, "api.anthropic.com:443", "vault_locked");
    row("", false, "github.com:443", "tunnel");
    row("", true, "github.com:443", "tunnel");
    row("S", false, "github.com:443", "host_not_allowed");
    row("s", false, "github.com:443", "host_not_allowed");
    row("Ss", false, "github.com:443", "host_not_allowed");
    row("Sp", false, "github.com:443", "tunnel");
    row("p", false, "github.com:22", "destination_refused");
    row("sa", false, "api.anthropic.com:443", "intercept");
    row("", false, "github.com:22", "destination_refused");
    row("S", false, "github.com:22", "host_not_allowed");
    row("", false, "1.1.1.1:443", "destination_refused");
    row("", false, "2130706433:443", "destination_refused");
    row("", false, "[2606:4700::1111]:443", "destination_refused");
    row("R", false, "1.1.1.1:443", "tunnel");
    row("L", false, "github.com:443", "vault_locked");
    row("LN", false, "api.anthropic.com:443", "vault_locked");
    row("LN", false, "api.anthropic.com:443", "intercept", true);
    row("L", false, "api.anthropic.com:8443", "vault_locked", true);
    row("P", false, "github.com:443", "paused");
    row("Pa", false, "api.anthropic.com:443", "intercept");
    row("PN", false, "api.anthropic.com:443", "paused");
    row("F", false, "github.com:443", "agent_frozen");
    row("Fa", false, "api.anthropic.com:443", "intercept");
    row("W", false, "github.com:443", "log_unavailable");
    row("Wa", false, "api.anthropic.com:443", "intercept");
    row("FN", false, "api.anthropic.com:443", "agent_frozen");
    row("FP", false, "github.com:443", "paused");
    row("U", false, "github.com:443", "policy_unverified");
    row("UN", false, "api.anthropic.com:443", "policy_unverified");
}

void TestDecision::connects() {
    QFETCH(QByteArray, flags);
    QFETCH(bool, bound);
    QFETCH(QByteArray, target);
    QFETCH(bool, hasLeaf);
    QFETCH(QByteArray, expected);
    const Snapshot snapshot = snapshotFor(flags);
    const auto authority = http::parseAuthority(target.toStdString(), 0);
    QVERIFY(authority.has_value());
    const ConnectDecision decision = policy::decideConnect(snapshot, agentOf(snapshot, bound), *authority, hasLeaf);
    QCOMPARE(described(decision), expected.toStdString());
}

void TestDecision::requests_data() {
    QTest::addColumn<QByteArray>("flags");
    QTest::addColumn<bool>("bound");
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("isHttps");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* flags, bool bound, const char* authority, const QByteArray& head,
                        bool isHttps, const char* expected) {
        QTest::addRow("%s -> %s", name, expected)
            << QByteArray(flags) << bound << QByteArray(authority) << head << isHttps << QByteArray(expected);
    };
    const auto in = [&](const char* name, const char* flags, bool bound, const QByteArray& start,
                        const QByteArray& fields, const char* expected) {
        row(name, flags, bound, "api.anthropic.com:443",
            start + " HTTP/1.1\r\nHost: api.anthropic.com\r\n" + fields + "\r\n", true, expected);
    };
    const QByteArray placeholder = "x-api-key: sk-ant-api03-ksPlaceholderAA\r\n";
    const QByteArray own = "x-api-key: sk-ant-api03-mine\r\n";
    in("placeholder", "a", false, "POST /v1/messages", placeholder, "inject anthropic1");
    in("own key is replaced", "a", false, "POST /v1/messages", own, "inject anthropic1");
    in("no key", "a", false, "GET /mcp-registry/v0", "", "inject anthropic1");
    in("granted", "ag", true, "GET /v1/models", "", "inject anthropic1");
    in("ungranted", "a", true, "GET /v1/models", "", "credential_not_granted");
    in("disabled", "d", false, "GET /v1/models", "", "credential_disabled");
    in("disabled, another enabled", "da", false, "GET /v1/models", "", "inject anthropic1");
    in("granted one of two", "adg", true, "GET /v1/models", "", "inject anthropic1");
    in("key of another provider", "o", false, "GET /v1/models", "", "credential_missing");
    in("none stored, placeholder", "", false, "GET /v1/models", placeholder, "credential_missing");
    in("none stored, none brought", "", false, "GET /v1/models", "", "credential_missing");
    in("none stored, own, open", "", false, "GET /v1/models", own, "forward");
    in("none stored, own, strict", "S", false, "GET /v1/models", own, "foreign_credential");
    in("none stored, placeholder, strict", "S", false, "GET /v1/models", placeholder, "credential_missing");
    in("strict with key", "Sa", false, "GET /v1/models", own, "inject anthropic1");
    in("none stored, own, strict agent", "s", false, "GET /v1/models", own, "foreign_credential");
    in("none stored, own, agent open in strict mode", "Sp", false, "GET /v1/models", own, "forward");
    in("refusing, own key", "af", false, "GET /v1/models", own, "foreign_credential");
    in("refusing, own key in another header", "af", false, "GET /v1/models", "Authorization: Bearer mine\r\n",
       "foreign_credential");
    in("refusing, own key beside a placeholder", "af", false, "GET /v1/models",
       placeholder + "Authorization: Bearer mine\r\n", "foreign_credential");
    in("refusing, placeholder", "af", false, "GET /v1/models", placeholder, "inject anthropic1");
    in("refusing, none", "af", false, "GET /v1/models", "", "inject anthropic1");
    in("passing, own key", "ay", false, "GET /v1/models", own, "forward");
    in("passing, own key, strict", "Say", false, "GET /v1/models", own, "forward");
    in("passing, placeholder", "ay", false, "GET /v1/models", placeholder, "inject anthropic1");
    in("passing, none", "ay", false, "GET /v1/models", "", "inject anthropic1");
    in("passing, not granted", "ay", true, "GET /v1/models", own, "credential_not_granted");
    in("the first key of two decides", "ayaf", false, "GET /v1/models", own, "forward");
    in("locked", "La", false, "GET /v1/models", "", "vault_locked");
    in("paused", "Pa", false, "GET /v1/models", "", "paused");
    in("no log", "Wa", false, "GET /v1/models", "", "log_unavailable");
    in("frozen", "Fa", false, "GET /v1/models", "", "agent_frozen");
    in("frozen, passing with its own key", "Fay", false, "GET /v1/models", own, "agent_frozen");
    in("frozen and locked", "FLa", false, "GET /v1/models", "", "vault_locked");
    in("unverified", "Ua", false, "GET /v1/models", "", "policy_unverified");
    in("dots", "a", false, "GET /v1/../x", "", "bad_request");
    in("encoded dots", "a", false, "GET /v1/%2e%2e/x", "", "bad_request");
    in("dots in the query are data", "a", false, "GET /v1/x?p=/../y", "", "inject anthropic1");
    in("TRACE", "a", false, "TRACE /", "", "method_not_allowed");
    in("lower-case method", "a", false, "get /", "", "method_not_allowed");
    in("CONNECT inside", "a", false, "CONNECT api.anthropic.com:443", "", "method_not_allowed");
    in("OPTIONS *", "a", false, "OPTIONS *", "", "inject anthropic1");
    const QByteArray upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    in("WebSocket", "a", false, "GET /v1/responses", upgrade, "inject anthropic1");
    in("WebSocket, dots", "a", false, "GET /v1/%2e%2e/responses", upgrade, "bad_request");
    in("WebSocket, none stored", "", false, "GET /v1/responses", upgrade, "credential_missing");
    in("WebSocket, paused", "Pa", false, "GET /v1/responses", upgrade, "paused");
    in("WebSocket, malformed", "a", false, "GET /v1/responses", "Connection: Upgrade\r\nUpgrade: websocket\r\n",
       "bad_request");
    in("absolute-form, same place", "a", false, "GET https://API.anthropic.com:443/v1/models", "", "inject anthropic1");
    in("absolute-form, other host", "a", false, "GET https://api.openai.com/v1/models", "", "authority_mismatch");
    in("absolute-form, other scheme", "a", false, "GET http://api.anthropic.com:443/v1/models", "",
       "authority_mismatch");
    in("absolute-form, other port", "a", false, "GET https://api.anthropic.com:8443/", "", "authority_mismatch");
    const auto host = [&](const char* name, const char* value, const char* expected) {
        row(name, "a", false, "api.anthropic.com:443", "GET / HTTP/1.1\r\nHost: " + QByteArray(value) + "\r\n\r\n",
            true, expected);
    };
    host("Host with port", "api.anthropic.com:443", "inject anthropic1");
    host("Host in another spelling", "API.ANTHROPIC.COM.", "inject anthropic1");
    host("foreign Host", "evil.test", "authority_mismatch");
    host("Host with another port", "api.anthropic.com:444", "authority_mismatch");
    host("Host of another provider", "api.openai.com", "authority_mismatch");
    row("HTTP/1.0 without Host", "a", false, "api.anthropic.com:443", "GET / HTTP/1.0\r\n\r\n", true,
        "inject anthropic1");
    const auto plain = [&](const char* name, const char* flags, const char* authority, const QByteArray& fields,
                           const char* expected) {
        row(name, flags, false, authority,
            "GET http://" + QByteArray(authority) + "/x HTTP/1.1\r\nHost: " + QByteArray(authority) + "\r\n" + fields +
                "\r\n",
            false, expected);
    };
    plain("http with a key", "a", "api.anthropic.com:80", "", "plaintext_refused");
    plain("http without one", "", "api.anthropic.com:80", own, "plaintext_refused");
    plain("http, odd port", "a", "api.anthropic.com:8080", "", "destination_refused");
    plain("http, other host", "a", "mirror.example.org:80", "", "forward");
    plain("http, other host, odd port", "a", "mirror.example.org:8080", "", "destination_refused");
    plain("http, other host, strict", "Sa", "mirror.example.org:80", "", "host_not_allowed");
    plain("http, other host, strict agent", "as", "mirror.example.org:80", "", "host_not_allowed");
    plain("http, metadata", "a", "169.254.169.254:80", "", "destination_refused");
    plain("http, frozen", "F", "mirror.example.org:80", "", "agent_frozen");
    plain("http, no log", "W", "mirror.example.org:80", "", "log_unavailable");
    plain("http, paused", "P", "mirror.example.org:80", "", "paused");
    plain("http, WebSocket", "", "mirror.example.org:80", upgrade, "forward");
    plain("http, WebSocket, malformed", "", "mirror.example.org:80", "Upgrade: websocket\r\n", "bad_request");
    plain("http, WebSocket with a key", "a", "api.anthropic.com:80", upgrade, "plaintext_refused");
    row("https absolute-form on the proxy port", "a", false, "api.anthropic.com:443",
        "GET https://api.anthropic.com/v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n", true,
        "inject anthropic1");
    row("its Host disagrees", "a", false, "api.anthropic.com:443",
        "GET https://api.anthropic.com/v1/models HTTP/1.1\r\nHost: evil.test\r\n\r\n", true, "authority_mismatch");
}

void TestDecision::requests() {
    QFETCH(QByteArray, flags);
    QFETCH(bool, bound);
    QFETCH(QByteArray, authority);
    QFETCH(QByteArray, head);
    QFETCH(bool, isHttps);
    QFETCH(QByteArray, expected);
    const Snapshot snapshot = snapshotFor(flags);
    const test::ParsedRequest request(head.toStdString());
    QVERIFY(request.isDone());
    const http::Authority target = *http::parseAuthority(authority.toStdString(), 0);
    const RequestDecision decision =
        policy::decideRequest(snapshot, agentOf(snapshot, bound), {request.head(), target, isHttps, isHttps});
    QCOMPARE(described(decision), expected.toStdString());
}

void TestDecision::webSocketWhereBodiesMustBeSeen() {
    const std::string upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    const Snapshot snapshot = snapshotFor("a");
    const auto decide = [&](const std::string& host, const std::string& fields, bool mustSeeBodies) {
        const test::ParsedRequest request("GET /v1/responses HTTP/1.1\r\nHost: " + host + "\r\n" + fields);
        const http::Authority target = *http::parseAuthority(host, 443);
        return described(policy::decideRequest(snapshot, agentOf(snapshot, false),
                                               {request.head(), target, true, true, mustSeeBodies}));
    };
    for (const std::string host : {"api.anthropic.com", "mirror.example.org"}) {
        QCOMPARE(decide(host, upgrade, true), std::string("websocket_not_examined"));
        QVERIFY(decide(host, upgrade, false) != "websocket_not_examined");
        QVERIFY(decide(host, "\r\n", true) != "websocket_not_examined"); // plain requests can be looked into
    }
}

void TestDecision::furtherMessages() {
    const auto refusal = [](const QByteArray& then, const QByteArray& now, bool bound = false,
                            const char* authority = "api.anthropic.com:443", const char* change = "") {
        const Snapshot before = snapshotFor(then);
        Snapshot newest = snapshotFor(now);
        if (change == std::string("value")) {
            newest.credentials.front().sealed.ciphertext = "another";
        } else if (change == std::string("order")) {
            newest.credentials.insert(newest.credentials.begin(), newest.credentials.front());
            newest.credentials.front().id = "before it";
        }
        const http::Authority target = *http::parseAuthority(authority, 0);
        const auto choice = policy::chooseCredential(before, agentOf(before, bound), target.host, "/v1/responses");
        const SnapshotAgent* agent = change == std::string("agent") ? nullptr : &agentOf(newest, bound);
        const auto code = policy::refuseMessage(
            newest, {agent, target, "/v1/responses", target.port == 443,
                     choice.outcome == policy::CredentialChoice::Outcome::Found ? choice.credential : nullptr});
        return code ? std::string(http::answerFacts(*code).name) : std::string("passes");
    };
    const std::string passes = "passes";
    QCOMPARE(refusal("a", "a"), passes);
    QCOMPARE(refusal("a", "aS"), passes);
    QCOMPARE(refusal("a", "ao"), passes);
    QCOMPARE(refusal("a", "aL"), std::string("vault_locked"));
    QCOMPARE(refusal("a", "aP"), std::string("paused"));
    QCOMPARE(refusal("a", "aW"), std::string("log_unavailable"));
    QCOMPARE(refusal("a", "aF"), std::string("agent_frozen"));
    QCOMPARE(refusal("a", "aU"), std::string("policy_unverified"));
    QCOMPARE(refusal("a", ""), std::string("credential_missing"));
    QCOMPARE(refusal("a", "d"), std::string("credential_disabled"));
    QCOMPARE(refusal("ag", "ag", true), passes);
    QCOMPARE(refusal("ag", "a", true), std::string("credential_not_granted"));
    QCOMPARE(refusal("a", "a", false, "api.anthropic.com:443", "value"), std::string("credential_missing"));
    QCOMPARE(refusal("a", "a", false, "api.anthropic.com:443", "order"), std::string("credential_missing"));
    QCOMPARE(refusal("a", "a", false, "api.anthropic.com:443", "agent"), std::string("agent_unknown"));
    // with the agent's own key
    QCOMPARE(refusal("", ""), passes);
    QCOMPARE(refusal("", "S"), std::string("foreign_credential"));
    QCOMPARE(refusal("", "a"), std::string("credential_missing"));
    // hosts that are not opened up
    QCOMPARE(refusal("", "", false, "mirror.example.org:80"), passes);
    QCOMPARE(refusal("", "S", false, "mirror.example.org:80"), std::string("host_not_allowed"));
}

void TestDecision::choosesInTheUsersOrder() {
    Snapshot snapshot = snapshotFor("a");
    snapshot.credentials.push_back(snapshot.credentials.front());
    snapshot.credentials.back().id = "second";
    const SnapshotAgent& agent = agentOf(snapshot, false);
    QCOMPARE(policy::chooseCredential(snapshot, agent, "api.anthropic.com").credential->id, std::string("anthropic1"));
    std::swap(snapshot.credentials[0], snapshot.credentials[1]);
    QCOMPARE(policy::chooseCredential(snapshot, agent, "api.anthropic.com").credential->id, std::string("second"));
    snapshot.credentials[0].enabled = false;
    QCOMPARE(policy::chooseCredential(snapshot, agent, "api.anthropic.com").credential->id, std::string("anthropic1"));
    QCOMPARE(policy::chooseCredential(snapshot, agent, "evil.api.anthropic.com").outcome,
             policy::CredentialChoice::Outcome::Missing);
}

void TestDecision::local_data() {
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("isLocked");
    QTest::addColumn<int>("expected");
    const auto row = [](const char* name, const QByteArray& head, bool isLocked, policy::LocalRequest expected) {
        QTest::newRow(name) << head << isLocked << static_cast<int>(expected);
    };
    using enum policy::LocalRequest;
    const QByteArray local = "Host: 127.0.0.1:5397\r\n\r\n";
    row("health", "GET /healthz HTTP/1.1\r\n" + local, false, HealthOk);
    row("health, locked", "GET /healthz HTTP/1.1\r\n" + local, true, HealthLocked);
    row("health, localhost", "GET /healthz HTTP/1.1\r\nHost: LOCALHOST:5397\r\n\r\n", false, HealthOk);
    row("health, ::1", "GET /healthz HTTP/1.1\r\nHost: [::1]:5397\r\n\r\n", false, HealthOk);
    row("health, HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", false, HealthOk);
    row("health, rebound name", "GET /healthz HTTP/1.1\r\nHost: rebind.evil.test:5397\r\n\r\n", false, ForeignHost);
    row("health, POST", "POST /healthz HTTP/1.1\r\n" + local, false, NotFound);
    row("root", "GET / HTTP/1.1\r\n" + local, false, NotFound);
    row("admin", "GET /admin HTTP/1.1\r\n" + local, false, NotFound);
    row("longer", "GET /healthz/x HTTP/1.1\r\n" + local, false, NotFound);
    row("asterisk", "OPTIONS * HTTP/1.1\r\n" + local, false, NotFound);
}

void TestDecision::local() {
    QFETCH(QByteArray, head);
    QFETCH(bool, isLocked);
    QFETCH(int, expected);
    const test::ParsedRequest request(head.toStdString());
    QVERIFY(request.isDone());
    QCOMPARE(static_cast<int>(policy::decideLocal(snapshotFor(isLocked ? "L" : "P"), request.head())), expected);
}

void TestDecision::strangers() {
    Snapshot snapshot = snapshotFor("L");
    QCOMPARE(policy::refusalForUnknownAgent(snapshot), http::AnswerCode::VaultLocked);
    snapshot.tokens.resize(1);
    QCOMPARE(policy::refusalForUnknownAgent(snapshot), http::AnswerCode::AgentUnknown);
    QCOMPARE(policy::refusalForUnknownAgent(snapshotFor("")), http::AnswerCode::AgentUnknown);
    QCOMPARE(policy::refusalForUnknownAgent(Snapshot{}), http::AnswerCode::VaultLocked);
}

void TestDecision::serverNames() {
    const Snapshot snapshot = snapshotFor("a");
    QVERIFY(policy::isForbiddenServerName(snapshot, "api.anthropic.com"));
    QVERIFY(policy::isForbiddenServerName(snapshot, "api.openai.com"));
    QVERIFY(!policy::isForbiddenServerName(snapshot, "github.com"));
    QVERIFY(!policy::isForbiddenServerName(snapshot, ""));
    QVERIFY(!policy::isIntercepted(Snapshot{}, "api.anthropic.com"));
}

void TestDecision::refusalsNameWhatTheyAreAbout() {
    const Snapshot snapshot = snapshotFor("a");
    const test::ParsedRequest request("GET / HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n");
    const http::Authority target = *http::parseAuthority("api.anthropic.com:443", 0);
    const RequestDecision decision = policy::decideRequest(snapshot, agentOf(snapshot, true), {request.head(), target});
    QCOMPARE(decision.credential->id, std::string("anthropic1"));
    QCOMPARE(decision.provider->id, std::string("anthropic"));
    const Snapshot refusing = snapshotFor("af");
    const test::ParsedRequest own("GET / HTTP/1.1\r\nHost: api.anthropic.com\r\nx-api-key: mine\r\n\r\n");
    QCOMPARE(policy::decideRequest(refusing, agentOf(refusing, false), {own.head(), target}).credential->id,
             std::string("anthropic1"));
    const Snapshot passing = snapshotFor("ay");
    const std::string both = "GET / HTTP/1.1\r\nHost: api.anthropic.com\r\nx-api-key: sk-ant-api03-ksPlaceholderAA\r\n"
                             "authorization: Bearer mine\r\n\r\n";
    const test::ParsedRequest passed(both);
    const RequestDecision pass = policy::decideRequest(passing, agentOf(passing, false), {passed.head(), target});
    QCOMPARE(pass.client.placeholderHeaders, std::vector<std::string_view>{"x-api-key"});
    const test::ParsedRequest foreign("GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n");
    QVERIFY(!policy::decideRequest(snapshot, agentOf(snapshot, false), {foreign.head(), target}).detail.empty());
}

QTEST_APPLESS_MAIN(TestDecision)
#include "test_decision.moc"
