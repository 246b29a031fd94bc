#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "gateway/snapshot.h"
#include "gateway/tls/openssl_handles.h"

#include <memory>
#include <string>

namespace keysluice::gateway::tls {

/// Makes the certificates that intercepted hosts are impersonated with, signed by the installation's authority.
/// One P-256 key serves every leaf of the process: minting is then one signature.
/// Thread: one worker; the leaf key may be shared between workers (it is only read).
class LeafMinter final {
public:
    static constexpr core::UnixMs kLifetimeMs = 24LL * 3600 * 1000 - 5LL * 60 * 1000; ///< 24 h with the back-dating
    static constexpr core::UnixMs kBackDatingMs = 5LL * 60 * 1000;

    /// Error: the library's reason, when the authority cannot be read or its key does not fit its certificate.
    [[nodiscard]] static core::Result<LeafMinter, std::string> create(const SigningAuthority& authority,
                                                                      std::shared_ptr<EVP_PKEY> leafKey);

    struct Leaf {
        CertificateHandle certificate;
        core::UnixMs notAfter = 0;
    };
    /// SAN = `host` (lower case, an IP literal without brackets), EKU serverAuth.
    [[nodiscard]] core::Result<Leaf, std::string> mint(const std::string& host, core::UnixMs now) const;

    [[nodiscard]] EVP_PKEY* leafKey() const { return m_leafKey.get(); }

private:
    LeafMinter(CertificateHandle certificate, KeyHandle key, std::shared_ptr<EVP_PKEY> leafKey);

    CertificateHandle m_authority;
    KeyHandle m_authorityKey;
    std::shared_ptr<EVP_PKEY> m_leafKey;
};

} // namespace keysluice::gateway::tls
