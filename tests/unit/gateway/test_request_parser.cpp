#include "gateway/http/request_parser.h"
#include "head_replay.h"
#include "rule_vectors.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

core::Limits smallLimits() {
    core::Limits limits;
    limits.headBytes = 1024;
    limits.headerLines = 12;
    return limits;
}

std::string replayedRequest(const QByteArray& bytes) {
    const core::Limits limits = smallLimits();
    return test::replayed(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                          [&] { return std::make_unique<http::RequestParser>(limits); });
}

QByteArray withHost(const QByteArray& fields) {
    return "GET / HTTP/1.1\r\nHost: a.test\r\n" + fields + "\r\n";
}

std::vector<test::RuleVector> refused() {
    std::vector<test::RuleVector> all;
    const auto row = [&all](const char* rule, const char* what, const QByteArray& bytes) {
        all.push_back({rule, what, bytes});
    };
    row("bare_carriage_return", "in a value", withHost("A: b\rc\r\n"));
    row("bare_carriage_return", "in the request line", "GET /\r HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("bare_carriage_return", "two before LF", withHost("A: b\r\r\n"));
    row("bare_line_feed", "ends a field", "GET / HTTP/1.1\r\nHost: a.test\nA: b\r\n\r\n");
    row("bare_line_feed", "ends the request line", "GET / HTTP/1.1\nHost: a.test\r\n\r\n");
    row("bare_line_feed", "ends the head", "GET / HTTP/1.1\r\nHost: a.test\r\n\n");
    row("nul_byte", "in a value", withHost(QByteArray("A: b\0c\r\n", 8)));
    row("nul_byte", "in the target", QByteArray("GET /\0 HTTP/1.1\r\n\r\n", 20));
    row("control_character", "vertical tab", withHost("A: b\vc\r\n"));
    row("control_character", "DEL", withHost("A: b\x7f\r\n"));
    row("control_character", "a TLS handshake", QByteArray("\x16\x03\x01\x02\x00", 5));
    row("head_too_large", "fields without end", "GET / HTTP/1.1\r\nHost: a.test\r\nA: " + QByteArray(2000, 'x'));
    row("target_too_long", "request line without end", "GET /" + QByteArray(2000, 'x'));
    row("too_many_fields", "13 of 12", withHost(QByteArray("A: b\r\n").repeated(12)));
    row("request_line_malformed", "empty twice", "\r\n\r\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("request_line_malformed", "two spaces", "GET  / HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("request_line_malformed", "space in the target", "GET /a b HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("request_line_malformed", "space in front", " GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("request_line_malformed", "space at the end", "GET / HTTP/1.1 \r\nHost: a.test\r\n\r\n");
    row("request_line_malformed", "HTAB", "GET /\tHTTP/1.1 x\r\nHost: a.test\r\n\r\n");
    row("request_line_malformed", "HTTP/0.9", "GET /\r\n\r\n");
    row("method_malformed", "parenthesis", "G(T / HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("method_malformed", "non-ASCII", "G\xc3\x84T / HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("version_unsupported", "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    row("version_unsupported", "HTTP/1.2", "GET / HTTP/1.2\r\nHost: a.test\r\n\r\n");
    row("version_unsupported", "lower case", "GET / http/1.1\r\nHost: a.test\r\n\r\n");
    row("version_unsupported", "digits", "GET / HTTP/1.10\r\nHost: a.test\r\n\r\n");
    row("target_malformed", "no slash", "GET v1/models HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_malformed", "quote", "GET /\"x HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_malformed", "non-ASCII", "GET /\xc3\xa4 HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_fragment", "after the path", "GET /a#b HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_user_info", "absolute-form", "GET http://u:p@a.test/ HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_user_info", "CONNECT", "CONNECT u@a.test:443 HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_scheme", "ftp", "GET ftp://a.test/ HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_authority", "no host", "GET http:///x HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_authority", "port above 65535", "CONNECT a.test:65536 HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_authority", "port 0", "CONNECT a.test:0 HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_authority", "CONNECT without port", "CONNECT a.test HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_authority", "zone identifier", "CONNECT [fe80::1%25eth0]:443 HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_percent", "half", "GET /a%2 HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_percent", "no digits", "GET /a%zz HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_form_for_method", "authority-form without CONNECT", "GET a.test:443 HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_form_for_method", "CONNECT with a path", "CONNECT /x HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("target_form_for_method", "asterisk without OPTIONS", "GET * HTTP/1.1\r\nHost: a.test\r\n\r\n");
    row("field_name_malformed", "empty", withHost(": b\r\n"));
    row("field_name_malformed", "inner space", withHost("A B: c\r\n"));
    row("field_name_malformed", "non-ASCII", withHost("\xc3\x84: c\r\n"));
    row("space_before_colon", "space", withHost("Content-Length : 4\r\n"));
    row("space_before_colon", "tab", withHost("Transfer-Encoding\t: chunked\r\n"));
    row("colon_missing", "a word", withHost("word\r\n"));
    row("folded_line", "obs-fold", withHost("A: b\r\n c\r\n"));
    row("folded_line", "before the first field", "GET / HTTP/1.1\r\n Host: a.test\r\n\r\n");
    row("field_name_ambiguous", "content_length", withHost("content_length: 4\r\n"));
    row("field_name_ambiguous", "Transfer_Encoding", withHost("Transfer_Encoding: chunked\r\n"));
    row("host_missing", "HTTP/1.1", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n");
    row("host_repeated", "the same", withHost("Host: a.test\r\n"));
    row("host_repeated", "another, any case", withHost("hOST: b.test\r\n"));
    row("host_malformed", "empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n");
    row("host_malformed", "list", "GET / HTTP/1.1\r\nHost: a.test, b.test\r\n\r\n");
    row("host_malformed", "user info", "GET / HTTP/1.1\r\nHost: u@a.test\r\n\r\n");
    row("host_malformed", "scheme", "GET / HTTP/1.1\r\nHost: http://a.test\r\n\r\n");
    row("connection_malformed", "not a token", withHost("Connection: a b\r\n"));
    row("connection_malformed", "65 names", withHost("Connection: " + QByteArray("a,").repeated(65) + "\r\n"));
    row("content_length_repeated", "the same", withHost("Content-Length: 4\r\nContent-Length: 4\r\n"));
    row("content_length_repeated", "another", withHost("Content-Length: 4\r\ncontent-length: 5\r\n"));
    row("content_length_malformed", "sign", withHost("Content-Length: +4\r\n"));
    row("content_length_malformed", "negative", withHost("Content-Length: -4\r\n"));
    row("content_length_malformed", "list", withHost("Content-Length: 4, 4\r\n"));
    row("content_length_malformed", "hexadecimal", withHost("Content-Length: 0x4\r\n"));
    row("content_length_malformed", "empty", withHost("Content-Length:\r\n"));
    row("content_length_malformed", "19 digits", withHost("Content-Length: 1000000000000000000\r\n"));
    row("length_and_transfer_coding", "length first", withHost("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"));
    row("length_and_transfer_coding", "coding first", withHost("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"));
    row("transfer_coding_unknown", "gzip, chunked", withHost("Transfer-Encoding: gzip, chunked\r\n"));
    row("transfer_coding_unknown", "identity", withHost("Transfer-Encoding: identity\r\n"));
    row("transfer_coding_unknown", "empty", withHost("Transfer-Encoding:\r\n"));
    row("transfer_coding_unknown", "parameter", withHost("Transfer-Encoding: chunked;x\r\n"));
    row("transfer_coding_unknown", "twice in one", withHost("Transfer-Encoding: chunked, chunked\r\n"));
    row("transfer_coding_unknown", "twice", withHost("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"));
    row("transfer_coding_unknown", "quoted", withHost("Transfer-Encoding: \"chunked\"\r\n"));
    row("transfer_coding_in_http10", "chunked",
        "POST / HTTP/1.0\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("body_on_connect", "length", "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test\r\nContent-Length: 3\r\n\r\n");
    row("body_on_connect", "chunked",
        "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n");
    return all;
}

} // namespace

class TestRequestParser : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void acceptsAndReads_data();
    void acceptsAndReads();
    void rejects_data();
    void rejects();
    void everyRuleHasAVector();
    void staysPoisoned();
    void resetStartsAnew();
    void leavesPipelinedBytesAlone();
    void limitsAreExact();
};

void TestRequestParser::acceptsAndReads_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected"); ///< what dumped() says after the first line

    QTest::newRow("curl") << QByteArray(
                                 "GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\nUser-Agent: curl/7.88.1\r\n"
                                 "Accept: */*\r\n\r\n")
                          << QByteArray("GET /v1/models||/v1/models||api.anthropic.com\n1.1 body 0/0 keep\n"
                                        "Host=api.anthropic.com\nUser-Agent=curl/7.88.1\nAccept=*/*");
    QTest::newRow("Claude Code, a message")
        << QByteArray(
               "POST /v1/messages?beta=true HTTP/1.1\r\naccept: application/json\r\nx-api-key: sk-ant-api03-x\r\n"
               "anthropic-beta: claude-code-20250219,interleaved-thinking-2025-05-14\r\nhost: api.anthropic.com\r\n"
               "content-length: 48213\r\nConnection: keep-alive\r\n\r\n")
        << QByteArray("POST /v1/messages?beta=true||/v1/messages|beta=true|api.anthropic.com\n1.1 body 1/48213 keep\n"
                      "accept=application/json\nx-api-key=sk-ant-api03-x\n"
                      "anthropic-beta=claude-code-20250219,interleaved-thinking-2025-05-14\nhost=api.anthropic.com\n"
                      "content-length=48213\nConnection=keep-alive\n+keep-alive");
    QTest::newRow("Node, CONNECT with close")
        << QByteArray("CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com\r\nconnection: close\r\n\r\n")
        << QByteArray("CONNECT api.anthropic.com:443|api.anthropic.com:443|||api.anthropic.com\n1.1 body 0/0 keep\n"
                      "Host=api.anthropic.com\nconnection=close\n+close");
    QTest::newRow("Python, CONNECT without Host")
        << QByteArray("CONNECT api.anthropic.com:443 HTTP/1.0\r\nProxy-Authorization: Basic eDp5\r\n\r\n")
        << QByteArray("CONNECT api.anthropic.com:443|api.anthropic.com:443|||\n1.0 body 0/0 keep\n"
                      "Proxy-Authorization=Basic eDp5");
    QTest::newRow("git, first CONNECT")
        << QByteArray("CONNECT github.com:443 HTTP/1.1\r\nHost: github.com:443\r\nUser-Agent: git/2.39.5\r\n"
                      "Proxy-Connection: Keep-Alive\r\n\r\n")
        << QByteArray("CONNECT github.com:443|github.com:443|||github.com:443\n1.1 body 0/0 keep\nHost=github.com:443\n"
                      "User-Agent=git/2.39.5\nProxy-Connection=Keep-Alive");
    QTest::newRow("LWP, TE with close")
        << QByteArray("GET / HTTP/1.1\r\nTE: deflate,gzip;q=0.3\r\nConnection: TE, close\r\nHost: a.test\r\n\r\n")
        << QByteArray("GET /||/||a.test\n1.1 body 0/0 close\nTE=deflate,gzip;q=0.3\nConnection=TE, close\nHost=a.test\n"
                      "+TE\n+close");
    QTest::newRow("Codex, WebSocket")
        << QByteArray("GET /v1/responses HTTP/1.1\r\nHost: api.openai.com\r\nConnection: Upgrade\r\nUpgrade: "
                      "websocket\r\n\r\n")
        << QByteArray("GET /v1/responses||/v1/responses||api.openai.com websocket\n1.1 body 0/0 keep\n"
                      "Host=api.openai.com\nConnection=Upgrade\nUpgrade=websocket\n+Upgrade");
    QTest::newRow("curl, large upload")
        << QByteArray("PUT /f HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n")
        << QByteArray("PUT /f||/f||a.test expects\n1.1 body 1/2000000 keep\nHost=a.test\nContent-Length=2000000\n"
                      "Expect=100-continue");
    QTest::newRow("Expect without a body counts for nothing")
        << QByteArray("GET /f HTTP/1.1\r\nHost: a.test\r\nExpect: 100-continue\r\n\r\n")
        << QByteArray("GET /f||/f||a.test\n1.1 body 0/0 keep\nHost=a.test\nExpect=100-continue");
    QTest::newRow("Expect of HTTP/1.0 counts for nothing")
        << QByteArray("PUT /f HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        << QByteArray("PUT /f||/f||\n1.0 body 1/2 close\nContent-Length=2\nExpect=100-continue");
    QTest::newRow("chunked, any case") << QByteArray(
                                              "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: Chunked\r\n\r\n")
                                       << QByteArray("POST /||/||a.test\n1.1 body 2/0 keep\nHost=a.test\n"
                                                     "Transfer-Encoding=Chunked");
    QTest::newRow("absolute-form") << QByteArray("GET http://a.test:8080/x?y HTTP/1.1\r\nHost: a.test:8080\r\n\r\n")
                                   << QByteArray("GET http://a.test:8080/x?y|a.test:8080|/x|y|a.test:8080\n"
                                                 "1.1 body 0/0 keep\nHost=a.test:8080");
    QTest::newRow("asterisk-form") << QByteArray("OPTIONS * HTTP/1.1\r\nHost: a.test\r\n\r\n")
                                   << QByteArray("OPTIONS *||*||a.test\n1.1 body 0/0 keep\nHost=a.test");
    QTest::newRow("HTTP/1.0, keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
                                          << QByteArray("GET /||/||\n1.0 body 0/0 keep\nConnection=Keep-Alive\n"
                                                        "+Keep-Alive");
    QTest::newRow("IPv6 Host") << QByteArray("GET / HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n")
                               << QByteArray("GET /||/||[::1]:8443\n1.1 body 0/0 keep\nHost=[::1]:8443");
    QTest::newRow("white space around a value is not part of it")
        << withHost("A: \t b c \t\r\n") << QByteArray("GET /||/||a.test\n1.1 body 0/0 keep\nHost=a.test\nA=b c");
    QTest::newRow("empty value, no white space, obs-text")
        << withHost("A:\r\nB:c\r\nC: \xe4\xff\r\n")
        << QByteArray("GET /||/||a.test\n1.1 body 0/0 keep\nHost=a.test\nA=\nB=c\nC=\xe4\xff");
    QTest::newRow("one empty line first") << QByteArray("\r\nGET / HTTP/1.1\r\nHost: a.test\r\n\r\n")
                                          << QByteArray("GET /||/||a.test\n1.1 body 0/0 keep\nHost=a.test");
    QTest::newRow("a length with zeros in front")
        << withHost("Content-Length: 0010\r\n")
        << QByteArray("GET /||/||a.test\n1.1 body 1/10 keep\nHost=a.test\nContent-Length=10");
    QTest::newRow("a length of zeros") << withHost("Content-Length: 000\r\n")
                                       << QByteArray(
                                              "GET /||/||a.test\n1.1 body 0/0 keep\nHost=a.test\nContent-Length=0");
    QTest::newRow("Content-Length: 0") << withHost("Content-Length: 0\r\n")
                                       << QByteArray(
                                              "GET /||/||a.test\n1.1 body 0/0 keep\nHost=a.test\nContent-Length=0");
}

void TestRequestParser::acceptsAndReads() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(replayedRequest(bytes)),
             "done " + QByteArray::number(bytes.size()) + "\n" + expected);
}

void TestRequestParser::rejects_data() {
    test::addRows(refused());
}

void TestRequestParser::everyRuleHasAVector() {
    QCOMPARE(test::withoutVector(test::Place::RequestHead, refused()), QByteArray());
}

void TestRequestParser::rejects() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, error);
    QCOMPARE(QByteArray::fromStdString(replayedRequest(bytes)), error);
}

void TestRequestParser::staysPoisoned() {
    http::RequestParser parser(smallLimits());
    QCOMPARE(parser.parse("GET / HTTP/1.1\n"), http::ParseState::Failed);
    QCOMPARE(parser.parse("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"), http::ParseState::Failed);
    QCOMPARE(parser.error(), http::HttpError::BareLineFeed);
    QCOMPARE(parser.consumed(), std::size_t{0});
}

void TestRequestParser::resetStartsAnew() {
    http::RequestParser parser(smallLimits());
    QCOMPARE(parser.parse("POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"),
             http::ParseState::Done);
    parser.reset();
    QCOMPARE(parser.parse("GET /2 HTTP/1.1\r\nHost: b.test\r\n\r\n"), http::ParseState::Done);
    QCOMPARE(parser.head().fields.size(), std::size_t{1});
    QVERIFY(parser.head().body == http::Framing{});
    QVERIFY(parser.head().keepAlive);
    QVERIFY(parser.head().connectionOptions.empty());
}

void TestRequestParser::leavesPipelinedBytesAlone() {
    const std::string first = "GET /1 HTTP/1.1\r\nHost: a.test\r\n\r\n";
    http::RequestParser parser(smallLimits());
    QCOMPARE(parser.parse(first + "GET /2 HTTP/1.1\nnonsense"), http::ParseState::Done);
    QCOMPARE(parser.consumed(), first.size());
}

void TestRequestParser::limitsAreExact() {
    core::Limits limits = smallLimits();
    std::string head = "GET / HTTP/1.1\r\nHost: a.test\r\nA: ";
    head += std::string(limits.headBytes - head.size() - 4, 'x') + "\r\n\r\n";
    QCOMPARE(head.size(), limits.headBytes);
    const auto make = [&] { return std::make_unique<http::RequestParser>(limits); };
    QVERIFY(test::replayed(head, make).starts_with("done"));
    limits.headBytes -= 1;
    QCOMPARE(test::replayed(head, make), std::string("head_too_large"));
    limits.headBytes += 1;
    limits.headerLines = 2;
    QVERIFY(test::replayed(head, make).starts_with("done"));
    limits.headerLines = 1;
    QCOMPARE(test::replayed(head, make), std::string("too_many_fields"));
}

QTEST_APPLESS_MAIN(TestRequestParser)
#include "test_request_parser.moc"
