#pragma once

#include "core/clock.h"
#include "gateway/net/event_loop.h"
#include "gateway/net/resolver_pool.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace keysluice::gateway::net {

/// One question in flight. The asker clears `owner` when it no longer cares, and lets go of it.
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

    /// Done at once when the answer is known; otherwise `owner` gets a turn when it is. `asker`: see ResolverPool.
    [[nodiscard]] std::shared_ptr<DnsQuery> ask(const std::string& host, std::string asker, Runnable& owner);
    /// Another network gives other answers.
    void forget();

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
