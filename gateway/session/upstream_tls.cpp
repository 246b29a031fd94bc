#include "gateway/session/upstream_tls.h"

#include "gateway/tls/context_setup.h"

namespace keysluice::gateway::session {

namespace {

void freeKey(void*, void* pointer, CRYPTO_EX_DATA*, int, long, void*) {
    delete static_cast<std::string*>(pointer);
}

int keyIndex() {
    static const int kIndex = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, freeKey);
    return kIndex;
}

int ownerIndex() {
    static const int kIndex = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return kIndex;
}

} // namespace

void UpstreamTls::setTrust(const std::string& extraCaPem) {
    if (extraCaPem != m_extraCaPem) {
        m_extraCaPem = extraCaPem;
        if (m_context) {
            SSL_CTX_set_ex_data(m_context.get(), ownerIndex(), nullptr); // its late tickets are of no use
        }
        m_context.reset();
        m_sessions.clear();
    }
}

core::Result<tls::SslHandle, std::string> UpstreamTls::handshake(const std::string& host, std::uint16_t port) {
    if (!m_context) {
        auto context = tls::clientContext(m_extraCaPem);
        if (!context) {
            return core::failure(context.error());
        }
        m_context = std::move(*context);
        SSL_CTX_set_ex_data(m_context.get(), ownerIndex(), this);
        SSL_CTX_sess_set_new_cb(m_context.get(), &UpstreamTls::rememberSession);
    }
    std::string key = host + ':' + std::to_string(port);
    tls::SessionHandle session;
    if (const auto found = m_sessions.find(key); found != m_sessions.end() && !found->second.empty()) {
        session = std::move(found->second.back());
        found->second.pop_back();
    }
    tls::SslHandle ssl = tls::clientHandshake(*m_context, host, session.get());
    if (!ssl) {
        return core::failure(std::string("the TLS client cannot be set up"));
    }
    auto name = std::make_unique<std::string>(std::move(key));
    if (SSL_set_ex_data(ssl.get(), keyIndex(), name.get()) == 1) {
        name.release(); // freed with the SSL
    }
    return ssl;
}

int UpstreamTls::rememberSession(SSL* ssl, SSL_SESSION* session) {
    auto* self = static_cast<UpstreamTls*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), ownerIndex()));
    const auto* key = static_cast<const std::string*>(SSL_get_ex_data(ssl, keyIndex()));
    if (self == nullptr || key == nullptr || SSL_SESSION_is_resumable(session) != 1 ||
        SSL_get_verify_result(ssl) != X509_V_OK) {
        return 0;
    }
    if (self->m_sessions.size() >= kHosts && !self->m_sessions.contains(*key)) {
        self->m_sessions.clear();
    }
    auto& kept = self->m_sessions[*key];
    if (kept.size() >= kSessionsPerHost) {
        kept.erase(kept.begin());
    }
    kept.emplace_back(session);
    return 1; // the reference is ours now
}

} // namespace keysluice::gateway::session
