#pragma once

#include "gateway/tls/leaf_minter.h"

#include <list>
#include <optional>
#include <string>
#include <unordered_map>

namespace keysluice::gateway::tls {

/// Server contexts by intercepted host, least recently used first out. They outlive a lock: a client inside then gets a
/// proper answer instead of a failed handshake. Thread: one worker.
class LeafCache final {
public:
    static constexpr std::size_t kCapacity = 256;
    static constexpr core::UnixMs kRenewBeforeMs = 3600LL * 1000; ///< renewed when less than this is left

    explicit LeafCache(std::shared_ptr<EVP_PKEY> leafKey) : m_leafKey(std::move(leafKey)) {}

    /// Null: the vault was locked; what was made before stays. Another certificate than before empties the cache.
    void setAuthority(std::shared_ptr<const SigningAuthority> authority);

    [[nodiscard]] bool has(const std::string& host, core::UnixMs now) const;

    enum class Refusal { NoAuthority, CannotMint };
    /// The context to accept a handshake with; the caller takes its own reference (SSL_new does).
    [[nodiscard]] core::Result<SSL_CTX*, Refusal> contextFor(const std::string& host, core::UnixMs now);

private:
    struct Entry {
        std::string host;
        ContextHandle context;
        core::UnixMs madeAt = 0;
        core::UnixMs notAfter = 0;

        /// Not from the future either: whoever sets the clock back would be shown certificates that are none yet.
        [[nodiscard]] bool isValid(core::UnixMs now) const {
            return now >= madeAt - LeafMinter::kBackDatingMs && notAfter > now;
        }
    };

    [[nodiscard]] core::Result<Entry, Refusal> make(const std::string& host, core::UnixMs now);

    std::shared_ptr<EVP_PKEY> m_leafKey;
    std::shared_ptr<const SigningAuthority> m_authority;
    std::optional<LeafMinter> m_minter;
    std::string m_certificatePem; ///< which authority the entries are from
    std::list<Entry> m_entries;   ///< most recently used first
    std::unordered_map<std::string, std::list<Entry>::iterator> m_byHost;
};

} // namespace keysluice::gateway::tls
