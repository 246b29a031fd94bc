// The user's rules before a credential is touched: what is decided by the head, what needs the body, and what became of
// it.
#include "support/content_encoder.h"
#include "support/provider_scene.h"
#include "support/websocket_scene.h"

#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;
using core::rules::Decision;
using core::rules::Rule;

namespace {

Rule rule(Decision decision, const std::string& name) {
    Rule result;
    result.id = name;
    result.name = name;
    result.decision = decision;
    return result;
}

/// Nothing but small models.
std::vector<Rule> smallModels() {
    Rule allow = rule(Decision::Allow, "small ones");
    allow.conditions.models.among = {"claude-haiku-*"};
    Rule block = rule(Decision::Block, "other models");
    block.conditions.models.among = {"*"};
    block.reason = "Only small models may be used.";
    return {allow, block};
}

core::rules::Limit limit(std::int64_t requests, core::rules::Period period) {
    core::rules::Limit result;
    result.id = "limit";
    result.name = "not too fast";
    result.requests = requests;
    result.period = period;
    return result;
}

void use(gateway::Snapshot& snapshot, std::vector<Rule> rules, std::vector<core::rules::Limit> limits = {}) {
    core::rules::RuleSet set;
    set.rules = std::move(rules);
    set.limits = std::move(limits);
    const auto compiled = core::rules::CompiledRules::compile(std::move(set));
    QVERIFY2(compiled, compiled ? "" : "the test's rules are not valid");
    snapshot.rules = *compiled;
}

std::string body(const std::string& model, std::size_t padding = 0) {
    return R"({"model":")" + model + R"(","max_tokens":9,"messages":[{"role":"user","content":")" +
           std::string(padding, 'x') + R"("}]})";
}

std::string chunked(const std::string& body) {
    std::string result = "POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nx-api-key: " + kPlaceholder +
                         "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size(); at += 7) {
        const std::string piece = body.substr(at, 7);
        result += std::to_string(piece.size()) + "\r\n" + piece + "\r\n";
    }
    return result + "0\r\n\r\n";
}

const std::string kJson = "Content-Type: application/json\r\n";

} // namespace

class RulesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aHeadIsEnoughWhereItDecides();
    void aBlockedModelReachesNobody_data();
    void aBlockedModelReachesNobody();
    void anAllowedOneIsSentAsItWas_data();
    void anAllowedOneIsSentAsItWas();
    void pathsHaveOneSpellingWhereTheyAreJudged();
    void theNextRequestFollows();
    void whatCannotBeReadIsNotInnocent_data();
    void whatCannotBeReadIsNotInnocent();
    void limitsOfWhatIsHeld_data();
    void limitsOfWhatIsHeld();
    void memoryIsGivenBack();
    void anAgentThatLeavesIsNoticed();
    void aBodyThatStopsTimesOut();
    void isJudgedByTheNewestRules_data();
    void isJudgedByTheNewestRules();
    void continueIsSaidWhileHolding();
    void anUpgradeThatMustBeExaminedIsRefused();
    void messagesOfAWebSocketAreJudged_data();
    void messagesOfAWebSocketAreJudged();
    void blindTunnelsHaveRules();
    void hostsThatRulesNameAreOpenedUp_data();
    void hostsThatRulesNameAreOpenedUp();
    void modelsInPathsAreJudged_data();
    void modelsInPathsAreJudged();
    void nobodyHidesBehindAnotherName();
    void blindTunnelsAreJudgedBeforeTheirFirstByte();
    void baseUrlRequestsAreHeld();
    void strictModeBlocksTheRest_data();
    void strictModeBlocksTheRest();
    void limitsCountAndClear_data();
    void limitsCountAndClear();
    void refusedRequestsAreNotCounted();
    void limitsMayNeedTheBody();
    void rowsTellWhatDecided_data();
    void rowsTellWhatDecided();
    void rowsTellWhatCounted();
    void limitsGoOnWhereHistoryWas();
};

void RulesTest::aHeadIsEnoughWhereItDecides() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    Rule block = rule(Decision::Block, "no files");
    block.conditions.paths.among = {"/v1/files/**", "/v1/files"};
    use(scene.gate.snapshot, {block});
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    // Refused before a byte of its body has come.
    QVERIFY(agent.send("POST /v1/files HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 99\r\n\r\n"));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 403);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("blocked_by_rule"));
    QVERIFY(answer.body.find("no files") != std::string::npos);
    QCOMPARE(scene.origin.connections(), 0);
    QCOMPARE(scene.gate.opener->opened(), 0);
    const core::ActivityRecord row = scene.gate.sink.waitForCode("blocked_by_rule");
    QCOMPARE(row.decision, core::ActivityRecord::Decision::Blocked);
    QCOMPARE(row.detail, std::string("no files"));
    BlockingPeer other = scene.gate.openTunnel();
    QVERIFY(other.send(getRequest()));
    QCOMPARE(other.receiveMessage().status(), 200);
}

