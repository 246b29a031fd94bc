#include "core/rules/rule_json.h"
#include "support/memory_ports.h"
#include "ui/models/rule_names.h"
#include "ui/models/rule_trial.h"

#include <QTest>

using namespace keysluice;
using namespace core::rules;
using ui::RuleTrial;
using uitest::MemoryPorts;

namespace {

constexpr char kMessages[] = "POST https://api.anthropic.com/v1/messages\n\n";

RuleSet setOf(const QString& rules, const QString& limits = {}) {
    return readRules(QStringLiteral(R"({"version":1,"rules":[%1],"limits":[%2]})").arg(rules, limits).toStdString())
        .value();
}

struct Stage {
    MemoryPorts ports;
    bool isStrict = false;

    Stage() {
        ports.agents.put("aider");
        ports.agents.put("ci");
        ports.credentials.put("Work");
    }
    RuleTrial trial(const RuleSet& set, const QString& request) {
        const auto typed = ui::readTypedRequest(request);
        return ui::tryRules({set, typed.value(), "agent-aider", &ports.credentials.rows[0],
                             ports.credentials.catalogue(), nullptr, ports.clock.now(), [](core::UnixMs) { return 0; },
                             isStrict},
                            ui::ruleNames(ports.agents, ports.credentials.catalogue()));
    }
};

} // namespace

/// A typed request, and what the rules say of it.
class TestRuleTrial final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void requestsAreRead_data();
    void requestsAreRead();
    void whatIsNoRequestIsTold_data();
    void whatIsNoRequestIsTold();
    void headersAndBody();
    void theFirstThatFitsDecides();
    void whatIsUnknownIsNotInnocent();
    void noRule();
    void facts_data();
    void facts();
    void limitsThatCount();
};

void TestRuleTrial::requestsAreRead_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("place"); ///< host:port path query
    const auto row = [](const char* name, const char* text, const char* method, const char* place) {
        QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(method) << QString::fromLatin1(place);
    };
    row("absolute", "POST https://api.example.com/v1/x", "POST", "api.example.com:443 /v1/x ");
    row("with a version", "GET https://api.example.com/a?b=c HTTP/1.1", "GET", "api.example.com:443 /a b=c");
    row("lower case", "delete HTTPS://API.Example.com/A", "DELETE", "api.example.com:443 /A ");
    row("port", "GET https://api.example.com:8443/", "GET", "api.example.com:8443 / ");
    row("plain", "GET http://api.example.com", "GET", "api.example.com:80 / ");
    row("address", "GET https://[::1]:8080/x#part", "GET", "[::1]:8080 /x ");
    row("path and Host", "PUT /v1/x HTTP/1.1\nHost: api.example.com", "PUT", "api.example.com:443 /v1/x ");
    row("URL alone", "https://api.example.com/v1/models", "GET", "api.example.com:443 /v1/models ");
    row("URL and body", "https://api.example.com/v1/x\n\n{}", "POST", "api.example.com:443 /v1/x ");
    row("blanks before", "\n\n  GET   https://api.example.com/v1/x  ", "GET", "api.example.com:443 /v1/x ");
    row("path as written", "GET https://a.example/v1/%66iles", "GET", "a.example:443 /v1/%66iles ");
}

void TestRuleTrial::requestsAreRead() {
    QFETCH(QString, text);
    QFETCH(QString, method);
    QFETCH(QString, place);
    const auto request = ui::readTypedRequest(text);
    QVERIFY(request.has_value());
    QCOMPARE(QString::fromStdString(request->method), method);
    QCOMPARE(QStringLiteral("%1:%2 %3 %4")
                 .arg(QString::fromStdString(request->host), QString::number(request->port),
                      QString::fromStdString(request->path), QString::fromStdString(request->query)),
             place);
}

void TestRuleTrial::whatIsNoRequestIsTold_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("fault");
    const auto row = [](const char* name, const char* text, ui::TypedRequestFault fault) {
        QTest::newRow(name) << QString::fromLatin1(text) << int(fault);
    };
    using Fault = ui::TypedRequestFault;
    row("nothing", " \n \n", Fault::Empty);
    row("a word", "hello", Fault::FirstLine);
    row("words", "please send this", Fault::FirstLine);
    row("path alone", "/v1/messages", Fault::FirstLine);
    row("no host", "POST /v1/messages", Fault::Address);
    row("other scheme", "GET ftp://a.example/", Fault::Address);
    row("empty host", "GET https:///x", Fault::Address);
    row("user in it", "GET https://a b/x", Fault::FirstLine);
    row("no colon", "GET https://a.example/\nx-team research", Fault::Header);
}

