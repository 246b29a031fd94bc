#include "core/price_list.h"
#include "unit/core/rules/body_facts_words.h"

#include <QFile>
#include <QTest>

using namespace keysluice::core;
using namespace keysluice::core::rules;
using namespace keysluice::core::rules::test;

/// What a body says, in every dialect: each fact known, absent and unknown.
class BodyFactsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anthropicMessages_data();
    void anthropicMessages();
    void openAiChat_data();
    void openAiChat();
    void openAiResponses_data();
    void openAiResponses();
    void otherDialects_data();
    void otherDialects();
    void endpointsThatKeepNothing_data();
    void endpointsThatKeepNothing();
    void costsAreEstimated_data();
    void costsAreEstimated();
    void answersWithoutMaximumAreAsLongAsTheModelCan();
    void estimatesGrowWithTheText();
    void textIsEveryString();
    void textIsNotKeptWhereNobodyAsks();
    void readersAreUsedAgain();

private:
    [[nodiscard]] std::string fact(BodyDialect dialect, const QByteArray& body, const QByteArray& name,
                                   Endpoint use = Endpoint::Generating);
    void checkRow(BodyDialect dialect);

    BodyFactsReader m_reader;
    std::string m_text;
    std::shared_ptr<const PriceList> m_prices;
};

namespace {

constexpr UnixMs kNow = 1'795'600'000'000; // November 2026

void columns() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("expected");
}

void row(const QByteArray& body, const char* name, const char* expected) {
    QTest::addRow("%s %s", name, body.left(120).constData()) << body << QByteArray(name) << QByteArray(expected);
}

QByteArray repeated(const QByteArray& text, int times) {
    return text.repeated(times);
}

} // namespace

void BodyFactsTest::initTestCase() {
    QFile file(QStringLiteral(KEYSLUICE_PRICES));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto prices = PriceList::fromJson(file.readAll());
    QVERIFY2(prices, prices ? "" : prices.error().c_str());
    m_prices = *prices;
}

std::string BodyFactsTest::fact(BodyDialect dialect, const QByteArray& body, const QByteArray& name, Endpoint use) {
    const ProviderEndpoint endpoint = endpointOf(use, dialect);
    BodySource source;
    source.endpoint = &endpoint;
    source.contentType = "application/json";
    source.body = std::string_view(body.constData(), static_cast<std::size_t>(body.size()));
    source.prices = m_prices.get();
    source.at = kNow;
    return word(m_reader.read(source, &m_text), name.toStdString());
}

void BodyFactsTest::checkRow(BodyDialect dialect) {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(fact(dialect, body, name)), expected);
}

