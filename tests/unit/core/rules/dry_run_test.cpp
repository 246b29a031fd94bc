#include "core/provider_catalogue.h"
#include "core/rules/dry_run.h"
#include "random_rules.h"

#include <QFile>
#include <QTest>

#include <functional>

using namespace keysluice::core;
using namespace keysluice::core::rules;
using keysluice::tests::RandomRules;
using keysluice::tests::RuleFacts;

namespace {

using Record = ActivityRecord;
using ChangeRule = std::function<void(Rule&)>;
using ChangeRecord = std::function<void(Record&)>;

constexpr UnixMs kWednesdayNoon = 1'767'787'200'000; // 7 January 2026, 12:00 UTC

std::int32_t utc(UnixMs) {
    return 0;
}

/// A message to Anthropic that went through, whose body a rule had read.
Record message(const std::string& model = "claude-opus-4-5") {
    Record record;
    record.at = kWednesdayNoon;
    record.agentId = "a";
    record.agentName = "claude-code";
    record.method = "POST";
    record.host = "api.anthropic.com";
    record.port = 443;
    record.path = "/v1/messages";
    record.providerId = "anthropic";
    record.injectedHeader = "x-api-key";
    record.status = 200;
    record.bytesToProvider = 1000;
    BodyFacts facts;
    facts.models = {{model}};
    facts.isStreaming = false;
    record.facts = std::make_shared<const BodyFacts>(std::move(facts));
    return record;
}

std::shared_ptr<const CompiledRules> compiled(RuleSet set) {
    auto rules = CompiledRules::compile(std::move(set));
    return rules ? *rules : nullptr;
}

Rule blocking(const ChangeRule& change) {
    Rule rule;
    change(rule);
    return rule;
}

} // namespace

/// What a draft of rules would have done.
class DryRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void oneRule_data();
    void oneRule();
    void whatDecidesEitherWay_data();
    void whatDecidesEitherWay();
    void rowsThatNoRuleIsAskedAbout_data();
    void rowsThatNoRuleIsAskedAbout();
    void changesAreCounted_data();
    void changesAreCounted();
    void onlySoManyRowsAreKept();
    void hoursAreLocal();
    void nothingForgottenIsTheVerdict();
    void whatIsForgottenMayHaveDecided();

private:
    [[nodiscard]] DryJudgement judged(RuleSet draft, Record record) const {
        DryRun run(compiled(std::move(draft)), m_catalogue, utc);
        run.add(std::move(record));
        return run.report().rows.empty() ? DryJudgement() : run.report().rows.front().judgement;
    }

    std::shared_ptr<const ProviderCatalogue> m_catalogue;
};

void DryRunTest::initTestCase() {
    QFile file(QStringLiteral(KEYSLUICE_PROVIDERS));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto catalogue = ProviderCatalogue::fromJson(file.readAll());
    QVERIFY(catalogue);
    m_catalogue = *catalogue;
}

