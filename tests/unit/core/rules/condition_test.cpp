#include "rule_facts.h"

#include <QTest>

#include <functional>

using namespace keysluice::core::rules;
using keysluice::tests::RuleFacts;

namespace {

using Change = std::function<void(RuleFacts&)>;
using Outcome = Verdict::Outcome;

/// One condition with a request that fits, its nearest sibling that does not, and one of which nobody knows.
struct Case {
    const char* name;
    ConditionKind kind;
    Conditions conditions;
    Change fits;
    Change sibling;
    Change unknown; ///< none: the fact is always known
};

Conditions with(const std::function<void(Conditions&)>& change) {
    Conditions conditions;
    change(conditions);
    return conditions;
}

const Change kAsItIs = [](RuleFacts&) {};
const Change kBlind = [](RuleFacts& facts) { facts.isBlind = true; };

Change headers(std::vector<std::pair<std::string, std::string>> list) {
    return [list](RuleFacts& facts) { facts.headers = list; };
}
Change host(const char* name, int port = 443) {
    return [=](RuleFacts& facts) {
        facts.host = name;
        facts.port = static_cast<std::uint16_t>(port);
    };
}
Change path(std::string text) {
    return [text](RuleFacts& facts) { facts.path = text; };
}
Change models(std::vector<std::string> list) {
    return [list](RuleFacts& facts) { facts.body.models = list; };
}
Change tools(std::vector<std::string> list) {
    return [list](RuleFacts& facts) { facts.body.hostedTools = list; };
}
Change servers(std::vector<std::string> list) {
    return [list](RuleFacts& facts) { facts.body.mcpServers = list; };
}
Change minute(int day, int hour, int minuteOfHour) {
    return [=](RuleFacts& facts) { facts.minuteOfWeek = (day * 24 + hour) * 60 + minuteOfHour; };
}
template <class T>
Change body(Fact<T> BodyFacts::*member, Fact<T> value) {
    return [=](RuleFacts& facts) { facts.body.*member = value; };
}
Change text(Fact<std::string> value) {
    return [=](RuleFacts& facts) { facts.text = value; };
}

Conditions hosts(std::vector<std::string> among, std::vector<std::string> except = {}) {
    return with([&](Conditions& it) { it.hosts = {std::move(among), std::move(except)}; });
}
Conditions paths(std::vector<std::string> among, std::vector<std::string> except = {}) {
    return with([&](Conditions& it) { it.paths = {std::move(among), std::move(except)}; });
}
Conditions ofModels(std::vector<std::string> among, std::vector<std::string> except = {}) {
    return with([&](Conditions& it) { it.models = {std::move(among), std::move(except)}; });
}
Conditions at(std::uint8_t days, int from, int to) {
    return with([&](Conditions& it) { it.time = TimeCondition{days, from * 60, to * 60}; });
}
Conditions texts(std::vector<TextCondition> all) {
    return with([&](Conditions& it) { it.texts = std::move(all); });
}
Conditions ofHeaders(std::vector<HeaderCondition> all) {
    return with([&](Conditions& it) { it.headers = std::move(all); });
}

std::vector<Case> headCases() {
    using Kind = ConditionKind;
    const Change listedNot = [](RuleFacts& facts) { facts.endpoint.reset(); };
    const Change longPath = path("/v1/messages/" + std::string(PathPattern::kComparedBytes, 'x'));
    std::vector<Case> all{
        {"agent",
         Kind::Agents,
         with([](Conditions& it) {
             it.agents.among = {"other", "agent"};
         }),
         kAsItIs,
         [](RuleFacts& facts) { facts.agentId = "agent2"; },
         {}},
        {"other agents",
         Kind::Agents,
         with([](Conditions& it) { it.agents.except = {"other"}; }),
         kAsItIs,
         [](RuleFacts& facts) { facts.agentId = "other"; },
         {}},
        {"provider",
         Kind::Providers,
         with([](Conditions& it) {
             it.providers.among = {"openai", "anthropic"};
         }),
         kAsItIs,
         [](RuleFacts& facts) { facts.providerId = "google"; },
         {}},
        {"any provider",
         Kind::Providers,
         with([](Conditions& it) { it.providers.among = {"*"}; }),
         kAsItIs,
         [](RuleFacts& facts) { facts.providerId.clear(); },
         {}},
        {"any other provider",
         Kind::Providers,
         with([](Conditions& it) {
             it.providers = {{"*"}, {"openai"}};
         }),
         kAsItIs,
         [](RuleFacts& facts) { facts.providerId = "openai"; },
         {}},
        {"no provider",
         Kind::Providers,
         with([](Conditions& it) { it.providers.except = {"*"}; }),
         [](RuleFacts& facts) { facts.providerId.clear(); },
         kAsItIs,
         {}},
        {"host", Kind::Hosts, hosts({"API.anthropic.com"}), kAsItIs, host("eu.api.anthropic.com"), {}},
        {"host, longer",
         Kind::Hosts,
         hosts({"api.anthropic.com"}),
         kAsItIs,
         host("api.anthropic.com.evil.example"),
         {}},
        {"host and port", Kind::Hosts, hosts({"a.example:8443"}), host("a.example", 8443), host("a.example", 443), {}},
        {"suffix", Kind::Hosts, hosts({"*.anthropic.com"}), host("x.y.anthropic.com"), host("anthropic.com"), {}},
        {"suffix, not within a label", Kind::Hosts, hosts({"*.anthropic.com"}), kAsItIs, host("evilanthropic.com"), {}},
        {"suffix and port", Kind::Hosts, hosts({"*.a.example:1"}), host("x.a.example", 1), host("x.a.example", 2), {}},
        {"IPv6", Kind::Hosts, hosts({"[2001:db8::1]:8080"}), host("2001:db8::1", 8080), host("2001:db8::2", 8080), {}},
        {"IPv4", Kind::Hosts, hosts({"192.0.2.7"}), host("192.0.2.7", 80), host("192.0.2.70", 80), {}},
        {"other hosts", Kind::Hosts, hosts({}, {"*.anthropic.com"}), host("a.example"), kAsItIs, {}},
        {"suffix with an exception",
         Kind::Hosts,
         hosts({"*.anthropic.com"}, {"api.anthropic.com"}),
         host("x.anthropic.com"),
         kAsItIs,
         {}},
        {"method", Kind::Methods, with([](Conditions& it) {
             it.methods.among = {"GET", "POST"};
         }),
         kAsItIs, [](RuleFacts& facts) { facts.method = "PUT"; }, kBlind},
        {"other methods", Kind::Methods, with([](Conditions& it) { it.methods.except = {"GET"}; }), kAsItIs,
         [](RuleFacts& facts) { facts.method = "GET"; }, kBlind},
        {"endpoint", Kind::Endpoints, with([](Conditions& it) {
             it.endpoints = {Endpoint::Files, Endpoint::Generating};
         }),
         kAsItIs, [](RuleFacts& facts) { facts.endpoint = Endpoint::Batches; }, listedNot},
        {"endpoint of an Upgrade", Kind::Endpoints, with([](Conditions& it) { it.endpoints = {Endpoint::Files}; }),
         [](RuleFacts& facts) { facts.endpoint = Endpoint::Files; },
         [](RuleFacts& facts) { facts.endpoint = Endpoint::Other; },
         [](RuleFacts& facts) {
             facts.isUpgrade = true;
             facts.endpoint = Endpoint::Other;
         }},
        {"path", Kind::Paths, paths({"/v1/messages"}), kAsItIs, path("/v1/messages2"), kBlind},
        {"path, as long as it gets", Kind::Paths, paths({"/v1/messages/**"}), path("/v1/messages/x"), path("/v1/x"),
         longPath},
        {"other paths", Kind::Paths, paths({}, {"/v1/messages"}), path("/v1/files"), kAsItIs, path("/V1/messages")},
        {"path with an exception", Kind::Paths, paths({"/v1/**"}, {"/v1/models/*"}), kAsItIs, path("/v1/models/a"),
         path("/v1//models/a")},
        {"body bytes", Kind::BodyBytes, with([](Conditions& it) { it.bodyBytesAbove = 999; }), kAsItIs,
         [](RuleFacts& facts) { facts.bodyBytes = 999; }, [](RuleFacts& facts) { facts.bodyBytes.reset(); }},
        {"body bytes without body", Kind::BodyBytes, with([](Conditions& it) { it.bodyBytesAbove = 0; }), kAsItIs,
         [](RuleFacts& facts) {
             facts.hasBody = false;
             facts.bodyBytes.reset();
         },
         kBlind},
        {"header", Kind::Headers, ofHeaders({{"X-Project", {}}}), headers({{"x_project", ""}}),
         headers({{"x-projects", "a"}}), kBlind},
        {"header value", Kind::Headers, ofHeaders({{"anthropic-beta", "*computer-use*"}}),
         headers({{"a", "b"}, {"Anthropic-Beta", "x,Computer-Use-2025"}}), headers({{"anthropic-beta", "x"}}), kBlind},
        {"header value, as long as it gets", Kind::Headers, ofHeaders({{"a", "*b"}}),
         headers({{"a", std::string(4000, 'a') + "b"}}), headers({{"a", "a"}}),
         headers({{"a", std::string(5000, 'a')}})},
        {"two headers", Kind::Headers, ofHeaders({{"a", {}}, {"b", "1"}}), headers({{"b", "1"}, {"a", "2"}}),
         headers({{"a", "1"}, {"b", "2"}}), kBlind},
    };
    return all;
}

std::vector<Case> timeCases() {
    using Kind = ConditionKind;
    const Change noTime = [](RuleFacts& facts) { facts.minuteOfWeek = -1; };
    const Change noTimeEither = [](RuleFacts& facts) { facts.minuteOfWeek = 7 * 24 * 60; };
    constexpr std::uint8_t kFriday = 1U << 4U;
    constexpr std::uint8_t kSunday = 1U << 6U;
    return {
        {"hours, first minute", Kind::Time, at(0x7f, 9, 17), minute(2, 9, 0), minute(2, 8, 59), noTime},
        {"hours, last minute", Kind::Time, at(0x7f, 9, 17), minute(6, 16, 59), minute(6, 17, 0), noTimeEither},
        {"day", Kind::Time, at(kFriday, 0, 24), minute(4, 23, 59), minute(5, 0, 0), noTime},
        {"day, before", Kind::Time, at(kFriday, 0, 24), minute(4, 0, 0), minute(3, 23, 59), noTime},
        {"hours of a day", Kind::Time, at(kFriday, 9, 17), minute(4, 12, 0), minute(3, 12, 0), noTime},
        {"over midnight, evening", Kind::Time, at(0x7f, 22, 6), minute(0, 22, 0), minute(0, 21, 59), noTime},
        {"over midnight, morning", Kind::Time, at(0x7f, 22, 6), minute(0, 5, 59), minute(0, 6, 0), noTime},
        {"over midnight of a day, evening", Kind::Time, at(kFriday, 22, 6), minute(4, 22, 0), minute(3, 22, 0), noTime},
        {"over midnight of a day, morning", Kind::Time, at(kFriday, 22, 6), minute(5, 5, 59), minute(4, 5, 59), noTime},
        {"over midnight of Sunday", Kind::Time, at(kSunday, 22, 6), minute(0, 3, 0), minute(1, 3, 0), noTime},
        {"until midnight", Kind::Time, at(kFriday, 22, 0), minute(4, 23, 59), minute(5, 0, 0), noTime},
    };
}

std::vector<Case> bodyCases() {
    using Kind = ConditionKind;
    using Kinds = TextCondition::Kind;
    const auto tool = [](std::vector<std::string> among, std::vector<std::string> except) {
        return with([&](Conditions& it) { it.hostedTools = {std::move(among), std::move(except)}; });
    };
    const auto server = [](std::vector<std::string> among, std::vector<std::string> except) {
        return with([&](Conditions& it) { it.mcpServers = {std::move(among), std::move(except)}; });
    };
    const Change noModels = body(&BodyFacts::models, {});
    const Change noTools = body(&BodyFacts::hostedTools, {});
    return {
        {"model", Kind::Models, ofModels({"claude-opus-4-5"}), kAsItIs, models({"claude-opus-4-6"}), noModels},
        {"model, pattern", Kind::Models, ofModels({"gpt-*", "Claude-OPUS-*"}), models({"CLAUDE-opus-4"}),
         models({"claude-sonnet-4"}), noModels},
        {"model, one character", Kind::Models, ofModels({"claude-?"}), models({"claude-3"}), models({"claude-35"}),
         noModels},
        {"model, odd name", Kind::Models, ofModels({"claude-opus-*"}), kAsItIs, models({"claude-haiku"}),
         models({"claude\xe2\x80\x91opus-4"})},
        {"model with a blank", Kind::Models, ofModels({"claude-opus-*"}), kAsItIs, models({"claude-haiku"}),
         models({" claude-opus-4-5"})},
        {"model, as long as it gets", Kind::Models, ofModels({"x*"}), models({std::string(256, 'x')}), models({"y"}),
         models({std::string(257, 'y')})},
        {"model without name", Kind::Models, ofModels({"*"}), kAsItIs, models({}), models({""})},
        {"other models", Kind::Models, ofModels({}, {"claude-haiku-*", "claude-sonnet-*"}), kAsItIs,
         models({"claude-haiku-4-5"}), noModels},
        {"models with an exception", Kind::Models, ofModels({"gpt-5*"}, {"*-mini"}), models({"gpt-5.2"}),
         models({"gpt-5.2-mini"}), noModels},
        {"maximum of tokens", Kind::MaximumTokens, with([](Conditions& it) { it.maximumTokensAbove = 999; }), kAsItIs,
         body<std::int64_t>(&BodyFacts::maximumTokens, 999), body(&BodyFacts::maximumTokens, {})},
        {"thinking", Kind::ThinkingTokens, with([](Conditions& it) { it.thinkingTokensAbove = 0; }),
         body<std::int64_t>(&BodyFacts::thinkingTokens, 1), kAsItIs, body(&BodyFacts::thinkingTokens, {})},
        {"effort", Kind::Effort, with([](Conditions& it) { it.effortAbove = Effort::Medium; }),
         body<Effort>(&BodyFacts::effort, Effort::High), kAsItIs, body(&BodyFacts::effort, {})},
        {"any effort", Kind::Effort, with([](Conditions& it) { it.effortAbove = Effort::None; }),
         body<Effort>(&BodyFacts::effort, Effort::Minimal), body<Effort>(&BodyFacts::effort, Effort::None),
         body(&BodyFacts::effort, {})},
        {"cost", Kind::Cost, with([](Conditions& it) { it.costAboveMicros = 1'000'000; }),
         body<std::int64_t>(&BodyFacts::costMicros, 1'000'001), body<std::int64_t>(&BodyFacts::costMicros, 1'000'000),
         body(&BodyFacts::costMicros, {})},
        {"streaming", Kind::Streaming, with([](Conditions& it) { it.isStreaming = true; }),
         body<bool>(&BodyFacts::isStreaming, true), kAsItIs, body(&BodyFacts::isStreaming, {})},
        {"not streaming", Kind::Streaming, with([](Conditions& it) { it.isStreaming = false; }), kAsItIs,
         body<bool>(&BodyFacts::isStreaming, true), body(&BodyFacts::isStreaming, {})},
        {"hosted tool", Kind::HostedTools, tool({"web_search_*"}, {}), tools({"Web_Search_20250305"}),
         tools({"web_fetch_20250910"}), noTools},
        {"hosted tool, odd name", Kind::HostedTools, tool({"web_search_*"}, {}), tools({"web_search_1"}),
         tools({"bash"}), tools({"web_search\xc2\xa0_1"})},
        {"other hosted tools", Kind::HostedTools, tool({}, {"web_*"}), tools({"code_execution_1"}),
         tools({"web_fetch_1"}), noTools},
        {"server", Kind::McpServers, server({"https://mcp.example.com/*"}, {}),
         servers({"https://MCP.example.com/a b"}), servers({"https://mcp.example.org/a"}),
         body(&BodyFacts::mcpServers, {})},
        {"server, as long as it gets", Kind::McpServers, server({"x*"}, {}), servers({std::string(2048, 'x')}),
         servers({"y"}), servers({std::string(2049, 'y')})},
        {"other servers", Kind::McpServers, server({}, {"https://mcp.example.com/*"}), servers({"x"}),
         servers({"https://mcp.example.com/a"}), body(&BodyFacts::mcpServers, {})},
        {"images", Kind::Images, with([](Conditions& it) { it.hasImages = true; }),
         body<bool>(&BodyFacts::hasImages, true), kAsItIs, body(&BodyFacts::hasImages, {})},
        {"documents", Kind::Documents, with([](Conditions& it) { it.hasDocuments = true; }),
         body<bool>(&BodyFacts::hasDocuments, true), kAsItIs, body(&BodyFacts::hasDocuments, {})},
        {"text", Kind::Texts, texts({{Kinds::Contains, "HELLO"}}), kAsItIs, text("hell\no"), text({})},
        {"text of marks", Kind::Texts, texts({{Kinds::Contains, "a.b*"}}), text("xA.B*x"), text("axb"), text({})},
        {"text beyond ASCII", Kind::Texts,
         texts({{Kinds::Contains, "stra\xc3\x9f"
                                  "e \xc3\xa4"}}),
         text("Stra\xc3\x9f"
              "e \xc3\x84"),
         text("Strasse \xc3\xa4"), text({})},
        {"expression", Kind::Texts, texts({{Kinds::Matches, "wor.d"}}), kAsItIs, text("WORLD"), text({})},
        {"expression at the beginning of a line", Kind::Texts, texts({{Kinds::Matches, "(?m)^w"}}), kAsItIs,
         text("a w"), text({})},
        {"two texts", Kind::Texts, texts({{Kinds::Contains, "hello"}, {Kinds::Matches, "^He"}}), kAsItIs, text("hello"),
         text({})},
    };
}

std::shared_ptr<const CompiledRules> oneRule(Decision decision, const Conditions& conditions) {
    RuleSet set;
    Rule rule;
    rule.decision = decision;
    rule.conditions = conditions;
    set.rules.push_back(rule);
    auto compiled = CompiledRules::compile(std::move(set));
    return compiled ? *compiled : nullptr;
}

RuleFacts changed(const Change& change) {
    RuleFacts facts;
    change(facts);
    return facts;
}

} // namespace

