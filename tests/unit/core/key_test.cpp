#include "core/agent_token.h"
#include "core/key_recognition.h"
#include "core/placeholder.h"
#include "core/random.h"

#include <QFile>
#include <QTest>

#include <set>

using namespace keysluice::core;

Q_DECLARE_METATYPE(keysluice::core::KeyShape)

/// Recognition of pasted keys, masked previews, placeholders and agent tokens.
class KeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void keysAreRecognised_data();
    void keysAreRecognised();
    void trimmingIsTold_data();
    void trimmingIsTold();
    void previewsTellLittle_data();
    void previewsTellLittle();
    void placeholdersAreStableAndKnown();
    void agentTokens();
    void tokensInTheShapeOfKeys();
    void randomTextIsEven();

private:
    std::shared_ptr<const ProviderCatalogue> m_catalogue;
};

void KeyTest::initTestCase() {
    QFile file(QStringLiteral(KEYSLUICE_PROVIDERS));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto catalogue = ProviderCatalogue::fromJson(file.readAll());
    QVERIFY(catalogue);
    m_catalogue = *catalogue;
}

void KeyTest::keysAreRecognised_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<KeyShape>("shape");
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("kind");
    const QByteArray tail(60, 'x');
    QTest::newRow("Anthropic API key") << "sk-ant-api03-" + tail << KeyShape::Recognised << QByteArray("anthropic")
                                       << QByteArray("api_key");
    QTest::newRow("Anthropic API key to come")
        << "sk-ant-api99-" + tail << KeyShape::Recognised << QByteArray("anthropic") << QByteArray("api_key");
    QTest::newRow("Anthropic OAuth token")
        << "sk-ant-oat01-" + tail << KeyShape::Recognised << QByteArray("anthropic") << QByteArray("oauth_token");
    QTest::newRow("OpenAI project key") << "sk-proj-" + tail << KeyShape::Recognised << QByteArray("openai")
                                        << QByteArray("api_key");
    QTest::newRow("OpenAI old key") << "sk-" + tail << KeyShape::Recognised << QByteArray("openai")
                                    << QByteArray("api_key");
    QTest::newRow("another Anthropic key is not OpenAI's")
        << "sk-ant-sid01-" + tail << KeyShape::Unrecognised << QByteArray() << QByteArray();
    QTest::newRow("OpenRouter's is not OpenAI's")
        << "sk-or-v1-" + tail << KeyShape::Unrecognised << QByteArray() << QByteArray();
    QTest::newRow("unknown") << "ghp_" + tail << KeyShape::Unrecognised << QByteArray() << QByteArray();
    QTest::newRow("upper case") << "SK-ANT-API03-" + tail << KeyShape::Unrecognised << QByteArray() << QByteArray();
    QTest::newRow("empty") << QByteArray() << KeyShape::Empty << QByteArray() << QByteArray();
    QTest::newRow("white space only") << QByteArray(" \n\t") << KeyShape::Empty << QByteArray() << QByteArray();
    QTest::newRow("cut off") << QByteArray("sk-ant-api03-abc") << KeyShape::TooShort << QByteArray("anthropic")
                             << QByteArray("api_key");
    QTest::newRow("space inside") << "sk-ant-api03-a b" + tail << KeyShape::HasInnerSpace << QByteArray("anthropic")
                                  << QByteArray("api_key");
    QTest::newRow("line break inside") << "sk-ant-api03-a\r\nX-Evil: 1" + tail << KeyShape::HasInnerSpace
                                       << QByteArray("anthropic") << QByteArray("api_key");
    QTest::newRow("zero byte inside") << QByteArray("sk-ant-api03-a\0b", 16) + tail << KeyShape::HasInnerSpace
                                      << QByteArray("anthropic") << QByteArray("api_key");
    QTest::newRow("delete inside") << "sk-ant-api03-a\x7f" + tail << KeyShape::HasInnerSpace << QByteArray("anthropic")
                                   << QByteArray("api_key");
    QTest::newRow("not ASCII") << "sk-ant-api03-\xc3\xa4" + tail << KeyShape::NotAscii << QByteArray("anthropic")
                               << QByteArray("api_key");
    QTest::newRow("16 KiB") << "sk-ant-api03-" + QByteArray(16 * 1024 - 13, 'x') << KeyShape::Recognised
                            << QByteArray("anthropic") << QByteArray("api_key");
    QTest::newRow("100 kB") << "sk-ant-api03-" + QByteArray(100'000, 'x') << KeyShape::TooLong
                            << QByteArray("anthropic") << QByteArray("api_key");
    QTest::newRow("our placeholder") << "sk-ant-api03-ksPlaceholder" + tail << KeyShape::Placeholder
                                     << QByteArray("anthropic") << QByteArray("api_key");
    QTest::newRow("our agent token") << "ks_" + QByteArray(43, 'x') << KeyShape::Placeholder << QByteArray()
                                     << QByteArray();
}

