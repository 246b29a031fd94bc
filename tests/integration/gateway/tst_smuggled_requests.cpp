// Request heads that two parsers could cut differently: nothing of them reaches the provider, nothing behind them is
// taken for a request, and the exchange after it is clean.
#include "support/raw_exchange.h"

#include <QtTest>

using namespace keysluice;
using namespace keysluice::test;

class SmuggledRequestsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lengthsAreRefusedWhole_data();
    void lengthsAreRefusedWhole() { refusedWhole(); }
    void codingsAreRefusedWhole_data();
    void codingsAreRefusedWhole() { refusedWhole(); }
    void linesAreRefusedWhole_data();
    void linesAreRefusedWhole() { refusedWhole(); }
    void requestLinesAreRefusedWhole_data();
    void requestLinesAreRefusedWhole() { refusedWhole(); }
    void placesAreRefusedWhole_data();
    void placesAreRefusedWhole() { refusedWhole(); }
    void whatIsSentOn_data();
    void whatIsSentOn();

private:
    static void columns();
    static void row(const char* name, const std::string& bytes, const char* reason, int status = 400);
    /// In a POST to the provider, before whose end `fields` stand.
    static void post(const char* name, const std::string& fields, const char* reason);
    static void refusedWhole();
};

void SmuggledRequestsTest::columns() {
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("reason");
    QTest::addColumn<int>("status");
}

void SmuggledRequestsTest::row(const char* name, const std::string& bytes, const char* reason, int status) {
    QTest::newRow(name) << bytes << std::string(reason) << status;
}

void SmuggledRequestsTest::post(const char* name, const std::string& fields, const char* reason) {
    row(name, "POST /v1/messages" + kRestOfHead + fields + "\r\n0\r\n\r\n", reason);
}

void SmuggledRequestsTest::refusedWhole() {
    QFETCH(std::string, bytes);
    QFETCH(std::string, reason);
    QFETCH(int, status);
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(bytes + kSmuggled));
    const WireMessage answer = agent.receiveMessage(!bytes.starts_with("HEAD"));
    QCOMPARE(answer.status(), status);
    QVERIFY2(reason.empty() || answer.body.find("\"reason\":\"" + reason + '"') != std::string::npos,
             answer.body.c_str());
    QCOMPARE(answer.field("connection"), std::string("close"));
    QVERIFY(agent.waitForEnd());
    QCOMPARE(agent.buffered(), std::string()); // no second answer
    QCOMPARE(scene.origin.connections(), 0);
    QCOMPARE(scene.gate.opener->opened(), 0); // and no credential was touched
    const auto record = scene.gate.sink.waitFor([&](const auto& each) { return each.status == status; });
    QVERIFY(!record.errorCode.empty());
    QCOMPARE(faultOfNextExchange(scene, 0), std::string());
}

void SmuggledRequestsTest::lengthsAreRefusedWhole_data() {
    columns();
    const std::string chunked = "Transfer-Encoding: chunked\r\n";
    post("length, then chunked", "Content-Length: 5\r\n" + chunked, "length_and_transfer_coding");
    post("chunked, then length", chunked + "Content-Length: 5\r\n", "length_and_transfer_coding");
    post("chunked, and a length of none", chunked + "Content-Length: 0\r\n", "length_and_transfer_coding");
    post("chunked between other fields, then length",
         "A: b\r\ntransfer-ENCODING:chunked\r\nC: d\r\ncontent-length:5\r\n", "length_and_transfer_coding");
    post("two lengths", "Content-Length: 0\r\nContent-Length: 53\r\n", "content_length_repeated");
    post("the same length twice", "Content-Length: 5\r\nContent-Length: 5\r\n", "content_length_repeated");
    post("two lengths in two spellings", "Content-Length: 5\r\nCONTENT-length: 0\r\n", "content_length_repeated");
    post("a list of lengths", "Content-Length: 5, 5\r\n", "content_length_malformed");
    post("a length and a comma", "Content-Length: 5,\r\n", "content_length_malformed");
    post("a length with a plus", "Content-Length: +5\r\n", "content_length_malformed");
    post("a length with a minus", "Content-Length: -5\r\n", "content_length_malformed");
    post("a hexadecimal length", "Content-Length: 0x5\r\n", "content_length_malformed");
    post("a length in letters", "Content-Length: a\r\n", "content_length_malformed");
    post("a length with a fraction", "Content-Length: 5.0\r\n", "content_length_malformed");
    post("a length with an exponent", "Content-Length: 5e0\r\n", "content_length_malformed");
    post("a length with a separator", "Content-Length: 0_5\r\n", "content_length_malformed");
    post("a length with a space inside", "Content-Length: 5 3\r\n", "content_length_malformed");
    post("a length with a tab inside", "Content-Length: 5\t3\r\n", "content_length_malformed");
    post("a length in quotes", "Content-Length: \"5\"\r\n", "content_length_malformed");
    post("an empty length", "Content-Length:\r\n", "content_length_malformed");
    post("a length of two to the 64th and five", "Content-Length: 18446744073709551621\r\n",
         "content_length_malformed");
    post("a length behind many zeros", "Content-Length: 0000000000000000005\r\n", "content_length_malformed");
    post("a length in other digits", "Content-Length: \xef\xbc\x95\r\n", "content_length_malformed");
    post("a length and a colon more", "Content-Length:: 5\r\n", "content_length_malformed");
    post("a length with an underscore", "Content_Length: 5\r\n", "field_name_ambiguous");
    post("a length behind one with an underscore", "Content_Length: 5\r\nContent-Length: 5\r\n",
         "field_name_ambiguous");
}