void DryRunTest::oneRule_data() {
    using Kind = ConditionKind;
    QTest::addColumn<ChangeRule>("rule"); ///< blocks, unless it says something else
    QTest::addColumn<ChangeRecord>("change");
    QTest::addColumn<DryOutcome>("outcome");
    QTest::addColumn<int>("missing"); ///< -1: nothing
    const auto row = [](const char* name, const ChangeRule& rule, const ChangeRecord& change, DryOutcome outcome,
                        int missing = -1) { QTest::newRow(name) << rule << change << outcome << missing; };
    const auto open = [row](const char* name, const ChangeRule& rule, const ChangeRecord& change, Kind missing) {
        row(name, rule, change, DryOutcome::Open, static_cast<int>(missing));
    };
    const ChangeRule any = [](Rule&) {};
    const ChangeRecord as = [](Record&) {};
    row("blocks", any, as, DryOutcome::Blocked);
    row(
        "asks", [](Rule& r) { r.decision = Decision::Ask; }, as, DryOutcome::Asked);
    row(
        "allows", [](Rule& r) { r.decision = Decision::Allow; }, as, DryOutcome::Allowed);
    row(
        "switched off", [](Rule& r) { r.isEnabled = false; }, as, DryOutcome::Allowed);

    const ChangeRule opus = [](Rule& r) { r.conditions.models.among = {"claude-opus-*"}; };
    const ChangeRecord haiku = [](Record& r) { r.facts = message("claude-haiku-4-5").facts; };
    const ChangeRecord unread = [](Record& r) { r.facts.reset(); };
    const ChangeRecord unknown = [](Record& r) { r.facts = std::make_shared<const BodyFacts>(); };
    row("its model", opus, as, DryOutcome::Blocked);
    row("another model", opus, haiku, DryOutcome::Allowed);
    row("a model that could not be made out", opus, unknown, DryOutcome::Blocked);
    open("a body that no rule had read", opus, unread, Kind::Models);
    row(
        "a model that could not be made out is not allowed",
        [](Rule& r) {
            r.decision = Decision::Allow;
            r.conditions.models.among = {"*"};
        },
        unknown, DryOutcome::Allowed); // by no rule
    row(
        "reading uses no model", opus,
        [](Record& r) {
            r.facts.reset();
            r.method = "GET";
            r.path = "/v1/models";
        },
        DryOutcome::Allowed);
    row(
        "an unlisted endpoint may use any", opus,
        [](Record& r) {
            r.facts.reset();
            r.path = "/v1/new";
        },
        DryOutcome::Blocked);
    row(
        "an unlisted host, too", opus,
        [](Record& r) {
            r.facts.reset();
            r.providerId.clear();
            r.host = "models.example";
        },
        DryOutcome::Blocked);
    row(
        "a model in the path", opus,
        [](Record& r) {
            r.facts.reset();
            r.providerId.clear();
            r.host = "generativelanguage.googleapis.com";
            r.path = "/v1beta/models/claude-haiku:generateContent";
        },
        DryOutcome::Allowed);
    const ChangeRule images = [](Rule& r) { r.conditions.hasImages = true; };
    open(
        "a file may be an image", images,
        [](Record& r) {
            r.facts.reset();
            r.path = "/v1/files";
        },
        Kind::Images);

    const ChangeRule header = [](Rule& r) { r.conditions.headers = {{"anthropic-beta", {}}}; };
    open("a header", header, as, Kind::Headers);
    row(
        "a header of another agent",
        [header](Rule& r) {
            header(r);
            r.conditions.agents.among = {"b"};
        },
        as, DryOutcome::Allowed);
    open(
        "a text",
        [](Rule& r) {
            r.conditions.texts = {{TextCondition::Kind::Contains, "x"}};
        },
        as, Kind::Texts);

    const ChangeRule large = [](Rule& r) { r.conditions.bodyBytesAbove = 999; };
    const ChangeRecord blocked = [](Record& r) {
        r.decision = Record::Decision::Blocked;
        r.errorCode = "blocked_by_rule";
        r.ruleId = "r";
        r.bytesToProvider = 0;
    };
    row("its size", large, as, DryOutcome::Blocked);
    row(
        "a smaller size", large, [](Record& r) { r.bytesToProvider = 999; }, DryOutcome::Allowed);
    open("a size that was not sent", large, blocked, Kind::BodyBytes);

    const ChangeRule path = [](Rule& r) { r.conditions.paths.among = {"/v1/**"}; };
    row("its path", path, as, DryOutcome::Blocked);
    row(
        "another path", path, [](Record& r) { r.path = "/v2/messages"; }, DryOutcome::Allowed);
    open(
        "a masked path", path, [](Record& r) { r.injectedHeader = "/bot{value}/"; }, Kind::Paths);
    open(
        "a path that was cut", path, [](Record& r) { r.path = "/v2/" + std::string(2044, 'x'); }, Kind::Paths);
    open(
        "a path that stands for one", path, [](Record& r) { r.path = "(token of an agent)"; }, Kind::Paths);
    const ChangeRule files = [](Rule& r) { r.conditions.endpoints = {Endpoint::Files}; };
    row(
        "its endpoint", files, [](Record& r) { r.path = "/v1/files"; }, DryOutcome::Blocked);
    row("another endpoint", files, as, DryOutcome::Allowed);
    row(
        "an endpoint that is not listed", files, [](Record& r) { r.path = "/v1/new"; }, DryOutcome::Blocked);
    open(
        "an endpoint without its path", files, [](Record& r) { r.path.clear(); }, Kind::Endpoints);

    row(
        "its method", [](Rule& r) { r.conditions.methods.among = {"POST"}; }, as, DryOutcome::Blocked);
    row(
        "another method", [](Rule& r) { r.conditions.methods.among = {"GET"}; }, as, DryOutcome::Allowed);
    row(
        "its agent", [](Rule& r) { r.conditions.agents.among = {"a"}; }, as, DryOutcome::Blocked);
    row(
        "its host", [](Rule& r) { r.conditions.hosts.among = {"*.anthropic.com"}; }, as, DryOutcome::Blocked);
    row(
        "another port", [](Rule& r) { r.conditions.hosts.among = {"*.anthropic.com:80"}; }, as, DryOutcome::Allowed);
    row(
        "its provider", [](Rule& r) { r.conditions.providers.among = {"anthropic"}; }, as, DryOutcome::Blocked);
    const auto hours = [](int from, int to) {
        return ChangeRule([from, to](Rule& r) { r.conditions.time = TimeCondition{4, from * 60, to * 60}; });
    };
    row("its hour", hours(12, 13), as, DryOutcome::Blocked);
    row("another hour", hours(11, 12), as, DryOutcome::Allowed);

    const ChangeRecord tunnel = [](Record& r) {
        r = Record();
        r.kind = Record::Kind::Tunnel;
        r.at = kWednesdayNoon;
        r.agentId = "a";
        r.method = "CONNECT";
        r.host = "example.org";
        r.port = 443;
    };
    row(
        "a tunnel's host", [](Rule& r) { r.conditions.hosts.among = {"example.org"}; }, tunnel, DryOutcome::Blocked);
    row("a tunnel's path is unknown", path, tunnel, DryOutcome::Blocked);
    row("a tunnel's model is unknown", opus, tunnel, DryOutcome::Blocked);
    const ChangeRecord socket = [](Record& r) {
        r.kind = Record::Kind::WebSocket;
        r.method = "GET";
        r.path = "/v1/realtime";
        r.facts.reset();
    };
    row("a WebSocket's path", path, socket, DryOutcome::Blocked);
    row("a WebSocket's model cannot be examined", opus, socket, DryOutcome::Blocked);
    row(
        "an allow for a model stops a WebSocket, too",
        [opus](Rule& r) {
            opus(r);
            r.decision = Decision::Allow;
        },
        socket, DryOutcome::Blocked);
    open("a WebSocket's header", header, socket, Kind::Headers);
}

