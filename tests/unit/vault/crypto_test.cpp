#include "vault/crypto/aead.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"
#include "vault/crypto/passphrase_kdf.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <set>

using namespace keysluice;
using core::FailureCode;
using core::SecretBytes;

namespace {

std::string fromHex(const QByteArray& hex) {
    return QByteArray::fromHex(hex).toStdString();
}
SecretBytes key(const std::string& bytes) {
    return SecretBytes::copyOf(bytes);
}

std::span<const unsigned char> span(const std::string& text) {
    return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

/// One vector: what follows a "Count", with the values of its section; FAIL is a name of its own.
using Vector = QMap<QByteArray, QByteArray>;

QList<Vector> readVectors(const char* relative) {
    QFile file(QStringLiteral(KEYSLUICE_CRYPTO_VECTORS "/") + QLatin1String(relative));
    QList<Vector> vectors;
    if (!file.open(QIODevice::ReadOnly)) {
        return vectors;
    }
    Vector section; // [Keylen = 256] and the like
    while (!file.atEnd()) {
        QByteArray line = file.readLine().trimmed();
        const bool isSection = line.startsWith('[');
        if (isSection) {
            line = line.mid(1, line.size() - 2);
        }
        const QList<QByteArray> parts = line.split('=');
        const QByteArray name = parts[0].trimmed();
        if (name.toLower() == "count") {
            vectors.append(section);
        } else if (isSection && parts.size() == 2) {
            section[name] = parts[1].trimmed();
        } else if (!vectors.isEmpty() && parts.size() == 2) {
            vectors.last()[name] = parts[1].trimmed();
        } else if (line == "FAIL") {
            vectors.last()["FAIL"] = "1";
        }
    }
    return vectors;
}

} // namespace

class CryptoTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gcmDecryptsTheVectorsOfNist();
    void gcmEncryptsTheVectorsOfNist();
    void gcmRefusesOtherSizes();
    void hkdfGivesTheVectorsOfRfc5869();
    void everyBitOfASealedValueCounts();
    void sealedValuesDifferAndHideTheirLength();
    void fieldsCannotBeConfused();
    void argon2idAgreesWithDebiansTool_data();
    void argon2idAgreesWithDebiansTool();
};

void CryptoTest::gcmDecryptsTheVectorsOfNist() {
    int accepted = 0;
    int refused = 0;
    for (const Vector& v : readVectors("ciphers/AES/GCM/gcmDecrypt256.rsp")) {
        if (v["IVlen"] != "96" || v["Taglen"] != "128") {
            continue;
        }
        const auto plain = vault::gcmDecrypt(key(fromHex(v["Key"])), fromHex(v["IV"]),
                                             fromHex(v["CT"]) + fromHex(v["Tag"]), fromHex(v["AAD"]));
        if (v.contains("FAIL")) {
            QVERIFY2(!plain && plain.error().code == FailureCode::Damaged, v["CT"].constData());
            ++refused;
        } else {
            QVERIFY2(plain && plain->view() == fromHex(v["PT"]), v["CT"].constData());
            ++accepted;
        }
    }
    QCOMPARE(accepted + refused, 375); // 15 for each of 5 lengths of text and 5 of associated data
    QVERIFY(accepted > 100 && refused > 100);
}

void CryptoTest::gcmEncryptsTheVectorsOfNist() {
    int count = 0;
    for (const Vector& v : readVectors("ciphers/AES/GCM/gcmEncryptExtIV256.rsp")) {
        if (v["IVlen"] != "96" || v["Taglen"] != "128") {
            continue;
        }
        const std::string plain = fromHex(v["PT"]);
        const auto cipher = vault::gcmEncrypt(key(fromHex(v["Key"])), fromHex(v["IV"]), span(plain), fromHex(v["AAD"]));
        QVERIFY2(cipher && *cipher == fromHex(v["CT"]) + fromHex(v["Tag"]), v["CT"].constData());
        ++count;
    }
    QCOMPARE(count, 375);
}

void CryptoTest::gcmRefusesOtherSizes() {
    const std::string text = "text";
    const std::string nonce(12, 'n');
    const auto cipher = vault::gcmEncrypt(key(std::string(32, 'k')), nonce, span(text), "");
    QVERIFY(cipher);
    QVERIFY(!vault::gcmEncrypt(key(std::string(16, 'k')), nonce, span(text), ""));
    QVERIFY(!vault::gcmEncrypt(key(std::string(32, 'k')), nonce + "n", span(text), ""));
    for (std::size_t cut = 1; cut <= cipher->size(); ++cut) { // a shorter tag, a shorter text, nothing
        QVERIFY(!vault::gcmDecrypt(key(std::string(32, 'k')), nonce, cipher->substr(0, cipher->size() - cut), ""));
    }
    QVERIFY(!vault::gcmDecrypt(key(std::string(32, 'k')), nonce.substr(1), *cipher, ""));
    QVERIFY(!vault::gcmDecrypt(key(std::string(31, 'k')), nonce, *cipher, ""));
}

