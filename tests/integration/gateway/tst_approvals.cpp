// Requests that wait for a person: what the person is shown, what each answer does, and every other end of the wait.
#include "gateway/session/approval_desk.h"
#include "support/content_encoder.h"
#include "support/provider_scene.h"
#include "support/websocket_scene.h"

#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;
using core::ApprovalEnd;
using core::rules::Decision;
using core::rules::Rule;
using Approval = core::ActivityRecord::Approval;

namespace {

Rule rule(Decision decision, const std::string& name) {
    Rule result;
    result.id = name;
    result.name = name;
    result.decision = decision;
    return result;
}

Rule askBeforeOpus() {
    Rule ask = rule(Decision::Ask, "ask before opus");
    ask.conditions.models.among = {"*opus*"};
    return ask;
}

const std::string kOpus = R"({"model":"claude-opus-4-5","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})";
const std::string kHaiku = R"({"model":"claude-haiku-4-5","max_tokens":9,"messages":[]})";
const std::string kJson = "Content-Type: application/json\r\n";

/// A provider, a gateway, and the person who is asked.
class AskingScene final : public QObject {
public:
    explicit AskingScene(std::vector<Rule> rules = {askBeforeOpus()},
                         LoopbackOrigin::Script script = LoopbackOrigin::answering(kJsonAnswer))
        : scene(std::move(script)), gate(scene.gate) {
        use(std::move(rules));
        gate.snapshot.canAsk = true;
        connect(gate.gate.get(), &gateway::Gateway::approvalAsked, this,
                [this](const auto& request) { asked.push_back(request); });
        connect(gate.gate.get(), &gateway::Gateway::approvalEnded, this,
                [this](quint64 id, ApprovalEnd how) { ended[id] = how; });
    }
    void use(std::vector<Rule> rules) {
        core::rules::RuleSet set;
        set.rules = std::move(rules);
        const auto compiled = core::rules::CompiledRules::compile(std::move(set));
        QVERIFY(compiled);
        gate.snapshot.rules = *compiled;
    }
    void remember(core::rules::RememberedAnswer answer) {
        const std::vector<core::rules::RememberedAnswer> answers{std::move(answer)};
        gate.snapshot.remembered =
            std::make_shared<const core::rules::RememberedAnswers>(answers, gate.snapshot.rules->set());
    }
    /// An agent whose request waits for the `count`th question.
    BlockingPeer ask(const std::string& request = postRequest(kOpus, kJson), std::size_t count = 1) {
        BlockingPeer agent = gate.openTunnel();
        if (agent.send(request)) {
            (void)QTest::qWaitFor([&] { return asked.size() >= count; }, 20'000);
        }
        return agent;
    }
    [[nodiscard]] core::ApprovalId last() const { return asked.empty() ? 0 : asked.back()->id; }
    [[nodiscard]] bool endsAs(ApprovalEnd how) {
        const core::ApprovalId id = last();
        return QTest::qWaitFor([&] { return ended.contains(id); }, 20'000) && ended[id] == how;
    }
    core::ActivityRecord row() { return gate.sink.waitForRequest(); }

    ProviderScene scene;
    GatewayFixture& gate;
    std::vector<std::shared_ptr<const core::ApprovalRequest>> asked;
    std::map<core::ApprovalId, ApprovalEnd> ended;
};

} // namespace

class ApprovalsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thePersonIsShownWhatIsSent();
    void whatIsApprovedIsSentAsItWas_data();
    void whatIsApprovedIsSentAsItWas();
    void whatIsDeniedReachesNobody();
    void noAnswerIsADenial();
    void anAnswerCountsOnce();
    void everyOtherEnd_data();
    void everyOtherEnd();
    void anAgentThatLeavesIsNotWaitedFor();
    void aQuitEndsTheWait();
    void whatChangedIsAskedAnew_data();
    void whatChangedIsAskedAnew();
    void anotherChangeIsNotAskedTwice();
    void theCredentialOfThenIsUsed();
    void aBlockIsNotAsked();
    void othersPassMeanwhile();
    void aHeadAloneIsHeldToo();
    void blindTunnelsAreAskedAbout();
    void anUpgradeIsNotAskedAbout();
    void whatCannotBeShownIsRefused();
    void nobodyThereIsARefusalAtOnce();
    void noAgentFillsTheDesk();
    void rememberedAnswers_data();
    void rememberedAnswers();
    void aRememberedAnswerReleasesWhatWaits();
};