/// Every condition with a request that fits it, a sibling that does not, and the fact unknown.
class ConditionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCondition_data();
    void everyCondition();
    void whatTheBodyTellsIsAskedFor_data();
    void whatTheBodyTellsIsAskedFor();
    void severalOfThem_data();
    void severalOfThem();
    void pathPatterns_data();
    void pathPatterns();
    void globs_data();
    void globs();

private:
    std::vector<Case> m_cases;
};

void ConditionTest::everyCondition_data() {
    QTest::addColumn<int>("index");
    m_cases.clear();
    for (const auto& part : {headCases(), timeCases(), bodyCases()}) {
        m_cases.insert(m_cases.end(), part.begin(), part.end());
    }
    for (std::size_t i = 0; i < m_cases.size(); ++i) {
        QTest::newRow(m_cases[i].name) << static_cast<int>(i);
    }
}

void ConditionTest::everyCondition() {
    QFETCH(const int, index);
    const Case& it = m_cases[static_cast<std::size_t>(index)];
    for (const Decision decision : {Decision::Allow, Decision::Block, Decision::Ask}) {
        const auto rules = oneRule(decision, it.conditions);
        QVERIFY(rules);
        const Verdict fits = changed(it.fits).judgedBy(*rules);
        QVERIFY(fits.outcome == Outcome::Decided && fits.decision == decision && fits.rule == 0);
        QVERIFY(!fits.unknownCondition);
        QVERIFY(changed(it.sibling).judgedBy(*rules).outcome == Outcome::NoRule);
        const Explanation why = changed(it.sibling).explainedBy(*rules);
        QVERIFY(why.rules.size() == 1 && why.rules.front().fit == Fit::No);
        QCOMPARE(why.rules.front().conditions, (std::vector<ConditionFit>{{it.kind, Fit::No, false}}));
        if (!it.unknown) {
            continue;
        }
        const Verdict unknown = changed(it.unknown).judgedBy(*rules);
        if (decision == Decision::Allow) {
            QVERIFY(unknown.outcome == Outcome::NoRule);
        } else {
            QVERIFY(unknown.outcome == Outcome::Decided && unknown.decision == decision);
            QCOMPARE(unknown.unknownCondition, std::optional(it.kind));
        }
    }
    RuleSet set;
    Limit limit;
    limit.conditions = it.conditions;
    set.limits.push_back(limit);
    const auto limits = CompiledRules::compile(std::move(set));
    QVERIFY(limits);
    QCOMPARE(changed(it.fits).countedBy(**limits), (LimitMatch{Outcome::Decided, {0}}));
    QCOMPARE(changed(it.sibling).countedBy(**limits), LimitMatch{});
    if (it.unknown) {
        QCOMPARE(changed(it.unknown).countedBy(**limits), (LimitMatch{Outcome::Decided, {0}}));
    }
}

