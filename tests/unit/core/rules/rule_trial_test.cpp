#include "core/price_list.h"
#include "core/provider_catalogue.h"
#include "core/rules/rule_trial.h"

#include <QFile>
#include <QTest>

#include <functional>

using namespace keysluice::core;
using namespace keysluice::core::rules;

namespace {

using ChangeRule = std::function<void(Rule&)>;
using ChangeRequest = std::function<void(TrialRequest&)>;
using Outcome = Verdict::Outcome;

QByteArray contentOf(const char* path) {
    QFile file(QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TrialRequest message() {
    TrialRequest request;
    request.agentId = "a";
    request.host = "api.anthropic.com";
    request.method = "POST";
    request.path = "/v1/messages";
    request.body = R"({"model":"claude-opus-4-5","max_tokens":9,"messages":[{"role":"user","content":"Hello"}]})";
    return request;
}

} // namespace

/// A request that is only asked about.
class RuleTrialTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void oneRule_data();
    void oneRule();
    void tellsWhatWasLookedAt();
    void limitsThatCount();

private:
    [[nodiscard]] Trial tried(const RuleSet& set, const TrialRequest& request) const {
        return tryRequest(**CompiledRules::compile(set), *m_catalogue, m_prices.get(), request);
    }

    std::shared_ptr<const ProviderCatalogue> m_catalogue;
    std::shared_ptr<const PriceList> m_prices;
};

void RuleTrialTest::initTestCase() {
    const auto catalogue = ProviderCatalogue::fromJson(contentOf(KEYSLUICE_PROVIDERS));
    const auto prices = PriceList::fromJson(contentOf(KEYSLUICE_PRICES));
    QVERIFY(catalogue && prices);
    m_catalogue = *catalogue;
    m_prices = *prices;
}

void RuleTrialTest::oneRule_data() {
    QTest::addColumn<ChangeRule>("rule"); ///< blocks
    QTest::addColumn<ChangeRequest>("change");
    QTest::addColumn<Outcome>("outcome");
    const auto row = [](const char* name, const ChangeRule& rule, const ChangeRequest& change, Outcome outcome) {
        QTest::newRow(name) << rule << change << outcome;
    };
    const ChangeRequest as = [](TrialRequest&) {};
    const ChangeRule opus = [](Rule& r) { r.conditions.models.among = {"claude-opus-*"}; };
    row("its model", opus, as, Outcome::Decided);
    row(
        "another model", opus, [](TrialRequest& r) { r.body.replace(r.body.find("opus"), 4, "none"); },
        Outcome::NoRule);
    row(
        "no JSON", opus, [](TrialRequest& r) { r.body = "{"; }, Outcome::Decided);
    row(
        "coded", opus,
        [](TrialRequest& r) {
            r.body.replace(r.body.find("opus"), 4, "none");
            r.headers = {{"content-encoding", "gzip"}};
        },
        Outcome::Decided);
    row(
        "another type", opus,
        [](TrialRequest& r) {
            r.body.replace(r.body.find("opus"), 4, "none");
            r.headers = {{"Content_Type", "text/plain"}};
        },
        Outcome::Decided);
    row(
        "nothing to read", opus,
        [](TrialRequest& r) {
            r.method = "GET";
            r.path = "/v1/models";
            r.body.clear();
        },
        Outcome::NoRule);
    row(
        "a model in the query", opus,
        [](TrialRequest& r) {
            r.body.replace(r.body.find("opus"), 4, "none");
            r.hasModelInQuery = true;
        },
        Outcome::Decided);
    const ChangeRule gemini = [](Rule& r) { r.conditions.models.among = {"gemini-3-pro"}; };
    row(
        "a model in the path", gemini,
        [](TrialRequest& r) {
            r.host = "generativelanguage.googleapis.com";
            r.path = "/v1beta/models/gemini-3-pro:generateContent";
        },
        Outcome::Decided);
    row(
        "another model in the path", gemini,
        [](TrialRequest& r) {
            r.host = "generativelanguage.googleapis.com";
            r.path = "/v1beta/models/gemini-3-flash:generateContent";
        },
        Outcome::NoRule);
    row(
        "its text",
        [](Rule& r) {
            r.conditions.texts = {{TextCondition::Kind::Contains, "hello"}};
        },
        as, Outcome::Decided);
    row(
        "another text",
        [](Rule& r) {
            r.conditions.texts = {{TextCondition::Kind::Contains, "bye"}};
        },
        as, Outcome::NoRule);
    const ChangeRule header = [](Rule& r) { r.conditions.headers = {{"x-project", {}}}; };
    row(
        "a header", header,
        [](TrialRequest& r) {
            r.headers = {{"X-Project", "p"}};
        },
        Outcome::Decided);
    row("no header", header, as, Outcome::NoRule);
    // The gateway shows rules no credential, and neither does this.
    row(
        "a credential's header",
        [](Rule& r) {
            r.conditions.headers = {{"authorization", {}}};
        },
        [](TrialRequest& r) {
            r.headers = {{"Authorization", "Bearer a"}};
        },
        Outcome::NoRule);
    row(
        "without coding", opus,
        [](TrialRequest& r) {
            r.body.replace(r.body.find("opus"), 4, "none");
            r.headers = {{"content-encoding", "identity"}};
        },
        Outcome::NoRule);
    row(
        "what is said inside a WebSocket", opus,
        [](TrialRequest& r) {
            r.method = "GET";
            r.body.clear();
            r.headers = {{"Upgrade", "websocket"}};
        },
        Outcome::MustBeExamined);
    row(
        "a host that a secret is for", [](Rule& r) { r.conditions.providers.among = {"anthropic"}; },
        [](TrialRequest& r) {
            r.host = "llm.example";
            r.providerId = "anthropic";
        },
        Outcome::Decided);
    row(
        "its provider", [](Rule& r) { r.conditions.providers.among = {"anthropic"}; }, as, Outcome::Decided);
    row(
        "a host of none", [](Rule& r) { r.conditions.providers.among = {"*"}; },
        [](TrialRequest& r) { r.host = "example.org"; }, Outcome::NoRule);
    row(
        "its size", [](Rule& r) { r.conditions.bodyBytesAbove = 50; }, as, Outcome::Decided);
    row(
        "its endpoint", [](Rule& r) { r.conditions.endpoints = {Endpoint::Generating}; }, as, Outcome::Decided);
    row(
        "its price", [](Rule& r) { r.conditions.costAboveMicros = 1; }, as, Outcome::Decided);
    row(
        "a WebSocket", opus,
        [](TrialRequest& r) {
            r.method = "GET";
            r.headers = {{"Upgrade", "WebSocket"}};
        },
        Outcome::MustBeExamined);
}

void RuleTrialTest::oneRule() {
    QFETCH(ChangeRule, rule);
    QFETCH(ChangeRequest, change);
    QFETCH(Outcome, outcome);
    Rule block;
    rule(block);
    TrialRequest request = message();
    change(request);
    QCOMPARE(tried({{block}, {}}, request).explanation.verdict.outcome, outcome);
}

void RuleTrialTest::tellsWhatWasLookedAt() {
    Rule other;
    other.conditions.agents.among = {"b"};
    Rule block;
    block.conditions.models.among = {"claude-opus-*"};
    block.conditions.methods.among = {"POST"};
    const Trial trial = tried({{other, block}, {}}, message());
    QCOMPARE(trial.explanation.rules.size(), 2U);
    QCOMPARE(trial.explanation.rules[0].fit, Fit::No);
    QCOMPARE(trial.explanation.rules[1].conditions,
             (std::vector<ConditionFit>{{ConditionKind::Methods, Fit::Yes, false},
                                        {ConditionKind::Models, Fit::Yes, false}}));
    QCOMPARE(trial.explanation.verdict.rule, 1U);
    QCOMPARE(*trial.facts.models, std::vector<std::string>{"claude-opus-4-5"});
}

void RuleTrialTest::limitsThatCount() {
    Limit all;
    all.id = "all";
    Limit keys;
    keys.id = "keys";
    keys.scope = Scope::PerCredential;
    Limit others;
    others.id = "others";
    others.conditions.agents.among = {"b"};
    TrialRequest request = message();
    QCOMPARE(tried({{}, {all, keys, others}}, request).limits.limits, (std::vector<std::size_t>{0}));
    request.credentialId = "c";
    QCOMPARE(tried({{}, {all, keys, others}}, request).limits.limits, (std::vector<std::size_t>{0, 1}));
}

QTEST_APPLESS_MAIN(RuleTrialTest)
#include "rule_trial_test.moc"
