#include "gateway/tls/context_setup.h"

#include "gateway/tls/certificate_builder.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace keysluice::gateway::tls {

namespace {

constexpr std::array<unsigned char, 9> kHttp11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

/// The order that providers ask for, too: 128 bits are enough for one session, and both the cipher and SHA-256 cost
/// less than their larger kin. A client that puts ChaCha20 first has no AES instructions and gets it.
constexpr const char* kCipherSuites = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

/// Where distributions keep their trusted certificates, beside the library's own default.
constexpr std::array<const char*, 3> kStoreFiles{"/etc/ssl/certs/ca-certificates.crt",
                                                 "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"};

void freeHost(void*, void* pointer, CRYPTO_EX_DATA*, int, long, void*) {
    delete static_cast<std::string*>(pointer);
}

int hostIndex() {
    static const int kIndex = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, freeHost);
    return kIndex;
}

bool sameHost(std::string_view a, std::string_view b) {
    if (!a.empty() && a.back() == '.') {
        a.remove_suffix(1);
    }
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

int checkServerName(SSL* ssl, int* alert, void*) {
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (name == nullptr) {
        return SSL_TLSEXT_ERR_OK;
    }
    const auto* host = static_cast<const std::string*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), hostIndex()));
    if (host == nullptr || !sameHost(name, *host)) {
        *alert = SSL_AD_UNRECOGNIZED_NAME;
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    return SSL_TLSEXT_ERR_OK;
}

int chooseProtocol(SSL*, const unsigned char** out, unsigned char* outLength, const unsigned char* in,
                   unsigned int inLength, void*) {
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, outLength, kHttp11.data(), kHttp11.size(), in, inLength) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

bool addAuthorities(SSL_CTX& context, const std::string& pem) {
    const BioHandle bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    X509_STORE* store = SSL_CTX_get_cert_store(&context);
    int count = 0;
    for (;;) {
        const CertificateHandle certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        if (!certificate) {
            break;
        }
        if (X509_STORE_add_cert(store, certificate.get()) != 1) {
            return false;
        }
        ++count;
    }
    const bool atEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    return count > 0 && atEnd;
}

void loadSystemStore(SSL_CTX& context) {
    std::error_code ignored;
    const char* directory = X509_get_default_cert_dir();
    const bool hashed =
        std::filesystem::is_directory(directory, ignored) && !std::filesystem::is_empty(directory, ignored);
    if (hashed) {
        // Certificates are then read one by one when they are needed, not all at the start.
        SSL_CTX_load_verify_dir(&context, directory);
    }
    if (std::filesystem::exists(X509_get_default_cert_file(), ignored)) {
        SSL_CTX_load_verify_file(&context, X509_get_default_cert_file());
    } else if (!hashed) {
        for (const char* file : kStoreFiles) {
            if (std::filesystem::exists(file, ignored) && SSL_CTX_load_verify_file(&context, file) == 1) {
                break;
            }
        }
    }
    ERR_clear_error();
}

} // namespace

void applyCommonOptions(SSL_CTX& context) {
    SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION);
    SSL_CTX_set_mode(&context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_options(&context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                      SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_ciphersuites(&context, kCipherSuites);
    SSL_CTX_set_read_ahead(&context, 1);
}

ContextHandle serverContext(X509& leaf, EVP_PKEY& key, const std::string& host) {
    ContextHandle context(SSL_CTX_new(TLS_server_method()));
    if (!context) {
        return nullptr;
    }
    applyCommonOptions(*context);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context.get(), 1);
    SSL_CTX_set_tlsext_servername_callback(context.get(), checkServerName);
    SSL_CTX_set_alpn_select_cb(context.get(), chooseProtocol, nullptr);
    auto name = std::make_unique<std::string>(host);
    const auto* id = reinterpret_cast<const unsigned char*>(host.data());
    const auto idLength = static_cast<unsigned int>(std::min<std::size_t>(host.size(), SSL_MAX_SSL_SESSION_ID_LENGTH));
    if (SSL_CTX_use_certificate(context.get(), &leaf) != 1 || SSL_CTX_use_PrivateKey(context.get(), &key) != 1 ||
        SSL_CTX_set_session_id_context(context.get(), id, idLength) != 1 ||
        SSL_CTX_set_ex_data(context.get(), hostIndex(), name.get()) != 1) {
        ERR_clear_error();
        return nullptr;
    }
    name.release(); // freed with the context
    return context;
}

core::Result<ContextHandle, std::string> clientContext(const std::string& extraCaPem) {
    ContextHandle context(SSL_CTX_new(TLS_client_method()));
    if (!context) {
        return core::failure(takeErrorText());
    }
    applyCommonOptions(*context);
    ERR_clear_error();
    if (!extraCaPem.empty() && !addAuthorities(*context, extraCaPem)) {
        ERR_clear_error();
        return core::failure(std::string("the additional certificates cannot be read"));
    }
    ERR_clear_error();
    loadSystemStore(*context);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    // Sessions are kept by the caller, per provider.
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_set_alpn_protos(context.get(), kHttp11.data(), kHttp11.size());
    return context;
}

SslHandle clientHandshake(SSL_CTX& context, const std::string& host, SSL_SESSION* session) {
    SslHandle ssl(SSL_new(&context));
    if (!ssl) {
        return nullptr;
    }
    SSL_set_connect_state(ssl.get());
    X509_VERIFY_PARAM* parameters = SSL_get0_param(ssl.get());
    bool ok = false;
    if (isIpLiteral(host)) {
        ok = X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1;
    } else {
        X509_VERIFY_PARAM_set_hostflags(parameters,
                                        X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        ok = X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size()) == 1 &&
             SSL_set_tlsext_host_name(ssl.get(), host.c_str()) == 1;
    }
    if (!ok) {
        ERR_clear_error();
        return nullptr;
    }
    if (session != nullptr) {
        SSL_set_session(ssl.get(), session);
    }
    return ssl;
}

} // namespace keysluice::gateway::tls
