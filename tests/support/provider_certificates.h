#pragma once

#include "core/clock.h"
#include "gateway/tls/openssl_handles.h"

#include <string>
#include <vector>

namespace keysluice::test {

/// A throw-away authority and the certificates that a provider might present, good ones and bad ones.
class ProviderCertificates final {
public:
    struct Identity {
        gateway::tls::CertificateHandle certificate;
        gateway::tls::KeyHandle key;
        gateway::tls::CertificateHandle intermediate{}; ///< between it and the authority; null: none
    };
    enum class Kind {
        Good,
        Expired,
        NotYetValid,
        CommonNameOnly,
        SelfSigned,
        ClientOnly,        ///< extended key usage clientAuth and nothing else
        SignatureOnly,     ///< key usage keyCertSign and nothing else
        NoIntermediate,    ///< the intermediate says CA:FALSE
        IntermediateUnfit, ///< the intermediate may not sign certificates by its key usage
        LeafAsAuthority,   ///< signed with the key of another provider's good certificate
        WeakKey,           ///< RSA of 1,024 bits
        WeakDigest,        ///< signed with SHA-1
    };

    ProviderCertificates();
    [[nodiscard]] const std::string& authorityPem() const { return m_authorityPem; }
    [[nodiscard]] Identity issue(const std::string& host, Kind kind = Kind::Good) const;
    /// A good one for several names; a zero byte in a name is written as it is.
    [[nodiscard]] Identity issueFor(const std::vector<std::string>& names) const;

private:
    struct Issuer {
        X509* certificate;
        EVP_PKEY* key;
    };
    [[nodiscard]] Identity blank(const std::string& commonName, gateway::tls::KeyHandle key, core::UnixMs begin,
                                 core::UnixMs end) const;
    [[nodiscard]] Identity intermediate(Kind kind) const;
    static void sign(Identity& identity, Issuer issuer, const EVP_MD* digest = EVP_sha256());

    gateway::tls::KeyHandle m_key;
    gateway::tls::CertificateHandle m_authority;
    std::string m_authorityPem;
};

} // namespace keysluice::test