void ApprovalsTest::thePersonIsShownWhatIsSent() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    const std::string coded = gzipped(kOpus);
    BlockingPeer agent = scene.ask(postRequest(coded, kJson + "Content-Encoding: gzip\r\n"));
    QCOMPARE(scene.asked.size(), std::size_t{1});
    const core::ApprovalRequest& shown = *scene.asked.front();
    QVERIFY(shown.id != 0);
    QCOMPARE(shown.endsAt - shown.at, core::UnixMs{180'000});
    QCOMPARE(shown.agentName, scene.gate.snapshot.agents.front().name);
    QCOMPARE(shown.providerId, std::string("anthropic"));
    QCOMPARE(shown.credentialId, std::string("anthropic-key"));
    QCOMPARE(shown.host, std::string("api.anthropic.com"));
    QCOMPARE(shown.method, std::string("POST"));
    QCOMPARE(shown.path, std::string("/v1/messages"));
    QCOMPARE(shown.models, std::vector<std::string>{"claude-opus-4-5"});
    QVERIFY(shown.inputTokens && *shown.inputTokens > 0);
    QCOMPARE(shown.bodyBytes, std::uint64_t{coded.size()});
    QCOMPARE(shown.excerpt, kOpus);
    QVERIFY(shown.isExcerptWhole && !shown.isTunnel && !shown.unknownCondition);
    QCOMPARE(shown.rule.name, std::string("ask before opus"));
    // Nothing has been sent or decrypted yet.
    QCOMPARE(scene.scene.origin.connections(), 0);
    QCOMPARE(scene.gate.opener->opened(), 0);
}

void ApprovalsTest::whatIsApprovedIsSentAsItWas_data() {
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("fields");
    QTest::newRow("plain") << kOpus << kJson;
    QTest::newRow("odd spelling") << std::string("{ \"model\" :\"claude-\\u006fpus-4-5\" ,\"messages\":[]\n}") << kJson;
    QTest::newRow("gzip") << gzipped(kOpus) << kJson + "Content-Encoding: gzip\r\n";
    QTest::newRow("2 MiB") << kOpus.substr(0, kOpus.size() - 1) + R"(,"x":")" + std::string(2 << 20, 'x') + "\"}"
                           << kJson;
}

void ApprovalsTest::whatIsApprovedIsSentAsItWas() {
    QFETCH(std::string, body);
    QFETCH(std::string, fields);
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask(postRequest(body, fields));
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), true));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.scene.origin.requests().size(), std::size_t{1});
    QVERIFY(scene.scene.origin.requests().front().body == body);
    QCOMPARE(scene.scene.origin.requests().front().field("x-api-key"), kAnthropicValue);
    QVERIFY(scene.endsAs(ApprovalEnd::Approved));
    const core::ActivityRecord row = scene.row();
    QCOMPARE(row.decision, core::ActivityRecord::Decision::Allowed);
    QCOMPARE(row.approval, Approval::Approved);
    QVERIFY(row.heldUs >= 0);
    // Approved once is approved once.
    QVERIFY(agent.send(postRequest(body, fields)));
    QVERIFY(QTest::qWaitFor([&] { return scene.asked.size() == 2; }, 20'000));
}

void ApprovalsTest::whatIsDeniedReachesNobody() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), false));
    const WireMessage answer = agent.receiveMessage();
    QCOMPARE(answer.status(), 403);
    QCOMPARE(answer.field("x-keysluice-error"), std::string("approval_denied"));
    QCOMPARE(answer.field("x-should-retry"), std::string("false"));
    QVERIFY(answer.body.find("ask before opus") != std::string::npos);
    QVERIFY(scene.endsAs(ApprovalEnd::Denied));
    const core::ActivityRecord row = scene.gate.sink.waitForCode("approval_denied");
    QCOMPARE(row.decision, core::ActivityRecord::Decision::Blocked);
    QCOMPARE(row.approval, Approval::Denied);
    QCOMPARE(scene.scene.origin.connections(), 0);
    QCOMPARE(scene.gate.opener->opened(), 0);
}

