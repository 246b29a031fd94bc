#include "gateway/tls/certificate_builder.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace keysluice::gateway::tls {

namespace {

constexpr int kSerialBytes = 16;
constexpr core::UnixMs kMsPerSecond = 1000;

using OctetsHandle = std::unique_ptr<ASN1_OCTET_STRING, FreeWith<ASN1_OCTET_STRING_free>>;
using NameHandle = std::unique_ptr<GENERAL_NAME, FreeWith<GENERAL_NAME_free>>;
using NamesHandle = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;
using SubtreeHandle = std::unique_ptr<GENERAL_SUBTREE, FreeWith<GENERAL_SUBTREE_free>>;
using ConstraintsHandle = std::unique_ptr<NAME_CONSTRAINTS, FreeWith<NAME_CONSTRAINTS_free>>;
using Pkcs8Handle = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>>;

std::string addressBytes(const std::string& literal) {
    std::array<char, sizeof(in6_addr)> bytes{};
    if (inet_pton(AF_INET, literal.c_str(), bytes.data()) == 1) {
        return {bytes.data(), sizeof(in_addr)};
    }
    if (inet_pton(AF_INET6, literal.c_str(), bytes.data()) == 1) {
        return {bytes.data(), sizeof(in6_addr)};
    }
    return {};
}

std::string addressText(const std::string& bytes) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = bytes.size() == sizeof(in_addr) ? AF_INET : AF_INET6;
    return inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr ? std::string() : text.data();
}

NameHandle dnsName(const std::string& host) {
    NameHandle name(GENERAL_NAME_new());
    ASN1_IA5STRING* text = ASN1_IA5STRING_new();
    if (!name || text == nullptr || ASN1_STRING_set(text, host.data(), static_cast<int>(host.size())) != 1) {
        ASN1_IA5STRING_free(text);
        return nullptr;
    }
    GENERAL_NAME_set0_value(name.get(), GEN_DNS, text);
    return name;
}

NameHandle ipName(const std::string& bytes) {
    NameHandle name(GENERAL_NAME_new());
    OctetsHandle octets(ASN1_OCTET_STRING_new());
    if (!name || !octets ||
        ASN1_OCTET_STRING_set(octets.get(), reinterpret_cast<const unsigned char*>(bytes.data()),
                              static_cast<int>(bytes.size())) != 1) {
        return nullptr;
    }
    GENERAL_NAME_set0_value(name.get(), GEN_IPADD, octets.release());
    return name;
}

bool pushSubtree(STACK_OF(GENERAL_SUBTREE) * &list, NameHandle name) {
    SubtreeHandle subtree(GENERAL_SUBTREE_new());
    if (list == nullptr) {
        list = sk_GENERAL_SUBTREE_new_null();
    }
    if (!name || !subtree || list == nullptr) {
        return false;
    }
    GENERAL_NAME_free(subtree->base);
    subtree->base = name.release();
    if (sk_GENERAL_SUBTREE_push(list, subtree.get()) == 0) {
        return false;
    }
    subtree.release(); // owned by the list now
    return true;
}

core::UnixMs timeOf(const ASN1_TIME* time) {
    std::tm parts{};
    return ASN1_TIME_to_tm(time, &parts) == 1 ? static_cast<core::UnixMs>(timegm(&parts)) * kMsPerSecond : 0;
}

} // namespace

core::Result<KeyHandle, std::string> newKey() {
    KeyHandle key(EVP_EC_gen("P-256"));
    if (!key) {
        return core::failure(takeErrorText());
    }
    return key;
}

core::Result<core::SecretBytes, std::string> keyToDer(EVP_PKEY& key) {
    const Pkcs8Handle info(EVP_PKEY2PKCS8(&key));
    const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
    if (size <= 0) {
        return core::failure(takeErrorText());
    }
    core::SecretBytes der(static_cast<std::size_t>(size));
    unsigned char* out = der.writable().data();
    if (i2d_PKCS8_PRIV_KEY_INFO(info.get(), &out) != size) {
        return core::failure(takeErrorText());
    }
    return der;
}

core::Result<KeyHandle, std::string> keyFromDer(const core::SecretBytes& der) {
    const unsigned char* in = der.bytes().data();
    KeyHandle key(d2i_AutoPrivateKey(nullptr, &in, static_cast<long>(der.size())));
    if (!key) {
        return core::failure(takeErrorText());
    }
    return key;
}

core::Result<CertificateHandle, std::string> certificateFromPem(const std::string& pem) {
    const BioHandle bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    CertificateHandle certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!certificate) {
        return core::failure(takeErrorText());
    }
    return certificate;
}

core::Result<std::string, std::string> certificateToPem(X509& certificate) {
    const BioHandle bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), &certificate) != 1) {
        return core::failure(takeErrorText());
    }
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