void BodyFactsTest::anthropicMessages_data() {
    columns();
    row(R"({"model":"claude-haiku-4-5"})", "models", "claude-haiku-4-5");
    row(R"({"model":""})", "models", "");
    row(R"({"max_tokens":1})", "models", "?");
    row(R"({"model":null})", "models", "?");
    row(R"({"model":7})", "models", "?");
    row(R"({"model":["claude-haiku-4-5"]})", "models", "?");
    row(R"({"model":{"id":"claude-haiku-4-5"}})", "models", "?");
    row(R"({"model":"h","fallbacks":[{"model":"o"},{"model":"p"}]})", "models", "h o p");
    row(R"({"model":"h","fallbacks":["o"]})", "models", "h o");
    row(R"({"model":"h","fallbacks":[]})", "models", "h");
    row(R"({"model":"h","fallbacks":null})", "models", "h");
    row(R"({"model":"h","fallbacks":"default"})", "models", "?");
    row(R"({"model":"h","fallbacks":[{"name":"o"}]})", "models", "?");
    row(R"({"model":"h","fallbacks":[7]})", "models", "?");
    row(R"({"model":"h","fallback_model":"o"})", "models", "h o");
    row(R"({"model":"h","container":{"model":"o"}})", "models", "h o");
    row(R"({"model":"h","models":["o","h"]})", "models", "h o");
    row(R"({"model":"h","use_best_model":true})", "models", "?");
    row(R"({"model":"h","context_management":{"edits":[{"type":"compact_20260112","Model":"o"}]}})", "models", "h o");
    row(R"({"model":"h","tools":[{"type":"advisor_20260301","name":"advisor","model":"o"}]})", "models", "h o");
    row(R"({"model":"h","tools":[{"type":"advisor_20260301","name":"advisor","model":1}]})", "models", "?");
    row(R"({"model":"h","tools":[{"name":"Task","input_schema":{"properties":{"model":{"enum":["o"]}}}}]})", "models",
        "h");
    row(R"({"model":"h","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"x","name":"Task",)"
        R"("input":{"model":"o"}}]}]})",
        "models", "h");
    row(R"({"model":"h","metadata":{"model":"o"}})", "models", "h");
    row(R"({"model":"h","tools":[{"type":"mcp_toolset","mcp_server_name":"a","configs":{"get_model":{"enabled":true}}}]})",
        "models", "h");
    row(R"({"model":"h","messages":[{"role":"assistant","content":[{"type":"new","model":"o"}]}]})", "models", "?");
    row(R"({"model":"h","messages":[{"role":"system","content":[{"type":"tool_addition","tool":)"
        R"({"type":"tool_definition","definition":{"type":"advisor_20260301","model":"o"}}}]}]})",
        "models", "h o");
    row(R"({"model":"h"} )", "models", "h");

    row(R"({"max_tokens":1024})", "maximum", "1024");
    row(R"({"max_tokens":1024.0})", "maximum", "1024");
    row(R"({"max_tokens":1.024e3})", "maximum", "1024");
    row(R"({"max_tokens":0})", "maximum", "0");
    row(R"({"max_tokens":9223372036854775807})", "maximum", "9223372036854775807");
    row(R"({"max_tokens":9223372036854775808})", "maximum", "?");
    row(R"({"max_tokens":1024.5})", "maximum", "?");
    row(R"({"max_tokens":1e300})", "maximum", "?");
    row(R"({"max_tokens":-1})", "maximum", "?");
    row(R"({"max_tokens":"1024"})", "maximum", "?");
    row(R"({"max_tokens":[1024]})", "maximum", "?");
    row(R"({"max_tokens":true})", "maximum", "?");
    row(R"({"max_tokens":null})", "maximum", "?");
    row(R"({})", "maximum", "?");
    row(R"({"model":"h","max_tokens":5,"fallbacks":[{"model":"o"}]})", "maximum", "5");
    row(R"({"model":"h","max_tokens":5,"fallbacks":[{"model":"o","max_tokens":9}]})", "maximum", "?");

    row(R"({"max_tokens":9,"thinking":{"type":"enabled","budget_tokens":2048}})", "thinking", "2048");
    row(R"({"max_tokens":9,"thinking":{"type":"disabled"}})", "thinking", "0");
    row(R"({"max_tokens":9,"thinking":{"type":"adaptive"}})", "thinking", "9");
    row(R"({"max_tokens":9})", "thinking", "9");
    row(R"({})", "thinking", "?");
    row(R"({"max_tokens":9,"thinking":{"type":"enabled"}})", "thinking", "?");
    row(R"({"max_tokens":9,"thinking":{"type":"enabled","budget_tokens":"2048"}})", "thinking", "?");
    row(R"({"max_tokens":9,"thinking":{"type":"disabled","budget_tokens":2048}})", "thinking", "?");
    row(R"({"max_tokens":9,"thinking":{"type":"deeper"}})", "thinking", "?");
    row(R"({"max_tokens":9,"thinking":true})", "thinking", "?");

    row(R"({"output_config":{"effort":"low"}})", "effort", "low");
    row(R"({"output_config":{"effort":"medium"}})", "effort", "medium");
    row(R"({"output_config":{"effort":"high"}})", "effort", "high");
    row(R"({"output_config":{"effort":"xhigh"}})", "effort", "maximum");
    row(R"({"output_config":{"effort":"max"}})", "effort", "maximum");
    row(R"({"output_config":{"effort":"MAX"}})", "effort", "?");
    row(R"({"output_config":{"effort":3}})", "effort", "?");
    row(R"({"output_config":{}})", "effort", "high");
    row(R"({"output_config":"low"})", "effort", "?");
    row(R"({})", "effort", "high");

    row(R"({"stream":true})", "stream", "yes");
    row(R"({"stream":false})", "stream", "no");
    row(R"({"stream":null})", "stream", "no");
    row(R"({})", "stream", "no");
    row(R"({"stream":1})", "stream", "?");
    row(R"({"stream":"true"})", "stream", "?");

    row(R"({"tools":[{"type":"web_search_20250305","name":"web_search"},{"type":"web_fetch_20250910"}]})", "tools",
        "web_search_20250305 web_fetch_20250910");
    row(R"({"tools":[{"name":"a"},{"type":"custom","name":"b"},{"type":null,"name":"c"},{"type":"bash_20250124"},)"
        R"({"type":"text_editor_20250728"},{"type":"computer_20250124"},{"type":"memory_20250818"}]})",
        "tools", "");
    row(R"({"tools":[{"type":"memory_of_everybody"}]})", "tools", "memory_of_everybody");
    row(R"({"tools":[{"type":"something_20300101"}]})", "tools", "something_20300101");
    row(R"({"tools":[{"type":7}]})", "tools", "?");
    row(R"({"tools":["web_search_20250305"]})", "tools", "?");
    row(R"({"tools":{"type":"web_search_20250305"}})", "tools", "?");
    row(R"({"tools":null})", "tools", "");
    row(R"({})", "tools", "");
    row(R"({"messages":[{"role":"system","content":[{"type":"tool_addition","tool":{"type":"tool_definition",)"
        R"("definition":{"type":"web_search_20260318","name":"web_search"}}}]}]})",
        "tools", "web_search_20260318");
    row(R"({"messages":[{"role":"system","content":[{"type":"tool_addition","tool":{"type":"tool_definition",)"
        R"("definition":{"name":"a","input_schema":{}}}}]}]})",
        "tools", "");
    row(R"({"messages":[{"role":"system","content":[{"type":"tool_addition","tool":{"type":"tool_reference",)"
        R"("name":"a"}}]}]})",
        "tools", "");
    row(R"({"messages":[{"role":"system","content":[{"type":"tool_addition"}]}]})", "tools", "?");

    row(R"({"mcp_servers":[{"type":"url","url":"https://a.example/mcp","name":"a"},{"name":"b"}]})", "servers",
        "https://a.example/mcp b");
    row(R"({"mcp_servers":[{}]})", "servers", "?");
    row(R"({"mcp_servers":[{"url":7}]})", "servers", "?");
    row(R"({"mcp_servers":["https://a.example"]})", "servers", "?");
    row(R"({"mcp_servers":{}})", "servers", "?");
    row(R"({"mcp_servers":[]})", "servers", "");
    row(R"({})", "servers", "");

    const char* const image = R"({"type":"image","source":{"type":"file","file_id":"f"}})";
    row(QByteArray(R"({"messages":[{"role":"user","content":[)") + image + "]}]}", "images", "yes");
    row(QByteArray(R"({"messages":[{"role":"user","content":[)") + image + "]}]}", "documents", "no");
    row(QByteArray(R"({"messages":[{"role":"user","content":[{"type":"tool_result","content":[)") + image + "]}]}]}",
        "images", "yes");
    row(QByteArray(
            R"({"messages":[{"role":"user","content":[{"type":"document","source":{"type":"content","content":[)") +
            image + "]}}]}]}",
        "images", "yes");
    row(QByteArray(R"({"messages":[{"role":"user","content":)") + image + "}]}", "images", "yes");
    row(R"({"messages":[{"role":"user","content":"an image"}]})", "images", "no");
    row(R"({"messages":[{"role":"assistant","content":[{"type":"tool_use","input":{"type":"image"}}]}]})", "images",
        "no");
    row(R"({"messages":[{"role":"user","content":[{"type":"hologram"}]}]})", "images", "?");
    row(R"({"messages":[{"role":"user","content":[{"source":{}}]}]})", "images", "?");
    row(R"({"messages":[{"role":"user","content":[{"type":["image"]}]}]})", "images", "?");
    row(R"({"system":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]})", "images", "no");
    row(R"({"messages":[{"role":"user","content":[{"type":"document","source":{"type":"url"}}]}]})", "documents",
        "yes");
    row(R"({"messages":[{"role":"user","content":[{"type":"container_upload","file_id":"f"}]}]})", "documents", "yes");
    row(R"({"messages":[{"role":"user","content":[{"type":"hologram"},{"type":"document"}]}]})", "documents", "yes");
    row(R"({"messages":[{"role":"user","content":[{"type":"hologram"}]}]})", "documents", "?");
    row(R"({})", "documents", "no");
}

