#include "vault/activity/activity_log.h"
#include "vault_fixture.h"

#include <QCoreApplication>

#include <benchmark/benchmark.h>

// What opening costs: the vault with a passphrase, a credential for one request; and a row of the activity file.

using namespace keysluice;
using namespace keysluice::tests;

namespace {

/// With the real cost of the passphrase; the rest is reading and verifying `state.range(0)` credentials.
void unlockVault(benchmark::State& state) {
    VaultFixture fixture;
    {
        vault::Vault vault({fixture.directory, {}}, fixture.clock);
        (void)vault.load();
        std::vector<vault::NewSlot> slotsToMake;
        slotsToMake.push_back(std::move(*vault::newPassphraseSlot(secret(kPassphrase), {})));
        if (!vault.create(std::move(slotsToMake))) {
            state.SkipWithError("no vault");
            return;
        }
        for (int i = 0; i < state.range(0); ++i) {
            (void)vault.credentials().add(anthropicKey("key " + std::to_string(i)), secret(kKey));
        }
    }
    for (auto _ : state) {
        vault::Vault vault({fixture.directory, {}}, fixture.clock);
        if (!vault.load() || !vault.unlockWithPassphrase(secret(kPassphrase))) {
            state.SkipWithError("it does not open");
            return;
        }
    }
}
BENCHMARK(unlockVault)->Arg(1)->Arg(100)->Unit(benchmark::kMillisecond);

void openCredential(benchmark::State& state) {
    VaultFixture fixture;
    const auto vault = fixture.create();
    const auto id = vault->credentials().add(anthropicKey("key"), secret(kKey));
    const core::SealedValue sealed = *vault->credentials().sealed(*id);
    const auto opener = vault->opener();
    std::shared_ptr<const core::SecretBytes> held;
    if (state.range(0) != 0) {
        held = *opener->open(sealed); // another request is using it
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(opener->open(sealed));
    }
}
BENCHMARK(openCredential)->Arg(0)->Arg(1);

/// Time per batch; items are rows.
void appendRows(benchmark::State& state) {
    VaultFixture fixture;
    const auto log = vault::ActivityLog::open(fixture.directory, 0);
    vault::StoredRow row;
    row.record.agentId = "cadc6ce7151207c5105d87efa1a7a0e4";
    row.record.agentName = "Claude";
    row.record.tokenId = "5f0b24200b8c02a3a477e723273531a1";
    row.record.credentialId = "0b8c02a3a477e723273531a15f0b2420";
    row.record.credentialName = "Work";
    row.record.client = "claude-cli/2.1.330 (external, cli)";
    row.record.method = "POST";
    row.record.scheme = "https";
    row.record.host = "api.anthropic.com";
    row.record.path = "/v1/messages";
    row.record.providerId = "anthropic";
    row.record.injectedHeader = "x-api-key";
    row.record.at = fixture.clock.now();
    for (auto _ : state) {
        std::vector<vault::StoredRow> rows(static_cast<std::size_t>(state.range(0)), row);
        if (!(*log)->append(rows)) {
            state.SkipWithError("not written");
            return;
        }
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(appendRows)->Arg(1)->Arg(1000)->Unit(benchmark::kMicrosecond);

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
