// The authority and the leaves it signs, judged by OpenSSL's own verification.
#include "gateway/certificate_authority.h"
#include "gateway/tls/certificate_builder.h"
#include "gateway/tls/leaf_minter.h"

#include <QtTest>

using namespace keysluice;
using gateway::AuthorityMaterial;
namespace tls = gateway::tls;

namespace {

constexpr core::UnixMs kDay = 24LL * 3600 * 1000;
const core::SystemClock kClock;

int verifyLeaf(const std::string& authorityPem, X509* leaf, const std::string& host) {
    auto authority = tls::certificateFromPem(authorityPem);
    X509_STORE* store = X509_STORE_new();
    X509_STORE_add_cert(store, authority->get());
    X509_STORE_CTX* context = X509_STORE_CTX_new();
    X509_STORE_CTX_init(context, store, leaf, nullptr);
    X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SSL_SERVER);
    if (tls::isIpLiteral(host)) {
        X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str());
    } else {
        X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size());
    }
    X509_verify_cert(context);
    const int result = X509_STORE_CTX_get_error(context);
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return result;
}

tls::LeafMinter minterFor(const AuthorityMaterial& material) {
    auto shared = std::make_shared<core::SecretBytes>(material.privateKeyDer.clone());
    auto leafKey = tls::newKey();
    auto minter = tls::LeafMinter::create({material.certificatePem, shared},
                                          std::shared_ptr<EVP_PKEY>(leafKey->release(), EVP_PKEY_free));
    return std::move(*minter);
}

} // namespace

class CertificatesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void leavesOfPermittedHostsVerifyAndNoOthers();
    void anAuthorityWithoutAddressesPermitsNone();
    void anAuthorityWithoutNamesPermitsNone();
    void reissueKeepsKeyAndSubject();
    void detailsNameHostsEndAndFingerprint();
    void leafLivesADayAtMost();
    void foreignKeyIsRefused();
};

void CertificatesTest::leavesOfPermittedHostsVerifyAndNoOthers() {
    auto material = gateway::createAuthority({"api.anthropic.com", "127.0.0.1", "::1"}, kClock.now());
    QVERIFY(material.has_value());
    const tls::LeafMinter minter = minterFor(*material);
    for (const char* host : {"api.anthropic.com", "127.0.0.1", "::1"}) {
        auto leaf = minter.mint(host, kClock.now());
        QVERIFY(leaf.has_value());
        QCOMPARE(verifyLeaf(material->certificatePem, leaf->certificate.get(), host), X509_V_OK);
    }
    for (const char* host : {"example.com", "anthropic.com", "10.0.0.1", "::2"}) {
        auto leaf = minter.mint(host, kClock.now());
        QVERIFY(leaf.has_value());
        QCOMPARE(verifyLeaf(material->certificatePem, leaf->certificate.get(), host), X509_V_ERR_PERMITTED_VIOLATION);
    }
}

void CertificatesTest::anAuthorityWithoutAddressesPermitsNone() {
    auto material = gateway::createAuthority({"api.openai.com"}, kClock.now());
    const tls::LeafMinter minter = minterFor(*material);
    for (const char* host : {"127.0.0.1", "::1"}) {
        auto leaf = minter.mint(host, kClock.now());
        QCOMPARE(verifyLeaf(material->certificatePem, leaf->certificate.get(), host), X509_V_ERR_EXCLUDED_VIOLATION);
    }
}

void CertificatesTest::anAuthorityWithoutNamesPermitsNone() {
    auto material = gateway::createAuthority({"127.0.0.1"}, kClock.now());
    const tls::LeafMinter minter = minterFor(*material);
    auto leaf = minter.mint("api.openai.com", kClock.now());
    QCOMPARE(verifyLeaf(material->certificatePem, leaf->certificate.get(), "api.openai.com"),
             X509_V_ERR_EXCLUDED_VIOLATION);
}

