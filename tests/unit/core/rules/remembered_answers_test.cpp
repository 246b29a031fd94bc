#include "core/rules/remembered_answers.h"
#include "random_rules.h"

#include <QTest>

using namespace keysluice::core::rules;
using keysluice::tests::RandomRules;
using keysluice::tests::RuleFacts;

namespace {

Rule asking(const char* model) {
    Rule rule;
    rule.id = "ask";
    rule.decision = Decision::Ask;
    rule.conditions.models.among = {model};
    return rule;
}

bool isAllowed(const RememberedAnswers& answers, const RuleFacts& facts, const std::string& launch = "launch") {
    return facts.with(
        [&](const HeadFacts& head, const BodyFacts& body) { return answers.allow("ask", launch, head, &body); });
}

const RememberedAnswer kAnswer{"answer", "ask", "agent", "launch", 0};

} // namespace

class RememberedAnswersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answersItsRuleAgentAndLaunch() {
        const RememberedAnswers answers(std::vector{kAnswer}, {{asking("*opus*")}, {}});
        RuleFacts facts;
        QVERIFY(isAllowed(answers, facts));
        QVERIFY(!isAllowed(answers, facts, "other"));
        QVERIFY(!isAllowed(answers, facts, ""));
        facts.agentId = "other";
        QVERIFY(!isAllowed(answers, facts));
    }

    void endsInTime() {
        RememberedAnswer answer = kAnswer;
        answer.until = 1000;
        const RememberedAnswers answers(std::vector{answer}, {{asking("*opus*")}, {}});
        RuleFacts().with([&](HeadFacts head, const BodyFacts& body) {
            head.at = 999;
            QVERIFY(answers.allow("ask", "launch", head, &body));
            head.at = 1000;
            QVERIFY(!answers.allow("ask", "launch", head, &body));
        });
    }

    void isNoAnswerToWhatIsUnknown() {
        const RememberedAnswers answers(std::vector{kAnswer}, {{asking("*opus*")}, {}});
        RuleFacts facts;
        facts.body.models.reset();
        QVERIFY(!isAllowed(answers, facts));
        facts.body.models = {"claude-opus-4-5", "claude-fable-5"};
        QVERIFY(!isAllowed(answers, facts));
    }

    void isForRulesThatAsk_data() {
        QTest::addColumn<int>("decision");
        QTest::addColumn<bool>("isEnabled");
        QTest::addColumn<bool>("isAnswered");
        QTest::newRow("asks") << int(Decision::Ask) << true << true;
        QTest::newRow("blocks now") << int(Decision::Block) << true << false;
        QTest::newRow("switched off") << int(Decision::Ask) << false << false;
    }

    void isForRulesThatAsk() {
        QFETCH(int, decision);
        QFETCH(bool, isEnabled);
        QFETCH(bool, isAnswered);
        Rule rule = asking("*opus*");
        rule.decision = Decision(decision);
        rule.isEnabled = isEnabled;
        const RememberedAnswers answers(std::vector{kAnswer}, {{rule}, {}});
        QCOMPARE(isAllowed(answers, RuleFacts()), isAnswered);
    }

    /// Whatever the rules and the request: where an answer lets something pass, its rule is the one that decides, and
    /// one that allows would have let it pass in its place. So what is blocked stays blocked.
    void neverOutranksABlock() {
        RandomRules random(11);
        int answered = 0;
        int blocked = 0;
        for (int round = 0; round < 2000; ++round) {
            RuleSet set = random.set(6);
            std::vector<RememberedAnswer> given;
            for (std::size_t i = 0; i < set.rules.size(); ++i) {
                set.rules[i].id = "rule " + std::to_string(i);
                given.push_back({"answer", set.rules[i].id, "a", "launch", 0});
            }
            RuleFacts facts = random.facts();
            facts.agentId = "a";
            const RememberedAnswers answers(given, set);
            const auto compiled = CompiledRules::compile(set);
            QVERIFY(compiled);
            const Verdict verdict = facts.judgedBy(**compiled);
            if (verdict.outcome != Verdict::Outcome::Decided) {
                continue;
            }
            const bool isLetPass = facts.with([&](const HeadFacts& head, const BodyFacts& body) {
                return answers.allow(set.rules[verdict.rule].id, "launch", head, &body);
            });
            blocked += verdict.decision == Decision::Block ? 1 : 0;
            answered += isLetPass ? 1 : 0;
            QVERIFY(!isLetPass || verdict.decision == Decision::Ask);
            if (isLetPass) {
                set.rules[verdict.rule].decision = Decision::Allow;
                QVERIFY(facts.judgedBy(**CompiledRules::compile(set)).decision == Decision::Allow);
            }
        }
        QVERIFY(answered > 50 && blocked > 100);
    }
};

QTEST_APPLESS_MAIN(RememberedAnswersTest)
#include "remembered_answers_test.moc"
