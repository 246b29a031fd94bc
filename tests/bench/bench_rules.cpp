#include "core/rules/evaluator.h"

#include <benchmark/benchmark.h>
#include <functional>

// What one decision costs with 1,000 rules of which none fits, and the compilation of such a set.

using namespace keysluice::core::rules;

namespace {

using Fill = std::function<void(Conditions&, std::size_t)>;

std::string numbered(const char* text, std::size_t i) {
    return text + std::to_string(i);
}

RuleSet thousandRules(const Fill& fill) {
    RuleSet set;
    set.rules.resize(RuleBounds::kRules);
    for (std::size_t i = 0; i < set.rules.size(); ++i) {
        set.rules[i].decision = static_cast<Decision>(i % 3);
        fill(set.rules[i].conditions, i);
    }
    return set;
}

/// What people write: models, hosts, agents, endpoints, paths and bounds, in all mixtures.
void mixed(Conditions& it, std::size_t i) {
    switch (i % 8) {
    case 0:
        it.agents.among = {numbered("agent-", i)};
        break;
    case 1:
        it.models.among = {numbered("gpt-", i) + "*", numbered("claude-opus-", i) + "-*"};
        break;
    case 2:
        it.hosts.among = {numbered("*.host-", i) + ".example"};
        it.methods.among = {"DELETE", "PUT"};
        break;
    case 3:
        it.providers.among = {"openai"};
        it.costAboveMicros = 1'000'000;
        break;
    case 4:
        it.paths.among = {"/v1/organizations/" + std::to_string(i) + "/**"};
        break;
    case 5:
        it.endpoints = {Endpoint::Files, Endpoint::Batches};
        break;
    case 6:
        it.models.among = {"claude-opus-*"};
        it.maximumTokensAbove = static_cast<std::int64_t>(i);
        break;
    default:
        it.hostedTools.among = {"web_search_*"};
        it.time = TimeCondition{0b1100000, 0, 1440};
        break;
    }
}

void models(Conditions& it, std::size_t i) {
    it.models.among = {numbered("claude-sonnet-4-5-2025", 10'000 + i) + "*"};
}

/// Nothing that could be looked up: every rule is asked.
void bounds(Conditions& it, std::size_t i) {
    it.costAboveMicros = static_cast<std::int64_t>(1'000'000 + i);
}

void headerNames(Conditions& it, std::size_t i) {
    it.headers = {{numbered("x-header-", i), {}}};
}

void evaluate(benchmark::State& state, const Fill& fill) {
    const auto rules = CompiledRules::compile(thousandRules(fill));
    if (!rules) {
        state.SkipWithError("not compiled");
        return;
    }
    const std::vector<std::pair<std::string_view, std::string_view>> headers{
        {"host", "api.anthropic.com"},       {"content-type", "application/json"}, {"user-agent", "claude-cli/2.1.330"},
        {"anthropic-version", "2023-06-01"}, {"anthropic-beta", "fine-grained"},   {"accept", "application/json"},
        {"x-stainless-lang", "js"},          {"x-stainless-os", "Linux"},          {"accept-encoding", "gzip, br"},
        {"content-length", "48000"}};
    HeadFacts head;
    head.agentId = "cadc6ce7151207c5105d87efa1a7a0e4";
    head.credentialId = "0b8c02a3a477e723273531a15f0b2420";
    head.providerId = "anthropic";
    head.host = "api.anthropic.com";
    head.minuteOfWeek = 3000;
    head.method = "POST";
    head.path = "/v1/messages";
    head.headers = headers;
    head.endpoint = Endpoint::Generating;
    head.bodyBytes = 48'000;
    head.hasBody = true;
    BodyFacts body;
    body.models = {"claude-sonnet-4-5-20250929"};
    body.maximumTokens = 32'000;
    body.thinkingTokens = 0;
    body.effort = Effort::Medium;
    body.costMicros = 60'000;
    body.inputTokens = 13'000;
    body.isStreaming = true;
    body.hostedTools.emplace();
    body.mcpServers.emplace();
    body.hasImages = false;
    body.hasDocuments = false;
    for (auto _ : state) {
        const Verdict verdict = (*rules)->evaluate(head, &body);
        if (verdict.outcome != Verdict::Outcome::NoRule) {
            state.SkipWithError("a rule fits");
            return;
        }
    }
}
BENCHMARK_CAPTURE(evaluate, mixed, mixed);
BENCHMARK_CAPTURE(evaluate, models, models);
BENCHMARK_CAPTURE(evaluate, bounds, bounds);
BENCHMARK_CAPTURE(evaluate, headers, headerNames);
BENCHMARK_CAPTURE(evaluate, none, [](Conditions& it, std::size_t) { it.agents.among = {"nobody"}; });

void compile(benchmark::State& state) {
    const RuleSet set = thousandRules(mixed);
    for (auto _ : state) {
        benchmark::DoNotOptimize(CompiledRules::compile(set));
    }
}
BENCHMARK(compile)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
