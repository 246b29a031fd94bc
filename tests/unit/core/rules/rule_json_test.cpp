#include "core/rules/rule_check.h"
#include "core/rules/rule_json.h"
#include "random_rules.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace keysluice::core::rules;

namespace {

using Code = RuleFaultCode;

std::string sentenceOf(const std::optional<RuleFault>& fault) {
    return fault ? ruleFaultSentence(*fault) : std::string();
}

std::string withConditions(const std::string& conditions) {
    return R"({"version":1,"limits":[],"rules":[{"decision":"ask","conditions":{)" + conditions + "}}]}";
}

std::string withRule(const std::string& members) {
    return R"({"version":1,"limits":[],"rules":[{)" + members + "}]}";
}

std::string withLimit(const std::string& members) {
    return R"({"version":1,"rules":[],"limits":[{)" + members + "}]}";
}

std::string entries(std::size_t count, const std::string& before, const std::string& behind) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) {
        list.append(i == 0 ? "" : ",").append(before).append(std::to_string(i)).append(behind);
    }
    return list;
}

} // namespace

/// Rules as JSON: what is written is what was read, and what is wrong is refused with its place.
class RuleJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyMemberIsReadAndWritten();
    void everyMemberIsReadIntoItsPlace();
    void everyMemberCanBeGivenAlone();
    void oneRuleAndOneLimitStandAlone();
    void defaultsAreThoseOfTheSchema();
    void whateverIsDrawnIsReadAgain();
    void wrongTextsAreRefused_data();
    void wrongTextsAreRefused();
    void everyPrefixOfAFileIsRefused();
    void wrongValuesAreRefused();
    void bidirectionalControlsAreRefused_data();
    void bidirectionalControlsAreRefused();
    void tooMuchIsRefused();

private:
    std::string m_full;
};

void RuleJsonTest::initTestCase() {
    QFile file(QStringLiteral(KEYSLUICE_FULL_RULES));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_full = file.readAll().toStdString();
}

void RuleJsonTest::everyMemberIsReadAndWritten() {
    const auto set = readRules(m_full);
    QVERIFY2(set, set ? "" : ruleFaultSentence(set.error()).c_str());
    QCOMPARE(QString::fromStdString(writeRules(*set)), QString::fromStdString(m_full));
}

void RuleJsonTest::everyMemberIsReadIntoItsPlace() {
    const auto set = readRules(m_full);
    QVERIFY(set);
    QCOMPARE(set->rules.size(), std::size_t{2});
    const Rule& rule = set->rules.front();
    QCOMPARE(rule.id, std::string("0123456789abcdef0123456789abcdef"));
    QCOMPARE(rule.name, std::string("Everything at once"));
    QVERIFY(!rule.isEnabled && rule.isHighRisk && rule.decision == Decision::Ask);
    QCOMPARE(rule.reason, std::string("Opus is asked for first."));
    Conditions expected;
    expected.agents = {{"a1", "a2"}, {"a3"}};
    expected.providers = {{"anthropic", "*"}, {"openai"}};
    expected.hosts = {{"api.anthropic.com", "*.example.com:8443", "[2001:db8::1]:443", "192.0.2.7"},
                      {"*.internal.example.com"}};
    expected.methods = {{"POST", "PUT"}, {"DELETE"}};
    expected.paths = {{"/v1/messages", "/v1/organizations/**", "/v1/files/*"}, {"/v1/messages/count_tokens"}};
    expected.models = {{"claude-opus-*", "gpt-?"}, {"*-mini"}};
    expected.hostedTools = {{"web_search_*"}, {"web_fetch_*"}};
    expected.mcpServers = {{"https://mcp.example.com/*"}, {"tool f\xc3\xbcr alles"}};
    expected.endpoints = {Endpoint::Other, Endpoint::Generating, Endpoint::Files, Endpoint::Batches, Endpoint::Admin};
    expected.maximumTokensAbove = 4096;
    expected.thinkingTokensAbove = 0;
    expected.costAboveMicros = 1'000'000;
    expected.bodyBytesAbove = 1'048'576;
    expected.effortAbove = Effort::Medium;
    expected.isStreaming = true;
    expected.hasImages = false;
    expected.hasDocuments = true;
    expected.headers = {{"anthropic-beta", "*computer-use*"}, {"X-Project", {}}};
    expected.texts = {{TextCondition::Kind::Contains, "say \"secret\" \\ aloud"},
                      {TextCondition::Kind::Matches, "(?i)rm\\s+-rf"}};
    expected.time = TimeCondition{0b1000001, 22 * 60 + 30, 6 * 60};
    QVERIFY(rule.conditions == expected);
    QVERIFY(set->rules.back().isEnabled && set->rules.back().decision == Decision::Allow);
    QVERIFY(set->rules.back().conditions == Conditions());
    const Limit& limit = set->limits.front();
    QVERIFY(limit.requests == 60 && limit.period == Period::Minute && limit.scope == Scope::PerCredential);
    QCOMPARE(limit.conditions.models.among, std::vector<std::string>{"claude-opus-*"});
}

