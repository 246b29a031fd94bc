#include "gateway/net/resolver.h"

namespace keysluice::gateway::net {

std::shared_ptr<DnsQuery> DnsClient::ask(const std::string& host, std::string asker, Runnable& owner) {
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
    // Loop, cache and asker may be gone when the answer comes.
    m_pool.lookUp({host, std::move(asker), query},
                  [host, question = std::weak_ptr(query), kept = std::weak_ptr(m_cache),
                   loop = std::weak_ptr(m_loop)](const LookupResult& result) {
                      const auto strong = loop.lock();
                      if (!strong) {
                          return;
                      }
                      EventLoop& target = *strong;
                      target.post([host, question, kept, &target, result] {
                          const auto cache = kept.lock();
                          if (cache && !result.addresses.empty()) {
                              if (cache->size() >= kCapacity) {
                                  cache->clear();
                              }
                              (*cache)[host] = {result.addresses, target.clock().sinceBoot() + kKeepNs};
                          }
                          const auto asked = question.lock();
                          if (!asked) {
                              return;
                          }
                          asked->isDone = true;
                          asked->result = result;
                          if (asked->owner != nullptr) {
                              target.makeReady(*asked->owner);
                          }
                      });
                  });
    return query;
}

void DnsClient::forget() {
    m_cache = std::make_shared<Cache>(); // answers on their way are of the old network, too
    m_pool.startAfresh();
}

} // namespace keysluice::gateway::net
