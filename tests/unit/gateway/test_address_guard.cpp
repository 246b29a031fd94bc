#include "gateway/http/authority.h"
#include "gateway/policy/address_guard.h"

#include <QTest>

using namespace keysluice::gateway;
using policy::AddressClass;

Q_DECLARE_METATYPE(AddressClass)

class TestAddressGuard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void classifies_data();
    void classifies();
    void verdicts_data();
    void verdicts();
    void neverOurselves_data();
    void neverOurselves();
    void proxyThatIsOurselves_data();
    void proxyThatIsOurselves();
    void everySpellingOfLoopback_data();
    void everySpellingOfLoopback();
    void everySpellingOfMetadata_data();
    void everySpellingOfMetadata();
    void noSpellingAtAll_data();
    void noSpellingAtAll();
    void localNat64_data();
    void localNat64();
    void wrappedAddresses_data();
    void wrappedAddresses();
    void names();
};

void TestAddressGuard::classifies_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<AddressClass>("expected");
    const auto rows = [](AddressClass expected, std::initializer_list<const char*> addresses) {
        for (const char* address : addresses) {
            QTest::newRow(address) << QByteArray(address) << expected;
        }
    };
    rows(AddressClass::Public, {"1.1.1.1",        "9.255.255.255",        "11.0.0.0",       "100.63.255.255",
                                "100.128.0.0",    "126.255.255.255",      "128.0.0.0",      "169.253.255.255",
                                "169.255.0.0",    "172.15.255.255",       "172.32.0.0",     "192.167.255.255",
                                "192.169.0.0",    "198.17.255.255",       "198.20.0.0",     "223.255.255.255",
                                "2606:4700::1",   "2a00:1450:4001::200e", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1",
                                "2002:101:101::1"});
    rows(AddressClass::Unspecified, {"0.0.0.0", "0.1.2.3", "0.255.255.255", "::", "::ffff:0.0.0.0", "::ffff:0.0.0.1"});
    rows(AddressClass::Loopback,
         {"127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1",
          "64:ff9b::127.0.0.1", "64:ff9b:1::127.0.0.1", "2002:7f00:1::1", "0:0:0:0:0:ffff:7f00:1"});
    rows(AddressClass::Private,
         {"10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.1", "fc00::1", "fd12::1",
          "fdff:ffff::1", "fec0::1", "::ffff:10.0.0.1", "2002:a00:1::", "64:ff9b::192.168.1.1"});
    rows(AddressClass::CarrierNat, {"100.64.0.0", "100.127.255.255", "::ffff:100.64.0.1"});
    rows(AddressClass::LinkLocal, {"169.254.0.1", "169.254.255.255", "fe80::1", "febf::1", "::ffff:169.254.1.1"});
    rows(AddressClass::Metadata, {"169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192",
                                  "fd00:ec2::254", "fd20:ce::254", "::ffff:169.254.169.254", "2002:a9fe:a9fe::1"});
    rows(AddressClass::Multicast, {"224.0.0.1", "239.255.255.255", "ff02::1", "::ffff:224.0.0.1"});
    rows(AddressClass::Reserved, {"192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255",
                                  "198.51.100.1", "203.0.113.1", "240.0.0.1", "255.255.255.255", "100::1", "2001::1",
                                  "2001:db8::1", "2001:2::1", "3fff::1", "4000::1", "5f00::1"});
}

void TestAddressGuard::classifies() {
    QFETCH(QByteArray, text);
    QFETCH(AddressClass, expected);
    const auto address = http::parseIpAddress(text.toStdString());
    QVERIFY(address.has_value());
    const AddressClass found = policy::classifyAddress(*address);
    QCOMPARE(std::string(policy::addressClassName(found)), std::string(policy::addressClassName(expected)));
}

void TestAddressGuard::verdicts_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("byDefault");
    QTest::addColumn<bool>("withSetting");
    QTest::addColumn<bool>("named");
    QTest::newRow("public") << QByteArray("1.1.1.1") << true << true << true;
    for (const char* text :
         {"127.0.0.1", "::1", "192.168.1.1", "fd00::1", "100.64.0.1", "169.254.1.1", "fe80::1", "203.0.113.1"}) {
        QTest::newRow(text) << QByteArray(text) << false << true << true;
    }
    for (const char* text : {"169.254.169.254", "fd00:ec2::254", "::ffff:169.254.169.254"}) {
        QTest::newRow(text) << QByteArray(text) << false << false << true;
    }
    for (const char* text : {"0.0.0.0", "::", "224.0.0.1", "ff02::1"}) {
        QTest::newRow(text) << QByteArray(text) << false << false << false;
    }
}