/// Each condition of the full rule as the only one: it is read, written and read again, and is not the same as none.
void RuleJsonTest::everyMemberCanBeGivenAlone() {
    const QJsonObject conditions = QJsonDocument::fromJson(QByteArray::fromStdString(m_full))[QLatin1String("rules")][0]
                                       .toObject()[QLatin1String("conditions")]
                                       .toObject();
    QCOMPARE(conditions.size(), 28);
    for (auto it = conditions.begin(); it != conditions.end(); ++it) {
        const QJsonObject rule{{QStringLiteral("decision"), QStringLiteral("block")},
                               {QStringLiteral("conditions"), QJsonObject{{it.key(), it.value()}}}};
        const auto read = readRule(QJsonDocument(rule).toJson().toStdString());
        QVERIFY2(read, qPrintable(it.key()));
        QVERIFY2(read->conditions != Conditions(), qPrintable(it.key()));
        const auto again = readRule(writeRule(*read));
        QVERIFY2(again && *again == *read, qPrintable(it.key()));
    }
}

void RuleJsonTest::oneRuleAndOneLimitStandAlone() {
    const auto set = readRules(m_full);
    const auto rule = readRule(writeRule(set->rules.front()));
    QVERIFY(rule && *rule == set->rules.front());
    const auto limit = readLimit(writeLimit(set->limits.front()));
    QVERIFY(limit && *limit == set->limits.front());
    QVERIFY(!readRule(writeLimit(set->limits.front())));
    QVERIFY(!readLimit(writeRule(set->rules.front())));
}

void RuleJsonTest::defaultsAreThoseOfTheSchema() {
    const auto rule = readRule(R"({"decision":"block"})");
    QVERIFY(rule && rule->isEnabled && !rule->isHighRisk && rule->id.empty() && rule->conditions == Conditions());
    const auto night = readRule(R"({"decision":"block","conditions":{"time":{"from":"22:00","to":"24:00"}}})");
    QVERIFY(night && night->conditions.time == (TimeCondition{TimeCondition::kEveryDay, 22 * 60, 24 * 60}));
    const auto weekend = readRule(R"({"decision":"block","conditions":{"time":{"days":["saturday","sunday"]}}})");
    QVERIFY(weekend && weekend->conditions.time == (TimeCondition{0b1100000, 0, 24 * 60}));
    Rule always;
    always.conditions.time = TimeCondition();
    const auto read = readRule(writeRule(always));
    QVERIFY(read && *read == always);
}

void RuleJsonTest::whateverIsDrawnIsReadAgain() {
    keysluice::tests::RandomRules random(6);
    for (int round = 0; round < 200; ++round) {
        const RuleSet set = random.set(10);
        const std::string json = writeRules(set);
        const auto read = readRules(json);
        QVERIFY2(read, json.c_str());
        QVERIFY2(*read == set, json.c_str());
        QCOMPARE(writeRules(*read), json);
    }
}

