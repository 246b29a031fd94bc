#include "gateway/certificate_authority.h"

#include "core/random.h"
#include "gateway/tls/certificate_builder.h"

#include <array>
#include <cstdio>

namespace keysluice::gateway {

namespace {

using core::fail;
using core::FailureCode;

constexpr core::UnixMs kYearMs = 365LL * 24 * 3600 * 1000;
constexpr core::UnixMs kBackDatingMs = 5LL * 60 * 1000; // clocks of clients that run a little behind
constexpr std::size_t kSubjectMarkLength = 8;

bool setSubject(X509& certificate) {
    // Two installations on one machine must not share a subject: chain building goes by name.
    const std::string name = "Keysluice local authority " + core::randomText(kSubjectMarkLength, "0123456789abcdef");
    X509_NAME* subject = X509_get_subject_name(&certificate);
    return X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Keysluice"),
                                      -1, -1, 0) == 1 &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()),
                                      -1, -1, 0) == 1;
}

core::Outcome<std::string> issue(EVP_PKEY& key, const X509_NAME* subject, const std::vector<std::string>& hosts,
                                 core::UnixMs now) {
    auto certificate = tls::blankCertificate(key, now - kBackDatingMs, now + kYearMs);
    if (!certificate) {
        return fail(FailureCode::IoFailed, certificate.error());
    }
    X509& cert = **certificate;
    const bool named = subject == nullptr ? setSubject(cert) : X509_set_subject_name(&cert, subject) == 1;
    const bool ok = named && X509_set_issuer_name(&cert, X509_get_subject_name(&cert)) == 1 &&
                    tls::addTextExtension(cert, nullptr, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    tls::addTextExtension(cert, nullptr, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                    tls::addTextExtension(cert, nullptr, NID_ext_key_usage, "serverAuth") &&
                    tls::addTextExtension(cert, nullptr, NID_subject_key_identifier, "hash") &&
                    tls::addTextExtension(cert, nullptr, NID_authority_key_identifier, "keyid:always") &&
                    tls::addNameConstraints(cert, hosts) && X509_sign(&cert, &key, EVP_sha256()) > 0;
    if (!ok) {
        return fail(FailureCode::IoFailed, tls::takeErrorText());
    }
    auto pem = tls::certificateToPem(cert);
    if (!pem) {
        return fail(FailureCode::IoFailed, pem.error());
    }
    return std::move(*pem);
}

} // namespace

core::Outcome<AuthorityMaterial> createAuthority(const std::vector<std::string>& hosts, core::UnixMs now) {
    auto key = tls::newKey();
    if (!key) {
        return fail(FailureCode::IoFailed, key.error());
    }
    auto der = tls::keyToDer(**key);
    if (!der) {
        return fail(FailureCode::IoFailed, der.error());
    }
    auto pem = issue(**key, nullptr, hosts, now);
    if (!pem) {
        return tl::make_unexpected(pem.error());
    }
    return AuthorityMaterial{std::move(*pem), std::move(*der)};
}

core::Outcome<std::string> reissueAuthority(const AuthorityMaterial& material, const std::vector<std::string>& hosts,
                                            core::UnixMs now) {
    auto key = tls::keyFromDer(material.privateKeyDer);
    if (!key) {
        return fail(FailureCode::IoFailed, key.error());
    }
    auto old = tls::certificateFromPem(material.certificatePem);
    if (!old) {
        return fail(FailureCode::IoFailed, old.error());
    }
    if (X509_check_private_key(old->get(), key->get()) != 1) {
        return fail(FailureCode::IoFailed, tls::takeErrorText());
    }
    return issue(**key, X509_get_subject_name(old->get()), hosts, now);
}

core::Outcome<AuthorityDetails> authorityDetails(const std::string& certificatePem) {
    auto certificate = tls::certificateFromPem(certificatePem);
    if (!certificate) {
        return fail(FailureCode::IoFailed, certificate.error());
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (X509_digest(certificate->get(), EVP_sha256(), digest.data(), &size) != 1) {
        return fail(FailureCode::IoFailed, tls::takeErrorText());
    }
    AuthorityDetails details;
    details.permittedHosts = tls::permittedNames(**certificate);
    details.notBefore = tls::notBeforeOf(**certificate);
    details.notAfter = tls::notAfterOf(**certificate);
    for (unsigned int i = 0; i < size; ++i) {
        std::array<char, 4> hex{};
        std::snprintf(hex.data(), hex.size(), i == 0 ? "%02X" : ":%02X", digest[i]);
        details.sha256Fingerprint += hex.data();
    }
    return details;
}

} // namespace keysluice::gateway
