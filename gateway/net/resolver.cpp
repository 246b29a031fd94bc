#include "gateway/net/resolver.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <netdb.h>
#include <thread>

namespace keysluice::gateway::net {

namespace {
constexpr int kThreads = 2;
}

LookupResult lookUpWithSystem(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* list = nullptr;
    const int code = getaddrinfo(host.c_str(), nullptr, &hints, &list);
    if (code != 0) {
        return {{}, gai_strerror(code)};
    }
    LookupResult result;
    for (const addrinfo* item = list; item != nullptr; item = item->ai_next) {
        if (item->ai_family == AF_INET) {
            const auto* v4 = reinterpret_cast<const sockaddr_in*>(item->ai_addr);
            result.addresses.push_back(
                http::IpAddress::fromBytes(reinterpret_cast<const std::uint8_t*>(&v4->sin_addr), false));
        } else if (item->ai_family == AF_INET6) {
            const auto* v6 = reinterpret_cast<const sockaddr_in6*>(item->ai_addr);
            result.addresses.push_back(
                http::IpAddress::fromBytes(reinterpret_cast<const std::uint8_t*>(&v6->sin6_addr), true));
        }
    }
    freeaddrinfo(list);
    if (result.addresses.empty()) {
        result.error = "the name has no address";
    }
    return result;
}

struct ResolverPool::State {
    explicit State(LookupFunction function) : lookup(std::move(function)) {}

    struct Job {
        std::string host;
        std::function<void(LookupResult)> done;
    };
    LookupFunction lookup;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Job> jobs;
    bool isStopped = false;
};

ResolverPool::ResolverPool(LookupFunction lookup) : m_state(std::make_shared<State>(std::move(lookup))) {
    for (int i = 0; i < kThreads; ++i) {
        // Detached: getaddrinfo cannot be interrupted, and leaving must not wait for a dead name server.
        std::thread([state = m_state] { serve(state); }).detach();
    }
}

ResolverPool::~ResolverPool() {
    const std::lock_guard lock(m_state->mutex);
    m_state->isStopped = true;
    m_state->jobs.clear();
    m_state->changed.notify_all();
}

void ResolverPool::lookUp(std::string host, std::function<void(LookupResult)> done) {
    const std::lock_guard lock(m_state->mutex);
    m_state->jobs.push_back({std::move(host), std::move(done)});
    m_state->changed.notify_one();
}

void ResolverPool::serve(const std::shared_ptr<State>& state) {
    for (;;) {
        State::Job job;
        {
            std::unique_lock lock(state->mutex);
            state->changed.wait(lock, [&] { return state->isStopped || !state->jobs.empty(); });
            if (state->isStopped) {
                return;
            }
            job = std::move(state->jobs.front());
            state->jobs.pop_front();
        }
        LookupResult result = state->lookup(job.host);
        job.done(std::move(result));
    }
}

std::shared_ptr<DnsQuery> DnsClient::ask(const std::string& host, Runnable& owner) {
    auto query = std::make_shared<DnsQuery>();
    if (const auto found = m_cache->find(host); found != m_cache->end()) {
        if (found->second.expiresAt > m_loop->clock().sinceBoot()) {
            query->isDone = true;
            query->result.addresses = found->second.addresses;
            return query;
        }
        m_cache->erase(found);
    }
    query->owner = &owner;
    // The loop and the cache may be gone when the answer comes.
    m_pool.lookUp(host,
                  [host, query, cache = std::weak_ptr(m_cache), loop = std::weak_ptr(m_loop)](LookupResult result) {
                      const auto strong = loop.lock();
                      if (!strong) {
                          return;
                      }
                      EventLoop& target = *strong;
                      target.post([host, query, cache, &target, result = std::move(result)] {
                          const auto entries = cache.lock();
                          if (entries && !result.addresses.empty()) {
                              if (entries->size() >= kCapacity) {
                                  entries->clear();
                              }
                              (*entries)[host] = {result.addresses, target.clock().sinceBoot() + kKeepNs};
                          }
                          query->isDone = true;
                          query->result = result;
                          if (query->owner != nullptr) {
                              target.makeReady(*query->owner);
                          }
                      });
                  });
    return query;
}

} // namespace keysluice::gateway::net