void DryRunTest::oneRule() {
    QFETCH(ChangeRule, rule);
    QFETCH(ChangeRecord, change);
    QFETCH(DryOutcome, outcome);
    QFETCH(int, missing);
    Record record = message();
    change(record);
    const DryJudgement judgement = judged({{blocking(rule)}, {}}, record);
    QCOMPARE(judgement.outcome, outcome);
    QCOMPARE(judgement.missing ? static_cast<int>(*judgement.missing) : -1, missing);
    QCOMPARE(judgement.rule.has_value(), outcome != DryOutcome::Allowed || judgement.rule.has_value());
}

void DryRunTest::whatDecidesEitherWay_data() {
    QTest::addColumn<std::vector<Decision>>("decisions"); ///< of rules: those in the middle have a header condition
    QTest::addColumn<DryOutcome>("outcome");
    QTest::addColumn<int>("rule");
    using enum Decision;
    using Decisions = std::vector<Decision>;
    QTest::newRow("what is not known, and nothing more") << Decisions{Allow} << DryOutcome::Allowed << -1;
    QTest::newRow("the same below") << Decisions{Block, Block} << DryOutcome::Blocked << 1;
    QTest::newRow("another below") << Decisions{Ask, Block} << DryOutcome::Open << 0;
    QTest::newRow("another in the middle") << Decisions{Block, Ask, Block} << DryOutcome::Open << 1;
    QTest::newRow("nothing below") << Decisions{Block} << DryOutcome::Open << 0;
}