void RuleJsonTest::wrongTextsAreRefused_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("path");
    const auto row = [](const char* name, const std::string& json, Code code, const char* path) {
        QTest::newRow(name) << QByteArray::fromStdString(json) << static_cast<int>(code) << QByteArray(path);
    };
    row("empty", "", Code::NotJson, "");
    row("no JSON", "rules", Code::NotJson, "");
    row("two texts", withRule("") + "{}", Code::NotJson, "");
    row("no UTF-8", withRule("\"decision\":\"block\",\"name\":\"\xff\""), Code::NotJson, "");
    row("half a surrogate", withRule(R"("decision":"block","name":"\ud800")"), Code::NotJson, "");
    row("no object", "[]", Code::WrongType, "");
    row("no version", R"({"rules":[],"limits":[]})", Code::MemberMissing, "version");
    row("version 0", R"({"version":0,"rules":[],"limits":[]})", Code::WrongWord, "version");
    row("version 2", R"({"version":2,"rules":[],"limits":[]})", Code::NewerVersion, "version");
    row("version as text", R"({"version":"1","rules":[],"limits":[]})", Code::WrongType, "version");
    row("no rules", R"({"version":1,"limits":[]})", Code::MemberMissing, "rules");
    row("no limits", R"({"version":1,"rules":[]})", Code::MemberMissing, "limits");
    row("rules as object", R"({"version":1,"rules":{},"limits":[]})", Code::WrongType, "rules");
    row("unknown at top", R"({"version":1,"rules":[],"limits":[],"more":1})", Code::MemberUnknown, "more");
    row("rule as text", R"({"version":1,"rules":["a"],"limits":[]})", Code::WrongType, "rules[0]");
    row("no decision", withRule(""), Code::MemberMissing, "rules[0].decision");
    row("wrong decision", withRule(R"("decision":"deny")"), Code::WrongWord, "rules[0].decision");
    row("decision as number", withRule(R"("decision":1)"), Code::WrongType, "rules[0].decision");
    row("misspelt", withRule(R"("decision":"ask","Name":"x")"), Code::MemberUnknown, "rules[0].Name");
    row("a limit's member", withRule(R"("decision":"ask","scope":"agent")"), Code::MemberUnknown, "rules[0].scope");
    row("twice", withRule(R"("decision":"ask","decision":"block")"), Code::MemberRepeated, "rules[0].decision");
    row("twice, escaped", withRule(R"("decision":"ask","d\u0065cision":"block")"), Code::MemberRepeated,
        "rules[0].decision");
    row("enabled as text", withRule(R"("decision":"ask","enabled":"no")"), Code::WrongType, "rules[0].enabled");
    row("null", withRule(R"("decision":"ask","name":null)"), Code::WrongType, "rules[0].name");
    row("high risk", withRule(R"("decision":"block","highRisk":true)"), Code::HighRiskNotAsk, "rules[0].highRisk");
    row("answer time", withRule(R"("decision":"block","answerSeconds":60)"), Code::AnswerTimeNotAsk,
        "rules[0].answerSeconds");
    row("short answer time", withRule(R"("decision":"ask","answerSeconds":9)"), Code::OutOfRange,
        "rules[0].answerSeconds");
    row("long answer time", withRule(R"("decision":"ask","answerSeconds":1801)"), Code::OutOfRange,
        "rules[0].answerSeconds");
    row("huge answer time", withRule(R"("decision":"ask","answerSeconds":4294967356)"), Code::OutOfRange,
        "rules[0].answerSeconds");
    row("reason", withRule(R"("decision":"allow","reason":"why")"), Code::ReasonWithAllow, "rules[0].reason");
    row("line break", withRule(R"("decision":"ask","reason":"a\nb")"), Code::TextUnprintable, "rules[0].reason");
    row("C1", withRule(R"("decision":"ask","name":"a\u0085b")"), Code::TextUnprintable, "rules[0].name");
    row("long name", withRule(R"("decision":"ask","name":")" + std::string(101, 'x') + '"'), Code::TextTooLong,
        "rules[0].name");
    row("long id", withRule(R"("decision":"ask","id":")" + std::string(65, 'x') + '"'), Code::TextTooLong,
        "rules[0].id");
    row("long reason", withRule(R"("decision":"ask","reason":")" + std::string(301, 'x') + '"'), Code::TextTooLong,
        "rules[0].reason");
    row("same ids", R"({"version":1,"limits":[],"rules":[{"id":"a","decision":"ask"},{"id":"a","decision":"ask"}]})",
        Code::IdRepeated, "rules[1].id");
    row("same id of a rule and a limit",
        R"({"version":1,"rules":[{"id":"a","decision":"ask"}],"limits":[{"id":"a","requests":1,"period":"day",)"
        R"("scope":"agent"}]})",
        Code::IdRepeated, "limits[0].id");
    row("conditions as list", withRule(R"("decision":"ask","conditions":[])"), Code::WrongType, "rules[0].conditions");
    row("no requests", withLimit(R"("period":"day","scope":"agent")"), Code::MemberMissing, "limits[0].requests");
    row("no period", withLimit(R"("requests":1,"scope":"agent")"), Code::MemberMissing, "limits[0].period");
    row("no scope", withLimit(R"("requests":1,"period":"day")"), Code::MemberMissing, "limits[0].scope");
    row("0 requests", withLimit(R"("requests":0,"period":"day","scope":"agent")"), Code::OutOfRange,
        "limits[0].requests");
    row("too many requests", withLimit(R"("requests":1000001,"period":"day","scope":"agent")"), Code::OutOfRange,
        "limits[0].requests");
    row("half a request", withLimit(R"("requests":1.5,"period":"day","scope":"agent")"), Code::WrongType,
        "limits[0].requests");
    row("per week", withLimit(R"("requests":1,"period":"week","scope":"agent")"), Code::WrongWord, "limits[0].period");
    row("per host", withLimit(R"("requests":1,"period":"day","scope":"host")"), Code::WrongWord, "limits[0].scope");

    const auto condition = [&row](const char* name, const std::string& members, Code code, const std::string& path) {
        row(name, withConditions(members), code, ("rules[0].conditions." + path).c_str());
    };
    condition("unknown condition", R"("model":["a"])", Code::MemberUnknown, "model");
    for (const char* list : {"agents", "exceptAgents", "providers", "exceptProviders", "hosts", "exceptHosts",
                             "methods", "exceptMethods", "paths", "exceptPaths", "models", "exceptModels",
                             "hostedTools", "exceptHostedTools", "mcpServers", "exceptMcpServers", "endpoints"}) {
        const std::string member = list;
        condition(("no list: " + member).c_str(), "\"" + member + "\":\"a\"", Code::WrongType, member);
        condition(("no texts: " + member).c_str(), "\"" + member + "\":[1]", Code::WrongType, member + "[0]");
        condition(("nothing in: " + member).c_str(), "\"" + member + "\":[]", Code::ListEmpty, member);
        if (member != "endpoints") {
            condition(("empty in: " + member).c_str(), "\"" + member + "\":[\"\"]", Code::TextEmpty, member + "[0]");
        }
    }
    condition("agent twice", R"("agents":["a","b","a"])", Code::EntryRepeated, "agents[2]");
    condition("provider", R"("providers":["Anthropic"])", Code::ProviderMalformed, "providers[0]");
    for (const char* host :
         {"*",     "*.",        "a..b",   "a.",        "-a",  "a b",         "http://a", "a/b",    "a:0",
          "a:",    "a:65536",   "a:080",  "*a.com",    "a.*", "::1",         "[::1",     "[::01]", "[1.2.3.4]",
          "127.1", "1.2.3.4.5", "0x7f.1", "*.1.2.3.4", "a@b", "\xc3\xa4.de", "[::1]x"}) {
        condition((std::string("host ") + host).c_str(), "\"hosts\":[\"" + std::string(host) + "\"]",
                  Code::HostMalformed, "hosts[0]");
    }
    condition("method", R"("methods":["post"])", Code::MethodMalformed, "methods[0]");
    condition("methods in one", R"("methods":["GET,POST"])", Code::MethodMalformed, "methods[0]");
    for (const char* path : {"v1", "*", "/a?b", "/a#b", "/a b", "/a\\\\b", "/***", "/\xc3\xa4"}) {
        condition((std::string("path ") + path).c_str(), "\"paths\":[\"" + std::string(path) + "\"]",
                  Code::PathMalformed, "paths[0]");
    }
    condition("model with a blank", R"("models":["claude opus"])", Code::PatternMalformed, "models[0]");
    condition("model with more letters", "\"models\":[\"\xc3\xa4\"]", Code::PatternMalformed, "models[0]");
    condition("tool with a blank", R"("hostedTools":["web search"])", Code::PatternMalformed, "hostedTools[0]");
    condition("server with a break", R"("mcpServers":["a\tb"])", Code::TextUnprintable, "mcpServers[0]");
    condition("endpoint", R"("endpoints":["messages"])", Code::WrongWord, "endpoints");
    condition("endpoint twice", R"("endpoints":["files","files"])", Code::EntryRepeated, "endpoints");
    for (const char* number : {"maximumTokensAbove", "thinkingTokensAbove", "costAboveMicros", "bodyBytesAbove"}) {
        const std::string member = number;
        condition(("negative: " + member).c_str(), "\"" + member + "\":-1", Code::OutOfRange, member);
        condition(("huge: " + member).c_str(), "\"" + member + "\":1099511627777000", Code::OutOfRange, member);
        condition(("beyond 64 bits: " + member).c_str(), "\"" + member + "\":18446744073709551615", Code::WrongType,
                  member);
        condition(("fraction: " + member).c_str(), "\"" + member + "\":0.5", Code::WrongType, member);
        condition(("as text: " + member).c_str(), "\"" + member + "\":\"5\"", Code::WrongType, member);
    }
    condition("effort", R"("effortAbove":"much")", Code::WrongWord, "effortAbove");
    condition("greatest effort", R"("effortAbove":"maximum")", Code::NothingAbove, "effortAbove");
    for (const char* flag : {"streaming", "images", "documents"}) {
        condition((std::string("flag ") + flag).c_str(), "\"" + std::string(flag) + "\":1", Code::WrongType, flag);
    }
    condition("no headers", R"("headers":[])", Code::ListEmpty, "headers");
    condition("headers as texts", R"("headers":["a"])", Code::WrongType, "headers[0]");
    condition("no header name", R"("headers":[{"value":"a"}])", Code::MemberMissing, "headers[0].name");
    condition("header name", R"("headers":[{"name":"a b"}])", Code::HeaderNameMalformed, "headers[0].name");
    condition("header with colon", R"("headers":[{"name":"a:"}])", Code::HeaderNameMalformed, "headers[0].name");
    condition("empty header value", R"("headers":[{"name":"a","value":""}])", Code::TextEmpty, "headers[0].value");
    condition("header member", R"("headers":[{"name":"a","is":"b"}])", Code::MemberUnknown, "headers[0].is");
    condition("no texts", R"("texts":[])", Code::ListEmpty, "texts");
    condition("text without one", R"("texts":[{}])", Code::MemberMissing, "texts[0].contains");
    condition("text with both", R"("texts":[{"contains":"a","matches":"b"}])", Code::MemberUnknown,
              "texts[0].contains");
    condition("empty text", R"("texts":[{"contains":""}])", Code::TextEmpty, "texts[0].contains");
    condition("empty expression", R"("texts":[{"matches":""}])", Code::TextEmpty, "texts[0].matches");
    condition("open bracket", R"("texts":[{"matches":"("}])", Code::ExpressionMalformed, "texts[0].matches");
    condition("look-ahead", "\"texts\":[{\"matches\":\"a(?=b)\"}]", Code::ExpressionMalformed, "texts[0].matches");
    condition("back reference", R"("texts":[{"matches":"(a)\\1"}])", Code::ExpressionMalformed, "texts[0].matches");
    condition("too much repetition", R"("texts":[{"matches":"((a{1,900}){1,900}){1,900}"}])", Code::ExpressionMalformed,
              "texts[0].matches");
    condition("long expression", R"("texts":[{"matches":")" + std::string(1025, 'a') + "\"}]", Code::TextTooLong,
              "texts[0].matches");
    condition("time as text", R"("time":"09:00-17:00")", Code::WrongType, "time");
    condition("empty time", R"("time":{})", Code::MemberMissing, "time.days");
    condition("day", R"("time":{"days":["mon"]})", Code::WrongWord, "time.days");
    condition("day twice", R"("time":{"days":["monday","monday"]})", Code::EntryRepeated, "time.days");
    condition("no days", R"("time":{"days":[]})", Code::ListEmpty, "time.days");
    condition("no end", R"("time":{"from":"09:00"})", Code::MemberMissing, "time.to");
    condition("no beginning", R"("time":{"to":"09:00"})", Code::MemberMissing, "time.from");
    for (const char* minute : {"24:00", "9:00", "09:60", "25:00", "09.00", "-1:00", "09:0x", "0x:00", "09:00 "}) {
        condition((std::string("minute ") + minute).c_str(),
                  R"("time":{"to":"10:00","from":")" + std::string(minute) + "\"}", Code::TimeMalformed, "time.from");
    }
    condition("no time at all", R"("time":{"from":"09:00","to":"09:00"})", Code::TimeEmpty, "time");
}

