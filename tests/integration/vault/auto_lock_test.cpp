#include "private_bus.h"
#include "vault/auto_lock.h"
#include "vault_fixture.h"

#include <QDBusContext>
#include <QDBusMessage>
#include <QDBusUnixFileDescriptor>
#include <QSignalSpy>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace keysluice;
using namespace keysluice::tests;
using vault::AutoLock;

/// login1, as far as the vault talks to it.
class FakeLogin : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    /// Is somebody holding the machine awake? The other end of the pipe tells.
    [[nodiscard]] bool isHeld() const {
        char byte = 0;
        return m_reader >= 0 && ::read(m_reader, &byte, 1) < 0; // EAGAIN: the writing end is open
    }
    int inhibitions = 0;
    QString mode;

public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(const QString& what, const QString&, const QString&, const QString& howLong) {
        ++inhibitions;
        mode = what + QLatin1Char(' ') + howLong;
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
            return {};
        }
        m_reader = ends[0];
        QDBusUnixFileDescriptor writer(ends[1]);
        ::close(ends[1]); // the object has its own
        return writer;
    }

Q_SIGNALS:
    void PrepareForSleep(bool before);

private:
    int m_reader = -1;
};

class AutoLockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingHappensByDefault();
    void idleTimeLocks();
    void suspendLocksBeforeTheMachineSleeps();
    void screenLockLocks_data();
    void screenLockLocks();
    void worksWithoutAnyBus();

private:
    /// Everything sent on `sender` before has been handled by `m_receiver` when this returns.
    void settle();

    std::unique_ptr<PrivateBus> m_bus;
    FakeClock m_clock;
};

void AutoLockTest::init() {
    m_bus = std::make_unique<PrivateBus>();
    QVERIFY2(!m_bus->address().isEmpty(), "dbus-daemon is missing");
    QVERIFY(m_bus->connection(QStringLiteral("service")).registerService(QStringLiteral("org.freedesktop.login1")));
    QVERIFY(m_bus->connection(QStringLiteral("client")).isConnected());
}

void AutoLockTest::cleanup() {
    QDBusConnection::disconnectFromBus(QStringLiteral("service"));
    QDBusConnection::disconnectFromBus(QStringLiteral("client"));
    m_bus.reset();
}

void AutoLockTest::settle() {
    // a signal that comes last: messages of one sender keep their order
    class Marker : public QObject {};
    QDBusConnection client(QStringLiteral("client"));
    QDBusConnection service(QStringLiteral("service"));
    for (int i = 0; i < 3; ++i) {
        QDBusMessage ping =
            QDBusMessage::createMethodCall(service.baseService(), QStringLiteral("/"),
                                           QStringLiteral("org.freedesktop.DBus.Peer"), QStringLiteral("Ping"));
        QVERIFY(client.call(ping, QDBus::BlockWithGui).type() == QDBusMessage::ReplyMessage);
        QCoreApplication::processEvents();
    }
}

