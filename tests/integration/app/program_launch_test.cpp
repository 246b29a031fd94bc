#include "tests/integration/app/program.h"
#include "tests/integration/app/wire_agent.h"

#include <QTcpSocket>

#include <csignal>

namespace {

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

/// `run` and `log --follow`: commands that live beside an instance.
class ProgramLaunchTest final : public QObject {
    Q_OBJECT

    Program m_program;

private Q_SLOTS:
    void initTestCase() { prepareVault(m_program); }

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

    void aBaseUrlTakesTheTokenForAKey() {
        Serving serving(m_program,
                        QStringList{QStringLiteral("--allow-private-destinations"), QStringLiteral("--resolve"),
                                    QStringLiteral("api.anthropic.com:443:127.0.0.1:%1").arg(freePort())});
        const auto answerTo = [](const QUrl& url, const QString& key) {
            QTcpSocket socket;
            socket.connectToHost(url.host(), static_cast<quint16>(url.port(0)));
            socket.write("GET " + url.path().toUtf8() + "/v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: " +
                         key.toUtf8() + "\r\nConnection: close\r\n\r\n");
            while (socket.waitForReadyRead(30'000)) {
            }
            return socket.readAll();
        };
        const QJsonObject given = m_program.run(words("env --agent ci --base-url --json")).json();
        const QUrl url(given.value(QLatin1String("ANTHROPIC_BASE_URL")).toString());
        const QString key = given.value(QLatin1String("ANTHROPIC_API_KEY")).toString();
        QCOMPARE(url.path(), QStringLiteral("/anthropic"));
        QVERIFY(key.startsWith(QLatin1String("sk-ant-api03-")));
        QVERIFY(given.value(QLatin1String("HTTPS_PROXY")).isString());
        QVERIFY(given.value(QLatin1String("OPENAI_BASE_URL")).isNull()); // no key of it is stored
        const QByteArray accepted = answerTo(url, key);
        QVERIFY2(accepted.contains("x-keysluice-error: upstream_refused"), accepted.constData()); // nobody is there
        const QByteArray refused = answerTo(url, QString(key).replace(30, 5, QStringLiteral("AAAAA")));
        QVERIFY2(refused.contains("x-keysluice-error: agent_unknown"), refused.constData());
        // A token of the agent is the same in both shapes.
        const QJsonObject token = m_program.run(m_program.proven(words("agent token ci --json"))).json();
        const QJsonObject keys = token.value(QLatin1String("key")).toObject();
        QVERIFY(answerTo(url, keys.value(QLatin1String("anthropic")).toString()).contains("upstream_refused"));
        QVERIFY(answerTo(url, token.value(QLatin1String("token")).toString()).contains("upstream_refused"));
        // The launched program gets the same; its key ends with it.
        const auto launched =
            m_program.run(words("run --agent ci --base-url -- sh -c") +
                          QStringList{QStringLiteral("printf '%s %s' \"$ANTHROPIC_BASE_URL\" \"$ANTHROPIC_API_KEY\"")});
        const QList<QByteArray> words = launched.output.split(' ');
        QCOMPARE(words.size(), 2);
        QCOMPARE(QString::fromLatin1(words[0]), url.toString());
        QTRY_VERIFY_WITH_TIMEOUT(answerTo(url, QString::fromLatin1(words[1])).contains("agent_unknown"), 20'000);
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
};

QTEST_GUILESS_MAIN(ProgramLaunchTest)
#include "program_launch_test.moc"
