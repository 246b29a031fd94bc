#include "core/rules/rule_json.h"
#include "support/memory_ports.h"
#include "ui/models/rule_names.h"

#include <QTest>

#include <fstream>
#include <iterator>

using namespace keysluice;
using namespace core::rules;
using uitest::MemoryPorts;

namespace {

/// The agents "aider" and "ci" by their ids, the providers of the catalogue.
ui::RuleNames namesOf(MemoryPorts& ports) {
    ports.agents.put("aider");
    ports.agents.put("ci");
    return ui::ruleNames(ports.agents, ports.credentials.catalogue());
}

QString conditionRow(const char* json) {
    return QString::fromUtf8(json);
}

} // namespace

/// A sentence says everything a rule asks for, and nothing else.
class TestRuleText final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void rules_data();
    void rules();
    void limits_data();
    void limits();
    void namesAndTextsHideNothing();
    void everyConditionIsSaid();
};

void TestRuleText::rules_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const QString& json, const QString& sentence) {
        QTest::newRow(name) << json << sentence;
    };
    const auto block = [&](const char* name, const char* conditions, const char* sentence) {
        row(name, QStringLiteral(R"({"decision":"block","conditions":{%1}})").arg(conditionRow(conditions)),
            QStringLiteral("Block ") + QString::fromUtf8(sentence));
    };
    const auto allow = [&](const char* name, const char* conditions, const char* sentence) {
        row(name, QStringLiteral(R"({"decision":"allow","conditions":{%1}})").arg(conditionRow(conditions)),
            QStringLiteral("Allow ") + QString::fromUtf8(sentence));
    };
    block("everything", "", "every request");
    allow("allow everything", "", "every request");
    row("ask everything", QStringLiteral(R"({"decision":"ask"})"), QStringLiteral("Ask before every request"));
    row("ask an agent", QStringLiteral(R"({"decision":"ask","conditions":{"agents":["agent-ci"]}})"),
        QStringLiteral("Ask for ci"));
    row("ask",
        QStringLiteral(R"({"decision":"ask","conditions":{"models":["claude-opus-4-5"],)"
                       R"("costAboveMicros":1000000}})"),
        QStringLiteral("Ask when the model is claude-opus-4-5 and the cost is above $1.00"));
    block("agents", R"("agents":["agent-ci","agent-aider"],"methods":["DELETE","PUT"])",
          "ci and aider when the method is DELETE or PUT");
    block("every agent but one", R"("exceptAgents":["agent-ci"])", "every agent but ci");
    block("agents but one", R"("agents":["agent-ci"],"exceptAgents":["agent-aider"])", "ci, but not aider");
    block("agent that is gone", R"("agents":["agent-x"])", "a removed agent");
    allow("agents, allow", R"("agents":["agent-ci"],"methods":["GET"])", "ci when the method is GET");
    block("provider", R"("providers":["anthropic"])", "when the provider is Anthropic");
    block("provider that is gone", R"("providers":["acme"])", "when the provider is acme");
    block("no provider", R"("exceptProviders":["anthropic","openai"])", "when the provider is not Anthropic or OpenAI");
    block("any provider", R"("providers":["*"])", "when the host is a known provider's");
    block("none of them", R"("exceptProviders":["*"])", "when the host is no known provider's");
    block("hosts", R"("hosts":["a.example","*.b.example:8443","[::1]"])",
          "when the host is a.example, *.b.example:8443 or [::1]");
    block("other hosts", R"("exceptHosts":["a.example"])", "when the host is not a.example");
    block("other methods", R"("exceptMethods":["GET"])", "when the method is not GET");
    block("paths", R"("paths":["/v1/organizations/**"],"exceptPaths":["/v1/organizations/me"])",
          "when the path is /v1/organizations/** and the path is not /v1/organizations/me");
    block("models", R"("exceptModels":["*haiku*","*sonnet*"])", "when the model is not *haiku* or *sonnet*");
    block("tools", R"("hostedTools":["web_*"],"exceptHostedTools":["web_fetch_*"])",
          "when a hosted tool is web_* and a hosted tool is not web_fetch_*");
    allow("tools, allow", R"("hostedTools":["web_*"],"exceptHostedTools":["web_fetch_*"])",
          "when every hosted tool is web_* and no hosted tool is web_fetch_*");
    block("servers", R"("mcpServers":["https://x.example/*"],"exceptMcpServers":["docs"])",
          "when an MCP server is https://x.example/* and an MCP server is not docs");
    allow("servers, allow", R"("mcpServers":["docs"],"exceptMcpServers":["other"])",
          "when every MCP server is docs and no MCP server is other");
    block("endpoints", R"("endpoints":["generating","files","batches","admin","other"])",
          "when the request is for an answer of a model, files, batches, the account or something else");
    block("tokens", R"("maximumTokensAbove":32000)", "when the answer may have more than 32,000 token(s)");
    block("one token", R"("maximumTokensAbove":1)", "when the answer may have more than 1 token(s)");
    block("thinking", R"("thinkingTokensAbove":0)", "when thinking may take more than 0 token(s)");
    for (const auto& [word, shown] :
         {std::pair("none", "none"), {"minimal", "minimal"}, {"low", "low"}, {"medium", "medium"}, {"high", "high"}}) {
        block(word, qPrintable(QStringLiteral("\"effortAbove\":\"%1\"").arg(QLatin1String(word))),
              qPrintable(QStringLiteral("when the effort is above %1").arg(QLatin1String(shown))));
    }
    block("cents", R"("costAboveMicros":50000)", "when the cost is above $0.05");
    block("parts of a cent", R"("costAboveMicros":1234567)", "when the cost is above $1.234567");
    block("much money", R"("costAboveMicros":1000000000000)", "when the cost is above $1,000,000.00");
    block("MiB", R"("bodyBytesAbove":1048576)", "when the request is larger than 1 MiB");
    block("KiB", R"("bodyBytesAbove":2048)", "when the request is larger than 2 KiB");
    block("bytes", R"("bodyBytesAbove":1048577)", "when the request is larger than 1,048,577 bytes");
    block("no bytes", R"("bodyBytesAbove":0)", "when the request is larger than 0 bytes");
    block("streaming", R"("streaming":true)", "when the answer is streamed");
    block("not streaming", R"("streaming":false)", "when the answer is not streamed");
    block("images", R"("images":true)", "when it contains images");
    block("no images", R"("images":false)", "when it contains no images");
    block("documents", R"("documents":true)", "when it contains documents");
    block("no documents", R"("documents":false)", "when it contains no documents");
    block("headers", R"("headers":[{"name":"x-a"},{"name":"x-b","value":"red %2*"}])",
          "when the header x-a is there and the header x-b is \u201cred %2*\u201d");
    block("texts", R"("texts":[{"contains":"top secret"},{"matches":"a+b"}])",
          "when it contains \u201ctop secret\u201d and it contains what matches \u201ca+b\u201d");
    block("days", R"("time":{"days":["monday","tuesday","wednesday","saturday"]})",
          "when it is Monday to Wednesday or Saturday");
    block("two days", R"("time":{"days":["saturday","sunday"]})", "when it is Saturday or Sunday");
    block("hours", R"("time":{"from":"20:00","to":"24:00"})", "when it is between 20:00 and 24:00");
    block("night", R"("time":{"from":"22:00","to":"06:30"})", "when it is between 22:00 and 06:30");
    block("hours of days",
          R"("time":{"days":["monday","tuesday","wednesday","thursday","friday"],"from":"09:00","to":"17:00"})",
          "when it is Monday to Friday between 09:00 and 17:00");
    block("nights of days", R"("time":{"days":["friday"],"from":"22:00","to":"06:00"})",
          "when it is Friday between 22:00 and 06:00 of the next day");
    block("three", R"("methods":["PUT"],"models":["x"],"streaming":true)",
          "when the method is PUT, the model is x and the answer is streamed");
}

void TestRuleText::rules() {
    QFETCH(QString, json);
    QFETCH(QString, sentence);
    MemoryPorts ports;
    const auto rule = readRule(json.toStdString());
    QVERIFY2(rule.has_value(), rule ? "" : ruleFaultSentence(rule.error()).c_str());
    QCOMPARE(ui::ruleSentence(*rule, namesOf(ports)), sentence);
}

void TestRuleText::limits_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* members, const char* conditions, const char* sentence) {
        QTest::newRow(sentence)
            << QStringLiteral(R"({%1,"conditions":{%2}})").arg(conditionRow(members), conditionRow(conditions))
            << QString::fromUtf8(sentence);
    };
    row(R"("requests":60,"period":"minute","scope":"agent")", "", "Limit every agent to 60 request(s) a minute");
    row(R"("requests":1000,"period":"hour","scope":"credential")", "",
        "Limit every secret to 1,000 request(s) an hour");
    row(R"("requests":5,"period":"day","scope":"together")", "", "Limit all agents together to 5 request(s) a day");
    for (const char* scope : {"agent", "together"}) {
        row(qPrintable(QStringLiteral(R"("requests":60,"period":"minute","scope":"%1")").arg(QLatin1String(scope))),
            R"("agents":["agent-ci"])", "Limit ci to 60 request(s) a minute");
    }
    row(R"("requests":2,"period":"minute","scope":"agent")", R"("agents":["agent-ci","agent-aider"])",
        "Limit ci and aider to 2 request(s) a minute each");
    row(R"("requests":2,"period":"minute","scope":"together")", R"("exceptAgents":["agent-ci"])",
        "Limit every agent but ci together to 2 request(s) a minute");
    row(R"("requests":2,"period":"minute","scope":"credential")", R"("agents":["agent-ci"])",
        "Limit ci to 2 request(s) a minute with each secret");
    row(R"("requests":2,"period":"minute","scope":"agent")", R"("hostedTools":["web_*"])",
        "Limit every agent to 2 request(s) a minute when a hosted tool is web_*");
}

void TestRuleText::limits() {
    QFETCH(QString, json);
    QFETCH(QString, sentence);
    MemoryPorts ports;
    const auto limit = readLimit(json.toStdString());
    QVERIFY2(limit.has_value(), limit ? "" : ruleFaultSentence(limit.error()).c_str());
    QCOMPARE(ui::limitSentence(*limit, namesOf(ports)), sentence);
}

void TestRuleText::namesAndTextsHideNothing() {
    MemoryPorts ports;
    ports.agents.put("a\u202Eb");
    Rule rule;
    rule.conditions.agents.among = {"agent-a\u202Eb"};
    rule.conditions.texts = {{TextCondition::Kind::Contains, "x\u200By"}};
    QCOMPARE(ui::ruleSentence(rule, ui::ruleNames(ports.agents, ports.credentials.catalogue())),
             QStringLiteral("Block a[U+202E]b when it contains \u201cx[U+200B]y\u201d"));
}

/// Taking any condition away changes the sentence: none is left out.
void TestRuleText::everyConditionIsSaid() {
    std::ifstream file(KEYSLUICE_FULL_RULES);
    const std::string json((std::istreambuf_iterator<char>(file)), {});
    const auto set = readRules(json);
    QVERIFY(set);
    MemoryPorts ports;
    const ui::RuleNames names = namesOf(ports);
    int conditions = 0;
    const auto without = [&](const Conditions& full, auto take) {
        Conditions less = full;
        take(less);
        if (less == full) {
            return;
        }
        ++conditions;
        Rule before;
        before.conditions = full;
        Rule after;
        after.conditions = less;
        QVERIFY(ui::ruleSentence(before, names) != ui::ruleSentence(after, names));
    };
    for (const Rule& rule : set->rules) {
        const Conditions& it = rule.conditions;
        for (const auto member :
             {&Conditions::agents, &Conditions::providers, &Conditions::hosts, &Conditions::methods, &Conditions::paths,
              &Conditions::models, &Conditions::hostedTools, &Conditions::mcpServers}) {
            without(it, [&](Conditions& c) { (c.*member).among.clear(); });
            without(it, [&](Conditions& c) { (c.*member).except.clear(); });
        }
        for (const auto member : {&Conditions::maximumTokensAbove, &Conditions::thinkingTokensAbove,
                                  &Conditions::costAboveMicros, &Conditions::bodyBytesAbove}) {
            without(it, [&](Conditions& c) { (c.*member).reset(); });
        }
        for (const auto member : {&Conditions::isStreaming, &Conditions::hasImages, &Conditions::hasDocuments}) {
            without(it, [&](Conditions& c) { (c.*member).reset(); });
        }
        without(it, [](Conditions& c) { c.effortAbove.reset(); });
        without(it, [](Conditions& c) { c.endpoints.clear(); });
        without(it, [](Conditions& c) { c.headers.clear(); });
        without(it, [](Conditions& c) { c.texts.clear(); });
        without(it, [](Conditions& c) { c.time.reset(); });
    }
    QVERIFY(conditions >= 27); // 16 lists, 4 numbers, 3 flags and 5 more, less what the file may leave out
}

QTEST_GUILESS_MAIN(TestRuleText)
#include "tst_rule_text.moc"