void TestRuleTrial::whatIsNoRequestIsTold() {
    QFETCH(QString, text);
    QFETCH(int, fault);
    const auto request = ui::readTypedRequest(text);
    QVERIFY(!request.has_value());
    QCOMPARE(int(request.error()), fault);
}

void TestRuleTrial::headersAndBody() {
    const auto request = ui::readTypedRequest(
        QStringLiteral("POST https://a.example/\r\nX-Team: a: b\r\nx-team:c\r\n\r\nline one\r\n\r\nline two"));
    QCOMPARE(request->header("X_team"), std::string("a: b, c"));
    QCOMPARE(request->body, std::string("line one\n\nline two"));
    const auto direct = ui::readTypedRequest(QStringLiteral("POST https://a.example/\nx-a: b\n{\"a\":1}"));
    QCOMPARE(direct->body, std::string("{\"a\":1}"));
}

void TestRuleTrial::theFirstThatFitsDecides() {
    Stage stage;
    const RuleSet set = setOf(QStringLiteral(
        R"({"decision":"block","conditions":{"agents":["agent-ci"],"methods":["POST"]}},
           {"decision":"block","enabled":false},
           {"decision":"ask","conditions":{"models":["claude-opus-*"],"maximumTokensAbove":1000}},
           {"decision":"allow"})"));
    const RuleTrial trial =
        stage.trial(set, QLatin1String(kMessages) + QStringLiteral(R"({"model":"claude-opus-4-5","max_tokens":2000,)"
                                                                   R"("messages":[]})"));
    QVERIFY(trial.outcome == RuleTrial::Outcome::Asked);
    QCOMPARE(trial.headline, QStringLiteral("Asked about by rule 3"));
    QVERIFY(trial.reason.isEmpty());
    QCOMPARE(trial.lines.size(), std::size_t(4));
    QVERIFY(trial.lines[0].state == RuleTrial::LineState::Passed && trial.lines[0].fit == Fit::No);
    QCOMPARE(trial.lines[0].conditions[0].words, QStringLiteral("the agent is one of: ci"));
    QVERIFY(trial.lines[0].conditions[0].fit == Fit::No && trial.lines[0].conditions[1].fit == Fit::Yes);
    QVERIFY(trial.lines[1].state == RuleTrial::LineState::Off);
    QVERIFY(trial.lines[2].state == RuleTrial::LineState::Decides && trial.lines[2].fit == Fit::Yes);
    QCOMPARE(trial.lines[2].conditions[0].words, QStringLiteral("the model is claude-opus-*"));
    QVERIFY(trial.lines[3].state == RuleTrial::LineState::NotReached);
}

void TestRuleTrial::whatIsUnknownIsNotInnocent() {
    Stage stage;
    const RuleSet set = setOf(
        QStringLiteral(R"({"decision":"allow","conditions":{"models":["claude-*"]}},{"decision":"block","conditions":)"
                       R"({"models":["claude-opus-*"]}})"));
    const RuleTrial trial = stage.trial(set, QLatin1String(kMessages) + QStringLiteral("{\"model\":"));
    QVERIFY(trial.outcome == RuleTrial::Outcome::Blocked);
    QCOMPARE(trial.headline, QStringLiteral("Blocked by rule 2"));
    QVERIFY(trial.reason.contains(QStringLiteral("Model")));
    QVERIFY(trial.lines[0].fit == Fit::Unknown && trial.lines[0].state == RuleTrial::LineState::Passed);
}

void TestRuleTrial::noRule() {
    Stage stage;
    const RuleSet set = setOf(QStringLiteral(R"({"decision":"block","conditions":{"methods":["PUT"]}})"));
    QVERIFY(stage.trial(set, QLatin1String(kMessages)).outcome == RuleTrial::Outcome::Allowed);
    stage.isStrict = true;
    const RuleTrial strict = stage.trial(set, QLatin1String(kMessages));
    QVERIFY(strict.outcome == RuleTrial::Outcome::Blocked);
    QVERIFY(!strict.reason.isEmpty());
    QVERIFY(stage.trial(setOf({}), QLatin1String(kMessages)).outcome == RuleTrial::Outcome::Allowed);
}

void TestRuleTrial::facts_data() {
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("request");
    QTest::addColumn<bool>("blocks");
    const auto row = [](const char* name, const char* condition, const QString& request, bool blocks) {
        QTest::newRow(name) << QString::fromLatin1(condition) << request << blocks;
    };
    const QString messages = QLatin1String(kMessages);
    row("provider", R"("providers":["anthropic"])", messages, true);
    row("other provider", R"("providers":["openai"])", messages, false);
    row("host", R"("hosts":["*.anthropic.com"])", messages, true);
    row("host with port", R"("hosts":["api.anthropic.com:8443"])", messages, false);
    row("endpoint", R"("endpoints":["generating"])", messages, true);
    row("other endpoint", R"("endpoints":["files"])", messages, false);
    row("endpoint that is not listed", R"("endpoints":["files"])",
        QStringLiteral("POST https://api.anthropic.com/v1/new"), true);
    row("path", R"("paths":["/v1/**"])", messages, true);
    row("size", R"("bodyBytesAbove":3)", messages + QStringLiteral("{\"a\":1}"), true);
    row("small", R"("bodyBytesAbove":30)", messages + QStringLiteral("{\"a\":1}"), false);
    row("header", R"("headers":[{"name":"x-team","value":"res*"}])",
        QStringLiteral("GET https://api.anthropic.com/v1/models\nX-Team: research"), true);
    row("credentials are none", R"("headers":[{"name":"x-api-key"}])",
        QStringLiteral("GET https://api.anthropic.com/v1/models\nx-api-key: k"), false);
    row("text", R"("texts":[{"contains":"harbor"}])", messages + QStringLiteral("{\"a\":\"the Harbor\"}"), true);
    row("other text", R"("texts":[{"contains":"harbor"}])", messages + QStringLiteral("{\"a\":\"b\"}"), false);
    row("encoded body", R"("texts":[{"contains":"harbor"}])",
        QStringLiteral("POST https://api.anthropic.com/v1/messages\ncontent-encoding: br\n\n{}"), true);
    row("other content type", R"("models":["none"])",
        QStringLiteral("POST https://api.anthropic.com/v1/messages\ncontent-type: text/plain\n\n{\"model\":\"a\"}"),
        true);
    row("model in the query", R"("models":["none"])",
        QStringLiteral("POST https://api.anthropic.com/v1/messages?m%6Fdel=b\n\n{\"model\":\"a\"}"), true);
    row("another query", R"("models":["none"])",
        QStringLiteral("POST https://api.anthropic.com/v1/messages?beta=b\n\n{\"model\":\"a\"}"), false);
    row("upgrade", R"("models":["none"])",
        QStringLiteral("GET https://api.anthropic.com/v1/messages\nupgrade: websocket"), true);
}

void TestRuleTrial::facts() {
    QFETCH(QString, condition);
    QFETCH(QString, request);
    QFETCH(bool, blocks);
    Stage stage;
    const RuleSet set = setOf(QStringLiteral(R"({"decision":"block","conditions":{%1}})").arg(condition));
    QCOMPARE(stage.trial(set, request).outcome == RuleTrial::Outcome::Blocked, blocks);
}

void TestRuleTrial::limitsThatCount() {
    Stage stage;
    const RuleSet set = setOf({}, QStringLiteral(R"({"requests":60,"period":"minute","scope":"agent"},
        {"requests":5,"period":"day","scope":"agent","conditions":{"agents":["agent-ci"]}})"));
    const RuleTrial trial = stage.trial(set, QLatin1String(kMessages));
    QCOMPARE(trial.limits.size(), 1);
    QVERIFY(trial.limits[0].startsWith(QStringLiteral("Limit every agent to 60")));
}

QTEST_GUILESS_MAIN(TestRuleTrial)
#include "tst_rule_trial.moc"
