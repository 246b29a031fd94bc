#pragma once

#include "gateway/certificate_authority.h"
#include "gateway/gateway.h"
#include "gateway/net/network_watcher.h"
#include "gateway/net/peer_inspector.h"
#include "gateway/net/resolver.h"
#include "support/blocking_peer.h"
#include "support/gateway_doubles.h"
#include "support/provider_certificates.h"
#include "support/shifted_clock.h"

#include <memory>
#include <string>

namespace keysluice::test {

inline constexpr const char* kAnthropic = "api.anthropic.com";
inline constexpr const char* kOpenAi = "api.openai.com";

/// A gateway on a free port with one agent, its token and three credentials, whose providers are loopback origins.
/// Change `snapshot` and publish() it again to act like the window. Thread: the test's.
class GatewayFixture final {
public:
    explicit GatewayFixture(gateway::GatewaySeams seams = {}, int workers = 1);

    /// Publishes a copy of `snapshot`, and returns when every worker has it (or another thread's loop turned).
    void publish();
    void resolveTo(const std::string& host, std::uint16_t port, const std::string& address = "127.0.0.1");
    bool listen();
    /// The authority's certificate anew, for these hosts, with the same key and subject; `openTunnel` goes on trusting
    /// what it trusted before, unless trustAuthority() follows.
    void reissueAuthority(const std::vector<std::string>& hosts);
    void trustAuthority();
    [[nodiscard]] gateway::SnapshotCredential& credential(const std::string& id);

    /// A connection to the gateway.
    [[nodiscard]] BlockingPeer connect() const;
    [[nodiscard]] std::string connectRequest(const std::string& authority) const;
    /// CONNECT and TLS as the agent's client does them; check ssl() of the result.
    [[nodiscard]] BlockingPeer openTunnel(const std::string& host = kAnthropic) const;
    [[nodiscard]] SSL_CTX* agentContext() const { return m_agentContext.get(); }
    [[nodiscard]] std::string proxyAuthorization() const;
    [[nodiscard]] std::uint16_t port() const { return m_port; }

    std::shared_ptr<FakeOpener> opener = std::make_shared<FakeOpener>();
    ProviderCertificates certificates;
    ShiftedClock clock;
    RecordingSink sink;
    gateway::Snapshot snapshot;
    std::string token;
    std::string authorityPem;
    std::unique_ptr<gateway::Gateway> gate;

private:
    gateway::AuthorityMaterial m_authority;
    gateway::tls::ContextHandle m_agentContext;
    std::uint16_t m_port = 0;
};

} // namespace keysluice::test