void RuleJsonTest::wrongTextsAreRefused() {
    QFETCH(const QByteArray, json);
    QFETCH(const int, code);
    QFETCH(const QByteArray, path);
    const auto set = readRules(json.toStdString());
    QVERIFY(!set);
    QCOMPARE(set.error().path, path.toStdString());
    QVERIFY2(static_cast<int>(set.error().code) == code, ruleFaultSentence(set.error()).c_str());
    const std::string sentence = ruleFaultSentence(set.error());
    QVERIFY(sentence.ends_with('.') && sentence.find("..") == std::string::npos);
    QVERIFY(path.isEmpty() || sentence.starts_with(path.toStdString()));
}

void RuleJsonTest::everyPrefixOfAFileIsRefused() {
    const std::size_t end = m_full.find_last_of('}');
    for (std::size_t length = 0; length <= end; ++length) {
        QVERIFY2(!readRules(std::string_view(m_full).substr(0, length)), std::to_string(length).c_str());
    }
}

/// What only a program could give: it is checked before it is stored.
void RuleJsonTest::wrongValuesAreRefused() {
    Rule rule;
    QVERIFY(!checkRule(rule));
    rule.conditions.time = TimeCondition{0, 0, 60};
    QCOMPARE(sentenceOf(checkRule(rule)), std::string("conditions.time has no time in it."));
    rule.conditions.time = TimeCondition{0xff, 0, 60};
    QVERIFY(checkRule(rule));
    rule.conditions.time = TimeCondition{1, -1, 60};
    QVERIFY(checkRule(rule));
    rule.conditions.time = TimeCondition{1, 0, 1441};
    QVERIFY(checkRule(rule));
    rule.conditions.time = TimeCondition{1, 1440, 0};
    QVERIFY(checkRule(rule));
    rule.conditions = Conditions();
    rule.conditions.hosts.except = {"nobody's host"};
    const auto fault = checkRule(rule);
    QVERIFY(fault && *fault == (RuleFault{Code::HostMalformed, "conditions.exceptHosts[0]", {}}));
    Limit limit;
    QVERIFY(!checkLimit(limit));
    limit.requests = -1;
    QCOMPARE(sentenceOf(checkLimit(limit)), std::string("requests must be a whole number from 1 to 1000000."));
}

