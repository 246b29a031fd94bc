#include "gateway/session/upstream_pool.h"

#include "gateway/net/socket.h"

#include <algorithm>

namespace keysluice::gateway::session {

std::string UpstreamKey::text() const {
    std::string key = host;
    for (const std::string& part :
         {std::to_string(port), std::string(isTls ? "tls" : "plain"), address, credentialId, agentId}) {
        key += '\n';
        key += part;
    }
    return key;
}

class UpstreamPool::Idle final : public net::Runnable {
public:
    Idle(UpstreamPool& pool, std::string key, std::unique_ptr<net::Stream> stream, std::chrono::milliseconds keepFor)
        : m_pool(pool),
          m_loop(pool.m_loop),
          m_key(std::move(key)),
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
    [[nodiscard]] const std::string& key() const { return m_key; }
    [[nodiscard]] std::unique_ptr<net::Stream> release() {
        m_stream->setOwner(nullptr);
        return std::move(m_stream);
    }

private:
    UpstreamPool& m_pool; ///< may be gone when this is destroyed
    net::EventLoop& m_loop;
    std::string m_key;
    std::unique_ptr<net::Stream> m_stream;
    net::Timer m_timer;
};

UpstreamPool::UpstreamPool(net::EventLoop& loop) : m_loop(loop) {}

UpstreamPool::~UpstreamPool() {
    clear();
}

std::unique_ptr<net::Stream> UpstreamPool::take(const std::string& key, bool mustBeFresh) {
    const auto found = m_idle.find(key);
    if (found == m_idle.end()) {
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
        m_loop.bury(std::unique_ptr<net::Runnable>(std::move(idle)));
    }
    if (found->second.empty()) {
        m_idle.erase(found);
    }
    return stream;
}

void UpstreamPool::give(const std::string& key, std::unique_ptr<net::Stream> stream,
                        std::chrono::milliseconds keepFor) {
    auto& list = m_idle[key];
    if (m_count >= kCapacity || list.size() >= kPerKey) {
        if (list.empty()) {
            m_idle.erase(key);
        }
        stream->setOwner(nullptr);
        stream->endOutput();
        m_loop.bury(std::shared_ptr<void>(std::move(stream)));
        return;
    }
    list.push_back(std::make_unique<Idle>(*this, key, std::move(stream), keepFor));
    ++m_count;
}

void UpstreamPool::clear() {
    for (auto& [key, list] : m_idle) {
        for (auto& idle : list) {
            m_loop.bury(std::unique_ptr<net::Runnable>(std::move(idle)));
        }
    }
    m_idle.clear();
    m_count = 0;
}

void UpstreamPool::evict(Idle& idle) {
    const auto found = m_idle.find(idle.key());
    if (found == m_idle.end()) {
        return;
    }
    auto& list = found->second;
    const auto item = std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.get() == &idle; });
    if (item == list.end()) {
        return;
    }
    m_loop.bury(std::unique_ptr<net::Runnable>(std::move(*item)));
    list.erase(item);
    --m_count;
    if (list.empty()) {
        m_idle.erase(found);
    }
}

} // namespace keysluice::gateway::session