void TestAddressGuard::verdicts() {
    QFETCH(QByteArray, text);
    QFETCH(bool, byDefault);
    QFETCH(bool, withSetting);
    QFETCH(bool, named);
    const http::IpAddress address = *http::parseIpAddress(text.toStdString());
    QCOMPARE(policy::mayDial(address, 443, {false, false}).isAllowed, byDefault);
    QCOMPARE(policy::mayDial(address, 443, {true, false}).isAllowed, withSetting);
    QCOMPARE(policy::mayDial(address, 443, {false, true}).isAllowed, named);
    QVERIFY(!policy::mayDial(address, 0, {true, true}).isAllowed);
}

void TestAddressGuard::neverOurselves_data() {
    QTest::addColumn<QByteArray>("listening");
    QTest::addColumn<QByteArray>("dialled");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("isOwn");
    const auto row = [](const char* listening, const char* dialled, int port, bool isOwn) {
        QTest::addRow("%s, %s:%d", listening, dialled, port)
            << QByteArray(listening) << QByteArray(dialled) << port << isOwn;
    };
    row("127.0.0.1", "127.0.0.1", 5397, true);
    row("127.0.0.1", "127.0.0.1", 5398, false);
    row("127.0.0.1", "127.9.9.9", 5397, true);
    row("127.0.0.1", "::1", 5397, true);
    row("127.0.0.1", "::ffff:127.0.0.1", 5397, true);
    row("127.0.0.1", "0.0.0.0", 5397, true);
    row("127.0.0.1", "::", 5397, true);
    row("127.0.0.1", "192.168.1.5", 5397, false);
    row("192.168.1.5", "192.168.1.5", 5397, true);
    row("192.168.1.5", "::ffff:192.168.1.5", 5397, true);
    row("0.0.0.0", "192.168.1.5", 5397, true);
    row("::", "1.1.1.1", 5397, true);
}

void TestAddressGuard::neverOurselves() {
    QFETCH(QByteArray, listening);
    QFETCH(QByteArray, dialled);
    QFETCH(int, port);
    QFETCH(bool, isOwn);
    const policy::OwnEndpoint own[] = {{*http::parseIpAddress(listening.toStdString()), 5397}};
    const auto verdict = policy::mayDial(*http::parseIpAddress(dialled.toStdString()), static_cast<std::uint16_t>(port),
                                         {true, true, own});
    QCOMPARE(verdict.isOwn, isOwn);
    QCOMPARE(verdict.isAllowed, !isOwn);
}

void TestAddressGuard::proxyThatIsOurselves_data() {
    QTest::addColumn<QByteArray>("listening");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<bool>("isOwn");
    const auto row = [](const char* listening, const char* host, int port, bool isOwn) {
        QTest::addRow("%s, %s:%d", listening, host, port) << QByteArray(listening) << QByteArray(host) << port << isOwn;
    };
    row("127.0.0.1", "127.0.0.1", 5397, true);
    row("127.0.0.1", "127.0.0.1", 5398, false);
    row("127.0.0.1", "localhost", 5397, true);
    row("127.0.0.1", "localhost.", 5397, true);
    row("127.0.0.1", "proxy.localhost", 5397, true);
    row("127.0.0.1", "::1", 5397, true);
    row("127.0.0.1", "0.0.0.0", 5397, true);
    row("192.168.1.5", "::ffff:192.168.1.5", 5397, true);
    row("192.168.1.5", "192.168.1.6", 5397, false);
    row("0.0.0.0", "127.0.0.1", 5397, true);
    // Perhaps: what it leads to is looked at when it is dialled.
    row("0.0.0.0", "192.168.1.5", 5397, false);
    row("127.0.0.1", "proxy.example", 5397, false);
}

void TestAddressGuard::proxyThatIsOurselves() {
    QFETCH(QByteArray, listening);
    QFETCH(QByteArray, host);
    QFETCH(int, port);
    QFETCH(bool, isOwn);
    const policy::OwnEndpoint own[] = {{*http::parseIpAddress(listening.toStdString()), 5397}};
    QCOMPARE(policy::isOwnProxy(host.toStdString(), static_cast<std::uint16_t>(port), own), isOwn);
}

