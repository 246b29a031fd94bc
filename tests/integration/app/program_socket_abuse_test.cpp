#include "app/control/operation_table.h"
#include "tests/integration/app/instance_socket.h"
#include "tests/integration/app/program.h"

#include <QJsonArray>

#include <poll.h>

namespace {

constexpr int kTooLong = 1'100'000;

/// Everything the instance says until it closes, or until `lines` lines are there.
QByteArray converse(const Program& program, const QByteArray& bytes, int lines, bool endsOwnSide = false) {
    const int descriptor = connectToInstance(program);
    if (descriptor < 0) {
        return "no socket";
    }
    for (qsizetype sent = 0; sent < bytes.size();) {
        const ssize_t count =
            ::send(descriptor, bytes.constData() + sent, static_cast<std::size_t>(bytes.size() - sent), MSG_NOSIGNAL);
        if (count <= 0) {
            break; // cut off meanwhile
        }
        sent += count;
    }
    if (endsOwnSide) {
        ::shutdown(descriptor, SHUT_WR);
    }
    QByteArray all;
    char buffer[16'384];
    while (all.count('\n') < lines) {
        const ssize_t count = ::recv(descriptor, buffer, sizeof buffer, 0);
        if (count < 0 && errno == EAGAIN) {
            all += "no answer";
        }
        if (count <= 0) {
            break;
        }
        all.append(buffer, static_cast<qsizetype>(count));
    }
    ::close(descriptor);
    return all;
}

QByteArray request(const char* operation, const QByteArray& arguments, const QByteArray& more = {}) {
    return QByteArray(R"({"id":1,"op":")") + operation + R"(","args":)" + arguments + more + "}\n";
}

int malformedRows(const Program& program) {
    int count = 0;
    for (const QByteArray& line : program.run(words("log --json --limit 10000")).output.split('\n')) {
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        if (row.value(QLatin1String("code")).toString() == QLatin1String("command_malformed")) {
            count += row.value(QLatin1String("repeats")).toInt();
        }
    }
    return count;
}

} // namespace

/// Bytes at the control socket that no client of ours would send.
class ProgramSocketAbuseTest final : public QObject {
    Q_OBJECT

    Program m_program;
    std::unique_ptr<Serving> m_serving;

private Q_SLOTS:
    void initTestCase() {
        prepareVault(m_program);
        m_serving = std::make_unique<Serving>(m_program);
        QVERIFY(!m_serving->listening().isEmpty());
    }
    void cleanupTestCase() { m_serving.reset(); }

    void whatIsNoMessageIsCutOffAndRecorded_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("garbage") << QByteArray("garbage\n");
        QTest::newRow("a list") << QByteArray("[1,2]\n");
        QTest::newRow("an empty line") << QByteArray("\n");
        QTest::newRow("NUL") << QByteArray("\0\n", 2);
        QTest::newRow("HTTP") << QByteArray("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        QTest::newRow("two objects on a line") << QByteArray("{\"id\":1,\"op\":\"status\"}{}\n");
        QTest::newRow("a line without end") << QByteArray(kTooLong, 'x');
        QTest::newRow("a line that is too long") << request("status", '"' + QByteArray(kTooLong, 'x') + '"');
        QTest::newRow("depth without end") << request("status", QByteArray(30'000, '['));
        QTest::newRow("a secret that is too long") << request("status", "{}", ",\"secrets\":[[\"value\",65537]]");
        QTest::newRow("secrets that are too long together")
            << request("status", "{}", ",\"secrets\":[[\"value\",40000],[\"passphrase\",40000]]");
        QTest::newRow("too many secrets")
            << request("status", "{}", ",\"secrets\":[[\"a\",1],[\"b\",1],[\"c\",1],[\"d\",1],[\"e\",1]]");
        QTest::newRow("a secret of nothing") << request("status", "{}", ",\"secrets\":[[\"value\",0]]");
        QTest::newRow("a negative secret") << request("status", "{}", ",\"secrets\":[[\"value\",-1]]");
        QTest::newRow("half a byte of a secret") << request("status", "{}", ",\"secrets\":[[\"value\",1.5]]");
        QTest::newRow("a secret without a name") << request("status", "{}", ",\"secrets\":[[7,1]]");
        QTest::newRow("secrets as an object") << request("status", "{}", ",\"secrets\":{\"value\":1}");
        QTest::newRow("more bytes than the secret") << request("status", "{}", ",\"secrets\":[[\"value\",1]]") + "ab\n";
    }

    void whatIsNoMessageIsCutOffAndRecorded() {
        QFETCH(QByteArray, bytes);
        const int before = malformedRows(m_program);
        const QByteArray answer = converse(m_program, bytes, 2);
        QVERIFY2(!answer.contains("no answer") && answer.count('\n') <= 1, answer.constData());
        QTRY_VERIFY_WITH_TIMEOUT(malformedRows(m_program) > before, 20'000);
        QVERIFY(converse(m_program, request("status", "{}"), 1).contains("\"ok\":true"));
    }

    void messagesThatEndTooEarlyAreRecorded_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("in the line") << QByteArray("{\"id\":1,\"op\":\"sta");
        QTest::newRow("in a secret") << request("unlock", "{}", ",\"secrets\":[[\"passphrase\",9]]") + "half";
    }

    void messagesThatEndTooEarlyAreRecorded() {
        QFETCH(QByteArray, bytes);
        const int before = malformedRows(m_program);
        QCOMPARE(converse(m_program, bytes, 1, true), QByteArray());
        QTRY_VERIFY_WITH_TIMEOUT(malformedRows(m_program) > before, 20'000);
    }

    void noOperationIsLoosenedByOddArguments() {
        // Of every operation, every member that it knows, as what it is not.
        const QByteArray values[] = {"null",
                                     "7",
                                     "-1",
                                     "1e400",
                                     "true",
                                     "[]",
                                     "[[]]",
                                     "{}",
                                     "\"\"",
                                     "\"\\u0000\"",
                                     "\"" + QByteArray(3000, 'x') + "\"",
                                     "\"../../x\"",
                                     "\"' OR 1=1 --\""};
        const char* names[] = {"name",    "secret", "token", "provider",  "kind",    "days",  "label",
                               "minutes", "limit",  "agent", "program",   "command", "rules", "place",
                               "launch",  "shell",  "text",  "tokenHash", "code"};
        for (const keysluice::app::Operation& operation : keysluice::app::allOperations()) {
            if (operation.effect == keysluice::app::Effect::Tightening ||
                operation.name == std::string_view("doctor") || operation.name == std::string_view("log.follow")) {
                continue; // anybody may; and what follows or asks providers has tests of its own
            }
            QByteArray stream;
            int sent = 0;
            for (const QByteArray& value : values) {
                QByteArray arguments = "{";
                for (const char* name : names) {
                    arguments += (arguments.size() > 1 ? ",\"" : "\"") + QByteArray(name) + "\":" + value;
                }
                stream += request(operation.name, arguments + "}");
                stream += request(operation.name, value); // as the arguments themselves
                sent += 2;
            }
            // All in one go: an answer for each, on one connection.
            const QByteArray answers = converse(m_program, stream, sent);
            QVERIFY2(!answers.contains("no answer"), operation.name);
            if (keysluice::app::isGuarded(operation)) {
                QVERIFY2(!answers.contains("\"ok\":true"), operation.name);
            }
            QVERIFY2(!answers.contains(kKey) && !answers.contains("ks_"), operation.name);
        }
        QVERIFY(converse(m_program, request("status", "{}"), 1).contains("\"ok\":true"));
        const auto agents = m_program.run(words("agent list --json"));
        QCOMPARE(agents.json().value(QLatin1String("agents")).toArray().size(), 1);
    }

    void operationsThatDoNotExistAreRecorded() {
        // An instance of its own: repetitions of what the tests before did are still on their way into the other one's
        // rows.
        Program program;
        prepareVault(program);
        const Serving serving(program);
        QVERIFY(!serving.listening().isEmpty());
        for (const char* operation :
             {"secret.reveal", "secret.value", "vault.export", "", "STATUS", "status ", "../status"}) {
            QVERIFY2(converse(program, request(operation, "{}"), 1).contains("Unsupported"), operation);
        }
        QTRY_COMPARE_WITH_TIMEOUT(malformedRows(program), 7, 20'000);
    }

    void interleavedMessagesKeepTheirAnswers() {
        // A secret's bytes that look like a message are a secret's bytes.
        const QByteArray inner = "{\"id\":9,\"op\":\"lock\"}\n";
        const QByteArray stream = "{\"id\":1,\"op\":\"status\"}\n" +
                                  QByteArray("{\"id\":2,\"op\":\"status\",\"secrets\":[[\"value\",") +
                                  QByteArray::number(inner.size()) + "]]}\n" + inner + "{\"id\":3,\"op\":\"status\"}\n";
        const QByteArray answers = converse(m_program, stream, 3);
        QCOMPARE(answers.count('\n'), 3);
        QCOMPARE(answers.count("\"ok\":true"), 3);
        QVERIFY(!answers.contains("\"id\":9"));
        // Byte by byte.
        const int descriptor = connectToInstance(m_program);
        QVERIFY(descriptor >= 0);
        for (const char byte : request("status", "{}")) {
            QCOMPARE(::send(descriptor, &byte, 1, MSG_NOSIGNAL), ssize_t{1});
        }
        pollfd query{descriptor, POLLIN, 0};
        QCOMPARE(::poll(&query, 1, 20'000), 1);
        ::close(descriptor);
        QCOMPARE(m_program.run(words("secret list")).code, 0); // nobody locked anything
    }

    void aFloodOfConnectionsLeavesRoom() {
        std::vector<int> all;
        for (int i = 0; i < 300; ++i) {
            if (const int descriptor = connectToInstance(m_program); descriptor >= 0) {
                all.push_back(descriptor);
            }
        }
        QVERIFY(all.size() >= 256);
        for (const int each : all) {
            ::close(each);
        }
        QTRY_VERIFY_WITH_TIMEOUT(converse(m_program, request("status", "{}"), 1).contains("\"ok\":true"), 20'000);
    }
};

QTEST_GUILESS_MAIN(ProgramSocketAbuseTest)
#include "program_socket_abuse_test.moc"
