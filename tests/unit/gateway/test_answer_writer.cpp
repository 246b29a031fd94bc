#include "gateway/http/answer_parser.h"
#include "gateway/http/answer_writer.h"
#include "gateway/policy/answer_verdict.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;
using http::BodyKind;

namespace {

class ParsedAnswer {
public:
    explicit ParsedAnswer(std::string bytes, bool wasHead = false)
        : m_bytes(std::move(bytes)), m_parser(core::Limits{}) {
        m_parser.reset(wasHead);
        m_state = m_parser.parse(m_bytes);
    }
    [[nodiscard]] bool isDone() const { return m_state == http::ParseState::Done; }
    [[nodiscard]] const http::AnswerHead& head() const { return m_parser.head(); }
    [[nodiscard]] std::string_view raw() const { return m_bytes; }

private:
    std::string m_bytes;
    http::AnswerParser m_parser;
    http::ParseState m_state;
};

} // namespace

class TestAnswerWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writes_data();
    void writes();
    void refuses_data();
    void refuses();
};

void TestAnswerWriter::writes_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("minorVersion");
    QTest::addColumn<bool>("keepAlive");
    QTest::addColumn<bool>("wasHead");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("stays");
    const auto row = [](const char* name, const QByteArray& answer, int minor, bool keep, bool wasHead,
                        const QByteArray& expected, BodyKind kind, bool stays) {
        QTest::newRow(name) << answer + "\r\n"
                            << minor << keep << wasHead << expected + "\r\n"
                            << static_cast<int>(kind) << stays;
    };
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray chunked = "transfer-encoding: chunked\r\n";
    row("length is kept", ok + "Content-Length: 5\r\nX: y\r\n", 1, true, false, ok + "Content-Length: 5\r\nX: y\r\n",
        BodyKind::Length, true);
    row("chunked", ok + "Transfer-Encoding: Chunked\r\nContent-Type: text/event-stream\r\n", 1, true, false,
        ok + "Content-Type: text/event-stream\r\n" + chunked, BodyKind::Chunked, true);
    row("until close becomes chunked", ok, 1, true, false, ok + chunked, BodyKind::Chunked, true);
    row("agent closes", ok + "Content-Length: 0\r\n", 1, false, false,
        ok + "Content-Length: 0\r\nconnection: close\r\n", BodyKind::None, false);
    row("provider closes, agent does not care", ok + "Connection: close\r\nContent-Length: 5\r\n", 1, true, false,
        ok + "Content-Length: 5\r\n", BodyKind::Length, true);
    row("HTTP/1.0 agent, chunked", ok + "Transfer-Encoding: chunked\r\n", 0, true, false, ok + "connection: close\r\n",
        BodyKind::UntilClose, false);
    row("HTTP/1.0 agent, length", ok + "Content-Length: 5\r\n", 0, true, false,
        ok + "Content-Length: 5\r\nconnection: keep-alive\r\n", BodyKind::Length, true);
    row("HEAD keeps the length", ok + "Content-Length: 5\r\n", 1, true, true, ok + "Content-Length: 5\r\n",
        BodyKind::None, true);
    row("304 keeps the length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n", 1, true, false,
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n", BodyKind::None, true);
    row("204 has none", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n", 1, true, false,
        "HTTP/1.1 204 No Content\r\n", BodyKind::None, true);
    row("1xx", "HTTP/1.1 103 Early Hints\r\nLink: x\r\nConnection: close\r\n", 1, false, false,
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n", BodyKind::None, false);
    row("hop-by-hop and nominated",
        ok + "Connection: X-Hop, close\r\nX-Hop: a\r\nKeep-Alive: b\r\nTrailer: c\r\nProxy-Authenticate: d\r\nUpgrade: "
             "e\r\n"
             "Content-Length: 0\r\n",
        1, true, false, ok + "Content-Length: 0\r\n", BodyKind::None, true);
    row("Alt-Svc is dropped", ok + "alt-svc: h3=\":443\"\r\nContent-Length: 0\r\n", 1, true, false,
        ok + "Content-Length: 0\r\n", BodyKind::None, true);
    row("our own names cannot be forged",
        ok + "X-Keysluice-Error: vault_locked\r\nx_keysluice_error: paused\r\nContent-Length: 0\r\n", 1, true, false,
        ok + "Content-Length: 0\r\n", BodyKind::None, true);
    row("an error as it came",
        "HTTP/1.1 529 \r\nretry-after: 7\r\nx-should-retry: true\r\nanthropic-ratelimit-x: 1\r\nVia: 1.1 google\r\n"
        "request-id: r\r\nContent-Length: 5\r\n",
        1, true, false,
        "HTTP/1.1 529 \r\nretry-after: 7\r\nx-should-retry: true\r\nanthropic-ratelimit-x: 1\r\nVia: 1.1 google\r\n"
        "request-id: r\r\nContent-Length: 5\r\n",
        BodyKind::Length, true);
}

void TestAnswerWriter::writes() {
    QFETCH(QByteArray, answer);
    QFETCH(int, minorVersion);
    QFETCH(bool, keepAlive);
    QFETCH(bool, wasHead);
    QFETCH(QByteArray, expected);
    QFETCH(int, kind);
    QFETCH(bool, stays);
    const ParsedAnswer parsed(answer.toStdString(), wasHead);
    QVERIFY(parsed.isDone());
    std::string out = "before";
    const http::AnswerPlan plan = http::writeAnswer(parsed.head(), {minorVersion, keepAlive, wasHead}, out);
    QCOMPARE(QByteArray::fromStdString(out), "before" + expected);
    QCOMPARE(static_cast<int>(plan.framing.kind), kind);
    QCOMPARE(plan.keepAlive, stays);
}

void TestAnswerWriter::refuses_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("code"); ///< empty: passes
    const QByteArray ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n";
    QTest::newRow("plain") << ok << QByteArray("sk-secret") << QByteArray();
    for (const char* known : {"gzip", "X-GZIP", "br", "zstd", "identity, br", "identity"}) {
        QTest::newRow(known) << ok + "Content-Encoding: " + known + "\r\n" << QByteArray("sk-secret") << QByteArray();
    }
    for (const char* unknown : {"deflate", "gzip, br", "gzip\r\nContent-Encoding: gzip", "dcb", "\"gzip\""}) {
        const QByteArray head = "Content-Encoding: " + QByteArray(unknown) + "\r\n";
        QTest::newRow(unknown) << ok + head << QByteArray("sk-secret") << QByteArray("upstream_malformed");
        QTest::addRow("%s, nothing injected", unknown) << ok + head << QByteArray() << QByteArray();
        QTest::addRow("%s, no body", unknown) << "HTTP/1.1 304 X\r\n" + head << QByteArray("sk-secret") << QByteArray();
    }
    QTest::newRow("407") << QByteArray("HTTP/1.1 407 X\r\nContent-Length: 0\r\n") << QByteArray()
                         << QByteArray("upstream_malformed");
    QTest::newRow("101") << QByteArray("HTTP/1.1 101 X\r\n") << QByteArray() << QByteArray("upstream_malformed");
    QTest::newRow("401 passes") << QByteArray("HTTP/1.1 401 X\r\nContent-Length: 0\r\n") << QByteArray("sk-secret")
                                << QByteArray();
    QTest::newRow("key in a value") << ok + "X: Bearer sk-secret!\r\n"
                                    << QByteArray("sk-secret") << QByteArray("leak_blocked");
    QTest::newRow("key in a name") << ok + "sk-secret: x\r\n" << QByteArray("sk-secret") << QByteArray("leak_blocked");
    QTest::newRow("key in the reason") << QByteArray("HTTP/1.1 200 sk-secret\r\nContent-Length: 5\r\n")
                                       << QByteArray("sk-secret") << QByteArray("leak_blocked");
    QTest::newRow("key in a 1xx") << QByteArray("HTTP/1.1 103 X\r\nLink: sk-secret\r\n") << QByteArray("sk-secret")
                                  << QByteArray("leak_blocked");
    QTest::newRow("nearly") << ok + "X: sk-secre\r\n" << QByteArray("sk-secret") << QByteArray();
}

void TestAnswerWriter::refuses() {
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, code);
    const ParsedAnswer parsed(answer.toStdString() + "\r\n");
    QVERIFY(parsed.isDone());
    const auto refusal = policy::refuseAnswer(parsed.head(), parsed.raw(), secret.toStdString());
    QCOMPARE(refusal ? std::string(http::answerFacts(refusal->code).name) : std::string(), code.toStdString());
}

QTEST_APPLESS_MAIN(TestAnswerWriter)
#include "test_answer_writer.moc"