void SmuggledRequestsTest::codingsAreRefusedWhole_data() {
    columns();
    const std::string name = "Transfer-Encoding: ";
    post("chunked twice", name + "chunked\r\n" + name + "chunked\r\n", "transfer_coding_unknown");
    post("chunked twice in a list", name + "chunked, chunked\r\n", "transfer_coding_unknown");
    post("chunked and something", name + "chunked, identity\r\n", "transfer_coding_unknown");
    post("something and chunked", name + "gzip, chunked\r\n", "transfer_coding_unknown");
    post("something, and chunked on its own line", name + "identity\r\n" + name + "chunked\r\n",
         "transfer_coding_unknown");
    post("identity", name + "identity\r\n", "transfer_coding_unknown");
    post("nearly chunked", name + "xchunked\r\n", "transfer_coding_unknown");
    post("chunked with a parameter", name + "chunked;q=1\r\n", "transfer_coding_unknown");
    post("chunked and a comma", name + "chunked,\r\n", "transfer_coding_unknown");
    post("a comma and chunked", name + ",chunked\r\n", "transfer_coding_unknown");
    post("quoted chunked", name + "\"chunked\"\r\n", "transfer_coding_unknown");
    post("no coding at all", name + "\r\n", "transfer_coding_unknown");
    post("chunked with a letter that is a k elsewhere",
         name + "chun\xe2\x84\xaa"
                "ed\r\n",
         "transfer_coding_unknown");
    post("chunked after a byte that is a space elsewhere",
         name + "\xa0"
                "chunked\r\n",
         "transfer_coding_unknown");
    post("chunked after a vertical tab",
         name + "\x0b"
                "chunked\r\n",
         "control_character");
    post("chunked before a form feed", name + "chunked\f\r\n", "control_character");
    post("chunked before DEL", name + "chunked\x7f\r\n", "control_character");
    post("chunked before NUL", name + "chunked" + std::string(1, '\0') + "\r\n", "nul_byte");
    post("coding with an underscore", "Transfer_Encoding: chunked\r\n", "field_name_ambiguous");
    post("coding with an underscore beside a length", "Transfer_Encoding: chunked\r\nContent-Length: 5\r\n",
         "field_name_ambiguous");
    row("chunked in HTTP/1.0", "POST /v1/messages HTTP/1.0\r\nHost: api.anthropic.com\r\n" + name + "chunked\r\n\r\n",
        "transfer_coding_in_http10");
    row("chunked in HTTP/1.0 with keep-alive",
        "POST /v1/messages HTTP/1.0\r\nHost: api.anthropic.com\r\nConnection: keep-alive\r\n" + name +
            "chunked\r\n\r\n",
        "transfer_coding_in_http10");
}

