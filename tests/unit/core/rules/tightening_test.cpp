#include "core/rules/rule_difference.h"
#include "core/rules/tightening.h"
#include "random_rules.h"

#include <QTest>

#include <algorithm>
#include <functional>

using namespace keysluice::core::rules;
using keysluice::tests::RandomRules;
using keysluice::tests::RuleFacts;

namespace {

using Change = std::function<void(RuleSet&)>;

Rule rule(const char* id, Decision decision) {
    Rule one;
    one.id = id;
    one.decision = decision;
    one.conditions.paths.among = {"/" + std::string(id)};
    return one;
}

Limit limit(const char* id) {
    Limit one;
    one.id = id;
    one.requests = 10;
    return one;
}

/// block, ask, allow, off (a block that is switched off), last (a block)
RuleSet someRules() {
    RuleSet set;
    set.rules = {rule("block", Decision::Block), rule("ask", Decision::Ask), rule("allow", Decision::Allow),
                 rule("off", Decision::Block), rule("last", Decision::Block)};
    set.rules[3].isEnabled = false;
    set.limits = {limit("limit"), limit("limit-off")};
    set.limits[1].isEnabled = false;
    return set;
}

template <class One>
void move(std::vector<One>& all, std::size_t from, std::size_t to) {
    One one = all[from];
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(from));
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(to), std::move(one));
}

void insert(RuleSet& set, std::size_t place, Rule one) {
    set.rules.insert(set.rules.begin() + static_cast<std::ptrdiff_t>(place), std::move(one));
}

/// How a request is treated, the milder the lower.
int severity(const CompiledRules& rules, const RuleFacts& facts) {
    const Verdict verdict = facts.judgedBy(rules);
    if (verdict.outcome == Verdict::Outcome::NoRule) {
        return 0;
    }
    if (verdict.outcome == Verdict::Outcome::MustBeExamined) {
        return 2;
    }
    return verdict.decision == Decision::Allow ? 0 : verdict.decision == Decision::Ask ? 1 : 2;
}

std::shared_ptr<const CompiledRules> compiled(const RuleSet& set) {
    auto rules = CompiledRules::compile(set);
    return rules ? *rules : nullptr;
}

/// One thing that somebody may do to a set.
void changeAtRandom(RandomRules& random, RuleSet& set) {
    const std::size_t count = set.rules.size();
    switch (random.below(7)) {
    case 0: {
        Rule one = random.rule();
        one.id = "new";
        insert(set, random.below(count + 1), one);
        return;
    }
    case 1:
        if (count > 0) {
            set.rules.erase(set.rules.begin() + static_cast<std::ptrdiff_t>(random.below(count)));
        }
        return;
    case 2:
        if (count > 0) {
            move(set.rules, random.below(count), random.below(count));
        }
        return;
    case 3:
        if (count > 0) {
            Rule& one = set.rules[random.below(count)];
            one.isEnabled = !one.isEnabled;
        }
        return;
    case 4:
        if (count > 0) {
            set.rules[random.below(count)].decision = static_cast<Decision>(random.below(3));
        }
        return;
    case 5:
        if (count > 0) {
            set.rules[random.below(count)].conditions = random.conditions();
        }
        return;
    default:
        if (!set.limits.empty()) {
            Limit& one = set.limits[random.below(set.limits.size())];
            random.oneIn(2) ? void(one.isEnabled = !one.isEnabled) : void(one.requests += random.oneIn(2) ? 1 : -1);
        }
        return;
    }
}

} // namespace

/// What may be done to rules without a person, and how two sets differ.
class TighteningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changes_data();
    void changes();
    void tighteningNeverAllowsMore();
    void newRulesHaveTheirPlace_data();
    void newRulesHaveTheirPlace();
    void differences_data();
    void differences();
};