void RulesTest::aBlockedModelReachesNobody_data() {
    QTest::addColumn<std::string>("request");
    const std::string opus = body("claude-opus-4-5");
    const std::string coded = gzipped(opus);
    QTest::newRow("length") << postRequest(opus, kJson);
    QTest::newRow("chunked") << chunked(opus);
    QTest::newRow("gzip") << postRequest(coded, kJson + "Content-Encoding: gzip\r\n");
    QTest::newRow("large") << postRequest(body("claude-opus-4-5", 3 << 20), kJson);
    QTest::newRow("escaped") << postRequest(R"({"mod\u0065l":"claude-\u006fpus-4-5","max_tokens":9,"messages":[]})",
                                            kJson);
}

void RulesTest::aBlockedModelReachesNobody() {
    QFETCH(std::string, request);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.field("x-keysluice-error"), std::string("blocked_by_rule"));
    QCOMPARE(answer.field("x-should-retry"), std::string("false"));
    QVERIFY(answer.body.find("Only small models may be used.") != std::string::npos);
    QVERIFY(answer.body.find(R"("rule":"other models")") != std::string::npos);
    QCOMPARE(scene.origin.connections(), 0);
    QCOMPARE(scene.gate.opener->opened(), 0);
}

void RulesTest::anAllowedOneIsSentAsItWas_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("sent");
    const std::string haiku = body("claude-haiku-4-5");
    const std::string large = body("claude-haiku-4-5", 3 << 20);
    const std::string coded = gzipped(haiku);
    QTest::newRow("length") << postRequest(haiku, kJson) << haiku;
    QTest::newRow("chunked") << chunked(haiku) << haiku;
    QTest::newRow("gzip") << postRequest(coded, kJson + "Content-Encoding: gzip\r\n") << coded;
    QTest::newRow("large") << postRequest(large, kJson) << large;
    QTest::newRow("large, chunked") << chunked(large.substr(0, 200'000) + large.substr(3 << 20)) << std::string();
}

void RulesTest::anAllowedOneIsSentAsItWas() {
    QFETCH(std::string, request);
    QFETCH(std::string, sent);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    QCOMPARE(agent.receiveMessage().status(), 200);
    const WireMessage received = scene.origin.requests().at(0);
    QVERIFY(received.isComplete);
    QVERIFY(sent.empty() || received.body == sent);
    QCOMPARE(received.field("x-api-key"), kAnthropicValue);
    QCOMPARE(received.field("transfer-encoding").empty(), request.find("chunked") == std::string::npos);
    const core::ActivityRecord row = scene.gate.sink.waitFor([](const core::ActivityRecord& each) {
        return each.complete && each.kind == core::ActivityRecord::Kind::Request;
    });
    QCOMPARE(row.bytesToProvider, std::uint64_t(received.body.size()));
}

void RulesTest::pathsHaveOneSpellingWhereTheyAreJudged() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    QVERIFY(scene.start());
    const auto ask = [&scene](const std::string& path) {
        BlockingPeer agent = scene.gate.openTunnel();
        agent.send(getRequest(path));
        const WireMessage answer = agent.receiveMessage();
        return answer.status() == 200 ? std::string("passes") : answer.field("x-keysluice-error");
    };
    QCOMPARE(ask("/v1//files"), std::string("passes"));
    Rule block = rule(Decision::Block, "no files");
    block.conditions.paths.among = {"/v1/files", "/v1/files/**"};
    use(scene.gate.snapshot, {block});
    scene.gate.publish();
    QCOMPARE(ask("/v1//files"), std::string("bad_request"));
    QCOMPARE(ask("/v1%2Ffiles"), std::string("bad_request"));
    QCOMPARE(ask("/v1/%66iles"), std::string("blocked_by_rule"));
    QCOMPARE(ask("/V1/Files/"), std::string("blocked_by_rule"));
    QCOMPARE(ask("/v1/models"), std::string("passes"));
}

void RulesTest::theNextRequestFollows() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::string haiku = body("claude-haiku-4-5");
    QVERIFY(agent.send(postRequest(haiku, kJson) + chunked(haiku) + getRequest() + postRequest(body("x"), kJson)));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(agent.receiveMessage().status(), 200);
    }
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("blocked_by_rule"));
    QCOMPARE(scene.origin.requests().size(), std::size_t(3));
}

