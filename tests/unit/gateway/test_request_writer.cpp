#include "gateway/http/request_writer.h"
#include "snapshot_builder.h"

#include <QTest>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

constexpr const char* kKey = "sk-real-0123456789abcdefghijklmnopqrstuvwxyz";

core::Injection injection(const char* provider, const char* kind) {
    return test::catalogue()->provider(provider)->kind(kind)->injection;
}

struct Written {
    bool isWritten = false;
    QByteArray text;
};

Written written(const QByteArray& head, const core::Injection* injection,
                const char* authority = "api.anthropic.com:443", std::string_view secret = kKey,
                std::span<const std::string_view> dropped = {}) {
    const test::ParsedRequest request(head.toStdString());
    if (!request.isDone()) {
        return {};
    }
    const http::Authority target = *http::parseAuthority(authority, 443);
    http::RequestForward forward{request.head(), target, 443, injection, secret, dropped};
    std::string out(http::requestBound(forward), '\0');
    const auto size = http::writeRequest(forward, out);
    return size ? Written{true, QByteArray(out.data(), static_cast<int>(*size))} : Written{};
}

QByteArray request(const QByteArray& fields) {
    return "GET /v1/x HTTP/1.1\r\nHost: api.anthropic.com\r\n" + fields + "\r\n";
}

/// The fields of a written head after the request line and Host.
QByteArray fieldsOf(const QByteArray& text) {
    const QByteArray start = "GET /v1/x HTTP/1.1\r\nHost: api.anthropic.com\r\n";
    return text.startsWith(start) && text.endsWith("\r\n\r\n") ? text.mid(start.size(), text.size() - start.size() - 2)
                                                               : "unexpected: " + text;
}

} // namespace

class TestRequestWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void injects_data();
    void injects();
    void replacesItsOwnHeaderUnlisted();
    void listHeader_data();
    void listHeader();
    void leavesOut_data();
    void leavesOut();
    void passesVerbatim_data();
    void passesVerbatim();
    void targets_data();
    void targets();
    void hosts_data();
    void hosts();
    void framing_data();
    void framing();
    void acceptEncoding_data();
    void acceptEncoding();
    void realClients_data();
    void realClients();
    void dropsNamedHeaders();
    void upstreamProxy();
    void refusesUnusableSecrets_data();
    void refusesUnusableSecrets();
    void refusesSmallBuffers();
};

void TestRequestWriter::injects_data() {
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("client");   ///< what the client sends
    QTest::addColumn<QByteArray>("expected"); ///< KEY stands for the real one
    const QByteArray placeholder = "sk-ant-api03-ksPlaceholderAAAA";
    const QByteArray apiKey = "x-api-key: KEY\r\n";
    const QByteArray bearer = "authorization: Bearer KEY\r\n";
    const QByteArray beta = "anthropic-beta: oauth-2025-04-20\r\n";
    const QByteArray identity = "accept-encoding: identity\r\n";
    const auto rows = [&](const char* what, const QByteArray& client) {
        QTest::addRow("Anthropic API key, %s", what)
            << QByteArray("anthropic") << QByteArray("api_key") << client << apiKey + identity;
        QTest::addRow("Anthropic OAuth token, %s", what)
            << QByteArray("anthropic") << QByteArray("oauth_token") << client << bearer + beta + identity;
    };
    rows("none", "");
    rows("placeholder in x-api-key", "x-api-key: " + placeholder + "\r\n");
    rows("placeholder in Authorization", "Authorization: Bearer " + placeholder + "\r\n");
    rows("both", "X-Api-Key: " + placeholder + "\r\nAuthorization: Bearer " + placeholder + "\r\n");
    rows("several", "x-api-key: a\r\nX-API-Key: b\r\nauthorization: Bearer c\r\nAuthorization: Basic ZDpl\r\n");
    rows("underscores", "X_API_KEY: a\r\nx_Api-Key: b\r\n");
    rows("another account's key", "x-api-key: sk-ant-api03-somebodyelse\r\n");
    rows("empty", "x-api-key:\r\nAuthorization:\r\n");
    rows("a nominated one", "Connection: x-api-key\r\nx-api-key: a\r\n");
    const auto openAi = [&](const char* what, const QByteArray& client, const QByteArray& expected) {
        QTest::addRow("OpenAI, %s", what) << QByteArray("openai") << QByteArray("api_key") << client << expected;
    };
    openAi("none", "", bearer + identity);
    openAi("placeholder", "Authorization: Bearer sk-proj-ksPlaceholder\r\n", bearer + identity);
    openAi("api-key", "Api-Key: x\r\napi_key: y\r\n", bearer + identity);
    openAi("several", "AUTHORIZATION: a\r\nauthorization: b\r\nApi-Key: x\r\n", bearer + identity);
}