void DryRunTest::whatDecidesEitherWay() {
    QFETCH(std::vector<Decision>, decisions);
    QFETCH(DryOutcome, outcome);
    QFETCH(int, rule);
    RuleSet draft;
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        Rule one;
        one.decision = decisions[i];
        if (i + 1 < decisions.size() || decisions.size() == 1) {
            one.conditions.headers = {{"x", {}}};
        }
        draft.rules.push_back(one);
    }
    const DryJudgement judgement = judged(draft, message());
    QCOMPARE(judgement.outcome, outcome);
    QCOMPARE(judgement.rule ? static_cast<int>(*judgement.rule) : -1, rule);
}

void DryRunTest::rowsThatNoRuleIsAskedAbout_data() {
    QTest::addColumn<ChangeRecord>("change");
    QTest::addColumn<bool>("isJudged");
    const auto row = [](const char* name, bool isJudged, const ChangeRecord& change) {
        QTest::newRow(name) << change << isJudged;
    };
    row("a request", true, [](Record&) {});
    row("a failed one", true, [](Record& r) { r.decision = Record::Decision::Error; });
    row("a blocked one", true, [](Record& r) {
        r.decision = Record::Decision::Blocked;
        r.ruleId = "r";
    });
    row("one that a limit refused", true, [](Record& r) {
        r.decision = Record::Decision::Limited;
        r.ruleId = "l";
    });
    row("one that was denied", true, [](Record& r) {
        r.decision = Record::Decision::Blocked;
        r.approval = Record::Approval::Denied;
    });
    row("refused for another reason", false, [](Record& r) { r.decision = Record::Decision::Blocked; });
    row("too many connections", false, [](Record& r) { r.decision = Record::Decision::Limited; });
    row("of nobody", false, [](Record& r) { r.agentId.clear(); });
    row("CONNECT", false, [](Record& r) { r.kind = Record::Kind::Connect; });
    row("a failure", false, [](Record& r) { r.kind = Record::Kind::Failure; });
    row("a command", false, [](Record& r) { r.kind = Record::Kind::Command; });
}

void DryRunTest::rowsThatNoRuleIsAskedAbout() {
    QFETCH(ChangeRecord, change);
    QFETCH(bool, isJudged);
    DryRun run(compiled({{blocking([](Rule&) {})}, {}}), m_catalogue, utc);
    Record record = message();
    change(record);
    run.add(record);
    QCOMPARE(run.report().leftOut, isJudged ? 0U : 1U);
    QCOMPARE(run.report().count(DryOutcome::Blocked), isJudged ? 1U : 0U);
    QCOMPARE(run.report().rows.size(), isJudged ? 1U : 0U);
}

void DryRunTest::changesAreCounted_data() {
    QTest::addColumn<ChangeRecord>("then");
    QTest::addColumn<DryOutcome>("was");
    QTest::newRow("allowed") << ChangeRecord([](Record&) {}) << DryOutcome::Allowed;
    QTest::newRow("failed") << ChangeRecord([](Record& r) { r.decision = Record::Decision::Error; })
                            << DryOutcome::Allowed;
    QTest::newRow("blocked") << ChangeRecord([](Record& r) {
        r.decision = Record::Decision::Blocked;
        r.ruleId = "r";
    }) << DryOutcome::Blocked;
    QTest::newRow("approved") << ChangeRecord([](Record& r) { r.approval = Record::Approval::Approved; })
                              << DryOutcome::Asked;
    QTest::newRow("denied") << ChangeRecord([](Record& r) {
        r.decision = Record::Decision::Blocked;
        r.approval = Record::Approval::Denied;
    }) << DryOutcome::Asked;
}

