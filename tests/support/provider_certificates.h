#pragma once

#include "gateway/tls/openssl_handles.h"

#include <string>

namespace keysluice::test {

/// A throw-away authority and the certificates that a provider might present, good ones and bad ones.
class ProviderCertificates final {
public:
    struct Identity {
        gateway::tls::CertificateHandle certificate;
        gateway::tls::KeyHandle key;
    };
    enum class Kind { Good, Expired, CommonNameOnly, SelfSigned };

    ProviderCertificates();
    [[nodiscard]] const std::string& authorityPem() const { return m_authorityPem; }
    [[nodiscard]] Identity issue(const std::string& host, Kind kind = Kind::Good) const;

private:
    gateway::tls::KeyHandle m_key;
    gateway::tls::CertificateHandle m_authority;
    std::string m_authorityPem;
};

} // namespace keysluice::test
