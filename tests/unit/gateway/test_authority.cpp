#include "gateway/http/authority.h"

#include <QTest>

using namespace keysluice::gateway::http;

class TestAuthority : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void normalises_data();
    void normalises();
    void refuses_data();
    void refuses();
    void agrees_data();
    void agrees();
    void serverNames();
    void numericHosts_data();
    void numericHosts();
};

void TestAuthority::normalises_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char* text, const char* host, int port, const char* written) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(host) << port << QByteArray(written);
    };
    row("api.anthropic.com", "api.anthropic.com", 443, "api.anthropic.com");
    row("API.Anthropic.COM.", "api.anthropic.com", 443, "api.anthropic.com");
    row("api.anthropic.com.:443", "api.anthropic.com", 443, "api.anthropic.com");
    row("a_b-c.test:8443", "a_b-c.test", 8443, "a_b-c.test:8443");
    row("localhost:1", "localhost", 1, "localhost:1");
    row("127.0.0.1:65535", "127.0.0.1", 65535, "127.0.0.1:65535");
    row("0x7f.1", "127.0.0.1", 443, "127.0.0.1");
    row("2130706433:443", "127.0.0.1", 443, "127.0.0.1");
    row("[::1]:8443", "::1", 8443, "[::1]:8443");
    row("[2001:DB8:0:0::0001]", "2001:db8::1", 443, "[2001:db8::1]");
    row("[::ffff:127.0.0.1]", "::ffff:127.0.0.1", 443, "[::ffff:127.0.0.1]");
    row("a.test:00443", "a.test", 443, "a.test");
}

void TestAuthority::normalises() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, host);
    QFETCH(int, port);
    QFETCH(QByteArray, written);
    const auto authority = parseAuthority(text.toStdString(), 443);
    QVERIFY(authority.has_value());
    QCOMPARE(QByteArray::fromStdString(authority->host), host);
    QCOMPARE(int{authority->port}, port);
    QCOMPARE(QByteArray::fromStdString(authority->toString(443)), written);
    QVERIFY(isAuthority(text.toStdString(), 443));
    QVERIFY(meansAuthority(text.toStdString(), *authority, 443));
}

void TestAuthority::refuses_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             ":443",
                             ".",
                             "..",
                             "a..b",
                             ".a",
                             "a.test..",
                             "a.test:",
                             "a.test:0",
                             "a.test:65536",
                             "a.test:999999",
                             "a.test:44x",
                             "a.test:443:443",
                             "a.test:-1",
                             "a.test: 443",
                             " a.test",
                             "a test",
                             "a.test/x",
                             "u@a.test",
                             "a%2etest",
                             "*",
                             "a*.test",
                             "\xc3\xa4.test",
                             "[",
                             "[]",
                             "[::1",
                             "[::1]x",
                             "[::1]:",
                             "[127.0.0.1]",
                             "[fe80::1%eth0]",
                             "::1",
                             "1.2.3.4.5",
                             "256.1.1.1",
                             "1.2.3.0x",
                             "0x100000000",
                             "1.2.3.08",
                             "a.test\t"}) {
        QTest::newRow(*text == '\0' ? "empty" : text) << QByteArray(text);
    }
    QTest::newRow("label of 64") << QByteArray(64, 'a') + ".test";
    QTest::newRow("name of 254") << QByteArray("a.").repeated(127) + "a";
}

void TestAuthority::refuses() {
    QFETCH(QByteArray, text);
    const std::string copy = text.toStdString();
    QVERIFY(!parseAuthority(copy, 443).has_value());
    QVERIFY(!isAuthority(copy, 443));
    for (const char* other : {"a.test", "127.0.0.1", "[::1]"}) {
        QVERIFY(!meansAuthority(copy, *parseAuthority(other, 443), 443));
    }
}

void TestAuthority::agrees_data() {
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<bool>("same");
    const auto row = [](const char* left, const char* right, bool same) {
        QTest::addRow("%s, %s", left, right) << QByteArray(left) << QByteArray(right) << same;
    };
    row("api.anthropic.com", "api.anthropic.com:443", true);
    row("API.anthropic.com.", "api.anthropic.com", true);
    row("api.anthropic.com:80", "api.anthropic.com", false);
    row("api.anthropic.com.evil.test", "api.anthropic.com", false);
    row("xapi.anthropic.com", "api.anthropic.com", false);
    row("127.1", "127.0.0.1:443", true);
    row("[0:0::1]", "[::1]:443", true);
    row("[::ffff:127.0.0.1]", "127.0.0.1", false); // another socket, judged by the address guard
    row("localhost", "127.0.0.1", false);
}

void TestAuthority::agrees() {
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(bool, same);
    const auto a = parseAuthority(left.toStdString(), 443);
    const auto b = parseAuthority(right.toStdString(), 443);
    QVERIFY(a && b);
    QCOMPARE(*a == *b, same);
    QCOMPARE(meansAuthority(left.toStdString(), *b, 443), same);
    QCOMPARE(meansAuthority(right.toStdString(), *a, 443), same);
}

void TestAuthority::serverNames() {
    const Authority authority = *parseAuthority("api.anthropic.com:443", 0);
    QVERIFY(meansHost("api.anthropic.com", authority));
    QVERIFY(meansHost("API.anthropic.com.", authority));
    QVERIFY(!meansHost("anthropic.com", authority));
    QVERIFY(!meansHost("", authority));
    QVERIFY(!parseAuthority("api.anthropic.com", 0).has_value()); // CONNECT needs a port
}

void TestAuthority::numericHosts_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("address"); ///< "": a name, "!": malformed
    const auto row = [](const char* text, const char* address) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(address);
    };
    row("2130706433", "127.0.0.1");
    row("0x7f000001", "127.0.0.1");
    row("0X7F.0.0.1", "127.0.0.1");
    row("017700000001", "127.0.0.1");
    row("0177.0.0.01", "127.0.0.1");
    row("127.1", "127.0.0.1");
    row("127.0.1", "127.0.0.1");
    row("10.0.513", "10.0.2.1");
    row("169.254.43518", "169.254.169.254");
    row("0", "0.0.0.0");
    row("4294967295", "255.255.255.255");
    row("1.2.3.4.", "1.2.3.4");
    row("4294967296", "!");
    row("1.2.3.256", "!");
    row("256.1", "!");
    row("1.16777216", "!");
    row("1.2.3.4.5", "!");
    row("09.1", "!");
    row("0x.1", "!");
    row("a.1", "!");
    row("1..1", "!");
    row("1.a", "");
    row("a.test", "");
    row("0x7g", "");
    row("face", "");
}

void TestAuthority::numericHosts() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, address);
    IpAddress found;
    const NumericHost kind = classifyNumericHost(text.toStdString(), found);
    if (address.isEmpty()) {
        QCOMPARE(kind, NumericHost::No);
    } else if (address == "!") {
        QCOMPARE(kind, NumericHost::Malformed);
    } else {
        QCOMPARE(kind, NumericHost::Address);
        QCOMPARE(QByteArray::fromStdString(found.toString()), address);
    }
}

QTEST_APPLESS_MAIN(TestAuthority)
#include "test_authority.moc"