void TestAddressGuard::everySpellingOfLoopback_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"127.0.0.1", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0177.0.0.1", "127.0.0.1.",
          "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[64:ff9b::7f00:1]"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void TestAddressGuard::everySpellingOfLoopback() {
    QFETCH(QByteArray, text);
    const auto authority = http::parseAuthority(text.toStdString(), 443);
    QVERIFY(authority && authority->literal);
    QCOMPARE(policy::classifyAddress(*authority->literal), AddressClass::Loopback);
}

void TestAddressGuard::everySpellingOfMetadata_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"169.254.169.254",
                             "169.254.169.254.",
                             "169.254.43518",
                             "169.16689662",
                             "2852039166",
                             "0xa9fea9fe",
                             "0XA9FEA9FE",
                             "0xa9.0xfe.0xa9.0xfe",
                             "0xa9.254.0xa9fe",
                             "0251.0376.0251.0376",
                             "025177524776",
                             "0000251.0000376.0000251.0000376",
                             "0xa9.0376.43518",
                             "[::ffff:169.254.169.254]",
                             "[::ffff:a9fe:a9fe]",
                             "[::a9fe:a9fe]",
                             "[::169.254.169.254]",
                             "[::ffff:0:a9fe:a9fe]",
                             "[64:ff9b::a9fe:a9fe]",
                             "[64:ff9b::169.254.169.254]",
                             "[64:FF9B:0:0:0:0:A9FE:A9FE]",
                             "[64:ff9b:1::a9fe:a9fe]",
                             "[64:ff9b:1:a9fe:a9:fe00::]",
                             "[64:ff9b:1:a9:fe:a9fe::]",
                             "[64:ff9b:1:7:a9:fea9:fe00:0]",
                             "[2002:a9fe:a9fe::]",
                             "[2002:a9fe:a9fe:1:2:3:4:5]",
                             "[fd00:ec2::254]",
                             "[fd00:0ec2:0:0:0:0:0:254]",
                             "[fd20:ce::254]",
                             "[2001:0:1:2:3:4:5601:5601]",
                             "[2a00:1::5efe:a9fe:a9fe]",
                             "[2a00:1::200:5efe:a9fe:a9fe]"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void TestAddressGuard::everySpellingOfMetadata() {
    QFETCH(QByteArray, text);
    const auto authority = http::parseAuthority(text.toStdString(), 443);
    QVERIFY(authority && authority->literal);
    QCOMPARE(policy::classifyAddress(*authority->literal), AddressClass::Metadata);
    QVERIFY(!policy::mayDial(*authority->literal, 443, {true, false}).isAllowed);
}

void TestAddressGuard::noSpellingAtAll_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"[fe80::1%eth0]",
                             "[fe80::1%25eth0]",
                             "[::1%1]",
                             "[::1%]",
                             "[127.0.0.1]",
                             "[1::2::3]",
                             "[:::1]",
                             "[::1",
                             "::1]",
                             "[::ffff:127.1]",
                             "[::ffff:0x7f.0.0.1]",
                             "[::ffff:0177.0.0.1]",
                             "[v1.x]",
                             "1.2.3.4.5",
                             "256.1.1.1",
                             "127.0.0.256",
                             "0x100000000",
                             "4294967296",
                             "0xg.1",
                             "09.1.1.1",
                             "1..1",
                             "127.0.0.0x",
                             "1.2.3.0x100",
                             "127.0.0.1%00",
                             "127%2e0.0.1",
                             "\xef\xbc\x91.1.1.1",
                             "127\xe3\x80\x82"
                             "1"}) {
        QTest::newRow(QByteArray(text).toPercentEncoding().constData()) << QByteArray(text);
    }
}

void TestAddressGuard::noSpellingAtAll() {
    QFETCH(QByteArray, text);
    QVERIFY(!http::parseAuthority(text.toStdString(), 443));
}