void RulesTest::whatCannotBeReadIsNotInnocent_data() {
    QTest::addColumn<std::string>("request");
    const std::string haiku = body("claude-haiku-4-5");
    QTest::newRow("two models") << postRequest(R"({"model":"claude-haiku-4-5","model":"claude-haiku-4-5"})", kJson);
    for (const char* query : {"model=claude-opus-4-5", "beta=true&mod%65l=a", "MODEL"}) {
        std::string request = postRequest(haiku, kJson);
        request.replace(request.find(" HTTP/1.1"), 0, std::string("?") + query);
        QTest::newRow(query) << request;
    }
    QTest::newRow("no JSON") << postRequest("model=claude-haiku-4-5", kJson);
    QTest::newRow("another type") << postRequest(haiku, "Content-Type: text/plain\r\n");
    QTest::newRow("unknown coding") << postRequest(haiku, kJson + "Content-Encoding: compress\r\n");
    QTest::newRow("not of its coding") << postRequest(haiku, kJson + "Content-Encoding: gzip\r\n");
    QTest::newRow("half of its coding") << postRequest(gzipped(haiku).substr(0, 40),
                                                       kJson + "Content-Encoding: gzip\r\n");
    QTest::newRow("two codings") << postRequest(haiku, kJson + "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n");
    std::string unlisted = postRequest(haiku, kJson);
    QTest::newRow("unlisted endpoint") << unlisted.replace(unlisted.find("/v1/messages"), 12, "/v1/Messages");
}

void RulesTest::whatCannotBeReadIsNotInnocent() {
    QFETCH(std::string, request);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("body_not_examined"));
    QCOMPARE(scene.origin.connections(), 0);
}

void RulesTest::limitsOfWhatIsHeld_data() {
    QTest::addColumn<int>("body");
    QTest::addColumn<int>("agent");
    QTest::addColumn<int>("all");
    QTest::addColumn<std::string>("code");
    QTest::newRow("of one body") << 100 << 100'000 << 100'000 << std::string("body_not_examined");
    QTest::newRow("of an agent") << 100'000 << 100 << 100'000 << std::string("busy");
    QTest::newRow("of all") << 100'000 << 100'000 << 100 << std::string("busy");
}

void RulesTest::limitsOfWhatIsHeld() {
    QFETCH(int, body);
    QFETCH(int, agent);
    QFETCH(int, all);
    QFETCH(std::string, code);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    core::Limits& limits = scene.gate.snapshot.limits;
    limits.heldBody = std::size_t(body);
    limits.heldPerAgent = std::size_t(agent);
    limits.heldInAll = std::size_t(all);
    QVERIFY(scene.start());
    BlockingPeer peer = scene.gate.openTunnel();
    QVERIFY(peer.send(postRequest(::body("claude-haiku-4-5", 200), kJson)));
    QCOMPARE(peer.receiveMessage().field("x-keysluice-error"), code);
    QCOMPARE(scene.origin.connections(), 0);
}

void RulesTest::memoryIsGivenBack() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    scene.gate.snapshot.limits.heldInAll = 300;
    QVERIFY(scene.start());
    for (int i = 0; i < 4; ++i) {
        BlockingPeer agent = scene.gate.openTunnel();
        QVERIFY(agent.send(postRequest(body("claude-haiku-4-5", 150), kJson)));
        QCOMPARE(agent.receiveMessage().status(), 200);
        BlockingPeer refused = scene.gate.openTunnel();
        QVERIFY(refused.send(postRequest(body("claude-opus-4-5", 150), kJson)));
        QCOMPARE(refused.receiveMessage().field("x-keysluice-error"), std::string("blocked_by_rule"));
    }
}

void RulesTest::anAgentThatLeavesIsNoticed() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::string request = postRequest(body("claude-haiku-4-5"), kJson);
    QVERIFY(agent.send(request.substr(0, request.size() - 5)));
    agent.reset();
    const core::ActivityRecord row = scene.gate.sink.waitFor(
        [](const core::ActivityRecord& each) { return each.kind == core::ActivityRecord::Kind::Request; });
    QVERIFY2(row.errorCode == "agent_gone" || row.errorCode == "bad_request", row.errorCode.c_str());
    QCOMPARE(scene.origin.connections(), 0);
}

void RulesTest::aBodyThatStopsTimesOut() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    scene.gate.snapshot.limits.bodyIdle = std::chrono::milliseconds(50);
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::string request = postRequest(body("claude-haiku-4-5"), kJson);
    QVERIFY(agent.send(request.substr(0, request.size() - 5)));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("request_timeout"));
    QCOMPARE(scene.origin.connections(), 0);
}

void RulesTest::isJudgedByTheNewestRules_data() {
    QTest::addColumn<std::string>("what");
    for (const char* what :
         {"vault_locked", "agent_frozen", "agent_unknown", "credential_disabled", "blocked_by_rule", ""}) {
        QTest::newRow(*what == '\0' ? "no rules any more" : what) << std::string(what);
    }
}