void BodyFactsTest::anthropicMessages() {
    checkRow(BodyDialect::AnthropicMessages);
}

void BodyFactsTest::openAiChat_data() {
    columns();
    row(R"({"model":"gpt-5.4"})", "models", "gpt-5.4");
    row(R"({})", "models", "?");
    row(R"({"model":"g","models":["h"]})", "models", "g h");
    row(R"({"model":"g","prompt":{"id":"pmpt_1"}})", "models", "?");
    row(R"({"model":"g","tools":[{"type":"function","function":{"name":"a","parameters":{"properties":{"model":{}}}}}]})",
        "models", "g");
    row(R"({"model":"g","prediction":{"type":"content","content":"model"},"response_format":{"json_schema":{"model":1}}})",
        "models", "g");
    row(R"({"max_tokens":5})", "maximum", "5");
    row(R"({"max_completion_tokens":6})", "maximum", "6");
    row(R"({"max_tokens":5,"max_completion_tokens":6})", "maximum", "6");
    row(R"({"max_tokens":"5","max_completion_tokens":6})", "maximum", "?");
    row(R"({"max_tokens":5,"n":3})", "maximum", "15");
    row(R"({"max_tokens":5,"n":0})", "maximum", "?");
    row(R"({"max_tokens":5,"n":"3"})", "maximum", "?");
    row(R"({"max_tokens":5000000000000,"n":5000000000000})", "maximum", "?");
    row(R"({"n":3})", "maximum", "?");
    row(R"({"max_tokens":5,"reasoning_effort":"none"})", "thinking", "0");
    row(R"({"max_tokens":5,"reasoning_effort":"low"})", "thinking", "5");
    row(R"({"reasoning_effort":"low"})", "thinking", "?");
    row(R"({"reasoning_effort":"none"})", "effort", "none");
    row(R"({"reasoning_effort":"minimal"})", "effort", "minimal");
    row(R"({"reasoning_effort":"xhigh"})", "effort", "maximum");
    row(R"({"reasoning_effort":"absurd"})", "effort", "?");
    row(R"({})", "effort", "?");
    row(R"({"stream":true})", "stream", "yes");
    row(R"({"web_search_options":{}})", "tools", "web_search");
    row(R"({"tools":[{"type":"function"},{"type":"custom"}]})", "tools", "");
    row(R"({"tools":[{"function":{}}]})", "tools", "?");
    row(R"({"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.example/x"}}]}]})",
        "images", "yes");
    row(R"({"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]})", "documents", "yes");
    row(R"({"messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"input_audio"}]}]})", "images",
        "no");
    row(R"({"messages":[{"role":"assistant","tool_calls":[{"type":"function","function":{"arguments":"{}"}}]}]})",
        "images", "no");
}