void CertificatesTest::reissueKeepsKeyAndSubject() {
    auto material = gateway::createAuthority({"api.anthropic.com"}, kClock.now());
    auto wider = gateway::reissueAuthority(*material, {"api.anthropic.com", "llm.example.org"}, kClock.now());
    QVERIFY(wider.has_value());
    auto before = tls::certificateFromPem(material->certificatePem);
    auto after = tls::certificateFromPem(*wider);
    QCOMPARE(X509_NAME_cmp(X509_get_subject_name(before->get()), X509_get_subject_name(after->get())), 0);
    QCOMPARE(EVP_PKEY_eq(X509_get0_pubkey(before->get()), X509_get0_pubkey(after->get())), 1);
    QVERIFY(ASN1_INTEGER_cmp(X509_get0_serialNumber(before->get()), X509_get0_serialNumber(after->get())) != 0);
    // A client that holds the older certificate goes on to accept leaves of the older host.
    const tls::LeafMinter minter = minterFor(AuthorityMaterial{*wider, material->privateKeyDer.clone()});
    auto oldHost = minter.mint("api.anthropic.com", kClock.now());
    auto newHost = minter.mint("llm.example.org", kClock.now());
    QCOMPARE(verifyLeaf(material->certificatePem, oldHost->certificate.get(), "api.anthropic.com"), X509_V_OK);
    QCOMPARE(verifyLeaf(*wider, newHost->certificate.get(), "llm.example.org"), X509_V_OK);
    QCOMPARE(verifyLeaf(material->certificatePem, newHost->certificate.get(), "llm.example.org"),
             X509_V_ERR_PERMITTED_VIOLATION);
}

void CertificatesTest::detailsNameHostsEndAndFingerprint() {
    const core::UnixMs now = kClock.now();
    auto material = gateway::createAuthority({"api.anthropic.com", "192.168.1.7", "fd00::1"}, now);
    auto details = gateway::authorityDetails(material->certificatePem);
    QVERIFY(details.has_value());
    QCOMPARE(details->permittedHosts, (std::vector<std::string>{"api.anthropic.com", "192.168.1.7", "fd00::1"}));
    QVERIFY(std::abs(details->notAfter - (now + 365 * kDay)) <= 1000);
    QCOMPARE(details->sha256Fingerprint.size(), std::size_t{95});
    auto certificate = tls::certificateFromPem(material->certificatePem);
    QCOMPARE(X509_get_pathlen(certificate->get()), 0L);
    QVERIFY(!gateway::authorityDetails("nothing of the kind").has_value());
}

void CertificatesTest::leafLivesADayAtMost() {
    const core::UnixMs now = kClock.now();
    auto material = gateway::createAuthority({"api.anthropic.com"}, now);
    auto leaf = minterFor(*material).mint("api.anthropic.com", now);
    int days = 0;
    int seconds = 0;
    ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(leaf->certificate.get()),
                   X509_get0_notAfter(leaf->certificate.get()));
    QVERIFY(days * 86400 + seconds <= 86400);
    QVERIFY(X509_cmp_time(X509_get0_notBefore(leaf->certificate.get()), nullptr) < 0);
    QCOMPARE(X509_get_extension_flags(leaf->certificate.get()) & EXFLAG_CA, 0U);
    // Never beyond the authority's own end.
    auto late = minterFor(*material).mint("api.anthropic.com", now + 365 * kDay - 1000);
    QVERIFY(late->notAfter <= now + 365 * kDay);
}

void CertificatesTest::foreignKeyIsRefused() {
    auto one = gateway::createAuthority({"api.anthropic.com"}, kClock.now());
    auto other = gateway::createAuthority({"api.anthropic.com"}, kClock.now());
    const AuthorityMaterial mixed{one->certificatePem, other->privateKeyDer.clone()};
    QVERIFY(!gateway::reissueAuthority(mixed, {"api.anthropic.com"}, kClock.now()).has_value());
    auto key = std::make_shared<core::SecretBytes>(mixed.privateKeyDer.clone());
    auto leafKey = tls::newKey();
    QVERIFY(!tls::LeafMinter::create({mixed.certificatePem, key},
                                     std::shared_ptr<EVP_PKEY>(leafKey->release(), EVP_PKEY_free))
                 .has_value());
}

QTEST_GUILESS_MAIN(CertificatesTest)
#include "tst_certificates.moc"
