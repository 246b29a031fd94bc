#include "gateway/http/client_hello.h"

#include <QTest>

#include <openssl/ssl.h>

#include <memory>
#include <string>

using keysluice::gateway::http::ClientHello;
using keysluice::gateway::http::peekClientHello;

namespace {

std::string number(std::size_t value, int width) {
    std::string text;
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
        text += static_cast<char>(value >> shift & 0xff);
    }
    return text;
}

std::string prefixed(const std::string& text, int width) {
    return number(text.size(), width) + text;
}

std::string extension(std::size_t type, const std::string& data) {
    return number(type, 2) + prefixed(data, 2);
}

std::string serverNameEntry(const std::string& name, char type = 0) {
    return std::string(1, type) + prefixed(name, 2);
}

std::string sni(const std::string& name) {
    return extension(0, prefixed(serverNameEntry(name), 2));
}

/// A handshake message; without extensions when `extensions` is "-".
std::string hello(const std::string& extensions) {
    std::string body = "\x03\x03" + std::string(32, 'r') + prefixed("", 1) + prefixed("\x13\x01", 2) +
                       prefixed(std::string(1, '\0'), 1);
    if (extensions != "-") {
        body += prefixed(extensions, 2);
    }
    return "\x01" + prefixed(body, 3);
}

std::string records(const std::string& message, std::size_t size) {
    std::string text;
    for (std::size_t at = 0; at < message.size(); at += size) {
        text += "\x16\x03\x01" + prefixed(message.substr(at, size), 2);
    }
    return text;
}

std::string record(const std::string& message) {
    return records(message, 16384);
}

/// What OpenSSL sends first.
std::string realHello(const char* serverName) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), &SSL_free);
    BIO* in = BIO_new(BIO_s_mem());
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl.get(), in, out);
    if (serverName != nullptr) {
        SSL_set_tlsext_host_name(ssl.get(), serverName);
    }
    SSL_set_connect_state(ssl.get());
    SSL_do_handshake(ssl.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(out, &data);
    return {data, static_cast<std::size_t>(size)};
}

} // namespace

class TestClientHello : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsOpenSsl();
    void reads_data();
    void reads();
    void everyPrefixNeedsMore();
    void survivesEveryChangedByte();
};

void TestClientHello::readsOpenSsl() {
    ClientHello seen = peekClientHello(realHello("API.anthropic.com"));
    QCOMPARE(seen.state, ClientHello::State::Done);
    QCOMPARE(seen.serverName, std::string("api.anthropic.com"));
    seen = peekClientHello(realHello(nullptr));
    QCOMPARE(seen.state, ClientHello::State::Done);
    QVERIFY(seen.serverName.empty());
}

void TestClientHello::reads_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("state");
    QTest::addColumn<QByteArray>("name");
    const auto row = [](const char* what, const std::string& bytes, ClientHello::State state, const char* name = "") {
        QTest::newRow(what) << QByteArray::fromStdString(bytes) << static_cast<int>(state) << QByteArray(name);
    };
    using enum ClientHello::State;
    const std::string good = hello(extension(10, "xx") + sni("a.test") + extension(16, "yy"));
    row("name between others", record(good), Done, "a.test");
    row("one byte per record", records(good, 1), Done, "a.test");
    row("more after it", record(good) + "rest", Done, "a.test");
    row("trailing dot", record(hello(sni("A.Test."))), Done, "a.test");
    row("no extensions at all", record(hello("-")), Done);
    row("empty extensions", record(hello("")), Done);
    row("nothing", "", NeedMore);
    row("HTTP", "GET / HTTP/1.1\r\n", NotTls);
    row("SSH", "SSH-2.0-x", NotTls);
    row("SSL 2", std::string("\x80\x2e\x01\x00\x02", 5), NotTls);
    row("version 2 record", std::string("\x16\x02\x00\x00\x05", 5), NotTls);
    row("another handshake message", "\x16\x03\x01" + prefixed("\x02" + prefixed("xx", 3), 2), Malformed);
    row("empty record", std::string("\x16\x03\x01\x00\x00", 5), Malformed);
    row("over-long record", std::string("\x16\x03\x01\x40\x01", 5), Malformed);
    row("alert in between", records(good, 20).substr(0, 25) + std::string("\x15\x03\x01\x00\x02xx", 7), Malformed);
    row("larger than the limit", "\x16\x03\x01" + prefixed("\x01" + number(100'000, 3) + "x", 2), Malformed);
    row("two server_name extensions", record(hello(sni("a.test") + sni("b.test"))), Malformed);
    row("two names", record(hello(extension(0, prefixed(serverNameEntry("a.test") + serverNameEntry("b.test"), 2)))),
        Malformed);
    row("unknown name type", record(hello(extension(0, prefixed(serverNameEntry("a.test", 1), 2)))), Malformed);
    row("empty name", record(hello(sni(""))), Malformed);
    row("empty list", record(hello(extension(0, prefixed("", 2)))), Malformed);
    row("NUL in the name", record(hello(sni(std::string("a.test\0.b", 9)))), Malformed);
    row("extension runs over", record(hello(number(0, 2) + number(50, 2) + "x")), Malformed);
    row("an extension after the name runs over", record(hello(sni("a.test") + number(16, 2) + number(50, 2) + "x")),
        Malformed);
    row("bytes behind the list of names", record(hello(extension(0, prefixed(serverNameEntry("a.test"), 2) + "xx"))),
        Malformed);
    row("name runs over", record(hello(extension(0, prefixed(std::string(1, '\0') + number(50, 2) + "a", 2)))),
        Malformed);
    row("body too short", record("\x01" + prefixed("\x03\x03", 3)), Malformed);
}

void TestClientHello::reads() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, state);
    QFETCH(QByteArray, name);
    const ClientHello seen = peekClientHello(bytes.toStdString());
    QCOMPARE(static_cast<int>(seen.state), state);
    QCOMPARE(QByteArray::fromStdString(seen.serverName), name);
}

void TestClientHello::everyPrefixNeedsMore() {
    for (const std::string& bytes :
         {record(hello(sni("a.test"))), records(hello(sni("a.test")), 7), realHello("a.test")}) {
        std::string prefix;
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            QCOMPARE(peekClientHello(std::string_view(bytes).substr(0, size)).state, ClientHello::State::NeedMore);
        }
        QCOMPARE(peekClientHello(bytes).serverName, std::string("a.test"));
    }
}

void TestClientHello::survivesEveryChangedByte() {
    const std::string good = record(hello(extension(10, "xx") + sni("a.test")));
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int value = 0; value < 256; ++value) {
            std::string bytes = good;
            bytes[at] = static_cast<char>(value);
            const ClientHello seen = peekClientHello(bytes);
            QVERIFY(seen.state == ClientHello::State::Done || seen.serverName.empty());
        }
    }
}

QTEST_APPLESS_MAIN(TestClientHello)
#include "test_client_hello.moc"