void ApprovalsTest::noAnswerIsADenial() {
    Rule ask = askBeforeOpus();
    ask.answerSeconds = 10;
    AskingScene scene({ask});
    scene.gate.clock.stand();
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    QCOMPARE(scene.asked.front()->endsAt - scene.asked.front()->at, core::UnixMs{10'000});
    scene.gate.clock.advance(std::chrono::seconds(9));
    scene.gate.publish();
    QVERIFY(scene.ended.empty());
    scene.gate.clock.advance(std::chrono::seconds(2));
    scene.gate.publish();
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("approval_timeout"));
    QVERIFY(scene.endsAs(ApprovalEnd::TimedOut));
    QCOMPARE(scene.gate.sink.waitForCode("approval_timeout").approval, Approval::TimedOut);
    QVERIFY(!scene.gate.gate->answerApproval(scene.last(), true));
    QCOMPARE(scene.scene.origin.connections(), 0);
}

void ApprovalsTest::anAnswerCountsOnce() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    const core::ApprovalId id = scene.last();
    QVERIFY(!scene.gate.gate->answerApproval(id + 1, true));
    QVERIFY(scene.gate.gate->answerApproval(id, false));
    QVERIFY(!scene.gate.gate->answerApproval(id, true));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("approval_denied"));
    QCOMPARE(scene.scene.origin.connections(), 0);
}

void ApprovalsTest::everyOtherEnd_data() {
    QTest::addColumn<std::string>("code");
    QTest::addColumn<ApprovalEnd>("end");
    QTest::newRow("lock") << std::string("vault_locked") << ApprovalEnd::Locked;
    QTest::newRow("tampered") << std::string("policy_unverified") << ApprovalEnd::Overtaken;
    QTest::newRow("pause") << std::string("paused") << ApprovalEnd::Overtaken;
    QTest::newRow("freeze") << std::string("agent_frozen") << ApprovalEnd::Overtaken;
    QTest::newRow("revoked") << std::string("agent_unknown") << ApprovalEnd::Overtaken;
    QTest::newRow("key disabled") << std::string("credential_disabled") << ApprovalEnd::Overtaken;
    QTest::newRow("block above") << std::string("blocked_by_rule") << ApprovalEnd::Overtaken;
    QTest::newRow("nobody left to ask") << std::string("approval_unavailable") << ApprovalEnd::Overtaken;
    QTest::newRow("no rule any more") << std::string() << ApprovalEnd::Overtaken;
}

void ApprovalsTest::everyOtherEnd() {
    QFETCH(std::string, code);
    QFETCH(ApprovalEnd, end);
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    gateway::Snapshot& snapshot = scene.gate.snapshot;
    if (code == "vault_locked") {
        snapshot.state = gateway::GateState::Locked;
        snapshot.opener = nullptr;
    } else if (code == "policy_unverified") {
        snapshot.state = gateway::GateState::PolicyUnverified;
    } else if (code == "paused") {
        snapshot.state = gateway::GateState::Paused;
    } else if (code == "agent_frozen") {
        snapshot.agents.front().freeze = core::Freeze::Requests;
    } else if (code == "agent_unknown") {
        snapshot.tokens.clear();
    } else if (code == "credential_disabled") {
        scene.gate.credential("anthropic-key").enabled = false;
    } else if (code == "blocked_by_rule") {
        scene.use({rule(Decision::Block, "everything"), askBeforeOpus()});
    } else if (code == "approval_unavailable") {
        snapshot.canAsk = false;
    } else {
        snapshot.rules = nullptr;
    }
    scene.gate.publish();
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), code);
    QVERIFY(scene.endsAs(end));
    QVERIFY(!scene.gate.gate->answerApproval(scene.last(), true));
    QCOMPARE(scene.scene.origin.connections(), code.empty() ? 1 : 0);
    QCOMPARE(scene.gate.opener->opened(), code.empty() ? 1 : 0);
}