void SmuggledRequestsTest::linesAreRefusedWhole_data() {
    columns();
    post("space before the colon", "Transfer-Encoding : chunked\r\n", "space_before_colon");
    post("tab before the colon of a length", "Content-Length\t: 5\r\n", "space_before_colon");
    post("folded coding", "Transfer-Encoding:\r\n chunked\r\n", "folded_line");
    post("folded length", "Content-Length: 5\r\n\t3\r\n", "folded_line");
    row("white space before the first field", "POST /v1/messages HTTP/1.1\r\n Host: api.anthropic.com\r\n\r\n",
        "folded_line");
    post("a space in a name", "Content Length: 5\r\n", "field_name_malformed");
    post("a name of nothing", ": 5\r\n", "field_name_malformed");
    post("NUL in a name", "Content" + std::string(1, '\0') + "-Length: 5\r\n", "nul_byte");
    post("a line without a colon", "Transfer-Encoding\r\n", "colon_missing");
    post("a name ended by a line", "Transfer-Encoding\r\n: chunked\r\n", "colon_missing");
    post("bare line feed in a field", "X: a\nContent-Length: 5\r\n", "bare_line_feed");
    row("bare line feed at the end", "POST /v1/messages" + kRestOfHead + "Content-Length: 0\r\n\n", "bare_line_feed");
    row("two bare line feeds at the end", "POST /v1/messages" + kRestOfHead + "X: y\n\n", "bare_line_feed");
    post("bare carriage return before a coding", "X: a\rTransfer-Encoding: chunked\r\n", "bare_carriage_return");
    post("two carriage returns", "Content-Length: 0\r\r\n", "bare_carriage_return");
    post("a carriage return alone ends the head", "X: a\r\n\rTransfer-Encoding: chunked\r\n", "bare_carriage_return");
    post("NUL in a value", "X: a" + std::string(1, '\0') + "b\r\n", "nul_byte");
    post("a name that Connection cannot have", "Connection: close, content length\r\n", "connection_malformed");
}