void TighteningTest::changes_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<bool>("isTightening");
    const auto row = [](const char* name, bool isTightening, const Change& change) {
        QTest::newRow(name) << change << isTightening;
    };
    row("nothing", true, [](RuleSet&) {});
    row("a block at the top", true, [](RuleSet& s) { insert(s, 0, rule("new", Decision::Block)); });
    row("a block in the middle", true, [](RuleSet& s) { insert(s, 2, rule("new", Decision::Block)); });
    row("a block at the end", true, [](RuleSet& s) { insert(s, 5, rule("new", Decision::Block)); });
    row("a block that is switched off", true, [](RuleSet& s) {
        insert(s, 0, rule("new", Decision::Block));
        s.rules.front().isEnabled = false;
    });
    row("an ask", false, [](RuleSet& s) { insert(s, 0, rule("new", Decision::Ask)); });
    row("an allow", false, [](RuleSet& s) { insert(s, 5, rule("new", Decision::Allow)); });
    row("an allow that is switched off", false, [](RuleSet& s) {
        insert(s, 5, rule("new", Decision::Allow));
        s.rules.back().isEnabled = false;
    });
    row("a block without an id", false, [](RuleSet& s) { insert(s, 0, rule("block", Decision::Block)); });
    row("a block of a host", true, [](RuleSet& s) {
        Rule one = rule("new", Decision::Block);
        one.conditions = {};
        one.conditions.hosts.among = {"evil.example"};
        insert(s, 0, one);
    });
    row("a block of a path of a host", false, [](RuleSet& s) {
        Rule one = rule("new", Decision::Block);
        one.conditions.hosts.among = {"evil.example"};
        insert(s, 0, one);
    });
    row("a block of hosts but one", false, [](RuleSet& s) {
        Rule one = rule("new", Decision::Block);
        one.conditions = {};
        one.conditions.hosts = {{"*.example"}, {"good.example"}};
        insert(s, 0, one);
    });
    row("a block of everything but one host", true, [](RuleSet& s) {
        Rule one = rule("new", Decision::Block);
        one.conditions = {};
        one.conditions.hosts.except = {"good.example"};
        insert(s, 0, one);
    });

    row("a block is switched on", true, [](RuleSet& s) { s.rules[3].isEnabled = true; });
    row("a block is switched on and renamed", false, [](RuleSet& s) {
        s.rules[3].isEnabled = true;
        s.rules[3].name = "other";
    });
    for (std::size_t i : {0U, 1U, 2U}) {
        row(("rule " + std::to_string(i) + " is switched off").c_str(), false,
            [i](RuleSet& s) { s.rules[i].isEnabled = false; });
    }
    for (std::size_t i = 0; i < 5; ++i) {
        row(("rule " + std::to_string(i) + " is removed").c_str(), false,
            [i](RuleSet& s) { s.rules.erase(s.rules.begin() + static_cast<std::ptrdiff_t>(i)); });
    }
    row("an ask is switched on", false, [](RuleSet& s) {
        s.rules[1].isEnabled = true;
        s.rules[1].name = "x";
    });
    row("a block has other conditions", false, [](RuleSet& s) { s.rules[0].conditions = {}; });
    row("a block has another reason", false, [](RuleSet& s) { s.rules[0].reason = "another"; });
    row("an ask blocks", false, [](RuleSet& s) { s.rules[1].decision = Decision::Block; });
    row("a block asks", false, [](RuleSet& s) { s.rules[0].decision = Decision::Ask; });

    row("a block is moved up", true, [](RuleSet& s) { move(s.rules, 4, 0); });
    row("a block is moved down among blocks", true, [](RuleSet& s) { move(s.rules, 3, 4); });
    row("a block is moved down", false, [](RuleSet& s) { move(s.rules, 0, 1); });
    row("an allow is moved up", false, [](RuleSet& s) { move(s.rules, 2, 1); });
    row("an ask is moved down", false, [](RuleSet& s) { move(s.rules, 1, 4); });
    row("an ask and an allow change places", false, [](RuleSet& s) { std::swap(s.rules[1], s.rules[2]); });
    row("a block comes, and one goes", false, [](RuleSet& s) { s.rules[0] = rule("new", Decision::Block); });
    row("a block twice", false, [](RuleSet& s) { s.rules[4] = s.rules[0]; });

    row("a limit", true, [](RuleSet& s) { s.limits.push_back(limit("new")); });
    row("a limit of a host", false, [](RuleSet& s) {
        s.limits.push_back(limit("new"));
        s.limits.back().conditions.hosts.among = {"a.example"};
    });
    row("a limit is switched on", true, [](RuleSet& s) { s.limits[1].isEnabled = true; });
    row("a limit is switched off", false, [](RuleSet& s) { s.limits[0].isEnabled = false; });
    row("a limit is made smaller", true, [](RuleSet& s) { s.limits[0].requests = 9; });
    row("a limit is made larger", false, [](RuleSet& s) { s.limits[0].requests = 11; });
    row("a limit counts together", false, [](RuleSet& s) { s.limits[0].scope = Scope::Together; });
    row("a limit for an hour", false, [](RuleSet& s) { s.limits[0].period = Period::Hour; });
    row("a limit is removed", false, [](RuleSet& s) { s.limits.pop_back(); });
    row("limits in another order", true, [](RuleSet& s) { std::swap(s.limits[0], s.limits[1]); });
    row("a block and a larger limit", false, [](RuleSet& s) {
        insert(s, 0, rule("new", Decision::Block));
        s.limits[0].requests = 11;
    });
}

void TighteningTest::changes() {
    QFETCH(Change, change);
    QFETCH(bool, isTightening);
    RuleSet after = someRules();
    change(after);
    QCOMPARE(onlyTightens(someRules(), after), isTightening);
}

