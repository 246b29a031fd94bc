#include "gateway/http/answer_parser.h"
#include "gateway/http/answer_writer.h"
#include "gateway/http/request_writer.h"
#include "gateway/http/websocket_handshake.h"
#include "snapshot_builder.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

const QByteArray kKey = "dGhlIHNhbXBsZSBub25jZQ=="; // RFC 6455, section 1.3

QByteArray requestWith(const QByteArray& fields, const QByteArray& line = "GET /chat HTTP/1.1") {
    return line + "\r\nHost: a.test\r\nUpgrade: websocket\r\n" + fields + "\r\n";
}

const QByteArray kConnection = "Connection: Upgrade\r\n";
const QByteArray kVersion = "Sec-WebSocket-Version: 13\r\n";
const QByteArray kKeyField = "Sec-WebSocket-Key: " + kKey + "\r\n";
const QByteArray kGood = kConnection + kVersion + kKeyField;

std::string verdictOnRequest(const QByteArray& text) {
    const test::ParsedRequest request(text.toStdString());
    if (!request.isDone()) {
        return "not parsed";
    }
    return request.head().isWebSocket ? std::string(http::httpErrorName(http::checkWebSocketRequest(request.head())))
                                      : "no websocket";
}

} // namespace

class TestWebSocketHandshake : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void acceptIsTheRfcs();
    void requests_data();
    void requests();
    void answers_data();
    void answers();
    void writesTheRequest_data();
    void writesTheRequest();
    void writesTheAnswer();
};

void TestWebSocketHandshake::acceptIsTheRfcs() {
    QCOMPARE(http::webSocketAccept(kKey.toStdString()), std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
}

void TestWebSocketHandshake::requests_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const QByteArray& text, const char* expected = "none") {
        QTest::newRow(name) << text << QByteArray(expected);
    };
    row("good", requestWith(kGood));
    row("any case, several elements",
        "GET / HTTP/1.1\r\nHost: a.test\r\nUPGRADE: h2c, WebSocket\r\nconnection: keep-alive, upGrade\r\n" + kVersion +
            kKeyField + "\r\n");
    row("Upgrade in two fields", requestWith("Upgrade: h2c\r\n" + kGood));
    row("only in the second",
        "GET / HTTP/1.1\r\nHost: a.test\r\nUpgrade: h2c\r\nUpgrade: websocket\r\n" + kGood + "\r\n");
    row("protocols and extensions",
        requestWith(kGood + "Sec-WebSocket-Protocol: chat, v2.chat\r\nSec-WebSocket-Protocol: third\r\n"
                            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-y; a=\"b\"\r\n"));
    row("the same extension twice, with other parameters",
        requestWith(kGood + "Sec-WebSocket-Extensions: permessage-deflate; a, permessage-deflate\r\n"));
    row("another upgrade is none of ours",
        "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "no websocket");
    row("a version of it is none we know",
        "GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket/14\r\n\r\n", "no websocket");
    row("POST", requestWith(kGood, "POST /chat HTTP/1.1"), "websocket_method");
    row("get", requestWith(kGood, "get /chat HTTP/1.1"), "websocket_method");
    row("HTTP/1.0", requestWith(kGood, "GET /chat HTTP/1.0"), "websocket_http10");
    row("Connection missing", requestWith(kVersion + kKeyField), "websocket_connection");
    row("Connection without it", requestWith("Connection: keep-alive\r\n" + kVersion + kKeyField),
        "websocket_connection");
    row("body", requestWith(kGood + "Content-Length: 1\r\n"), "websocket_body");
    row("body of nothing", requestWith(kGood + "Content-Length: 0\r\n"), "websocket_body");
    row("chunked", requestWith(kGood + "Transfer-Encoding: chunked\r\n"), "websocket_body");
    row("no version", requestWith(kConnection + kKeyField), "websocket_version");
    row("older version", requestWith(kConnection + kKeyField + "Sec-WebSocket-Version: 8\r\n"), "websocket_version");
    row("two versions", requestWith(kGood + kVersion), "websocket_version");
    row("list of versions", requestWith(kConnection + kKeyField + "Sec-WebSocket-Version: 13, 8\r\n"),
        "websocket_version");
    row("version for CGI-like servers", requestWith(kGood + "Sec_WebSocket_Version: 8\r\n"), "websocket_version");
    row("version ends at the gateway",
        requestWith("Connection: Upgrade, Sec-WebSocket-Version\r\n" + kVersion + kKeyField), "websocket_version");
    const auto key = [&](const char* name, const QByteArray& value, const char* expected = "websocket_key") {
        row(name, requestWith(kConnection + kVersion + "Sec-WebSocket-Key: " + value + "\r\n"), expected);
    };
    row("no key", requestWith(kConnection + kVersion), "websocket_key");
    row("two keys", requestWith(kGood + kKeyField), "websocket_key");
    key("empty key", "");
    key("15 bytes", "MTIzNDU2Nzg5MDEyMzQ1");
    key("17 bytes", "MTIzNDU2Nzg5MDEyMzQ1Njc=");
    key("without padding", "dGhlIHNhbXBsZSBub25jZQ");
    key("bits that are not zero", "dGhlIHNhbXBsZSBub25jZR==");
    key("base64url", "____________________-w==");
    key("base64", "////////////////////+w==", "none");
    key("no base64", "dGhlIHNhbXBsZSBub25j!Q==");
    key("space inside", "dGhlIHNhbXBs ZSBub25jZQ==");
    key("two in one", kKey + ", " + kKey);
    row("protocol twice", requestWith(kGood + "Sec-WebSocket-Protocol: a, b, a\r\n"), "websocket_offered");
    row("protocol twice, in two fields",
        requestWith(kGood + "Sec-WebSocket-Protocol: a\r\nsec-websocket-protocol: a\r\n"), "websocket_offered");
    row("protocol of two words", requestWith(kGood + "Sec-WebSocket-Protocol: a b\r\n"), "websocket_offered");
    row("extension without a name", requestWith(kGood + "Sec-WebSocket-Extensions: ; a=b\r\n"), "websocket_offered");
}

