#include "app/control/operation_table.h"
#include "tests/integration/app/program.h"
#include "tests/integration/app/wire_agent.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QTcpServer>

#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

namespace {

const QByteArray kKey = "sk-ant-api03-" + QByteArray("cAnArYmArKeR0123456789").repeated(4) + "AA";

QStringList words(const char* text) {
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// A port that nothing listens on.
int freePort() {
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
}

bool readsUntil(QProcess& process, const QByteArray& text) {
    QByteArray all;
    while (!all.contains(text)) {
        if (process.bytesAvailable() == 0 && !process.waitForReadyRead(30'000)) {
            return false;
        }
        all += process.readAllStandardOutput();
    }
    return true;
}

} // namespace

/// The program as a whole: forms, exit codes, what needs a person, what other processes can see.
class ProgramTest final : public QObject {
    Q_OBJECT

    Program m_program;

    static int connectToSocket(const Program& program) {
        const QStringList sockets =
            QDir(program.path(QStringLiteral("run/keysluice"))).entryList({QStringLiteral("*.sock")}, QDir::System);
        if (sockets.size() != 1) {
            return -1;
        }
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, qPrintable(program.path(QStringLiteral("run/keysluice/")) + sockets.first()),
                 sizeof address.sun_path);
        const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        timeval limit{15, 0};
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        return ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? descriptor
                                                                                                       : -1;
    }

    QByteArray ask(const QByteArray& bytes) const { return ask(m_program, bytes); }

    static QByteArray ask(const Program& program, const QByteArray& bytes) {
        const int descriptor = connectToSocket(program);
        if (descriptor < 0) {
            return "no socket";
        }
        (void)!::send(descriptor, bytes.constData(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
        char answer[8192];
        const ssize_t count = ::recv(descriptor, answer, sizeof answer, 0);
        ::close(descriptor);
        // Closed with bytes unread is a reset.
        return count < 0 ? (errno == ECONNRESET ? QByteArray() : QByteArray("no answer"))
                         : QByteArray(answer, static_cast<qsizetype>(count));
    }

private Q_SLOTS:
    void initTestCase() {
        QCOMPARE(m_program.run(words("status")).code, 1); // no vault yet
        QCOMPARE(m_program.run(words("run -- true")).code, 4);
        QCOMPARE(m_program.run(words("init")).code, 2);
        QCOMPARE(m_program.run(m_program.proven(words("init"))).code, 0);
        QCOMPARE(m_program.run(m_program.proven(words("init"))).code, 1);
        const auto added =
            m_program.run(m_program.proven(words("secret add --name work --no-verify --json")), kKey + "\n");
        QVERIFY2(added.code == 0, added.error.constData());
        QCOMPARE(added.json().value(QLatin1String("health")).toString(), QStringLiteral("unchecked"));
        const auto agent = m_program.run(m_program.proven(words("agent add ci --json")));
        QVERIFY2(agent.code == 0, agent.error.constData());
        QVERIFY(agent.json().value(QLatin1String("token")).toString().startsWith(QLatin1String("ks_")));
        QVERIFY(agent.json().value(QLatin1String("placeholder")).toObject().contains(QLatin1String("anthropic")));
    }

    void exitCodes_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<int>("code");
        QTest::newRow("locked") << "secret list" << QByteArray() << 3;
        QTest::newRow("wrong passphrase") << "--passphrase-file wrong secret list" << QByteArray() << 3;
        QTest::newRow("no such file") << "--passphrase-file nowhere secret list" << QByteArray() << 1;
        QTest::newRow("not running") << "lock" << QByteArray() << 4;
        QTest::newRow("env not running") << "env" << QByteArray() << 4;
        QTest::newRow("unknown secret") << "--passphrase-file pass secret show nothing" << QByteArray() << 1;
        QTest::newRow("name taken") << "--passphrase-file pass secret add --name work --no-verify" << kKey << 1;
        QTest::newRow("empty key") << "--passphrase-file pass secret add --name b --no-verify" << QByteArray() << 1;
        QTest::newRow("key with a space")
            << "--passphrase-file pass secret add --name b --no-verify --provider anthropic"
            << QByteArray("sk-ant-api03-aaaa bbbb") << 1;
        QTest::newRow("key of 100 kB") << "--passphrase-file pass secret add --name b --no-verify --provider anthropic"
                                       << QByteArray("sk-ant-api03-") + QByteArray(100'000, 'a') << 1;
        QTest::newRow("key of two lines")
            << "--passphrase-file pass secret add --name b --no-verify --provider anthropic"
            << QByteArray("sk-ant-api03-aaaa\nsk-ant-api03-aaaa") << 1;
        QTest::newRow("key with a control character")
            << "--passphrase-file pass secret add --name b --no-verify --provider anthropic"
            << QByteArray("sk-ant-api03-aaaa\x1b[31m") << 1;
        QTest::newRow("unknown kind of key")
            << "--passphrase-file pass secret add --name b --no-verify" << QByteArray("aaaa-what-is-this") << 1;
        QTest::newRow("port out of range") << "serve --port 70000" << QByteArray() << 2;
        QTest::newRow("redirection by keychain") << "serve --allow-private-destinations" << QByteArray() << 1;
        QTest::newRow("nonsense") << "nonsense" << QByteArray() << 2;
    }

    void exitCodes() {
        QFETCH(QString, arguments);
        QFETCH(QByteArray, input);
        const auto ended = m_program.run(arguments.split(QLatin1Char(' ')), input);
        QTEST(ended.code, "code");
        QVERIFY2(ended.error.count('\n') == 1 || ended.code == 2, ended.error.constData());
        QVERIFY(!ended.error.contains("aaaa"));
    }

    void speaksTheUsersLanguage() {
        const auto german = [this](const char* arguments) {
            QProcess process;
            m_program.prepare(process, words(arguments));
            QProcessEnvironment variables = m_program.environment();
            variables.insert(QStringLiteral("LC_ALL"), QStringLiteral("de_DE.UTF-8"));
            process.setProcessEnvironment(variables);
            process.start();
            return process.waitForFinished(30'000)
                       ? QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError())
                       : QString();
        };
        QVERIFY2(german("secret list").contains(QLatin1String("Der Tresor ist gesperrt.")),
                 qPrintable(german("secret list")));
        QVERIFY2(german("status").contains(QLatin1String("Datenordner: ")), qPrintable(german("status")));
    }

    void looseningNeedsAPerson_data() {
        QTest::addColumn<QString>("arguments");
        QTest::newRow("resume") << "resume";
        QTest::newRow("secret add") << "secret add --name other --no-verify";
        QTest::newRow("secret rotate") << "secret rotate work --no-verify";
        QTest::newRow("secret enable") << "secret enable work";
        QTest::newRow("secret remove") << "secret remove work";
        QTest::newRow("agent add") << "agent add evil";
        QTest::newRow("agent token") << "agent token ci";
        QTest::newRow("agent grant") << "agent grant ci work";
        QTest::newRow("agent remove") << "agent remove ci";
    }

    void looseningNeedsAPerson() {
        QFETCH(QString, arguments);
        const QStringList command = arguments.split(QLatin1Char(' '));
        Serving serving(m_program);
        QVERIFY(!serving.listening().isEmpty());
        const auto plain = m_program.run(QStringList{QStringLiteral("--json")} + command, kKey);
        QCOMPARE(plain.code, 1);
        QVERIFY2(plain.output.contains("ConfirmationNeeded"), plain.output.constData());
        const auto wrong = m_program.run(
            QStringList{QStringLiteral("--passphrase-file"), m_program.path(QStringLiteral("wrong"))} + command, kKey);
        QCOMPARE(wrong.code, 3);
        // Even with the passphrase, nobody below a launched agent.
        const auto inside =
            m_program.run(words("run -- sh -c") + QStringList{QStringLiteral("exec \"$0\" \"$@\"")} +
                              QStringList{QStringLiteral(KEYSLUICE_PROGRAM), QStringLiteral("--data-dir"),
                                          m_program.data(), QStringLiteral("--json")} +
                              m_program.proven(command),
                          kKey);
        QCOMPARE(inside.code, 1);
        QVERIFY2(inside.output.contains("InsideLaunch"), inside.error.constData());
    }

    void everyLooseningOperationIsInTheTable() {
        int loosening = 0;
        for (const keysluice::app::Operation& operation : keysluice::app::allOperations()) {
            loosening += operation.effect == keysluice::app::Effect::Loosening ? 1 : 0;
            QCOMPARE(operation.effect == keysluice::app::Effect::Loosening, operation.consequence != nullptr);
        }
        QCOMPARE(loosening, 10); // the nine above, and unlock
    }

    void locksAtOnceAndUnlocksByPassphrase() {
        Serving serving(m_program);
        QCOMPARE(m_program.run(words("lock")).code, 0);
        QCOMPARE(m_program.run(words("secret list")).code, 3);
        QCOMPARE(m_program.run(words("run -- true")).code, 3);
        QCOMPARE(m_program.run(words("unlock")).code, 1);
        QCOMPARE(m_program.run(m_program.proven(words("unlock"))).code, 0);
        QCOMPARE(m_program.run(words("run -- true")).code, 0);
        QCOMPARE(m_program.run(words("pause")).code, 0);
        QVERIFY(m_program.run(words("status --json"))
                    .json()
                    .value(QLatin1String("gateway"))
                    .toObject()
                    .value(QLatin1String("paused"))
                    .toBool());
        QCOMPARE(m_program.run(m_program.proven(words("resume"))).code, 0);
    }

    void unlocksByKeyFile() {
        const Program program;
        const QStringList key{QStringLiteral("--key-file"), program.path(QStringLiteral("vault.key"))};
        const QStringList other{QStringLiteral("--key-file"), program.path(QStringLiteral("other.key"))};
        QCOMPARE(program.run(key + words("init")).code, 0);
        QProcess serving;
        program.prepare(serving, key + words("serve --port 0 --json"));
        serving.start();
        QVERIFY(serving.waitForReadyRead(60'000));
        QCOMPARE(program.run(words("lock")).code, 0);
        program.write(QStringLiteral("other.key"), "keysluice-key-1 " + QByteArray(64, '0') + '\n');
        QCOMPARE(program.run(other + words("unlock")).code, 3);
        QCOMPARE(program.run(words("secret list")).code, 3);
        QCOMPARE(program.run(key + words("unlock")).code, 0);
        QCOMPARE(program.run(words("secret list")).code, 0);
        serving.terminate();
        QVERIFY(serving.waitForFinished(20'000));
    }

    void unlockByKeychainNeedsAPerson() {
        Serving serving(m_program);
        const QString inner =
            QStringLiteral("'%1' --data-dir '%2' lock && '%1' --data-dir '%2' --json "
                           "--passphrase-file '%3' unlock")
                .arg(QStringLiteral(KEYSLUICE_PROGRAM), m_program.data(), m_program.path(QStringLiteral("pass")));
        const auto inside = m_program.run(words("run -- sh -c") + QStringList{inner});
        QCOMPARE(inside.code, 1);
        QVERIFY2(inside.output.contains("InsideLaunch"), inside.error.constData());
        QVERIFY(ask("{\"id\":1,\"op\":\"unlock\"}\n").contains("ConfirmationNeeded"));
        QCOMPARE(m_program.run(words("secret list")).code, 3); // still locked
    }

    void refusesOtherUsers() {
        const Program program(true);
        QCOMPARE(program.run(program.proven(words("init"))).code, 0);
        Serving serving(program);
        QCOMPARE(program.run(words("status")).code, 0);
        const QDir folder(program.path(QStringLiteral("run/keysluice")));
        for (const QString& name : folder.entryList({QStringLiteral("*.sock")}, QDir::System)) {
            struct stat info {};
            QCOMPARE(::stat(qPrintable(folder.filePath(name)), &info), 0);
            QCOMPARE(info.st_mode & 077U, 0U);
        }
        // Of other users only root gets through the folders, and is refused as well.
        const QByteArray answer = ask(program, "{\"id\":1,\"op\":\"status\"}\n");
        QCOMPARE(answer.contains("\"ok\":true"), ::geteuid() != 0);
    }

    void aLaunchSurvivesARestart() {
        const int port = freePort();
        auto serving = std::make_unique<Serving>(m_program, QStringList(), port);
        QProcess launched;
        m_program.prepare(launched, words("run --agent ci -- sh -c") +
                                        QStringList{QStringLiteral("echo \"$HTTPS_PROXY\"; read line")});
        launched.start();
        QVERIFY(launched.waitForReadyRead(30'000));
        WireAgent agent(QString::fromLatin1(launched.readLine()).trimmed(),
                        serving->listening().value(QLatin1String("ca")).toString());
        QCOMPARE(agent.tunnelStatus(), 200);
        serving.reset();
        QCOMPARE(agent.tunnelStatus(), 0);
        serving = std::make_unique<Serving>(m_program, QStringList(), port);
        QTRY_COMPARE_WITH_TIMEOUT(agent.tunnelStatus(), 200, 20'000);
        launched.write("\n");
        QVERIFY(launched.waitForFinished(20'000));
        QTRY_COMPARE_WITH_TIMEOUT(agent.tunnelStatus(), 407, 20'000);
    }

    void followsTheLog() {
        auto serving = std::make_unique<Serving>(
            m_program, QStringList{QStringLiteral("--allow-private-destinations"), QStringLiteral("--resolve"),
                                   QStringLiteral("api.anthropic.com:443:127.0.0.1:%1").arg(freePort())});
        const auto given = m_program.run(words("env --agent ci --shell json"));
        WireAgent agent(QJsonDocument::fromJson(given.output).object().value(QLatin1String("HTTPS_PROXY")).toString(),
                        serving->listening().value(QLatin1String("ca")).toString());
        const auto get = [&agent](const std::string& path) {
            return agent.ask("GET " + path + " HTTP/1.1\r\nHost: api.anthropic.com\r\nx-api-key: placeholder\r\n\r\n")
                .status();
        };
        QCOMPARE(get("/v1/before"), 502);
        QProcess follow;
        m_program.prepare(follow, words("log --follow --json"));
        follow.start();
        QVERIFY(readsUntil(follow, "/v1/before"));
        QCOMPARE(get("/v1/after"), 502);
        QVERIFY(readsUntil(follow, "/v1/after"));
        serving.reset();
        QVERIFY(follow.waitForFinished(20'000)); // with the instance
        QCOMPARE(follow.exitCode(), 0);
    }

    void saysWhatIsWrongWithTheMachine() {
        Program program(true);
        const auto saysOne = [](const Program::Ended& ended, int exitCode, const char* code) {
            QVERIFY2(ended.code == exitCode && ended.error.trimmed().count('\n') == 0 && ended.output.contains(code),
                     QByteArray(QByteArray::number(ended.code) + ": " + ended.output + ended.error).constData());
        };
        // A home that cannot be written.
        QCOMPARE(::chmod(qPrintable(program.path(QString())), 0500), 0);
        const auto readOnly = program.run(program.proven(words("init --json")));
        QCOMPARE(::chmod(qPrintable(program.path(QString())), 0700), 0);
        saysOne(readOnly, 1, "PermissionDenied");

        QCOMPARE(program.run(program.proven(words("init"))).code, 0);
        QCOMPARE(program.run(program.proven(words("secret add --name work --no-verify")), kKey).code, 0);

        // A port that is taken.
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        saysOne(program.run(program.proven(words("serve --json --port")) +
                            QStringList{QString::number(taken.serverPort())}),
                1, "PortTaken");

        // A file that may not grow, as at a quota: what was stored is still there, and nothing else.
        program.beforeStart = [] {
            ::signal(SIGXFSZ, SIG_IGN);
            const rlimit none{512, 512};
            ::setrlimit(RLIMIT_FSIZE, &none);
        };
        const auto full = program.run(program.proven(words("secret add --name other --no-verify --json")), kKey);
        program.beforeStart = nullptr;
        saysOne(full, 1, "IoFailed");
        const auto list = program.run(program.proven(words("secret list --json")));
        QCOMPARE(list.code, 0);
        QVERIFY(list.output.contains("\"work\"") && !list.output.contains("\"other\""));

        // A database that is not one.
        QFile database(program.data() + QStringLiteral("/vault.db"));
        QVERIFY(database.open(QIODevice::ReadWrite));
        QVERIFY(database.size() > 100);
        database.write(QByteArray(100, 'x'));
        database.close();
        saysOne(program.run(program.proven(words("secret list --json"))), 6, "Damaged");
        saysOne(program.run(program.proven(words("serve --json --port 0"))), 6, "Damaged");
    }

    void twoInstancesNeverShareADirectory() {
        Serving serving(m_program);
        const auto second = m_program.run(m_program.proven(words("serve --port 0 --json")));
        QCOMPARE(second.code, 1);
        QVERIFY(second.output.contains("InUse"));
        QCOMPARE(m_program.run(words("status")).code, 0); // the first one is unharmed
    }

    void passesTheCommandThrough() {
        Serving serving(m_program);
        QCOMPARE(m_program.run(words("run -- sh -c") + QStringList{QStringLiteral("exit 7")}).code, 7);
        QCOMPARE(m_program.run(words("run -- no-such-command")).code, 127);
        QCOMPARE(m_program.run(words("run -- /etc/passwd")).code, 126);
        QCOMPARE(m_program.run(words("run --agent nobody -- true")).code, 1);
        const auto cat = m_program.run(words("run -- cat"), "through\n");
        QCOMPARE(cat.output, QByteArray("through\n"));
        QProcess process;
        m_program.prepare(process, words("run -- sh -c") + QStringList{QStringLiteral("echo ready; exec sleep 60")});
        process.start();
        QVERIFY(process.waitForReadyRead(30'000));
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit); // it ended by the signal, as its command did
        QCOMPARE(process.exitCode(), SIGTERM);
    }

    void nestedLaunchIsTheSameLaunch() {
        Serving serving(m_program);
        QCOMPARE(m_program.run(m_program.proven(words("agent add other"))).code, 0);
        const QString inner = QStringLiteral("echo $KEYSLUICE_LAUNCH; '%1' --data-dir '%2' run --agent other -- "
                                             "sh -c 'echo $KEYSLUICE_LAUNCH'; '%1' --data-dir '%2' env --agent other | "
                                             "grep KEYSLUICE_LAUNCH")
                                  .arg(QStringLiteral(KEYSLUICE_PROGRAM), m_program.data());
        const auto ended = m_program.run(words("run --agent ci -- sh -c") + QStringList{inner});
        const QList<QByteArray> lines = ended.output.trimmed().split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines.at(1), lines.at(0));
        QVERIFY(lines.at(2).contains(lines.at(0)));
        QCOMPARE(m_program.run(m_program.proven(words("agent remove other"))).code, 0);
    }

    void survivesAbuseOfItsSocket() {
        Serving serving(m_program);
        QCOMPARE(ask("garbage\n"), QByteArray()); // closed
        QCOMPARE(ask("[1,2]\n"), QByteArray());
        QCOMPARE(ask(QByteArray(200'000, 'x')), QByteArray());
        QCOMPARE(ask("{\"id\":1,\"op\":\"status\",\"secrets\":[[\"value\",99999999]]}\n"), QByteArray());
        QCOMPARE(ask("{\"id\":1,\"op\":\"status\",\"secrets\":[[\"value\",-1]]}\n"), QByteArray());
        QVERIFY(ask("{\"id\":7,\"op\":\"secret.reveal\"}\n").contains("Unsupported"));
        QVERIFY(ask("{\"id\":7,\"op\":\"launch.begin\",\"args\":{\"tokenHash\":\"xyz\"}}\n").contains("Unsupported"));
        const int slow =
            connectToSocket(m_program); // a message that never ends is cut off, and nobody else waits for it
        (void)!::send(slow, "{\"id\":1", 7, MSG_NOSIGNAL);
        QVERIFY(ask("{\"id\":8,\"op\":\"status\"}\n").contains("\"ok\":true"));
        char byte = 0;
        QCOMPARE(::recv(slow, &byte, 1, 0), ssize_t{0});
        ::close(slow);
        struct stat info {};
        QCOMPARE(::stat(qPrintable(m_program.path(QStringLiteral("run/keysluice"))), &info), 0);
        QCOMPARE(info.st_mode & 0777U, 0700U);
    }

    void closesItsMemoryToSiblings() {
        const Program program(true);
        QCOMPARE(program.run(program.proven(words("init"))).code, 0);
        Serving serving(program);
        const auto pid = static_cast<pid_t>(serving.listening().value(QLatin1String("pid")).toInt());
        QVERIFY(pid > 0);
        QProcess open; // a process of the same user that is not protected: what is tried does work
        program.prepare(open, {});
        open.setProgram(QStringLiteral("/bin/sh"));
        open.setArguments({QStringLiteral("-c"), QStringLiteral("echo; exec sleep 100")});
        open.start();
        QVERIFY(open.waitForReadyRead(10'000));
        const auto tryAll = [](pid_t target) {
            const pid_t child = ::fork();
            if (child == 0) {
                Program::dropRoot();
                int reached = 0;
                char buffer[16];
                char path[64];
                // Of itself the sibling knows an address; in the other process it may not be mapped (EFAULT), but being
                // refused (EPERM) comes first.
                iovec local{buffer, sizeof buffer};
                iovec remote{buffer, sizeof buffer};
                ::snprintf(path, sizeof path, "/proc/%d/mem", static_cast<int>(target));
                reached |= ::open(path, O_RDONLY) >= 0 ? 1 : 0;
                ::snprintf(path, sizeof path, "/proc/%d/environ", static_cast<int>(target));
                reached |= ::open(path, O_RDONLY) >= 0 ? 2 : 0;
                reached |= ::process_vm_readv(target, &local, 1, &remote, 1, 0) >= 0 || errno != EPERM ? 4 : 0;
                reached |= ::ptrace(PTRACE_SEIZE, target, nullptr, nullptr) == 0 ? 8 : 0;
                ::_exit(reached);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        };
        QVERIFY((tryAll(static_cast<pid_t>(open.processId())) & 3) == 3);
        QCOMPARE(tryAll(pid), 0);
        QFile limits(QStringLiteral("/proc/%1/limits").arg(pid));
        QVERIFY(limits.open(QIODevice::ReadOnly));
        QVERIFY(QString::fromLatin1(limits.readAll())
                    .contains(QRegularExpression(QStringLiteral("Max core file size\\s+0 "))));
        ::kill(pid, SIGABRT);
        QVERIFY(serving.process().waitForFinished(20'000));
        QVERIFY(QDir(program.path(QString())).entryList({QStringLiteral("core*")}, QDir::Files).isEmpty());
        open.kill();
        open.waitForFinished();
    }

    void leavesTheKeyNowhere() {
        QByteArray said;
        {
            Serving serving(m_program);
            for (const QStringList& command :
                 {words("secret list --json"), words("secret show work --json"), words("status --json"),
                  words("log --json"), words("env --shell json"), words("run -- env"),
                  m_program.proven(words("secret rotate work --no-verify --json")),
                  m_program.proven(words("secret add --name work --no-verify")), words("lock"),
                  words("secret test work")}) {
                const auto ended = m_program.run(command, kKey);
                said += ended.output + ended.error;
            }
            serving.process().terminate();
            serving.process().waitForFinished(20'000);
            said += serving.process().readAll() + serving.process().readAllStandardError();
        }
        QDirIterator files(m_program.path(QString()), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly)) {
                said += file.readAll();
            }
        }
        const QByteArray marker = kKey.mid(20, 40);
        const QString text = QString::fromLatin1(marker);
        const QByteArray wide(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
        QVERIFY(!said.contains(marker));
        QVERIFY(!said.contains(wide));
        QVERIFY(!said.toLower().contains(marker.toHex()));
        for (int shift = 0; shift < 3; ++shift) {
            QVERIFY(!said.contains(marker.mid(shift, 36).toBase64()));
        }
        QVERIFY(said.contains("sk-ant-api03-")); // the preview: the search looked at the right place
    }
};

QTEST_GUILESS_MAIN(ProgramTest)
#include "program_test.moc"