void SmuggledRequestsTest::requestLinesAreRefusedWhole_data() {
    columns();
    const std::string host = "\r\nHost: api.anthropic.com\r\n\r\n";
    row("a request in the target", "GET /a HTTP/1.1 GET /b HTTP/1.1" + host, "request_line_malformed");
    row("tabs between the words", "GET\t/v1/models\tHTTP/1.1" + host, "request_line_malformed");
    row("two spaces", "GET  /v1/models HTTP/1.1" + host, "request_line_malformed");
    row("space behind the version", "GET /v1/models HTTP/1.1 " + host, "request_line_malformed");
    row("a carriage return as a space", "GET /v1/models\rHTTP/1.1" + host, "bare_carriage_return");
    row("a line feed in the target", "GET /v1/models\nX: HTTP/1.1" + host, "bare_line_feed");
    row("HTTP/0.9", "GET /v1/models\r\n\r\n", "request_line_malformed");
    row("HTTP/1.2", "GET /v1/models HTTP/1.2" + host, "version_unsupported");
    row("HTTP/01.1", "GET /v1/models HTTP/01.1" + host, "version_unsupported");
    row("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "version_unsupported");
    row("two empty lines first", "\r\n\r\n" + kSmuggled, "request_line_malformed");
    row("a space first", " " + kSmuggled, "request_line_malformed");
    row("a fragment", "GET /v1/models#/x HTTP/1.1" + host, "target_fragment");
    row("a method with a colon", "GET: /v1/models HTTP/1.1" + host, "method_malformed");
    row("a segment that leads up", "GET /v1/../smuggled HTTP/1.1" + host, "path_dot_segment");
    row("an encoded segment that leads up", "GET /v1/%2e%2E/smuggled HTTP/1.1" + host, "path_dot_segment");
    row("an encoded line end in the path", "GET /v1%0d%0aX:%20y HTTP/1.1" + host, "path_control");
    row("TRACE", "TRACE /v1/models HTTP/1.1" + host, "", 405);
    row("a method in small letters", "get /v1/models HTTP/1.1" + host, "", 405);
    row("an upgrade to WebSocket that Connection does not name",
        "GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\nUpgrade: websocket\r\n\r\n", "websocket_connection");
}

void SmuggledRequestsTest::placesAreRefusedWhole_data() {
    columns();
    const std::string host = "Host: api.anthropic.com\r\n";
    const auto get = [](const std::string& target, const std::string& fields) {
        return "GET " + target + " HTTP/1.1\r\n" + fields + "\r\n";
    };
    row("two hosts", get("/", host + "Host: api.openai.com\r\n"), "host_repeated");
    row("the same host twice", get("/", host + "host: api.anthropic.com\r\n"), "host_repeated");
    row("a list of hosts", get("/", "Host: api.anthropic.com, api.openai.com\r\n"), "host_malformed");
    row("a host with a user", get("/", "Host: api.anthropic.com@api.openai.com\r\n"), "host_malformed");
    row("a host with a path", get("/", "Host: api.anthropic.com/x\r\n"), "host_malformed");
    row("a host with two ports", get("/", "Host: api.anthropic.com:443:80\r\n"), "host_malformed");
    row("no host", get("/", ""), "host_missing");
    row("a folded host", get("/", "Host: api.anthropic.com\r\n .evil.test\r\n"), "folded_line");
    row("a foreign host", get("/", "Host: api.openai.com\r\n"), "Host names another place", 421);
    row("a foreign port", get("/", "Host: api.anthropic.com:8443\r\n"), "Host names another place", 421);
    row("absolute-form elsewhere", get("https://api.openai.com/", host), "the request target names another place", 421);
    row("absolute-form in the clear", get("http://api.anthropic.com/", host), "the request target names another place",
        421);
    row("absolute-form here, host elsewhere", get("https://api.anthropic.com/", "Host: api.openai.com\r\n"),
        "Host names another place", 421);
    row("absolute-form with a user", get("https://a@api.anthropic.com/", host), "target_user_info");
    row("authority-form without CONNECT", get("api.anthropic.com:443", host), "target_form_for_method");
    row("CONNECT inside the tunnel", "CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n", "",
        405);
    row("CONNECT with a body", "CONNECT api.anthropic.com:443 HTTP/1.1\r\n" + host + "Content-Length: 5\r\n\r\n",
        "body_on_connect");
    row("an upgrade to WebSocket of a method with a body",
        "POST /v1/messages HTTP/1.1\r\n" + host +
            "Content-Length: 5, 0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        "content_length_malformed");
}

void SmuggledRequestsTest::whatIsSentOn_data() {
    QTest::addColumn<std::string>("request");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& request, const std::string& expected) {
        QTest::newRow(name) << request << expected;
    };
    const std::string post = "POST /v1/messages" + kRestOfHead;
    const std::string get = "GET /v1/models" + kRestOfHead;
    const std::string length = "Content-Length: " + std::to_string(kSmuggled.size()) + "\r\n";
    row("a request as the body", post + length + "\r\n" + kSmuggled, post + length + kAddedLines + kSmuggled);
    row("a body with GET", get + length + "\r\n" + kSmuggled, get + length + kAddedLines + kSmuggled);
    row("a body with DELETE", "DELETE /v1/x" + kRestOfHead + length + "\r\n" + kSmuggled,
        "DELETE /v1/x" + kRestOfHead + length + kAddedLines + kSmuggled);
    row("a length with zeros in front", post + "Content-Length: 010\r\n\r\n0123456789",
        post + "Content-Length: 10\r\n" + kAddedLines + "0123456789");
    row("a length after a tab", post + "Content-Length:\t2 \t\r\n\r\nab",
        post + "Content-Length: 2\r\n" + kAddedLines + "ab");
    row("a length of none", post + "Content-Length: 0\r\n\r\n", post + "Content-Length: 0\r\n" + kAddedLines);
    row("framing named in Connection",
        post + "Connection: content-length, host, x-api-key, x-other\r\nX-Other: 1\r\nContent-Length: 2\r\n\r\nab",
        post + "Content-Length: 2\r\n" + kAddedLines + "ab");
    row("the coding named in Connection",
        post + "Connection: transfer-encoding, close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
        post + "Transfer-Encoding: chunked\r\n" + kAddedLines + "2\r\nab\r\n0\r\n\r\n");
    row("credentials named in Connection",
        get + "Connection: authorization, X-API-Key\r\nConnection: x_api_key\r\nAuthorization: Bearer c\r\n\r\n",
        get + kAddedLines);
    row("hop by hop", get + "Keep-Alive: 5\r\nTE: trailers\r\nProxy-Connection: keep-alive\r\nTrailer: x\r\n\r\n",
        get + kAddedLines);
    row("keys in every spelling",
        get + "X-API-KEY: a\r\nx_api_key: b\r\nAuthorization: Bearer c\r\nX-Api-Key: d\r\n\r\n", get + kAddedLines);
    row("absolute-form of the same place", "GET https://API.anthropic.com:443/v1/models" + kRestOfHead + "\r\n",
        get + kAddedLines);
    row("a host with its port and a dot", "GET /v1/models HTTP/1.1\r\nHost: API.Anthropic.com.:443\r\n\r\n",
        get + kAddedLines);
    row("an empty line first", "\r\n" + getRequest(), kCleanGet);
    row("an upgrade to HTTP/2",
        get + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
        get + kAddedLines);
}

void SmuggledRequestsTest::whatIsSentOn() {
    QFETCH(std::string, request);
    QFETCH(std::string, expected);
    ProviderScene scene(recordingRaw({kJsonAnswer}));
    QVERIFY(scene.start());
    BlockingPeer agent = scene.gate.openTunnel();
    QVERIFY(agent.send(request));
    QCOMPARE(agent.receiveMessage().status(), 200);
    QCOMPARE(received(scene.origin), std::vector{expected});
    QCOMPARE(faultOfNextExchange(scene, 1), std::string());
    QCOMPARE(scene.origin.connections(), 1); // so nothing was left over between the two
}

QTEST_GUILESS_MAIN(SmuggledRequestsTest)
#include "tst_smuggled_requests.moc"
