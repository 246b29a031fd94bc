#include "random_rules.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace keysluice::core::rules;
using keysluice::tests::RandomRules;
using keysluice::tests::RuleFacts;

namespace {

using Outcome = Verdict::Outcome;
constexpr int kRounds = 300;

std::shared_ptr<const CompiledRules> compiled(RuleSet set) {
    auto made = CompiledRules::compile(std::move(set));
    if (!made) {
        qFatal("%s", ruleFaultSentence(made.error()).c_str());
    }
    return *made;
}

Rule ofDecision(Decision decision) {
    Rule rule;
    rule.decision = decision;
    return rule;
}

Rule ofModel(Decision decision, const char* model) {
    Rule rule = ofDecision(decision);
    rule.conditions.models.among = {model};
    return rule;
}

/// With the mode; what must be examined and cannot is refused.
Decision effective(const Verdict& verdict, Decision mode) {
    switch (verdict.outcome) {
    case Outcome::Decided:
        return verdict.decision;
    case Outcome::NoRule:
        return mode;
    case Outcome::NeedsBody:
        qFatal("the body was there");
    case Outcome::MustBeExamined:
        break;
    }
    return Decision::Block;
}

} // namespace

/// The order of rules, when a body is asked for, and what holds for all sets of rules and all requests.
class EvaluatorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFirstThatFitsDecides();
    void whatIsDisabledIsSkipped();
    void wrongSetsAreNotCompiled();
    void bodyIsAskedForOnlyWhereItDecides();
    void upgradeIsExaminedOnlyWhereItDecides();
    void unknownBlocksAndNeverAllows();
    void explanationTellsEveryRuleLookedAt();
    void limitsAllCount();
    void limitOfACredentialNeedsOne();
    void limitsAskForTheBody();
    void namedHosts();
    void judgedPaths();
    void textsAreToldOf();
    void thousandRules();
    void oddHostsAreJudged();
    void threadsAskTogether();

    void blockAtTheTopNeverAllowsMore();
    void unknownFactNeverTurnsARefusalIntoAnAllow();
    void decidedByTheHeadIsDecidedWithAnyBody();
    void explanationIsTheVerdict();
    void orderOfLimitsDoesNotMatter();
};

void EvaluatorTest::theFirstThatFitsDecides() {
    const RuleFacts facts;
    QVERIFY(facts.judgedBy(*compiled({})).outcome == Outcome::NoRule);
    const auto rules = compiled({{ofModel(Decision::Block, "gpt-*"), ofModel(Decision::Ask, "claude-*"),
                                  ofDecision(Decision::Allow), ofDecision(Decision::Block)},
                                 {}});
    const Verdict verdict = facts.judgedBy(*rules);
    QVERIFY(verdict.outcome == Outcome::Decided && verdict.decision == Decision::Ask);
    QCOMPARE(verdict.rule, std::size_t{1});
    RuleFacts other;
    other.body.models = {"gemini"};
    QCOMPARE(other.judgedBy(*rules).rule, std::size_t{2});
}

void EvaluatorTest::whatIsDisabledIsSkipped() {
    RuleSet set{{ofDecision(Decision::Block), ofDecision(Decision::Ask)}, {}};
    QCOMPARE(RuleFacts().judgedBy(*compiled(set)).rule, std::size_t{0});
    set.rules.front().isEnabled = false;
    QCOMPARE(RuleFacts().judgedBy(*compiled(set)).rule, std::size_t{1});
    set.limits.resize(1);
    set.limits.front().isEnabled = false;
    QCOMPARE(RuleFacts().countedBy(*compiled(set)), LimitMatch{});
}

void EvaluatorTest::wrongSetsAreNotCompiled() {
    RuleSet set;
    set.rules.push_back(ofModel(Decision::Block, "a b"));
    const auto made = CompiledRules::compile(set);
    QVERIFY(!made);
    QCOMPARE(made.error(), (RuleFault{RuleFaultCode::PatternMalformed, "rules[0].conditions.models[0]", {}}));
    set.rules.front().isEnabled = false; // it could be switched on
    QVERIFY(!CompiledRules::compile(set));
}