void KeyTest::keysAreRecognised() {
    QFETCH(QByteArray, key);
    QFETCH(KeyShape, shape);
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, kind);
    const KeyRecognition found = recogniseKey(key.toStdString(), *m_catalogue);
    QVERIFY(found.shape == shape);
    QCOMPARE(found.providerId, provider.toStdString());
    QCOMPARE(found.kindId, kind.toStdString());
    QCOMPARE(found.isUsable(), shape == KeyShape::Recognised || shape == KeyShape::Unrecognised);
    QVERIFY(key.toStdString().find(found.prefix) != std::string::npos);
}

void KeyTest::trimmingIsTold_data() {
    QTest::addColumn<QByteArray>("pasted");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("cut"); // s space, l line break, q quotes
    QTest::newRow("nothing") << QByteArray("key") << QByteArray("key") << QByteArray();
    QTest::newRow("spaces") << QByteArray("  key\t") << QByteArray("key") << QByteArray("s");
    QTest::newRow("line break") << QByteArray("key\n") << QByteArray("key") << QByteArray("l");
    QTest::newRow("Windows line break") << QByteArray("key\r\n") << QByteArray("key") << QByteArray("l");
    QTest::newRow("double quotes") << QByteArray("\"key\"") << QByteArray("key") << QByteArray("q");
    QTest::newRow("single quotes") << QByteArray("'key'") << QByteArray("key") << QByteArray("q");
    QTest::newRow("back ticks") << QByteArray("`key`") << QByteArray("key") << QByteArray("q");
    QTest::newRow("typographic quotes") << QByteArray("\u201ckey\u201d") << QByteArray("key") << QByteArray("q");
    QTest::newRow("German quotes") << QByteArray("\u201ekey\u201c") << QByteArray("key") << QByteArray("q");
    QTest::newRow("everything") << QByteArray(" \" key \"\n") << QByteArray("key") << QByteArray("slq");
    QTest::newRow("a quote alone") << QByteArray("\"") << QByteArray("\"") << QByteArray();
}

void KeyTest::trimmingIsTold() {
    QFETCH(QByteArray, pasted);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, cut);
    QVERIFY(trimmedKey(pasted.toStdString()).view() == key.toStdString());
    const Trimmed trimmed = recogniseKey(pasted.toStdString(), *m_catalogue).trimmed;
    QCOMPARE(trimmed.space, cut.contains('s'));
    QCOMPARE(trimmed.lineBreak, cut.contains('l'));
    QCOMPARE(trimmed.quotes, cut.contains('q'));
    QCOMPARE(trimmed.any(), !cut.isEmpty());
}

void KeyTest::previewsTellLittle_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("preview");
    const QString dots = QStringLiteral("\u2022\u2022\u2022\u2022");
    QTest::newRow("Anthropic") << QStringLiteral("sk-ant-api03-abcdefghijklmnopqrstuvwxyz7QAA")
                               << QStringLiteral("sk-ant-api03-") + dots + QStringLiteral("7QAA");
    QTest::newRow("OpenAI") << QStringLiteral("sk-proj-abcdefghijklmnopqrstuvwxyz7QAA")
                            << QStringLiteral("sk-proj-") + dots + QStringLiteral("7QAA");
    QTest::newRow("without dash") << QStringLiteral("abcdefghijklmnopqrstuvwxyz")
                                  << QStringLiteral("abcd") + dots + QStringLiteral("wxyz");
    QTest::newRow("23 characters") << QStringLiteral("abcdefghijklmnopqrstuvw") << dots + QStringLiteral("vw");
    QTest::newRow("11 characters") << QStringLiteral("abcdefghijk") << dots;
    QTest::newRow("empty") << QString() << dots;
}

void KeyTest::previewsTellLittle() {
    QFETCH(QString, key);
    QFETCH(QString, preview);
    QCOMPARE(QString::fromStdString(maskedPreview(key.toStdString())), preview);
}

