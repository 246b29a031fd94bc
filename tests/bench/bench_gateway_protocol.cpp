#include "gateway/http/answer_parser.h"
#include "gateway/http/answer_writer.h"
#include "gateway/http/body_reader.h"
#include "gateway/http/leak_scanner.h"
#include "gateway/http/request_parser.h"
#include "gateway/http/request_writer.h"
#include "gateway/policy/decision.h"

#include <QFile>

#include <benchmark/benchmark.h>
#include <string>

// What one request costs in the protocol core.

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

const std::string kRequest =
    "POST /v1/messages?beta=true HTTP/1.1\r\naccept: application/json\r\nX-Stainless-Lang: js\r\n"
    "X-Stainless-Package-Version: 1.12.0\r\nX-Stainless-OS: Linux\r\nX-Stainless-Arch: x64\r\n"
    "X-Stainless-Runtime: node\r\nX-Stainless-Retry-Count: 0\r\nX-Stainless-Timeout: 600\r\n"
    "x-api-key: sk-ant-api03-ksPlaceholder0123456789012345678901234567890123456789012345678901234567890123456789AA\r\n"
    "anthropic-version: 2023-06-01\r\nanthropic-beta: claude-code-20250219,interleaved-thinking-2025-05-14\r\n"
    "user-agent: claude-cli/2.1.330 (external, cli)\r\ncontent-type: application/json\r\nHost: api.anthropic.com\r\n"
    "accept-encoding: gzip, deflate, br, zstd\r\ncontent-length: 48213\r\nConnection: keep-alive\r\n\r\n";
const std::string kAnswer =
    "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
    "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\nCache-Control: no-cache\r\n"
    "anthropic-ratelimit-requests-limit: 4000\r\nanthropic-ratelimit-requests-remaining: 3999\r\n"
    "request-id: req_0123456789\r\nalt-svc: h3=\":443\"; ma=86400\r\nserver: cloudflare\r\n\r\n";
const std::string kKey =
    "sk-ant-api03-" +
    std::string("Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJDREVGR0hJSktMTU5PUAA");

std::shared_ptr<const core::ProviderCatalogue> catalogue() {
    QFile file(QStringLiteral(KEYSLUICE_PROVIDERS_JSON));
    return file.open(QIODevice::ReadOnly) ? core::ProviderCatalogue::fromJson(file.readAll()).value_or(nullptr)
                                          : nullptr;
}

Snapshot snapshotWith(std::size_t credentials) {
    Snapshot snapshot;
    snapshot.state = GateState::Running;
    snapshot.catalogue = catalogue();
    snapshot.agents = {{"agent", "Agent", true, {}}};
    for (std::size_t i = 0; i < credentials; ++i) {
        SnapshotCredential credential;
        credential.id = std::to_string(i);
        credential.providerId = "anthropic";
        // the one that fits stands last
        credential.hosts = {i + 1 == credentials ? std::string("api.anthropic.com")
                                                 : "api" + std::to_string(i) + ".example"};
        snapshot.credentials.push_back(std::move(credential));
    }
    return snapshot;
}

void parseRequest(benchmark::State& state) {
    http::RequestParser parser(core::Limits{});
    for (auto _ : state) {
        parser.reset();
        benchmark::DoNotOptimize(parser.parse(kRequest));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * kRequest.size()));
}
BENCHMARK(parseRequest);

void writeRequest(benchmark::State& state) {
    const auto providers = catalogue();
    const core::Injection& injection = providers->provider("anthropic")->kind("api_key")->injection;
    const http::Authority authority = *http::parseAuthority("api.anthropic.com:443", 0);
    http::RequestParser parser(core::Limits{});
    (void)parser.parse(kRequest);
    std::string out(4096, '\0');
    for (auto _ : state) {
        const http::RequestForward forward{parser.head(), authority, 443, &injection, kKey};
        benchmark::DoNotOptimize(http::writeRequest(forward, out));
    }
}
BENCHMARK(writeRequest);

void parseAndWriteAnswer(benchmark::State& state) {
    http::AnswerParser parser(core::Limits{});
    std::string out;
    for (auto _ : state) {
        parser.reset(false);
        (void)parser.parse(kAnswer);
        out.clear();
        benchmark::DoNotOptimize(http::writeAnswer(parser.head(), {}, out));
    }
}
BENCHMARK(parseAndWriteAnswer);

void decide(benchmark::State& state) {
    const Snapshot snapshot = snapshotWith(static_cast<std::size_t>(state.range(0)));
    const http::Authority authority = *http::parseAuthority("api.anthropic.com:443", 0);
    http::RequestParser parser(core::Limits{});
    (void)parser.parse(kRequest);
    for (auto _ : state) {
        benchmark::DoNotOptimize(policy::decideRequest(snapshot, snapshot.agents.front(), {parser.head(), authority}));
    }
}
BENCHMARK(decide)->Arg(1)->Arg(100);

void makeScanner(benchmark::State& state) {
    for (auto _ : state) {
        http::LeakScanner scanner(kKey);
        benchmark::DoNotOptimize(scanner.held());
    }
}
BENCHMARK(makeScanner);

void scan(benchmark::State& state) {
    http::LeakScanner scanner(kKey);
    std::string text;
    while (text.size() < static_cast<std::size_t>(state.range(0))) {
        text += "data: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"sk-ant is a prefix\"}}\n\n";
    }
    text.resize(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(scanner.push(text));
    }
    state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(scan)->Arg(120)->Arg(65536);

void readChunks(benchmark::State& state) {
    std::string text;
    for (int i = 0; i < 400; ++i) {
        text += "78\r\n" + std::string(0x78, 'x') + "\r\n";
    }
    for (auto _ : state) {
        http::BodyReader reader({http::BodyKind::Chunked, 0}, core::Limits{});
        std::string_view input = text;
        while (!input.empty()) {
            input.remove_prefix(reader.next(input).consumed);
        }
        benchmark::DoNotOptimize(reader.dataBytes());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(readChunks);

} // namespace

BENCHMARK_MAIN();