void BodyFactsTest::openAiChat() {
    checkRow(BodyDialect::OpenAiChat);
}

void BodyFactsTest::openAiResponses_data() {
    columns();
    row(R"({"model":"gpt-5.4","input":"x"})", "models", "gpt-5.4");
    row(R"({"model":"g","input":"x","previous_response_id":"r"})", "models", "g");
    row(R"({"model":"g","input":"x","conversation":"c"})", "models", "g");
    for (const char* name :
         {"models", "maximum", "thinking", "effort", "tools", "servers", "images", "documents", "input", "cost"}) {
        row(R"({"model":"gpt-5.4","max_output_tokens":5,"prompt":{"id":"pmpt_1"},"reasoning":{"effort":"low"}})", name,
            "?");
    }
    row(R"({"model":"g","prompt":{"id":"pmpt_1"},"stream":true})", "stream", "yes");
    row(R"({"model":"g","prompt":null})", "models", "g");
    row(R"({"model":"g","tools":[{"type":"image_generation","model":"gpt-image-1"}]})", "models", "g gpt-image-1");
    row(R"({"model":"g","tools":[{"type":"image_generation"}]})", "models", "?");
    row(R"({"model":"g","text":{"format":{"type":"json_schema","schema":{"model":1}}}})", "models", "g");
    row(R"({"max_output_tokens":7})", "maximum", "7");
    row(R"({})", "maximum", "?");
    row(R"({"reasoning":{"effort":"high","summary":"auto"}})", "effort", "high");
    row(R"({"reasoning":{}})", "effort", "?");
    row(R"({"max_output_tokens":7,"reasoning":{"effort":"none"}})", "thinking", "0");
    row(R"({"max_output_tokens":7})", "thinking", "7");
    row(R"({"tools":[{"type":"function"},{"type":"custom"},{"type":"local_shell"},{"type":"apply_patch"},)"
        R"({"type":"computer_use_preview"}]})",
        "tools", "");
    row(R"({"tools":[{"type":"web_search"},{"type":"file_search"},{"type":"code_interpreter"},{"type":"shell"}]})",
        "tools", "web_search file_search code_interpreter shell");
    row(R"({"tools":[{"type":"namespace","name":"a","tools":[{"type":"web_search"},{"type":"function"}]}]})", "tools",
        "web_search");
    row(R"({"tools":[{"type":"mcp","server_label":"a","server_url":"https://a.example/mcp"}]})", "tools", "mcp");
    row(R"({"tools":[{"type":"mcp","server_label":"a","server_url":"https://a.example/mcp"}]})", "servers",
        "https://a.example/mcp");
    row(R"({"tools":[{"type":"mcp","server_label":"a","connector_id":"connector_gmail"}]})", "servers",
        "connector_gmail");
    row(R"({"tools":[{"type":"mcp","server_label":"a"}]})", "servers", "a");
    row(R"({"tools":[{"type":"mcp"}]})", "servers", "?");
    row(R"({"input":[{"type":"mcp_list_tools","tools":[{"name":"a","input_schema":{}}]}]})", "tools", "");
    row(R"({"input":[{"type":"tool_search_output","tools":[{"type":"web_search"}]}]})", "tools", "web_search");
    row(R"({"input":[{"role":"user","content":[{"type":"input_text","text":"x"}]}]})", "images", "no");
    row(R"({"input":[{"role":"user","content":[{"type":"input_image","image_url":"data:x"}]}]})", "images", "yes");
    row(R"({"input":[{"type":"function_call_output","output":[{"type":"input_image"}]}]})", "images", "yes");
    row(R"({"input":[{"type":"computer_call_output","output":{"type":"computer_screenshot"}}]})", "images", "yes");
    row(R"({"input":[{"type":"item_reference","id":"i"}]})", "images", "?");
    row(R"({"input":[{"role":"user","content":[{"type":"input_file","file_url":"u"}]}]})", "documents", "yes");
    row(R"({"input":[{"type":"function_call","arguments":"{}"},{"type":"reasoning","summary":[]}]})", "documents",
        "no");
}

void BodyFactsTest::openAiResponses() {
    checkRow(BodyDialect::OpenAiResponses);
}

void BodyFactsTest::otherDialects_data() {
    columns();
    QTest::addColumn<int>("dialect");
    const auto add = [](BodyDialect dialect, const QByteArray& body, const char* name, const char* expected) {
        QTest::addRow("%d %s %s", int(dialect), name, body.left(120).constData())
            << body << QByteArray(name) << QByteArray(expected) << int(dialect);
    };
    const auto batch = [](const QByteArray& params) -> QByteArray {
        return R"({"custom_id":"a","params":)" + params + "}";
    };
    const QByteArray two = R"({"requests":[)" +
                           batch(R"({"model":"h","max_tokens":5,"thinking":{"type":"disabled"}})") + "," +
                           batch(R"({"model":"o","max_tokens":9,"thinking":{"type":"enabled","budget_tokens":4},)"
                                 R"("tools":[{"type":"web_search_20250305"}],"output_config":{"effort":"max"},)"
                                 R"("messages":[{"role":"user","content":[{"type":"image"}]}]})") +
                           "]}";
    const auto b = BodyDialect::AnthropicBatch;
    add(b, two, "models", "h o");
    add(b, two, "maximum", "9");
    add(b, two, "thinking", "4");
    add(b, two, "effort", "maximum");
    add(b, two, "stream", "no");
    add(b, two, "tools", "web_search_20250305");
    add(b, two, "images", "yes");
    add(b, two, "documents", "no");
    add(b, R"({"requests":[)" + batch(R"({"model":"h"})") + "," + batch("{}") + "]}", "models", "?");
    add(b, R"({"requests":[)" + batch(R"({"max_tokens":1})") + "," + batch("{}") + "]}", "maximum", "?");
    add(b, R"({"requests":[)" + batch(R"({"model":"h","stream":true})") + "]}", "stream", "yes");
    const QByteArray dear = batch(R"({"model":"claude-haiku-4-5","max_tokens":1000000})");
    add(b, R"({"requests":[)" + dear + "," + dear + "]}", "cost", "5000022");
    add(b, R"({"requests":[)" + dear + "," + dear + "]}", "input", "44");
    add(b, R"({"requests":[)" + dear + "," + batch(R"({"model":"h","max_tokens":1})") + "]}", "cost", "?");
    add(b, R"({"requests":[{"custom_id":"a","params":"h"}]})", "models", "?");
    add(b, R"({"requests":["h"]})", "models", "?");
    add(b, R"({"requests":[]})", "models", "?");
    add(b, R"({"requests":{}})", "models", "?");
    add(b, R"({"model":"h"})", "models", "?");
    add(b, R"({"model":"o","requests":[)" + batch(R"({"model":"h"})") + "]}", "models", "?");
    const auto e = BodyDialect::OpenAiEmbeddings;
    add(e, R"({"model":"text-embedding-3-small","input":"x"})", "models", "text-embedding-3-small");
    add(e, R"({"input":"x"})", "models", "?");
    add(e, R"({"model":"x"})", "maximum", "0");
    add(e, R"({"model":"x"})", "effort", "none");
    add(e, R"({"model":"x"})", "images", "no");
    const auto i = BodyDialect::OpenAiImages;
    add(i, R"({"model":"gpt-image-1","prompt":"x"})", "models", "gpt-image-1");
    add(i, R"({"prompt":"x"})", "models", "?");
    add(i, R"({"model":"gpt-image-1","stream":true})", "stream", "yes");
    add(i, R"({"model":"gpt-image-1"})", "maximum", "?");
    add(i, R"({"model":"gpt-image-1"})", "cost", "?");
}

void BodyFactsTest::otherDialects() {
    QFETCH(int, dialect);
    checkRow(static_cast<BodyDialect>(dialect));
}

void BodyFactsTest::endpointsThatKeepNothing_data() {
    QTest::addColumn<int>("use");
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray nothing = "models: \nmaximum: 0\nthinking: 0\neffort: none\nstream: no\ntools: \nservers: \n"
                               "images: no\ndocuments: no\ninput: 0\ncost: 0\n";
    const QByteArray unknown = "models: ?\nmaximum: ?\nthinking: ?\neffort: ?\nstream: ?\ntools: ?\nservers: ?\n"
                               "images: ?\ndocuments: ?\ninput: ?\ncost: ?\n";
    QByteArray file = nothing;
    file.replace("images: no\ndocuments: no", "images: ?\ndocuments: ?");
    const QByteArray json = "application/json";
    const auto add = [](const char* name, Endpoint use, const QByteArray& type, const QByteArray& body,
                        const QByteArray& expected) { QTest::newRow(name) << int(use) << type << body << expected; };
    add("reading", Endpoint::Other, "", "", nothing + "text: \n");
    add("reports", Endpoint::Other, json, R"({"events":["x"]})", nothing + "text: events\nx\n\n");
    add("reports that name a model", Endpoint::Other, json, R"({"model":"o"})", nothing + "text: model\no\n\n");
    add("reports that are no JSON", Endpoint::Other, json, R"({"events":)", nothing + "text: ?\n");
    add("reports in another type", Endpoint::Other, "text/plain", "x", nothing + "text: ?\n");
    add("administration", Endpoint::Admin, json, R"({"name":"x"})", nothing + "text: name\nx\n\n");
    add("a file", Endpoint::Files, "multipart/form-data; boundary=x", "--x", file + "text: ?\n");
    add("a file to fetch", Endpoint::Files, "", "", nothing + "text: \n");
    add("a batch to look at", Endpoint::Batches, "", "", nothing + "text: \n");
    add("a batch from a file", Endpoint::Batches, json, R"({"input_file_id":"f"})",
        unknown + "text: input_file_id\nf\n\n");
    add("another dialect", Endpoint::Generating, json, R"({"model":"h"})", unknown + "text: model\nh\n\n");
    add("a form", Endpoint::Generating, "multipart/form-data; boundary=x", "--x", unknown + "text: ?\n");
    add("nothing to generate from", Endpoint::Generating, "", "", unknown + "text: \n");
}

void BodyFactsTest::endpointsThatKeepNothing() {
    QFETCH(int, use);
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    const ProviderEndpoint endpoint = endpointOf(static_cast<Endpoint>(use), BodyDialect::None);
    BodySource source;
    source.endpoint = &endpoint;
    source.contentType = contentType.toStdString();
    const std::string type = contentType.toStdString();
    const std::string text = body.toStdString();
    source.contentType = type;
    source.body = text;
    QCOMPARE(QByteArray::fromStdString(words(m_reader.read(source, &m_text))), expected);
    // an unlisted one says nothing but its text
    source.endpoint = nullptr;
    const BodyFacts facts = m_reader.read(source, &m_text);
    QVERIFY(!facts.models && !facts.maximumTokens && !facts.costMicros && !facts.hasImages && !facts.isStreaming);
}

void BodyFactsTest::costsAreEstimated_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto add = [](const char* name, const QByteArray& body, const char* expected) {
        QTest::newRow(name) << body << QByteArray(expected);
    };
    // "answers": 28 bytes, 3 strings and a number are 21 tokens of 5 dollars a million, beside the answer's 25 dollars
    const QByteArray big = repeated("abc", 300'000); // 300,000 tokens
    const auto body = [](const QByteArray& model, const QByteArray& more) -> QByteArray {
        return QByteArray(R"({"model":")") + model + R"(","max_tokens":1000000)" + more + "}";
    };
    add("answers", body("claude-opus-5", ""), "25000105");
    add("the dearest", body("claude-haiku-4-5", R"(,"fallbacks":[{"model":"claude-opus-5"}])"), "25000170");
    add("unpriced", body("claude-next", ""), "?");
    add("one unpriced", body("claude-haiku-4-5", R"(,"fallbacks":[{"model":"claude-next"}])"), "?");
    add("no model", R"({"max_tokens":5})", "?");
    add("no maximum", R"({"model":"claude-opus-5"})", "?");
    add("fast", body("claude-opus-5", R"(,"speed":"fast")"), "?");
    add("at the usual speed", body("claude-opus-5", R"(,"speed":"standard")"), "25000135");
    add("tier with another price", body("claude-opus-5", R"(,"service_tier":"priority")"), "?");
    add("a region", body("claude-opus-5", R"(,"inference_geo":"us")"), "27500154");
    add("anywhere", body("claude-opus-5", R"(,"inference_geo":"global")"), "25000145");
    add("hosted tools read more", body("claude-opus-5", R"(,"tools":[{"type":"web_search_20250305"}])"), "?");
    add("tools at the client do not", body("claude-opus-5", R"(,"tools":[{"name":"a"}])"), "25000135");
    add("a document", body("claude-opus-5", R"(,"messages":[{"content":[{"type":"document"}]}])"), "?");
    add("thinking beyond the answer",
        body("claude-opus-5", R"(,"thinking":{"type":"enabled","budget_tokens":2000000})"), "50000215");
    add("written to the cache",
        body("claude-opus-5", R"(,"system":[{"type":"text","text":"abc","cache_control":{"type":"ephemeral"}}])"),
        "25000275");
    add("written to the cache for an hour",
        body("claude-opus-5",
             R"(,"system":[{"type":"text","text":"abc","cache_control":{"type":"ephemeral","ttl":"1h"}}])"),
        "25000480");
    add("long prompts", body("claude-haiku-5-5", R"(,"system":")" + big + "\""), "2650013");
}

void BodyFactsTest::costsAreEstimated() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(fact(BodyDialect::AnthropicMessages, body, "cost")), expected);
}

