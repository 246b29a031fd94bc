#include "unit/core/rules/body_facts_words.h"

#include <QTest>

using namespace keysluice::core;
using namespace keysluice::core::rules;
using namespace keysluice::core::rules::test;

/// Bodies that are made to be understood differently by two readers: of none of them anything is known.
class BodyEvasionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ambiguousBodiesSayNothing_data();
    void ambiguousBodiesSayNothing();
    void otherSpellingsSayTheSame_data();
    void otherSpellingsSayTheSame();
    void otherTypesSayNothing_data();
    void otherTypesSayNothing();
    void harmlessEndpointsStayHarmless();
    void listsAreBounded();

private:
    [[nodiscard]] BodyFacts read(BodyDialect dialect, const QByteArray& body,
                                 const std::string& type = "application/json", Endpoint use = Endpoint::Generating);

    BodyFactsReader m_reader;
    std::string m_text;
};

BodyFacts BodyEvasionTest::read(BodyDialect dialect, const QByteArray& body, const std::string& type, Endpoint use) {
    const ProviderEndpoint endpoint = endpointOf(use, dialect);
    BodySource source;
    source.endpoint = &endpoint;
    source.contentType = type;
    source.body = std::string_view(body.constData(), static_cast<std::size_t>(body.size()));
    return m_reader.read(source, &m_text);
}

void BodyEvasionTest::ambiguousBodiesSayNothing_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isOfAll"); ///< dialects
    const auto row = [](const char* name, const QByteArray& body, bool isOfAll = true) {
        QTest::newRow(name) << body << isOfAll;
    };
    row("a model twice", R"({"model":"h","model":"o"})");
    row("the same model twice", R"({"model":"h","model":"h"})");
    row("twice, once escaped", R"({"model":"h","mo\u0064el":"o"})");
    row("twice, both escaped", R"({"\u006dodel":"h","mo\u0064el":"o"})");
    row("another casing", R"({"model":"h","Model":"o"})");
    row("only another casing", R"({"MODEL":"h"})");
    row("Kelvin for k",
        "{\"model\":\"h\",\"max_to\xe2\x84\xaa"
        "ens\":5}",
        false);
    row("long s",
        "{\"model\":\"h\",\"me\xc5\xbf\xc5\xbf"
        "ages\":[]}",
        false);
    row("camel case", R"({"model":"h","maxTokens":5})", false);
    row("dashes", R"({"model":"h","max-tokens":5})", false);
    row("a NUL behind the name", R"({"model":"h","model\u0000":"o"})");
    row("a name twice, deep below", R"({"model":"h","messages":[{"role":"user","role":"user","content":"x"}]})");
    row("a name twice among many",
        R"({"model":"h","metadata":{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"c":1}})");
    row("a type in another casing", R"({"model":"h","messages":[{"content":[{"type":"text","Type":"image"}]}]})",
        false);
    row("trailing text", R"({"model":"h"}x)");
    row("two documents", R"({"model":"h"}{"model":"o"})");
    row("two documents, a line each", "{\"model\":\"h\"}\n{\"model\":\"o\"}\n");
    row("trailing NUL", QByteArray("{\"model\":\"h\"}\0", 14));
    row("trailing comma", R"({"model":"h",})");
    row("comment", R"({"model":"h"/*,"model":"o"*/})");
    row("line comment", "{\"model\":\"h\"}//x");
    row("single quotes", R"({'model':'h'})");
    row("bare names", R"({model:"h"})");
    row("byte order mark", "\xef\xbb\xbf{\"model\":\"h\"}");
    row("UTF-16, little end first", QByteArray("{\0\"\0m\0\"\0:\0"
                                               "1\0}\0",
                                               14));
    row("UTF-16, big end first", QByteArray("\0{\0\"\0m\0\"\0:\0"
                                            "1\0}",
                                            14));
    row("UTF-32", QByteArray("{\0\0\0}\0\0\0", 8));
    row("invalid UTF-8", "{\"model\":\"h\xff\"}");
    row("overlong UTF-8", "{\"model\":\"h\xc0\xaf\"}");
    row("a surrogate in UTF-8", "{\"model\":\"h\xed\xa0\x80\"}");
    row("half a surrogate pair", R"({"model":"h","system":"\ud800"})");
    row("the other half", R"({"model":"h","system":"\udc00"})");
    row("a pair in the wrong order", R"({"model":"h","system":"\udc00\ud800"})");
    row("unfinished escape", R"({"model":"h","system":"\u00e"})");
    row("unknown escape", R"({"model":"h","system":"\x41"})");
    row("a bare line break in a text", "{\"model\":\"h\",\"system\":\"a\nb\"}");
    row("NaN", R"({"model":"h","temperature":NaN})");
    row("Infinity", R"({"model":"h","temperature":Infinity})");
    row("more than a double", R"({"model":"h","temperature":1e999})");
    row("more than 64 bits", R"({"model":"h","max_tokens":123456789012345678901234567890})");
    row("leading zero", R"({"model":"h","max_tokens":010})");
    row("leading plus", R"({"model":"h","max_tokens":+10})");
    row("hexadecimal", R"({"model":"h","max_tokens":0x10})");
    row("too deep", R"({"model":"h","x":)" + QByteArray("[").repeated(200) + QByteArray("]").repeated(200) + "}");
    row("a million deep", QByteArray("[").repeated(1'000'000));
    row("cut off", R"({"model":"h")");
    row("a list", R"([{"model":"h"}])");
    row("a text", R"("model")");
    row("a number", "7");
    row("null", "null");
    row("blank", " \n ");
    row("another blank", "\x0b{\"model\":\"h\"}");
    row("a form", "model=h");
    row("deflated", QByteArray("\x1f\x8b\x08\0\0\0\0\0", 8));
}