void EvaluatorTest::bodyIsAskedForOnlyWhereItDecides() {
    const RuleFacts facts;
    const auto outcome = [&facts](std::vector<Rule> rules) {
        return facts.judgedByHead(*compiled({std::move(rules), {}})).outcome;
    };
    Rule elsewhere = ofModel(Decision::Block, "claude-*");
    elsewhere.conditions.hosts.among = {"api.openai.com"};
    Rule nobodyKnows = ofModel(Decision::Allow, "claude-*");
    nobodyKnows.conditions.endpoints = {Endpoint::Generating};
    Rule large = ofDecision(Decision::Block);
    large.conditions.bodyBytesAbove = 1;
    QVERIFY(outcome({ofModel(Decision::Block, "claude-*")}) == Outcome::NeedsBody);
    QVERIFY(outcome({ofDecision(Decision::Block), ofModel(Decision::Block, "claude-*")}) == Outcome::Decided);
    QVERIFY(outcome({ofModel(Decision::Allow, "claude-*"), ofDecision(Decision::Block)}) == Outcome::NeedsBody);
    QVERIFY(outcome({elsewhere}) == Outcome::NoRule);
    QVERIFY(outcome({elsewhere, ofDecision(Decision::Ask)}) == Outcome::Decided);
    QVERIFY(outcome({nobodyKnows}) == Outcome::NeedsBody);
    QVERIFY(outcome({large}) == Outcome::Decided);

    RuleFacts unlisted;
    unlisted.endpoint.reset(); // then no body can make it allow
    QVERIFY(unlisted.judgedByHead(*compiled({{nobodyKnows}, {}})).outcome == Outcome::NoRule);
    nobodyKnows.decision = Decision::Block;
    QVERIFY(unlisted.judgedByHead(*compiled({{nobodyKnows}, {}})).outcome == Outcome::NeedsBody);

    RuleFacts chunked;
    chunked.bodyBytes.reset();
    QVERIFY(chunked.judgedByHead(*compiled({{large}, {}})).outcome == Outcome::NeedsBody);
    QVERIFY(chunked.judgedBy(*compiled({{large}, {}})).outcome == Outcome::Decided);
}

void EvaluatorTest::upgradeIsExaminedOnlyWhereItDecides() {
    RuleFacts facts;
    facts.isUpgrade = true;
    facts.hasBody = false;
    Rule elsewhere = ofModel(Decision::Block, "*");
    elsewhere.conditions.agents.among = {"other"};
    Rule large = ofDecision(Decision::Block);
    large.conditions.bodyBytesAbove = 1;
    Rule generating = ofDecision(Decision::Block);
    generating.conditions.endpoints = {Endpoint::Generating};
    QVERIFY(facts.judgedByHead(*compiled({{elsewhere}, {}})).outcome == Outcome::NoRule);
    QVERIFY(facts.judgedByHead(*compiled({{elsewhere, ofDecision(Decision::Allow)}, {}})).outcome == Outcome::Decided);
    QVERIFY(facts.judgedByHead(*compiled({{large}, {}})).outcome == Outcome::MustBeExamined);
    QVERIFY(facts.judgedByHead(*compiled({{generating}, {}})).outcome == Outcome::Decided);
    const Verdict verdict = facts.judgedByHead(*compiled({{elsewhere, ofModel(Decision::Allow, "x")}, {}}));
    QVERIFY(verdict.outcome == Outcome::MustBeExamined && verdict.rule == 1);
    // what is a GET by name may do what a POST does
    facts.method = "GET";
    for (const Decision decision : {Decision::Allow, Decision::Block, Decision::Ask}) {
        Rule method = ofDecision(decision);
        method.conditions.methods.among = {decision == Decision::Allow ? "GET" : "POST"};
        QVERIFY(facts.judgedByHead(*compiled({{method}, {}})).outcome == Outcome::MustBeExamined);
        method.conditions.agents.among = {"other"};
        QVERIFY(facts.judgedByHead(*compiled({{method}, {}})).outcome == Outcome::NoRule);
    }
    for (const Decision decision : {Decision::Allow, Decision::Block, Decision::Ask}) {
        Rule files = ofModel(decision, "x"); // of an Upgrade to who knows what
        files.conditions.endpoints = {Endpoint::Files};
        QVERIFY(facts.judgedByHead(*compiled({{files}, {}})).outcome == Outcome::NoRule);
        facts.endpoint.reset();
        QVERIFY(facts.judgedByHead(*compiled({{files}, {}})).outcome == Outcome::MustBeExamined);
        facts.endpoint = Endpoint::Generating;
    }
}

