#pragma once

#include "support/loopback_origin.h"
#include "support/provider_certificates.h"
#include "tests/integration/app/program.h"
#include "tests/integration/app/wire_agent.h"

#include <memory>
#include <string>

namespace keysluice::soak {

/// The built program with a vault, two agents and one provider, which is in this process. Thread: the main one; what it
/// tells does not change.
class Instance final {
public:
    /// Ends the process with a sentence when anything of it fails.
    explicit Instance(test::LoopbackOrigin::Script provider);

    [[nodiscard]] test::BlockingPeer connect() const;
    [[nodiscard]] test::BlockingPeer openTunnel(const std::string& token) const;
    [[nodiscard]] std::string connectRequest(const std::string& token) const;
    /// Of the first agent, and of the second: one agent alone may have 2,048 connections.
    [[nodiscard]] const std::string& token() const { return m_token; }
    [[nodiscard]] const std::string& otherToken() const { return m_otherToken; }
    [[nodiscard]] QString activityFile() const { return m_program.data() + QStringLiteral("/activity.db"); }

    struct Use {
        int descriptors = 0;
        long residentKib = 0;
    };
    [[nodiscard]] Use use() const;
    /// When no agent is connected to it any more; waits for that, a minute at most.
    [[nodiscard]] Use idleUse() const;
    /// Asks it to end and waits for it; what it said, when that was not all well.
    [[nodiscard]] QByteArray stop();

private:
    Program m_program;
    test::ProviderCertificates m_certificates;
    test::ProviderCertificates::Identity m_identity = m_certificates.issue("api.anthropic.com");
    test::LoopbackOrigin m_origin;
    std::unique_ptr<Serving> m_serving;
    gateway::tls::ContextHandle m_context;
    std::string m_token;
    std::string m_otherToken;
    std::uint16_t m_port = 0;
};

/// "name: value" for the terminal.
void tell(const char* name, const QString& value);

} // namespace keysluice::soak