void TestWebSocketHandshake::requests() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(verdictOnRequest(text), expected.toStdString());
}

void TestWebSocketHandshake::answers_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("passesExtensions");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray upgrade = "Upgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n";
    const QByteArray accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
    const auto row = [](const char* name, const QByteArray& fields, const char* expected = "none",
                        bool passesExtensions = true) {
        QTest::newRow(name) << fields << passesExtensions << QByteArray(expected);
    };
    row("good", upgrade + accept);
    row("one of the protocols", upgrade + accept + "Sec-WebSocket-Protocol: v2\r\n");
    row("an extension", upgrade + accept + "Sec-WebSocket-Extensions: permessage-deflate; a=1\r\n");
    row("an extension that was kept from it", upgrade + accept + "Sec-WebSocket-Extensions: permessage-deflate\r\n",
        "websocket_extension", false);
    row("an extension that was not offered", upgrade + accept + "Sec-WebSocket-Extensions: permessage-bzip2\r\n",
        "websocket_extension");
    row("a second one", upgrade + accept + "Sec-WebSocket-Extensions: permessage-deflate, x\r\n",
        "websocket_extension");
    row("malformed extension", upgrade + accept + "Sec-WebSocket-Extensions: \"\r\n", "websocket_extension");
    row("a protocol that was not offered", upgrade + accept + "Sec-WebSocket-Protocol: v3\r\n", "websocket_protocol");
    row("in another case", upgrade + accept + "Sec-WebSocket-Protocol: V2\r\n", "websocket_protocol");
    row("two protocols", upgrade + accept + "Sec-WebSocket-Protocol: v1, v2\r\n", "websocket_protocol");
    row("two fields", upgrade + accept + "Sec-WebSocket-Protocol: v1\r\nSec-WebSocket-Protocol: v2\r\n",
        "websocket_protocol");
    row("no Upgrade", "Connection: Upgrade\r\n" + accept, "websocket_upgrade");
    row("another Upgrade", "Upgrade: h2c\r\nConnection: Upgrade\r\n" + accept, "websocket_upgrade");
    row("two of them", "Upgrade: websocket, h2c\r\nConnection: Upgrade\r\n" + accept, "websocket_upgrade");
    row("two Upgrade fields", "Upgrade: websocket\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n" + accept,
        "websocket_upgrade");
    row("no Connection", "Upgrade: websocket\r\n" + accept, "websocket_upgrade");
    row("no accept", upgrade, "websocket_accept");
    row("accept of another key", upgrade + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOp=\r\n",
        "websocket_accept");
    row("the key itself", upgrade + "Sec-WebSocket-Accept: " + kKey + "\r\n", "websocket_accept");
    row("accept twice", upgrade + accept + accept, "websocket_accept");
    row("length", upgrade + accept + "Content-Length: 0\r\n", "websocket_body");
    row("chunked", upgrade + accept + "Transfer-Encoding: chunked\r\n", "websocket_body");
}

