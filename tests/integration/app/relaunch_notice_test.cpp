#include "app/control/operations.h"
#include "app/control/server.h"
#include "app/services/runtime.h"
#include "tests/integration/app/program.h"
#include "vault/records/credential_repository.h"
#include "vault/vault.h"

using namespace keysluice;

namespace {

constexpr const char* kHost = "llm.example.org";
constexpr int kPatienceMs = 30'000;

/// What an agent does that keeps the certificate it was given, and asks a host when it is told to.
const QString kScript = QStringLiteral(
    "cp \"$SSL_CERT_FILE\" \"$0\"; echo ready; read line\n"
    "rest=${HTTPS_PROXY#http://}; login=${rest%@*}; at=${rest#*@}\n"
    "openssl s_client -proxy \"${at%/}\" -proxy_user \"${login%%:*}\" -proxy_pass \"pass:${login#*:}\""
    " -connect llm.example.org:443 -CAfile \"$0\" -no-CApath -no-CAstore -verify_hostname llm.example.org"
    " -verify_return_error </dev/null 2>&1; echo \"ended $?\"\n");

} // namespace

/// A launch that began before a host was added is told to begin again: the real program launches a real client. The
/// instance lives in this process, which can restart it with a host that no command adds.
class RelaunchNoticeTest final : public QObject {
    Q_OBJECT

    Program m_program;
    QTcpServer m_holder;
    std::unique_ptr<app::Runtime> m_runtime;
    std::unique_ptr<app::ControlOperations> m_operations;
    std::unique_ptr<app::ControlServer> m_server;

    static core::SecretBytes passphrase() {
        return core::SecretBytes::copyOf(std::string_view("correct horse battery"));
    }

    bool unlock() {
        std::optional<bool> isOpen;
        m_runtime->vault().unlock(passphrase(), this, [&](const auto& opened) { isOpen = opened.has_value(); });
        return QTest::qWaitFor([&] { return isOpen.has_value(); }, kPatienceMs) && *isOpen;
    }

    bool openInstance() {
        const auto paths = app::instancePaths(m_program.data().toStdString(), true);
        if (!paths) {
            return false;
        }
        // Nobody but us uses these addresses, and nobody gets this port on all of them while it is taken on one.
        app::StartOptions start;
        start.port = m_holder.serverPort();
        start.listen = {"127.0.0.78"};
        auto runtime = app::Runtime::create(*paths, start);
        if (!runtime) {
            return false;
        }
        m_runtime = std::move(*runtime);
        m_operations = std::make_unique<app::ControlOperations>(*m_runtime);
        m_server = std::make_unique<app::ControlServer>(*m_operations);
        return m_runtime->gateway().start() && m_server->listen(m_runtime->paths().socket);
    }

    void closeInstance() {
        m_server.reset();
        m_operations.reset();
        m_runtime.reset();
    }

    /// As a later version of the program does that knows a further host: with a restart.
    void addHost() {
        const std::string data = m_runtime->paths().data.string();
        closeInstance();
        {
            const core::SystemClock clock;
            vault::Vault other({data, {}}, clock);
            QVERIFY(other.load());
            QVERIFY(other.unlockWithPassphrase(passphrase()));
            QVERIFY(other.credentials().add({"own", "openai", "api_key", {kHost}, {}},
                                            core::SecretBytes::copyOf(std::string(60, 'k'))));
        }
        QVERIFY(openInstance());
        QVERIFY(unlock());
        QTRY_VERIFY(m_runtime->authority().addedHosts().contains(kHost));
        QTRY_VERIFY_WITH_TIMEOUT(!m_runtime->launches().entries().empty(), kPatienceMs); // it has come back
    }

    /// This process answers while the program runs.
    QByteArray output(const QStringList& arguments) {
        QProcess process;
        m_program.prepare(process, arguments);
        process.start();
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, kPatienceMs)) {
            return "still runs";
        }
        return process.readAllStandardOutput();
    }

    void begin(QProcess& launch, const QString& bundle) {
        m_program.prepare(launch, words("run --agent ci -- sh -c") + QStringList{kScript, m_program.path(bundle)});
        launch.start();
        QVERIFY(QTest::qWaitFor([&] { return launch.canReadLine(); }, kPatienceMs));
        QCOMPARE(launch.readLine(), QByteArray("ready\n"));
    }

    static QByteArray askAndEnd(QProcess& launch) {
        launch.write("\n");
        if (!QTest::qWaitFor([&] { return launch.state() == QProcess::NotRunning; }, kPatienceMs)) {
            return "still runs";
        }
        return launch.readAllStandardOutput();
    }

    /// Rows about the host.
    QList<QJsonObject> rows() {
        QList<QJsonObject> found;
        for (const QByteArray& line : output(words("log --json")).split('\n')) {
            const QJsonObject row = QJsonDocument::fromJson(line).object();
            if (row.value(QLatin1String("host")).toString() == QLatin1String(kHost)) {
                found.append(row);
            }
        }
        return found;
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_RUNTIME_DIR", m_program.path(QStringLiteral("run")).toUtf8());
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        QVERIFY(m_holder.listen(QHostAddress(QStringLiteral("127.0.0.77"))));
        QVERIFY(openInstance());
        app::VaultCreation creation;
        creation.passphrase = passphrase();
        bool isDone = false;
        m_runtime->vault().createWith(std::move(creation), this, [&](const auto& made) { isDone = made.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, kPatienceMs);
        QVERIFY(m_runtime->agents().add("ci"));
    }

    void cleanupTestCase() { closeInstance(); }

    void aLaunchThatBeganBeforeIsTold() {
        QProcess earlier;
        begin(earlier, QStringLiteral("earlier.pem"));
        QVERIFY(!output(words("status")).contains(kHost));
        addHost();
        if (QTest::currentTestFailed()) {
            return;
        }
        const QByteArray status = output(words("status"));
        QVERIFY2(status.contains("start it again") && status.contains(kHost), status.constData());
        // The certificate that it read at its start does not name the host.
        const QByteArray said = askAndEnd(earlier);
        QVERIFY2(said.contains("permitted subtree violation") && !said.contains("ended 0"), said.constData());
        QTRY_COMPARE_WITH_TIMEOUT(rows().size(), 1, kPatienceMs);
        const QJsonObject row = rows().first();
        QCOMPARE(row.value(QLatin1String("code")).toString(), QStringLiteral("agent_tls"));
        QVERIFY(row.value(QLatin1String("detail")).toString().contains(QLatin1String("start it again")));
        QVERIFY(!row.value(QLatin1String("launch")).toString().isEmpty());
    }

    void startedAgainItReachesTheHost() {
        QProcess later;
        begin(later, QStringLiteral("later.pem"));
        QVERIFY(!output(words("status")).contains("start it again"));
        const QByteArray said = askAndEnd(later);
        QVERIFY2(said.contains("ended 0"), said.constData());
        QTRY_COMPARE_WITH_TIMEOUT(rows().size(), 2, kPatienceMs);
        for (const QJsonObject& row : rows()) {
            const bool isNotice =
                row.value(QLatin1String("detail")).toString().contains(QLatin1String("start it again"));
            QCOMPARE(isNotice, row.value(QLatin1String("code")).toString() == QLatin1String("agent_tls"));
        }
    }
};

QTEST_GUILESS_MAIN(RelaunchNoticeTest)
#include "relaunch_notice_test.moc"
