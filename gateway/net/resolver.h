#pragma once

#include "core/clock.h"
#include "gateway/http/ip_address.h"
#include "gateway/net/event_loop.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace keysluice::gateway::net {

struct LookupResult {
    std::vector<http::IpAddress> addresses; ///< in the order to try; empty: `error` says why
    std::string error;
};

/// Blocking; called on a resolver thread. The default asks getaddrinfo; tests give their own.
using LookupFunction = std::function<LookupResult(const std::string& host)>;
[[nodiscard]] LookupResult lookUpWithSystem(const std::string& host);

/// Two threads that ask for addresses, shared by all workers. Thread: any.
/// Its destructor does not wait for a lookup that hangs; the answer is then dropped.
class ResolverPool final {
public:
    explicit ResolverPool(LookupFunction lookup);
    ~ResolverPool();
    ResolverPool(const ResolverPool&) = delete;
    ResolverPool& operator=(const ResolverPool&) = delete;

    /// `done` runs on a resolver thread.
    void lookUp(std::string host, std::function<void(LookupResult)> done);

private:
    struct State;
    static void serve(const std::shared_ptr<State>& state);
    std::shared_ptr<State> m_state;
};

/// One question in flight. The asker clears `owner` when it no longer cares.
struct DnsQuery {
    Runnable* owner = nullptr;
    bool isDone = false;
    LookupResult result;
};

/// A worker's view of the resolver: answers are kept for 30 s, failures are not. Thread: one worker.
class DnsClient final {
public:
    static constexpr core::MonotonicNs kKeepNs = 30'000'000'000;
    static constexpr std::size_t kCapacity = 512;

    DnsClient(std::shared_ptr<EventLoop> loop, ResolverPool& pool) : m_loop(std::move(loop)), m_pool(pool) {}

    /// Done at once when the answer is known; otherwise `owner` gets a turn when it is.
    [[nodiscard]] std::shared_ptr<DnsQuery> ask(const std::string& host, Runnable& owner);
    void forget() { m_cache->clear(); }

private:
    struct Entry {
        std::vector<http::IpAddress> addresses;
        core::MonotonicNs expiresAt = 0;
    };
    using Cache = std::unordered_map<std::string, Entry>;

    std::shared_ptr<EventLoop> m_loop;
    ResolverPool& m_pool;
    std::shared_ptr<Cache> m_cache = std::make_shared<Cache>();
};

} // namespace keysluice::gateway::net