void BodyFactsTest::answersWithoutMaximumAreAsLongAsTheModelCan() {
    const QByteArray named = R"({"model":"gpt-6-sol","max_output_tokens":1000})";
    const QByteArray unnamed = R"({"model":"gpt-6-sol"})";
    const QByteArray unreadable = R"({"model":"gpt-6-sol","max_output_tokens":"1000"})";
    const QByteArray several = R"({"model":"gpt-6-sol","n":2})";
    const QByteArray unlisted = R"({"model":"gpt-5.4"})";
    const QByteArray anthropic = R"({"model":"claude-opus-5"})";
    QCOMPARE(fact(BodyDialect::OpenAiResponses, named, "cost"), std::string("10044"));
    QCOMPARE(fact(BodyDialect::OpenAiResponses, unnamed, "cost"), std::string("1280014"));
    QCOMPARE(fact(BodyDialect::OpenAiChat, unnamed, "cost"), std::string("1280014"));
    QCOMPARE(fact(BodyDialect::OpenAiResponses, unnamed, "maximum"), std::string("?"));
    QCOMPARE(fact(BodyDialect::OpenAiResponses, unreadable, "cost"), std::string("?"));
    QCOMPARE(fact(BodyDialect::OpenAiChat, several, "cost"), std::string("?"));
    QCOMPARE(fact(BodyDialect::OpenAiResponses, unlisted, "cost"), std::string("?"));
    QCOMPARE(fact(BodyDialect::AnthropicMessages, anthropic, "cost"), std::string("?"));
}