void DryRunTest::changesAreCounted() {
    QFETCH(ChangeRecord, then);
    QFETCH(DryOutcome, was);
    Record record = message();
    then(record);
    const std::pair<Decision, DryOutcome> decisions[] = {{Decision::Allow, DryOutcome::Allowed},
                                                         {Decision::Block, DryOutcome::Blocked},
                                                         {Decision::Ask, DryOutcome::Asked}};
    for (const auto& [decision, outcome] : decisions) {
        DryRun run(compiled({{blocking([decision = decision](Rule& r) { r.decision = decision; })}, {}}), m_catalogue,
                   utc);
        run.add(record);
        QCOMPARE(run.report().changes, outcome == was ? 0U : 1U);
        QCOMPARE(run.report().rows.front().isChange, outcome != was);
    }
    DryRun open(compiled({{blocking([](Rule& r) { r.conditions.headers = {{"x", {}}}; })}, {}}), m_catalogue, utc);
    open.add(record);
    QCOMPARE(open.report().changes, 0U); // nobody knows
}

void DryRunTest::onlySoManyRowsAreKept() {
    DryRun run(compiled({{blocking([](Rule& r) { r.conditions.models.among = {"claude-opus-*"}; })}, {}}), m_catalogue,
               utc);
    constexpr std::size_t kMany = DryReport::kRowsOfEach + 5;
    for (std::size_t i = 0; i < kMany; ++i) {
        Record record = message();
        record.sequence = static_cast<std::int64_t>(i);
        run.add(record);
    }
    run.add(message("claude-haiku-4-5"));
    QCOMPARE(run.report().count(DryOutcome::Blocked), kMany);
    QCOMPARE(run.report().count(DryOutcome::Allowed), 1U);
    QCOMPARE(run.report().changes, kMany);
    QCOMPARE(run.report().rows.size(), DryReport::kRowsOfEach + 1);
    QCOMPARE(run.report().rows.front().record.sequence, 0); // the first
    QCOMPARE(run.report().rows.back().judgement.outcome, DryOutcome::Allowed);
}

void DryRunTest::hoursAreLocal() {
    QCOMPARE(minuteOfWeek(kWednesdayNoon, utc), (2 * 24 + 12) * 60);
    QCOMPARE(minuteOfWeek(kWednesdayNoon + 59'999, utc), (2 * 24 + 12) * 60);
    QCOMPARE(minuteOfWeek(kWednesdayNoon, [](UnixMs) { return 13 * 3600; }), (3 * 24 + 1) * 60);
    QCOMPARE(minuteOfWeek(kWednesdayNoon, [](UnixMs) { return -13 * 3600; }), (1 * 24 + 23) * 60);
    constexpr UnixMs kMonday = kWednesdayNoon - 60 * 3'600'000;
    QCOMPARE(minuteOfWeek(kMonday, utc), 0);
    QCOMPARE(minuteOfWeek(kMonday - 1, utc), 7 * 24 * 60 - 1);
}

void DryRunTest::nothingForgottenIsTheVerdict() {
    RandomRules random(11);
    for (int i = 0; i < 5'000; ++i) {
        const auto rules = compiled(random.set(8));
        const RuleFacts facts = random.facts();
        const Recollection recollection =
            facts.with([&](const auto& head, const auto& body) { return rules->recall(head, &body, {}); });
        QVERIFY(recollection.open.empty());
        QCOMPARE(recollection.verdict, facts.judgedBy(*rules));
    }
}

/// Whatever is forgotten: what had decided is among what might have.
void DryRunTest::whatIsForgottenMayHaveDecided() {
    RandomRules random(12);
    int unsure = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto rules = compiled(random.set(8));
        const RuleFacts facts = random.facts();
        ConditionKinds forgotten;
        for (int kind = 0; kind <= static_cast<int>(ConditionKind::Texts); ++kind) {
            if (random.oneIn(4)) {
                forgotten.add(static_cast<ConditionKind>(kind));
            }
        }
        const Recollection recollection =
            facts.with([&](const auto& head, const auto& body) { return rules->recall(head, &body, forgotten); });
        const Verdict real = facts.judgedBy(*rules);
        const bool isOpen = std::any_of(recollection.open.begin(), recollection.open.end(), [&](const auto& open) {
            return real.outcome != Verdict::Outcome::NoRule && open.rule == real.rule;
        });
        QVERIFY(isOpen || recollection.verdict == real);
        unsure += recollection.open.empty() ? 0 : 1;
    }
    QVERIFY(unsure > 1'000);
}

QTEST_APPLESS_MAIN(DryRunTest)
#include "dry_run_test.moc"