void TestRequestWriter::injects() {
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, client);
    QFETCH(QByteArray, expected);
    const core::Injection how = injection(provider.constData(), kind.constData());
    const Written result = written(request(client), &how);
    QVERIFY(result.isWritten);
    QCOMPARE(fieldsOf(result.text), expected.replace("KEY", kKey));
    QCOMPARE(result.text.count(kKey), qsizetype{1});
}

void TestRequestWriter::replacesItsOwnHeaderUnlisted() {
    core::Injection how;
    how.name = "x-token";
    QCOMPARE(fieldsOf(written(request("X_Token: a\r\nA: b\r\nx-token: c\r\n"), &how).text),
             QByteArray("x-token: ") + kKey + "\r\nA: b\r\naccept-encoding: identity\r\n");
}

void TestRequestWriter::listHeader_data() {
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("expected"); ///< anthropic-beta lines
    QTest::newRow("none") << QByteArray() << QByteArray("anthropic-beta: oauth-2025-04-20\r\n");
    QTest::newRow("others") << QByteArray("Anthropic-Beta: claude-code-20250219,files\r\n")
                            << QByteArray("Anthropic-Beta: claude-code-20250219,files,oauth-2025-04-20\r\n");
    QTest::newRow("there") << QByteArray("anthropic-beta: oauth-2025-04-20 , x\r\n")
                           << QByteArray("anthropic-beta: oauth-2025-04-20 , x\r\n");
    QTest::newRow("a longer name") << QByteArray("anthropic-beta: oauth-2025-04-20-x\r\n")
                                   << QByteArray("anthropic-beta: oauth-2025-04-20-x,oauth-2025-04-20\r\n");
    QTest::newRow("two fields") << QByteArray("anthropic-beta: a\r\nanthropic-beta: b\r\n")
                                << QByteArray("anthropic-beta: a\r\nanthropic-beta: b,oauth-2025-04-20\r\n");
    QTest::newRow("two fields, in the first")
        << QByteArray("anthropic-beta: oauth-2025-04-20\r\nanthropic-beta: b\r\n")
        << QByteArray("anthropic-beta: oauth-2025-04-20\r\nanthropic-beta: b\r\n");
    QTest::newRow("empty") << QByteArray("anthropic-beta:\r\n") << QByteArray("anthropic-beta: oauth-2025-04-20\r\n");
    QTest::newRow("nominated") << QByteArray("Connection: anthropic-beta\r\nanthropic-beta: a\r\n")
                               << QByteArray("anthropic-beta: oauth-2025-04-20\r\n");
}

void TestRequestWriter::listHeader() {
    QFETCH(QByteArray, client);
    QFETCH(QByteArray, expected);
    const core::Injection how = injection("anthropic", "oauth_token");
    QByteArray lines;
    for (const QByteArray& line : fieldsOf(written(request(client), &how).text).split('\n')) {
        if (line.toLower().startsWith("anthropic-beta")) {
            lines += line + "\n";
        }
    }
    QCOMPARE(lines, expected);
}

void TestRequestWriter::leavesOut_data() {
    QTest::addColumn<QByteArray>("client");
    for (const char* name :
         {"Connection: keep-alive", "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive",
          "Proxy-Authorization: Basic eDp5", "Proxy-Authenticate: x", "proxy_authorization: Basic eDp5", "TE: trailers",
          "Trailer: X", "Upgrade: h2c", "Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4", "x_forwarded_host: a",
          "X-Forwarded-Anything: a", "Via: 1.1 a", "X-Keysluice-Agent: a", "x_keysluice_x: a"}) {
        QTest::newRow(name) << QByteArray(name) + "\r\n";
    }
    QTest::newRow("nominated") << QByteArray("Connection: close, X-Mine\r\nx-mine: a\r\nX_Mine: b\r\n");
}

void TestRequestWriter::leavesOut() {
    QFETCH(QByteArray, client);
    QCOMPARE(fieldsOf(written(request("A: 1\r\n" + client + "B: 2\r\n"), nullptr).text),
             QByteArray("A: 1\r\nB: 2\r\n"));
}

