#include "support/provider_certificates.h"

#include "gateway/tls/certificate_builder.h"

#include <openssl/rsa.h>

namespace keysluice::test {

namespace tls = gateway::tls;

namespace {

constexpr core::UnixMs kDay = 24LL * 3600 * 1000;
constexpr unsigned int kWeakBits = 1024;

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

ProviderCertificates::Identity ProviderCertificates::blank(const std::string& commonName, tls::KeyHandle key,
                                                           core::UnixMs begin, core::UnixMs end) const {
    Identity identity{nullptr, std::move(key)};
    identity.certificate = std::move(*tls::blankCertificate(*identity.key, begin, end));
    setName(X509_get_subject_name(identity.certificate.get()), commonName);
    return identity;
}

void ProviderCertificates::sign(Identity& identity, Issuer issuer, const EVP_MD* digest) {
    X509_set_issuer_name(identity.certificate.get(), X509_get_subject_name(issuer.certificate));
    X509_sign(identity.certificate.get(), issuer.key, digest);
}

ProviderCertificates::Identity ProviderCertificates::intermediate(Kind kind) const {
    const core::UnixMs now = core::SystemClock().now();
    Identity identity = blank("Test intermediate", std::move(*tls::newKey()), now - kDay, now + kDay);
    X509& certificate = *identity.certificate;
    if (kind == Kind::LeafAsAuthority) {
        (void)tls::addSubjectAltName(certificate, "another.example", false);
        (void)tls::addTextExtension(certificate, nullptr, NID_ext_key_usage, "serverAuth");
    } else {
        (void)tls::addTextExtension(certificate, nullptr, NID_basic_constraints,
                                    kind == Kind::NoIntermediate ? "critical,CA:FALSE" : "critical,CA:TRUE");
        (void)tls::addTextExtension(certificate, nullptr, NID_key_usage,
                                    kind == Kind::IntermediateUnfit ? "critical,digitalSignature"
                                                                    : "critical,keyCertSign");
    }
    sign(identity, {m_authority.get(), m_key.get()});
    return identity;
}

ProviderCertificates::Identity ProviderCertificates::issue(const std::string& host, Kind kind) const {
    const core::UnixMs now = core::SystemClock().now();
    const core::UnixMs begin = kind == Kind::NotYetValid ? now + kDay / 2 : now - kDay;
    const core::UnixMs end = kind == Kind::Expired ? now - kDay / 2 : now + kDay;
    Identity identity = blank(
        host, kind == Kind::WeakKey ? tls::KeyHandle(EVP_RSA_gen(kWeakBits)) : std::move(*tls::newKey()), begin, end);
    X509& certificate = *identity.certificate;
    if (kind != Kind::CommonNameOnly) {
        (void)tls::addSubjectAltName(certificate, host, false);
    }
    if (kind == Kind::ClientOnly) {
        (void)tls::addTextExtension(certificate, nullptr, NID_ext_key_usage, "clientAuth");
    } else if (kind == Kind::SignatureOnly) {
        (void)tls::addTextExtension(certificate, nullptr, NID_key_usage, "critical,keyCertSign");
    }
    switch (kind) {
    case Kind::SelfSigned:
        sign(identity, {&certificate, identity.key.get()});
        break;
    case Kind::NoIntermediate:
    case Kind::IntermediateUnfit:
    case Kind::LeafAsAuthority: {
        Identity between = intermediate(kind);
        sign(identity, {between.certificate.get(), between.key.get()});
        identity.intermediate = std::move(between.certificate);
        break;
    }
    default:
        sign(identity, {m_authority.get(), m_key.get()}, kind == Kind::WeakDigest ? EVP_sha1() : EVP_sha256());
        break;
    }
    return identity;
}

ProviderCertificates::Identity ProviderCertificates::issueFor(const std::vector<std::string>& names) const {
    const core::UnixMs now = core::SystemClock().now();
    Identity identity = blank("a provider", std::move(*tls::newKey()), now - kDay, now + kDay);
    const std::unique_ptr<GENERAL_NAMES, tls::FreeWith<GENERAL_NAMES_free>> list(sk_GENERAL_NAME_new_null());
    for (const std::string& name : names) {
        GENERAL_NAME* one = GENERAL_NAME_new();
        ASN1_IA5STRING* text = ASN1_IA5STRING_new();
        ASN1_STRING_set(text, name.data(), static_cast<int>(name.size()));
        GENERAL_NAME_set0_value(one, GEN_DNS, text);
        sk_GENERAL_NAME_push(list.get(), one);
    }
    X509_add1_ext_i2d(identity.certificate.get(), NID_subject_alt_name, list.get(), 0, X509V3_ADD_DEFAULT);
    sign(identity, {m_authority.get(), m_key.get()});
    return identity;
}

} // namespace keysluice::test
