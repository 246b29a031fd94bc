#include "support/memory_ports.h"
#include "ui/tray/approval_notices.h"

#include <QDBusConnection>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace keysluice;
using uitest::MemoryPorts;

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");

} // namespace

/// A desktop's notification service. Its connection is its own, so that it has a name of its own on the bus.
class FakeService final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Taken {
        uint id;
        uint replaced;
        QString title;
        QString text;
        QStringList actions;
        QVariantMap hints;
        int expires;
    };
    QStringList capabilities{QStringLiteral("body"), QStringLiteral("actions"), QStringLiteral("body-markup")};
    std::vector<Taken> taken;
    QList<uint> closed;
    uint next;

    FakeService(const QString& address, const QString& name, uint first = 1)
        : next(first), m_bus(QDBusConnection::connectToBus(address, name)), m_name(name) {
        m_bus.registerObject(kPath, this, QDBusConnection::ExportScriptableSlots);
    }
    ~FakeService() override {
        // While it is still there: Qt closes the connection on a thread of its own, which must not meet the rest of it.
        m_bus.unregisterObject(kPath);
        QDBusConnection::disconnectFromBus(m_name);
    }

    bool own() { return m_bus.registerService(kService); }
    void disown() { m_bus.unregisterService(kService); }
    void say(const char* signal, const QVariantList& arguments, const QString& onlyTo = {}) {
        QDBusMessage message =
            onlyTo.isEmpty() ? QDBusMessage::createSignal(kPath, kService, QString::fromLatin1(signal))
                             : QDBusMessage::createTargetedSignal(onlyTo, kPath, kService, QString::fromLatin1(signal));
        message.setArguments(arguments);
        m_bus.send(message);
    }
    void press(uint id, const char* key) { say("ActionInvoked", {id, QString::fromLatin1(key)}); }

public Q_SLOTS:
    Q_SCRIPTABLE QStringList GetCapabilities() { return capabilities; }
    Q_SCRIPTABLE uint Notify(const QString&, uint replaced, const QString&, const QString& title, const QString& text,
                             const QStringList& actions, const QVariantMap& hints, int expires) {
        const uint id = replaced != 0 ? replaced : next++;
        taken.push_back({id, replaced, title, text, actions, hints, expires});
        return id;
    }
    Q_SCRIPTABLE void CloseNotification(uint id) { closed << id; }

private:
    QDBusConnection m_bus;
    QString m_name;
};

class ApprovalNoticesTest final : public QObject {
    Q_OBJECT
private:
    QProcess m_daemon;
    QString m_address;
    std::unique_ptr<QDBusConnection> m_ours;
    std::unique_ptr<MemoryPorts> m_ports;
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<ui::ApprovalNotices> m_notices;