void ConditionTest::whatTheBodyTellsIsAskedFor_data() {
    QTest::addColumn<int>("index");
    m_cases = bodyCases();
    for (std::size_t i = 0; i < m_cases.size(); ++i) {
        QTest::newRow(m_cases[i].name) << static_cast<int>(i);
    }
}

void ConditionTest::whatTheBodyTellsIsAskedFor() {
    QFETCH(const int, index);
    const Case& it = m_cases[static_cast<std::size_t>(index)];
    for (const Decision decision : {Decision::Allow, Decision::Block, Decision::Ask}) {
        const auto rules = oneRule(decision, it.conditions);
        RuleFacts facts = changed(it.fits);
        QVERIFY(facts.judgedByHead(*rules).outcome == Outcome::NeedsBody);
        facts.isUpgrade = true; // whatever is said to be known of it
        QVERIFY(facts.judgedByHead(*rules).outcome == Outcome::MustBeExamined);
        QVERIFY(facts.judgedBy(*rules).outcome == Outcome::MustBeExamined);
        facts.isBlind = true;
        const Outcome blind = decision == Decision::Allow ? Outcome::NoRule : Outcome::Decided;
        QVERIFY(facts.judgedByHead(*rules).outcome == blind);
        QVERIFY(facts.judgedBy(*rules).outcome == blind);
    }
}