void TestWebSocketHandshake::answers() {
    QFETCH(QByteArray, fields);
    QFETCH(bool, passesExtensions);
    QFETCH(QByteArray, expected);
    const test::ParsedRequest request(requestWith(kGood + "Sec-WebSocket-Protocol: v1, v2\r\n"
                                                          "Sec-WebSocket-Extensions: permessage-deflate; x\r\n")
                                          .toStdString());
    QVERIFY(request.isDone());
    const http::WebSocketOffer offer = http::webSocketOffer(request.head(), passesExtensions);
    const std::string text = "HTTP/1.1 101 Switching Protocols\r\n" + fields.toStdString() + "\r\n";
    http::AnswerParser parser{core::Limits{}};
    QCOMPARE(parser.parse(text), http::ParseState::Done);
    QCOMPARE(std::string(http::httpErrorName(http::checkWebSocketAnswer(parser.head(), offer))),
             expected.toStdString());
    // Nothing fits an offer that was never made.
    QVERIFY(http::checkWebSocketAnswer(parser.head(), {}) != http::HttpError::None);
}

void TestWebSocketHandshake::writesTheRequest_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<bool>("isInjected");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("in the client's place and spelling")
        << QByteArray("CONNECTION: keep-alive, Upgrade, X-Hop\r\nX-Hop: 1\r\n" + kVersion + kKeyField) << false
        << QByteArray("Upgrade: websocket\r\nCONNECTION: Upgrade\r\n" + kVersion + kKeyField);
    QTest::newRow("once") << QByteArray("Connection: Upgrade\r\nConnection: close\r\nUpgrade: h2c\r\n") << false
                          << QByteArray("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    QTest::newRow("extensions pass") << QByteArray(kGood + "Sec-WebSocket-Extensions: permessage-deflate\r\n") << false
                                     << QByteArray("Upgrade: websocket\r\n" + kGood +
                                                   "Sec-WebSocket-Extensions: permessage-deflate\r\n");
    QTest::newRow("extensions are kept back from a provider that gets a key")
        << QByteArray(kGood + "Sec-WebSocket-Extensions: permessage-deflate\r\nsec_websocket_extensions: x\r\n") << true
        << QByteArray("Upgrade: websocket\r\n" + kGood + "x-api-key: sk-real\r\naccept-encoding: identity\r\n");
}

void TestWebSocketHandshake::writesTheRequest() {
    QFETCH(QByteArray, fields);
    QFETCH(bool, isInjected);
    QFETCH(QByteArray, expected);
    const test::ParsedRequest request(requestWith(fields).toStdString());
    QVERIFY(request.isDone());
    const core::Injection injection = test::catalogue()->provider("anthropic")->kind("api_key")->injection;
    const http::Authority target = *http::parseAuthority("a.test", 443);
    http::RequestForward forward{.head = request.head(),
                                 .authority = target,
                                 .injection = isInjected ? &injection : nullptr,
                                 .secret = "sk-real"};
    std::string out(http::requestBound(forward), '\0');
    const auto size = http::writeRequest(forward, out);
    QVERIFY(size.has_value());
    QCOMPARE(QByteArray(out.data(), static_cast<int>(*size)),
             "GET /chat HTTP/1.1\r\nHost: a.test\r\n" + expected + "\r\n");
}

void TestWebSocketHandshake::writesTheAnswer() {
    const std::string text =
        "HTTP/1.1 101 Switching\r\nConnection: Upgrade, X-Hop\r\nX-Hop: 1\r\nUpgrade: WebSocket\r\n"
        "Alt-Svc: h3\r\nSec-WebSocket-Accept: x\r\n\r\n";
    http::AnswerParser parser{core::Limits{}};
    QCOMPARE(parser.parse(text), http::ParseState::Done);
    std::string out;
    (void)http::writeAnswer(parser.head(), {1, false, false}, out);
    QCOMPARE(out, std::string("HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: x\r\nconnection: Upgrade\r\nupgrade: "
                              "websocket\r\n\r\n"));
}

QTEST_APPLESS_MAIN(TestWebSocketHandshake)
#include "test_websocket_handshake.moc"
