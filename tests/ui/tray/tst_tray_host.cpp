#include "support/memory_ports.h"
#include "ui/tray/desktop_notifier.h"
#include "ui/tray/tray.h"
#include "ui/tray/tray_host_probe.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;

/// Stands where a desktop's tray watcher stands.
class FakeWatcher final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost)
public:
    bool host = false;
    bool hasHost() const { return host; }
Q_SIGNALS:
    Q_SCRIPTABLE void StatusNotifierHostRegistered();
    Q_SCRIPTABLE void StatusNotifierHostUnregistered();
};

class FakeNotifications final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public Q_SLOTS:
    Q_SCRIPTABLE uint Notify(const QString&, uint, const QString&, const QString& title, const QString& text,
                             const QStringList&, const QVariantMap&, int) {
        Q_EMIT shown(title, text);
        return 1;
    }
Q_SIGNALS:
    void shown(const QString& title, const QString& text);
};

class TrayHostTest final : public QObject {
    Q_OBJECT
private:
    QProcess m_daemon;
    QString m_address;

    QDBusConnection connection(const QString& name) { return QDBusConnection::connectToBus(m_address, name); }

private Q_SLOTS:
    void initTestCase() {
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        QVERIFY(m_daemon.waitForReadyRead(5000));
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
        QVERIFY(connection(QStringLiteral("ours")).isConnected());
    }
    void cleanupTestCase() {
        for (const char* name : {"ours", "panel", "notifications"}) {
            QDBusConnection::disconnectFromBus(QString::fromLatin1(name));
        }
        m_daemon.kill();
        m_daemon.waitForFinished(5000);
    }
    void withoutABusThereIsNoTray() {
        ui::TrayHostProbe probe(QDBusConnection(QStringLiteral("nowhere")));
        QSignalSpy probed(&probe, &ui::TrayHostProbe::probed);
        probe.start();
        QCOMPARE(probed.count(), 1);
        QVERIFY(!probe.isAvailable());
    }
    void withoutAPanelThenWithOneThenWithout() {
        ui::TrayHostProbe probe(connection(QStringLiteral("ours")));
        QSignalSpy probed(&probe, &ui::TrayHostProbe::probed);
        QSignalSpy changed(&probe, &ui::TrayHostProbe::availableChanged);
        probe.start();
        QTRY_COMPARE(probed.count(), 1);
        QVERIFY(!probe.isAvailable());

        QDBusConnection panel = connection(QStringLiteral("panel"));
        FakeWatcher watcher;
        QVERIFY(panel.registerObject(QStringLiteral("/StatusNotifierWatcher"), &watcher,
                                     QDBusConnection::ExportAllProperties | QDBusConnection::ExportScriptableSignals));
        QVERIFY(panel.registerService(QStringLiteral("org.kde.StatusNotifierWatcher")));
        watcher.host = true;
        Q_EMIT watcher.StatusNotifierHostRegistered();
        QTRY_VERIFY(probe.isAvailable());
        QCOMPARE(changed.count(), 1);

        watcher.host = false;
        Q_EMIT watcher.StatusNotifierHostUnregistered();
        QTRY_VERIFY(!probe.isAvailable());
        watcher.host = true;
        Q_EMIT watcher.StatusNotifierHostRegistered();
        QTRY_VERIFY(probe.isAvailable());
        panel.unregisterService(QStringLiteral("org.kde.StatusNotifierWatcher"));
        QTRY_VERIFY(!probe.isAvailable());
    }
    void notificationsAreEscaped() {
        QDBusConnection bus = connection(QStringLiteral("notifications"));
        FakeNotifications service;
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &service,
                                   QDBusConnection::ExportScriptableSlots));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
        QSignalSpy shown(&service, &FakeNotifications::shown);
        ui::DesktopNotifier notifier(connection(QStringLiteral("ours")));
        notifier.show(QStringLiteral("Title"), QStringLiteral("<a href='x'>Work</a> & more"));
        QTRY_COMPARE(shown.count(), 1);
        QCOMPARE(shown.value(0).value(1).toString(), QStringLiteral("&lt;a href='x'&gt;Work&lt;/a&gt; &amp; more"));
    }
    void closingFollowsTheSettingAndSaysItOnce() {
        uitest::MemoryPorts ports;
        ui::Tray tray({ports.vault, ports.gateway, ports.credentials, ports.agents, ports.activity, ports.settings,
                       ports.approvals, ports.rules, ports.clock},
                      QDBusConnection(QStringLiteral("nowhere")), [](const QString&) { return QIcon(); });
        tray.start();
        QVERIFY(!tray.isShown());
        QVERIFY(tray.closeAction() == ui::CloseAction::Minimise);
        tray.windowClosed(ui::CloseAction::Minimise);
        QVERIFY(!ports.settings.interfaceValues.trayNoticeShown);
        tray.windowClosed(ui::CloseAction::HideToTray);
        QVERIFY(ports.settings.interfaceValues.trayNoticeShown);
        ports.settings.interfaceValues.minimiseToTray = false;
        QVERIFY(tray.closeAction() == ui::CloseAction::Quit);
    }
};

QTEST_MAIN(TrayHostTest)
#include "tst_tray_host.moc"
