#include "support/memory_ports.h"
#include "ui/pages/agents/token_dialog.h"
#include "ui/pages/launch_prompt.h"
#include "ui/pages/overview/overview_page.h"
#include "ui/pages/unlock/policy_review_dialog.h"
#include "ui/widgets/code_box.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace keysluice;
using uitest::MemoryPorts;

namespace {

QPushButton* button(const QWidget& root, const QString& text) {
    for (QPushButton* one : root.findChildren<QPushButton*>()) {
        if (one->isVisible() && (one->text() == text || one->accessibleName() == text)) {
            return one;
        }
    }
    return nullptr;
}

bool shows(const QWidget& root, const QString& part) {
    for (const QLabel* label : root.findChildren<QLabel*>()) {
        if (label->isVisible() && label->text().contains(part)) {
            return true;
        }
    }
    return false;
}

} // namespace

/// The dialogs of agents, pressed.
class PromptsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTokenIsShownOnceAndCopiedAsASecret() {
        MemoryPorts p;
        p.agents.put("aider");
        QPointer<ui::TokenDialog> dialog(new ui::TokenDialog(p.agents, "agent-aider", nullptr));
        dialog->open();
        auto* label = dialog->findChild<QLineEdit*>();
        auto* days = dialog->findChild<QComboBox*>();
        QCOMPARE(days->currentData().toInt(), 30);
        QVERIFY(button(*dialog, QStringLiteral("Create token"))->isDefault());
        label->setText(QStringLiteral("  laptop  "));
        days->setCurrentIndex(days->findData(7));
        QVERIFY(dialog->findChild<ui::CodeBox*>() == nullptr);
        QTest::keyClick(label, Qt::Key_Return);
        QCOMPARE(p.agents.minted, 1);
        QCOMPARE(p.agents.rows[0].tokens.front().label, std::string("laptop"));
        QCOMPARE(p.agents.rows[0].tokens.front().expiresAt, 1'800'000'000'000 + 7 * 86'400'000LL);
        auto* code = dialog->findChild<ui::CodeBox*>();
        QVERIFY(code != nullptr);
        QCOMPARE(code->text(), QStringLiteral("ks_shownOnce1"));
        QTRY_VERIFY(shows(*dialog, QStringLiteral("Valid until")));
        QVERIFY(button(*dialog, QStringLiteral("Create token")) == nullptr); // not a second one by accident
        code->findChild<QPushButton*>()->click();
        const QMimeData* data = QApplication::clipboard()->mimeData();
        QCOMPARE(data->text(), QStringLiteral("ks_shownOnce1"));
        QCOMPARE(data->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
        button(*dialog, QStringLiteral("Done"))->click();
        QTRY_VERIFY(dialog.isNull());
        QCOMPARE(p.agents.minted, 1);
        QApplication::clipboard()->clear();
    }