void TestAddressGuard::localNat64_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<AddressClass>("expected");
    const auto row = [](const char* layout, const char* text, AddressClass expected) {
        QTest::addRow("%s %s", layout, text) << QByteArray(text) << expected;
    };
    // RFC 6052, section 2.4, with the prefix of RFC 8215
    row("/96", "64:ff9b:1::8.8.8.8", AddressClass::Public);
    row("/96", "64:ff9b:1:abcd::8.8.4.4", AddressClass::Public);
    row("/96", "64:ff9b:1::10.1.2.3", AddressClass::Private);
    row("/96", "64:ff9b:1:abcd::127.0.0.1", AddressClass::Loopback);
    row("/64", "64:ff9b:1:7:8:808:800:0", AddressClass::Public);
    row("/64", "64:ff9b:1:7:c0:a801:100:0", AddressClass::Private); // 192.168.1.1
    row("/56", "64:ff9b:1:708:8:808::", AddressClass::Public);
    row("/56", "64:ff9b:1:7c0:a8:101::", AddressClass::Private);
    row("/56", "64:ff9b:1:77f:5:601::", AddressClass::Loopback);
    row("/48", "64:ff9b:1:808:8:800::", AddressClass::Public);
    row("/48", "64:ff9b:1:c0a8:1:100::", AddressClass::Private);
    row("/48", "64:ff9b:1:e000:0:100::", AddressClass::Multicast);
    row("none", "64:ff9b:1::", AddressClass::Unspecified);
    // What is behind other prefixes of the block is nobody's.
    row("/32", "64:ff9b:c0a8:101::", AddressClass::Reserved);
    row("/40", "64:ff9b:c0:a801:1::", AddressClass::Reserved);
    row("/96", "64:ff9b:0:1::8.8.8.8", AddressClass::Reserved);
    row("/96", "64:ff9b::8.8.8.8", AddressClass::Public);
    row("/96", "64:ff9b::172.16.0.1", AddressClass::Private);
}

void TestAddressGuard::localNat64() {
    QFETCH(QByteArray, text);
    QFETCH(AddressClass, expected);
    QCOMPARE(policy::classifyAddress(*http::parseIpAddress(text.toStdString())), expected);
}

void TestAddressGuard::wrappedAddresses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<AddressClass>("expected");
    QTest::newRow("Teredo, a public client") << QByteArray("2001:0:1:2:3:4:f7f7:f7f7") << AddressClass::Reserved;
    QTest::newRow("Teredo, a private client") << QByteArray("2001:0:1:2:3:4:f5ff:fffe") << AddressClass::Reserved;
    QTest::newRow("Teredo, no client") << QByteArray("2001:0:1:2:3:4:ffff:ffff") << AddressClass::Unspecified;
    QTest::newRow("ISATAP, public") << QByteArray("2a00:1::5efe:808:808") << AddressClass::Public;
    QTest::newRow("ISATAP, private") << QByteArray("2a00:1::5efe:c0a8:101") << AddressClass::Private;
    QTest::newRow("ISATAP, loopback") << QByteArray("2a00:1::200:5efe:7f00:1") << AddressClass::Loopback;
    QTest::newRow("ISATAP, link-local") << QByteArray("fe80::5efe:808:808") << AddressClass::LinkLocal;
    QTest::newRow("nearly ISATAP") << QByteArray("2a00:1::100:5efe:c0a8:101") << AddressClass::Public;
}

void TestAddressGuard::wrappedAddresses() {
    QFETCH(QByteArray, text);
    QFETCH(AddressClass, expected);
    QCOMPARE(policy::classifyAddress(*http::parseIpAddress(text.toStdString())), expected);
}

void TestAddressGuard::names() {
    for (const char* name : {"metadata.google.internal", "metadata.goog", "metadata", "instance-data"}) {
        QVERIFY(!policy::mayLookUp(name, false).isAllowed);
        QVERIFY(!policy::mayLookUp(name, true).isAllowed);
    }
    for (const char* name : {"localhost", "a.localhost", "api.openai.com.localhost"}) {
        QVERIFY(!policy::mayLookUp(name, false).isAllowed);
        QVERIFY(policy::mayLookUp(name, true).isAllowed);
    }
    for (const char* name :
         {"api.openai.com", "localhost.example", "notlocalhost", "metadata.google.internal.example"}) {
        QVERIFY(policy::mayLookUp(name, false).isAllowed);
    }
}

QTEST_APPLESS_MAIN(TestAddressGuard)
#include "test_address_guard.moc"
