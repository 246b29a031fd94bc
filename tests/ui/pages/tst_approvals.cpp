#include "support/memory_ports.h"
#include "support/page_queries.h"
#include "ui/dialogs/secret_field.h"
#include "ui/pages/approvals/approval_delegate.h"
#include "ui/pages/approvals/approval_list.h"
#include "ui/pages/approvals/approval_pane.h"
#include "ui/pages/approvals/approvals_page.h"
#include "ui/widgets/pill_label.h"
#include "ui/widgets/toast.h"

#include <QMenu>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using uitest::MemoryPorts;
using uitest::named;
using uitest::settle;
using uitest::shows;

namespace {

struct Fixture {
    MemoryPorts ports;
    std::unique_ptr<ui::ApprovalsPage> page;

    Fixture() {
        ports.agents.put("aider");
        page = std::make_unique<ui::ApprovalsPage>(
            ui::ApprovalPorts{ports.approvals, ports.agents, ports.credentials, ports.rules, ports.clock});
        page->resize(1280, 800);
        page->show();
        settle();
    }
    void pass(core::UnixMs ms) {
        settle();
        ports.clock.value += ms;
        page->look();
    }
    ui::ApprovalList* list(const char* name) { return named<ui::ApprovalList>(*page, QString::fromUtf8(name)); }
    QPushButton* button(const char* name) { return named<QPushButton>(*page, QString::fromUtf8(name)); }
    ui::ApprovalPane* pane() { return page->findChild<ui::ApprovalPane*>(); }
    QStringList calls() const { return ports.approvals.calls; }
};

} // namespace

class ApprovalsPageTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        qputenv("HOME", "/home/me");
    }
    void withoutAnythingItSaysWhatComesHere() {
        Fixture f;
        QVERIFY(shows(*f.page, QStringLiteral("Nothing to approve")));
        QVERIFY(!f.list("Waiting")->isVisible());
        QVERIFY(f.button("Answer the oldest") == nullptr);
        QCOMPARE(f.page->subtitle(), QString());
    }
    void whatWaitsIsCountedAndAnsweredInThePane() {
        Fixture f;
        QSignalSpy changed(f.page.get(), &ui::ApprovalsPage::waitingChanged);
        f.ports.approvals.put();
        core::ApprovalRequest second = f.ports.approvals.make();
        second.models = {"gpt-5"};
        f.ports.approvals.put(second);
        QCOMPARE(changed.count(), 2);
        QCOMPARE(f.page->waiting(), 2);
        QCOMPARE(f.page->subtitle(), QStringLiteral("2 request(s) wait"));
        QVERIFY(!f.pane()->isVisible());
        f.page->select(1);
        QVERIFY(f.pane()->isVisible());
        QVERIFY(shows(*f.pane(), QStringLiteral("aider asks to use claude-opus-4-5")));
        QVERIFY(!f.button("Approve once")->isEnabled());
        f.pass(500);
        QVERIFY(f.button("Approve once")->isEnabled());
        f.button("Approve once")->click();
        QCOMPARE(f.calls(), QStringList{QStringLiteral("approve 1 0")});
        QVERIFY(shows(*f.pane(), QStringLiteral("aider asks to use gpt-5"))); // the next is selected, not armed
        QVERIFY(!f.button("Deny")->isEnabled());
        f.pass(500);
        f.button("Deny")->click();
        QVERIFY(!f.pane()->isVisible());
        QCOMPARE(f.page->waiting(), 0);
        QVERIFY(shows(*f.page, QStringLiteral("Nothing waits for you.")));
        QCOMPARE(f.list("Recent decisions")->model()->rowCount(), 2);
    }
    void aPageThatComesBackIntoSightIsNotArmed() {
        Fixture f;
        f.ports.approvals.put();
        f.page->select(1);
        f.pass(500);
        QVERIFY(f.button("Deny")->isEnabled());
        f.page->hide();
        f.page->show();
        QVERIFY(!f.button("Deny")->isEnabled());
    }
    void highRiskTakesThePassphraseInThePane() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        request.rule.isHighRisk = true;
        f.ports.approvals.put(request);
        f.page->select(1);
        f.pass(500);
        auto* field = f.pane()->findChild<ui::SecretField*>();
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, QStringLiteral("wrong"));
        f.button("Approve once")->click();
        settle();
        QVERIFY(shows(*f.pane(), QStringLiteral("This passphrase does not open the vault.")));
        QVERIFY(field->text().isEmpty());
        QTest::keyClicks(field, QStringLiteral("correct horse"));
        QTest::keyClick(field, Qt::Key_Return);
        settle();
        QVERIFY(f.ports.approvals.queue.empty());
    }
    void anotherSelectionTakesWhatWasTypedAway() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        request.rule.isHighRisk = true;
        f.ports.approvals.put(request);
        f.ports.approvals.put();
        f.page->select(1);
        auto* field = f.pane()->findChild<ui::SecretField*>();
        QTest::keyClicks(field, QStringLiteral("correct"));
        f.page->select(2);
        QVERIFY(field->text().isEmpty());
    }
    void alwaysCanBeUndone() {
        Fixture f;
        f.ports.rules.stored.set.rules.emplace_back().id = "rule-ask";
        f.ports.approvals.put();
        f.page->select(1);
        f.pass(500);
        QMenu* menu = f.button("Approve for")->menu();
        QMetaObject::invokeMethod(menu, "aboutToShow");
        menu->actions().last()->trigger();
        settle();
        QCOMPARE(f.ports.rules.stored.set.rules.size(), std::size_t(2));
        auto* toast = f.page->findChild<ui::Toast*>();
        QVERIFY(toast->text().startsWith(QStringLiteral("Rule added: Allow aider when")));
        named<QPushButton>(*toast, QStringLiteral("Undo"))->click();
        QCOMPARE(f.ports.rules.stored.set.rules.size(), std::size_t(1));
    }
    void aRowOpensThePromptByKeyboard() {
        Fixture f;
        f.ports.approvals.put();
        f.ports.approvals.put();
        QSignalSpy wanted(f.page.get(), &ui::ApprovalsPage::promptRequested);
        QSignalSpy oldest(f.page.get(), &ui::ApprovalsPage::oldestRequested);
        f.page->select(1);
        QTest::keyClick(f.list("Waiting"), Qt::Key_Down);
        QTest::keyClick(f.list("Waiting"), Qt::Key_Return);
        QCOMPARE(wanted.value(0).value(0).toULongLong(), 2ULL);
        f.button("Answer the oldest")->click();
        QCOMPARE(oldest.count(), 1);
        QVERIFY(f.button("Answer the oldest")->toolTip().contains(QStringLiteral("Ctrl+Shift+A")));
    }
    void recentDecisionsSayHowTheyEnded() {
        Fixture f;
        const core::ApprovalId first = f.ports.approvals.put();
        f.ports.approvals.end(first, core::ApprovalEnd::TimedOut);
        QTest::keyClick(f.list("Recent decisions"), Qt::Key_Down);
        QVERIFY(f.pane()->isVisible());
        QCOMPARE(f.pane()->findChild<ui::PillLabel*>()->text(), QStringLiteral("Denied: no answer in time"));
        QVERIFY(!f.button("Deny")->isVisible());
        f.ports.approvals.put();
        f.page->select(2); // one selection on the page
        QCOMPARE(f.list("Recent decisions")->selectedRow(), -1);
        QVERIFY(f.button("Deny")->isVisible());
    }
    void everyEndHasALookOfItsOwn() {
        QSet<QString> icons;
        for (int state = ui::ApprovalListModel::kWaits; state <= static_cast<int>(core::ApprovalEnd::Overtaken);
             ++state) {
            icons += ui::approvalLook(state).icon;
        }
        QCOMPARE(icons.size(), static_cast<int>(core::ApprovalEnd::Overtaken) + 2);
    }
    void rememberedAnswersAreRevoked() {
        Fixture f;
        const core::ApprovalRequest request = f.ports.approvals.make();
        f.ports.approvals.answers = {{"answer1", request.rule, request.agentId, "aider", request.launch, 0, 0}};
        Q_EMIT f.ports.approvals.changed();
        QVERIFY(shows(*f.page, QStringLiteral("aider in ~/src/harbor")));
        QVERIFY(shows(
            *f.page,
            QStringLiteral("Approves what is asked by “Ask when the cost is above $1.00”, until the session ends")));
        f.ports.approvals.nextFailure = core::Failure{core::FailureCode::VaultLocked, {}};
        QPushButton* revoke = f.button("Revoke: aider in ~/src/harbor, Ask when the cost is above $1.00");
        revoke->click();
        QVERIFY(shows(*f.page, QStringLiteral("The vault is locked. Unlock it first.")));
        revoke->click();
        QVERIFY(f.ports.approvals.answers.empty());
        QVERIFY(!shows(*f.page, QStringLiteral("Remembered answers")));
    }
    void onANarrowPageEscapeClosesThePane() {
        Fixture f;
        f.page->resize(880, 560);
        f.ports.approvals.put();
        f.page->select(1);
        QVERIFY(f.pane()->isVisible());
        QTest::keyClick(f.list("Waiting"), Qt::Key_Escape);
        QVERIFY(!f.pane()->isVisible());
        QCOMPARE(f.ports.approvals.queue.size(), std::size_t(1));
        QVERIFY(f.calls().isEmpty());
    }
};

QTEST_MAIN(ApprovalsPageTest)
#include "tst_approvals.moc"
