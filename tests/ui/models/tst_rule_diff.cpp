#include "core/rules/rule_json.h"
#include "support/memory_ports.h"
#include "ui/models/rule_diff.h"
#include "ui/models/rule_names.h"

#include <QTest>

using namespace keysluice;
using namespace core::rules;
using Change = ui::RuleDiffLine::Change;

namespace {

/// Rules that block one method each: "a:GET b:PUT" are ids and methods, "-" is no id, "!" switches off.
RuleSet setOf(const QString& rules) {
    RuleSet set;
    for (const QString& word : rules.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        Rule rule;
        const QString id = word.section(QLatin1Char(':'), 0, 0);
        rule.id = id == QLatin1String("-") ? std::string() : id.toStdString();
        QString method = word.section(QLatin1Char(':'), 1);
        rule.isEnabled = !method.endsWith(QLatin1Char('!'));
        method.remove(QLatin1Char('!'));
        rule.conditions.methods.among = {method.toStdString()};
        set.rules.push_back(rule);
    }
    return set;
}

QString written(const ui::RuleDiff& diff) {
    QStringList lines;
    for (const ui::RuleDiffLine& line : diff.lines) {
        const QString place = QString::number(line.from) + QLatin1Char('>') + QString::number(line.to);
        lines << QStringLiteral("+-~m").at(int(line.change)) + place;
    }
    return lines.join(QLatin1Char(' '));
}

} // namespace

class TestRuleDiff final : public QObject {
    Q_OBJECT
private:
    uitest::MemoryPorts m_ports;

    ui::RuleDiff diff(const RuleSet& before, const RuleSet& after) {
        return ui::diffOf(before, after, ui::ruleNames(m_ports.agents, m_ports.credentials.catalogue()));
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void differences_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("ids");
        const auto row = [](const char* name, const char* before, const char* after, const char* lines,
                            const char* ids) {
            QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(after)
                                << QString::fromLatin1(lines) << QString::fromLatin1(ids);
        };
        row("the same", "a:GET b:PUT", "a:GET b:PUT", "", "a b");
        row("the same without ids", "a:GET b:PUT", "-:GET -:PUT", "", "a b");
        row("the same of another vault", "a:GET b:PUT", "x:GET y:PUT", "", "a b");
        row("added", "a:GET", "a:GET -:PUT", "+0>2", "a -");
        row("added with an id of another vault", "a:GET", "x:PUT a:GET", "+0>1", "- a");
        row("removed", "a:GET b:PUT", "b:PUT", "-1>0", "b");
        row("changed", "a:GET b:PUT", "a:GET b:POST", "~2>2", "a b");
        row("switched off", "a:GET", "a:GET!", "~1>1", "a");
        row("moved up", "a:GET b:PUT c:POST", "c:POST a:GET b:PUT", "m3>1", "c a b");
        row("moved down", "a:GET b:PUT c:POST", "b:PUT c:POST a:GET", "m1>3", "b c a");
        row("exchanged", "a:GET b:PUT", "b:PUT a:GET", "m1>2", "b a");
        row("added in front moves nothing", "a:GET b:PUT", "-:POST a:GET b:PUT", "+0>1", "- a b");
        row("changed and moved", "a:GET b:PUT c:POST", "c:HEAD a:GET b:PUT", "~3>1", "c a b");
        row("twice the same", "a:GET", "a:GET -:GET", "+0>2", "a -");
        row("an id counts more than the words", "a:GET b:PUT", "b:GET a:PUT", "~2>1 ~1>2", "b a");
        row("everything", "a:GET", "", "-1>0", "");
        row("from nothing", "", "-:GET", "+0>1", "-");
    }
    void differences() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(QString, lines);
        QFETCH(QString, ids);
        const ui::RuleDiff result = diff(setOf(before), setOf(after));
        if (QTest::currentDataTag() == QByteArray("exchanged")) {
            QCOMPARE(result.lines.size(), std::size_t(1)); // either of both
        } else {
            QCOMPARE(written(result), lines);
        }
        QStringList kept;
        for (const Rule& rule : result.after.rules) {
            kept << (rule.id.empty() ? QStringLiteral("-") : QString::fromStdString(rule.id));
        }
        QCOMPARE(kept.join(QLatin1Char(' ')), ids);
        QCOMPARE(result.same + int(result.lines.size()) -
                     int(std::count_if(result.lines.begin(), result.lines.end(),
                                       [](const auto& line) { return line.change == Change::Removed; })),
                 int(result.after.rules.size()));
    }
    void namesMakeTheSame() {
        RuleSet before = setOf(QStringLiteral("a:GET"));
        before.rules[0].name = "Reading";
        RuleSet after = setOf(QStringLiteral("-:PUT"));
        after.rules[0].name = "Reading";
        const ui::RuleDiff result = diff(before, after);
        QCOMPARE(written(result), QStringLiteral("~1>1"));
        QCOMPARE(result.lines[0].before, QStringLiteral("Reading: Block when the method is GET"));
        QCOMPARE(result.lines[0].after, QStringLiteral("Reading: Block when the method is PUT"));
    }
    void everyChangeIsSeenInTheWords() {
        const RuleSet before = setOf(QStringLiteral("a:GET"));
        const auto changed = [&](auto change) {
            RuleSet after = before;
            after.rules[0].decision = Decision::Ask;
            RuleSet base = after;
            change(after.rules[0]);
            const ui::RuleDiff result = diff(base, after);
            return result.lines.size() == 1 && result.lines[0].before != result.lines[0].after;
        };
        QVERIFY(changed([](Rule& rule) { rule.answerSeconds = 60; }));
        QVERIFY(changed([](Rule& rule) { rule.isHighRisk = true; }));
        QVERIFY(changed([](Rule& rule) { rule.reason = "why"; }));
        QVERIFY(changed([](Rule& rule) { rule.isEnabled = false; }));
        QVERIFY(changed([](Rule& rule) { rule.name = "name"; }));
    }
    void limitsHaveNoOrder() {
        RuleSet before;
        before.limits.resize(2);
        before.limits[0].id = "x";
        before.limits[1].id = "y";
        before.limits[1].requests = 5;
        RuleSet after = before;
        std::swap(after.limits[0], after.limits[1]);
        QVERIFY(diff(before, after).lines.empty());
        after.limits[0].requests = 6;
        const ui::RuleDiff result = diff(before, after);
        QCOMPARE(written(result), QStringLiteral("~0>0"));
        QCOMPARE(result.same, 1);
    }
};

QTEST_GUILESS_MAIN(TestRuleDiff)
#include "tst_rule_diff.moc"
