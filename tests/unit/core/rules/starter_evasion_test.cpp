#include "core/price_list.h"
#include "core/provider_catalogue.h"
#include "core/rules/body_facts_reader.h"
#include "core/rules/evaluator.h"
#include "core/rules/starter_sets.h"

#include <QFile>
#include <QTest>

using namespace keysluice::core;
using namespace keysluice::core::rules;

namespace {

using Kind = StarterKind;

QByteArray contentOf(const char* file) {
    QFile opened(QString::fromUtf8(file));
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

} // namespace

/// From the bytes of a request to the decision, with the shipped catalogue and prices: what an agent tries, and what
/// must not be in its way.
class StarterEvasionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void requests_data();
    void requests();

private:
    std::shared_ptr<const ProviderCatalogue> m_catalogue;
    std::shared_ptr<const PriceList> m_prices;
};

void StarterEvasionTest::initTestCase() {
    const auto catalogue = ProviderCatalogue::fromJson(contentOf(KEYSLUICE_PROVIDERS));
    const auto prices = PriceList::fromJson(contentOf(KEYSLUICE_PRICES));
    QVERIFY(catalogue && prices);
    m_catalogue = *catalogue;
    m_prices = *prices;
}

void StarterEvasionTest::requests_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("passes");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, Kind kind, bool passes, const char* host, const char* request,
                        const char* body) {
        QTest::newRow(name) << static_cast<int>(kind) << passes << QByteArray(host) << QByteArray(request)
                            << QByteArray(body);
    };
    const char* a = "api.anthropic.com";
    const char* o = "api.openai.com";
    const char* messages = "POST /v1/messages";
    const Kind small = Kind::OnlySmallModels;
    row("haiku", small, true, a, messages,
        R"({"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":"claude-opus-4-5"}]})");
    row("opus", small, false, a, messages, R"({"model":"claude-opus-4-5","max_tokens":9,"messages":[]})");
    row("twice", small, false, a, messages, R"({"model":"claude-opus-4-5","max_tokens":9,"model":"claude-haiku-4-5"})");
    row("twice, escaped", small, false, a, messages,
        R"({"mode\u006c":"claude-opus-4-5","max_tokens":9,"model":"claude-haiku-4-5"})");
    row("escaped value", small, false, a, messages, R"({"model":"claude-\u006fpus-4-5","max_tokens":9})");
    row("other casing of the name", small, false, a, messages,
        R"({"Model":"claude-opus-4-5","model":"claude-haiku-4-5","max_tokens":9})");
    row("blank behind", small, false, a, messages, R"({"model":"claude-opus-4-5 ","max_tokens":9})");
    row("no model", small, false, a, messages, R"({"max_tokens":9,"messages":[]})");
    row("model as list", small, false, a, messages, R"({"model":["claude-haiku-4-5"],"max_tokens":9})");
    row("no JSON", small, false, a, messages, "model=claude-opus-4-5");
    row("something behind", small, false, a, messages, R"({"model":"claude-haiku-4-5"}{"model":"claude-opus-4-5"})");
    row("path in capitals", small, false, a, "POST /V1/MESSAGES", R"({"model":"claude-haiku-4-5","max_tokens":9})");
    row("path encoded", small, false, a, "POST /v1/%6Dessages", R"({"model":"claude-haiku-4-5","max_tokens":9})");
    row("slash behind", small, false, a, "POST /v1/messages/", R"({"model":"claude-opus-4-5","max_tokens":9})");
    row("old endpoint", small, false, a, "POST /v1/complete", R"({"model":"claude-haiku-4-5","prompt":"x"})");
    row("batch with one of both", small, false, a, "POST /v1/messages/batches",
        R"({"requests":[{"custom_id":"1","params":{"model":"claude-haiku-4-5","max_tokens":9,"messages":[]}},)"
        R"({"custom_id":"2","params":{"model":"claude-opus-4-5","max_tokens":9,"messages":[]}}]})");
    row("batch of small ones", small, true, a, "POST /v1/messages/batches",
        R"({"requests":[{"custom_id":"1","params":{"model":"claude-haiku-4-5","max_tokens":9,"messages":[]}}]})");
    row("tokens counted", small, true, a, "POST /v1/messages/count_tokens",
        R"({"model":"claude-opus-4-5","messages":[]})");
    row("models listed", small, true, a, "GET /v1/models", "");
    row("what Claude Code tells of itself", small, true, a, "POST /api/event_logging/batch", R"({"events":[]})");
    row("gpt-5-mini", small, true, o, "POST /v1/responses", R"({"model":"gpt-5-mini","input":"x"})");
    row("gpt-5.2", small, false, o, "POST /v1/responses", R"({"model":"gpt-5.2","input":"x"})");
    row("stored prompt", small, false, o, "POST /v1/responses", R"({"model":"gpt-5-mini","prompt":{"id":"pmpt_1"}})");
    row("batch file", small, false, o, "POST /v1/batches",
        R"({"input_file_id":"file-1","endpoint":"/v1/responses","completion_window":"24h"})");
    row("embeddings", small, true, o, "POST /v1/embeddings", R"({"model":"text-embedding-3-small","input":"x"})");
    row("unlisted", small, false, o, "POST /v1/video/generations", R"({"model":"gpt-5-mini"})");
    row("not a provider", small, true, "api.example.com", "POST /v1/messages", R"({"model":"claude-opus-4-5"})");

    row("asked before opus", Kind::AskBeforeOpus, false, a, messages, R"({"model":"claude-opus-4-5","max_tokens":9})");
    row("not before sonnet", Kind::AskBeforeOpus, true, a, messages,
        R"({"model":"claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"user","content":"as opus"}]})");

    row("cheap", Kind::AskAboveOneDollar, true, a, messages,
        R"({"model":"claude-haiku-4-5","max_tokens":1000,"messages":[{"role":"user","content":"x"}]})");
    row("dear", Kind::AskAboveOneDollar, false, a, messages,
        R"({"model":"claude-opus-4-5","max_tokens":64000,"messages":[{"role":"user","content":"x"}]})");
    row("no price", Kind::AskAboveOneDollar, false, a, messages,
        R"({"model":"claude-of-tomorrow","max_tokens":1,"messages":[{"role":"user","content":"x"}]})");

    row("web search", Kind::NoHostedWebTools, false, a, messages,
        R"({"model":"claude-haiku-4-5","max_tokens":9,"tools":[{"type":"web_search_20250305","name":"web_search"}]})");
    row("own tool of that name", Kind::NoHostedWebTools, true, a, messages,
        R"({"model":"claude-haiku-4-5","max_tokens":9,"tools":[{"name":"web_search","input_schema":{"type":"object"}}]})");
    row("web search of OpenAI", Kind::NoHostedWebTools, false, o, "POST /v1/responses",
        R"({"model":"gpt-5-mini","input":"x","tools":[{"type":"web_search_preview"}]})");
    row("web search in a chat", Kind::NoHostedWebTools, false, o, "POST /v1/chat/completions",
        R"({"model":"gpt-5-mini","messages":[],"web_search_options":{}})");
    row("function of OpenAI", Kind::NoHostedWebTools, true, o, "POST /v1/responses",
        R"({"model":"gpt-5-mini","input":"x","tools":[{"type":"function","name":"web_search","parameters":{}}]})");
    row("web search in a batch", Kind::NoHostedWebTools, false, a, "POST /v1/messages/batches",
        R"({"requests":[{"custom_id":"1","params":{"model":"claude-haiku-4-5","max_tokens":9,"messages":[],)"
        R"("tools":[{"type":"web_fetch_20250910","name":"web_fetch"}]}}]})");

    row("files listed", Kind::NoFilesBatchesOrAdmin, false, a, "GET /v1/files", "");
    row("keys listed", Kind::NoFilesBatchesOrAdmin, false, a, "GET /v1/organizations/api_keys", "");
    row("upload", Kind::NoFilesBatchesOrAdmin, false, o, "POST /v1/uploads", R"({"purpose":"batch"})");
    row("a message", Kind::NoFilesBatchesOrAdmin, true, a, messages, R"({"model":"claude-haiku-4-5","max_tokens":9})");
    row("files, encoded", Kind::NoFilesBatchesOrAdmin, false, a, "GET /v1/fil%65s", "");
}