void TestRequestWriter::passesVerbatim_data() {
    QTest::addColumn<QByteArray>("client");
    for (const char* name :
         {"anthropic-version: 2023-06-01", "anthropic-beta: a,  b", "x-stainless-retry-count: 0",
          "X-UNKNOWN: \"a, b\"; c", "Accept-Encoding: gzip, br", "Expect: something", "Cookie: a=b; c=d",
          "x-real-ip: 1.2.3.4", "authorization: Bearer mine", "Range: bytes=0-1", "A: \xc3\xa4"}) {
        QTest::newRow(name) << QByteArray(name) + "\r\n";
    }
}

void TestRequestWriter::passesVerbatim() {
    QFETCH(QByteArray, client);
    QCOMPARE(fieldsOf(written(request(client), nullptr).text), client);
}

void TestRequestWriter::targets_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* line, const char* expected) {
        QTest::newRow(line) << QByteArray(line) << QByteArray(expected);
    };
    row("GET /v1/x?a=b HTTP/1.1", "GET /v1/x?a=b HTTP/1.1");
    row("GET https://api.anthropic.com/v1/x?a HTTP/1.1", "GET /v1/x?a HTTP/1.1");
    row("GET https://api.anthropic.com HTTP/1.1", "GET / HTTP/1.1");
    row("GET https://api.anthropic.com?a HTTP/1.1", "GET /?a HTTP/1.1");
    row("OPTIONS https://api.anthropic.com HTTP/1.1", "OPTIONS * HTTP/1.1");
    row("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1");
    row("DELETE /v1/%41//b HTTP/1.0", "DELETE /v1/%41//b HTTP/1.1");
}

void TestRequestWriter::targets() {
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, expected);
    const QByteArray text = written(line + "\r\nHost: api.anthropic.com\r\n\r\n", nullptr).text;
    QCOMPARE(text.left(text.indexOf('\r')), expected);
}

void TestRequestWriter::hosts_data() {
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("authority");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("normalised") << QByteArray("Host: API.Anthropic.com.:443\r\n") << QByteArray("api.anthropic.com:443")
                                << QByteArray("Host: api.anthropic.com\r\n");
    QTest::newRow("other port") << QByteArray("host: a.test:8443\r\n") << QByteArray("a.test:8443")
                                << QByteArray("host: a.test:8443\r\n");
    QTest::newRow("IPv6") << QByteArray("Host: [::1]\r\n") << QByteArray("[::1]:8443")
                          << QByteArray("Host: [::1]:8443\r\n");
    QTest::newRow("HTTP/1.0 without") << QByteArray() << QByteArray("api.anthropic.com:443")
                                      << QByteArray("host: api.anthropic.com\r\n");
}

void TestRequestWriter::hosts() {
    QFETCH(QByteArray, client);
    QFETCH(QByteArray, authority);
    QFETCH(QByteArray, expected);
    const QByteArray text = written("GET / HTTP/1.0\r\n" + client + "\r\n", nullptr, authority.constData()).text;
    QCOMPARE(text, "GET / HTTP/1.1\r\n" + expected + "\r\n");
}

void TestRequestWriter::framing_data() {
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("length") << QByteArray("content-length: 0012\r\n") << QByteArray("content-length: 12\r\n");
    QTest::newRow("chunked") << QByteArray("transfer-encoding: CHUNKED\r\n")
                             << QByteArray("transfer-encoding: chunked\r\n");
    QTest::newRow("nominated length stays")
        << QByteArray("Connection: content-length\r\nContent-Length: 5\r\n") << QByteArray("Content-Length: 5\r\n");
    QTest::newRow("nominated coding stays")
        << QByteArray("Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n")
        << QByteArray("Transfer-Encoding: chunked\r\n");
    QTest::newRow("Expect is answered here")
        << QByteArray("Content-Length: 5\r\nExpect: 100-Continue\r\n") << QByteArray("Content-Length: 5\r\n");
}

void TestRequestWriter::framing() {
    QFETCH(QByteArray, client);
    QFETCH(QByteArray, expected);
    QCOMPARE(fieldsOf(written(request(client), nullptr).text), expected);
}