void BodyEvasionTest::ambiguousBodiesSayNothing() {
    QFETCH(QByteArray, body);
    QFETCH(bool, isOfAll);
    const QByteArray nothing = QByteArray::fromStdString(words(BodyFacts{}));
    const QByteArray inBatch = R"({"requests":[{"custom_id":"a","params":)" + body + "}]}";
    for (const BodyDialect dialect :
         {BodyDialect::AnthropicMessages, BodyDialect::OpenAiChat, BodyDialect::OpenAiResponses}) {
        const BodyFacts facts = read(dialect, body);
        // names that only one of the dialects has do no harm in the others
        if (isOfAll || dialect == BodyDialect::AnthropicMessages) {
            QCOMPARE(QByteArray::fromStdString(words(facts)), nothing);
        }
    }
    QCOMPARE(QByteArray::fromStdString(words(read(BodyDialect::AnthropicBatch, inBatch))), nothing);
}

void BodyEvasionTest::otherSpellingsSayTheSame_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("escaped name") << QByteArray(R"({"mo\u0064el":"claude-haiku-4-5","stream":true})");
    QTest::newRow("escaped value") << QByteArray(R"({"model":"claude-h\u0061iku-4-5","stream":true})");
    QTest::newRow("upper case in escapes") << QByteArray(R"({"mode\u006C":"claude-haiku-4-5","stream":true})");
    QTest::newRow("blanks") << QByteArray("\r\n\t { \"model\" :\n\"claude-haiku-4-5\" , \"stream\"\t:true } \n");
    QTest::newRow("other order") << QByteArray(R"({"stream":true,"model":"claude-haiku-4-5"})");
    QTest::newRow("more of it") << QByteArray(
        R"({"temperature":0.5,"model":"claude-haiku-4-5","stop":["x"],"stream":true})");
}

void BodyEvasionTest::otherSpellingsSayTheSame() {
    QFETCH(QByteArray, body);
    const BodyFacts facts = read(BodyDialect::AnthropicMessages, body);
    QCOMPARE(word(facts, "models"), std::string("claude-haiku-4-5"));
    QCOMPARE(word(facts, "stream"), std::string("yes"));
}

void BodyEvasionTest::otherTypesSayNothing_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isRead");
    const auto row = [](const char* type, bool isRead) { QTest::newRow(type) << QByteArray(type) << isRead; };
    row("application/json", true);
    row("Application/JSON", true);
    row(" application/json ", true);
    row("application/json; charset=utf-8", true);
    row("application/json;charset=UTF-8", true);
    row("application/json ; charset=\"utf-8\"", true);
    row("", false);
    row("application/json; charset=utf-16", false);
    row("application/json; charset=utf-7", false);
    row("application/json; charset=utf-8; charset=utf-16", false);
    row("application/json; charset = utf-8", false);
    row("application/json; boundary=x", false);
    row("application/json;", false);
    row("application/json, text/plain", false);
    row("application/json, application/json", false);
    row("text/json", false);
    row("text/plain", false);
    row("application/x-ndjson", false);
    row("application/vnd.api+json", false);
    row("application/x-www-form-urlencoded", false);
    row("multipart/form-data; boundary=x", false);
}

void BodyEvasionTest::otherTypesSayNothing() {
    QFETCH(QByteArray, type);
    QFETCH(bool, isRead);
    // JSON, and as a form it asks for another model
    const BodyFacts facts =
        read(BodyDialect::AnthropicMessages, R"({"model":"h","x":"&model=o&"})", type.toStdString());
    QCOMPARE(facts.models.has_value(), isRead);
    QCOMPARE(facts.text.has_value(), isRead);
    QCOMPARE(facts.isStreaming.has_value(), isRead);
}

void BodyEvasionTest::harmlessEndpointsStayHarmless() {
    // counting tokens generates none, whatever the body says; the model is still the one that is asked
    for (const char* body : {R"({"model":"h","max_tokens":5})", R"({"model":"h","model":"o"})", "x", ""}) {
        const BodyFacts facts = read(BodyDialect::AnthropicMessages, body, "application/json", Endpoint::Other);
        QCOMPARE(word(facts, "maximum"), std::string("0"));
        QCOMPARE(word(facts, "thinking"), std::string("0"));
        QCOMPARE(word(facts, "effort"), std::string("none"));
        QCOMPARE(word(facts, "cost"), std::string("0"));
        QCOMPARE(facts.models.has_value(), QByteArray(body).contains("max_tokens"));
    }
}

void BodyEvasionTest::listsAreBounded() {
    const auto body = [](std::size_t models, std::size_t tools) -> QByteArray {
        QByteArray text = R"({"model":"m0","models":["m0")";
        for (std::size_t i = 1; i < models; ++i) {
            text += ",\"m" + QByteArray::number(qulonglong(i)) + "\"";
        }
        text += R"(],"tools":[{"name":"a"})";
        for (std::size_t i = 0; i < tools; ++i) {
            text += R"(,{"type":"t)" + QByteArray::number(qulonglong(i)) + "\"}";
        }
        return text + "]}";
    };
    constexpr std::size_t kMost = BodyFactsReader::kMaximumDistinct;
    const BodyFacts most = read(BodyDialect::AnthropicMessages, body(kMost, kMost));
    QVERIFY(most.models && most.models->size() == kMost && most.hostedTools && most.hostedTools->size() == kMost);
    const BodyFacts more = read(BodyDialect::AnthropicMessages, body(kMost + 1, kMost + 1));
    QVERIFY(!more.models && !more.hostedTools && more.isStreaming);
}

QTEST_GUILESS_MAIN(BodyEvasionTest)
#include "body_evasion_test.moc"
