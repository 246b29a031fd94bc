#pragma once

#include "gateway/net/stream.h"
#include "gateway/net/timer_heap.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keysluice::gateway::session {

/// Which connections may stand for each other.
struct UpstreamKey {
    std::string_view host;
    std::uint16_t port = 0;
    bool isTls = true;
    std::string address;           ///< when it is prescribed (override), else empty
    std::string_view credentialId; ///< empty: none injected
    std::string_view agentId;

    [[nodiscard]] std::string text() const;
};

/// Idle provider connections of one worker, last used first. Each is watched: a FIN, an error or a byte nobody asked
/// for evicts it at once, and after the machine was suspended none is used any more. Thread: one worker.
class UpstreamPool final {
public:
    explicit UpstreamPool(net::EventLoop& loop);
    ~UpstreamPool();
    UpstreamPool(const UpstreamPool&) = delete;
    UpstreamPool& operator=(const UpstreamPool&) = delete;

    /// Null: none. `mustBeFresh` asks the kernel once more, for requests that cannot be repeated.
    [[nodiscard]] std::unique_ptr<net::Stream> take(const std::string& key, bool mustBeFresh);
    void give(const std::string& key, std::unique_ptr<net::Stream> stream, std::chrono::milliseconds keepFor);
    void clear();
    [[nodiscard]] std::size_t size() const { return m_count; }

private:
    static constexpr std::size_t kCapacity = 512;
    static constexpr std::size_t kPerKey = 64;
    static constexpr core::MonotonicNs kNoticedSleepNs = 1'000'000'000;

    class Idle;
    using List = std::vector<std::unique_ptr<Idle>>;
    void evict(Idle& idle);
    void discard(std::unique_ptr<Idle> idle);
    void forgetUnusedKeys();
    [[nodiscard]] core::MonotonicNs sleptNs() const;
    /// True once after each suspension.
    [[nodiscard]] bool hasSlept();

    net::EventLoop& m_loop;
    /// A list that is empty stays for a while: most are filled again by the answer to the request that emptied them.
    std::unordered_map<std::string, List> m_idle;
    std::size_t m_count = 0;
    core::MonotonicNs m_sleptNs;
};

} // namespace keysluice::gateway::session
