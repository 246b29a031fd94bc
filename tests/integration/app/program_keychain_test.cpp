#include "tests/integration/app/program.h"
#include "tests/integration/vault/fake_secret_service.h"

#include <QDBusConnectionInterface>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <csignal>
#include <memory>

using keysluice::tests::PrivateBus;
using keysluice::tests::PromptingService;
using keysluice::tests::Registration;

/// The program with a keychain: Debian's gnome-keyring on a bus of its own, and what happens when it does not give.
class ProgramKeychainTest final : public QObject {
    Q_OBJECT

    PrivateBus m_bus;
    QTemporaryDir m_keyringHome;
    QProcess m_keyring;
    Program m_program;

    bool startKeyring() {
        QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
        variables.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_bus.address());
        variables.insert(QStringLiteral("HOME"), m_keyringHome.path());
        variables.insert(QStringLiteral("XDG_DATA_HOME"), m_keyringHome.filePath(QStringLiteral("data")));
        variables.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_keyringHome.path());
        m_keyring.setProcessEnvironment(variables);
        m_keyring.start(
            QStringLiteral("gnome-keyring-daemon"),
            {QStringLiteral("--unlock"), QStringLiteral("--foreground"), QStringLiteral("--components=secrets")});
        m_keyring.write("ci");
        m_keyring.closeWriteChannel();
        const QDBusConnection bus = m_bus.connection(QStringLiteral("test"));
        return QTest::qWaitFor([&] { return bus.interface()->isServiceRegistered(keysluice::tests::kService).value(); },
                               20'000);
    }

    void stopKeyring() {
        m_keyring.kill();
        m_keyring.waitForFinished();
    }

    /// As Program::run(), while this process answers on the bus.
    Program::Ended runBeside(const QStringList& arguments) {
        QProcess process;
        m_program.prepare(process, arguments);
        process.start();
        process.closeWriteChannel();
        Program::Ended ended;
        if (QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000)) {
            ended.code = process.exitCode();
        }
        ended.output = process.readAllStandardOutput();
        ended.error = process.readAllStandardError();
        return ended;
    }

    QByteArray vaultFile() const {
        QFile file(m_program.data() + QStringLiteral("/vault.db"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// The vault stays closed, with one sentence, exit code 3 and not a byte changed, whoever asks.
    void staysClosed(const char* code) {
        const QByteArray before = vaultFile();
        QVERIFY(!before.isEmpty());
        for (const char* command :
             {"--json secret list", "--json serve --port 0", "--json serve --create --port 0", "--json agent list"}) {
            const Program::Ended ended = runBeside(words(command));
            const QByteArray said = QByteArray(command) + ": " + ended.output + ended.error;
            QVERIFY2(ended.code == 3, said.constData());
            QVERIFY2(ended.error.count('\n') == 1, said.constData());
            QVERIFY2(ended.output.contains(code), said.constData());
            QVERIFY2(!ended.output.contains("listening"), said.constData());
        }
        QCOMPARE(vaultFile(), before);
        QVERIFY(!QFileInfo::exists(m_program.data() + QStringLiteral("/vault.key")));
        QCOMPARE(QDir(m_program.data()).entryList({QStringLiteral("*.key")}, QDir::Files).size(), 0);
        // The other way in is as good as before.
        QCOMPARE(m_program.run(m_program.proven(words("secret list"))).code, 0);
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(!m_bus.address().isEmpty(), "dbus-daemon is missing");
        QVERIFY2(startKeyring(), "gnome-keyring-daemon did not start");
        m_program.more[QStringLiteral("DBUS_SESSION_BUS_ADDRESS")] = m_bus.address();
    }

    void cleanupTestCase() { stopKeyring(); }

    void nothingIsMadeWithoutAKeychain() {
        Program program;
        const auto without = program.run(words("--json init --keychain"));
        QCOMPARE(without.code, 3);
        QVERIFY2(without.output.contains("KeychainAbsent"), without.output.constData());
        QCOMPARE(without.error.count('\n'), 1);
        QVERIFY(!QFileInfo::exists(program.data() + QStringLiteral("/vault.db")));
    }

    void unlocksByItselfAfterARestart() {
        const auto made = m_program.run(m_program.proven(words("init --keychain --json")));
        QVERIFY2(made.code == 0, made.error.constData());
        const QJsonArray kinds = made.json().value(QLatin1String("slots")).toArray();
        QVERIFY(kinds.contains(QStringLiteral("keychain")) && kinds.contains(QStringLiteral("passphrase")));
        {
            const Serving serving(m_program, {}, 0, Serving::Proof::None);
            QVERIFY(!serving.listening().isEmpty());
            // Opened by the keychain, which any program of the user can ask: no proof that a person is there.
            const auto unproven = m_program.run(words("secret add --name work --no-verify --json"), kKey);
            QCOMPARE(unproven.code, 1);
            QVERIFY(unproven.output.contains("ConfirmationNeeded"));
            const auto added = m_program.run(m_program.proven(words("secret add --name work --no-verify")), kKey);
            QVERIFY2(added.code == 0, added.error.constData());
        }
        const Serving again(m_program, {}, 0, Serving::Proof::None);
        QVERIFY(!again.listening().isEmpty());
        QVERIFY(m_program.run(words("secret list --json")).output.contains("\"work\""));
        QVERIFY(m_program.run(words("status --json")).output.contains("\"open\""));
    }

    void redirectsNothingByKeychain() {
        const auto refused = m_program.run(words("--json serve --port 0 --upstream-proxy http://127.0.0.1:9"));
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.output.contains("RedirectionNeedsPassphrase"), refused.output.constData());
    }

    void hungKeychainKeepsItClosed() {
        ::kill(static_cast<pid_t>(m_keyring.processId()), SIGSTOP);
        staysClosed("KeychainHung");
        ::kill(static_cast<pid_t>(m_keyring.processId()), SIGCONT);
        QCOMPARE(m_program.run(words("secret list")).code, 0);
    }

    void rolledBackFileIsNotServed() {
        const QString file = m_program.data() + QStringLiteral("/vault.db");
        const QString old = m_program.path(QStringLiteral("old.db"));
        QVERIFY(QFile::copy(file, old));
        {
            const Serving serving(m_program); // which notes every change in the keychain
            QCOMPARE(m_program.run(m_program.proven(words("agent add later"))).code, 0);
            QCOMPARE(m_program.run(m_program.proven(words("agent add last"))).code, 0); // the first is noted by now
        }
        QVERIFY(QFile::rename(file, file + QStringLiteral(".new")) && QFile::copy(old, file));
        for (const QStringList& way : {QStringList(), m_program.proven({})}) {
            const auto refused = m_program.run(way + words("--json serve --port 0"));
            QVERIFY2(refused.code == 6 && refused.output.contains("RolledBack"),
                     QByteArray(refused.output + refused.error).constData());
            QCOMPARE(refused.error.count('\n'), 1);
        }
        QVERIFY(QFile::remove(file) && QFile::rename(file + QStringLiteral(".new"), file));
        QCOMPARE(m_program.run(words("secret list")).code, 0);
    }

    void dismissedPromptKeepsItClosed() {
        stopKeyring();
        PromptingService service;
        const Registration registration(m_bus, service);
        QVERIFY(registration.isValid());
        staysClosed("KeychainDismissed");
        QVERIFY(service.prompts >= 4);
    }

    void absentKeychainKeepsItClosed() {
        m_program.more.clear(); // no bus at all
        staysClosed("KeychainAbsent");
    }
};

QTEST_GUILESS_MAIN(ProgramKeychainTest)
#include "program_keychain_test.moc"
