#include "gateway/tls/leaf_minter.h"

#include "gateway/tls/certificate_builder.h"

#include <algorithm>

namespace keysluice::gateway::tls {

namespace {
constexpr std::size_t kCommonNameLimit = 64; // RFC 5280, ub-common-name
}

LeafMinter::LeafMinter(CertificateHandle certificate, KeyHandle key, std::shared_ptr<EVP_PKEY> leafKey)
    : m_authority(std::move(certificate)), m_authorityKey(std::move(key)), m_leafKey(std::move(leafKey)) {}

core::Result<LeafMinter, std::string> LeafMinter::create(const SigningAuthority& authority,
                                                         std::shared_ptr<EVP_PKEY> leafKey) {
    auto certificate = certificateFromPem(authority.certificatePem);
    if (!certificate) {
        return core::failure(certificate.error());
    }
    if (!authority.privateKeyDer) {
        return core::failure(std::string("no signing key"));
    }
    auto key = keyFromDer(*authority.privateKeyDer);
    if (!key) {
        return core::failure(key.error());
    }
    if (X509_check_private_key(certificate->get(), key->get()) != 1) {
        return core::failure(takeErrorText());
    }
    return LeafMinter(std::move(*certificate), std::move(*key), std::move(leafKey));
}

core::Result<LeafMinter::Leaf, std::string> LeafMinter::mint(const std::string& host, core::UnixMs now) const {
    const core::UnixMs authorityEnd = notAfterOf(*m_authority);
    const core::UnixMs notAfter = std::min(now + kLifetimeMs, authorityEnd);
    auto certificate = blankCertificate(*m_leafKey, now - kBackDatingMs, notAfter);
    if (!certificate) {
        return core::failure(certificate.error());
    }
    X509& leaf = **certificate;
    X509_NAME* subject = X509_get_subject_name(&leaf);
    // An address in the common name would be held against the DNS name constraints; it gets an organisation only.
    const bool nameable = !isIpLiteral(host) && host.size() <= kCommonNameLimit;
    const auto* text = reinterpret_cast<const unsigned char*>(nameable ? host.c_str() : "Keysluice");
    const bool ok = X509_NAME_add_entry_by_txt(subject, nameable ? "CN" : "O", MBSTRING_ASC, text, -1, -1, 0) == 1 &&
                    X509_set_issuer_name(&leaf, X509_get_subject_name(m_authority.get())) == 1 &&
                    addTextExtension(leaf, m_authority.get(), NID_basic_constraints, "critical,CA:FALSE") &&
                    addTextExtension(leaf, m_authority.get(), NID_key_usage, "critical,digitalSignature") &&
                    addTextExtension(leaf, m_authority.get(), NID_ext_key_usage, "serverAuth") &&
                    addTextExtension(leaf, m_authority.get(), NID_subject_key_identifier, "hash") &&
                    addTextExtension(leaf, m_authority.get(), NID_authority_key_identifier, "keyid:always") &&
                    addSubjectAltName(leaf, host, false) && X509_sign(&leaf, m_authorityKey.get(), EVP_sha256()) > 0;
    if (!ok) {
        return core::failure(takeErrorText());
    }
    return Leaf{std::move(*certificate), notAfter};
}

} // namespace keysluice::gateway::tls