void EvaluatorTest::unknownBlocksAndNeverAllows() {
    RuleFacts facts;
    facts.body = BodyFacts();
    facts.text.reset();
    const auto rules = compiled({{ofModel(Decision::Allow, "*"), ofModel(Decision::Ask, "claude-*")}, {}});
    const Verdict verdict = facts.judgedBy(*rules);
    QVERIFY(verdict.outcome == Outcome::Decided && verdict.decision == Decision::Ask);
    QCOMPARE(verdict.unknownCondition, std::optional(ConditionKind::Models));
    // what does not fit otherwise is not in doubt
    Rule other = ofModel(Decision::Block, "*");
    other.conditions.agents.except = {"agent"};
    QVERIFY(facts.judgedBy(*compiled({{other}, {}})).outcome == Outcome::NoRule);
}

void EvaluatorTest::explanationTellsEveryRuleLookedAt() {
    Rule disabled = ofDecision(Decision::Block);
    disabled.isEnabled = false;
    Rule two = ofModel(Decision::Allow, "claude-opus-*");
    two.conditions.agents.among = {"other"};
    const auto rules = compiled({{disabled, two, ofModel(Decision::Ask, "claude-*"), ofDecision(Decision::Block)}, {}});
    const Explanation why = RuleFacts().explainedBy(*rules);
    QCOMPARE(why.verdict.rule, std::size_t{2});
    const std::vector<RuleTrace> expected{
        {1, Fit::No, {{ConditionKind::Agents, Fit::No, false}, {ConditionKind::Models, Fit::Yes, false}}},
        {2, Fit::Yes, {{ConditionKind::Models, Fit::Yes, false}}}};
    QCOMPARE(why.rules, expected);
    const Explanation pending =
        RuleFacts().with([&](const HeadFacts& head, const BodyFacts&) { return rules->explain(head, nullptr); });
    QVERIFY(pending.verdict.outcome == Outcome::NeedsBody);
    QCOMPARE(pending.rules.back(), (RuleTrace{2, Fit::Unknown, {{ConditionKind::Models, Fit::Unknown, true}}}));
}

void EvaluatorTest::limitsAllCount() {
    RuleSet set;
    set.limits.resize(3);
    set.limits[1].conditions.models.among = {"gpt-*"};
    QCOMPARE(RuleFacts().countedBy(*compiled(set)), (LimitMatch{Outcome::Decided, {0, 2}}));
    RuleFacts blind;
    blind.isBlind = true;
    QCOMPARE(blind.countedBy(*compiled(set)), (LimitMatch{Outcome::Decided, {0, 1, 2}}));
}

void EvaluatorTest::limitOfACredentialNeedsOne() {
    RuleSet set;
    set.limits.resize(1);
    set.limits.front().scope = Scope::PerCredential;
    RuleFacts facts;
    QCOMPARE(facts.countedBy(*compiled(set)), (LimitMatch{Outcome::Decided, {0}}));
    facts.credentialId.clear();
    QCOMPARE(facts.countedBy(*compiled(set)), LimitMatch{});
}

void EvaluatorTest::limitsAskForTheBody() {
    RuleSet set;
    set.limits.resize(2);
    set.limits[1].conditions.models.among = {"claude-*"};
    const auto rules = compiled(set);
    RuleFacts facts;
    const auto byHead = [&](const HeadFacts& head, const BodyFacts&) { return rules->matchingLimits(head, nullptr); };
    QCOMPARE(facts.with(byHead), (LimitMatch{Outcome::NeedsBody, {}}));
    facts.isUpgrade = true;
    QCOMPARE(facts.with(byHead), (LimitMatch{Outcome::MustBeExamined, {}}));
}

void EvaluatorTest::namedHosts() {
    RuleSet set{{ofDecision(Decision::Block), ofDecision(Decision::Block)}, {}};
    set.rules[0].conditions.hosts.among = {"a.example:8443", "*.b.example"};
    set.rules[0].conditions.hosts.except = {"c.b.example"};
    set.rules[1].conditions.hosts.among = {"off.example"};
    set.rules[1].isEnabled = false;
    set.limits.resize(1);
    set.limits[0].conditions.hosts.among = {"limited.example"};
    const auto rules = compiled(set);
    QVERIFY(rules->namesHost("a.example", 8443) && !rules->namesHost("a.example", 443));
    QVERIFY(rules->namesHost("x.b.example", 1) && !rules->namesHost("b.example", 1));
    QVERIFY(rules->namesHost("c.b.example", 1)); // it is named, as an exception
    QVERIFY(!rules->namesHost("off.example", 443) && rules->namesHost("limited.example", 443));
    QVERIFY(!compiled({})->namesHost("a.example", 443));
}

