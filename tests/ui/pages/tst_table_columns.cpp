#include "support/memory_ports.h"
#include "ui/pages/activity/activity_page.h"
#include "ui/pages/agents/agents_page.h"

#include <QApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>
#include <QTest>

using namespace keysluice;
using ui::ActivityTableModel;
using uitest::MemoryPorts;

namespace {

std::unique_ptr<ui::ActivityPage> activityPage(MemoryPorts& p, int width = 1000) {
    auto page = std::make_unique<ui::ActivityPage>(p.activity, p.settings, p.clock);
    page->resize(width, 500);
    page->show();
    return page;
}

QTableView* tableOf(QWidget& page) {
    return page.findChild<QTableView*>();
}

void clickHead(QTableView& table, int column) {
    QHeaderView* head = table.horizontalHeader();
    QTest::mouseClick(head->viewport(), Qt::LeftButton, {},
                      QPoint(head->sectionViewportPosition(column) + head->sectionSize(column) / 2, 10));
}

QString cell(const QTableView& table, int row, int column) {
    return table.model()->index(row, column).data().toString();
}

} // namespace

class TestTableColumns final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noHeadIsCutOffAndNothingScrollsSideways_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("mirrored");
        QTest::newRow("usual") << 1040 << false;
        QTest::newRow("mirrored") << 1040 << true;
        QTest::newRow("narrow") << 824 << false;
    }
    void noHeadIsCutOffAndNothingScrollsSideways() {
        QFETCH(int, width);
        QFETCH(bool, mirrored);
        QApplication::setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        MemoryPorts p;
        p.activity.appendMany(3);
        p.agents.put("claude-code");
        p.agents.today["agent-claude-code"] = 1'234;
        const auto activity = activityPage(p, width);
        activity->showRecord(2);
        ui::AgentsPage agents(p.agents, p.credentials, p.settings, p.clock);
        agents.resize(width, 500);
        agents.show();
        agents.select("agent-claude-code");
        QCoreApplication::processEvents();
        for (QWidget* page : std::initializer_list<QWidget*>{activity.get(), &agents}) {
            const QTableView* table = tableOf(*page);
            const QHeaderView* head = table->horizontalHeader();
            for (int column = 0; column < head->count(); ++column) {
                QVERIFY(head->sectionSize(column) >= head->sectionSizeHint(column));
            }
            QCOMPARE(table->horizontalScrollBar()->maximum(), 0);
            QVERIFY(table->selectionModel()->hasSelection());
        }
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void aClickOnAHeadSortsEverythingAndHoldsTheTail() {
        MemoryPorts p;
        for (int i = 0; i < 500; ++i) { // more than one page of rows
            core::ActivityRecord record = uitest::MemoryActivity::make(i + 1);
            record.totalUs = 1'000 * ((i * 37) % 500 + 1);
            p.activity.append({record});
        }
        const auto page = activityPage(p);
        QTableView* table = tableOf(*page);
        clickHead(*table, ActivityTableModel::Time);
        QCOMPARE(page->model().rowCount(), 500);
        QCOMPARE(cell(*table, 0, ActivityTableModel::Time), QStringLiteral("1 ms"));
        clickHead(*table, ActivityTableModel::Time);
        QCOMPARE(cell(*table, 0, ActivityTableModel::Time), QStringLiteral("500 ms"));
        QVERIFY(page->model().isHeld());
        p.activity.appendMany(2);
        QCOMPARE(table->model()->rowCount(), 500);
        // the details are those of the row that was pressed
        table->selectionModel()->setCurrentIndex(table->model()->index(0, 0),
                                                 QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        clickHead(*table, ActivityTableModel::Time); // the usual order again
        QVERIFY(cell(*table, 0, ActivityTableModel::Time) != QStringLiteral("500 ms"));
        table->clearSelection();
        QCOMPARE(page->model().rowCount(), 502);
    }

    void widthOrderAndVisibilityOutliveThePage() {
        MemoryPorts p;
        p.activity.appendMany(3);
        {
            const auto page = activityPage(p, 1300);
            QHeaderView* head = tableOf(*page)->horizontalHeader();
            head->resizeSection(ActivityTableModel::Agent, 177);
            head->moveSection(head->visualIndex(ActivityTableModel::Time), 1);
            head->resizeSection(ActivityTableModel::Time, 1); // not narrower than its head
            QVERIFY(head->sectionSize(ActivityTableModel::Time) >= head->sectionSizeHint(ActivityTableModel::Time));
            QMenu menu;
            page->findChild<ui::TableColumns*>()->fillMenu(menu);
            QAction* status = nullptr;
            for (QMenu* sub : menu.findChildren<QMenu*>()) {
                for (QAction* action : sub->actions()) {
                    status = sub->title() == QStringLiteral("Columns") && action->text() == QStringLiteral("Status")
                                 ? action
                                 : status;
                }
            }
            QVERIFY(status != nullptr && status->isChecked());
            status->toggle();
            QVERIFY(head->isSectionHidden(ActivityTableModel::Status));
            clickHead(*tableOf(*page), ActivityTableModel::Agent);
        }
        const auto page = activityPage(p, 1300);
        const QHeaderView* head = tableOf(*page)->horizontalHeader();
        QCOMPARE(head->sectionSize(ActivityTableModel::Agent), 177);
        QCOMPARE(head->visualIndex(ActivityTableModel::Time), 1);
        QVERIFY(head->isSectionHidden(ActivityTableModel::Status));
        // a live table begins with the newest
        QCOMPARE(page->findChild<ui::TableColumns*>()->sortColumn(), -1);
    }

    void whatWasDamagedIsIgnored() {
        MemoryPorts p;
        p.activity.appendMany(3);
        p.settings.views[QStringLiteral("activity")] = QByteArray("\1garbage", 8);
        const auto page = activityPage(p);
        QCOMPARE(tableOf(*page)->horizontalHeader()->visualIndex(ActivityTableModel::Time),
                 int(ActivityTableModel::Time));
        QVERIFY(tableOf(*page)->columnWidth(ActivityTableModel::Request) > 40);
    }

    void agentsAreSortedByNumberAndStayChosen() {
        MemoryPorts p;
        for (const char* name : {"b", "a", "c"}) {
            p.agents.put(name);
        }
        p.agents.today = {{"agent-a", 9}, {"agent-b", 10}, {"agent-c", 2}};
        ui::AgentsPage page(p.agents, p.credentials, p.settings, p.clock);
        page.resize(1000, 500);
        page.show();
        QTableView* table = tableOf(page);
        QCOMPARE(cell(*table, 0, ui::AgentTableModel::Agent), QStringLiteral("b")); // as they were added
        page.select("agent-c");
        clickHead(*table, ui::AgentTableModel::Today);
        QCOMPARE(cell(*table, 0, ui::AgentTableModel::Agent), QStringLiteral("c"));
        QCOMPARE(cell(*table, 2, ui::AgentTableModel::Agent), QStringLiteral("b"));
        QCOMPARE(table->selectionModel()->selectedRows().value(0).row(), 0);
    }
};

QTEST_MAIN(TestTableColumns)
#include "tst_table_columns.moc"
