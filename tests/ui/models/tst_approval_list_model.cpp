#include "support/memory_ports.h"
#include "ui/models/approval_list_model.h"
#include "ui/models/rule_names.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using ui::ApprovalListModel;
using uitest::MemoryPorts;

class ApprovalListModelTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void rowsStayWithTheirRequests() {
        MemoryPorts ports;
        const ui::RuleNames names = ui::ruleNames(ports.agents, ports.credentials.catalogue());
        ApprovalListModel model(ports.clock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<core::ApprovalRequest> waiting;
        for (int i = 0; i < 4; ++i) {
            waiting.push_back(ports.approvals.make());
        }
        model.setWaiting(waiting, names);
        const QPersistentModelIndex third = model.index(2);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        waiting.erase(waiting.begin());
        waiting.erase(waiting.begin());
        waiting.push_back(ports.approvals.make());
        model.setWaiting(waiting, names);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(third.row(), 0);
        QCOMPARE(third.data(ApprovalListModel::IdRole).toULongLong(), 3ULL);
        QCOMPARE(model.rowOf(5), 2);
        QCOMPARE(model.rowOf(1), -1);
        QVERIFY(model.row(3) == nullptr);
        QVERIFY(model.row(-1) == nullptr);
    }
    void aWaitingRowCountsDown() {
        MemoryPorts ports;
        ApprovalListModel model(ports.clock);
        model.setWaiting({ports.approvals.make()}, ui::ruleNames(ports.agents, ports.credentials.catalogue()));
        const QModelIndex row = model.index(0);
        QCOMPARE(row.data(ApprovalListModel::StateRole).toInt(), ApprovalListModel::kWaits);
        QCOMPARE(row.data(ApprovalListModel::EndRole).toString(), QStringLiteral("3:00"));
        QVERIFY(!row.data(ApprovalListModel::UrgentRole).toBool());
        ports.clock.value += 151'000;
        QCOMPARE(row.data(ApprovalListModel::EndRole).toString(), QStringLiteral("0:29"));
        QVERIFY(row.data(ApprovalListModel::UrgentRole).toBool());
        QCOMPARE(
            row.data(Qt::AccessibleTextRole).toString(),
            QStringLiteral("aider asks to use claude-opus-4-5, waiting, Held by rule 2: Ask when the cost is above "
                           "$1.00, 0:29 left"));
    }
    void aPastRowSaysHowItEnded() {
        MemoryPorts ports;
        ApprovalListModel model(ports.clock);
        model.setPast({{ports.approvals.make(), core::ApprovalEnd::TimedOut, {}, ports.clock.now()}});
        const QModelIndex row = model.index(0);
        QCOMPARE(row.data(ApprovalListModel::SubtitleRole).toString(), QStringLiteral("Denied: no answer in time"));
        QCOMPARE(row.data(ApprovalListModel::StateRole).toInt(), static_cast<int>(core::ApprovalEnd::TimedOut));
        QVERIFY(row.data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(QStringLiteral("aider asks to use claude-opus-4-5, Denied: no answer in time, ")));
    }
};

QTEST_GUILESS_MAIN(ApprovalListModelTest)
#include "tst_approval_list_model.moc"
