#include "support/memory_ports.h"
#include "ui/models/credential_filter_model.h"
#include "ui/models/credential_model.h"
#include "ui/models/credential_text.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using ui::CredentialCondition;
using ui::CredentialModel;
using ui::CredentialRemedy;

namespace {

CredentialCondition condition(const QModelIndex& index) {
    return static_cast<CredentialCondition>(index.data(CredentialModel::ConditionRole).toInt());
}

} // namespace

class CredentialModelTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void showsARow();
    void namesEachCondition();
    void tellsTroubleAndRemedy();
    void keepsIndexesAcrossChanges();
    void filters();
    void tellsWhichIsUsedFirst();
    void dropAsksForTheRightPlace();
    void hidesControlCharactersOfNames();
    void tellsWhereAKeyGoes();

private:
    std::unique_ptr<uitest::MemoryCredentials> m_port;
    uitest::TestClock m_clock;
    std::unique_ptr<CredentialModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void CredentialModelTest::init() {
    m_tester.reset();
    m_model.reset();
    m_port = std::make_unique<uitest::MemoryCredentials>();
    m_port->put("Work").lastUsedAt = m_clock.value - 1000;
    m_port->put("Plan", "anthropic", core::Health::RateLimited, 429).kindId = "oauth_token";
    m_port->put("Evals", "openai", core::Health::Rejected, 401);
    m_model = std::make_unique<CredentialModel>(*m_port, m_clock);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(),
                                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void CredentialModelTest::showsARow() {
    m_port->today["cred-Work"] = 191;
    m_port->find("cred-Work")->health.checkedAt = m_clock.value - 4 * 60'000;
    m_model->refresh();
    const QModelIndex work = m_model->index(0);
    QCOMPARE(work.data().toString(), QStringLiteral("Work"));
    QCOMPARE(work.data(CredentialModel::MonogramRole).toString(), QStringLiteral("An"));
    QCOMPARE(work.data(CredentialModel::KindRole).toString(), QStringLiteral("API key"));
    QCOMPARE(work.data(CredentialModel::HostRole).toString(), QStringLiteral("api.anthropic.com"));
    QCOMPARE(work.data(CredentialModel::UsedRole).toString(), QStringLiteral("used now"));
    QCOMPARE(work.data(CredentialModel::TodayRole).toInt(), 191);
    const QString spoken = work.data(Qt::AccessibleTextRole).toString();
    for (const QString& part :
         {QStringLiteral("Work"), QStringLiteral("API key"), QStringLiteral("Valid"),
          QStringLiteral("checked 4 min ago"), QStringLiteral("191"), QStringLiteral("enabled")}) {
        QVERIFY2(spoken.contains(part), qPrintable(spoken));
    }
}

void CredentialModelTest::namesEachCondition() {
    const QModelIndex row = m_model->index(0);
    const std::pair<core::Health, CredentialCondition> cases[] = {
        {core::Health::Valid, CredentialCondition::Valid},
        {core::Health::Restricted, CredentialCondition::Restricted},
        {core::Health::RateLimited, CredentialCondition::RateLimited},
        {core::Health::OutOfCredit, CredentialCondition::OutOfCredit},
        {core::Health::Rejected, CredentialCondition::Rejected},
        {core::Health::Unchecked, CredentialCondition::Unchecked}};
    for (const auto& [health, expected] : cases) {
        m_port->find("cred-Work")->health.health = health;
        m_model->refresh();
        QCOMPARE(condition(row), expected);
        QVERIFY(!ui::conditionWord(expected).isEmpty());
    }
    m_port->test("cred-Work");
    QCOMPARE(condition(row), CredentialCondition::Checking);
    m_port->finishTest("cred-Work", core::Health::Rejected, 401);
    QVERIFY(m_port->setEnabled("cred-Work", false).has_value());
    QCOMPARE(condition(row), CredentialCondition::Disabled);
    QVERIFY(row.data(CredentialModel::TroubleRole).toString().isEmpty());
}

void CredentialModelTest::tellsTroubleAndRemedy() {
    QVERIFY(m_model->index(0).data(CredentialModel::TroubleRole).toString().isEmpty());
    m_port->find("cred-Plan")->health.acceptedAgainAt = m_clock.value + 60'000;
    m_model->refresh();
    const QModelIndex plan = m_model->index(1);
    QVERIFY(plan.data(CredentialModel::TroubleRole).toString().contains(QStringLiteral("Accepted again at")));
    QCOMPARE(plan.data(CredentialModel::RemedyRole).toInt(), static_cast<int>(CredentialRemedy::Test));
    m_clock.value += 120'000;
    QVERIFY(plan.data(CredentialModel::TroubleRole).toString().contains(QStringLiteral("since")));
    m_clock.value -= 120'000;
    const QModelIndex evals = m_model->index(2);
    QCOMPARE(evals.data(CredentialModel::TroubleRole).toString(),
             QStringLiteral("OpenAI answered 401. Agents receive this answer. Put a new key in."));
    m_port->refused["cred-Evals"] = 12;
    Q_EMIT m_port->usageChanged();
    QCOMPARE(evals.data(CredentialModel::TroubleRole).toString(),
             QStringLiteral("OpenAI answered 401 to 12 request(s). Agents receive this answer. Put a new key in."));
    QVERIFY(evals.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("401 to 12")));
    QCOMPARE(evals.data(CredentialModel::RemedyRole).toInt(), static_cast<int>(CredentialRemedy::Rotate));
    QCOMPARE(m_model->troubled(), 2);
    QCOMPARE(m_model->rejected(), 1);
}

