#include "app/control/operation_table.h"
#include "app/control/rule_change.h"
#include "core/rules/tightening.h"

#include <QTest>

using namespace keysluice;
using core::rules::Decision;
using core::rules::RuleSet;

namespace {

core::rules::Rule rule(const char* id, const char* name, Decision decision, bool isEnabled = true) {
    core::rules::Rule one;
    one.id = id;
    one.name = name;
    one.decision = decision;
    one.isEnabled = isEnabled;
    return one;
}

/// "b" blocks, "q" asks, "off" blocks and is switched off; the limits "few" and "many".
RuleSet someRules() {
    RuleSet set;
    set.rules = {rule("idb", "b", Decision::Block), rule("idq", "q", Decision::Ask),
                 rule("ido", "off", Decision::Block, false)};
    core::rules::Limit few;
    few.id = "idf";
    few.name = "few";
    few.requests = 5;
    core::rules::Limit many = few;
    many.id = "idm";
    many.name = "many";
    set.limits = {few, many};
    return set;
}

/// The names in order, what has no id yet with a star, what is switched off in brackets.
QString shown(const RuleSet& set) {
    QStringList all;
    const auto add = [&all](const auto& one) {
        const QString name = QString::fromStdString(one.name) + (one.id.empty() ? QStringLiteral("*") : QString());
        all << (one.isEnabled ? name : QString(QLatin1Char('(') + name + QLatin1Char(')')));
    };
    for (const auto& one : set.rules) {
        add(one);
    }
    all << QStringLiteral("|");
    for (const auto& one : set.limits) {
        add(one);
    }
    return all.join(QLatin1Char(' '));
}

QJsonObject arguments(const char* name, const char* rules = "", const char* place = "") {
    return {{QStringLiteral("name"), QString::fromUtf8(name)},
            {QStringLiteral("rules"), QString::fromUtf8(rules)},
            {QStringLiteral("place"), QString::fromUtf8(place)}};
}

} // namespace

