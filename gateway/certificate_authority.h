#pragma once

#include "core/clock.h"
#include "core/failure.h"
#include "core/secret_bytes.h"

#include <string>
#include <vector>

namespace keysluice::gateway {

/// What the vault stores of the installation's certificate authority.
struct AuthorityMaterial {
    std::string certificatePem;
    core::SecretBytes privateKeyDer; ///< PKCS#8, EC P-256
};

/// What a certificate of the authority says about itself.
struct AuthorityDetails {
    std::vector<std::string> permittedHosts;
    core::UnixMs notBefore = 0;
    core::UnixMs notAfter = 0;
    std::string sha256Fingerprint; ///< upper-case hex with colons
};

/// Makes the authority: EC P-256, one year, path length 0, name-constrained to `hosts` (DNS names and IP literals) and
/// nothing else. Thread: any. Sources: RFC 5280 sections 4.2.1.9 and 4.2.1.10. Error: IoFailed (context: library's
/// reason).
[[nodiscard]] core::Outcome<AuthorityMaterial> createAuthority(const std::vector<std::string>& hosts, core::UnixMs now);
/// The same key and subject with other hosts or a fresh year: holders of the older certificate keep working for its
/// hosts.
[[nodiscard]] core::Outcome<std::string> reissueAuthority(const AuthorityMaterial& material,
                                                          const std::vector<std::string>& hosts, core::UnixMs now);
[[nodiscard]] core::Outcome<AuthorityDetails> authorityDetails(const std::string& certificatePem);

} // namespace keysluice::gateway
