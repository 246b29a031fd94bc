#include "support/memory_ports.h"
#include "ui/tray/activity_alerts.h"
#include "ui/tray/credential_notices.h"
#include "ui/tray/tray_menu.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using uitest::MemoryPorts;

namespace {

QStringList visibleEntries(const QMenu& menu) {
    QStringList texts;
    for (const QAction* action : menu.actions()) {
        if (action->isVisible() && !action->isSeparator()) {
            texts += action->text();
        }
    }
    return texts;
}

QAction* entry(const QMenu& menu, const QString& text) {
    for (QAction* action : menu.actions()) {
        if (action->text() == text && action->isVisible()) {
            return action;
        }
    }
    return nullptr;
}

struct Fixture {
    MemoryPorts ports;
    ui::TrayMenu menu{ports.vault,    ports.gateway, ports.agents,
                      ports.activity, ports.clock,   [](const QString&) { return QIcon(); }};

    void apply() {
        ui::TrayFacts facts;
        facts.gateway = ports.gateway.current;
        facts.vault = ports.vault.current;
        facts.waitingApprovals = static_cast<int>(ports.approvals.waiting().size());
        menu.setFacts(facts);
    }
    QStringList entries() { return visibleEntries(*menu.menu()); }
};

} // namespace

class TrayMenuTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void running() {
        Fixture f;
        f.ports.agents.put("claude-code");
        f.ports.agents.programs = {{"Claude Code", "claude", "/usr/bin/claude"}};
        f.ports.activity.appendMany(3);
        f.apply();
        QMetaObject::invokeMethod(f.menu.menu(), "aboutToShow");
        QCOMPARE(f.entries(),
                 (QStringList{QStringLiteral("Running"), QStringLiteral("Copy 127.0.0.1:5397"),
                              QStringLiteral("Open Keysluice"), QStringLiteral("Approvals"), QStringLiteral("Pause"),
                              QStringLiteral("Freeze all agents"), QStringLiteral("Lock vault"),
                              QStringLiteral("Launch agent"), QStringLiteral("Copy environment line"),
                              QStringLiteral("Recent requests"), QStringLiteral("Settings"), QStringLiteral("Quit")}));
        QVERIFY(!f.menu.menu()->actions().first()->isEnabled());
        const QMenu* pause = entry(*f.menu.menu(), QStringLiteral("Pause"))->menu();
        QCOMPARE(visibleEntries(*pause), (QStringList{QStringLiteral("For 15 minutes"), QStringLiteral("For 1 hour"),
                                                      QStringLiteral("Until I resume")}));
    }
    void tighteningActsAtOnce() {
        Fixture f;
        f.apply();
        entry(*entry(*f.menu.menu(), QStringLiteral("Pause"))->menu(), QStringLiteral("For 1 hour"))->trigger();
        QCOMPARE(f.ports.gateway.lastPause, 60);
        entry(*f.menu.menu(), QStringLiteral("Lock vault"))->trigger();
        QCOMPARE(f.ports.vault.calls, QStringList{QStringLiteral("lock")});
    }
    void freezeActsAtOnceAndThawOnlyAsks() {
        Fixture f;
        f.apply();
        QVERIFY(entry(*f.menu.menu(), QStringLiteral("Thaw all agents…")) == nullptr);
        entry(*entry(*f.menu.menu(), QStringLiteral("Freeze all agents"))->menu(),
              QStringLiteral("Cut running answers"))
            ->trigger();
        QCOMPARE(f.ports.agents.all, core::Freeze::Streams);
        f.apply();
        QVERIFY(entry(*f.menu.menu(), QStringLiteral("Freeze all agents")) == nullptr);
        QSignalSpy thaw(&f.menu, &ui::TrayMenu::thawRequested);
        entry(*f.menu.menu(), QStringLiteral("Thaw all agents…"))->trigger();
        QCOMPARE(thaw.count(), 1);
        QCOMPARE(f.ports.agents.all, core::Freeze::Streams);
    }
    void looseningOnlyAsksForTheWindow() {
        Fixture f;
        f.ports.gateway.current = ui::GatewayPort::State::Paused;
        f.apply();
        QSignalSpy resume(&f.menu, &ui::TrayMenu::resumeRequested);
        QVERIFY(entry(*f.menu.menu(), QStringLiteral("Pause")) == nullptr);
        entry(*f.menu.menu(), QStringLiteral("Resume…"))->trigger();
        QCOMPARE(resume.count(), 1);
        QCOMPARE(f.ports.gateway.resumed, 0);

        f.ports.vault.current = core::VaultState::Locked;
        f.apply();
        QSignalSpy unlock(&f.menu, &ui::TrayMenu::unlockRequested);
        entry(*f.menu.menu(), QStringLiteral("Unlock vault…"))->trigger();
        QCOMPARE(unlock.count(), 1);
        QVERIFY(f.ports.vault.calls.isEmpty());
        QVERIFY(entry(*f.menu.menu(), QStringLiteral("Lock vault")) == nullptr);
        QVERIFY(entry(*f.menu.menu(), QStringLiteral("Copy environment line")) == nullptr);
    }
    void approvalsAreCountedAndOpenTheWindow() {
        Fixture f;
        f.ports.approvals.put();
        f.ports.approvals.put();
        f.apply();
        QSignalSpy wanted(&f.menu, &ui::TrayMenu::approvalsRequested);
        entry(*f.menu.menu(), QStringLiteral("Approvals (2)"))->trigger();
        QCOMPARE(wanted.count(), 1);
        QVERIFY(f.ports.approvals.calls.isEmpty());
        f.ports.vault.current = core::VaultState::Locked;
        f.apply();
        QVERIFY(entry(*f.menu.menu(), QStringLiteral("Approvals (2)")) == nullptr);
    }
    void addressIsCopied() {
        Fixture f;
        f.apply();
        entry(*f.menu.menu(), QStringLiteral("Copy 127.0.0.1:5397"))->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("127.0.0.1:5397"));
        f.ports.gateway.listening.clear();
        f.apply();
        QVERIFY(entry(*f.menu.menu(), QStringLiteral("Copy ")) == nullptr);
    }
    void nothingToLaunchNothingShown() {
        Fixture f;
        f.ports.agents.programs = {{"Claude Code", "claude", "/usr/bin/claude"}};
        f.ports.agents.launches_ = false;
        f.apply();
        QVERIFY(entry(*f.menu.menu(), QStringLiteral("Launch agent")) == nullptr);
    }
    void textOfAgentsIsPlain() {
        Fixture f;
        core::ActivityRecord record = uitest::MemoryActivity::make(1);
        record.agentName = "a&b\xe2\x80\xae";
        f.ports.activity.append({record});
        QMetaObject::invokeMethod(f.menu.menu(), "aboutToShow");
        const QMenu* recent = entry(*f.menu.menu(), QStringLiteral("Recent requests"))->menu();
        QVERIFY(recent->actions().first()->text().contains(QStringLiteral("a&&b[U+202E]")));
        QSignalSpy wanted(&f.menu, &ui::TrayMenu::requestRequested);
        recent->actions().first()->trigger();
        QCOMPARE(wanted.value(0).value(0).toLongLong(), 1);
    }
    void aRejectedKeyIsAnnouncedOnce() {
        uitest::MemoryCredentials credentials;
        core::CredentialInfo& row = credentials.put("Work");
        ui::CredentialNotices notices(credentials);
        QSignalSpy wanted(&notices, &ui::CredentialNotices::noticeWanted);
        row.health.health = core::Health::Rejected;
        row.health.status = 401;
        Q_EMIT credentials.changed();
        Q_EMIT credentials.changed();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.value(0).value(0).toString(), QStringLiteral("Anthropic rejects “Work”"));
        QCOMPARE(notices.rejected(), 1);
        credentials.rows[0].enabled = false;
        Q_EMIT credentials.changed();
        QCOMPARE(notices.rejected(), 0);
    }
    void aForeignKeyIsAnAlertOnce() {
        uitest::MemoryPorts ports;
        ui::ActivityAlerts alerts(ports.activity, ports.clock);
        QSignalSpy wanted(&alerts, &ui::ActivityAlerts::noticeWanted);
        core::ActivityRecord record = uitest::MemoryActivity::make(1);
        ports.activity.append({record});
        record.agentName = "aider";
        record.errorCode = "foreign_credential";
        record.credentialId.clear(); // strict mode: no key is stored that could refuse it
        ports.activity.append({record});
        QCOMPARE(wanted.count(), 0);
        record.credentialId = "cred-Work";
        record.credentialName = "Work";
        ports.activity.append({record, record});
        ports.activity.append({record});
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.value(0).value(0).toString(), QStringLiteral("“aider” brought another key"));
        record.errorCode = "leak_blocked";
        ports.activity.append({record});
        QCOMPARE(wanted.count(), 2);
        ports.clock.value += 11LL * 60 * 1000;
        record.errorCode = "foreign_credential";
        ports.activity.append({record});
        QCOMPARE(wanted.count(), 3);
    }
    void aKeyThatWasRejectedBeforeIsNoNews() {
        uitest::MemoryCredentials credentials;
        ui::CredentialNotices notices(credentials);
        QSignalSpy wanted(&notices, &ui::CredentialNotices::noticeWanted);
        credentials.put("Old", "openai", core::Health::Rejected, 401); // the vault was opened
        QCOMPARE(wanted.count(), 0);
        QCOMPARE(notices.rejected(), 1);
    }
};

QTEST_MAIN(TrayMenuTest)
#include "tst_tray_menu.moc"