    void aTokenThatDoesNotExpireSaysNoDay() {
        MemoryPorts p;
        p.agents.put("aider");
        ui::TokenDialog dialog(p.agents, "agent-aider", nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.open();
        auto* days = dialog.findChild<QComboBox*>();
        days->setCurrentIndex(days->findText(QStringLiteral("Does not expire")));
        button(dialog, QStringLiteral("Create token"))->click();
        QCOMPARE(p.agents.rows[0].tokens.front().expiresAt, 0);
        QTRY_VERIFY(shows(dialog, QStringLiteral("Copy it now")));
        QVERIFY(!shows(dialog, QStringLiteral("Valid until")));
    }

    void aTokenThatCannotBeMadeIsTold() {
        MemoryPorts p;
        p.agents.put("aider");
        QPointer<ui::TokenDialog> dialog(new ui::TokenDialog(p.agents, "agent-aider", nullptr));
        dialog->open();
        p.agents.nextFailure = core::Failure{core::FailureCode::VaultLocked, {}};
        button(*dialog, QStringLiteral("Create token"))->click();
        QVERIFY(shows(*dialog, QStringLiteral("The vault is locked. Unlock it first.")));
        QVERIFY(dialog->findChild<ui::CodeBox*>() == nullptr);
        button(*dialog, QStringLiteral("Create token"))->click();
        QVERIFY(dialog->findChild<ui::CodeBox*>() != nullptr);
        QVERIFY(!shows(*dialog, QStringLiteral("The vault is locked")));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(dialog.isNull());
    }

    void aLaunchIsStartedWithWhatIsWritten() {
        MemoryPorts p;
        p.agents.programs = {{"Claude Code", "claude", "/usr/bin/claude"}, {"Aider", "aider", "/usr/bin/aider"}};
        QTemporaryDir folder;
        QStringList started;
        std::optional<core::Failure> failure = core::Failure{core::FailureCode::VaultLocked, {}};
        const QPointer<ui::LaunchPrompt> prompt = ui::LaunchPrompt::open(
            p.agents, "aider", nullptr,
            [&](const std::string& command, const std::string& where) -> core::Outcome<void> {
                started += QString::fromStdString(command + " in " + where);
                return failure ? core::Outcome<void>(tl::make_unexpected(*std::exchange(failure, std::nullopt)))
                               : core::Outcome<void>();
            });
        auto* command = prompt->findChild<QComboBox*>();
        QCOMPARE(command->count(), 2);
        QCOMPARE(command->currentText(), QStringLiteral("aider")); // the one that was asked for
        QLineEdit* where = nullptr;
        for (QLineEdit* edit : prompt->findChildren<QLineEdit*>()) {
            where = edit->accessibleName() == QStringLiteral("Start it in") ? edit : where;
        }
        QVERIFY(where != nullptr);
        QPushButton* launch = button(*prompt, QStringLiteral("Launch"));
        QVERIFY(launch->isDefault());

        command->setEditText(QStringLiteral("   "));
        launch->click();
        QVERIFY(shows(*prompt, QStringLiteral("Write the command to start.")));
        command->setEditText(QStringLiteral(" aider --model opus "));
        where->setText(folder.filePath(QStringLiteral("not there")));
        launch->click();
        QVERIFY(shows(*prompt, QStringLiteral("There is no folder")));
        QVERIFY(started.isEmpty());
        where->setText(folder.path());
        launch->click(); // fails once
        QVERIFY(shows(*prompt, QStringLiteral("The vault is locked. Unlock it first.")));
        QVERIFY(prompt->isVisible());
        launch->click();
        QTRY_VERIFY(prompt.isNull());
        QCOMPARE(started.size(), 2);
        QCOMPARE(started.back(), QStringLiteral("aider --model opus in %1").arg(folder.path()));
    }

    void aLaunchIsNotStartedByCancel() {
        MemoryPorts p;
        bool started = false;
        const QPointer<ui::LaunchPrompt> prompt =
            ui::LaunchPrompt::open(p.agents, "claude", nullptr, [&started](const std::string&, const std::string&) {
                started = true;
                return core::Outcome<void>();
            });
        button(*prompt, QStringLiteral("Cancel"))->click();
        QTRY_VERIFY(prompt.isNull());
        QVERIFY(!started);
    }

    void theOverviewLeadsToTheReviewOfTheAgents() {
        MemoryPorts p;
        p.vault.addSlot(core::SlotKind::Passphrase);
        p.agents.put("intruder");
        p.vault.current = core::VaultState::PolicyUnverified;
        ui::OverviewPage page({p.vault, p.gateway, p.credentials, p.agents, p.activity, p.clock});
        page.resize(1000, 700);
        page.show();
        connect(&page, &ui::OverviewPage::reviewPolicyRequested, &page, [&] {
            (new ui::PolicyReviewDialog({p.vault, p.agents, p.credentials, p.rules, p.settings}, &page))->open();
        });
        button(page, QStringLiteral("Review: Agents or settings were changed from outside"))->click();
        const QPointer<ui::PolicyReviewDialog> review = page.findChild<ui::PolicyReviewDialog*>();
        QVERIFY(!review.isNull() && review->isVisible());
        QVERIFY(shows(*review, QStringLiteral("intruder: may use every secret")));
        button(*review, QStringLiteral("Accept this"))->click();
        QDialog* proof = nullptr;
        QTRY_VERIFY((proof = review->findChild<QDialog*>()) != nullptr);
        proof->findChild<QLineEdit*>()->setText(QStringLiteral("correct horse"));
        button(*proof, QStringLiteral("Accept"))->click();
        QTRY_VERIFY(p.vault.calls.contains(QStringLiteral("acceptPolicy")));
        QTRY_VERIFY(review.isNull());
        // the page has nothing to review any more
        QTRY_VERIFY(button(page, QStringLiteral("Review: Agents or settings were changed from outside")) == nullptr);
    }
};

QTEST_MAIN(PromptsTest)
#include "tst_prompts.moc"
