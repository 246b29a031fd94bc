#include "ui/models/rule_editing.h"

#include <QTest>

using namespace keysluice;
using namespace core::rules;
using Part = ui::RulePlace::Part;

namespace {

/// Rules and limits with these ids, in this order.
RuleSet setOf(const QString& rules, const QString& limits = {}) {
    RuleSet set;
    for (const QString& id : rules.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        Rule rule;
        rule.id = id.toStdString();
        rule.name = "name of " + rule.id;
        set.rules.push_back(rule);
    }
    for (const QString& id : limits.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        Limit limit;
        limit.id = id.toStdString();
        set.limits.push_back(limit);
    }
    return set;
}

template <class One>
QString idsOf(const std::vector<One>& all) {
    QStringList ids;
    for (const One& one : all) {
        ids << (one.id.empty() ? QStringLiteral("-") : QString::fromStdString(one.id));
    }
    return ids.join(QLatin1Char(' '));
}

} // namespace

class TestRuleEditing final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void moves_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<QString>("order");
        QTest::newRow("down") << 0 << 2 << "b c a d";
        QTest::newRow("up") << 3 << 1 << "a d b c";
        QTest::newRow("one step") << 1 << 2 << "a c b d";
        QTest::newRow("nowhere") << 1 << 1 << "a b c d";
        QTest::newRow("from nowhere") << 4 << 1 << "a b c d";
        QTest::newRow("too far") << 1 << 4 << "a b c d";
    }
    void moves() {
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QString, order);
        const RuleSet moved = ui::withRuleMoved(setOf(QStringLiteral("a b c d")), std::size_t(from), std::size_t(to));
        QCOMPARE(idsOf(moved.rules), order);
    }
    void duplicatesStandBehindAndAreNew() {
        const RuleSet set = setOf(QStringLiteral("a b"), QStringLiteral("x y"));
        const RuleSet rules = ui::withDuplicate(set, {Part::Rules, 0});
        QCOMPARE(idsOf(rules.rules), QStringLiteral("a - b"));
        QCOMPARE(rules.rules[1].name, std::string("name of a"));
        QCOMPARE(idsOf(rules.limits), QStringLiteral("x y"));
        QCOMPARE(idsOf(ui::withDuplicate(set, {Part::Limits, 1}).limits), QStringLiteral("x y -"));
        QVERIFY(ui::withDuplicate(set, {Part::Limits, 2}) == set);
    }
    void removes() {
        const RuleSet set = setOf(QStringLiteral("a b"), QStringLiteral("x y"));
        QCOMPARE(idsOf(ui::without(set, {Part::Rules, 0}).rules), QStringLiteral("b"));
        QCOMPARE(idsOf(ui::without(set, {Part::Limits, 1}).limits), QStringLiteral("x"));
        QVERIFY(ui::without(set, {Part::Rules, 2}) == set);
    }
    void switches() {
        const RuleSet set = setOf(QStringLiteral("a b"), QStringLiteral("x y"));
        const RuleSet off = ui::withEnabled(set, {Part::Rules, 1}, false);
        QVERIFY(off.rules[0].isEnabled && !off.rules[1].isEnabled && off.limits[1].isEnabled);
        QVERIFY(!ui::isEnabledAt(off, {Part::Rules, 1}));
        QVERIFY(ui::isEnabledAt(off, {Part::Limits, 1}));
        QVERIFY(!ui::isEnabledAt(off, {Part::Limits, 2}));
        QVERIFY(ui::withEnabled(off, {Part::Rules, 1}, true) == set);
    }
    void aSavedRuleKeepsItsPlaceAndSwitch() {
        RuleSet set = setOf(QStringLiteral("a b"));
        set.rules[0].isEnabled = false;
        Rule changed = set.rules[0];
        changed.isEnabled = true;
        changed.name = "other";
        const RuleSet saved = ui::withRule(set, changed);
        QCOMPARE(idsOf(saved.rules), QStringLiteral("a b"));
        QCOMPARE(saved.rules[0].name, std::string("other"));
        QVERIFY(!saved.rules[0].isEnabled);
    }
    void aNewOrLostOneComesLast() {
        const RuleSet set = setOf(QStringLiteral("a b"), QStringLiteral("x"));
        QCOMPARE(idsOf(ui::withRule(set, Rule()).rules), QStringLiteral("a b -"));
        Rule gone;
        gone.id = "gone";
        QCOMPARE(idsOf(ui::withRule(set, gone).rules), QStringLiteral("a b -"));
        QCOMPARE(idsOf(ui::withLimit(set, Limit()).limits), QStringLiteral("x -"));
    }
    void placesAreFoundById() {
        const RuleSet set = setOf(QStringLiteral("a b"), QStringLiteral("x"));
        QVERIFY(ui::placeOf(set, "b") == (ui::RulePlace{Part::Rules, 1}));
        QVERIFY(ui::placeOf(set, "x") == (ui::RulePlace{Part::Limits, 0}));
        QVERIFY(!ui::placeOf(set, "c"));
        QVERIFY(!ui::placeOf(ui::withRule(set, Rule()), ""));
    }
    void undoTakesBackOnceAndOnlyItsOwnChange() {
        const RuleSet before = setOf(QStringLiteral("a b"));
        const RuleSet after = setOf(QStringLiteral("b a"));
        ui::RuleUndo undo;
        QVERIFY(!undo.take(after));
        undo.remember(before, after);
        QVERIFY(undo.take(after) == before);
        QVERIFY(!undo.take(after));
        undo.remember(before, after);
        QVERIFY(!undo.take(setOf(QStringLiteral("b a c")))); // somebody else's change is in it
    }
};

QTEST_GUILESS_MAIN(TestRuleEditing)
#include "tst_rule_editing.moc"
