#include "core/rules/limit_counters.h"
#include "core/rules/rule_json.h"
#include "core/rules/starter_sets.h"
#include "rule_facts.h"

#include <QTest>

#include <functional>

using namespace keysluice::core::rules;
using keysluice::tests::RuleFacts;

namespace {

using Change = std::function<void(RuleFacts&)>;
using Outcome = Verdict::Outcome;

const StarterSet& starter(StarterKind kind) {
    static const std::vector<StarterSet> kAll = starterSets();
    return kAll[static_cast<std::size_t>(kind)];
}

std::shared_ptr<const CompiledRules> withStarter(StarterKind kind) {
    RuleSet set;
    addStarterSet(starter(kind), set);
    auto compiled = CompiledRules::compile(std::move(set));
    return compiled ? *compiled : nullptr;
}

Change model(const char* name) {
    return [=](RuleFacts& facts) { facts.body.models = {name}; };
}
Change endpoint(Fact<Endpoint> endpoint) {
    return [=](RuleFacts& facts) { facts.endpoint = endpoint; };
}
Change tool(const char* type) {
    return [=](RuleFacts& facts) { facts.body.hostedTools = {"code_execution_20250825", type}; };
}
Change cost(Fact<std::int64_t> micros) {
    return [=](RuleFacts& facts) { facts.body.costMicros = micros; };
}
Change at(int day, int hour, int minute) {
    return [=](RuleFacts& facts) { facts.minuteOfWeek = (day * 24 + hour) * 60 + minute; };
}
/// A CONNECT to a host that is not opened up.
const Change kElsewhere = [](RuleFacts& facts) {
    facts.providerId.clear();
    facts.host = "git.example";
    facts.isBlind = true;
};
/// A stored credential of no provider: nothing is listed.
const Change kCustom = [](RuleFacts& facts) {
    facts.providerId.clear();
    facts.host = "api.custom.example";
    facts.endpoint.reset();
    facts.body = BodyFacts();
};
const Change kList = [](RuleFacts& facts) {
    facts.method = "GET";
    facts.path = "/v1/models";
    facts.endpoint = Endpoint::Other;
    facts.hasBody = false;
    facts.body.models.emplace();
};
const Change kUnlisted = [](RuleFacts& facts) {
    facts.path = "/v2/messages";
    facts.endpoint.reset();
    facts.body = BodyFacts();
};
const Change kCountOpus = [](RuleFacts& facts) {
    facts.path = "/v1/messages/count_tokens";
    facts.endpoint = Endpoint::Other;
};
const Change kBatchList = [](RuleFacts& facts) {
    facts.method = "GET";
    facts.endpoint = Endpoint::Batches;
    facts.body.models.emplace();
};
const Change kMixedBatch = [](RuleFacts& facts) {
    facts.endpoint = Endpoint::Batches;
    facts.body.models = {"claude-haiku-4-5", "claude-opus-4-5"};
};
const Change kBatchFile = [](RuleFacts& facts) {
    facts.endpoint = Endpoint::Batches;
    facts.body.models.reset();
};

} // namespace

Q_DECLARE_METATYPE(Change)

/// What each of the starter sets does to requests, and how they are put among other rules.
class StarterSetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allAreThereAndValid();
    void rules_data();
    void rules();
    void webSocketsAreNoWayAround();
    void sixtyPass();
    void blocksComeFirst();
    void addingTwiceIsAddingOnce();
};

void StarterSetsTest::allAreThereAndValid() {
    const auto all = starterSets();
    QCOMPARE(all.size(), std::size_t{7});
    RuleSet set;
    for (std::size_t i = 0; i < all.size(); ++i) {
        QVERIFY(all[i].kind == static_cast<StarterKind>(i));
        QVERIFY(!all[i].rules.empty() || !all[i].limits.empty());
        addStarterSet(all[i], set);
    }
    const auto read = readRules(writeRules(set));
    QVERIFY2(read, read ? "" : ruleFaultSentence(read.error()).c_str());
    QVERIFY(*read == set);
}