/// What the command line does to rules.
class RuleChangeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changes_data() {
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QJsonObject>("given");
        QTest::addColumn<QString>("expected"); ///< empty: the code of the failure is
        QTest::addColumn<bool>("isFree");      ///< needs no person
        const auto row = [](const char* what, const char* operation, const QJsonObject& given, const char* expected,
                            bool isFree = false) {
            QTest::newRow(what) << QString::fromLatin1(operation) << given << QString::fromLatin1(expected) << isFree;
        };
        const char* block = R"({"name":"new","decision":"block"})";
        const char* ask = R"({"name":"new","decision":"ask"})";
        const char* allow = R"({"name":"new","decision":"allow","id":"idb"})";
        const char* limit = R"({"name":"new","requests":1,"period":"day","scope":"together"})";
        row("add a block", "rule.add", arguments("", block), "new* b q (off) | few many", true);
        row("add an ask", "rule.add", arguments("", ask), "b new* q (off) | few many");
        row("add an allow, whatever its id", "rule.add", arguments("", allow), "b new* q (off) | few many");
        row("add at a place", "rule.add", arguments("", block, "4"), "b q (off) new* | few many", true);
        row("add beyond the end", "rule.add", arguments("", block, "5"), "NotFound");
        row("add at no place", "rule.add", arguments("", block, "0"), "NotFound");
        row("add at nonsense", "rule.add", arguments("", block, "x"), "NotFound");
        row("add a limit", "rule.add", arguments("", limit), "b q (off) | few many new*", true);
        row("add nothing", "rule.add", arguments("", ""), "RulesInvalid");
        row("add half a rule", "rule.add", arguments("", R"({"name":"new"})"), "RulesInvalid");
        row("add two rules", "rule.add", arguments("", R"([{"decision":"block"}])"), "RulesInvalid");
        row("edit", "rule.edit", arguments("q", block), "b new (off) | few many");
        row("edit a limit", "rule.edit", arguments("many", limit), "b q (off) | few new");
        row("edit a limit into a rule", "rule.edit", arguments("many", block), "RulesInvalid");
        row("edit nothing", "rule.edit", arguments("none", block), "NotFound");
        row("move up", "rule.move", arguments("off", "", "1"), "(off) b q | few many", true);
        row("move down", "rule.move", arguments("b", "", "3"), "q (off) b | few many");
        row("move to where it is", "rule.move", arguments("q", "", "2"), "b q (off) | few many", true);
        row("move an ask up", "rule.move", arguments("q", "", "1"), "q b (off) | few many");
        row("move beyond the end", "rule.move", arguments("q", "", "4"), "NotFound");
        row("move a limit", "rule.move", arguments("few", "", "1"), "NotFound");
        row("enable a block", "rule.enable", arguments("off"), "b q off | few many", true);
        row("disable", "rule.disable", arguments("b"), "(b) q (off) | few many");
        row("disable what is", "rule.disable", arguments("off"), "b q (off) | few many", true);
        row("disable a limit", "rule.disable", arguments("few"), "b q (off) | (few) many");
        row("remove", "rule.remove", arguments("q"), "b (off) | few many");
        row("remove a limit", "rule.remove", arguments("L2"), "b q (off) | few");
        row("import", "rule.import",
            arguments("", R"({"version":1,"rules":[{"name":"new","decision":"ask"}],"limits":[]})"), "new* |");
        row("import nothing", "rule.import", arguments("", R"({"version":1,"rules":[],"limits":[]})"), "|");
        row("import a rule", "rule.import", arguments("", block), "RulesInvalid");
        row("of a newer version", "rule.import", arguments("", R"({"version":2,"rules":[],"limits":[]})"),
            "RulesInvalid");
        row("something else", "rule.forget", arguments("b"), "Unsupported");
    }

    void changes() {
        QFETCH(QString, operation);
        QFETCH(QJsonObject, given);
        QFETCH(QString, expected);
        QFETCH(bool, isFree);
        const auto after = app::changedRules(operation, given, someRules());
        if (!after) {
            const std::map<QString, core::FailureCode> codes{
                {QStringLiteral("NotFound"), core::FailureCode::NotFound},
                {QStringLiteral("RulesInvalid"), core::FailureCode::RulesInvalid},
                {QStringLiteral("Unsupported"), core::FailureCode::Unsupported}};
            QVERIFY2(codes.contains(expected), after.error().context.c_str());
            QCOMPARE(after.error().code, codes.at(expected));
            return;
        }
        QCOMPARE(shown(*after), expected);
        QCOMPARE(core::rules::onlyTightens(someRules(), *after), isFree);
    }

    void rulesAreFound_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("found"); ///< "rule 0", "limit 1"
        const auto row = [](const char* name, const char* found) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(found);
        };
        row("idq", "rule 1");
        row("q", "rule 1");
        row("many", "limit 1");
        row("1", "rule 0");
        row("3", "rule 2");
        row("L1", "limit 0");
        row("l2", "limit 1");
        row("2", "rule 3"); // a name goes before a number
        row("", "");
        row("0", "");
        row("5", "");
        row("-1", "");
        row("L4", "");
        row("twice", ""); // nobody knows which
        row("idx", "rule 3");
    }

    void rulesAreFound() {
        QFETCH(QString, name);
        QFETCH(QString, found);
        RuleSet set = someRules();
        set.rules.push_back(rule("idx", "2", Decision::Allow));
        for (const char* id : {"idt", "idu"}) {
            core::rules::Limit twice = set.limits.front();
            twice.id = id;
            twice.name = "twice";
            set.limits.push_back(twice);
        }
        set.limits.pop_back(); // one stays, and a rule has its name
        set.rules[2].name = "twice";
        const auto at = app::findRule(set, name);
        const QString text = !at ? QString()
                                 : QString(QLatin1String(at->isLimit ? "limit " : "rule ") +
                                           QString::number(static_cast<qulonglong>(at->place)));
        QCOMPARE(text, found);
    }

    void thePersonIsToldWhatIsDone() {
        const app::Operation* add = app::findOperation(QStringLiteral("rule.add"));
        QVERIFY(add != nullptr);
        // by its conditions, never by the name that somebody gave it
        QCOMPARE(app::commandText(*add, arguments("", R"({"name":"Block everything","decision":"allow",)"
                                                      R"("conditions":{"methods":["GET"]}})")),
                 QStringLiteral("rule add: Allow when the method is GET"));
        const app::Operation* import = app::findOperation(QStringLiteral("rule.import"));
        QCOMPARE(
            app::commandText(*import, arguments("", R"({"version":1,"rules":[{"decision":"allow"}],"limits":[]})")),
            QStringLiteral("rule import: 1 rule(s), 0 limit(s)"));
        const app::Operation* move = app::findOperation(QStringLiteral("rule.move"));
        QCOMPARE(app::commandText(*move, arguments("b", "", "3")), QStringLiteral("rule move b 3"));
        QVERIFY(app::commandText(*add, arguments("", "{")).endsWith(QLatin1String("rule add")));
    }
};

QTEST_GUILESS_MAIN(RuleChangeTest)
#include "rule_change_test.moc"