void EvaluatorTest::judgedPaths() {
    RuleSet set{{ofDecision(Decision::Block), ofDecision(Decision::Block)}, {}};
    set.rules[0].conditions.hosts.among = {"a.example"};
    set.rules[0].conditions.paths.except = {"/x"};
    set.rules[1].conditions.hosts.among = {"b.example"};
    const auto rules = compiled(set);
    QVERIFY(rules->judgesPathsOf("a.example", 443) && !rules->judgesPathsOf("b.example", 443));
    set.rules[0].conditions.hosts = {};
    QVERIFY(compiled(set)->judgesPathsOf("b.example", 443));
}

void EvaluatorTest::textsAreToldOf() {
    RuleSet set{{ofModel(Decision::Block, "x")}, {}};
    QVERIFY(!compiled(set)->readsTexts());
    set.rules[0].conditions.texts = {{TextCondition::Kind::Contains, "x"}};
    QVERIFY(compiled(set)->readsTexts());
    set.rules[0].isEnabled = false;
    QVERIFY(!compiled(set)->readsTexts());
}

void EvaluatorTest::thousandRules() {
    RuleSet set;
    for (std::size_t i = 0; i < RuleBounds::kRules; ++i) {
        set.rules.push_back(ofModel(Decision::Block, ("model-" + std::to_string(i)).c_str()));
    }
    const auto rules = compiled(std::move(set));
    for (const std::size_t i : {0, 63, 64, 500, 999}) {
        RuleFacts facts;
        facts.body.models = {"model-" + std::to_string(i)};
        QCOMPARE(facts.judgedBy(*rules).rule, i);
    }
    RuleFacts facts;
    facts.body.models = {"model-1000"};
    QVERIFY(facts.judgedBy(*rules).outcome == Outcome::NoRule);
    facts.body.models.reset();
    QCOMPARE(facts.judgedBy(*rules).rule, std::size_t{0});
}

void EvaluatorTest::oddHostsAreJudged() {
    RuleSet set{{ofDecision(Decision::Block)}, {}};
    set.rules.front().conditions.hosts.among = {"*.a.example"};
    const auto rules = compiled(set);
    RuleFacts facts;
    for (const std::size_t labels : {1, 120, 140, 5000}) {
        std::string host;
        for (std::size_t i = 0; i < labels; ++i) {
            host += "x.";
        }
        facts.host = host + "a.example";
        QVERIFY(facts.judgedBy(*rules).outcome == Outcome::Decided);
        facts.host = host + "b.example";
        QVERIFY(facts.judgedBy(*rules).outcome == Outcome::NoRule);
    }
    for (const char* host : {"", ".", "..", "a.example", ".a.example", "2001:db8::1"}) {
        facts.host = host;
        QVERIFY(facts.judgedBy(*rules).outcome == Outcome::NoRule);
    }
}

void EvaluatorTest::threadsAskTogether() {
    RandomRules random(8);
    RuleSet set = random.set(0);
    for (int i = 0; i < 40; ++i) {
        set.rules.push_back(random.rule());
    }
    set.rules.front().conditions = Conditions();
    set.rules.front().conditions.texts = {{TextCondition::Kind::Matches, "o.*o$"}}; // has a cache that threads share
    set.rules.front().isEnabled = true;
    const auto rules = compiled(std::move(set));
    std::vector<RuleFacts> requests;
    std::vector<Verdict> expected;
    for (int i = 0; i < 100; ++i) {
        requests.push_back(random.facts());
        expected.push_back(requests.back().judgedBy(*rules));
    }
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (std::size_t at = 0; at < requests.size(); ++at) {
                    wrong += requests[at].judgedBy(*rules) == expected[at] ? 0 : 1;
                    wrong += requests[at].explainedBy(*rules).verdict == expected[at] ? 0 : 1;
                }
            });
        }
    }
    QCOMPARE(wrong.load(), 0);
}