void TighteningTest::tighteningNeverAllowsMore() {
    RandomRules random(21);
    int tightened = 0;
    int felt = 0;
    for (int i = 0; i < 20'000; ++i) {
        RuleSet before = random.set(6);
        for (std::size_t one = 0; one < before.rules.size(); ++one) {
            before.rules[one].id = "r" + std::to_string(one);
        }
        RuleSet after = before;
        for (std::size_t change = 1 + random.below(2); change > 0; --change) {
            changeAtRandom(random, after);
        }
        if (before == after || !onlyTightens(before, after)) {
            continue;
        }
        ++tightened;
        const auto milder = compiled(before);
        const auto stricter = compiled(after);
        if (stricter == nullptr) {
            continue; // two new ones with the same id, or a limit of nothing
        }
        for (int request = 0; request < 10; ++request) {
            const RuleFacts facts = random.facts();
            const int was = severity(*milder, facts);
            const int is = severity(*stricter, facts);
            QVERIFY(is >= was);
            felt += is > was ? 1 : 0;
            std::vector<std::pair<std::string, std::int64_t>> counting;
            for (const std::size_t place : facts.countedBy(*stricter).limits) {
                counting.emplace_back(after.limits[place].id, after.limits[place].requests);
            }
            if (facts.countedBy(*stricter).outcome == Verdict::Outcome::MustBeExamined) {
                continue; // refused
            }
            for (const std::size_t place : facts.countedBy(*milder).limits) {
                const Limit& former = before.limits[place];
                QVERIFY(std::any_of(counting.begin(), counting.end(), [&](const auto& one) {
                    return one.first == former.id && one.second <= former.requests;
                }));
            }
        }
    }
    QVERIFY2(tightened > 500 && felt > 100, (std::to_string(tightened) + ' ' + std::to_string(felt)).c_str());
}

void TighteningTest::newRulesHaveTheirPlace_data() {
    QTest::addColumn<std::vector<Decision>>("rules");
    QTest::addColumn<Decision>("decision");
    QTest::addColumn<int>("place");
    using enum Decision;
    using Decisions = std::vector<Decision>;
    QTest::newRow("first") << Decisions{} << Allow << 0;
    QTest::newRow("a block") << Decisions{Block, Ask} << Block << 0;
    QTest::newRow("an ask") << Decisions{Block, Block, Ask, Block} << Ask << 2;
    QTest::newRow("an allow") << Decisions{Block, Allow} << Allow << 1;
    QTest::newRow("behind blocks alone") << Decisions{Block} << Allow << 1;
}

void TighteningTest::newRulesHaveTheirPlace() {
    QFETCH(std::vector<Decision>, rules);
    QFETCH(Decision, decision);
    QFETCH(int, place);
    RuleSet set;
    for (const Decision one : rules) {
        set.rules.push_back(rule("r", one));
    }
    QCOMPARE(usualPlace(set, decision), static_cast<std::size_t>(place));
}

void TighteningTest::differences_data() {
    using What = RuleDifference::What;
    using Differences = std::vector<RuleDifference>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<Differences>("differences");
    const auto row = [](const char* name, const Change& change, const Differences& differences) {
        QTest::newRow(name) << change << differences;
    };
    row("nothing", [](RuleSet&) {}, {});
    row("added", [](RuleSet& s) { insert(s, 1, rule("new", Decision::Ask)); }, {{What::Added, false, {}, 1}});
    row("removed", [](RuleSet& s) { s.rules.erase(s.rules.begin() + 1); }, {{What::Removed, false, 1, {}}});
    row("changed", [](RuleSet& s) { s.rules[1].name = "x"; }, {{What::Changed, false, 1, 1}});
    row("moved up", [](RuleSet& s) { move(s.rules, 4, 0); }, {{What::Moved, false, 4, 0}});
    row("moved down", [](RuleSet& s) { move(s.rules, 0, 3); }, {{What::Moved, false, 0, 3}});
    row("moved and changed",
        [](RuleSet& s) {
            move(s.rules, 4, 0);
            s.rules[0].name = "x";
        },
        {{What::Changed, false, 4, 0}});
    row("without ids",
        [](RuleSet& s) {
            for (Rule& one : s.rules) {
                one.id.clear();
            }
            s.limits[0].id.clear();
        },
        {});
    row("one without its id is another", [](RuleSet& s) { s.rules[1] = rule("", Decision::Ask); },
        {{What::Removed, false, 1, {}}, {What::Added, false, {}, 1}});
    row("a limit", [](RuleSet& s) { s.limits[0].requests = 3; }, {{What::Changed, true, 0, 0}});
    row("limits in another order", [](RuleSet& s) { std::swap(s.limits[0], s.limits[1]); }, {});
    row("all", [](RuleSet& s) { s = {}; },
        {{What::Removed, false, 0, {}},
         {What::Removed, false, 1, {}},
         {What::Removed, false, 2, {}},
         {What::Removed, false, 3, {}},
         {What::Removed, false, 4, {}},
         {What::Removed, true, 0, {}},
         {What::Removed, true, 1, {}}});
}

void TighteningTest::differences() {
    QFETCH(Change, change);
    QFETCH(std::vector<RuleDifference>, differences);
    RuleSet after = someRules();
    change(after);
    QCOMPARE(differenceOf(someRules(), after), differences);
}

QTEST_APPLESS_MAIN(TighteningTest)
#include "tightening_test.moc"