void RulesTest::isJudgedByTheNewestRules() {
    QFETCH(std::string, what);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    gateway::Snapshot& snapshot = scene.gate.snapshot;
    use(snapshot, smallModels());
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::string request =
        postRequest(body(what.empty() ? "claude-opus-4-5" : "claude-haiku-4-5"), kJson + "Expect: 100-continue\r\n");
    const std::size_t head = request.find("\r\n\r\n") + 4;
    QVERIFY(agent.send(request.substr(0, head)));
    QVERIFY(!agent.receiveUntil("100 Continue\r\n\r\n").empty()); // it is held by now
    if (what == "vault_locked") {
        snapshot.state = gateway::GateState::Locked;
        snapshot.opener = nullptr;
    } else if (what == "agent_frozen") {
        snapshot.agents.front().freeze = core::Freeze::Requests;
    } else if (what == "agent_unknown") {
        snapshot.tokens.clear();
    } else if (what == "credential_disabled") {
        scene.gate.credential("anthropic-key").enabled = false;
    } else if (what == "blocked_by_rule") {
        use(snapshot, {rule(Decision::Block, "everything")});
    } else {
        snapshot.rules = nullptr;
    }
    scene.gate.publish();
    QVERIFY(agent.send(request.substr(head)));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.field("x-keysluice-error"), what);
    QCOMPARE(answer.status() == 200, what.empty());
    QCOMPARE(scene.origin.connections(), what.empty() ? 1 : 0);
}

void RulesTest::continueIsSaidWhileHolding() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    const std::string request = postRequest(body("claude-haiku-4-5"), kJson + "Expect: 100-continue\r\n");
    const std::size_t head = request.find("\r\n\r\n") + 4;
    QVERIFY(agent.send(request.substr(0, head)));
    QCOMPARE(agent.receiveHead(), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
    QVERIFY(agent.send(request.substr(head)));
    QCOMPARE(agent.receiveMessage().status(), 200); // and no second 100
}

void RulesTest::anUpgradeThatMustBeExaminedIsRefused() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(upgradeRequest()));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 426);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("websocket_not_examined"));
    QCOMPARE(scene.origin.connections(), 0);
}

void RulesTest::messagesOfAWebSocketAreJudged_data() {
    QTest::addColumn<bool>("isAboutBodies");
    QTest::newRow("a rule about the path") << false;
    QTest::newRow("a rule about models") << true;
}

void RulesTest::messagesOfAWebSocketAreJudged() {
    QFETCH(bool, isAboutBodies);
    std::string seen;
    Gate done;
    ProviderScene scene(upgrading([&](BlockingPeer& peer, LoopbackOrigin&) {
        (void)peer.receiveUntil("first");
        peer.send(fromProvider("answer"));
        (void)peer.waitForEnd();
        seen = peer.buffered();
        done.open();
    }));
    QVERIFY(scene.start());
    BlockingPeer agent = openSocket(scene);
    QVERIFY(agent.send(fromAgent("first")));
    QVERIFY(!agent.receiveUntil("answer").empty());
    Rule block = rule(Decision::Block, "no more");
    (isAboutBodies ? block.conditions.models : block.conditions.paths).among = {"/v1/responses"};
    use(scene.gate.snapshot, {block});
    scene.gate.publish();
    QVERIFY(agent.send(fromAgent("second")));
    QVERIFY(agent.waitForEnd());
    QVERIFY(done.wait());
    QVERIFY(seen.find("second") == std::string::npos);
    (void)scene.gate.sink.waitForCode(isAboutBodies ? "websocket_not_examined" : "blocked_by_rule");
}

void RulesTest::blindTunnelsAreJudgedBeforeTheirFirstByte() {
    GatewayFixture gate;
    LoopbackOrigin origin(nullptr, nullptr, [](BlockingPeer& peer, LoopbackOrigin& self) {
        WireMessage all;
        all.body = peer.receive();
        self.note(std::move(all));
    });
    gate.resolveTo("files.example", origin.port());
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("files.example:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    use(gate.snapshot, {rule(Decision::Block, "nothing")});
    gate.publish();
    const gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    QVERIFY(!agent.connectTls(context.get(), "files.example"));
    QCOMPARE(gate.sink.waitForCode("blocked_by_rule").kind, core::ActivityRecord::Kind::Tunnel);
    QVERIFY(origin.waitForRequests(1));
    QCOMPARE(origin.requests().front().body, std::string());
}

void RulesTest::blindTunnelsHaveRules() {
    GatewayFixture gate;
    LoopbackOrigin origin(nullptr, nullptr, LoopbackOrigin::answering(kJsonAnswer));
    gate.resolveTo("files.example", origin.port());
    gate.resolveTo("other.example", origin.port());
    Rule block = rule(Decision::Block, "no uploads");
    block.conditions.hosts.among = {"files.example"};
    use(gate.snapshot, {block});
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("files.example:443")));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("blocked_by_rule"));
    BlockingPeer other = gate.connect();
    QVERIFY(other.send(gate.connectRequest("other.example:443")));
    QVERIFY(other.receiveHead().starts_with("HTTP/1.1 200 "));
}

