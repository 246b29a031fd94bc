#include "support/memory_ports.h"
#include "ui/models/approval_decider.h"

#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using uitest::MemoryPorts;

namespace {

struct Fixture {
    MemoryPorts ports;
    ui::ApprovalDecider decider{ports.approvals, ports.rules, ports.clock};

    void show(core::ApprovalId id) {
        for (const core::ApprovalRequest& request : ports.approvals.waiting()) {
            if (request.id == id) {
                decider.setRequest(request);
            }
        }
    }
    void pass(core::UnixMs ms) {
        ports.clock.value += ms;
        decider.look();
    }
};

core::SecretBytes secret(std::string_view text) {
    return core::SecretBytes::copyOf(text);
}

} // namespace

class ApprovalDeciderTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingCountsBeforeHalfASecond() {
        Fixture f;
        f.show(f.ports.approvals.put());
        const auto tryAll = [&f] {
            f.decider.approve(ui::ApprovalScope::Once, {});
            f.decider.deny();
            f.decider.denyAndFreeze();
        };
        tryAll();
        f.pass(499);
        QVERIFY(!f.decider.canAct());
        tryAll();
        QVERIFY(f.ports.approvals.calls.isEmpty());
        f.pass(1);
        QVERIFY(f.decider.canAct());
        f.decider.deny();
        QCOMPARE(f.ports.approvals.calls, QStringList{QStringLiteral("deny 1")});
    }
    void anotherRequestDisarmsTheSameDoesNot() {
        Fixture f;
        const core::ApprovalId first = f.ports.approvals.put();
        const core::ApprovalId second = f.ports.approvals.put();
        f.show(first);
        f.pass(500);
        f.show(first);
        QVERIFY(f.decider.canAct());
        f.show(second);
        QVERIFY(!f.decider.canAct());
        f.pass(500);
        QVERIFY(f.decider.canAct());
        f.decider.rearm();
        QVERIFY(!f.decider.canAct());
    }
    void anAnswerIsGivenOnce() {
        Fixture f;
        f.show(f.ports.approvals.put());
        f.pass(500);
        f.decider.approve(ui::ApprovalScope::Hour, {});
        f.decider.approve(ui::ApprovalScope::Hour, {});
        f.decider.deny();
        QCoreApplication::processEvents();
        f.decider.deny();
        QCOMPARE(f.ports.approvals.calls, QStringList{QStringLiteral("approve 1 3")});
    }
    void highRiskNeedsThePassphrase() {
        Fixture f;
        core::ApprovalRequest request = f.ports.approvals.make();
        request.rule.isHighRisk = true;
        f.show(f.ports.approvals.put(request));
        f.pass(500);
        QSignalSpy refused(&f.decider, &ui::ApprovalDecider::refused);
        f.decider.approve(ui::ApprovalScope::Once, {});
        QVERIFY(f.ports.approvals.calls.isEmpty());
        QCOMPARE(f.decider.error(), QStringLiteral("Type the passphrase to approve this."));
        f.decider.approve(ui::ApprovalScope::Once, secret("wrong"));
        QVERIFY(f.decider.isBusy());
        QCoreApplication::processEvents();
        QCOMPARE(refused.count(), 2);
        QCOMPARE(f.decider.error(), QStringLiteral("This passphrase does not open the vault."));
        QVERIFY(f.decider.canAct());
        f.decider.approve(ui::ApprovalScope::Once, secret("correct horse"));
        QCoreApplication::processEvents();
        QVERIFY(f.ports.approvals.queue.empty());
        QVERIFY(f.decider.error().isEmpty());
    }
    void whatEndedMeanwhileIsSaid() {
        Fixture f;
        const core::ApprovalId id = f.ports.approvals.put();
        f.show(id);
        f.pass(500);
        f.ports.approvals.end(id, core::ApprovalEnd::TimedOut);
        f.decider.deny();
        QCOMPARE(f.decider.error(), QStringLiteral("It does not wait any more."));
        f.decider.approve(ui::ApprovalScope::Once, {});
        QCoreApplication::processEvents();
        QCOMPARE(f.decider.error(), QStringLiteral("It does not wait any more."));
    }
    void alwaysTellsTheNewRule() {
        Fixture f;
        f.ports.rules.stored.set.rules.emplace_back().id = "rule-ask";
        f.show(f.ports.approvals.put());
        f.pass(500);
        QSignalSpy added(&f.decider, &ui::ApprovalDecider::ruleAdded);
        f.decider.approve(ui::ApprovalScope::Always, {});
        QCoreApplication::processEvents();
        QCOMPARE(added.count(), 1);
        QCOMPARE(added.value(0).value(0).toString().toStdString(), f.ports.rules.stored.set.rules.front().id);
    }
    void aFreezeThatFailsIsSaid() {
        Fixture f;
        f.show(f.ports.approvals.put());
        f.pass(500);
        f.ports.approvals.nextFailure = core::Failure{core::FailureCode::VaultLocked, {}};
        QSignalSpy failed(&f.decider, &ui::ApprovalDecider::freezeFailed);
        f.decider.denyAndFreeze();
        QCOMPARE(failed.value(0).value(0).toString(),
                 QStringLiteral("It was denied, but the agent is not frozen. The vault is locked. Unlock it first."));
        QVERIFY(f.ports.approvals.queue.empty());
    }
};

QTEST_GUILESS_MAIN(ApprovalDeciderTest)
#include "tst_approval_decider.moc"
