#pragma once

#include "support/gateway_fixture.h"
#include "support/loopback_origin.h"

#include <string>

namespace keysluice::test {

inline const std::string kJsonAnswer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
inline const std::string kPlaceholder = "sk-ant-api03-ksPlaceholder00000000000000000000000000000000";
inline const std::string kAnthropicValue = "sk-ant-api03-REAL-VALUE-OF-THE-KEY-0123456789";

[[nodiscard]] inline std::string getRequest(const std::string& path = "/v1/models") {
    return "GET " + path + " HTTP/1.1\r\nHost: api.anthropic.com\r\nx-api-key: " + kPlaceholder + "\r\n\r\n";
}
[[nodiscard]] inline std::string postRequest(const std::string& body, const std::string& fields = {}) {
    return "POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nx-api-key: " + kPlaceholder + "\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A provider that notes the request, and answers when `gate` is opened.
[[nodiscard]] inline LoopbackOrigin::Script answeringAfter(Gate& gate, std::string answer = kJsonAnswer) {
    return [&gate, answer = std::move(answer)](BlockingPeer& peer, LoopbackOrigin& origin) {
        origin.note(peer.receiveMessage());
        gate.wait();
        peer.send(answer);
    };
}

/// A gateway and one provider that stands for api.anthropic.com; change `gate.snapshot` before start().
class ProviderScene final {
public:
    explicit ProviderScene(LoopbackOrigin::Script script,
                           ProviderCertificates::Kind kind = ProviderCertificates::Kind::Good,
                           const std::string& certificateHost = kAnthropic, gateway::GatewaySeams seams = {})
        : gate(std::move(seams)),
          m_identity(gate.certificates.issue(certificateHost, kind)),
          origin(m_identity.certificate.get(), m_identity.key.get(), std::move(script)) {
        gate.resolveTo(kAnthropic, origin.port());
    }
    [[nodiscard]] bool start() { return gate.listen(); }

    GatewayFixture gate;

private:
    ProviderCertificates::Identity m_identity;

public:
    LoopbackOrigin origin;
};

} // namespace keysluice::test