void RulesTest::hostsThatRulesNameAreOpenedUp_data() {
    QTest::addColumn<bool>("isStrict");
    QTest::addColumn<QString>("rules");
    QTest::addColumn<std::string>("request");
    QTest::addColumn<int>("connectStatus");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("code");
    const std::string get = "GET /a HTTP/1.1\r\nHost: files.example\r\nAuthorization: Bearer its-own\r\n\r\n";
    const std::string put = "PUT /a HTTP/1.1\r\nHost: files.example\r\nContent-Length: 0\r\n\r\n";
    const std::string hidden = "GET /b/%2e%2e/a HTTP/1.1\r\nHost: files.example\r\n\r\n";
    const std::string none;
    const QString blockPut = QStringLiteral("block put");
    QTest::newRow("another method") << false << blockPut << get << 200 << 200 << none;
    QTest::newRow("a blocked method") << false << blockPut << put << 200 << 403 << std::string("blocked_by_rule");
    QTest::newRow("a path in disguise") << false << QStringLiteral("block path") << hidden << 200 << 400
                                        << std::string("bad_request");
    QTest::newRow("all of it") << false << QStringLiteral("block host") << get << 403 << 0
                               << std::string("blocked_by_rule");
    QTest::newRow("strict, not allowed") << true << blockPut << get << 200 << 403 << std::string("blocked_by_rule");
    QTest::newRow("strict, allowed") << true << QStringLiteral("allow get") << get << 200 << 200 << none;
    QTest::newRow("strict, limited alone")
        << true << QStringLiteral("limit") << get << 403 << 0 << std::string("host_not_allowed");
    QTest::newRow("limited") << false << QStringLiteral("limit") << get << 200 << 200 << none;
}

void RulesTest::hostsThatRulesNameAreOpenedUp() {
    QFETCH(bool, isStrict);
    QFETCH(QString, rules);
    QFETCH(std::string, request);
    QFETCH(int, connectStatus);
    QFETCH(int, status);
    QFETCH(std::string, code);
    const std::string host = "files.example";
    GatewayFixture gate;
    const auto identity = gate.certificates.issue(host, ProviderCertificates::Kind::Good);
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJsonAnswer));
    gate.resolveTo(host, origin.port());
    gate.reissueAuthority({host, kAnthropic});
    gate.trustAuthority();
    gate.snapshot.strictMode = isStrict;
    Rule rule = ::rule(rules.startsWith(QStringLiteral("allow")) ? Decision::Allow : Decision::Block, "of the host");
    rule.conditions.hosts.among = {"*.example"};
    if (rules == QStringLiteral("block put")) {
        rule.conditions.methods.among = {"PUT"};
    } else if (rules == QStringLiteral("allow get")) {
        rule.conditions.methods.among = {"GET"};
    } else if (rules == QStringLiteral("block path")) {
        rule.conditions.paths.among = {"/a"};
    }
    if (rules == QStringLiteral("limit")) {
        core::rules::Limit limited = limit(10, core::rules::Period::Day);
        limited.conditions.hosts.among = {host};
        use(gate.snapshot, {}, {limited});
    } else {
        use(gate.snapshot, {rule});
    }
    QVERIFY(gate.listen());
    if (connectStatus != 200) {
        BlockingPeer refused = gate.connect();
        QVERIFY(refused.send(gate.connectRequest(host + ":443")));
        const WireMessage answer = refused.receiveMessage();
        QCOMPARE(answer.status(), connectStatus);
        QCOMPARE(answer.field("x-keysluice-error"), code);
        return;
    }
    BlockingPeer agent = gate.openTunnel(host);
    QVERIFY(agent.ssl() != nullptr);
    QVERIFY(agent.send(request));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.field("x-keysluice-error"), code);
    QCOMPARE(origin.connections(), code.empty() ? 1 : 0);
    if (code.empty()) { // there is no key for it: the client's own passes
        QCOMPARE(origin.requests().at(0).field("authorization"), std::string("Bearer its-own"));
    }
    QCOMPARE(gate.opener->opened(), 0);
}

