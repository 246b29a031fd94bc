#include "support/memory_ports.h"
#include "support/page_queries.h"
#include "ui/pages/activity/activity_page.h"
#include "ui/pages/agents/agents_page.h"
#include "ui/pages/first_run/first_run_page.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/settings/settings_page.h"
#include "ui/pages/unlock/unlock_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

using namespace keysluice;
using namespace keysluice::uitest;

namespace {

QAction* entry(const QWidget& page, const char* text) {
    for (QAction* action : page.findChildren<QAction*>()) {
        if (action->text() == QLatin1String(text)) {
            return action;
        }
    }
    return nullptr;
}

} // namespace

class PagesTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Overview

    void overviewActsOnWhatNeedsAttention() {
        MemoryPorts p;
        p.credentials.put("Evals", "openai", core::Health::Rejected, 401);
        ui::OverviewPage page({p.vault, p.gateway, p.credentials, p.agents, p.activity, p.clock});
        page.resize(1000, 700);
        page.show();
        QSignalSpy rotate(&page, &ui::OverviewPage::rotateRequested);
        auto* button = named<QPushButton>(page, QStringLiteral("Rotate key: OpenAI rejects “Evals”"));
        QVERIFY(button != nullptr);
        button->click();
        QCOMPARE(rotate.value(0).value(0).toString(), QStringLiteral("cred-Evals"));
        p.gateway.why = core::Failure{core::FailureCode::PortTaken, "5397"};
        p.gateway.become(ui::GatewayPort::State::Error);
        QVERIFY(shows(page, QStringLiteral("Port 5397 is in use")));
        named<QPushButton>(page, QStringLiteral("Use 5398: The gateway is not reachable"))->click();
        QCOMPARE(p.gateway.movedPort, 1);
        p.vault.become(core::VaultState::Locked);
        QVERIFY(shows(page, QStringLiteral("The vault is locked")));
    }
    void overviewResumesOnlyAfterAQuestion() {
        MemoryPorts p;
        ui::OverviewPage page({p.vault, p.gateway, p.credentials, p.agents, p.activity, p.clock});
        page.show();
        p.gateway.become(ui::GatewayPort::State::Paused);
        page.askToResume();
        auto* question = openDialog<QMessageBox>(page);
        QVERIFY(question != nullptr);
        QCOMPARE(p.gateway.resumed, 0);
        named<QPushButton>(*question, QStringLiteral("Resume"))->click();
        QCOMPARE(p.gateway.resumed, 1);
    }
    void overviewCopiesTheEnvironmentLine() {
        MemoryPorts p;
        p.agents.put("claude-code");
        ui::OverviewPage page({p.vault, p.gateway, p.credentials, p.agents, p.activity, p.clock});
        page.copyEnvironment();
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("HTTPS_PROXY=")));
        p.agents.launches_ = false;
        Q_EMIT p.agents.changed();
        QVERIFY(named<QPushButton>(page, QStringLiteral("Launch agent")) == nullptr);
    }

    // Activity

    void activityTailDoesNotMoveAScrolledView() {
        MemoryPorts p;
        p.activity.appendMany(150);
        ui::ActivityPage page(p.activity, p.settings, p.clock);
        page.resize(1000, 500);
        page.show();
        auto* table = page.findChild<QTableView*>();
        p.activity.appendMany(1);
        QCOMPARE(page.model().rowCount(), 151);
        table->verticalScrollBar()->setValue(40);
        const QVariant top = table->indexAt(QPoint(5, 5)).data(ui::ActivityTableModel::SequenceRole);
        p.activity.appendMany(12);
        QCOMPARE(table->indexAt(QPoint(5, 5)).data(ui::ActivityTableModel::SequenceRole), top);
        auto* link = named<QPushButton>(page, QStringLiteral("12 new request(s)"));
        QVERIFY(link != nullptr);
        link->click();
        QCOMPARE(page.model().rowCount(), 163);
        QCOMPARE(table->verticalScrollBar()->value(), 0);
        QVERIFY(!page.model().isHeld());
    }
    void activitySelectionHoldsTheTailAndShowsTheDetails() {
        MemoryPorts p;
        core::ActivityRecord bad = uitest::MemoryActivity::make(1);
        bad.decision = core::ActivityRecord::Decision::Blocked;
        bad.errorCode = "credential_missing";
        bad.path = "/v1/\xe2\x80\xae"
                   "evil";
        bad.injectedHeader.clear();
        p.activity.append({bad});
        ui::ActivityPage page(p.activity, p.settings, p.clock);
        page.resize(1200, 600);
        page.show();
        page.showRecord(1);
        QVERIFY(page.model().isHeld());
        QVERIFY(shows(page, QStringLiteral("No key is stored for this provider")));
        QVERIFY(shows(page, QStringLiteral("[U+202E]")));
        for (const QLabel* label : page.findChildren<QLabel*>()) {
            QVERIFY(label->textFormat() == Qt::PlainText || label->text().isEmpty());
        }
    }
    void activityDetailsTellWhatDecided() {
        MemoryPorts p;
        core::ActivityRecord held = uitest::MemoryActivity::make(1);
        held.ruleId = "r1";
        held.ruleName = "Ask before <b>Opus</b>";
        held.approval = core::ActivityRecord::Approval::Approved;
        held.heldUs = 12'000'000;
        p.activity.append({uitest::MemoryActivity::make(1), held});
        ui::ActivityPage page(p.activity, p.settings, p.clock);
        page.resize(1200, 600);
        page.show();
        page.showRecord(1);
        QVERIFY(!shows(page, QStringLiteral("Decided by")) && !shows(page, QStringLiteral("Waited")));
        page.showRecord(2);
        QVERIFY(shows(page, QStringLiteral("Decided by")));
        QVERIFY(shows(page, QStringLiteral("Ask before <b>Opus</b>")));
        QVERIFY(shows(page, QStringLiteral("Approval")) && shows(page, QStringLiteral("Approved")));
        QVERIFY(shows(page, QStringLiteral("Waited")));
    }
    void activityFilterThatFitsNothingCanBeCleared() {
        MemoryPorts p;
        p.activity.appendMany(3);
        ui::ActivityPage page(p.activity, p.settings, p.clock);
        page.show();
        auto* filter = named<QLineEdit>(page, QStringLiteral("Filter"));
        filter->setText(QStringLiteral("nothing like this"));
        QTest::keyClick(filter, Qt::Key_Return);
        QCOMPARE(page.model().rowCount(), 0);
        QVERIFY(shows(page, QStringLiteral("No request fits this filter.")));
        named<QPushButton>(page, QStringLiteral("Clear filter"))->click();
        QCOMPARE(page.model().rowCount(), 3);
    }

    // Agents

    void agentGrantsNarrowWithoutBreaking() {
        MemoryPorts p;
        p.credentials.put("Work");
        p.credentials.put("Evals", "openai");
        p.agents.put("aider");
        ui::AgentsPage page(p.agents, p.credentials, p.settings, p.clock);
        page.resize(1200, 700);
        page.show();
        page.select("agent-aider");
        auto* every = named<QCheckBox>(page, QStringLiteral("Every key, future ones included"));
        QVERIFY(every->isChecked());
        every->click();
        QCOMPARE(p.agents.rows[0].granted.size(), std::size_t(2));
        named<QCheckBox>(page, QStringLiteral("Evals"))->click();
        QCOMPARE(p.agents.rows[0].granted, std::vector<core::RecordId>{"cred-Work"});
    }
    void hostsOfAnAgentAreChosen() {
        MemoryPorts p;
        p.agents.put("aider");
        ui::AgentsPage page(p.agents, p.credentials, p.settings, p.clock);
        page.resize(1200, 700);
        page.show();
        page.select("agent-aider");
        auto* choice = named<QComboBox>(page, QStringLiteral("Hosts without a key"));
        QCOMPARE(choice->currentText(), QStringLiteral("As the settings say"));
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_End);
        QCOMPARE(p.agents.rows[0].hostAccess, core::HostAccess::Strict);
        // The wheel over it scrolls; it must not open an agent by accident.
        QWheelEvent wheel(QPointF(5, 5), choice->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(choice, &wheel);
        QCOMPARE(p.agents.rows[0].hostAccess, core::HostAccess::Strict);
        p.agents.nextFailure = core::Failure{core::FailureCode::DiskFull, {}};
        QTest::keyClick(choice, Qt::Key_Home);
        QCOMPARE(choice->currentText(), QStringLiteral("Strict: they are refused")); // what is in force
        p.agents.rows[0].hostAccess = core::HostAccess::Open;
        Q_EMIT p.agents.changed();
        QCOMPARE(choice->currentText(), QStringLiteral("Open: they pass unseen"));
    }
    void agentIsFrozenAndThawed() {
        MemoryPorts p;
        p.agents.put("aider");
        ui::AgentsPage page(p.agents, p.credentials, p.settings, p.clock);
        page.resize(1200, 700);
        page.show();
        page.select("agent-aider");
        const auto choose = [](QPushButton* button, const char* entry) {
            for (QAction* action : button->menu()->actions()) {
                if (action->text() == QLatin1String(entry)) {
                    action->trigger();
                }
            }
        };
        choose(named<QPushButton>(page, QStringLiteral("Freeze")), "Cut running answers");
        QCOMPARE(p.agents.rows[0].freeze, core::Freeze::Streams);
        const auto says = [&page](const char* text) {
            const auto labels = page.findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [text](const QLabel* label) {
                return label->isVisible() && label->text() == QLatin1String(text);
            });
        };
        QVERIFY(says("aider is frozen. Its requests are refused until you thaw it."));
        named<QPushButton>(page, QStringLiteral("Thaw"))->click();
        QCOMPARE(p.agents.rows[0].freeze, core::Freeze::None);
        choose(named<QPushButton>(page, QStringLiteral("Freeze all")), "Let running answers finish");
        QCOMPARE(p.agents.all, core::Freeze::Requests);
        QVERIFY(says("All agents are frozen. Their requests are refused until you thaw them."));
        p.agents.nextFailure = core::Failure{core::FailureCode::DiskFull, {}};
        named<QPushButton>(page, QStringLiteral("Thaw all"))->click();
        QCOMPARE(p.agents.all, core::Freeze::Requests);
        named<QPushButton>(page, QStringLiteral("Thaw all"))->click();
        QCOMPARE(p.agents.all, core::Freeze::None);
    }
    void agentIsDeletedOnlyAfterAQuestion() {
        MemoryPorts p;
        p.agents.put("aider");
        ui::AgentsPage page(p.agents, p.credentials, p.settings, p.clock);
        page.resize(1200, 700);
        page.show();
        page.select("agent-aider");
        entry(page, "Delete")->trigger();
        auto* question = openDialog<QMessageBox>(page);
        QVERIFY(question != nullptr);
        QCOMPARE(p.agents.rows.size(), std::size_t(1));
        QTest::keyClick(question, Qt::Key_Escape);
        QCOMPARE(p.agents.rows.size(), std::size_t(1));
        entry(page, "Delete")->trigger();
        for (QMessageBox* box : page.findChildren<QMessageBox*>()) {
            if (box->isVisible()) {
                named<QPushButton>(*box, QStringLiteral("Delete"))->click();
            }
        }
        QVERIFY(p.agents.rows.empty());
    }
    void aNameInUseIsToldInPlace() {
        MemoryPorts p;
        ui::AgentsPage page(p.agents, p.credentials, p.settings, p.clock);
        page.show();
        page.addAgent();
        auto* dialog = openDialog<QDialog>(page);
        QVERIFY(dialog != nullptr);
        p.agents.nextFailure = core::Failure{core::FailureCode::NameTaken, "ci"};
        named<QLineEdit>(*dialog, QStringLiteral("Name"))->setText(QStringLiteral("ci"));
        named<QPushButton>(*dialog, QStringLiteral("Add agent"))->click();
        QVERIFY(dialog->isVisible());
        QVERIFY(shows(*dialog, QStringLiteral("The name “ci” is in use")));
        named<QPushButton>(*dialog, QStringLiteral("Add agent"))->click();
        QCOMPARE(p.agents.rows.size(), std::size_t(1));
    }
    void aSnippetIsMadeOnlyWhenAsked() {
        MemoryPorts p;
        p.agents.put("aider");
        ui::AgentsPage page(p.agents, p.credentials, p.settings, p.clock);
        page.resize(1200, 700);
        page.show();
        page.select("agent-aider");
        QCOMPARE(p.agents.minted, 0);
        named<QPushButton>(page, QStringLiteral("Create and copy"))->click();
        QCOMPARE(p.agents.minted, 1);
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("ks_shownOnce1")));
        named<QToolButton>(page, QStringLiteral("Base URL"))->click();
        QVERIFY(shows(page, QStringLiteral("For clients that can use no proxy")));
        named<QPushButton>(page, QStringLiteral("Create and copy"))->click();
        QVERIFY(
            QApplication::clipboard()->text().endsWith(QString::number(static_cast<int>(ui::SnippetShell::BaseUrl))));
    }

    // Unlock

    void unlockTellsAWrongPassphraseAndOpensWithTheRightOne() {
        MemoryPorts p;
        p.vault.addSlot(core::SlotKind::Passphrase);
        p.vault.addSlot(core::SlotKind::Keychain);
        p.vault.current = core::VaultState::Locked;
        p.vault.why = core::Failure{core::FailureCode::KeychainHung, {}};
        auto* dialog = new ui::UnlockDialog(p.vault, nullptr);
        QPointer<QDialog> alive(dialog);
        dialog->open();
        QVERIFY(shows(*dialog, QStringLiteral("does not answer")));
        auto* field = named<QLineEdit>(*dialog, QStringLiteral("Passphrase or recovery code"));
        field->setText(QStringLiteral("wrong"));
        named<QPushButton>(*dialog, QStringLiteral("Unlock"))->click();
        QTRY_VERIFY(shows(*dialog, QStringLiteral("This passphrase does not open the vault.")));
        QVERIFY(field->text().isEmpty());
        field->setText(QStringLiteral("correct horse"));
        named<QPushButton>(*dialog, QStringLiteral("Unlock"))->click();
        QTRY_VERIFY(alive.isNull());
        QVERIFY(p.vault.current == core::VaultState::Open);
    }

    // First run

    void firstRunOffersTheKeychainAsItAnswers_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("absent") << int(core::FailureCode::KeychainAbsent)
                                << QStringLiteral("There is no system keychain");
        QTest::newRow("locked") << int(core::FailureCode::KeychainLocked) << QStringLiteral("keychain is locked");
        QTest::newRow("dismissed") << int(core::FailureCode::KeychainDismissed) << QStringLiteral("prompt was closed");
        QTest::newRow("hung") << int(core::FailureCode::KeychainHung) << QStringLiteral("does not answer");
        QTest::newRow("failed") << int(core::FailureCode::KeychainFailed) << QStringLiteral("keychain failed");
    }
    void firstRunOffersTheKeychainAsItAnswers() {
        QFETCH(int, code);
        QFETCH(QString, sentence);
        MemoryPorts p;
        p.vault.current = core::VaultState::Absent;
        p.vault.keychainProblem = core::Failure{static_cast<core::FailureCode>(code), "reason"};
        ui::FirstRunPage page({p.vault, p.credentials, p.agents, p.activity, p.settings, p.clock});
        page.resize(1280, 800);
        page.show();
        QTRY_VERIFY(shows(page, sentence));
        QVERIFY(!named<QRadioButton>(page, QStringLiteral("System keychain, with a recovery passphrase"))->isEnabled());
        QVERIFY(named<QRadioButton>(page, QStringLiteral("Passphrase only"))->isChecked());
    }
    void firstRunFromBeginningToEnd() {
        MemoryPorts p;
        p.vault.current = core::VaultState::Absent;
        p.agents.programs = {{"Claude Code", "claude", "/usr/bin/claude"}};
        ui::FirstRunPage page({p.vault, p.credentials, p.agents, p.activity, p.settings, p.clock});
        page.resize(1280, 800);
        page.show();
        auto* keychain = named<QRadioButton>(page, QStringLiteral("System keychain, with a recovery passphrase"));
        QTRY_VERIFY(keychain->isChecked());
        named<QLineEdit>(page, QStringLiteral("Passphrase"))->setText(QStringLiteral("correct horse"));
        named<QLineEdit>(page, QStringLiteral("Passphrase, again"))->setText(QStringLiteral("other"));
        named<QPushButton>(page, QStringLiteral("Create the vault"))->click();
        QVERIFY(shows(page, QStringLiteral("The two passphrases differ.")));
        named<QLineEdit>(page, QStringLiteral("Passphrase, again"))->setText(QStringLiteral("correct horse"));
        named<QPushButton>(page, QStringLiteral("Create the vault"))->click();
        QTRY_COMPARE(page.step(), 1);
        QVERIFY(p.vault.has(core::SlotKind::Keychain) && p.vault.has(core::SlotKind::Passphrase));
        named<QPushButton>(page, QStringLiteral("Skip this step"))->click();
        QCOMPARE(page.step(), 2);
        named<QPushButton>(page, QStringLiteral("Back"))->click();
        QCOMPARE(page.step(), 1);
        p.credentials.put("Work");
        named<QPushButton>(page, QStringLiteral("Back"))->click();
        named<QPushButton>(page, QStringLiteral("Continue"))->click();
        named<QPushButton>(page, QStringLiteral("Continue"))->click();
        QCOMPARE(page.step(), 2);
        named<QPushButton>(page, QStringLiteral("Launch Claude Code"))->click();
        QCOMPARE(page.step(), 3);
        QCOMPARE(p.agents.rows[0].name, std::string("claude-code"));
        QVERIFY(shows(page, QStringLiteral("Waiting for the first request")));
        p.activity.appendMany(1);
        QVERIFY(shows(page, QStringLiteral("claude-code reached api.anthropic.com with “Work”")));
        QSignalSpy finished(&page, &ui::FirstRunPage::finished);
        named<QPushButton>(page, QStringLiteral("Open Keysluice"))->click();
        QCOMPARE(finished.count(), 1);
        QVERIFY(p.settings.interfaceValues.firstRunDone);
    }

    // All

    void everyControlHasANameBothWays() {
        MemoryPorts p;
        p.credentials.put("Work");
        p.agents.put("aider");
        p.activity.appendMany(5);
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QApplication::setLayoutDirection(direction);
            ui::OverviewPage overview({p.vault, p.gateway, p.credentials, p.agents, p.activity, p.clock});
            ui::AgentsPage agents(p.agents, p.credentials, p.settings, p.clock);
            ui::ActivityPage activity(p.activity, p.settings, p.clock);
            ui::SettingsPage settings(p.vault, p.settings, p.gateway);
            agents.select("agent-aider");
            activity.showRecord(1);
            for (QWidget* page : std::initializer_list<QWidget*>{&overview, &agents, &activity, &settings}) {
                page->resize(1064, 700);
                page->show();
                QVERIFY(!page->grab().isNull());
                for (const QAbstractButton* button : page->findChildren<QAbstractButton*>()) {
                    const QString inner = QString::fromLatin1(button->metaObject()->className()) +
                                          QStringLiteral(" in ") +
                                          QString::fromLatin1(button->parentWidget()->metaObject()->className());
                    if (button->isVisible() && !button->objectName().startsWith(QStringLiteral("qt_")) &&
                        !inner.startsWith(QStringLiteral("QTableCorner")) &&
                        !inner.startsWith(QStringLiteral("QLineEditIcon"))) {
                        QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(), qPrintable(inner));
                    }
                }
                for (const QLineEdit* field : page->findChildren<QLineEdit*>()) {
                    QVERIFY(!field->accessibleName().isEmpty() ||
                            qobject_cast<QComboBox*>(field->parentWidget()) != nullptr);
                }
            }
        }
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }
};

QTEST_MAIN(PagesTest)
#include "tst_pages.moc"
