#include "app/services/runtime.h"
#include "core/agent_token.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace keysluice;
using core::ApprovalEnd;
using core::FailureCode;
using core::rules::Decision;
using ui::ApprovalScope;

namespace {
constexpr const char* kPassphrase = "correct horse battery";
constexpr const char* kHost = "files.example";
} // namespace

/// What the person says about a request that waits in a running gateway, and what it is good for afterwards.
class ApprovalsTest final : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    QTcpServer m_origin;
    std::unique_ptr<app::Runtime> m_runtime;
    core::RecordId m_agent;
    std::string m_token;

    core::rules::Rule ask(bool isHighRisk = false) const {
        core::rules::Rule rule;
        rule.id = "ask";
        rule.decision = Decision::Ask;
        rule.isHighRisk = isHighRisk;
        rule.conditions.agents.among = {m_agent}; // no host: it would be opened up
        return rule;
    }
    void use(const std::vector<core::rules::Rule>& rules) {
        QVERIFY(m_runtime->rules().setRules({rules, {}}));
        m_runtime->publisher().publishPending();
    }
    /// Begins a CONNECT; its status line comes later.
    std::unique_ptr<QTcpSocket> connectAs(const std::string& token) {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QStringLiteral("127.0.0.1"), m_runtime->gateway().endpoints().front().port);
        const QByteArray authorization = QByteArray::fromStdString("agent:" + token).toBase64();
        socket->write(QByteArray("CONNECT ") + kHost + ":443 HTTP/1.1\r\nHost: " + kHost +
                      ":443\r\nProxy-Authorization: Basic " + authorization + "\r\n\r\n");
        return socket;
    }
    /// 0: none within the time that a test may take.
    static int status(QTcpSocket& socket) {
        return QTest::qWaitFor([&] { return socket.bytesAvailable() > 12; }, 20'000)
                   ? socket.readAll().mid(9, 3).toInt()
                   : 0;
    }
    core::ApprovalId waitForOne() {
        const bool came = QTest::qWaitFor([this] { return !m_runtime->approvals().waiting().empty(); }, 20'000);
        return came ? m_runtime->approvals().waiting().front().id : 0;
    }
    core::Outcome<void> approve(core::ApprovalId id, ApprovalScope scope, const std::string& passphrase = {}) {
        core::Outcome<void> result = core::fail(FailureCode::IoFailed, "no answer");
        bool isDone = false;
        m_runtime->approvals().approve(id, scope, core::SecretBytes::copyOf(passphrase), this,
                                       [&](const core::Outcome<void>& outcome) {
                                           result = outcome;
                                           isDone = true;
                                       });
        (void)QTest::qWaitFor([&] { return isDone; }, 30'000);
        return result;
    }
    bool unlock() {
        bool isDone = false;
        m_runtime->vault().unlock(core::SecretBytes::copyOf(std::string_view(kPassphrase)), this,
                                  [&](const auto& opened) { isDone = opened.has_value(); });
        return QTest::qWaitFor([&] { return isDone; }, 30'000);
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_RUNTIME_DIR", m_home.path().toUtf8());
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        QVERIFY(m_origin.listen(QHostAddress::LocalHost));
        const auto paths = app::instancePaths(m_home.filePath(QStringLiteral("data")).toStdString(), true);
        QVERIFY(paths);
        app::StartOptions start;
        start.port = 0;
        start.listen = {"127.0.0.1"};
        start.access.allowPrivateDestinations = true;
        start.access.resolve = {{kHost, 443, "127.0.0.1", m_origin.serverPort()}};
        auto runtime = app::Runtime::create(*paths, start);
        QVERIFY(runtime);
        m_runtime = std::move(*runtime);
        app::VaultCreation creation;
        creation.passphrase = core::SecretBytes::copyOf(std::string_view(kPassphrase));
        bool isDone = false;
        m_runtime->vault().createWith(std::move(creation), this, [&](const auto& made) { isDone = made.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, 30'000);
        QVERIFY(m_runtime->gateway().start());
        m_runtime->publisher().setCanAsk(true);
        const auto agent = m_runtime->agents().add("aider");
        QVERIFY(agent);
        m_agent = *agent;
        const auto token = m_runtime->agents().mintToken(m_agent, "test", 1);
        QVERIFY(token);
        m_token = token->token;
    }

    void init() { use({ask()}); }

    void cleanup() {
        for (const ui::RememberedApproval& each : m_runtime->approvals().remembered()) {
            QVERIFY(m_runtime->approvals().forget(each.id));
        }
    }

    void onceIsOnce() {
        auto agent = connectAs(m_token);
        const core::ApprovalId id = waitForOne();
        QCOMPARE(m_runtime->approvals().waiting().front().agentName, std::string("aider"));
        QVERIFY(approve(id, ApprovalScope::Once));
        QVERIFY(m_runtime->approvals().waiting().empty());
        QCOMPARE(status(*agent), 200);
        QTRY_VERIFY(!m_runtime->approvals().recent().empty());
        QCOMPARE(m_runtime->approvals().recent().front().end, ApprovalEnd::Approved);
        QVERIFY(m_runtime->approvals().recent().front().scope == ApprovalScope::Once);
        QCOMPARE(approve(id, ApprovalScope::Once).error().code, FailureCode::NotFound);
        auto again = connectAs(m_token);
        QVERIFY(m_runtime->approvals().deny(waitForOne()));
        QCOMPARE(status(*again), 403);
    }

    void aWhileIsForTheLaunch() {
        const core::RecordId launch = m_runtime->launches().begin(m_agent, 1, "aider", "/src", false, 1);
        const std::string token = core::newAgentToken();
        (void)m_runtime->launches().addToken(launch, core::hashToken(token));
        m_runtime->publisher().publishPending();
        auto agent = connectAs(token);
        QVERIFY(approve(waitForOne(), ApprovalScope::Session));
        QCOMPARE(status(*agent), 200);
        m_runtime->publisher().publishPending();
        auto again = connectAs(token);
        QCOMPARE(status(*again), 200);
        QCOMPARE(m_runtime->approvals().remembered().size(), std::size_t{1});
        auto other = connectAs(m_token); // the same agent, outside of the launch
        QVERIFY(m_runtime->approvals().deny(waitForOne()));
        QCOMPARE(status(*other), 403);
        m_runtime->launches().end(launch);
        QVERIFY(m_runtime->approvals().remembered().empty());
    }

    void withoutALaunchThereIsNoSession() {
        auto agent = connectAs(m_token);
        const core::ApprovalId id = waitForOne();
        QCOMPARE(approve(id, ApprovalScope::Session).error().code, FailureCode::Unsupported);
        QVERIFY(approve(id, ApprovalScope::TenMinutes));
        QCOMPARE(status(*agent), 200);
        const auto remembered = m_runtime->approvals().remembered();
        QCOMPARE(remembered.size(), std::size_t{1});
        QCOMPARE(remembered.front().until - remembered.front().since, core::UnixMs{600'000});
        m_runtime->publisher().publishPending();
        auto again = connectAs(m_token);
        QCOMPARE(status(*again), 200);
        QVERIFY(m_runtime->approvals().forget(remembered.front().id));
        m_runtime->publisher().publishPending();
        auto later = connectAs(m_token);
        QVERIFY(m_runtime->approvals().deny(waitForOne()));
        QCOMPARE(status(*later), 403);
    }

    void whatIsRememberedEnds_data() {
        QTest::addColumn<bool>("byLock");
        QTest::newRow("with a lock") << true;
        QTest::newRow("with an edit of its rule") << false;
    }

    void whatIsRememberedEnds() {
        QFETCH(bool, byLock);
        auto agent = connectAs(m_token);
        QVERIFY(approve(waitForOne(), ApprovalScope::Hour));
        QCOMPARE(status(*agent), 200);
        QCOMPARE(m_runtime->approvals().remembered().size(), std::size_t{1});
        if (byLock) {
            m_runtime->vault().lock();
            QVERIFY(m_runtime->approvals().remembered().empty());
            QVERIFY(unlock());
        } else {
            core::rules::Rule edited = ask();
            edited.name = "edited";
            use({edited});
            QVERIFY(m_runtime->approvals().remembered().empty());
        }
        m_runtime->publisher().publishPending();
        auto again = connectAs(m_token);
        QVERIFY(m_runtime->approvals().deny(waitForOne()));
        QCOMPARE(status(*again), 403);
    }

    void alwaysIsARuleAboveTheOneThatAsks() {
        core::rules::Rule block;
        block.id = "block";
        block.conditions.methods.among = {"DELETE"};
        block.conditions.providers.among = {"anthropic"};
        use({block, ask()});
        auto agent = connectAs(m_token);
        QVERIFY(approve(waitForOne(), ApprovalScope::Always));
        QCOMPARE(status(*agent), 200);
        const auto rules = m_runtime->rules().rules().rules;
        QCOMPARE(rules.size(), std::size_t{3});
        QCOMPARE(rules[0].id, block.id);
        QCOMPARE(rules[1].decision, Decision::Allow);
        QCOMPARE(rules[1].conditions.agents.among, std::vector<std::string>{m_agent});
        QVERIFY(rules[2] == ask());
        m_runtime->publisher().publishPending();
        auto again = connectAs(m_token);
        QCOMPARE(status(*again), 200);
    }

    void highRiskTakesThePassphrase() {
        use({ask(true)});
        auto agent = connectAs(m_token);
        const core::ApprovalId id = waitForOne();
        QCOMPARE(approve(id, ApprovalScope::Once).error().code, FailureCode::WrongPassphrase);
        QCOMPARE(approve(id, ApprovalScope::Once, "wrong horse battery").error().code, FailureCode::WrongPassphrase);
        QCOMPARE(m_runtime->approvals().waiting().size(), std::size_t{1});
        QVERIFY(approve(id, ApprovalScope::Once, kPassphrase));
        QCOMPARE(status(*agent), 200);
    }

    void denyAndFreeze() {
        auto agent = connectAs(m_token);
        QVERIFY(m_runtime->approvals().denyAndFreeze(waitForOne()));
        QCOMPARE(status(*agent), 403);
        m_runtime->publisher().publishPending();
        auto again = connectAs(m_token);
        QTRY_VERIFY(again->bytesAvailable() > 12);
        QVERIFY(again->readAll().contains("agent_frozen"));
        QVERIFY(m_runtime->agents().setFreeze(m_agent, core::Freeze::None));
        m_runtime->publisher().publishPending();
    }

    void aLockEndsTheWait() {
        auto agent = connectAs(m_token);
        QVERIFY(waitForOne() != 0);
        m_runtime->vault().lock();
        QCOMPARE(status(*agent), 503);
        QTRY_VERIFY(m_runtime->approvals().waiting().empty());
        QCOMPARE(m_runtime->approvals().recent().front().end, ApprovalEnd::Locked);
        QVERIFY(unlock());
    }

    void withoutAWindowNobodyIsAsked() {
        m_runtime->publisher().setCanAsk(false);
        m_runtime->publisher().publishPending();
        auto agent = connectAs(m_token);
        QTRY_VERIFY(agent->bytesAvailable() > 12);
        QVERIFY(agent->readAll().contains("approval_unavailable"));
        m_runtime->publisher().setCanAsk(true);
        m_runtime->publisher().publishPending();
    }

    void cleanupTestCase() { m_runtime.reset(); }
};

QTEST_GUILESS_MAIN(ApprovalsTest)
#include "approvals_test.moc"
