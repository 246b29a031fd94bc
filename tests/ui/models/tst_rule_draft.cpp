#include "core/rules/rule_check.h"
#include "core/rules/rule_json.h"
#include "ui/models/rule_draft.h"
#include "ui/models/rule_values.h"
#include "ui/text/rule_fault_text.h"

#include <QLocale>
#include <QTest>

#include <fstream>
#include <iterator>

using namespace keysluice;
using namespace core::rules;
using Kind = ConditionKind;
using Field = ui::DraftFault::Field;
using Operator = ui::ConditionRow::Operator;

namespace {

RuleSet fullRules() {
    std::ifstream file(KEYSLUICE_FULL_RULES);
    const std::string json{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return readRules(json).value();
}

ui::RuleDraft draftOf(const char* json) {
    return ui::draftOf(readRule(json).value());
}

ui::ConditionRow rowWith(Kind kind, Operator op, std::vector<std::string> values) {
    ui::ConditionRow row;
    row.kind = kind;
    row.op = op;
    row.values = std::move(values);
    return row;
}

} // namespace

class TestRuleDraft final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void everyRuleComesBackAsItWas() {
        const RuleSet set = fullRules();
        QVERIFY(!set.rules.empty() && !set.limits.empty());
        for (const Rule& rule : set.rules) {
            QVERIFY2(ui::ruleOf(ui::draftOf(rule)) == rule, rule.name.c_str());
        }
        for (const Limit& limit : set.limits) {
            QVERIFY2(ui::limitOf(ui::draftOf(limit)) == limit, limit.name.c_str());
        }
    }
    void everyKindCanBeAdded() {
        std::vector<ui::ConditionRow> rows;
        for (const Kind kind : ui::conditionKinds()) {
            const auto fresh = ui::freshRow(rows, kind);
            QVERIFY(fresh && fresh->kind == kind);
            rows.push_back(*fresh);
            QVERIFY(!ui::conditionName(kind).isEmpty());
            for (const Operator op : ui::operatorsOf(kind)) {
                QVERIFY(!ui::operatorName(kind, op).isEmpty());
            }
        }
        QCOMPARE(rows.size(), std::size_t(static_cast<int>(Kind::Texts) + 1));
    }
    void aSecondRowSaysWhatTheFirstDoesNot() {
        std::vector<ui::ConditionRow> rows{rowWith(Kind::Models, Operator::IsNot, {"a"})};
        const auto second = ui::freshRow(rows, Kind::Models);
        QVERIFY(second && second->op == Operator::Is);
        rows.push_back(*second);
        QVERIFY(!ui::freshRow(rows, Kind::Models));
        QVERIFY(ui::freeOperators(rows, 0) == std::vector<Operator>{Operator::IsNot});
        QVERIFY(ui::freshRow(rows, Kind::Headers));
        rows = {*ui::freshRow({}, Kind::Cost), *ui::freshRow({}, Kind::Streaming)};
        QVERIFY(!ui::freshRow(rows, Kind::Cost));
        QVERIFY(!ui::freshRow(rows, Kind::Streaming));
        QCOMPARE(ui::freeOperators(rows, 1).size(), std::size_t(2));
    }
    void whatDoesNotGoWithTheDecisionIsLeftOut() {
        ui::RuleDraft draft = draftOf(R"({"decision":"ask","highRisk":true,"answerSeconds":60,"reason":"why"})");
        draft.rule.decision = Decision::Block;
        QVERIFY(!ui::ruleOf(draft).isHighRisk);
        QVERIFY(!ui::ruleOf(draft).answerSeconds);
        QCOMPARE(ui::ruleOf(draft).reason, std::string("why"));
        draft.rule.decision = Decision::Allow;
        QVERIFY(ui::ruleOf(draft).reason.empty());
        QVERIFY(!ui::faultOf(draft, {}));
    }
    void faultsAreAtTheirPlace_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("op");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, Kind kind, Operator op, const char* value, RuleFaultCode code) {
            QTest::newRow(name) << int(kind) << int(op) << QString::fromUtf8(value) << int(code);
        };
        row("no value", Kind::Models, Operator::Is, "", RuleFaultCode::ListEmpty);
        row("no agent", Kind::Agents, Operator::IsNot, "", RuleFaultCode::ListEmpty);
        row("host", Kind::Hosts, Operator::Is, "good.example|bad host", RuleFaultCode::HostMalformed);
        row("other host", Kind::Hosts, Operator::IsNot, "good.example|bad host", RuleFaultCode::HostMalformed);
        row("method", Kind::Methods, Operator::Is, "get", RuleFaultCode::MethodMalformed);
        row("path", Kind::Paths, Operator::IsNot, "v1", RuleFaultCode::PathMalformed);
        row("model", Kind::Models, Operator::Is, "a b", RuleFaultCode::PatternMalformed);
        row("twice", Kind::HostedTools, Operator::Is, "a|a", RuleFaultCode::EntryRepeated);
        row("server", Kind::McpServers, Operator::IsNot, "a|a", RuleFaultCode::EntryRepeated);
        row("header", Kind::Headers, Operator::IsThere, "a b", RuleFaultCode::HeaderNameMalformed);
        row("header value", Kind::Headers, Operator::Is, "a|", RuleFaultCode::TextEmpty);
        row("text", Kind::Texts, Operator::Contains, "", RuleFaultCode::TextEmpty);
        row("expression", Kind::Texts, Operator::Matches, "(", RuleFaultCode::ExpressionMalformed);
        row("number", Kind::Cost, Operator::Above, "", RuleFaultCode::OutOfRange);
        row("endpoint", Kind::Endpoints, Operator::Is, "", RuleFaultCode::ListEmpty);
    }
    void faultsAreAtTheirPlace() {
        QFETCH(int, kind);
        QFETCH(int, op);
        QFETCH(QString, value);
        QFETCH(int, code);
        ui::RuleDraft draft = draftOf(R"({"decision":"block","conditions":{"providers":["openai"],)"
                                      R"("headers":[{"name":"x-good"}],"texts":[{"contains":"good"}]}})");
        std::vector<std::string> values;
        for (const QString& part : value.isEmpty() ? QStringList() : value.split(QLatin1Char('|'))) {
            values.push_back(part.toStdString());
        }
        draft.rows.push_back(rowWith(static_cast<Kind>(kind), static_cast<Operator>(op), values));
        const auto fault = ui::faultOf(draft, {});
        QVERIFY(fault.has_value());
        QCOMPARE(int(fault->fault.code), code);
        QVERIFY(fault->field == Field::Condition);
        QCOMPARE(fault->row, draft.rows.size() - 1);
        QVERIFY(!ui::ruleFaultText(fault->fault).isEmpty());
        if (values.size() == 2 && kind != int(Kind::Headers)) {
            QCOMPARE(fault->value, values[1]);
        }
    }
    void otherFaultsAreAtTheirField() {
        ui::RuleDraft draft = draftOf(R"({"decision":"ask"})");
        draft.rule.name = std::string(101, 'n');
        QVERIFY(ui::faultOf(draft, {})->field == Field::Name);
        draft.rule.name.clear();
        draft.rule.reason = std::string(301, 'r');
        QVERIFY(ui::faultOf(draft, {})->field == Field::Reason);
        draft.rule.reason.clear();
        draft.rule.answerSeconds = 9;
        QVERIFY(ui::faultOf(draft, {})->field == Field::Answer);
        draft.rule.answerSeconds = 10;
        QVERIFY(!ui::faultOf(draft, {}));
        RuleSet full;
        full.rules.resize(RuleBounds::kRules);
        QVERIFY(ui::faultOf(draft, full)->field == Field::Whole);
        ui::RuleDraft limit = ui::draftOf(Limit());
        limit.limit.requests = 0;
        QVERIFY(ui::faultOf(limit, {})->field == Field::Requests);
    }
    void timesAreCheckedToo() {
        ui::RuleDraft draft = draftOf(R"({"decision":"block"})");
        draft.rows.push_back(*ui::freshRow({}, Kind::Time));
        QVERIFY(!ui::faultOf(draft, {}));
        draft.rows[0].time.days = 0;
        QVERIFY(ui::faultOf(draft, {})->fault.code == RuleFaultCode::TimeEmpty);
        draft.rows[0].time.from = -1;
        QVERIFY(ui::faultOf(draft, {})->fault.code == RuleFaultCode::TimeMalformed);
    }
    void aMissingValueIsSeenInTheSentence() {
        const Conditions preview = ui::previewOf(
            {rowWith(Kind::Models, Operator::Is, {}), rowWith(Kind::Headers, Operator::Is, {"x-team", ""})});
        QCOMPARE(preview.models.among, std::vector<std::string>{"\xe2\x80\xa6"});
        QCOMPARE(*preview.headers[0].value, std::string("\xe2\x80\xa6"));
    }
    void typedNumbers_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("micros");
        QTest::newRow("whole") << "3" << 3'000'000LL;
        QTest::newRow("cents") << "1.50" << 1'500'000LL;
        QTest::newRow("small") << "0.000001" << 1LL;
        QTest::newRow("blanks") << " 2.5 " << 2'500'000LL;
        QTest::newRow("group") << "1,000" << 1'000'000'000LL;
        QTest::newRow("too small") << "0.0000001" << -1LL;
        QTest::newRow("nothing") << "" << -1LL;
        QTest::newRow("half") << "1." << -1LL;
        QTest::newRow("below") << "-1" << -1LL;
        QTest::newRow("word") << "one" << -1LL;
        QTest::newRow("too large") << "9999999999999" << -1LL;
    }
    void typedNumbers() {
        QFETCH(QString, text);
        QFETCH(qlonglong, micros);
        QCOMPARE(ui::typedMicros(text).value_or(-1), micros);
        if (micros >= 0) {
            QCOMPARE(ui::typedMicros(ui::microsToType(micros)).value_or(-1), micros);
        }
    }
    void otherTypedValues() {
        QCOMPARE(ui::typedCount(QStringLiteral("64000")).value_or(-1), std::int64_t(64000));
        QCOMPARE(ui::typedCount(QStringLiteral("64,000")).value_or(-1), std::int64_t(64000));
        QVERIFY(!ui::typedCount(QStringLiteral("1.5")));
        QVERIFY(!ui::typedCount(QStringLiteral("-5")));
        QCOMPARE(ui::typedMinute(QStringLiteral("8:30"), 1440), 510);
        QCOMPARE(ui::typedMinute(QStringLiteral("24:00"), 1440), 1440);
        QCOMPARE(ui::typedMinute(QStringLiteral("24:00"), 1439), -1);
        QCOMPARE(ui::typedMinute(QStringLiteral("8.30"), 1440), -1);
        QCOMPARE(ui::minuteToType(510), QStringLiteral("08:30"));
        QVERIFY(ui::unitFor(0) == ui::SizeUnit::Bytes);
        QVERIFY(ui::unitFor(1536) == ui::SizeUnit::Bytes);
        QVERIFY(ui::unitFor(2048) == ui::SizeUnit::Kib);
        QVERIFY(ui::unitFor(3 << 20) == ui::SizeUnit::Mib);
        QCOMPARE(ui::typedLines(QStringLiteral(" a \n\nb c\n")), (std::vector<std::string>{"a", "b c"}));
    }
    void everyFaultHasWords() {
        for (int code = 0; code <= int(RuleFaultCode::NothingAbove); ++code) {
            QVERIFY2(!ui::ruleFaultText({static_cast<RuleFaultCode>(code), {}, "1 to 2"}).isEmpty(),
                     qPrintable(QString::number(code)));
        }
    }
};

QTEST_GUILESS_MAIN(TestRuleDraft)
#include "tst_rule_draft.moc"