void TestRequestWriter::acceptEncoding_data() {
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("before"); // of the key
    QTest::addColumn<QByteArray>("after");
    const QByteArray none;
    const QByteArray identity = "accept-encoding: identity\r\n";
    const auto row = [](const char* name, const QByteArray& client, const QByteArray& before, const QByteArray& after) {
        QTest::newRow(name) << client << before << after;
    };
    row("known ones stay", "Accept-Encoding: gzip, deflate, br, zstd\r\n", "Accept-Encoding: gzip, br, zstd\r\n", none);
    row("weights", "Accept-Encoding: br;q=1.0,x-gzip ; q=0.5,\tcompress;q=0.1\r\n",
        "Accept-Encoding: br;q=1.0, x-gzip ; q=0.5\r\n", none);
    row("no space for the ones that stay", "Accept-Encoding: gzip,br,zstd,gzip,br,zstd\r\n",
        "Accept-Encoding: gzip, br, zstd, gzip, br, zstd\r\n", none);
    row("star", "ACCEPT-ENCODING: *;q=1, identity;q=0\r\n", none, identity);
    row("none known", "accept-encoding: deflate, dcb\r\n", none, identity);
    row("empty", "accept-encoding:\r\n", none, identity);
    row("twice", "accept-encoding: br\r\naccept-encoding: gzip\r\n", "accept-encoding: br\r\naccept-encoding: gzip\r\n",
        none);
    row("underscore", "accept_encoding: br\r\n", "accept_encoding: br\r\n", none);
    row("nominated", "Connection: accept-encoding\r\nAccept-Encoding: br\r\n", none, identity);
}

void TestRequestWriter::acceptEncoding() {
    QFETCH(QByteArray, client);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const core::Injection how = injection("anthropic", "api_key");
    QCOMPARE(fieldsOf(written(request(client), &how).text), before + "x-api-key: " + kKey + "\r\n" + after);
}

void TestRequestWriter::realClients_data() {
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("Claude Code")
        << QByteArray("POST /v1/messages?beta=true HTTP/1.1\r\naccept: application/json\r\nX-Stainless-Lang: js\r\n"
                      "x-api-key: sk-ant-api03-ksPlaceholderAA\r\nanthropic-version: 2023-06-01\r\n"
                      "anthropic-beta: claude-code-20250219\r\nuser-agent: claude-cli/2.1.330 (external, cli)\r\n"
                      "Host: api.anthropic.com\r\naccept-encoding: gzip, deflate, br, zstd\r\ncontent-length: 48213\r\n"
                      "Connection: keep-alive\r\n\r\n")
        << QByteArray("POST /v1/messages?beta=true HTTP/1.1\r\naccept: application/json\r\nX-Stainless-Lang: js\r\n"
                      "x-api-key: KEY\r\nanthropic-version: 2023-06-01\r\n"
                      "anthropic-beta: claude-code-20250219\r\nuser-agent: claude-cli/2.1.330 (external, cli)\r\n"
                      "Host: api.anthropic.com\r\naccept-encoding: gzip, br, zstd\r\ncontent-length: 48213\r\n\r\n");
    QTest::newRow("@anthropic-ai/sdk 1.x: an API key as Bearer")
        << QByteArray("POST /v1/messages HTTP/1.1\r\nhost: api.anthropic.com\r\nconnection: keep-alive\r\n"
                      "anthropic-version: 2026-10-21\r\nauthorization: Bearer sk-ant-api03-ksPlaceholderAA\r\n"
                      "accept-language: *\r\nsec-fetch-mode: cors\r\ncontent-length: 120\r\n\r\n")
        << QByteArray("POST /v1/messages HTTP/1.1\r\nhost: api.anthropic.com\r\nanthropic-version: 2026-10-21\r\n"
                      "x-api-key: KEY\r\naccept-language: *\r\nsec-fetch-mode: cors\r\ncontent-length: 120\r\n"
                      "accept-encoding: identity\r\n\r\n");
    QTest::newRow("wget: Proxy-Connection inside the tunnel")
        << QByteArray(
               "GET /v1/models HTTP/1.1\r\nUser-Agent: Wget/1.21.3\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
               "Host: api.anthropic.com\r\nConnection: Keep-Alive\r\nProxy-Connection: Keep-Alive\r\n\r\n")
        << QByteArray("GET /v1/models HTTP/1.1\r\nUser-Agent: Wget/1.21.3\r\nAccept: */*\r\n"
                      "Host: api.anthropic.com\r\nx-api-key: KEY\r\naccept-encoding: identity\r\n\r\n");
    QTest::newRow("LWP: TE")
        << QByteArray(
               "GET /v1/models HTTP/1.1\r\nTE: deflate,gzip;q=0.3\r\nConnection: TE, close\r\n"
               "Host: api.anthropic.com\r\nUser-Agent: lwp/6.67\r\nX-Api-Key: sk-ant-api03-ksPlaceholderAA\r\n\r\n")
        << QByteArray("GET /v1/models HTTP/1.1\r\nHost: api.anthropic.com\r\nUser-Agent: lwp/6.67\r\nx-api-key: KEY\r\n"
                      "accept-encoding: identity\r\n\r\n");
    QTest::newRow("Claude Code: an event batch without any credential")
        << QByteArray("POST /api/event_logging/batch HTTP/1.1\r\nContent-Type: application/json\r\n"
                      "Host: api.anthropic.com\r\nTransfer-Encoding: chunked\r\n\r\n")
        << QByteArray("POST /api/event_logging/batch HTTP/1.1\r\nContent-Type: application/json\r\n"
                      "Host: api.anthropic.com\r\nTransfer-Encoding: chunked\r\nx-api-key: KEY\r\n"
                      "accept-encoding: identity\r\n\r\n");
}