void StarterSetsTest::rules_data() {
    using Kind = StarterKind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("fires");
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, Kind kind, bool fires, const Change& change) {
        QTest::newRow(name) << static_cast<int>(kind) << fires << change;
    };
    for (const char* name : {"claude-haiku-4-5", "claude-haiku-4-5-20251001", "claude-3-5-haiku-latest",
                             "claude-3-haiku-20240307", "claude-sonnet-4-5", "claude-3-7-sonnet-20250219", "gpt-5-mini",
                             "gpt-4.1-nano", "gpt-4o-mini-2024-07-18", "o4-mini", "o3-mini-2025-01-31",
                             "text-embedding-3-small", "gpt-6-luna", "gpt-6-luna-2026-09-22", "claude-haiku-5-5"}) {
        row((std::string("small: ") + name).c_str(), Kind::OnlySmallModels, false, model(name));
    }
    for (const char* name : {"claude-opus-4-5", "claude-3-opus-20240229", "gpt-5.2", "gpt-6-sol",
                             "gpt-6.1-sol-2026-11-02", "claude-fable-5-1", "gpt-5-pro", "o3", "o3-pro",
                             "o4-mini-deep-research", "claude-haiku", "", "Claude Haiku", "claude-haiku-4-5 "}) {
        row((std::string("not small: ") + name).c_str(), Kind::OnlySmallModels, true, model(name));
    }
    row("small, tokens counted", Kind::OnlySmallModels, false, kCountOpus);
    row("small, models listed", Kind::OnlySmallModels, false, kList);
    row("small, batches listed", Kind::OnlySmallModels, false, kBatchList);
    row("small, batch with another", Kind::OnlySmallModels, true, kMixedBatch);
    row("small, batch of a file", Kind::OnlySmallModels, true, kBatchFile);
    row("small, unlisted endpoint", Kind::OnlySmallModels, true, kUnlisted);
    row("small, elsewhere", Kind::OnlySmallModels, false, kElsewhere);
    row("small, custom", Kind::OnlySmallModels, false, kCustom);

    row("Opus", Kind::AskBeforeOpus, true, [](RuleFacts&) {});
    row("Opus, old", Kind::AskBeforeOpus, true, model("claude-3-opus-20240229"));
    row("Opus, elsewhere named", Kind::AskBeforeOpus, true, model("anthropic/claude-opus-4.5"));
    row("Sonnet", Kind::AskBeforeOpus, false, model("claude-sonnet-4-5"));
    row("Opus in a batch", Kind::AskBeforeOpus, true, kMixedBatch);
    row("Opus, tokens counted", Kind::AskBeforeOpus, false, kCountOpus);
    row("Opus, not seen", Kind::AskBeforeOpus, true, kUnlisted);
    row("Opus, elsewhere", Kind::AskBeforeOpus, false, kElsewhere);

    row("a dollar", Kind::AskAboveOneDollar, false, cost(1'000'000));
    row("more than a dollar", Kind::AskAboveOneDollar, true, cost(1'000'001));
    row("nobody knows", Kind::AskAboveOneDollar, true, cost({}));
    row("cost, models listed", Kind::AskAboveOneDollar, false, kList);
    row("cost, elsewhere", Kind::AskAboveOneDollar, false, kElsewhere);

    for (const char* type : {"web_search_20250305", "web_fetch_20250910", "web_search", "web_search_preview",
                             "google_search", "googleSearch", "url_context"}) {
        row((std::string("web tool: ") + type).c_str(), Kind::NoHostedWebTools, true, tool(type));
    }
    for (const char* type : {"bash_20250124", "text_editor_20250728", "file_search", "my_web_search"}) {
        row((std::string("other tool: ") + type).c_str(), Kind::NoHostedWebTools, false, tool(type));
    }
    row("no tools", Kind::NoHostedWebTools, false, [](RuleFacts&) {});
    row("tools, not seen", Kind::NoHostedWebTools, true, [](RuleFacts& facts) { facts.body.hostedTools.reset(); });
    row("tools, elsewhere", Kind::NoHostedWebTools, false, kElsewhere);

    row("files", Kind::NoFilesBatchesOrAdmin, true, endpoint(Endpoint::Files));
    row("batches", Kind::NoFilesBatchesOrAdmin, true, endpoint(Endpoint::Batches));
    row("admin", Kind::NoFilesBatchesOrAdmin, true, endpoint(Endpoint::Admin));
    row("unlisted", Kind::NoFilesBatchesOrAdmin, true, kUnlisted);
    row("a message", Kind::NoFilesBatchesOrAdmin, false, endpoint(Endpoint::Generating));
    row("no files, models listed", Kind::NoFilesBatchesOrAdmin, false, kList);
    row("no files, elsewhere", Kind::NoFilesBatchesOrAdmin, false, kElsewhere);
    row("no files, custom", Kind::NoFilesBatchesOrAdmin, false, kCustom);

    row("Monday, 8:00", Kind::WorkingHoursOnly, false, at(0, 8, 0));
    row("Friday, 17:59", Kind::WorkingHoursOnly, false, at(4, 17, 59));
    row("Monday, 7:59", Kind::WorkingHoursOnly, true, at(0, 7, 59));
    row("Wednesday, 18:00", Kind::WorkingHoursOnly, true, at(2, 18, 0));
    row("Thursday, 0:00", Kind::WorkingHoursOnly, true, at(3, 0, 0));
    row("Saturday, 12:00", Kind::WorkingHoursOnly, true, at(5, 12, 0));
    row("Sunday, 12:00", Kind::WorkingHoursOnly, true, at(6, 12, 0));
    row("night, elsewhere", Kind::WorkingHoursOnly, true, [](RuleFacts& facts) {
        kElsewhere(facts);
        at(0, 3, 0)(facts);
    });
}