void BodyFactsTest::estimatesGrowWithTheText() {
    const auto input = [this](const QByteArray& body) {
        return std::stoll(fact(BodyDialect::AnthropicMessages, body, "input"));
    };
    const auto inputOfSystem = [&](const QByteArray& text) { return input(R"({"system":")" + text + R"("})"); };
    const long long empty = inputOfSystem("");
    QCOMPARE(empty, 4LL); // 6 bytes, 2 strings
    QCOMPARE(inputOfSystem("abc"), empty + 1);
    QCOMPARE(inputOfSystem(repeated("abc", 1000)), empty + 1000);
    QCOMPARE(inputOfSystem(repeated("\xe4\xb8\xad", 1000)), empty + 1500);
    QCOMPARE(inputOfSystem(repeated("\\u4e2d", 1000)), empty + 1500);
    const long long numbers = input(R"({"n":[1,2.5,-3]})");
    QCOMPARE(numbers, 26LL);
    // an image counts as one, not as its data
    const auto image = [&](int bytes) {
        return input(R"({"messages":[{"content":[{"type":"image","source":{"type":"base64","data":")" +
                     repeated("abc", bytes / 3) + R"("}}]}]})");
    };
    QCOMPARE(image(3'000'000), image(3));
    QVERIFY(image(3) > BodyFactsReader::kTokensOfImage && image(3) < BodyFactsReader::kTokensOfImage + 60);
    // what a tool is given is text, whatever it calls itself
    const long long ofTool =
        input(R"({"messages":[{"content":[{"type":"tool_use","input":{"type":"image","source":{"data":")" +
              repeated("abc", 1000) + R"("}}}]}]})");
    QVERIFY(ofTool > 1000 && ofTool < 1100);
    const QByteArray following = R"({"input":"x","previous_response_id":"r"})";
    const QByteArray talking = R"({"input":"x","conversation":"c"})";
    QCOMPARE(fact(BodyDialect::OpenAiResponses, following, "input"), std::string("?"));
    QCOMPARE(fact(BodyDialect::OpenAiResponses, talking, "input"), std::string("?"));
}

