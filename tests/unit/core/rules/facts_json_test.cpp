#include "core/agent_token.h"
#include "core/rules/facts_json.h"

#include <QTest>

#include <algorithm>

using namespace keysluice::core::rules;

namespace {

/// Every fact that is kept, known.
BodyFacts everything() {
    BodyFacts facts;
    facts.models = {{"claude-opus-4-1", "a \"quoted\" \\ one\n"}};
    facts.maximumTokens = 1024;
    facts.thinkingTokens = 0;
    facts.effort = Effort::High;
    facts.costMicros = 1'250'000;
    facts.inputTokens = 17;
    facts.isStreaming = true;
    facts.hostedTools.emplace();
    facts.mcpServers = {{"https://mcp.example/"}};
    facts.hasImages = false;
    facts.hasDocuments = true;
    facts.text = "never kept";
    return facts;
}

/// JSON with ' for ".
std::string json(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

std::string everythingAsText() {
    return json("{'models':['claude-opus-4-1','a \\'quoted\\' \\\\ one\\u000a'],'hostedTools':[],"
                "'mcpServers':['https://mcp.example/'],'maximumTokens':1024,'thinkingTokens':0,"
                "'costMicros':1250000,'inputTokens':17,'effort':'high','streaming':true,"
                "'images':false,'documents':true}");
}

std::vector<std::string> entries(std::size_t count, std::size_t length) {
    return std::vector<std::string>(count, std::string(length, 'm'));
}

} // namespace

/// What history keeps of a body.
class FactsJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsRead();
    void unknownStaysUnknown();
    void longListsAreUnknown_data();
    void longListsAreUnknown();
    void whatMayBeSecretIsNotKept();
    void whatCannotBeReadIsUnknown_data();
    void whatCannotBeReadIsUnknown();
};

void FactsJsonTest::whatIsWrittenIsRead() {
    QCOMPARE(writeFacts(everything()), everythingAsText());
    const BodyFacts facts = readFacts(everythingAsText());
    QCOMPARE(writeFacts(facts), everythingAsText());
    QCOMPARE(facts.models->back(), everything().models->back());
    QVERIFY(!facts.text);
    QCOMPARE(writeFacts(keptFacts(everything())), everythingAsText());
    QVERIFY(!keptFacts(everything()).text);
}

void FactsJsonTest::unknownStaysUnknown() {
    QCOMPARE(writeFacts({}), std::string("{}"));
    const BodyFacts facts = readFacts("{}");
    QVERIFY(!facts.models && !facts.maximumTokens && !facts.effort && !facts.isStreaming && !facts.hostedTools);
}

void FactsJsonTest::longListsAreUnknown_data() {
    QTest::addColumn<std::size_t>("count");
    QTest::addColumn<std::size_t>("length");
    QTest::addColumn<bool>("isKept");
    constexpr std::size_t kRoom = FactBounds::kListBytes - 4; // brackets and quotes
    QTest::newRow("none") << std::size_t{0} << std::size_t{0} << true;
    QTest::newRow("as many as there may be") << FactBounds::kListEntries << std::size_t{1} << true;
    QTest::newRow("one more") << FactBounds::kListEntries + 1 << std::size_t{1} << false;
    QTest::newRow("as long as one may be") << std::size_t{1} << kRoom << true;
    QTest::newRow("one byte more") << std::size_t{1} << kRoom + 1 << false;
    QTest::newRow("two that are too long together") << std::size_t{2} << kRoom / 2 << false;
}

void FactsJsonTest::longListsAreUnknown() {
    QFETCH(std::size_t, count);
    QFETCH(std::size_t, length);
    QFETCH(bool, isKept);
    for (const auto list : {&BodyFacts::models, &BodyFacts::hostedTools, &BodyFacts::mcpServers}) {
        BodyFacts facts;
        facts.*list = entries(count, length);
        QCOMPARE((keptFacts(facts).*list).has_value(), isKept);
        const BodyFacts read = readFacts(writeFacts(facts));
        QCOMPARE((read.*list).has_value(), isKept);
        QVERIFY(!isKept || read.*list == facts.*list);
    }
}

void FactsJsonTest::whatMayBeSecretIsNotKept() {
    BodyFacts facts;
    facts.models = {{"claude", keysluice::core::newAgentToken()}};
    facts.hostedTools = {{"web_search?", "@"}}; // no addresses
    QVERIFY(!keptFacts(facts).models);
    QVERIFY(keptFacts(facts).hostedTools);
    for (const char* address : {"https://mcp.example/?key=1", "https://me:word@mcp.example/"}) {
        facts.mcpServers = {{"https://mcp.example/", address}};
        QVERIFY(!keptFacts(facts).mcpServers);
    }
}

void FactsJsonTest::whatCannotBeReadIsUnknown_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("nothing") << std::string();
    QTest::newRow("no JSON") << std::string("{");
    QTest::newRow("no object") << std::string("[]");
    QTest::newRow("other types") << json("{'models':'m','hostedTools':[1],'mcpServers':{},'effort':3,"
                                         "'maximumTokens':'1','streaming':1,'images':null}");
    QTest::newRow("no known word") << json("{'effort':'enormous'}");
    QTest::newRow("no such numbers") << json("{'costMicros':1e300,'maximumTokens':18446744073709551615}");
    std::string many = "{'models':[";
    for (std::size_t i = 0; i < FactBounds::kListEntries; ++i) {
        many += "'m',";
    }
    QTest::newRow("more than there may be") << json(many + "'m']}");
}

void FactsJsonTest::whatCannotBeReadIsUnknown() {
    QFETCH(std::string, text);
    QCOMPARE(writeFacts(readFacts(text)), std::string("{}"));
}

QTEST_APPLESS_MAIN(FactsJsonTest)
#include "facts_json_test.moc"