    ui::ApprovalPorts ports() {
        return {m_ports->approvals, m_ports->agents, m_ports->credentials, m_ports->rules, m_ports->clock};
    }
    core::ApprovalRequest request(const char* model = "claude-opus-4-5", bool isHighRisk = false) {
        core::ApprovalRequest made = m_ports->approvals.make();
        made.models = {model};
        made.rule.isHighRisk = isHighRisk;
        return made;
    }
    /// Whatever was sent to us before this has been handled when it returns: the bus keeps the order of each sender.
    void settleWith(FakeService& service) {
        const std::size_t before = service.taken.size();
        QDBusMessage call =
            QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("GetCapabilities"));
        QCOMPARE(m_ours->call(call, QDBus::BlockWithGui).type(), QDBusMessage::ReplyMessage);
        QCoreApplication::processEvents();
        QCOMPARE(service.taken.size(), before);
    }
    QStringList calls() const { return m_ports->approvals.calls; }
    void pass(core::UnixMs ms) {
        m_ports->clock.value += ms;
        m_notices->look();
    }

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        QVERIFY(m_daemon.waitForReadyRead(5000));
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
        m_ours = std::make_unique<QDBusConnection>(QDBusConnection::connectToBus(m_address, QStringLiteral("ours")));
        QVERIFY(m_ours->isConnected());
    }
    void cleanupTestCase() {
        m_ours.reset();
        QDBusConnection::disconnectFromBus(QStringLiteral("ours"));
        m_daemon.kill();
        m_daemon.waitForFinished(5000);
    }
    void init() {
        m_ports = std::make_unique<MemoryPorts>();
        m_ports->agents.put("aider");
        m_service = std::make_unique<FakeService>(m_address, QStringLiteral("desktop"));
        QVERIFY(m_service->own());
        m_notices = std::make_unique<ui::ApprovalNotices>(ports(), *m_ours);
        QTRY_VERIFY(m_notices->isAvailable());
    }
    void cleanup() {
        m_notices.reset();
        m_service.reset();
        m_ports.reset();
    }

    void aRequestIsAskedWithApproveAndDeny() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        const FakeService::Taken& shown = m_service->taken[0];
        QCOMPARE(shown.title, QStringLiteral("aider asks to use claude-opus-4-5"));
        QCOMPARE(shown.text, QStringLiteral("Held by rule 2: Ask when the cost is above $1.00\n"
                                            "about 112,400 token(s), about $1.90"));
        QCOMPARE(shown.actions,
                 (QStringList{QStringLiteral("default"), QStringLiteral("Show"), QStringLiteral("approve"),
                              QStringLiteral("Approve once"), QStringLiteral("deny"), QStringLiteral("Deny")}));
        QCOMPARE(shown.expires, 180'000);
        QCOMPARE(shown.hints.value(QStringLiteral("urgency")).toInt(), 2);
    }
    void textIsEscapedAndTheExcerptStaysHere() {
        core::ApprovalRequest one = request();
        one.rule.name = "<a href='x'>x</a> & more";
        one.excerpt = "canary";
        m_ports->approvals.put(one);
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        QVERIFY(m_service->taken[0].text.startsWith(
            QStringLiteral("Held by rule 2, “&lt;a href='x'&gt;x&lt;/a&gt; &amp; more”: ")));
        QVERIFY(!m_service->taken[0].text.contains(QStringLiteral("canary")));
    }
    void approveAndDenyAnswer_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("call");
        QTest::newRow("approve") << QByteArray("approve") << QStringLiteral("approve 1 0");
        QTest::newRow("deny") << QByteArray("deny") << QStringLiteral("deny 1");
    }
    void approveAndDenyAnswer() {
        QFETCH(QByteArray, key);
        QFETCH(QString, call);
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        m_service->press(1, key.constData());
        m_service->press(1, key.constData());
        m_service->press(1, "approve");
        settleWith(*m_service);
        QCOMPARE(calls(), QStringList{call});
    }
    void anActionCountsOnceEvenWhenItFailed() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        QSignalSpy wanted(m_notices.get(), &ui::ApprovalNotices::promptRequested);
        m_ports->approvals.nextFailure = core::Failure{core::FailureCode::VaultLocked, {}};
        m_service->press(1, "approve");
        m_service->press(1, "approve");
        m_service->press(1, "default");
        settleWith(*m_service);
        QCOMPARE(calls(), QStringList{QStringLiteral("approve 1 0")});
        QCOMPARE(wanted.count(), 1); // the prompt says what is wrong
    }
    void aClickLeadsToThePromptWithItsToken() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        QSignalSpy wanted(m_notices.get(), &ui::ApprovalNotices::promptRequested);
        m_service->say("ActivationToken", {1U, QStringLiteral("token1")});
        m_service->press(1, "default");
        QTRY_COMPARE(wanted.count(), 1);
        QCOMPARE(wanted.value(0).value(0).toULongLong(), 1ULL);
        QCOMPARE(wanted.value(0).value(1).toString(), QStringLiteral("token1"));
        QVERIFY(calls().isEmpty());
    }
    void anotherProgramIsNotHeard() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        FakeService spoofer(m_address, QStringLiteral("spoofer"));
        QSignalSpy wanted(m_notices.get(), &ui::ApprovalNotices::promptRequested);
        const auto spoof = [&](const QString& onlyTo) {
            for (const char* key : {"approve", "deny", "default"}) {
                spoofer.say("ActionInvoked", {1U, QString::fromLatin1(key)}, onlyTo);
            }
            spoofer.say("NotificationClosed", {1U, 2U}, onlyTo);
            spoofer.say("ActivationToken", {1U, QStringLiteral("evil")}, onlyTo);
        };
        spoof({});
        spoof(m_ours->baseService());
        // the bus has passed all of it on when the spoofer's own call is answered
        QDBusConnection other(QStringLiteral("spoofer"));
        QVERIFY(other
                    .call(QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("GetCapabilities")),
                          QDBus::BlockWithGui)
                    .type() == QDBusMessage::ReplyMessage);
        settleWith(*m_service);
        QVERIFY(calls().isEmpty());
        QCOMPARE(wanted.count(), 0);
        m_service->press(1, "deny"); // what is real still counts
        QTRY_COMPARE(calls(), QStringList{QStringLiteral("deny 1")});
    }
    void unknownIdsAndKeysDoNothing() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        m_service->press(7, "approve");
        m_service->press(0, "approve");
        m_service->press(1, "anything");
        settleWith(*m_service);
        QVERIFY(calls().isEmpty());
    }
    void highRiskHasNoApprove() {
        m_ports->approvals.put(request("claude-opus-4-5", true));
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        QVERIFY(!m_service->taken[0].actions.contains(QStringLiteral("approve")));
        QVERIFY(m_service->taken[0].actions.contains(QStringLiteral("deny")));
        QVERIFY(m_service->taken[0].text.contains(QStringLiteral("with the passphrase")));
        settleWith(*m_service);
        QSignalSpy wanted(m_notices.get(), &ui::ApprovalNotices::promptRequested);
        m_service->press(1, "approve"); // never offered: at most it leads to the window
        QTRY_COMPARE(wanted.count(), 1);
        QVERIFY(calls().isEmpty());
    }
    void anAgentHasOneNotificationInTenSeconds() {
        m_ports->approvals.put(request("one"));
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        m_ports->approvals.put(request("two"));
        m_ports->approvals.put(request("three"));
        pass(9'999);
        settleWith(*m_service);
        QCOMPARE(m_service->taken.size(), std::size_t(1));
        pass(1);
        QTRY_COMPARE(m_service->taken.size(), std::size_t(2));
        const FakeService::Taken& shown = m_service->taken[1];
        QCOMPARE(shown.replaced, 1U); // not stacked
        QCOMPARE(shown.title, QStringLiteral("3 request(s) of aider wait for you"));
        QCOMPARE(shown.text, QStringLiteral("aider asks to use one\naider asks to use two\naider asks to use three"));
        QVERIFY(!shown.actions.contains(QStringLiteral("approve")) && !shown.actions.contains(QStringLiteral("deny")));
        settleWith(*m_service);
        QSignalSpy wanted(m_notices.get(), &ui::ApprovalNotices::promptRequested);
        m_service->press(1, "approve");
        QTRY_COMPARE(wanted.count(), 1); // for nobody knows which
        QVERIFY(calls().isEmpty());
    }
    void otherAgentsDoNotWaitForIt() {
        m_ports->approvals.put(request());
        core::ApprovalRequest other = request();
        other.agentId = "agent-ci";
        other.agentName = "ci";
        m_ports->approvals.put(other);
        QTRY_COMPARE(m_service->taken.size(), std::size_t(2));
        QCOMPARE(m_service->taken[1].replaced, 0U);
    }
    void itGoesWithItsRequest() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        m_ports->approvals.end(1, core::ApprovalEnd::TimedOut);
        QTRY_COMPARE(m_service->closed, QList<uint>{1U});
        m_service->press(1, "approve");
        settleWith(*m_service);
        QVERIFY(calls().isEmpty());
    }
    void whatEndsBeforeItIsShownGoesAsSoonAsItIs() {
        m_ports->approvals.put(request());
        m_ports->approvals.end(1, core::ApprovalEnd::AgentLeft); // the service has not answered yet
        QTRY_COMPARE(m_service->closed, QList<uint>{1U});
    }
    /// Approve, pressed for one request, must never be taken for the next one's.
    void theNextRequestHasANotificationOfItsOwn() {
        m_ports->approvals.put(request("one"));
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        m_ports->approvals.put(request("two"));
        m_ports->approvals.end(1, core::ApprovalEnd::TimedOut);
        pass(10'000);
        QTRY_COMPARE(m_service->taken.size(), std::size_t(2));
        QCOMPARE(m_service->taken[1].replaced, 0U);
        settleWith(*m_service);
        m_service->press(1, "approve");
        settleWith(*m_service);
        QVERIFY(calls().isEmpty());
        m_service->press(2, "approve");
        QTRY_COMPARE(calls(), QStringList{QStringLiteral("approve 2 0")});
    }
    void ofSeveralTheLastIsAskedAlone() {
        m_ports->approvals.put(request("one"));
        m_ports->approvals.put(request("two"));
        pass(10'000);
        QTRY_COMPARE(m_service->taken.size(), std::size_t(2));
        settleWith(*m_service);
        m_ports->approvals.end(1, core::ApprovalEnd::AgentLeft);
        pass(10'000);
        QTRY_COMPARE(m_service->taken.size(), std::size_t(3));
        QCOMPARE(m_service->taken[2].replaced, 0U);
        QVERIFY(m_service->taken[2].actions.contains(QStringLiteral("approve")));
        QTRY_COMPARE(m_service->closed, QList<uint>{1U});
    }
    void whatThePersonClosedWaitsInTheWindow() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        m_service->say("NotificationClosed", {1U, 2U});
        settleWith(*m_service);
        pass(60'000);
        settleWith(*m_service);
        QCOMPARE(m_service->taken.size(), std::size_t(1));
        QCOMPARE(m_ports->approvals.queue.size(), std::size_t(1));
        m_service->press(1, "approve");
        settleWith(*m_service);
        QVERIFY(calls().isEmpty());
    }
    void anotherServiceDoesNotAnswerForTheFirst() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        settleWith(*m_service);
        FakeService second(m_address, QStringLiteral("second"), 100);
        m_service->disown();
        QTRY_VERIFY(!m_notices->isAvailable());
        QVERIFY(second.own());
        QTRY_VERIFY(m_notices->isAvailable());
        second.press(1, "approve");
        m_service->press(1, "approve"); // gone from the well-known name: what it showed counts no more
        settleWith(second);
        QVERIFY(calls().isEmpty());
        pass(10'000);
        QTRY_COMPARE(second.taken.size(), std::size_t(1)); // asked again
        settleWith(second);
        second.press(100, "approve");
        QTRY_COMPARE(calls(), QStringList{QStringLiteral("approve 1 0")});
    }
    void withoutActionsThereIsOnlyText() {
        m_service->capabilities = QStringList{QStringLiteral("body")};
        m_notices = std::make_unique<ui::ApprovalNotices>(ports(), *m_ours);
        QTRY_VERIFY(m_notices->isAvailable());
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        QVERIFY(m_service->taken[0].actions.isEmpty());
    }
    void whatWaitsAlreadyIsAskedWhenTheServiceIsThere() {
        m_ports->approvals.put(request());
        QTRY_COMPARE(m_service->taken.size(), std::size_t(1));
        m_notices = std::make_unique<ui::ApprovalNotices>(ports(), *m_ours); // another language, say
        QTRY_COMPARE(m_service->taken.size(), std::size_t(2));
        QTRY_COMPARE(m_service->closed, QList<uint>{1U});
    }
    void withoutABusNothingIsAsked() {
        ui::ApprovalNotices notices(ports(), QDBusConnection(QStringLiteral("nowhere")));
        m_notices.reset();
        m_ports->approvals.put(request());
        QVERIFY(!notices.isAvailable());
        settleWith(*m_service);
        QVERIFY(m_service->taken.empty());
    }
};

QTEST_MAIN(ApprovalNoticesTest)
#include "tst_approval_notices.moc"
