#include "gateway/http/answer_parser.h"
#include "head_replay.h"
#include "rule_vectors.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

std::string replayedAnswer(const QByteArray& bytes, bool wasHead) {
    core::Limits limits;
    limits.headBytes = 1024;
    limits.headerLines = 12;
    return test::replayed(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())), [&] {
        auto parser = std::make_unique<http::AnswerParser>(limits);
        parser->reset(wasHead);
        return parser;
    });
}

std::vector<test::RuleVector> refused() {
    std::vector<test::RuleVector> all;
    const auto row = [&all](const char* rule, const char* what, const QByteArray& bytes) {
        all.push_back({rule, what, bytes});
    };
    row("status_line_malformed", "empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n");
    row("status_line_malformed", "two digits", "HTTP/1.1 20 OK\r\n\r\n");
    row("status_line_malformed", "four digits", "HTTP/1.1 2000 OK\r\n\r\n");
    row("status_line_malformed", "letters", "HTTP/1.1 2x0 OK\r\n\r\n");
    row("status_line_malformed", "ICY", "ICY 200 OK\r\n\r\n");
    row("version_unsupported", "HTTP/2.0", "HTTP/2.0 200 OK\r\n\r\n");
    row("status_out_of_range", "099", "HTTP/1.1 099 X\r\n\r\n");
    row("status_out_of_range", "600", "HTTP/1.1 600 X\r\n\r\n");
    row("head_too_large", "no end", "HTTP/1.1 200 OK\r\nA: " + QByteArray(2000, 'x'));
    row("head_too_large", "status line without end", "HTTP/1.1 200 " + QByteArray(2000, 'x'));
    row("too_many_fields", "13 of 12", "HTTP/1.1 200 OK\r\n" + QByteArray("A: b\r\n").repeated(13) + "\r\n");
    row("control_character", "form feed", "HTTP/1.1 200 OK\r\nA: b\fc\r\n\r\n");
    row("control_character", "a TLS alert", QByteArray("\x15\x03\x03", 3));
    row("version_unsupported", "HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n");
    row("status_line_malformed", "a tab", "HTTP/1.1\t200 OK\r\n\r\n");
    row("status_line_malformed", "no status", "HTTP/1.1\r\n\r\n");
    row("field_name_malformed", "empty", "HTTP/1.1 200 OK\r\n: b\r\n\r\n");
    row("field_name_malformed", "inner space", "HTTP/1.1 200 OK\r\nA B: c\r\n\r\n");
    row("space_before_colon", "space", "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\n");
    row("colon_missing", "a word", "HTTP/1.1 200 OK\r\nword\r\n\r\n");
    row("folded_line", "before the first field", "HTTP/1.1 200 OK\r\n A: b\r\n\r\n");
    row("connection_malformed", "not a token", "HTTP/1.1 200 OK\r\nConnection: a b\r\n\r\n");
    row("bare_line_feed", "ends the status line", "HTTP/1.1 200 OK\nA: b\r\n\r\n");
    row("bare_line_feed", "ends the head", "HTTP/1.1 200 OK\r\nA: b\r\n\n");
    row("bare_carriage_return", "two before LF", "HTTP/1.1 200 OK\r\nA: b\r\r\n\r\n");
    row("content_length_repeated", "another", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\ncontent-length: 6\r\n\r\n");
    row("content_length_malformed", "sign", "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n");
    row("content_length_malformed", "hexadecimal", "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\n");
    row("content_length_malformed", "empty", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n");
    row("content_length_malformed", "19 digits", "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000000\r\n\r\n");
    row("content_length_malformed", "where there is no body", "HTTP/1.1 204 X\r\nContent-Length: x\r\n\r\n");
    row("length_and_transfer_coding", "coding first",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n");
    row("transfer_coding_unknown", "twice",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("transfer_coding_unknown", "gzip, chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
    row("bare_line_feed", "in the head", "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n");
    row("bare_carriage_return", "in the reason", "HTTP/1.1 200 O\rK\r\n\r\n");
    row("nul_byte", "in a value", QByteArray("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 24));
    row("folded_line", "obs-fold", "HTTP/1.1 200 OK\r\nA: b\r\n\tc\r\n\r\n");
    row("content_length_repeated", "the same", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n");
    row("content_length_malformed", "list", "HTTP/1.1 200 OK\r\nContent-Length: 5,5\r\n\r\n");
    row("length_and_transfer_coding", "both",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("transfer_coding_unknown", "gzip", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n");
    row("transfer_coding_in_http10", "chunked", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    return all;
}

} // namespace

class TestAnswerParser : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void rejects_data();
    void rejects();
    void everyRuleHasAVector();
};

void TestAnswerParser::reads_data() {
    QTest::addColumn<bool>("wasHead");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, bool wasHead, const QByteArray& bytes, const QByteArray& expected) {
        QTest::newRow(name) << wasHead << bytes << expected;
    };
    row("length", false, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "200 OK -1\n1.1 body 1/5 keep\nContent-Length=5");
    row("chunked", false, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "200 OK -1\n1.1 body 2/0 keep\nTransfer-Encoding=chunked");
    row("until close", false, "HTTP/1.1 200 OK\r\n\r\n", "200 OK -1\n1.1 body 3/0 close");
    row("HTTP/1.0", false, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n",
        "200 OK -1\n1.0 body 1/5 close\nContent-Length=5");
    row("HEAD has no body", true, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "200 OK -1\n1.1 body 0/0 keep\nContent-Length=5");
    row("HEAD, chunked", true, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "200 OK -1\n1.1 body 0/0 keep\nTransfer-Encoding=chunked");
    row("204", false, "HTTP/1.1 204 No Content\r\n\r\n", "204 No Content -1\n1.1 body 0/0 keep");
    row("304 with length", false, "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        "304 Not Modified -1\n1.1 body 0/0 keep\nContent-Length=5");
    row("100", false, "HTTP/1.1 100 Continue\r\n\r\n", "100 Continue -1\n1.1 body 0/0 keep");
    row("103", false, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
        "103 Early Hints -1\n1.1 body 0/0 keep\nLink=</x>");
    row("no reason", false, "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
        "200  -1\n1.1 body 0/0 keep\nContent-Length=0");
    row("not even a space", false, "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
        "200  -1\n1.1 body 0/0 keep\nContent-Length=0");
    row("close", false, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "200 OK -1\n1.1 body 0/0 close\nConnection=close\nContent-Length=0\n+close");
    row("coded", false, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n",
        "200 OK coded -1\n1.1 body 1/9 keep\nContent-Encoding=gzip\nContent-Length=9");
    row("identity", false, "HTTP/1.1 200 OK\r\nContent-Encoding: Identity\r\nContent-Length: 9\r\n\r\n",
        "200 OK -1\n1.1 body 1/9 keep\nContent-Encoding=Identity\nContent-Length=9");
    row("retry-after", false, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 17\r\nContent-Length: 0\r\n\r\n",
        "429 Too Many Requests 17\n1.1 body 0/0 keep\nRetry-After=17\nContent-Length=0");
    row("retry-after as a date", false, "HTTP/1.1 503 X\r\nRetry-After: Mon, 1 Jan 2029\r\nContent-Length: 0\r\n\r\n",
        "503 X -1\n1.1 body 0/0 keep\nRetry-After=Mon, 1 Jan 2029\nContent-Length=0");
    row("a name that only looks like framing", false,
        "HTTP/1.1 200 OK\r\ncontent_length: 7\r\nContent-Length: 1\r\n\r\n",
        "200 OK -1\n1.1 body 1/1 keep\ncontent_length=7\nContent-Length=1");
}

void TestAnswerParser::reads() {
    QFETCH(bool, wasHead);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(replayedAnswer(bytes, wasHead)),
             "done " + QByteArray::number(bytes.size()) + "\n" + expected);
}

void TestAnswerParser::rejects_data() {
    test::addRows(refused());
}

void TestAnswerParser::everyRuleHasAVector() {
    QCOMPARE(test::withoutVector(test::Place::AnswerHead, refused()), QByteArray());
}

void TestAnswerParser::rejects() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, error);
    QCOMPARE(QByteArray::fromStdString(replayedAnswer(bytes, false)), error);
}

QTEST_APPLESS_MAIN(TestAnswerParser)
#include "test_answer_parser.moc"