void StarterEvasionTest::requests() {
    QFETCH(const int, kind);
    QFETCH(const bool, passes);
    QFETCH(const QByteArray, host);
    QFETCH(const QByteArray, request);
    QFETCH(const QByteArray, body);
    RuleSet set;
    addStarterSet(starterSets()[static_cast<std::size_t>(kind)], set);
    const auto rules = CompiledRules::compile(std::move(set));
    QVERIFY(rules);

    const std::string hostName = host.toStdString();
    const std::string method = request.left(request.indexOf(' ')).toStdString();
    const std::string path = request.mid(request.indexOf(' ') + 1).toStdString();
    const Provider* provider = m_catalogue->providerOfHost(hostName);
    const ProviderEndpoint* endpoint = provider != nullptr ? provider->endpoint(method, path) : nullptr;
    HeadFacts head;
    head.agentId = "agent";
    head.providerId = provider != nullptr ? std::string_view(provider->id) : std::string_view();
    head.host = hostName;
    head.method = method;
    head.path = path;
    head.endpoint = endpoint != nullptr ? Fact<Endpoint>(endpoint->use) : std::nullopt;
    head.hasBody = !body.isEmpty();
    head.bodyBytes = static_cast<std::uint64_t>(body.size());

    BodyFactsReader reader;
    const std::string_view bytes(body.constData(), static_cast<std::size_t>(body.size()));
    const BodyFacts facts = reader.read(
        {endpoint, head.hasBody ? "application/json" : "", bytes, m_prices.get(), 1'795'000'000'000}, nullptr);
    const Verdict verdict = (*rules)->evaluate(head, &facts);
    QCOMPARE(verdict.outcome == Verdict::Outcome::NoRule, passes);
    QVERIFY(passes || verdict.outcome == Verdict::Outcome::Decided);
}

QTEST_APPLESS_MAIN(StarterEvasionTest)
#include "starter_evasion_test.moc"
