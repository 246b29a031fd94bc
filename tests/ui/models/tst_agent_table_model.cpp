#include "support/memory_ports.h"
#include "ui/models/agent_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using ui::AgentTableModel;
using uitest::MemoryPorts;

namespace {

core::TokenInfo token(const std::string& id, core::UnixMs expiresAt) {
    core::TokenInfo info;
    info.id = id;
    info.expiresAt = expiresAt;
    return info;
}

QString cell(const AgentTableModel& model, int row, int column, int role = Qt::DisplayRole) {
    return model.index(row, column).data(role).toString();
}

} // namespace

class AgentTableModelTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsEachState_data() {
        QTest::addColumn<bool>("hasToken");
        QTest::addColumn<int>("expiresIn"); // ms; 0: never
        QTest::addColumn<bool>("seen");
        QTest::addColumn<int>("launches");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("subtitle");
        QTest::newRow("nothing to prove itself") << false << 0 << true << 0 << "No token"
                                                 << "No valid token";
        QTest::newRow("expired") << true << -1 << true << 0 << "No token"
                                 << "No valid token";
        QTest::newRow("expires this moment") << true << 1 << true << 0 << "Ready"
                                             << "No session";
        QTest::newRow("never used") << true << 0 << false << 0 << "New"
                                    << "Token never used";
        QTest::newRow("used") << true << 0 << true << 0 << "Ready"
                              << "No session";
        QTest::newRow("one launch") << false << 0 << true << 1 << "Running"
                                    << "1 session(s) running";
        QTest::newRow("two launches") << true << 0 << true << 2 << "Running"
                                      << "2 session(s) running";
    }
    void tellsEachState() {
        QFETCH(bool, hasToken);
        QFETCH(int, expiresIn);
        QFETCH(bool, seen);
        QFETCH(int, launches);
        QFETCH(QString, word);
        QFETCH(QString, subtitle);
        MemoryPorts p;
        core::AgentInfo& agent = p.agents.put("aider");
        if (hasToken) {
            agent.tokens.push_back(token("t", expiresIn == 0 ? 0 : p.clock.value + expiresIn));
        }
        agent.lastSeenAt = seen ? p.clock.value - 1'000 : 0;
        for (int i = 0; i < launches; ++i) {
            p.agents.running["agent-aider"].push_back({"l" + std::to_string(i), "aider", "/home/me", 1, 1});
        }
        const AgentTableModel model(p.agents, p.credentials, p.clock);
        QCOMPARE(cell(model, 0, AgentTableModel::State), word);
        QCOMPARE(cell(model, 0, AgentTableModel::Agent, AgentTableModel::SubtitleRole), subtitle);
        QCOMPARE(model.runningLaunches(), launches);
    }

    void frozenGoesBeforeTheRest() {
        MemoryPorts p;
        core::AgentInfo& agent = p.agents.put("aider");
        p.agents.running["agent-aider"].push_back({"l", "aider", "/home/me", 1, 1});
        agent.freeze = core::Freeze::Requests;
        AgentTableModel model(p.agents, p.credentials, p.clock);
        QCOMPARE(cell(model, 0, AgentTableModel::State), QStringLiteral("Frozen"));
        QVERIFY(cell(model, 0, AgentTableModel::Agent, Qt::AccessibleTextRole).contains(QStringLiteral("Frozen")));
        p.agents.rows[0].freeze = core::Freeze::None;
        QVERIFY(p.agents.setFreezeOfAll(core::Freeze::Streams));
        QCOMPARE(cell(model, 0, AgentTableModel::State), QStringLiteral("Frozen"));
        QVERIFY(p.agents.setFreezeOfAll(core::Freeze::None));
        QCOMPARE(cell(model, 0, AgentTableModel::State), QStringLiteral("Running"));
    }

    void namesWhatAnAgentMayUse() {
        MemoryPorts p;
        p.credentials.put("Work");
        p.credentials.put("Evals\u202E", "openai");
        p.agents.put("every");
        core::AgentInfo& some = p.agents.put("some");
        some.everyCredential = false;
        some.granted = {"cred-Work", "cred-Evals\u202E", "cred-gone"};
        core::AgentInfo& none = p.agents.put("none");
        none.everyCredential = false;
        const AgentTableModel model(p.agents, p.credentials, p.clock);
        QCOMPARE(cell(model, 0, AgentTableModel::MayUse), QStringLiteral("Every key"));
        QCOMPARE(cell(model, 1, AgentTableModel::MayUse), QStringLiteral("Work, Evals[U+202E]"));
        QCOMPARE(cell(model, 2, AgentTableModel::MayUse), QStringLiteral("No key"));
        QVERIFY(cell(model, 2, AgentTableModel::Agent, Qt::AccessibleTextRole).contains(QStringLiteral("No key")));
    }

    void namesOfAgentsAreShownSafely() {
        MemoryPorts p;
        p.agents.put("ai\u202Eder\n");
        const AgentTableModel model(p.agents, p.credentials, p.clock);
        QCOMPARE(cell(model, 0, AgentTableModel::Agent), QStringLiteral("ai[U+202E]der[U+000A]"));
    }

    void keepsRowsWhenOnlyTheirContentIsDifferent() {
        MemoryPorts p;
        p.agents.put("a");
        p.agents.put("b");
        AgentTableModel model(p.agents, p.credentials, p.clock);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QPersistentModelIndex second = model.index(1, 0);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        p.agents.today["agent-b"] = 1'234;
        Q_EMIT p.agents.usageChanged();
        QVERIFY(changed.count() == 1 && reset.isEmpty() && second.isValid());
        QCOMPARE(model.index(1, AgentTableModel::Today).data(AgentTableModel::SortRole).toInt(), 1'234);
        QVERIFY(p.agents.rename("agent-b", "c").has_value());
        QVERIFY(reset.isEmpty());
        QCOMPARE(cell(model, 1, AgentTableModel::Agent), QStringLiteral("c"));
        p.credentials.put("Work"); // what they may use has a new name in it
        QCOMPARE(changed.count(), 3);
        QVERIFY(p.agents.remove("agent-a").has_value());
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.rowOf("agent-b"), 0);
        QCOMPARE(model.rowOf("agent-a"), -1);
        QVERIFY(model.agent(1) == nullptr && model.agent(-1) == nullptr);
    }
};

QTEST_GUILESS_MAIN(AgentTableModelTest)
#include "tst_agent_table_model.moc"
