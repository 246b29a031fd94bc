#include "gateway/tls/certificate_builder.h"
#include "gateway/tls/leaf_cache.h"
#include "support/gateway_fixture.h"

#include <QCoreApplication>

#include <benchmark/benchmark.h>

// What the gateway does beside requests: a certificate for a new host, a snapshot that takes the place of another.

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

void mintLeaf(benchmark::State& state) {
    const core::SystemClock clock;
    const auto authority = createAuthority({"api.anthropic.com"}, clock.now());
    auto signing = std::make_shared<SigningAuthority>();
    signing->certificatePem = authority->certificatePem;
    signing->privateKeyDer = std::make_shared<core::SecretBytes>(authority->privateKeyDer.clone());
    const std::shared_ptr<EVP_PKEY> leafKey(tls::newKey()->release(), EVP_PKEY_free);
    const auto minter = tls::LeafMinter::create(*signing, leafKey);
    for (auto _ : state) {
        benchmark::DoNotOptimize(minter->mint("api.anthropic.com", clock.now()));
    }
}
BENCHMARK(mintLeaf)->Unit(benchmark::kMicrosecond);

/// A certificate and the context it is shown with: what the first CONNECT to a host costs.
void makeLeafContext(benchmark::State& state) {
    const core::SystemClock clock;
    const auto authority = createAuthority({"api.anthropic.com"}, clock.now());
    auto signing = std::make_shared<SigningAuthority>();
    signing->certificatePem = authority->certificatePem;
    signing->privateKeyDer = std::make_shared<core::SecretBytes>(authority->privateKeyDer.clone());
    const std::shared_ptr<EVP_PKEY> leafKey(tls::newKey()->release(), EVP_PKEY_free);
    for (auto _ : state) {
        state.PauseTiming();
        tls::LeafCache cache(leafKey);
        cache.setAuthority(signing);
        state.ResumeTiming();
        benchmark::DoNotOptimize(cache.contextFor("api.anthropic.com", clock.now()));
    }
}
BENCHMARK(makeLeafContext)->Unit(benchmark::kMicrosecond);

/// One request for /healthz on a kept connection; with `state.range(0)`, after publishing a snapshot, whose state the
/// answer must show: the difference is the swap, from the window's thread to the worker's.
void swapSnapshot(benchmark::State& state) {
    test::GatewayFixture fixture;
    for (int i = 0; i < 100; ++i) {
        SnapshotCredential more = fixture.snapshot.credentials.front();
        more.id = std::to_string(i);
        fixture.snapshot.credentials.push_back(std::move(more));
    }
    if (!fixture.listen()) {
        state.SkipWithError("cannot listen");
        return;
    }
    Snapshot locked = fixture.snapshot;
    locked.state = GateState::Locked;
    const std::shared_ptr<const Snapshot> snapshots[] = {std::make_shared<const Snapshot>(fixture.snapshot),
                                                         std::make_shared<const Snapshot>(locked)};
    const std::string expected[] = {"ok", "locked"};
    test::BlockingPeer peer = fixture.connect();
    std::size_t now = 0;
    for (auto _ : state) {
        if (state.range(0) != 0) {
            now = 1 - now;
            fixture.gate->publish(snapshots[now]);
        }
        const bool isSent = peer.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        if (!isSent || peer.receiveMessage().body.find(expected[now]) == std::string::npos) {
            state.SkipWithError("the answer does not show the snapshot");
            return;
        }
    }
}
BENCHMARK(swapSnapshot)->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond)->UseRealTime();

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