void ConditionTest::severalOfThem_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<bool>("blocks");
    QTest::addColumn<bool>("allows");
    const Conditions opus = ofModels({"claude-opus-*"});
    const Conditions search = with([](Conditions& it) { it.hostedTools.among = {"web_search_*"}; });
    const Conditions server = with([](Conditions& it) { it.mcpServers.among = {"https://good/*"}; });
    const Conditions value = ofHeaders({{"x", "good"}});
    m_cases = {
        {"models, all", ConditionKind::Models, opus, models({"claude-opus-1", "claude-opus-2"}), {}, {}},
        {"models, one", ConditionKind::Models, opus, models({"claude-opus-1", "claude-haiku"}), {}, {}},
        {"models, none of them", ConditionKind::Models, opus, models({"claude-haiku", "gpt"}), {}, {}},
        {"models, one unknown", ConditionKind::Models, opus, models({"claude-opus-1", "\xc3\xa4"}), {}, {}},
        {"models, other and unknown", ConditionKind::Models, opus, models({"gpt", "\xc3\xa4"}), {}, {}},
        {"no models", ConditionKind::Models, opus, models({}), {}, {}},
        {"tools, all", ConditionKind::HostedTools, search, tools({"web_search_1", "web_search_2"}), {}, {}},
        {"tools, one", ConditionKind::HostedTools, search, tools({"bash", "web_search_2"}), {}, {}},
        {"no tools", ConditionKind::HostedTools, search, tools({}), {}, {}},
        {"servers, all", ConditionKind::McpServers, server, servers({"https://good/a", "https://good/b"}), {}, {}},
        {"servers, one", ConditionKind::McpServers, server, servers({"https://good/a", "https://bad/b"}), {}, {}},
        {"no servers", ConditionKind::McpServers, server, servers({}), {}, {}},
        {"header lines, all", ConditionKind::Headers, value, headers({{"x", "good"}, {"X", "Good"}}), {}, {}},
        {"header lines, one", ConditionKind::Headers, value, headers({{"x", "good"}, {"X", "bad"}}), {}, {}},
        {"no header line", ConditionKind::Headers, value, headers({}), {}, {}},
    };
    const std::pair<bool, bool> expected[] = {{true, true},  {true, false},  {false, false}, {true, false},
                                              {true, false}, {false, false}, {true, true},   {true, false},
                                              {false, true}, {true, true},   {true, false},  {false, true},
                                              {true, true},  {true, false},  {false, false}};
    QCOMPARE(m_cases.size(), std::size(expected));
    for (std::size_t i = 0; i < m_cases.size(); ++i) {
        QTest::newRow(m_cases[i].name) << static_cast<int>(i) << expected[i].first << expected[i].second;
    }
}