void StarterSetsTest::rules() {
    QFETCH(const int, kind);
    QFETCH(const bool, fires);
    QFETCH(const Change, change);
    const auto compiled = withStarter(static_cast<StarterKind>(kind));
    QVERIFY(compiled);
    RuleFacts facts;
    change(facts);
    const Verdict verdict = facts.judgedBy(*compiled);
    QVERIFY((verdict.outcome == Outcome::Decided) == fires);
    const bool asks = kind == static_cast<int>(StarterKind::AskBeforeOpus) ||
                      kind == static_cast<int>(StarterKind::AskAboveOneDollar);
    QVERIFY(!fires || verdict.decision == (asks ? Decision::Ask : Decision::Block));
}

void StarterSetsTest::webSocketsAreNoWayAround() {
    for (const StarterKind kind : {StarterKind::OnlySmallModels, StarterKind::AskBeforeOpus,
                                   StarterKind::AskAboveOneDollar, StarterKind::NoHostedWebTools}) {
        RuleFacts facts;
        facts.method = "GET";
        facts.path = "/v1/responses";
        facts.hasBody = false;
        facts.isUpgrade = true;
        for (const Fact<Endpoint> endpoint :
             {Fact<Endpoint>(Endpoint::Generating), Fact<Endpoint>(), Fact<Endpoint>(Endpoint::Other)}) {
            facts.endpoint = endpoint;
            QVERIFY(facts.judgedByHead(*withStarter(kind)).outcome == Outcome::MustBeExamined);
        }
        kElsewhere(facts);
        QVERIFY(facts.judgedByHead(*withStarter(kind)).outcome == Outcome::NoRule);
    }
}

void StarterSetsTest::sixtyPass() {
    RuleSet set;
    addStarterSet(starter(StarterKind::SixtyRequestsAMinute), set);
    set.limits.front().id = "l";
    const auto compiled = CompiledRules::compile(set);
    QVERIFY(compiled);
    RuleFacts facts;
    QCOMPARE(facts.countedBy(**compiled), (LimitMatch{Outcome::Decided, {0}}));
    const std::vector<const Limit*> limits{&set.limits.front()};
    LimitCounters counters([](keysluice::core::UnixMs) { return 0; });
    for (int i = 0; i < 60; ++i) {
        QVERIFY(counters.count(limits, "a", "c", 60'000 + i));
    }
    const auto refused = counters.count(limits, "a", "c", 119'999);
    QVERIFY(!refused);
    QCOMPARE(refused.error(), (LimitRefusal{"l", 1}));
    QVERIFY(counters.count(limits, "b", "c", 119'999));
    QVERIFY(counters.count(limits, "a", "c", 120'000));
    kElsewhere(facts);
    QCOMPARE(facts.countedBy(**compiled), LimitMatch{});
}

void StarterSetsTest::blocksComeFirst() {
    RuleSet set;
    for (const Decision decision : {Decision::Block, Decision::Allow, Decision::Block}) {
        Rule& rule = set.rules.emplace_back();
        rule.decision = decision;
        rule.name = "own";
        rule.conditions.agents.among = {"somebody"};
    }
    addStarterSet(starter(StarterKind::AskBeforeOpus), set);
    addStarterSet(starter(StarterKind::WorkingHoursOnly), set);
    std::vector<std::pair<Decision, bool>> order;
    for (const Rule& rule : set.rules) {
        order.emplace_back(rule.decision, rule.name == "own");
    }
    const std::vector<std::pair<Decision, bool>> expected{{Decision::Block, false}, {Decision::Block, false},
                                                          {Decision::Block, true},  {Decision::Ask, false},
                                                          {Decision::Allow, true},  {Decision::Block, true}};
    QCOMPARE(order, expected);
    QVERIFY(set.rules[0].conditions == starter(StarterKind::WorkingHoursOnly).rules[0].conditions);
    QVERIFY(set.rules[1].conditions == starter(StarterKind::WorkingHoursOnly).rules[1].conditions);
}

void StarterSetsTest::addingTwiceIsAddingOnce() {
    for (const StarterSet& one : starterSets()) {
        RuleSet set;
        QVERIFY(!hasStarterSet(one, set));
        addStarterSet(one, set);
        QVERIFY(hasStarterSet(one, set));
        const RuleSet once = set;
        addStarterSet(one, set);
        QVERIFY(set == once);
        (set.rules.empty() ? set.limits.front().isEnabled : set.rules.back().isEnabled) = false;
        QVERIFY(!hasStarterSet(one, set));
    }
}

QTEST_APPLESS_MAIN(StarterSetsTest)
#include "starter_sets_test.moc"
