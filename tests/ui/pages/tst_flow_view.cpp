#include "support/memory_ports.h"
#include "ui/models/activity_table_model.h"
#include "ui/pages/overview/flow_view.h"
#include "ui/pages/overview/overview_page.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QVBoxLayout>

using namespace keysluice;
using uitest::MemoryPorts;

namespace {

/// Two agents and two credentials with long names; one agent is also refused.
std::vector<ui::FlowCount> flows() {
    return {{"agent-1", "claude-code-reviewer", "cred-1", "OpenAI evaluation", 120, 0},
            {"agent-2", "aider", "cred-2", "Work", 30, 4}};
}

QStringList shownNames(const ui::FlowView& view) {
    QStringList names;
    for (const ui::FlowNode& node : view.picture().agents) {
        names += view.shownName(node, true);
    }
    for (const ui::FlowNode& node : view.picture().credentials) {
        names += view.shownName(node, false);
    }
    return names;
}

} // namespace

/// The flow picture and the newest requests of the Overview.
class FlowViewTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isUsedByKeyboard() {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* before = new QPushButton(QStringLiteral("before"), &window);
        auto* view = new ui::FlowView(&window);
        auto* after = new QPushButton(QStringLiteral("after"), &window);
        for (QWidget* widget : std::initializer_list<QWidget*>{before, view, after}) {
            layout->addWidget(widget);
        }
        view->setFlows(flows(), {});
        window.resize(560, 400);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        before->setFocus();
        QSignalSpy activated(view, &ui::FlowView::flowActivated);
        QTest::keyClick(before, Qt::Key_Tab);
        QVERIFY(view->hasFocus());
        QTest::keyClick(view, Qt::Key_Return); // nothing is marked yet
        QVERIFY(activated.isEmpty());

        const int last = static_cast<int>(view->picture().ribbons.size()) - 1;
        QCOMPARE(last, 2);
        for (int at = 0; at <= last; ++at) {
            QTest::keyClick(view, at % 2 == 0 ? Qt::Key_Down : Qt::Key_Right);
            QCOMPARE(view->markedRibbon(), at);
            QTest::keyClick(view, at % 2 == 0 ? Qt::Key_Return : Qt::Key_Space);
        }
        QTest::keyClick(view, Qt::Key_Down); // there is no further one
        QCOMPARE(view->markedRibbon(), last);
        QTest::keyClick(view, Qt::Key_Up);
        QTest::keyClick(view, Qt::Key_Left);
        QTest::keyClick(view, Qt::Key_Up);
        QCOMPARE(view->markedRibbon(), 0);
        QCOMPARE(activated.count(), 3);
        QStringList opened;
        for (const QList<QVariant>& call : activated) {
            opened += QStringLiteral("%1>%2%3").arg(call[0].toString(), call[1].toString(),
                                                    call[2].toBool() ? QStringLiteral(" refused") : QString());
        }
        opened.sort();
        QCOMPARE(opened, (QStringList{QStringLiteral("agent-1>cred-1"), QStringLiteral("agent-2> refused"),
                                      QStringLiteral("agent-2>cred-2")}));
        QTest::keyClick(view, Qt::Key_Tab);
        QVERIFY(after->hasFocus());
        QCOMPARE(view->markedRibbon(), -1);
        QTest::keyClick(after, Qt::Key_Backtab);
        QVERIFY(view->hasFocus());
    }

    void nothingToMarkOnAnEmptyDay() {
        ui::FlowView view;
        view.show();
        QSignalSpy activated(&view, &ui::FlowView::flowActivated);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(view.markedRibbon(), -1);
        QVERIFY(activated.isEmpty());
    }

    void namesUseTheRoomThereIs_data() {
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<double>("points");
        QTest::newRow("left to right") << false << 10.0;
        QTest::newRow("right to left") << true << 10.0;
        QTest::newRow("large font") << false << 13.0;
    }
    void namesUseTheRoomThereIs() {
        QFETCH(bool, mirrored);
        QFETCH(double, points);
        ui::FlowView view;
        view.setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
        QFont font = view.font();
        font.setPointSizeF(points);
        view.setFont(font);
        view.setFlows(flows(), {{"cred-1", {QStringLiteral("O"), core::Health::Valid}},
                                {"cred-2", {QStringLiteral("A"), core::Health::Valid}}});
        view.resize(QFontMetrics(font).horizontalAdvance(QLatin1Char('n')) * 80, 240);
        QCOMPARE(shownNames(view), (QStringList{QStringLiteral("claude-code-reviewer"), QStringLiteral("aider"),
                                                QStringLiteral("OpenAI evaluation"), QStringLiteral("Work")}));
        // where there is none they are cut, and the ribbons can still be told apart
        view.resize(view.minimumSizeHint().width(), 240);
        const QStringList cut = shownNames(view);
        QVERIFY(cut[0].contains(QChar(0x2026)));
        QVERIFY(cut[0].startsWith(QLatin1Char('c')) && cut[0].endsWith(QLatin1Char('r')));
        QVERIFY(view.ribbonLength() >= view.width() / 5.0);
        view.grab(); // paints within its bounds at that size, too
    }

    void theNewestRequestsAreNotTunnelsThatWorked() {
        MemoryPorts p;
        const auto row = [](core::ActivityRecord::Kind kind, core::ActivityRecord::Decision decision,
                            const std::string& path) {
            core::ActivityRecord record = uitest::MemoryActivity::make(1);
            record.kind = kind;
            record.decision = decision;
            record.method = kind == core::ActivityRecord::Kind::Request ? "POST" : "CONNECT";
            record.path = path;
            return record;
        };
        using Kind = core::ActivityRecord::Kind;
        using Decision = core::ActivityRecord::Decision;
        p.activity.append({row(Kind::Connect, Decision::Allowed, "/a"), row(Kind::Request, Decision::Allowed, "/b"),
                           row(Kind::Connect, Decision::Blocked, "/c")});
        ui::OverviewPage page({p.vault, p.gateway, p.credentials, p.agents, p.activity, p.clock});
        QTableView* table = nullptr;
        for (QTableView* one : page.findChildren<QTableView*>()) {
            table = one->accessibleName() == QStringLiteral("Recent requests") ? one : table;
        }
        QVERIFY(table != nullptr);
        const auto sequences = [table] {
            QList<qint64> result;
            for (int at = 0; at < table->model()->rowCount(); ++at) {
                result += table->model()->index(at, 0).data(ui::ActivityTableModel::SequenceRole).toLongLong();
            }
            return result;
        };
        QCOMPARE(sequences(), (QList<qint64>{3, 2})); // a refused CONNECT is worth knowing
        p.activity.append({row(Kind::Connect, Decision::Allowed, "/d"), row(Kind::Request, Decision::Error, "/e"),
                           row(Kind::Tunnel, Decision::Allowed, "/f")});
        QCOMPARE(sequences(), (QList<qint64>{5, 3, 2}));
        // Activity keeps them all
        ui::ActivityTableModel everything(p.activity, p.clock);
        QCOMPARE(everything.rowCount(), 6);
    }
};

QTEST_MAIN(FlowViewTest)
#include "tst_flow_view.moc"