void CryptoTest::hkdfGivesTheVectorsOfRfc5869() {
    int count = 0;
    for (const Vector& v : readVectors("KDF/rfc-5869-HKDF-SHA256.txt")) {
        const std::string material = fromHex(v["IKM"]);
        const auto out = vault::hkdfSha256(span(material), fromHex(v["salt"]), fromHex(v["info"]),
                                           static_cast<std::size_t>(v["L"].toInt()));
        QVERIFY2(out && out->view() == fromHex(v["OKM"]), v["OKM"].constData());
        ++count;
    }
    QCOMPARE(count, 3);
    QVERIFY(!vault::hkdfSha256(span("x"), "", "", 0));
    QVERIFY(!vault::hkdfSha256(span("x"), "", "", 255 * 32 + 1));
}

void CryptoTest::everyBitOfASealedValueCounts() {
    const SecretBytes secret = key("sk-ant-api03-something");
    const SecretBytes sealKey = SecretBytes::random(32);
    const std::string data = vault::Fields("test").add(std::string_view("row")).bytes();
    const auto sealed = vault::seal(sealKey, secret.bytes(), data);
    QVERIFY(sealed);
    QVERIFY(vault::unseal(sealKey, *sealed, data)->equals(secret));
    for (std::size_t bit = 0; bit < sealed->size() * 8; ++bit) {
        std::string changed = *sealed;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1U << (bit % 8)));
        QVERIFY(!vault::unseal(sealKey, changed, data));
    }
    for (std::size_t bit = 0; bit < data.size() * 8; ++bit) {
        std::string changed = data;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1U << (bit % 8)));
        QVERIFY(!vault::unseal(sealKey, *sealed, changed));
    }
    for (std::size_t bit = 0; bit < 256; ++bit) {
        SecretBytes changed = sealKey.clone();
        changed.writable()[bit / 8] ^= static_cast<unsigned char>(1U << (bit % 8));
        QVERIFY(!vault::unseal(changed, *sealed, data));
    }
    for (std::size_t length = 0; length < sealed->size(); ++length) {
        QVERIFY(!vault::unseal(sealKey, sealed->substr(0, length), data));
    }
    QVERIFY(!vault::unseal(sealKey, *sealed + '\0', data));
}

void CryptoTest::sealedValuesDifferAndHideTheirLength() {
    const SecretBytes sealKey = SecretBytes::random(32);
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        QVERIFY(seen.insert(*vault::seal(sealKey, key("same").bytes(), "")).second);
    }
    const auto size = [&](std::size_t length) {
        const auto sealed = vault::seal(sealKey, key(std::string(length, 'x')).bytes(), "");
        return vault::unseal(sealKey, *sealed, "")->size() == length ? sealed->size() : 0;
    };
    QCOMPARE(size(0), 12U + 64 + 16);
    QCOMPARE(size(1), size(60));
    QCOMPARE(size(61), size(60) + 64);
    QCOMPARE(size(108), size(120));
}

void CryptoTest::fieldsCannotBeConfused() {
    using vault::Fields;
    std::set<std::string> seen;
    QVERIFY(seen.insert(Fields("a").bytes()).second);
    QVERIFY(seen.insert(Fields("a").add(std::string_view("")).bytes()).second);
    QVERIFY(seen.insert(Fields("a").add(std::string_view("bc")).bytes()).second);
    QVERIFY(seen.insert(Fields("a").add(std::string_view("b")).add(std::string_view("c")).bytes()).second);
    QVERIFY(seen.insert(Fields("ab").add(std::string_view("c")).bytes()).second);
    QVERIFY(seen.insert(Fields("a").add(std::uint64_t{1}).bytes()).second);
    QVERIFY(seen.insert(Fields("a").add(std::string_view("\0\0\0\0\0\0\0\1", 8)).bytes()).second);
    std::string bytes;
    vault::appendUint64(bytes, 0x0102030405060708);
    QCOMPARE(QByteArray::fromStdString(bytes).toHex(), QByteArray("0102030405060708"));
    QCOMPARE(vault::readUint64(bytes), 0x0102030405060708U);
}

void CryptoTest::argon2idAgreesWithDebiansTool_data() {
    QTest::addColumn<int>("passes");
    QTest::addColumn<int>("memoryLog2Kib");
    QTest::newRow("small") << 1 << 6;
    QTest::newRow("three passes") << 3 << 10;
    QTest::newRow("what is used: three passes of 256 MiB") << 3 << 18;
}

void CryptoTest::argon2idAgreesWithDebiansTool() {
    QFETCH(int, passes);
    QFETCH(int, memoryLog2Kib);
    QProcess tool;
    tool.start(QStringLiteral("argon2"),
               {QStringLiteral("saltsaltsaltsalt"), QStringLiteral("-id"), QStringLiteral("-t"),
                QString::number(passes), QStringLiteral("-m"), QString::number(memoryLog2Kib), QStringLiteral("-p"),
                QStringLiteral("1"), QStringLiteral("-l"), QStringLiteral("32"), QStringLiteral("-r")});
    QVERIFY2(tool.waitForStarted(), "the package argon2 is missing");
    tool.write("correct horse battery");
    tool.closeWriteChannel();
    QVERIFY(tool.waitForFinished(20'000));
    const std::string expected = fromHex(tool.readAllStandardOutput().trimmed());
    QCOMPARE(expected.size(), 32U);
    const auto ours = vault::argon2id(key("correct horse battery"), "saltsaltsaltsalt",
                                      {static_cast<std::uint32_t>(passes), std::uint64_t{1024} << memoryLog2Kib, 0});
    QVERIFY(ours);
    QVERIFY(ours->view() == expected);
}

QTEST_GUILESS_MAIN(CryptoTest)
#include "crypto_test.moc"