void RuleJsonTest::bidirectionalControlsAreRefused_data() {
    QTest::addColumn<uint>("character");
    QTest::addColumn<bool>("isRefused");
    for (const uint character : {0x061cU, 0x200eU, 0x200fU, 0x2028U, 0x2029U, 0x202aU, 0x202bU, 0x202cU, 0x202dU,
                                 0x202eU, 0x2066U, 0x2067U, 0x2068U, 0x2069U}) {
        QTest::addRow("U+%04X", character) << character << true;
    }
    for (const uint character : {0x00e4U, 0x061bU, 0x200dU, 0x2010U, 0x2027U, 0x202fU, 0x2065U, 0x206aU, 0x1f600U}) {
        QTest::addRow("U+%04X", character) << character << false;
    }
}

void RuleJsonTest::bidirectionalControlsAreRefused() {
    QFETCH(const uint, character);
    QFETCH(const bool, isRefused);
    const char32_t one = character;
    Rule rule;
    rule.reason = "before " + QString::fromUcs4(&one, 1).toStdString() + " behind";
    const auto fault = checkRule(rule);
    QCOMPARE(fault.has_value(), isRefused);
    QVERIFY(!fault || fault->code == Code::TextUnprintable);
}

void RuleJsonTest::tooMuchIsRefused() {
    const auto faultOf = [](const std::string& json) {
        const auto set = readRules(json);
        return set ? RuleFault{} : set.error();
    };
    const auto rules = [](std::size_t count) {
        std::string json = R"({"version":1,"limits":[],"rules":[)";
        return json + entries(count, R"({"decision":"block","id":")", "\"}") + "]}";
    };
    QVERIFY(readRules(rules(RuleBounds::kRules)));
    QCOMPARE(faultOf(rules(RuleBounds::kRules + 1)), (RuleFault{Code::TooMany, "rules", "1000"}));
    const auto limits = [](std::size_t count) {
        std::string json = R"({"version":1,"rules":[],"limits":[)";
        return json + entries(count, R"({"requests":1,"period":"day","scope":"agent","name":")", "\"}") + "]}";
    };
    QVERIFY(readRules(limits(RuleBounds::kLimits)));
    QCOMPARE(faultOf(limits(RuleBounds::kLimits + 1)), (RuleFault{Code::TooMany, "limits", "200"}));
    const auto models = [](std::size_t count) {
        return withConditions("\"models\":[" + entries(count, "\"m", "\"") + "]");
    };
    QVERIFY(readRules(models(RuleBounds::kListEntries)));
    QCOMPARE(faultOf(models(RuleBounds::kListEntries + 1)).code, Code::TooMany);
    const auto headers = [](std::size_t count) {
        return withConditions("\"headers\":[" + entries(count, "{\"name\":\"h", "\"}") + "]");
    };
    QVERIFY(readRules(headers(RuleBounds::kHeaders)));
    QCOMPARE(faultOf(headers(RuleBounds::kHeaders + 1)).code, Code::TooMany);
    const auto texts = [](std::size_t count) {
        return withConditions("\"texts\":[" + entries(count, "{\"contains\":\"t", "\"}") + "]");
    };
    QVERIFY(readRules(texts(RuleBounds::kTexts)));
    QCOMPARE(faultOf(texts(RuleBounds::kTexts + 1)).code, Code::TooMany);

    RuleSet set;
    Rule rule;
    rule.conditions.texts.assign(10, {TextCondition::Kind::Contains, "x"});
    set.rules.assign(20, rule);
    QVERIFY(!checkRules(set));
    set.rules.push_back(rule);
    QCOMPARE(checkRules(set)->code, Code::TooManyTexts);
    rule = Rule();
    for (std::size_t i = 0; i < RuleBounds::kListEntries; ++i) {
        rule.conditions.models.among.push_back("m" + std::to_string(i));
    }
    set.rules.assign(100, rule);
    QVERIFY(!checkRules(set));
    set.rules.push_back(rule);
    QCOMPARE(checkRules(set)->code, Code::TooManyPatterns);

    const std::string padded = m_full + std::string(RuleBounds::kFileBytes, ' ');
    QCOMPARE(faultOf(padded).code, Code::FileTooLarge);
    const std::string umlauts = [] {
        std::string text;
        for (int i = 0; i < 100; ++i) {
            text += "\xc3\xa4";
        }
        return text;
    }();
    Rule rule100;
    rule100.name = umlauts;
    QVERIFY(!checkRule(rule100));
    rule100.name += "x";
    QVERIFY(checkRule(rule100));
    QCOMPARE(faultOf("{" + entries(500'000, "\"m", "\":0") + "}").code, Code::MemberUnknown);
    std::string deep = R"({"decision":"ask","conditions":)";
    for (int i = 0; i < 100'000; ++i) {
        deep += "{\"a\":";
    }
    QVERIFY(!readRule(deep));
}

QTEST_APPLESS_MAIN(RuleJsonTest)
#include "rule_json_test.moc"