void AutoLockTest::nothingHappensByDefault() {
    FakeLogin login;
    QDBusConnection service(QStringLiteral("service"));
    QVERIFY(service.registerObject(QStringLiteral("/org/freedesktop/login1"), &login,
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    QVERIFY(service.registerService(QStringLiteral("org.freedesktop.ScreenSaver")));
    const QDBusConnection client(QStringLiteral("client"));
    AutoLock lock(m_clock, client, client);
    lock.apply({});
    QSignalSpy wanted(&lock, &AutoLock::lockWanted);
    Q_EMIT login.PrepareForSleep(true);
    QDBusMessage active = QDBusMessage::createSignal(
        QStringLiteral("/ScreenSaver"), QStringLiteral("org.freedesktop.ScreenSaver"), QStringLiteral("ActiveChanged"));
    active << true;
    QVERIFY(service.send(active));
    m_clock.advance(1'000'000'000);
    lock.checkIdle();
    settle();
    QCOMPARE(wanted.count(), 0);
    QCOMPARE(login.inhibitions, 0);
    QVERIFY(!lock.minutesToLock());
}

void AutoLockTest::idleTimeLocks() {
    const QDBusConnection client(QStringLiteral("client"));
    AutoLock lock(m_clock, client, client);
    QSignalSpy wanted(&lock, &AutoLock::lockWanted);
    lock.apply({10, false, false});
    QCOMPARE(lock.minutesToLock(), std::optional(10));
    m_clock.advance(9 * 60'000 + 59'000);
    lock.checkIdle();
    QCOMPARE(wanted.count(), 0);
    QCOMPARE(lock.minutesToLock(), std::optional(1));
    lock.noteActivity(); // a request
    m_clock.advance(9 * 60'000);
    lock.checkIdle();
    QCOMPARE(wanted.count(), 0);
    lock.apply({10, true, false}); // another setting does not start the time anew
    m_clock.advance(60'000);
    lock.checkIdle();
    QCOMPARE(wanted.count(), 1);
    QVERIFY(wanted[0][0].value<AutoLock::Reason>() == AutoLock::Reason::Idle);
    lock.checkIdle();
    QCOMPARE(wanted.count(), 1);
}

void AutoLockTest::suspendLocksBeforeTheMachineSleeps() {
    FakeLogin login;
    QVERIFY(QDBusConnection(QStringLiteral("service"))
                .registerObject(QStringLiteral("/org/freedesktop/login1"), &login,
                                QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    const QDBusConnection client(QStringLiteral("client"));
    AutoLock lock(m_clock, client, client);
    lock.apply({0, true, false});
    QTRY_VERIFY(lock.holdsSleep());
    QCOMPARE(login.mode, QStringLiteral("sleep delay"));
    QVERIFY(login.isHeld());
    bool heldWhileLocking = false;
    int count = 0;
    connect(&lock, &AutoLock::lockWanted, this, [&](AutoLock::Reason reason) {
        ++count;
        heldWhileLocking = reason == AutoLock::Reason::Suspend && lock.holdsSleep();
    });
    Q_EMIT login.PrepareForSleep(true);
    QTRY_COMPARE(count, 1);
    QVERIFY(heldWhileLocking);
    QTRY_VERIFY(!login.isHeld()); // now it may sleep
    Q_EMIT login.PrepareForSleep(false);
    QTRY_COMPARE(login.inhibitions, 2);
    QTRY_VERIFY(lock.holdsSleep());
    lock.apply({});
    QTRY_VERIFY(!login.isHeld());
    QCOMPARE(count, 1);
}

void AutoLockTest::screenLockLocks_data() {
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("path");
    QTest::newRow("freedesktop") << QStringLiteral("org.freedesktop.ScreenSaver")
                                 << QStringLiteral("/org/freedesktop/ScreenSaver");
    QTest::newRow("freedesktop, short path")
        << QStringLiteral("org.freedesktop.ScreenSaver") << QStringLiteral("/ScreenSaver");
    QTest::newRow("GNOME") << QStringLiteral("org.gnome.ScreenSaver") << QStringLiteral("/org/gnome/ScreenSaver");
}

void AutoLockTest::screenLockLocks() {
    QFETCH(QString, service);
    QFETCH(QString, path);
    QDBusConnection owner(QStringLiteral("service"));
    QVERIFY(owner.registerService(service));
    const QDBusConnection client(QStringLiteral("client"));
    AutoLock lock(m_clock, client, client);
    lock.apply({0, false, true});
    QSignalSpy wanted(&lock, &AutoLock::lockWanted);
    const auto send = [&](bool active) {
        QDBusMessage message = QDBusMessage::createSignal(path, service, QStringLiteral("ActiveChanged"));
        message << active;
        return owner.send(message);
    };
    QVERIFY(send(false));
    QVERIFY(send(true));
    QTRY_COMPARE(wanted.count(), 1);
    QVERIFY(wanted[0][0].value<AutoLock::Reason>() == AutoLock::Reason::ScreenLock);
}

void AutoLockTest::worksWithoutAnyBus() {
    const QDBusConnection none(QStringLiteral("no such connection"));
    AutoLock lock(m_clock, none, none);
    lock.apply({5, true, true});
    QVERIFY(!lock.holdsSleep());
    QSignalSpy wanted(&lock, &AutoLock::lockWanted);
    m_clock.advance(5 * 60'000);
    lock.checkIdle();
    QCOMPARE(wanted.count(), 1);
}

QTEST_GUILESS_MAIN(AutoLockTest)
#include "auto_lock_test.moc"
