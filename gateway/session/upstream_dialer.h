#pragma once

#include "gateway/http/answer_code.h"
#include "gateway/http/answer_parser.h"
#include "gateway/http/authority.h"
#include "gateway/session/services.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::gateway::session {

/// Makes one connection to a provider: name, guard, TCP, upstream proxy, TLS, all within `Limits::connect`.
/// Every resolved address is judged, and the one that passed is the one dialled. Thread: one worker.
class UpstreamDialer final {
public:
    struct Destination {
        http::Authority authority;
        bool isTls = true;         ///< false: the stream is handed out after TCP (and proxy)
        bool viaProxyAsIs = false; ///< plain http through the upstream proxy: no CONNECT
        std::string agentId{};     ///< who waits for it
    };
    enum class Progress { Pending, Ready, Failed };
    struct Failure {
        http::AnswerCode code = http::AnswerCode::UpstreamRefused;
        std::string detail;
    };

    UpstreamDialer(Services& services, std::shared_ptr<const Snapshot> snapshot, Destination destination,
                   net::Runnable& owner);
    ~UpstreamDialer();
    UpstreamDialer(const UpstreamDialer&) = delete;
    UpstreamDialer& operator=(const UpstreamDialer&) = delete;

    /// One turn; the owner gets another when something changes.
    [[nodiscard]] Progress advance();
    /// The time allowed is over.
    void expire();
    [[nodiscard]] core::MonotonicNs deadline() const;
    [[nodiscard]] const Failure& failure() const { return m_failure; }
    [[nodiscard]] std::unique_ptr<net::Stream> takeStream();
    [[nodiscard]] std::int64_t elapsedUs() const;

    /// The override for a destination, or null.
    [[nodiscard]] static const core::ResolveOverride* overrideFor(const Snapshot& snapshot,
                                                                  const http::Authority& authority);
    [[nodiscard]] static bool usesProxy(const Snapshot& snapshot, const Services& services);

private:
    enum class Step { Begin, Resolve, Dial, Connect, ProxyWrite, ProxyRead, Handshake, Ready, Failed };

    [[nodiscard]] Step step();
    [[nodiscard]] Step begin();
    [[nodiscard]] Step resolve();
    [[nodiscard]] Step dial();
    [[nodiscard]] Step connect();
    [[nodiscard]] Step afterConnect();
    [[nodiscard]] Step proxyWrite();
    [[nodiscard]] Step proxyRead();
    [[nodiscard]] Step startHandshake();
    [[nodiscard]] Step handshake();
    [[nodiscard]] Step admit(const std::vector<http::IpAddress>& addresses, bool isNamedByUser);
    [[nodiscard]] Step fail(http::AnswerCode code, std::string detail);
    void dropStream();

    Services& m_services;
    std::shared_ptr<const Snapshot> m_snapshot;
    Destination m_destination;
    net::Runnable& m_owner;
    core::MonotonicNs m_startedAt;
    core::MonotonicNs m_deadline;
    core::MonotonicNs m_attemptDeadline = net::Timer::kNever;
    Step m_step = Step::Begin;
    bool m_viaProxy = false;
    bool m_isWaiting = false;
    std::uint16_t m_port = 0; ///< what is dialled
    std::shared_ptr<net::DnsQuery> m_query;
    std::vector<http::IpAddress> m_candidates; ///< the next one last
    std::unique_ptr<net::Stream> m_stream;
    std::string m_lastError;
    Outbox m_proxyRequest;
    InputBuffer m_proxyInput;
    std::optional<http::AnswerParser> m_proxyAnswer;
    Failure m_failure;
};

} // namespace keysluice::gateway::session
