#include "support/memory_ports.h"
#include "ui/pages/unlock/policy_review_dialog.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTest>

using namespace keysluice;
using uitest::MemoryPorts;

namespace {

QString words(const QWidget& root) {
    QString all;
    for (const QLabel* label : root.findChildren<QLabel*>()) {
        all += label->text() + QLatin1Char('\n');
    }
    return all;
}

QPushButton* button(const QWidget& root, const QString& text) {
    for (auto* candidate : root.findChildren<QPushButton*>()) {
        if (candidate->text() == text) {
            return candidate;
        }
    }
    return nullptr;
}

} // namespace

class TestPolicyReview final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsWhatTheFileSaysAndAcceptsItWithTheProof() {
        MemoryPorts p;
        p.vault.addSlot(core::SlotKind::Passphrase);
        p.vault.current = core::VaultState::PolicyUnverified;
        core::AgentInfo agent;
        agent.id = "a1";
        agent.name = "intruder\u202E";
        agent.hostAccess = core::HostAccess::Open;
        agent.freeze = core::Freeze::Requests;
        p.agents.rows.push_back(agent);
        p.credentials.put("Work").foreignKeys = core::ForeignKeys::Pass;
        p.settings.protectedValues.resolve.push_back({"api.anthropic.com", 443, "203.0.113.9", 0});
        p.settings.protectedValues.allowPrivateDestinations = true;
        QPointer<QDialog> dialog(
            new ui::PolicyReviewDialog({p.vault, p.agents, p.credentials, p.rules, p.settings}, nullptr));
        dialog->open();
        const QString text = words(*dialog);
        QVERIFY2(text.contains(QStringLiteral("intruder[U+202E]: may use every secret")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("intruder[U+202E]: other hosts are tunnelled")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("intruder[U+202E]: frozen")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Work: other keys pass in its place")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("api.anthropic.com:443 is looked for at 203.0.113.9")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("Private and local addresses may be reached")));
        QVERIFY(text.contains(QStringLiteral("Rules, in their order\nnone\n")));

        button(*dialog, QStringLiteral("Accept this"))->click();
        QDialog* proof = nullptr;
        QTRY_VERIFY((proof = dialog->findChild<QDialog*>()) != nullptr);
        QVERIFY(p.vault.current == core::VaultState::PolicyUnverified);
        auto* field = proof->findChild<QLineEdit*>();
        field->setText(QStringLiteral("wrong"));
        button(*proof, QStringLiteral("Accept"))->click();
        QTRY_VERIFY(words(*proof).contains(QStringLiteral("This passphrase does not open the vault.")));
        QVERIFY(p.vault.current == core::VaultState::PolicyUnverified);
        field->setText(QStringLiteral("correct horse"));
        button(*proof, QStringLiteral("Accept"))->click();
        QTRY_VERIFY(dialog.isNull());
        QVERIFY(p.vault.current == core::VaultState::Open);
    }

    void showsEveryRuleInItsOrder() {
        using core::rules::Decision;
        MemoryPorts p;
        p.vault.addSlot(core::SlotKind::Passphrase);
        p.vault.current = core::VaultState::PolicyUnverified;
        p.agents.put("aider");
        core::rules::Rule allow;
        allow.name = "back\u202Edoor";
        allow.decision = Decision::Allow;
        allow.conditions.agents.among = {"agent-aider"};
        core::rules::Rule block;
        block.isEnabled = false;
        block.reason = "Use a smaller one.";
        block.conditions.models.except = {"*haiku*"};
        core::rules::Rule ask;
        ask.decision = Decision::Ask;
        ask.isHighRisk = true;
        core::rules::Limit limit;
        limit.scope = core::rules::Scope::Together;
        p.rules.stored = {{{allow, block, ask}, {limit}}, 2};
        QPointer<QDialog> dialog(
            new ui::PolicyReviewDialog({p.vault, p.agents, p.credentials, p.rules, p.settings}, nullptr));
        dialog->open();
        const QString text = words(*dialog);
        const QString expected =
            QStringLiteral("2 rule(s) cannot be read. In their place, everything is blocked.\n"
                           "back[U+202E]door: Allow aider\n"
                           "Block when the model is not *haiku*; the agent is told \u201cUse a smaller "
                           "one.\u201d (switched off)\n"
                           "Ask before every request, with the passphrase\n"
                           "Limit all agents together to 60 request(s) a minute\n");
        QVERIFY2(text.contains(expected), qPrintable(text));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(dialog.isNull());
    }

    void cancelChangesNothing() {
        MemoryPorts p;
        p.vault.addSlot(core::SlotKind::Passphrase);
        p.vault.current = core::VaultState::PolicyUnverified;
        QPointer<QDialog> dialog(
            new ui::PolicyReviewDialog({p.vault, p.agents, p.credentials, p.rules, p.settings}, nullptr));
        dialog->open();
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(dialog.isNull());
        QVERIFY(!p.vault.calls.contains(QStringLiteral("acceptPolicy")));
    }
};

QTEST_MAIN(TestPolicyReview)
#include "tst_policy_review.moc"
