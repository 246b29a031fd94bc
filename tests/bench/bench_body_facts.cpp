#include "core/price_list.h"
#include "core/rules/body_facts_reader.h"

#include <QByteArray>
#include <QFile>

#include <benchmark/benchmark.h>
#include <string>

// What it costs to establish the facts of a body.

using namespace keysluice::core;
using namespace keysluice::core::rules;

namespace {

/// A conversation of an agent with tools, of about this size.
std::string conversation(std::size_t bytes) {
    std::string body = R"({"model":"claude-opus-5","max_tokens":32000,"stream":true,"thinking":{"type":"adaptive"},)"
                       R"("system":[{"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral"}}],)"
                       R"("tools":[{"type":"web_search_20250305","name":"web_search"})";
    for (int i = 0; i < 30; ++i) {
        body += R"(,{"name":"tool)" + std::to_string(i) +
                R"(","description":"Reads a file.\nGive its path.","input_schema":{"type":"object","properties":)"
                R"({"path":{"type":"string","description":"Where it is"},"limit":{"type":"integer","minimum":1}},)"
                R"("required":["path"],"additionalProperties":false}})";
    }
    body += R"(],"messages":[{"role":"user","content":"Begin."})";
    const std::string lines = "    return value == nullptr ? fallback : *value;\\n    // why \\\"this\\\" is so\\n";
    while (body.size() + 200 < bytes) {
        body += R"(,{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"tool1","input":)"
                R"({"path":"/home/user/project/source.cpp","limit":200}}]},{"role":"user","content":[{"type":)"
                R"("tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":")";
        for (int i = 0; i < 25; ++i) {
            body += lines;
        }
        body += R"("}]}]})";
    }
    return body + "]}";
}

std::shared_ptr<const PriceList> prices() {
    QFile file(QStringLiteral(KEYSLUICE_PRICES_JSON));
    return file.open(QIODevice::ReadOnly) ? PriceList::fromJson(file.readAll()).value_or(nullptr) : nullptr;
}

void readFacts(benchmark::State& state) {
    const std::string body = conversation(static_cast<std::size_t>(state.range(0)));
    const auto list = prices();
    ProviderEndpoint endpoint;
    endpoint.use = Endpoint::Generating;
    endpoint.body = BodyDialect::AnthropicMessages;
    BodySource source;
    source.endpoint = &endpoint;
    source.contentType = "application/json";
    source.body = body;
    source.prices = list.get();
    source.at = 1'795'600'000'000;
    BodyFactsReader reader;
    std::string text;
    const bool wantsText = state.range(1) != 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(reader.read(source, wantsText ? &text : nullptr));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}
BENCHMARK(readFacts)->ArgNames({"bytes", "text"})->ArgsProduct({{4 << 10, 100 << 10, 1 << 20, 8 << 20}, {0, 1}});

void readImage(benchmark::State& state) {
    std::string body = conversation(16 << 10);
    body.insert(body.size() - 2, R"(,{"role":"user","content":[{"type":"image","source":{"type":"base64","data":")" +
                                     std::string(1 << 20, 'A') + R"("}}]})");
    ProviderEndpoint endpoint;
    endpoint.use = Endpoint::Generating;
    endpoint.body = BodyDialect::AnthropicMessages;
    BodySource source;
    source.endpoint = &endpoint;
    source.contentType = "application/json";
    source.body = body;
    BodyFactsReader reader;
    for (auto _ : state) {
        benchmark::DoNotOptimize(reader.read(source, nullptr));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}
BENCHMARK(readImage);

void estimateCost(benchmark::State& state) {
    const auto list = prices();
    const std::vector<std::string> models{"claude-haiku-4-5-20251001", "claude-opus-5"};
    CostQuestion question;
    question.models = models;
    question.inputTokens = 150'000;
    question.outputTokens = 32'000;
    question.at = 1'795'600'000'000;
    for (auto _ : state) {
        benchmark::DoNotOptimize(list->estimatedCost(question));
    }
}
BENCHMARK(estimateCost);

} // namespace

BENCHMARK_MAIN();