core::Result<CertificateHandle, std::string> blankCertificate(EVP_PKEY& publicKey, core::UnixMs notBefore,
                                                              core::UnixMs notAfter) {
    CertificateHandle certificate(X509_new());
    std::array<unsigned char, kSerialBytes> serial{};
    if (!certificate || RAND_bytes(serial.data(), kSerialBytes) != 1) {
        return core::failure(takeErrorText());
    }
    serial[0] = static_cast<unsigned char>((serial[0] & 0x7F) | 0x40); // positive, never zero, always of full length
    const std::unique_ptr<BIGNUM, FreeWith<BN_free>> number(BN_bin2bn(serial.data(), kSerialBytes, nullptr));
    const bool ok = number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get())) != nullptr &&
                    X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                    ASN1_TIME_set(X509_getm_notBefore(certificate.get()), notBefore / kMsPerSecond) != nullptr &&
                    ASN1_TIME_set(X509_getm_notAfter(certificate.get()), notAfter / kMsPerSecond) != nullptr &&
                    X509_set_pubkey(certificate.get(), &publicKey) == 1;
    if (!ok) {
        return core::failure(takeErrorText());
    }
    return certificate;
}

bool addTextExtension(X509& certificate, X509* issuer, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer != nullptr ? issuer : &certificate, &certificate, nullptr, nullptr, 0);
    X509V3_set_ctx_nodb(&context);
    const std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

bool addSubjectAltName(X509& certificate, const std::string& host, bool critical) {
    const NamesHandle names(sk_GENERAL_NAME_new_null());
    const std::string bytes = addressBytes(host);
    NameHandle name = bytes.empty() ? dnsName(host) : ipName(bytes);
    if (!names || !name || sk_GENERAL_NAME_push(names.get(), name.get()) == 0) {
        return false;
    }
    name.release(); // owned by the list now
    return X509_add1_ext_i2d(&certificate, NID_subject_alt_name, names.get(), critical ? 1 : 0, X509V3_ADD_DEFAULT) ==
           1;
}

bool addNameConstraints(X509& certificate, const std::vector<std::string>& hosts) {
    const ConstraintsHandle constraints(NAME_CONSTRAINTS_new());
    if (!constraints) {
        return false;
    }
    bool anyAddress = false;
    bool anyName = false;
    for (const std::string& host : hosts) {
        const std::string bytes = addressBytes(host);
        // RFC 5280 4.2.1.10: an address constraint is the address followed by its mask.
        NameHandle name = bytes.empty() ? dnsName(host) : ipName(bytes + std::string(bytes.size(), '\xFF'));
        (bytes.empty() ? anyName : anyAddress) = true;
        if (!pushSubtree(constraints->permittedSubtrees, std::move(name))) {
            return false;
        }
    }
    // A kind of name without a permitted subtree would be unconstrained: exclude all of it.
    if (!anyAddress && (!pushSubtree(constraints->excludedSubtrees, ipName(std::string(2 * sizeof(in_addr), '\0'))) ||
                        !pushSubtree(constraints->excludedSubtrees, ipName(std::string(2 * sizeof(in6_addr), '\0'))))) {
        return false;
    }
    if (!anyName && !pushSubtree(constraints->excludedSubtrees, dnsName(std::string()))) {
        return false;
    }
    return X509_add1_ext_i2d(&certificate, NID_name_constraints, constraints.get(), 1, X509V3_ADD_DEFAULT) == 1;
}

std::vector<std::string> permittedNames(X509& certificate) {
    const ConstraintsHandle constraints(
        static_cast<NAME_CONSTRAINTS*>(X509_get_ext_d2i(&certificate, NID_name_constraints, nullptr, nullptr)));
    std::vector<std::string> hosts;
    const int count = constraints ? sk_GENERAL_SUBTREE_num(constraints->permittedSubtrees) : 0;
    for (int i = 0; i < count; ++i) {
        int kind = 0;
        const GENERAL_NAME* name = sk_GENERAL_SUBTREE_value(constraints->permittedSubtrees, i)->base;
        const auto* text = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(name, &kind));
        std::string value(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                          static_cast<std::size_t>(ASN1_STRING_length(text)));
        if (kind == GEN_IPADD) {
            value = addressText(value.substr(0, value.size() / 2));
        }
        hosts.push_back(std::move(value));
    }
    return hosts;
}

core::UnixMs notBeforeOf(const X509& certificate) {
    return timeOf(X509_get0_notBefore(&certificate));
}

core::UnixMs notAfterOf(const X509& certificate) {
    return timeOf(X509_get0_notAfter(&certificate));
}

bool isIpLiteral(const std::string& host) {
    return !addressBytes(host).empty();
}

} // namespace keysluice::gateway::tls
