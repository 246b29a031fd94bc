#include "core/rules/rule_json.h"
#include "support/memory_ports.h"
#include "ui/models/rule_list_model.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using namespace core::rules;
using uitest::MemoryPorts;
using Kind = ui::RuleListModel::Kind;
using Part = ui::RulePlace::Part;

namespace {

RuleSet threeRules() {
    return readRules(R"({"version":1,"rules":[
        {"id":"a","decision":"block","conditions":{"agents":["agent-aider"],"methods":["PUT"]}},
        {"id":"b","decision":"ask","name":"Dear","highRisk":true,"conditions":{"costAboveMicros":1000000}},
        {"id":"c","decision":"allow","enabled":false,"conditions":{}}],
        "limits":[{"id":"x","requests":60,"period":"minute","scope":"agent"}]})")
        .value();
}

struct Stage {
    MemoryPorts ports;
    ui::RuleListModel::Ports of() { return {ports.rules, ports.agents, ports.credentials, ports.settings}; }
    Stage() {
        ports.agents.put("aider");
        ports.rules.stored.set = threeRules();
    }
};

QString accessible(const ui::RuleListModel& model, int row) {
    return model.index(row).data(Qt::AccessibleTextRole).toString();
}

} // namespace

class TestRuleListModel final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void rowsAreSentences() {
        Stage stage;
        ui::RuleListModel model(Part::Rules, stage.of());
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Block aider when the method is PUT"));
        QCOMPARE(model.index(0).data(ui::RuleListModel::WordRole).toInt(), 5);
        QCOMPARE(model.index(1).data(ui::RuleListModel::KindRole).toInt(), int(Kind::Ask));
        QCOMPARE(accessible(model, 0), QStringLiteral("Rule 1, Block aider when the method is PUT, on"));
        QCOMPARE(accessible(model, 1),
                 QStringLiteral("Rule 2, Dear, Ask when the cost is above $1.00, with the passphrase, on"));
        QCOMPARE(accessible(model, 2), QStringLiteral("Rule 3, Allow every request, off"));
        QCOMPARE(accessible(model, 3), QStringLiteral("What no rule fits: Allow everything else"));
        QVERIFY(!model.placeAt(3));
        QVERIFY(model.placeAt(2) == (ui::RulePlace{Part::Rules, 2}));
        QCOMPARE(model.rowOf("b"), 1);
        QCOMPARE(model.rowOf("x"), -1);
    }
    void limitsAreAloneAndHaveNoLastLine() {
        Stage stage;
        ui::RuleListModel model(Part::Limits, stage.of());
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(accessible(model, 0), QStringLiteral("Limit every agent to 60 request(s) a minute, on"));
        QCOMPARE(model.index(0).data(ui::RuleListModel::KindRole).toInt(), int(Kind::Limit));
        QVERIFY(!model.flags(model.index(0)).testFlag(Qt::ItemIsDragEnabled));
    }
    void theLastLineFollowsTheMode() {
        Stage stage;
        ui::RuleListModel model(Part::Rules, stage.of());
        stage.ports.settings.protectedValues.strictMode = true;
        Q_EMIT stage.ports.settings.changed();
        QCOMPARE(model.index(3).data().toString(), QStringLiteral("Block everything else"));
        QCOMPARE(model.index(3).data(ui::RuleListModel::KindRole).toInt(), int(Kind::Block));
        RuleSet off = threeRules();
        off.rules[0].isEnabled = off.rules[1].isEnabled = false;
        QVERIFY(stage.ports.rules.setRules(off)); // nothing is decided: as without rules
        QCOMPARE(model.index(3).data().toString(), QStringLiteral("Allow only hosts that a key is stored for"));
    }
    void hitsAreShownOnlyWhereTheyAreKnown() {
        Stage stage;
        ui::RuleListModel model(Part::Rules, stage.of());
        QVERIFY(!model.hasHits());
        QVERIFY(!model.index(0).data(ui::RuleListModel::HitsRole).isValid());
        model.setHits(ui::RuleListModel::Hits{{"a", 1234}});
        QCOMPARE(model.index(0).data(ui::RuleListModel::HitsRole).toString(), QStringLiteral("1,234"));
        QCOMPARE(model.index(1).data(ui::RuleListModel::HitsRole).toString(), QStringLiteral("0"));
        QVERIFY(accessible(model, 0).contains(QStringLiteral("hits in 7 days: 1,234")));
    }
    void changesKeepRowsThatStay() {
        Stage stage;
        ui::RuleListModel model(Part::Rules, stage.of());
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QVERIFY(stage.ports.rules.setRules(ui::withEnabled(model.set(), {Part::Rules, 0}, false)));
        QCOMPARE(reset.count(), 0);
        QCOMPARE(changed.count(), 1);
        QVERIFY(!model.index(0).data(ui::RuleListModel::EnabledRole).toBool());
        QVERIFY(stage.ports.rules.setRules(ui::without(model.set(), {Part::Rules, 0})));
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.rowCount(), 3);
    }
    void droppingAsksForTheMove_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("gap");
        QTest::addColumn<int>("to");
        QTest::newRow("down") << 0 << 3 << 2;
        QTest::newRow("up") << 2 << 0 << 0;
        QTest::newRow("behind the last line") << 0 << 4 << 2;
        QTest::newRow("at the end") << 0 << -1 << 2;
        QTest::newRow("before itself") << 1 << 1 << -1;
        QTest::newRow("behind itself") << 1 << 2 << -1;
    }
    void droppingAsksForTheMove() {
        QFETCH(int, from);
        QFETCH(int, gap);
        QFETCH(int, to);
        Stage stage;
        ui::RuleListModel model(Part::Rules, stage.of());
        QSignalSpy asked(&model, &ui::RuleListModel::moveRequested);
        const std::unique_ptr<QMimeData> data(model.mimeData({model.index(from)}));
        (void)model.dropMimeData(data.get(), Qt::MoveAction, gap, 0, {});
        QCOMPARE(asked.count(), to < 0 ? 0 : 1);
        if (to >= 0) {
            QCOMPARE(asked[0], (QVariantList{from, to}));
        }
        QMimeData foreign;
        foreign.setText(QStringLiteral("a"));
        QVERIFY(!model.canDropMimeData(&foreign, Qt::MoveAction, 0, 0, {}));
        QVERIFY(!model.flags(model.index(3)).testFlag(Qt::ItemIsDragEnabled));
    }
};

QTEST_GUILESS_MAIN(TestRuleListModel)
#include "tst_rule_list_model.moc"