void KeyTest::placeholdersAreStableAndKnown() {
    const std::string seed = newPlaceholderSeed();
    std::set<std::string> seen;
    for (const Provider& provider : m_catalogue->providers()) {
        for (const CredentialKind& kind : provider.kinds) {
            const std::string placeholder = placeholderFor(seed, provider.id, kind);
            QCOMPARE(placeholder, placeholderFor(seed, provider.id, kind));
            QVERIFY(placeholder != placeholderFor(newPlaceholderSeed(), provider.id, kind));
            QVERIFY(seen.insert(placeholder).second);
            QCOMPARE(placeholder.size(), kind.placeholder.length);
            QVERIFY(placeholder.starts_with(kind.placeholder.prefix + std::string(kPlaceholderMark)));
            QVERIFY(placeholder.ends_with(kind.placeholder.suffix));
            QVERIFY(isPlaceholder(placeholder));
            QVERIFY(recogniseKey(placeholder, *m_catalogue).shape == KeyShape::Placeholder);
            // clients remember a key by its last 20 characters: those must not be the same for everybody
            QVERIFY(seen.insert(placeholder.substr(placeholder.size() - 20)).second);
        }
    }
    QVERIFY(!isPlaceholder("sk-ant-api03-a-real-one"));
}

void KeyTest::agentTokens() {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const std::string token = newAgentToken();
        QCOMPARE(token.size(), 46U);
        QVERIFY(looksLikeAgentToken(token));
        QVERIFY(seen.insert(token).second);
    }
    const std::string token = *seen.begin();
    QVERIFY(!looksLikeAgentToken(token.substr(1)));
    QVERIFY(!looksLikeAgentToken(token + "x"));
    QVERIFY(!looksLikeAgentToken(token.substr(0, 45) + "="));
    QVERIFY(!looksLikeAgentToken(""));
    // FIPS 180-2, appendix B.1
    QCOMPARE(toHex(hashToken("abc")), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    const TokenHash hash = hashToken(token);
    QVERIFY(sameToken(*hashFromHex(toHex(hash)), hash));
    TokenHash other = hash;
    other[31] ^= 1;
    QVERIFY(!sameToken(other, hash));
    for (const std::string& bad : {std::string(), std::string(63, 'a'), std::string(66, 'a'), std::string(64, 'g')}) {
        QVERIFY(!hashFromHex(bad));
    }
}

void KeyTest::tokensInTheShapeOfKeys() {
    const std::string seed = newPlaceholderSeed();
    for (const Provider& provider : m_catalogue->providers()) {
        for (const CredentialKind& kind : provider.kinds) {
            const std::string placeholder = placeholderFor(seed, provider.id, kind);
            const std::string token = newAgentToken();
            const std::string key = tokenAsKey(token, placeholder);
            QVERIFY(key.starts_with(kind.placeholder.prefix + std::string(kKeyTokenMark) + token));
            QVERIFY(key.size() >= kind.placeholder.length);
            QCOMPARE(key.substr(key.size() - 20), placeholder.substr(placeholder.size() - 20));
            QCOMPARE(agentTokenIn(key), std::string_view(token));
            QVERIFY(!isPlaceholder(key));
            QVERIFY(recogniseKey(key, *m_catalogue).shape == KeyShape::Placeholder);
        }
    }
    CredentialKind longEnough;
    longEnough.placeholder = {"sk-", "AA", 108};
    QCOMPARE(tokenAsKey(newAgentToken(), placeholderFor(seed, "p", longEnough)).size(), 108U);
    CredentialKind tooShort;
    tooShort.placeholder = {"AIza", "", 60};
    const std::string token = newAgentToken();
    QCOMPARE(tokenAsKey(token, placeholderFor(seed, "p", tooShort)).size(), 4U + 7U + 46U + 20U);
    QVERIFY(tokenAsKey(token, "sk-ant-api03-a-real-one").empty());
    QCOMPARE(agentTokenIn(token), std::string_view(token));
    QVERIFY(agentTokenIn("sk-" + token).empty()); // without the mark, only the whole text counts
    QVERIFY(agentTokenIn("sk-ksAgent" + token.substr(0, 45)).empty());
    QCOMPARE(agentTokenIn("ksAgentksAgent" + token), std::string_view(token));
    QVERIFY(agentTokenIn("").empty());
    QVERIFY(holdsAgentToken("/a/" + token + "/b") && holdsAgentToken("/ks_" + token) && holdsAgentToken(token));
    QVERIFY(!holdsAgentToken("/a/" + token.substr(0, 45)) && !holdsAgentToken(""));
}

void KeyTest::randomTextIsEven() {
    QCOMPARE(newRecordId().size(), 32U);
    QVERIFY(newRecordId() != newRecordId());
    std::array<int, 3> counts{};
    for (const char c : randomText(30'000, "abc")) {
        ++counts[static_cast<std::size_t>(c - 'a')];
    }
    for (const int count : counts) {
        QVERIFY(count > 9'000 && count < 11'000); // 12 standard deviations
    }
    QCOMPARE(randomText(0, "abc"), std::string());
}

QTEST_GUILESS_MAIN(KeyTest)
#include "key_test.moc"
