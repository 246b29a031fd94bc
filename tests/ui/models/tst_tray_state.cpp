#include "ui/models/tray_state.h"

#include <QSet>
#include <QTest>

using namespace keysluice;
using ui::TrayState;
using Gateway = ui::GatewayPort::State;

class TrayStateTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void seriousStatesWin() {
        ui::TrayFacts facts;
        facts.gateway = Gateway::Running;
        QCOMPARE(ui::trayState(facts), TrayState::Running);
        facts.gateway = Gateway::Paused;
        QCOMPARE(ui::trayState(facts), TrayState::Paused);
        facts.gateway = Gateway::Frozen;
        QCOMPARE(ui::trayState(facts), TrayState::Frozen);
        QCOMPARE(ui::trayToolTip(facts, 0), QStringLiteral("Keysluice: All agents frozen"));
        facts.rejectedCredentials = 1;
        QCOMPARE(ui::trayState(facts), TrayState::Attention);
        facts.rejectedCredentials = 0;
        facts.waitingApprovals = 2;
        QCOMPARE(ui::trayState(facts), TrayState::Attention);
        facts.vault = core::VaultState::Locked;
        QCOMPARE(ui::trayState(facts), TrayState::Locked);
        facts.activityTrouble = true;
        QCOMPARE(ui::trayState(facts), TrayState::Error);
    }
    void everyStateHasADrawingOfItsOwn() {
        QSet<QString> names;
        for (const TrayState state :
             {TrayState::Error, TrayState::Locked, TrayState::Attention, TrayState::Paused, TrayState::Running}) {
            names += ui::trayIconName(state);
        }
        QCOMPARE(names.size(), 5);
    }
    void waitingApprovalsAreTold() {
        ui::TrayFacts facts;
        facts.gateway = Gateway::Running;
        facts.waitingApprovals = 2;
        QCOMPARE(ui::trayToolTip(facts, 0), QStringLiteral("Keysluice: Running, 2 approval(s) wait"));
        facts.rejectedCredentials = 1;
        QCOMPARE(ui::trayStatusText(facts, 0), QStringLiteral("Running, 2 approval(s) wait, 1 key(s) rejected"));
    }
    void textTellsTheReason() {
        ui::TrayFacts facts;
        facts.gateway = Gateway::Error;
        QCOMPARE(ui::trayStatusText(facts, 0), QStringLiteral("No agent can connect"));
        facts.gateway = Gateway::Running;
        facts.vault = core::VaultState::PolicyUnverified;
        QCOMPARE(ui::trayStatusText(facts, 0), QStringLiteral("Settings need a look"));
        facts.vault = core::VaultState::Absent;
        QCOMPARE(ui::trayStatusText(facts, 0), QStringLiteral("No vault yet"));
        facts.vault = core::VaultState::Open;
        QCOMPARE(ui::trayToolTip(facts, 0), QStringLiteral("Keysluice: Running"));
    }
};

QTEST_GUILESS_MAIN(TrayStateTest)
#include "tst_tray_state.moc"