void RulesTest::modelsInPathsAreJudged_data() {
    QTest::addColumn<std::string>("path");
    QTest::addColumn<bool>("passes");
    QTest::newRow("allowed") << std::string("/v1beta/models/gemini-2.5-flash:generateContent") << true;
    QTest::newRow("another") << std::string("/v1beta/models/gemini-2.5-pro:generateContent") << false;
    QTest::newRow("tuned") << std::string("/v1beta/tunedModels/gemini-2.5-flash:generateContent") << false;
    QTest::newRow("and in the query") << std::string("/v1beta/models/gemini-2.5-flash:generateContent?model=x")
                                      << false;
}

void RulesTest::modelsInPathsAreJudged() {
    QFETCH(std::string, path);
    QFETCH(bool, passes);
    const std::string host = "generativelanguage.googleapis.com";
    GatewayFixture gate;
    const auto identity = gate.certificates.issue(host, ProviderCertificates::Kind::Good);
    LoopbackOrigin origin(identity.certificate.get(), identity.key.get(), LoopbackOrigin::answering(kJsonAnswer));
    gate.resolveTo(host, origin.port());
    gate.reissueAuthority({host});
    gate.trustAuthority();
    Rule allow = rule(Decision::Allow, "flash");
    allow.conditions.hosts.among = {host};
    allow.conditions.models.among = {"*flash*"};
    Rule block = rule(Decision::Block, "others");
    block.conditions.hosts.among = {host};
    use(gate.snapshot, {allow, block});
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.openTunnel(host);
    QVERIFY(agent.ssl() != nullptr);
    QVERIFY(agent.send("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nx-goog-api-key: its-own\r\n" + kJson +
                       "Content-Length: 2\r\n\r\n{}"));
    QCOMPARE(agent.receiveMessage().status(), passes ? 200 : 403);
    QCOMPARE(origin.connections(), passes ? 1 : 0);
}

void RulesTest::nobodyHidesBehindAnotherName() {
    GatewayFixture gate;
    LoopbackOrigin origin(nullptr, nullptr, LoopbackOrigin::answering(kJsonAnswer));
    gate.resolveTo("other.invalid", origin.port());
    Rule block = rule(Decision::Block, "no uploads");
    block.conditions.hosts.among = {"files.example"};
    block.conditions.methods.among = {"PUT"};
    use(gate.snapshot, {block});
    QVERIFY(gate.listen());
    BlockingPeer agent = gate.connect();
    QVERIFY(agent.send(gate.connectRequest("other.invalid:443")));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    const gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    QVERIFY(!agent.connectTls(context.get(), "files.example"));
    QCOMPARE(gate.sink.waitForCode("destination_refused").kind, core::ActivityRecord::Kind::Tunnel);
}

void RulesTest::baseUrlRequestsAreHeld() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    use(scene.gate.snapshot, smallModels());
    QVERIFY(scene.start());
    const auto request = [&](const std::string& model) {
        const std::string content = body(model);
        return "POST /anthropic/v1/messages HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(scene.gate.port()) +
               "\r\nx-api-key: " + scene.gate.token + "\r\n" + kJson +
               "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + content;
    };
    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(request("claude-haiku-4-5")));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.origin.requests().at(0).startLine(), std::string("POST /v1/messages HTTP/1.1"));
    QCOMPARE(scene.origin.requests().at(0).field("x-api-key"), kAnthropicValue);
    QVERIFY(agent.send(request("claude-opus-4-5")));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("blocked_by_rule"));
}

void RulesTest::strictModeBlocksTheRest_data() {
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("rules");
    QTest::addColumn<std::string>("model");
    QTest::addColumn<bool>("passes");
    const std::string haiku = "claude-haiku-4-5";
    const std::string opus = "claude-opus-4-5";
    QTest::newRow("open") << "open"
                          << "allow haiku" << opus << true;
    QTest::newRow("allowed") << "strict"
                             << "allow haiku" << haiku << true;
    QTest::newRow("not allowed") << "strict"
                                 << "allow haiku" << opus << false;
    QTest::newRow("strict for the agent") << "strict agent"
                                          << "allow haiku" << opus << false;
    QTest::newRow("open for the agent") << "open agent"
                                        << "allow haiku" << opus << true;
    QTest::newRow("without rules") << "strict"
                                   << "" << opus << true;
    QTest::newRow("with limits alone") << "strict"
                                       << "limit" << opus << true;
    QTest::newRow("with none that is on") << "strict"
                                          << "off" << opus << true;
}