void ApprovalsTest::anAgentThatLeavesIsNotWaitedFor() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    agent.reset();
    QVERIFY(scene.endsAs(ApprovalEnd::AgentLeft));
    QCOMPARE(scene.gate.sink.waitForCode("agent_gone").approval, Approval::Withdrawn);
    QVERIFY(!scene.gate.gate->answerApproval(scene.last(), true));
    QCOMPARE(scene.scene.origin.connections(), 0);
}

void ApprovalsTest::aQuitEndsTheWait() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    QSignalSpy stopped(scene.gate.gate.get(), &gateway::Gateway::stopped);
    scene.gate.gate->shutdown();
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("shutting_down"));
    QVERIFY(scene.endsAs(ApprovalEnd::ShutDown));
    agent.reset();
    QTRY_COMPARE(stopped.size(), 1);
    QCOMPARE(scene.scene.origin.connections(), 0);
}

void ApprovalsTest::whatChangedIsAskedAnew_data() {
    QTest::addColumn<QString>("what");
    QTest::newRow("another rule") << QStringLiteral("rule");
    QTest::newRow("the same rule, edited") << QStringLiteral("edited");
    QTest::newRow("another credential") << QStringLiteral("credential");
}

void ApprovalsTest::whatChangedIsAskedAnew() {
    QFETCH(QString, what);
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    const core::ApprovalId before = scene.last();
    if (what == QStringLiteral("rule")) {
        scene.use({rule(Decision::Ask, "ask about everything"), askBeforeOpus()});
    } else if (what == QStringLiteral("edited")) {
        Rule ask = askBeforeOpus();
        ask.isHighRisk = true;
        scene.use({ask});
    } else {
        gateway::SnapshotCredential other = scene.gate.credential("anthropic-key");
        other.id = "other";
        scene.gate.opener->set("other", "sk-ant-api03-ANOTHER");
        other.sealed.recordId = "other";
        scene.gate.snapshot.credentials.insert(scene.gate.snapshot.credentials.begin(), other);
    }
    // What the person still sees does not count for it, even if the answer is on its way.
    scene.gate.gate->publish(std::make_shared<const gateway::Snapshot>(scene.gate.snapshot));
    (void)scene.gate.gate->answerApproval(before, true);
    QVERIFY(QTest::qWaitFor([&] { return scene.asked.size() == 2 && scene.ended.contains(before); }, 20'000));
    QVERIFY(!scene.gate.gate->answerApproval(before, true));
    QCOMPARE(scene.ended.at(before), ApprovalEnd::Overtaken);
    QCOMPARE(scene.scene.origin.connections(), 0);
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), true));
    QCOMPARE(agent.receiveMessage().status(), 200);
}

void ApprovalsTest::anotherChangeIsNotAskedTwice() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    Rule block = rule(Decision::Block, "others");
    block.conditions.hosts.among = {"other.example"};
    scene.use({block, askBeforeOpus()});
    scene.gate.publish();
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), true));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.asked.size(), std::size_t{1});
}

void ApprovalsTest::theCredentialOfThenIsUsed() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    scene.gate.opener->set("anthropic-key", "sk-ant-api03-ROTATED");
    scene.gate.publish();
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), true));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(scene.scene.origin.requests().front().field("x-api-key"), std::string("sk-ant-api03-ROTATED"));
}

void ApprovalsTest::aBlockIsNotAsked() {
    AskingScene scene({rule(Decision::Block, "everything"), askBeforeOpus()});
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest(kOpus, kJson)));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("blocked_by_rule"));
    QVERIFY(scene.asked.empty());
}

