#include "support/provider_certificates.h"

#include "core/clock.h"
#include "gateway/tls/certificate_builder.h"

namespace keysluice::test {

namespace tls = gateway::tls;

namespace {

constexpr core::UnixMs kDay = 24LL * 3600 * 1000;

void setName(X509_NAME* name, const std::string& text) {
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
                               0);
}

} // namespace

ProviderCertificates::ProviderCertificates() : m_key(std::move(*tls::newKey())) {
    const core::UnixMs now = core::SystemClock().now();
    m_authority = std::move(*tls::blankCertificate(*m_key, now - kDay, now + kDay));
    setName(X509_get_subject_name(m_authority.get()), "Test provider authority");
    X509_set_issuer_name(m_authority.get(), X509_get_subject_name(m_authority.get()));
    (void)tls::addTextExtension(*m_authority, nullptr, NID_basic_constraints, "critical,CA:TRUE");
    (void)tls::addTextExtension(*m_authority, nullptr, NID_key_usage, "critical,keyCertSign");
    (void)tls::addTextExtension(*m_authority, nullptr, NID_subject_key_identifier, "hash");
    X509_sign(m_authority.get(), m_key.get(), EVP_sha256());
    m_authorityPem = *tls::certificateToPem(*m_authority);
}

ProviderCertificates::Identity ProviderCertificates::issue(const std::string& host, Kind kind) const {
    const core::UnixMs now = core::SystemClock().now();
    Identity identity{nullptr, std::move(*tls::newKey())};
    const core::UnixMs end = kind == Kind::Expired ? now - kDay / 2 : now + kDay;
    identity.certificate = std::move(*tls::blankCertificate(*identity.key, now - kDay, end));
    X509& certificate = *identity.certificate;
    setName(X509_get_subject_name(&certificate), host);
    const bool isSelfSigned = kind == Kind::SelfSigned;
    X509_set_issuer_name(&certificate, X509_get_subject_name(isSelfSigned ? &certificate : m_authority.get()));
    if (kind != Kind::CommonNameOnly) {
        (void)tls::addSubjectAltName(certificate, host, false);
    }
    X509_sign(&certificate, isSelfSigned ? identity.key.get() : m_key.get(), EVP_sha256());
    return identity;
}

} // namespace keysluice::test
