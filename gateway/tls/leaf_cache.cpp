#include "gateway/tls/leaf_cache.h"

#include "gateway/tls/context_setup.h"

namespace keysluice::gateway::tls {

void LeafCache::setAuthority(std::shared_ptr<const SigningAuthority> authority) {
    if (authority && authority->certificatePem != m_certificatePem) {
        m_entries.clear();
        m_byHost.clear();
        m_certificatePem = authority->certificatePem;
        m_minter.reset();
    }
    if (!authority) {
        m_minter.reset(); // the authority's key does not outlive the lock
    }
    m_authority = std::move(authority);
}

bool LeafCache::has(const std::string& host, core::UnixMs now) const {
    const auto found = m_byHost.find(host);
    return found != m_byHost.end() && found->second->isValid(now);
}

core::Result<SSL_CTX*, LeafCache::Refusal> LeafCache::contextFor(const std::string& host, core::UnixMs now) {
    if (const auto found = m_byHost.find(host); found != m_byHost.end()) {
        const bool usable = found->second->isValid(now);
        const bool fresh = usable && found->second->notAfter > now + kRenewBeforeMs;
        if (fresh || (usable && !m_authority)) {
            m_entries.splice(m_entries.begin(), m_entries, found->second);
            return found->second->context.get();
        }
        m_entries.erase(found->second);
        m_byHost.erase(found);
    }
    auto entry = make(host, now);
    if (!entry) {
        return core::failure(entry.error());
    }
    m_entries.push_front(std::move(*entry));
    m_byHost[host] = m_entries.begin();
    if (m_entries.size() > kCapacity) {
        m_byHost.erase(m_entries.back().host);
        m_entries.pop_back();
    }
    return m_entries.front().context.get();
}

core::Result<LeafCache::Entry, LeafCache::Refusal> LeafCache::make(const std::string& host, core::UnixMs now) {
    if (!m_authority) {
        return core::failure(Refusal::NoAuthority);
    }
    if (!m_minter) {
        auto minter = LeafMinter::create(*m_authority, m_leafKey);
        if (!minter) {
            return core::failure(Refusal::CannotMint);
        }
        m_minter.emplace(std::move(*minter));
    }
    auto leaf = m_minter->mint(host, now);
    if (!leaf) {
        return core::failure(Refusal::CannotMint);
    }
    ContextHandle context = serverContext(*leaf->certificate, *m_leafKey, host);
    if (!context) {
        return core::failure(Refusal::CannotMint);
    }
    return Entry{host, std::move(context), now, leaf->notAfter};
}

} // namespace keysluice::gateway::tls