void RulesTest::strictModeBlocksTheRest() {
    QFETCH(QString, mode);
    QFETCH(QString, rules);
    QFETCH(std::string, model);
    QFETCH(bool, passes);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    gateway::Snapshot& snapshot = scene.gate.snapshot;
    snapshot.strictMode = mode == QStringLiteral("strict") || mode == QStringLiteral("open agent");
    if (mode.endsWith(QStringLiteral("agent"))) {
        snapshot.agents.front().hostAccess =
            mode == QStringLiteral("strict agent") ? core::HostAccess::Strict : core::HostAccess::Open;
    }
    Rule allow = smallModels().front();
    allow.isEnabled = rules != QStringLiteral("off");
    if (rules == QStringLiteral("limit")) {
        use(snapshot, {}, {limit(100, core::rules::Period::Day)});
    } else if (!rules.isEmpty()) {
        use(snapshot, {allow});
    }
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest(body(model), kJson)));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.field("x-keysluice-error"), std::string(passes ? "" : "blocked_by_rule"));
    QCOMPARE(answer.body.find("strict mode") != std::string::npos, !passes);
    QCOMPARE(scene.origin.connections(), passes ? 1 : 0);
}

void RulesTest::limitsCountAndClear_data() {
    QTest::addColumn<int>("period");
    QTest::addColumn<int>("status");
    QTest::newRow("a minute") << int(core::rules::Period::Minute) << 429;
    QTest::newRow("a day") << int(core::rules::Period::Day) << 403;
}

void RulesTest::limitsCountAndClear() {
    QFETCH(int, period);
    QFETCH(int, status);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    if (QTime::currentTime() > QTime(23, 57)) { // a day that ends within a minute would be waited for
        scene.gate.clock.jump(std::chrono::minutes(-5));
    }
    use(scene.gate.snapshot, {}, {limit(2, static_cast<core::rules::Period>(period))});
    QVERIFY(scene.start());
    const auto ask = [&scene] {
        BlockingPeer agent = scene.gate.openTunnel();
        agent.send(getRequest());
        return agent.receiveMessage();
    };
    // A window may end between two requests, but not twice within these.
    int passed = 0;
    WireMessage answer;
    do {
        answer = ask();
        passed += answer.status() == 200 ? 1 : 0;
    } while (answer.status() == 200 && passed < 5);
    QVERIFY2(passed >= 2 && passed <= 4, std::to_string(passed).c_str());
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("rate_limited"));
    QCOMPARE(answer.field("x-should-retry"), std::string(status == 429 ? "true" : "false"));
    QVERIFY(answer.body.find(R"("rule":"not too fast")") != std::string::npos);
    if (status == 429) {
        const int seconds = std::stoi(answer.field("retry-after"));
        QVERIFY(seconds >= 1 && seconds <= 60);
    }
    QCOMPARE(scene.gate.sink.waitForCode("rate_limited").decision, core::ActivityRecord::Decision::Limited);
    if (status == 429) { // a day further, the leaf would be none for a client that goes by the machine's clock
        scene.gate.clock.jump(std::chrono::minutes(1));
        QCOMPARE(ask().status(), 200);
    }
}

void RulesTest::refusedRequestsAreNotCounted() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    Rule block = rule(Decision::Block, "no files");
    block.conditions.paths.among = {"/v1/files"};
    use(scene.gate.snapshot, {block}, {limit(1, core::rules::Period::Day)});
    QVERIFY(scene.start());
    const auto ask = [&scene](const std::string& path) {
        BlockingPeer agent = scene.gate.openTunnel();
        agent.send(getRequest(path));
        const WireMessage answer = agent.receiveMessage();
        return answer.status() == 200 ? std::string("passes") : answer.field("x-keysluice-error");
    };
    QCOMPARE(ask("/v1/files"), std::string("blocked_by_rule"));
    scene.gate.opener->lock();
    QCOMPARE(ask("/v1/models"), std::string("vault_locked")); // refused when the key was to be opened
    QVERIFY(scene.gate.sink.waitForCode("vault_locked").limitIds.empty());
    scene.gate.opener->unlock();
    QCOMPARE(ask("/v1/models"), std::string("passes"));
    QCOMPARE(ask("/v1/models"), std::string("rate_limited"));
}

void RulesTest::limitsMayNeedTheBody() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    core::rules::Limit opus = limit(1, core::rules::Period::Day);
    opus.conditions.models.among = {"claude-opus-*"};
    use(scene.gate.snapshot, {}, {opus});
    QVERIFY(scene.start());
    const auto ask = [&scene](const std::string& model) {
        BlockingPeer agent = scene.gate.openTunnel();
        agent.send(postRequest(body(model), kJson));
        return agent.receiveMessage().status();
    };
    QCOMPARE(ask("claude-opus-4-5"), 200);
    QCOMPARE(ask("claude-opus-4-5"), 403);
    QCOMPARE(ask("claude-haiku-4-5"), 200);
}