void BodyFactsTest::textIsEveryString() {
    const QByteArray body = R"({"a":["b\n\u00e9",{"c\"":1,"d":[[]]}],"e":"\ud83d\ude00"})";
    const std::string text = fact(BodyDialect::AnthropicMessages, body, "text");
    QCOMPARE(text, std::string("a\nb\n\xc3\xa9\nc\"\nd\ne\n\xf0\x9f\x98\x80\n"));
    QCOMPARE(fact(BodyDialect::AnthropicMessages, "{}", "text"), std::string());
    QCOMPARE(fact(BodyDialect::AnthropicMessages, "[7]", "text"), std::string("?"));
}

void BodyFactsTest::textIsNotKeptWhereNobodyAsks() {
    const ProviderEndpoint endpoint = endpointOf(Endpoint::Generating, BodyDialect::AnthropicMessages);
    BodySource source;
    source.endpoint = &endpoint;
    source.contentType = "application/json";
    source.body = R"({"model":"h"})";
    const BodyFacts facts = m_reader.read(source, nullptr);
    QVERIFY(!facts.text);
    QCOMPARE(word(facts, "models"), std::string("h"));
    QVERIFY(!facts.costMicros); // no prices
}

void BodyFactsTest::readersAreUsedAgain() {
    // larger than what a reader keeps, deeper than it goes, and then as before
    const QByteArray large =
        R"({"model":"h","system":")" + repeated("x", 2 * int(BodyFactsReader::kKeptBytes)) + R"("})";
    const QByteArray nested = R"({"model":"h","x":)" + repeated("[", 300) + repeated("]", 300) + "}";
    const QByteArray small = R"({"model":"o"})";
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(fact(BodyDialect::AnthropicMessages, large, "models"), std::string("h"));
        QCOMPARE(fact(BodyDialect::AnthropicMessages, small, "models"), std::string("o"));
        QCOMPARE(fact(BodyDialect::AnthropicMessages, nested, "models"), std::string("?"));
    }
}

QTEST_GUILESS_MAIN(BodyFactsTest)
#include "body_facts_test.moc"