void ApprovalsTest::othersPassMeanwhile() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    BlockingPeer other = scene.gate.openTunnel();
    QVERIFY(other.send(postRequest(kHaiku, kJson)));
    QCOMPARE(other.receiveMessage().status(), 200);
    QVERIFY(scene.ended.empty());
}

void ApprovalsTest::aHeadAloneIsHeldToo() {
    AskingScene scene({rule(Decision::Ask, "ask about everything")});
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask(getRequest());
    QCOMPARE(scene.asked.front()->method, std::string("GET"));
    QVERIFY(scene.asked.front()->excerpt.empty());
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), true));
    QCOMPARE(agent.receiveMessage().status(), 200);
}

void ApprovalsTest::blindTunnelsAreAskedAbout() {
    AskingScene scene({rule(Decision::Ask, "ask about everything")});
    LoopbackOrigin origin(nullptr, nullptr, [](BlockingPeer& peer, LoopbackOrigin& self) {
        WireMessage all;
        all.body = peer.receive();
        self.note(std::move(all));
    });
    scene.gate.resolveTo("files.example", origin.port());
    QVERIFY(scene.scene.start());
    BlockingPeer denied = scene.gate.connect();
    QVERIFY(denied.send(scene.gate.connectRequest("files.example:443")));
    QVERIFY(QTest::qWaitFor([&] { return scene.asked.size() == 1; }, 20'000));
    QVERIFY(scene.asked.back()->isTunnel);
    QCOMPARE(scene.asked.back()->host, std::string("files.example"));
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), false));
    QCOMPARE(denied.receiveMessage().field("x-keysluice-error"), std::string("approval_denied"));
    QCOMPARE(origin.connections(), 0);

    BlockingPeer agent = scene.gate.connect();
    QVERIFY(agent.send(scene.gate.connectRequest("files.example:443")));
    QVERIFY(QTest::qWaitFor([&] { return scene.asked.size() == 2; }, 20'000));
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), true));
    QVERIFY(agent.receiveHead().starts_with("HTTP/1.1 200 "));
    // It goes on while the rule would ask about another one.
    scene.gate.publish();
    const gateway::tls::ContextHandle context(SSL_CTX_new(TLS_client_method()));
    (void)agent.connectTls(context.get(), "files.example");
    QVERIFY(origin.waitForRequests(1));
    QVERIFY(!origin.requests().front().body.empty());
}

void ApprovalsTest::anUpgradeIsNotAskedAbout() {
    AskingScene scene({rule(Decision::Ask, "ask about everything")});
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send("GET /v1/realtime HTTP/1.1\r\nHost: api.anthropic.com\r\nUpgrade: websocket\r\nConnection: "
                       "Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("websocket_not_examined"));
    QVERIFY(scene.asked.empty());
}

void ApprovalsTest::whatCannotBeShownIsRefused() {
    AskingScene scene({rule(Decision::Ask, "ask about everything")});
    scene.gate.snapshot.limits.heldBody = 64;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest(std::string(65, 'x'))));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("body_not_examined"));
    QVERIFY(scene.asked.empty());
}

void ApprovalsTest::nobodyThereIsARefusalAtOnce() {
    AskingScene scene;
    scene.gate.snapshot.canAsk = false;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest(kOpus, kJson)));
    QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("approval_unavailable"));
    QCOMPARE(scene.gate.sink.waitForCode("approval_unavailable").approval, Approval::Unavailable);
    QVERIFY(scene.asked.empty());
}

void ApprovalsTest::noAgentFillsTheDesk() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    std::vector<BlockingPeer> agents;
    for (std::size_t i = 0; i < gateway::session::ApprovalDesk::kMostPerAgent; ++i) {
        agents.push_back(scene.ask(postRequest(kOpus, kJson), i + 1));
    }
    QCOMPARE(scene.asked.size(), gateway::session::ApprovalDesk::kMostPerAgent);
    BlockingPeer more = scene.gate.openTunnel();
    QVERIFY(more.send(postRequest(kOpus, kJson)));
    QCOMPARE(more.receiveMessage().field("x-keysluice-error"), std::string("approval_unavailable"));
    QVERIFY(scene.gate.gate->answerApproval(scene.last(), false));
    QCOMPARE(agents.back().receiveMessage().status(), 403);
    BlockingPeer next = scene.ask(postRequest(kOpus, kJson), agents.size() + 1);
    QCOMPARE(scene.asked.size(), agents.size() + 1);
}