void RulesTest::rowsTellWhatDecided_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::vector<Rule>>("rules");
    QTest::addColumn<std::string>("ruleId");
    QTest::addColumn<std::string>("models"); ///< "-": no rule had to read the body, "?": it could not be made out
    const std::vector<Rule> none;
    Rule post = rule(Decision::Block, "no posts");
    post.conditions.methods.among = {"POST"};
    Rule unnamed = rule(Decision::Block, "id");
    unnamed.name.clear();
    const std::string haiku = postRequest(body("claude-haiku-4-5"), kJson);
    QTest::newRow("no rules") << haiku << none << std::string() << std::string("-");
    QTest::newRow("a rule of the head that does not fit")
        << getRequest() << std::vector<Rule>{post} << std::string() << std::string("-");
    QTest::newRow("a rule of the head") << haiku << std::vector<Rule>{post} << std::string("no posts")
                                        << std::string("-");
    QTest::newRow("without a name") << haiku << std::vector<Rule>{unnamed} << std::string("id") << std::string("-");
    QTest::newRow("an allowed model") << haiku << smallModels() << std::string("small ones")
                                      << std::string("claude-haiku-4-5");
    QTest::newRow("a blocked model") << postRequest(body("claude-opus-4-5"), kJson) << smallModels()
                                     << std::string("other models") << std::string("claude-opus-4-5");
    QTest::newRow("an unknown model") << postRequest("{", kJson) << smallModels() << std::string("other models")
                                      << std::string("?");
}

void RulesTest::rowsTellWhatDecided() {
    QFETCH(std::string, request);
    QFETCH(std::vector<Rule>, rules);
    QFETCH(std::string, ruleId);
    QFETCH(std::string, models);
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    if (!rules.empty()) {
        use(scene.gate.snapshot, rules);
    }
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    (void)agent.receiveMessage();
    const core::ActivityRecord row = scene.gate.sink.waitForRequest();
    QCOMPARE(row.ruleId, ruleId);
    QCOMPARE(row.ruleName, ruleId == "id" ? std::string() : ruleId);
    QVERIFY(row.limitIds.empty());
    QCOMPARE(row.facts != nullptr, models != "-");
    if (row.facts) {
        QCOMPARE(row.facts->models.has_value(), models != "?");
        QVERIFY(!row.facts->models || *row.facts->models == std::vector<std::string>{models});
        QVERIFY(!row.facts->text); // rows never hold any of a body
    }
}

void RulesTest::rowsTellWhatCounted() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    core::rules::Limit day = limit(1, core::rules::Period::Day);
    core::rules::Limit other = day;
    other.id = "other";
    other.requests = 9;
    core::rules::Limit posts = other;
    posts.id = "posts";
    posts.conditions.methods.among = {"POST"};
    use(scene.gate.snapshot, {rule(Decision::Allow, "anything")}, {day, posts, other});
    QVERIFY(scene.start());
    const auto ask = [&scene] {
        BlockingPeer agent = scene.gate.openTunnel();
        agent.send(getRequest());
        (void)agent.receiveMessage();
    };
    ask();
    const core::ActivityRecord counted = scene.gate.sink.waitForRequest();
    QCOMPARE(counted.limitIds, (std::vector<core::RecordId>{"limit", "other"}));
    QCOMPARE(counted.ruleId, std::string("anything"));
    ask();
    const core::ActivityRecord refused = scene.gate.sink.waitForCode("rate_limited");
    QVERIFY(refused.limitIds.empty());
    QCOMPARE(refused.ruleId, std::string("limit"));
    QCOMPARE(refused.ruleName, std::string("not too fast"));
    QCOMPARE(scene.gate.gate->limitStandings().size(), 2U);
    QCOMPARE(scene.gate.gate->limitStandings().at(0).requests, 1);
}

void RulesTest::limitsGoOnWhereHistoryWas() {
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer));
    const core::rules::Limit day = limit(3, core::rules::Period::Day);
    use(scene.gate.snapshot, {}, {day});
    QVERIFY(scene.start());
    const std::vector<core::rules::Limit> limits{day};
    const std::vector<core::RecordId> ids{day.id};
    const core::UnixMs now = scene.gate.clock.now();
    const core::UnixMs begin = scene.gate.gate->earliestWindow(limits);
    QVERIFY(begin <= now && now - begin < 25 * 3'600'000);
    const std::string agent = scene.gate.snapshot.agents.front().id;
    const std::vector<core::rules::CountedRequest> history{{begin - 1, agent, {}, ids}, // of yesterday
                                                           {begin, agent, {}, ids},
                                                           {now, agent, {}, ids}};
    scene.gate.gate->rebuildLimits(limits, history);
    QCOMPARE(scene.gate.gate->limitStandings().at(0).requests, 2);
    const auto ask = [&scene] {
        BlockingPeer peer = scene.gate.openTunnel();
        peer.send(getRequest());
        return peer.receiveMessage().status();
    };
    QCOMPARE(ask(), 200);
    QCOMPARE(ask(), 403);
}

QTEST_GUILESS_MAIN(RulesTest)
#include "tst_rules.moc"