void CredentialModelTest::keepsIndexesAcrossChanges() {
    const QPersistentModelIndex evals(m_model->index(2));
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QVERIFY(m_port->move("cred-Evals", 0).has_value());
    QCOMPARE(evals.row(), 0);
    m_port->put("Extra");
    QVERIFY(m_port->remove("cred-Work").has_value());
    QCOMPARE(evals.row(), 0);
    QCOMPARE(evals.data().toString(), QStringLiteral("Evals"));
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(m_model->index(1).data().toString(), QStringLiteral("Plan"));
    QCOMPARE(resets.count(), 0);
}

void CredentialModelTest::filters() {
    ui::CredentialFilterModel filter;
    filter.setSourceModel(m_model.get());
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(!filter.isRestricting());
    filter.setText(QStringLiteral("OPENAI"));
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("Evals"));
    filter.setText(QStringLiteral("anthropic oauth"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setText({});
    filter.setCondition(CredentialCondition::RateLimited);
    QCOMPARE(filter.rowCount(), 1);
    m_port->find("cred-Work")->health.health = core::Health::OutOfCredit;
    m_model->refresh();
    QCOMPARE(filter.rowCount(), 2);
    filter.setText(QStringLiteral("nothing"));
    QCOMPARE(filter.rowCount(), 0);
}

void CredentialModelTest::tellsWhichIsUsedFirst() {
    QCOMPARE(m_model->orderLines().size(), 1);
    QVERIFY(m_model->orderLines().first().contains(QStringLiteral("“Work” is used first")));
    QVERIFY(m_port->move("cred-Plan", 0).has_value());
    QVERIFY(m_model->orderLines().first().contains(QStringLiteral("“Plan” is used first")));
    QVERIFY(m_port->setEnabled("cred-Work", false).has_value());
    QVERIFY(m_model->orderLines().isEmpty());
}

void CredentialModelTest::dropAsksForTheRightPlace() {
    QSignalSpy moves(m_model.get(), &CredentialModel::moveRequested);
    const std::unique_ptr<QMimeData> data(m_model->mimeData({m_model->index(0)}));
    QVERIFY(!m_model->dropMimeData(data.get(), Qt::MoveAction, 3, 0, {}));
    QCOMPARE(moves.count(), 0); // not while the order stands
    m_model->setReordering(true);
    QVERIFY(m_model->flags(m_model->index(0)).testFlag(Qt::ItemIsDragEnabled));
    (void)m_model->dropMimeData(data.get(), Qt::MoveAction, 3, 0, {});
    QCOMPARE(moves.count(), 1);
    QCOMPARE(moves.at(0).at(1).toInt(), 2);
    const std::unique_ptr<QMimeData> last(m_model->mimeData({m_model->index(2)}));
    (void)m_model->dropMimeData(last.get(), Qt::MoveAction, 0, 0, {});
    QCOMPARE(moves.at(1).at(1).toInt(), 0);
}

void CredentialModelTest::hidesControlCharactersOfNames() {
    m_port->find("cred-Work")->name = "Wo\u202erk";
    m_model->refresh();
    QCOMPARE(m_model->index(0).data().toString(), QStringLiteral("Wo[U+202E]rk"));
}

void CredentialModelTest::tellsWhereAKeyGoes() {
    const auto text = [](core::Injection injection) {
        core::CredentialKind kind;
        kind.injection = std::move(injection);
        return ui::injectionText(kind, QStringLiteral("a.test"), QStringLiteral("…7QAA"));
    };
    core::Injection gemini = core::injectionIntoHeader("x-goog-api-key", "{value}").value();
    gemini.removeParameters = {"key"};
    QCOMPARE(text(gemini).header, QStringLiteral("x-goog-api-key: …7QAA"));
    QCOMPARE(text(gemini).removed, QStringLiteral("x-goog-api-key, ?key"));
    QCOMPARE(text(core::injectionIntoHeader("authorization", "Bearer {value}").value()).header,
             QStringLiteral("authorization: Bearer …7QAA"));
    QCOMPARE(text(core::injectionIntoQuery("appid").value()).header, QStringLiteral("?appid=…7QAA"));
    QCOMPARE(text(core::injectionIntoPath("/bot{value}/").value()).header, QStringLiteral("/bot…7QAA/"));
}

QTEST_GUILESS_MAIN(CredentialModelTest)
#include "tst_credential_model.moc"