void EvaluatorTest::blockAtTheTopNeverAllowsMore() {
    RandomRules random(1);
    int stricter = 0;
    for (int round = 0; round < kRounds; ++round) {
        RuleSet set = random.set(8);
        const auto before = compiled(set);
        Rule block = random.rule();
        block.decision = Decision::Block;
        set.rules.insert(set.rules.begin(), block);
        const auto after = compiled(set);
        const RuleFacts facts = random.facts();
        for (const Decision mode : {Decision::Allow, Decision::Block}) {
            const Decision was = effective(facts.judgedBy(*before), mode);
            const Decision is = effective(facts.judgedBy(*after), mode);
            QVERIFY2(is != Decision::Allow || was == Decision::Allow, std::to_string(round).c_str());
            stricter += was == Decision::Allow && is != Decision::Allow ? 1 : 0;
        }
    }
    QVERIFY(stricter > 20); // the rounds reach what they are about
}

void EvaluatorTest::unknownFactNeverTurnsARefusalIntoAnAllow() {
    RandomRules random(2);
    int stricter = 0;
    int refused = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto rules = compiled(random.set(8));
        const RuleFacts facts = random.facts();
        std::vector<RuleFacts> lessKnown;
        for (const auto& forget : RandomRules::forgetters()) {
            forget(lessKnown.emplace_back(facts));
        }
        if (!facts.isUpgrade) { // nothing asks for one where nobody would see it
            lessKnown.emplace_back(facts).isBlind = true;
        }
        RuleFacts& unread = lessKnown.emplace_back(facts);
        unread.body = BodyFacts();
        unread.text.reset();
        for (const Decision mode : {Decision::Allow, Decision::Block}) {
            const bool wasRefused = effective(facts.judgedBy(*rules), mode) != Decision::Allow;
            refused += wasRefused ? 1 : 0;
            for (const RuleFacts& less : lessKnown) {
                const bool isRefused = effective(less.judgedBy(*rules), mode) != Decision::Allow;
                QVERIFY2(isRefused || !wasRefused, std::to_string(round).c_str());
                stricter += isRefused && !wasRefused ? 1 : 0;
            }
        }
    }
    QVERIFY(stricter > 50 && refused > 150);
}

void EvaluatorTest::decidedByTheHeadIsDecidedWithAnyBody() {
    RandomRules random(3);
    int decided = 0;
    int asked = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto rules = compiled(random.set(8));
        const RuleFacts facts = random.facts();
        const Verdict byHead = facts.judgedByHead(*rules);
        if (byHead.outcome == Outcome::NeedsBody) {
            ++asked;
            continue;
        }
        ++decided;
        RuleFacts other = random.facts();
        RuleFacts sameHead = facts;
        sameHead.body = other.body;
        sameHead.text = other.text;
        QCOMPARE(sameHead.judgedBy(*rules), byHead);
        sameHead.body = BodyFacts();
        sameHead.text.reset();
        QCOMPARE(sameHead.judgedBy(*rules), byHead);
    }
    QVERIFY(decided > 60 && asked > 60);
}

/// The explanation asks every rule, without the index.
void EvaluatorTest::explanationIsTheVerdict() {
    RandomRules random(4);
    int decided = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto rules = compiled(random.set(12));
        const RuleFacts facts = random.facts();
        const Verdict verdict = facts.judgedBy(*rules);
        QCOMPARE(facts.explainedBy(*rules).verdict, verdict);
        const auto explained =
            facts.with([&](const HeadFacts& head, const BodyFacts&) { return rules->explain(head, nullptr).verdict; });
        QCOMPARE(explained, facts.judgedByHead(*rules));
        decided += verdict.outcome == Outcome::Decided ? 1 : 0;
    }
    QVERIFY(decided > 60);
}

void EvaluatorTest::orderOfLimitsDoesNotMatter() {
    RandomRules random(5);
    int counted = 0;
    for (int round = 0; round < kRounds; ++round) {
        RuleSet set = random.set(0);
        const RuleFacts facts = random.facts();
        const auto idsOf = [&facts](const RuleSet& from) {
            std::vector<std::string> ids;
            const LimitMatch match = facts.countedBy(*compiled(from));
            for (const std::size_t limit : match.limits) {
                ids.push_back(from.limits[limit].id);
            }
            std::sort(ids.begin(), ids.end());
            return std::pair(match.outcome, ids);
        };
        const auto before = idsOf(set);
        for (std::size_t i = set.limits.size(); i > 1; --i) {
            std::swap(set.limits[i - 1], set.limits[random.below(i)]);
        }
        QVERIFY(idsOf(set) == before);
        counted += before.second.empty() ? 0 : 1;
    }
    QVERIFY(counted > 60);
}

QTEST_APPLESS_MAIN(EvaluatorTest)
#include "evaluator_test.moc"