void ConditionTest::severalOfThem() {
    QFETCH(const int, index);
    QFETCH(const bool, blocks);
    QFETCH(const bool, allows);
    const Case& it = m_cases[static_cast<std::size_t>(index)];
    const RuleFacts facts = changed(it.fits);
    const auto decides = [&](Decision decision) {
        return facts.judgedBy(*oneRule(decision, it.conditions)).outcome == Outcome::Decided;
    };
    QCOMPARE(decides(Decision::Block), blocks);
    QCOMPARE(decides(Decision::Ask), blocks);
    QCOMPARE(decides(Decision::Allow), allows);
}

void ConditionTest::pathPatterns_data() {
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("fit");
    const auto row = [](const char* pattern, const char* onPath, Fit fit) {
        QTest::addRow("%s on %s", pattern, onPath)
            << QByteArray(pattern) << QByteArray(onPath) << static_cast<int>(fit);
    };
    row("/a/*", "/a/b", Fit::Yes);
    row("/a/*", "/a/b/c", Fit::No);
    row("/a/*", "/a/", Fit::No);
    row("/a/*", "/a", Fit::No);
    row("/a/*/c", "/a/b/c", Fit::Yes);
    row("/a/*/c", "/a//c", Fit::No);
    row("/a/*/c", "/a/b/b/c", Fit::No);
    row("/a/x*", "/a/x", Fit::Yes);
    row("/a/x*y", "/a/x1y2y", Fit::Yes);
    row("/a/x*y", "/a/x1/y", Fit::No);
    row("/*/b", "/a/b", Fit::Yes);
    row("/**", "/", Fit::Yes);
    row("/**", "/a/b", Fit::Yes);
    row("/a/**", "/a", Fit::Yes);
    row("/a/**", "/a/", Fit::Yes);
    row("/a/**", "/a/b/c", Fit::Yes);
    row("/a/**", "/ab", Fit::No);
    row("/a**", "/ab/c", Fit::Yes);
    row("/a**", "/b", Fit::No);
    row("/a/**/c", "/a/c", Fit::Yes);
    row("/a/**/c", "/a/b/b/c", Fit::Yes);
    row("/a/**/c", "/a/bc", Fit::No);
    row("/a/**/c/*.json", "/a/b/c/d/c/x.json", Fit::Yes);
    row("/a/**/c/*.json", "/a/b/c/d/x.json", Fit::No);
    row("/a/**b", "/a/x/yb", Fit::Yes);
    row("/**/*:generate*", "/v1/models/gemini:generateContent", Fit::Yes);
    // spellings that a server may take for the same
    row("/v1/files", "/v1/files/", Fit::Unknown);
    row("/v1/files", "/V1/Files", Fit::Unknown);
    row("/V1/files", "/v1/files", Fit::Unknown);
    row("/v1/files", "/v1/%66iles", Fit::Unknown);
    row("/v1/files", "/v1%2ffiles", Fit::Unknown);
    row("/v1/files", "//v1///files", Fit::Unknown);
    row("/v1/%66iles", "/v1/files", Fit::Unknown);
    row("/v1/%66iles", "/v1/%66iles", Fit::Yes);
    row("/v1/files/", "/v1/files", Fit::Unknown);
    row("/v1/files/**", "/v1//files/a", Fit::Unknown);
    row("/v1/files", "/v1/%6", Fit::No);
    row("/v1/files", "/v1/fil%65", Fit::No);
    row("/a/*", "/a/%2F", Fit::Yes);
}