void ApprovalsTest::rememberedAnswers_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("isAnswered");
    QTest::newRow("of this rule, agent and launch") << QString() << true;
    QTest::newRow("of another rule") << QStringLiteral("rule") << false;
    QTest::newRow("of another agent") << QStringLiteral("agent") << false;
    QTest::newRow("of another launch") << QStringLiteral("launch") << false;
    QTest::newRow("of no launch") << QStringLiteral("no launch") << false;
    QTest::newRow("not over yet") << QStringLiteral("until") << true;
    QTest::newRow("over") << QStringLiteral("over") << false;
    QTest::newRow("a model beside it") << QStringLiteral("model") << false;
    QTest::newRow("an unknown model") << QStringLiteral("unknown") << false;
}

void ApprovalsTest::rememberedAnswers() {
    QFETCH(QString, what);
    QFETCH(bool, isAnswered);
    AskingScene scene;
    core::Launch launch;
    launch.id = "launch";
    scene.gate.snapshot.tokens.front().launch = std::make_shared<const core::Launch>(launch);
    core::rules::RememberedAnswer answer{"r", "ask before opus", scene.gate.snapshot.agents.front().id, "launch", 0};
    std::string body = kOpus;
    if (what == QStringLiteral("rule")) {
        answer.ruleId = "another";
    } else if (what == QStringLiteral("agent")) {
        answer.agentId = "another";
    } else if (what == QStringLiteral("launch")) {
        answer.launchId = "another";
    } else if (what == QStringLiteral("no launch")) {
        answer.launchId.clear();
    } else if (what == QStringLiteral("until")) {
        answer.until = scene.gate.clock.now() + 600'000;
    } else if (what == QStringLiteral("over")) {
        answer.until = scene.gate.clock.now();
    } else if (what == QStringLiteral("model")) {
        body = R"({"model":"claude-opus-4-5","messages":[],"fallbacks":[{"model":"claude-fable-5"}]})";
    } else if (what == QStringLiteral("unknown")) {
        body = R"({"model":"claude-opus-4-5","model":"claude-opus-4-5","messages":[]})";
    }
    scene.remember(answer);
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(postRequest(body, kJson)));
    if (isAnswered) {
        QCOMPARE(agent.receiveMessage().status(), 200);
        QCOMPARE(scene.row().approval, Approval::Remembered);
        QVERIFY(scene.asked.empty());
        // A block that is put before the rule is not outranked.
        scene.use({rule(Decision::Block, "everything"), askBeforeOpus()});
        scene.remember(answer);
        scene.gate.publish();
        QVERIFY(agent.send(postRequest(body, kJson)));
        QCOMPARE(agent.receiveMessage().field("x-keysluice-error"), std::string("blocked_by_rule"));
    } else {
        QVERIFY(QTest::qWaitFor([&] { return scene.asked.size() == 1; }, 20'000));
        QCOMPARE(scene.scene.origin.connections(), 0);
    }
}

void ApprovalsTest::aRememberedAnswerReleasesWhatWaits() {
    AskingScene scene;
    QVERIFY(scene.scene.start());
    BlockingPeer agent = scene.ask();
    scene.remember({"r", "ask before opus", scene.gate.snapshot.agents.front().id, {}, 0});
    scene.gate.publish();
    QCOMPARE(agent.receiveMessage().status(), 200);
    QVERIFY(scene.endsAs(ApprovalEnd::Overtaken));
    QCOMPARE(scene.row().approval, Approval::Remembered);
}

QTEST_GUILESS_MAIN(ApprovalsTest)
#include "tst_approvals.moc"
