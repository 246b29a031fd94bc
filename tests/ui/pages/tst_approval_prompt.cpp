#include "support/memory_ports.h"
#include "support/page_queries.h"
#include "ui/dialogs/approval_parts.h"
#include "ui/dialogs/approval_prompt.h"
#include "ui/dialogs/approval_prompter.h"
#include "ui/dialogs/excerpt_view.h"
#include "ui/dialogs/secret_field.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using uitest::MemoryPorts;
using uitest::named;
using uitest::settle;
using uitest::shows;

namespace {

constexpr core::UnixMs kArm = 500;

struct Fixture {
    MemoryPorts ports;
    QWidget window;
    bool isAskedElsewhere = false;
    ui::ApprovalPrompter prompter{{ports.approvals, ports.agents, ports.credentials, ports.rules, ports.clock},
                                  &window,
                                  [this] { return isAskedElsewhere; }};
    ui::ApprovalPrompt& prompt = *prompter.prompt();

    Fixture() {
        ports.agents.put("aider");
        window.show();
    }
    void pass(core::UnixMs ms) {
        settle(); // the window becomes active
        ports.clock.value += ms;
        prompt.look();
    }
    QPushButton* button(const char* text) { return named<QPushButton>(prompt, QString::fromUtf8(text)); }
    QStringList calls() const { return ports.approvals.calls; }
    QList<QAction*> choices() {
        QMenu* menu = button("Approve for")->menu();
        QMetaObject::invokeMethod(menu, "aboutToShow");
        return menu->actions();
    }
    QAction* choice(const char* text) {
        for (QAction* action : choices()) {
            if (action->text().startsWith(QString::fromUtf8(text))) {
                return action;
            }
        }
        return nullptr;
    }
    core::ApprovalRequest highRisk() {
        core::ApprovalRequest request = ports.approvals.make();
        request.rule.isHighRisk = true;
        return request;
    }
};

} // namespace

class ApprovalPromptTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        qputenv("HOME", "/home/me");
    }
    void itTellsWhoWantsWhatAndWhy() {
        Fixture f;
        f.ports.approvals.put();
        QVERIFY(f.prompt.isVisible());
        QVERIFY(f.prompt.testAttribute(Qt::WA_ShowWithoutActivating));
        for (const char* part :
             {"aider asks to use claude-opus-4-5", "Held by rule 2: Ask when the cost is above $1.00", "aider --opus",
              "~/src/harbor", "Work, Anthropic", "api.anthropic.com", "POST /v1/messages", "about $1.90", "3:00",
              "then denied"}) {
            QVERIFY2(shows(f.prompt, QString::fromUtf8(part)), part);
        }
        QVERIFY(!shows(f.prompt, QStringLiteral("1 of 1")));
        QVERIFY(f.button("Deny and freeze aider") != nullptr);
        QCOMPARE(f.prompt.findChild<ui::ExcerptView*>()->text(),
                 QString::fromStdString(f.ports.approvals.queue[0].excerpt));
    }
    void buttonsArmAfterHalfASecondWithTheFocusOnDeny() {
        Fixture f;
        f.ports.approvals.put();
        for (const char* text : {"Deny", "Deny and freeze aider", "Approve for", "Approve once"}) {
            QVERIFY2(!f.button(text)->isEnabled(), text);
        }
        f.pass(kArm - 1);
        QVERIFY(!f.button("Deny")->isEnabled());
        f.pass(1);
        for (const char* text : {"Deny", "Deny and freeze aider", "Approve for", "Approve once"}) {
            QVERIFY2(f.button(text)->isEnabled(), text);
        }
        QCOMPARE(f.prompt.focusWidget(), f.button("Deny"));
    }
    void anAnswerBringsTheNextAndDisarms() {
        Fixture f;
        f.ports.approvals.put();
        core::ApprovalRequest second = f.ports.approvals.make();
        second.models = {"gpt-5"};
        f.ports.approvals.put(second);
        QVERIFY(shows(f.prompt, QStringLiteral("1 of 2")));
        QVERIFY(shows(f.prompt, QStringLiteral("claude-opus-4-5")));
        f.pass(kArm);
        f.button("Approve once")->click();
        QVERIFY(shows(f.prompt, QStringLiteral("aider asks to use gpt-5")));
        QVERIFY(!f.button("Approve once")->isEnabled());
        f.pass(kArm);
        f.button("Deny")->click();
        QVERIFY(!f.prompt.isVisible());
        QCOMPARE(f.calls(), (QStringList{QStringLiteral("approve 1 0"), QStringLiteral("deny 2")}));
    }
    void whatEndsByItselfMovesOn() {
        Fixture f;
        const core::ApprovalId first = f.ports.approvals.put();
        f.ports.approvals.put();
        f.pass(kArm);
        f.ports.approvals.end(first, core::ApprovalEnd::TimedOut);
        QCOMPARE(f.prompt.current(), core::ApprovalId(2));
        QVERIFY(!f.button("Deny")->isEnabled());
        f.ports.approvals.end(2, core::ApprovalEnd::AgentLeft);
        QVERIFY(!f.prompt.isVisible());
        QVERIFY(f.calls().isEmpty());
    }
    void escapeDecidesNothing() {
        Fixture f;
        f.ports.approvals.put();
        f.pass(kArm);
        QTest::keyClick(&f.prompt, Qt::Key_Escape);
        QVERIFY(!f.prompt.isVisible());
        QVERIFY(f.calls().isEmpty());
        QCOMPARE(f.ports.approvals.queue.size(), std::size_t(1));
        f.prompter.summonOldest();
        QVERIFY(f.prompt.isVisible());
        f.prompt.close();
        QVERIFY(f.calls().isEmpty());
    }
    void afterClosingTheSameAgentIsQuietForAWhile() {
        Fixture f;
        f.ports.approvals.put();
        f.prompt.reject();
        f.ports.approvals.put();
        QVERIFY(!f.prompt.isVisible());
        core::ApprovalRequest other = f.ports.approvals.make();
        other.agentId = "agent-ci";
        f.ports.approvals.put(other);
        QVERIFY(f.prompt.isVisible());
        QCOMPARE(f.prompt.current(), other.id);
        f.prompt.reject();
        f.ports.clock.value += 10'000;
        f.ports.approvals.put();
        QVERIFY(f.prompt.isVisible());
    }
    void aWindowOutOfSightStaysThereWhenANotificationAsks() {
        Fixture f;
        f.window.hide();
        f.isAskedElsewhere = true;
        f.ports.approvals.put();
        QVERIFY(!f.prompt.isVisible());
        f.isAskedElsewhere = false;
        f.ports.approvals.put();
        QVERIFY(f.prompt.isVisible());
    }
    void lettersAnswerOnlyWhenThePersonHasCome() {
        Fixture f;
        f.ports.approvals.put();
        f.pass(kArm);
        QTest::keyClick(&f.prompt, Qt::Key_A);
        QTest::keyClick(&f.prompt, Qt::Key_D);
        QVERIFY(f.calls().isEmpty());
        f.prompter.summonOldest();
        QTest::keyClick(&f.prompt, Qt::Key_A);
        QCOMPARE(f.calls(), QStringList{QStringLiteral("approve 1 0")});
    }
    void lettersDoNothingBeforeTheButtonsAreArmed() {
        Fixture f;
        f.window.hide();
        f.isAskedElsewhere = true;
        f.ports.approvals.put();
        f.prompter.summonOldest();
        QTest::keyClick(&f.prompt, Qt::Key_A);
        QTest::keyClick(&f.prompt, Qt::Key_D);
        QVERIFY(f.calls().isEmpty());
        f.pass(kArm);
        QTest::keyClick(&f.prompt, Qt::Key_A, Qt::ControlModifier);
        QVERIFY(f.calls().isEmpty());
        QTest::keyClick(&f.prompt, Qt::Key_D);
        QCOMPARE(f.calls(), QStringList{QStringLiteral("deny 1")});
    }
    void whoeverIsTypingElsewhereKeepsItDisarmed() {
        Fixture f;
        f.ports.approvals.put();
        f.pass(kArm - 100);
        QTest::keyClick(&f.prompt, Qt::Key_X);
        f.pass(kArm - 100);
        QVERIFY(!f.button("Deny")->isEnabled());
        f.pass(100);
        QVERIFY(f.button("Deny")->isEnabled());
    }
    void enterPressesWhatHasTheFocus() {
        Fixture f;
        f.ports.approvals.put();
        f.pass(kArm);
        QTest::keyClick(f.prompt.focusWidget(), Qt::Key_Return);
        QCOMPARE(f.calls(), QStringList{QStringLiteral("deny 1")});
    }
    void theShortcutBringsTheOldest() {
        Fixture f;
        f.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&f.window));
        f.ports.approvals.put();
        f.ports.approvals.put();
        f.prompt.reject();
        f.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&f.window));
        QTest::keyClick(&f.window, Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(f.prompt.isVisible());
        QCOMPARE(f.prompt.current(), core::ApprovalId(1));
        QVERIFY(ui::ApprovalPrompter::shortcutText().contains(QLatin1Char('A')));
    }
    void theMenuHasTheReachOfEachAnswer() {
        Fixture f;
        f.ports.rules.stored.set.rules.emplace_back().id = "rule-ask";
        f.ports.approvals.put();
        f.pass(kArm);
        QStringList texts;
        for (const QAction* action : f.choices()) {
            texts << (action->isSeparator() ? QStringLiteral("-") : action->text());
        }
        QCOMPARE(
            texts,
            (QStringList{QStringLiteral("For this session of aider in ~/src/harbor"), QStringLiteral("For 10 minutes"),
                         QStringLiteral("For 1 hour"),
                         QStringLiteral("Answers rule 2 for this session of aider only, until the vault is locked."),
                         QStringLiteral("-"),
                         QStringLiteral("Always: adds the rule “Allow aider when the cost is above $1.00” above rule "
                                        "2")}));
        f.choice("For this session")->trigger();
        QCOMPARE(f.calls(), QStringList{QStringLiteral("approve 1 1")});
    }
    void withoutALaunchThereIsNoSession() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        request.launch.reset();
        f.ports.approvals.put(request);
        QVERIFY(f.choice("For this session") == nullptr);
        QVERIFY(f.choice("For 10 minutes") != nullptr);
        QVERIFY(shows(f.prompt, QStringLiteral("none: it was not launched here")));
    }
    void aMenuThatStayedOpenDoesNotAnswerTheNext() {
        Fixture f;
        const core::ApprovalId first = f.ports.approvals.put();
        f.ports.approvals.put();
        f.pass(kArm);
        QMenu* menu = f.button("Approve for")->menu();
        menu->popup({});
        const QPointer<QAction> kept(menu->actions().at(2));
        f.ports.approvals.end(first, core::ApprovalEnd::TimedOut);
        QVERIFY(!menu->isVisible());
        f.pass(kArm);
        QVERIFY(!kept.isNull());
        kept->trigger();
        QVERIFY(f.calls().isEmpty());
    }
    void alwaysAddsARuleThatCanBeTakenBack() {
        Fixture f;
        f.ports.rules.stored.set.rules.emplace_back().id = "rule-ask";
        f.ports.approvals.put();
        f.pass(kArm);
        f.choice("Always")->trigger();
        settle();
        QCOMPARE(f.ports.rules.stored.set.rules.size(), std::size_t(2));
        auto* toast = f.window.findChild<ui::Toast*>();
        QCOMPARE(toast->text(), QStringLiteral("Rule added: Allow aider when the cost is above $1.00"));
        named<QPushButton>(*toast, QStringLiteral("Undo"))->click();
        QCOMPARE(f.ports.rules.stored.set.rules.size(), std::size_t(1));
        QCOMPARE(f.ports.rules.stored.set.rules[0].id, core::RecordId("rule-ask"));
    }
    void belowHalfAMinuteTheTimeIsUrgent() {
        Fixture f;
        f.ports.approvals.put();
        auto* countdown = f.prompt.findChild<ui::CountdownLabel*>();
        f.pass(150'000);
        QVERIFY(shows(f.prompt, QStringLiteral("0:30")));
        QVERIFY(!countdown->isShort());
        f.pass(1'000);
        QVERIFY(countdown->isShort());
        f.pass(60'000);
        QVERIFY(shows(f.prompt, QStringLiteral("0:00")));
    }
    void highRiskTakesThePassphrase() {
        Fixture f;
        f.ports.approvals.put(f.highRisk());
        auto* field = f.prompt.findChild<ui::SecretField*>();
        QVERIFY(field->isVisible());
        f.pass(kArm);
        QCOMPARE(f.prompt.focusWidget(), f.button("Deny"));
        f.button("Approve once")->click();
        QVERIFY(shows(f.prompt, QStringLiteral("Type the passphrase to approve this.")));
        QCOMPARE(f.prompt.focusWidget(), field);
        QTest::keyClicks(field, QStringLiteral("bad and wrong")); // A and D are letters here
        QVERIFY(!shows(f.prompt, QStringLiteral("Type the passphrase")));
        QVERIFY(f.calls().isEmpty());
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(field->text().isEmpty());
        settle();
        QVERIFY(shows(f.prompt, QStringLiteral("This passphrase does not open the vault.")));
        QCOMPARE(f.prompt.focusWidget(), field);
        QTest::keyClicks(field, QStringLiteral("correct horse"));
        f.choice("For 1 hour")->trigger();
        settle();
        QCOMPARE(f.calls(), (QStringList{QStringLiteral("approve 1 0"), QStringLiteral("approve 1 3")}));
        QVERIFY(f.ports.approvals.queue.empty());
        QVERIFY(!f.prompt.isVisible());
    }
    void whoeverClosesItWhileThePassphraseIsLookedAtHasNotApproved() {
        Fixture f;
        f.ports.approvals.put(f.highRisk());
        f.pass(kArm);
        auto* field = f.prompt.findChild<ui::SecretField*>();
        QTest::keyClicks(field, QStringLiteral("correct horse"));
        QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClick(&f.prompt, Qt::Key_Escape);
        settle();
        QCOMPARE(f.ports.approvals.queue.size(), std::size_t(1));
        f.prompter.summonOldest();
        f.pass(kArm);
        QVERIFY(f.button("Approve once")->isEnabled());
    }
    void whatWasTypedGoesWithTheRequest() {
        Fixture f;
        const core::ApprovalId first = f.ports.approvals.put(f.highRisk());
        f.ports.approvals.put(f.highRisk());
        auto* field = f.prompt.findChild<ui::SecretField*>();
        QTest::keyClicks(field, QStringLiteral("correct"));
        f.ports.approvals.end(first, core::ApprovalEnd::AgentLeft);
        QVERIFY(field->text().isEmpty());
        QTest::keyClicks(field, QStringLiteral("correct"));
        f.prompt.reject();
        QVERIFY(field->text().isEmpty());
    }
    void anOrdinaryRuleAsksForNoPassphrase() {
        Fixture f;
        f.ports.approvals.put();
        QVERIFY(!f.prompt.findChild<ui::SecretField*>()->isVisible());
    }
    void theExcerptHidesNothing() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        request.excerpt = "first.\xE2\x80\xAEThen <b>the</b>\xE2\x80\x8B";
        request.isExcerptWhole = false;
        request.bodyBytes = 422'000;
        f.ports.approvals.put(request);
        QCOMPARE(f.prompt.findChild<ui::ExcerptView*>()->text(),
                 QStringLiteral("first.[U+202E]Then <b>the</b>[U+200B]"));
        QVERIFY(shows(f.prompt, QStringLiteral("2 invisible character(s) are shown")));
        QVERIFY(shows(f.prompt, QStringLiteral("a part of 412.1 kB")));
    }
    void aLongExcerptScrollsAfterEightLines() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        request.excerpt = "one";
        f.ports.approvals.put(request);
        auto* view = f.prompt.findChild<ui::ExcerptView*>();
        settle();
        const int one = view->height();
        core::ApprovalRequest next = f.ports.approvals.make();
        next.excerpt = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11";
        f.ports.approvals.put(next);
        f.ports.approvals.end(request.id, core::ApprovalEnd::AgentLeft);
        settle();
        const int line = QFontMetrics(view->findChild<QPlainTextEdit*>()->font()).lineSpacing();
        QTRY_VERIFY(view->height() >= one + 6 * line);
        QVERIFY(view->height() <= one + 8 * line);
    }
    void noTextOfAnAgentMakesItWiderThanAScreen() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        const std::string longest(2'000, 'x');
        request.agentName = std::string(64, 'a');
        request.path = "/" + longest;
        request.host = std::string(253, 'h');
        request.models.assign(40, longest);
        request.launch = std::make_shared<core::Launch>(core::Launch{"launch", longest.substr(0, 200), longest, 1, 0});
        request.excerpt = longest;
        request.rule.isHighRisk = true;
        request.rule.name = std::string(100, 'n');
        request.rule.conditions.models.among = {std::string(256, 'm')};
        f.ports.approvals.put(request);
        settle();
        QVERIFY2(f.prompt.width() <= 900, qPrintable(QString::number(f.prompt.width())));
        QVERIFY2(f.prompt.height() <= 760, qPrintable(QString::number(f.prompt.height())));
    }
    void aTunnelSaysThatNothingIsKnownInside() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        request.isTunnel = true;
        request.models.clear();
        request.excerpt.clear();
        request.host = "example.org";
        f.ports.approvals.put(request);
        QVERIFY(shows(f.prompt, QStringLiteral("aider asks to connect to example.org:443")));
        QVERIFY(shows(f.prompt, QStringLiteral("What is sent through the connection cannot be seen here.")));
        QVERIFY(!f.prompt.findChild<ui::ExcerptView*>()->isVisible());
    }
    void textOfAgentsIsPlain() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        request.agentName = "<b>a</b>&d";
        f.ports.approvals.put(request);
        QVERIFY(shows(f.prompt, QStringLiteral("<b>a</b>&d asks to use")));
        QVERIFY(f.button("Deny and freeze <b>a</b>&&d") != nullptr);
        for (const QLabel* label : f.prompt.findChildren<QLabel*>()) {
            QVERIFY(label->textFormat() == Qt::PlainText);
        }
    }
    void aFreezeThatFailsIsTold() {
        Fixture f;
        f.ports.approvals.put();
        f.pass(kArm);
        f.ports.approvals.nextFailure = core::Failure{core::FailureCode::VaultLocked, {}};
        f.button("Deny and freeze aider")->click();
        QVERIFY(f.window.findChild<ui::Toast*>()->text().startsWith(
            QStringLiteral("It was denied, but the agent is not frozen.")));
        QVERIFY(!f.prompt.isVisible());
    }
    void everyControlHasAName() {
        Fixture f;
        f.ports.approvals.put(f.highRisk());
        for (const QWidget* widget : f.prompt.findChildren<QWidget*>()) {
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (button != nullptr && button->isVisible()) {
                QVERIFY(!button->text().isEmpty() || !button->accessibleName().isEmpty());
            }
        }
        bool hasBuddy = false;
        for (const QLabel* label : f.prompt.findChildren<QLabel*>()) {
            hasBuddy = hasBuddy || label->buddy() == f.prompt.findChild<ui::SecretField*>();
        }
        QVERIFY(hasBuddy);
    }
};

QTEST_MAIN(ApprovalPromptTest)
#include "tst_approval_prompt.moc"