void ConditionTest::pathPatterns() {
    QFETCH(const QByteArray, pattern);
    QFETCH(const QByteArray, path);
    QFETCH(const int, fit);
    const auto made = PathPattern::parse(pattern.toStdString());
    QVERIFY(made);
    QCOMPARE(static_cast<int>(made->matches(path.toStdString(), plainPath(path.toStdString()))), fit);
    // the index must not leave out what fits
    RuleFacts facts;
    facts.path = path.toStdString();
    const bool isDecided =
        facts.judgedBy(*oneRule(Decision::Block, paths({pattern.toStdString()}))).outcome == Outcome::Decided;
    QCOMPARE(isDecided, fit != static_cast<int>(Fit::No));
}

void ConditionTest::globs_data() {
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isMatch");
    const auto row = [](const char* pattern, const char* text, bool isMatch) {
        QTest::addRow("%s on %s", pattern, text) << QByteArray(pattern) << QByteArray(text) << isMatch;
    };
    row("a", "a", true);
    row("A", "a", true);
    row("a", "ab", false);
    row("ab", "a", false);
    row("*", "", true);
    row("**", "x", true);
    row("a*", "a", true);
    row("*a", "ba", true);
    row("*a", "ab", false);
    row("a*b*c", "aXbYbZc", true);
    row("a*b*c", "aXcYb", false);
    row("?", "", false);
    row("?", "\xc3\xa4", true);
    row("??", "\xc3\xa4", false);
    row("*?", "a", true);
    row("a?c", "abc", true);
    row("*aab", "aaaaab", true);
}

void ConditionTest::globs() {
    QFETCH(const QByteArray, pattern);
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isMatch);
    const auto glob = Glob::parse(pattern.toStdString());
    QVERIFY(glob);
    QCOMPARE(glob->matches(text.toStdString()), isMatch);
}

QTEST_APPLESS_MAIN(ConditionTest)
#include "condition_test.moc"