void TestRequestWriter::realClients() {
    QFETCH(QByteArray, client);
    QFETCH(QByteArray, expected);
    const core::Injection how = injection("anthropic", "api_key");
    const QByteArray text = written(client, &how).text;
    QCOMPARE(text, expected.replace("KEY", kKey));
    QVERIFY(test::ParsedRequest(text.toStdString()).isDone()); // what we send, we would accept
}

void TestRequestWriter::dropsNamedHeaders() {
    const std::string_view dropped[] = {"Authorization"};
    QCOMPARE(fieldsOf(written(request("authorization: Bearer ks_x\r\nx-api-key: mine\r\n"), nullptr,
                              "api.anthropic.com:443", {}, dropped)
                          .text),
             QByteArray("x-api-key: mine\r\n"));
}

void TestRequestWriter::upstreamProxy() {
    const test::ParsedRequest request(
        "GET http://a.test/x?y HTTP/1.1\r\nHost: a.test\r\nProxy-Authorization: Basic eDp5\r\n\r\n");
    const http::Authority target = *http::parseAuthority("a.test", 80);
    http::RequestForward forward{request.head(), target, 80, nullptr, {}, {}, true, "Basic Y29ycA=="};
    std::string out(http::requestBound(forward), '\0');
    const auto size = http::writeRequest(forward, out);
    QVERIFY(size.has_value());
    QCOMPARE(out.substr(0, *size), std::string("GET http://a.test/x?y HTTP/1.1\r\nHost: a.test\r\n"
                                               "proxy-authorization: Basic Y29ycA==\r\n\r\n"));
}

void TestRequestWriter::refusesUnusableSecrets_data() {
    QTest::addColumn<QByteArray>("secret");
    for (const char* secret : {"", "a b", "a\r\nX: y", "a\n", "\xc3\xa4", "a\x7f"}) {
        QTest::newRow(*secret == '\0' ? "empty" : secret) << QByteArray(secret);
    }
}

void TestRequestWriter::refusesUnusableSecrets() {
    QFETCH(QByteArray, secret);
    const core::Injection how = injection("anthropic", "api_key");
    QVERIFY(!written(request({}), &how, "api.anthropic.com:443", secret.toStdString()).isWritten);
}

void TestRequestWriter::refusesSmallBuffers() {
    const core::Injection how = injection("anthropic", "oauth_token");
    const test::ParsedRequest request("GET / HTTP/1.1\r\nHost: api.anthropic.com\r\nX: y\r\n\r\n");
    const http::Authority target = *http::parseAuthority("api.anthropic.com:443", 0);
    const http::RequestForward forward{request.head(), target, 443, &how, kKey};
    std::string enough(http::requestBound(forward), '\0');
    const std::size_t size = *http::writeRequest(forward, enough);
    for (std::size_t small = 0; small < size; ++small) {
        std::string out(small, '\0');
        QVERIFY(!http::writeRequest(forward, out).has_value());
    }
    std::string exact(size, '\0');
    QVERIFY(http::writeRequest(forward, exact) == size);
}

QTEST_APPLESS_MAIN(TestRequestWriter)
#include "test_request_writer.moc"
