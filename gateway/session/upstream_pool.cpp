#include "gateway/session/upstream_pool.h"

#include "gateway/net/socket.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace keysluice::gateway::session {

std::string UpstreamKey::text() const {
    const std::string number = std::to_string(port);
    const std::array<std::string_view, 6> parts{host, number, isTls ? "tls" : "plain", address, credentialId, agentId};
    std::string key;
    key.reserve(std::accumulate(parts.begin(), parts.end(), parts.size(),
                                [](std::size_t sum, std::string_view part) { return sum + part.size(); }));
    for (const std::string_view part : parts) {
        key.append(part).push_back('\n');
    }
    return key;
}

class UpstreamPool::Idle final : public net::Runnable {
public:
    Idle(UpstreamPool& pool, List& list, std::unique_ptr<net::Stream> stream, std::chrono::milliseconds keepFor)
        : m_pool(pool),
          m_loop(pool.m_loop),
          m_list(list),
          m_stream(std::move(stream)),
          m_timer(m_loop.timers(), [this] { m_pool.evict(*this); }) {
        m_stream->setOwner(this);
        m_timer.setDeadline(m_loop.now() + std::chrono::nanoseconds(keepFor).count());
    }
    ~Idle() override {
        if (m_stream) {
            m_stream->endOutput();
            m_loop.bury(std::shared_ptr<void>(std::move(m_stream)));
        }
    }

    void runTurn() override {
        if (!isQuiet()) {
            m_pool.evict(*this);
        }
    }

    /// Tickets of TLS 1.3 and the like are taken in; anything a person could call an answer, an end or an error is not.
    [[nodiscard]] bool isQuiet() {
        if (m_stream->hasHungUp()) {
            return false;
        }
        if (!m_stream->mayRead()) {
            return true;
        }
        char byte = 0;
        return m_stream->read({&byte, 1}).status == net::IoStatus::Again;
    }
    [[nodiscard]] net::Stream& stream() { return *m_stream; }
    [[nodiscard]] List& list() { return m_list; }
    /// No longer in its list, which may go before this.
    void detach() { m_timer.cancel(); }
    [[nodiscard]] std::unique_ptr<net::Stream> release() {
        m_stream->setOwner(nullptr);
        return std::move(m_stream);
    }

private:
    UpstreamPool& m_pool; ///< may be gone when this is destroyed
    net::EventLoop& m_loop;
    List& m_list; ///< where it is kept; in its node of the map, which stays while the list is not empty
    std::unique_ptr<net::Stream> m_stream;
    net::Timer m_timer;
};

UpstreamPool::UpstreamPool(net::EventLoop& loop) : m_loop(loop), m_sleptNs(sleptNs()) {}

UpstreamPool::~UpstreamPool() {
    clear();
}

std::unique_ptr<net::Stream> UpstreamPool::take(const std::string& key, bool mustBeFresh) {
    const auto found = m_idle.find(key);
    if (found == m_idle.end()) {
        return nullptr;
    }
    if (hasSlept()) {
        clear(); // nobody on the way knows them any more, and nobody says so
        return nullptr;
    }
    std::unique_ptr<net::Stream> stream;
    while (!stream && !found->second.empty()) {
        std::unique_ptr<Idle> idle = std::move(found->second.back());
        found->second.pop_back();
        --m_count;
        if (idle->isQuiet() && !(mustBeFresh && net::hasSomethingToRead(idle->stream().descriptor()))) {
            stream = idle->release();
        }
        discard(std::move(idle));
    }
    return stream;
}

void UpstreamPool::give(const std::string& key, std::unique_ptr<net::Stream> stream,
                        std::chrono::milliseconds keepFor) {
    if (m_idle.size() > kCapacity) {
        forgetUnusedKeys();
    }
    List& list = m_idle[key];
    if (m_count >= kCapacity || list.size() >= kPerKey) {
        stream->setOwner(nullptr);
        stream->endOutput();
        m_loop.bury(std::shared_ptr<void>(std::move(stream)));
        return;
    }
    list.push_back(std::make_unique<Idle>(*this, list, std::move(stream), keepFor));
    ++m_count;
}

void UpstreamPool::clear() {
    for (auto& [key, list] : m_idle) {
        for (auto& idle : list) {
            discard(std::move(idle));
        }
    }
    m_idle.clear();
    m_count = 0;
}

core::MonotonicNs UpstreamPool::sleptNs() const {
    return m_loop.clock().sinceBoot() - m_loop.clock().monotonic();
}

bool UpstreamPool::hasSlept() {
    const core::MonotonicNs slept = sleptNs();
    if (slept - m_sleptNs < kNoticedSleepNs) {
        return false; // two clocks are never read at once
    }
    m_sleptNs = slept;
    return true;
}

void UpstreamPool::discard(std::unique_ptr<Idle> idle) {
    idle->detach();
    m_loop.bury(std::unique_ptr<net::Runnable>(std::move(idle)));
}

void UpstreamPool::forgetUnusedKeys() {
    std::erase_if(m_idle, [](const auto& entry) { return entry.second.empty(); });
}

void UpstreamPool::evict(Idle& idle) {
    List& list = idle.list();
    const auto item = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.get() == &idle; });
    if (item == list.end()) {
        return;
    }
    discard(std::move(*item));
    list.erase(item);
    --m_count;
}

} // namespace keysluice::gateway::session
