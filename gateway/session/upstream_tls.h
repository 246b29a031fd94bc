#pragma once

#include "core/result.h"
#include "gateway/tls/openssl_handles.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace keysluice::gateway::session {

/// A worker's side of TLS towards providers: whom it trusts, and the sessions it can resume.
/// Thread: one worker. Handshakes in progress keep their context alive, but must not outlive this object.
class UpstreamTls final {
public:
    UpstreamTls() = default;
    UpstreamTls(const UpstreamTls&) = delete;
    UpstreamTls& operator=(const UpstreamTls&) = delete;

    /// Other trust than before forgets context and sessions: a resumed session is not verified again.
    void setTrust(const std::string& extraCaPem);
    /// A handshake with `host`; sessions are kept per `host` and `port`. Error: why nothing can be trusted.
    [[nodiscard]] core::Result<tls::SslHandle, std::string> handshake(const std::string& host, std::uint16_t port);

private:
    static constexpr std::size_t kSessionsPerHost = 4; ///< a TLS 1.3 ticket is used once
    static constexpr std::size_t kHosts = 256;

    static int rememberSession(SSL* ssl, SSL_SESSION* session);

    tls::ContextHandle m_context;
    std::string m_extraCaPem;
    std::unordered_map<std::string, std::vector<tls::SessionHandle>> m_sessions;
};

} // namespace keysluice::gateway::session
