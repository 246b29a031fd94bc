#pragma once

#include "gateway/http/client_hello.h"
#include "gateway/net/silence_watch.h"
#include "gateway/session/agent_presence.h"
#include "gateway/session/exchange_record.h"
#include "gateway/session/reception.h"
#include "gateway/session/two_way_pipe.h"
#include "gateway/session/upstream_dialer.h"

#include <memory>
#include <optional>

namespace keysluice::gateway::session {

/// A CONNECT to a host that is not intercepted: dials, answers 200, looks at the ClientHello's name, then passes bytes
/// both ways with back-pressure until both sides have ended. What does not begin with a ClientHello that can be read is
/// cut, without a byte passed; so is one that the newest snapshot would refuse by then. Thread: one worker.
class BlindTunnel final {
public:
    enum class Progress {
        Running,
        Refused, ///< see `failure`: not answered yet
        Over,    ///< recorded; close the agent's connection
    };

    BlindTunnel(Services& services, AgentPort& agent, net::Runnable& owner, Verdict verdict,
                core::MonotonicNs startedAt);
    ~BlindTunnel();
    BlindTunnel(const BlindTunnel&) = delete;
    BlindTunnel& operator=(const BlindTunnel&) = delete;

    [[nodiscard]] Progress advance();
    [[nodiscard]] Progress expire();
    [[nodiscard]] core::MonotonicNs deadline() const;
    [[nodiscard]] const UpstreamDialer::Failure& failure() const { return m_failure; }
    [[nodiscard]] Verdict& verdict() { return m_verdict; }
    [[nodiscard]] const core::RecordId& agentId() const { return m_verdict.identity.agent->id; }

private:
    enum class Step { Dial, Peek, Relay, Over };

    [[nodiscard]] Progress dial();
    [[nodiscard]] Progress peek();
    [[nodiscard]] Progress relay();
    [[nodiscard]] Progress refuseHello(std::string_view detail);
    /// By the newest snapshot; nothing: it may go on.
    [[nodiscard]] std::optional<http::AnswerCode> refusalNow() const;
    [[nodiscard]] Progress over(core::ActivityRecord::Decision decision, std::string_view code,
                                std::string_view detail);

    Services& m_services;
    AgentPort& m_agent;
    net::Runnable& m_owner;
    Verdict m_verdict;
    core::MonotonicNs m_lastMove;
    AgentPresence m_presence;
    ExchangeRecord m_record; ///< of `m_verdict.record`; begun when the tunnel stands
    Step m_step = Step::Dial;
    std::unique_ptr<UpstreamDialer> m_dialer;
    UpstreamDialer::Failure m_failure;
    std::unique_ptr<net::Stream> m_upstream;
    InputBuffer m_upstreamInput;
    Outbox m_upstreamOut;
    std::optional<TwoWayPipe> m_pipe;
    net::SilenceWatch m_silence;
};

} // namespace keysluice::gateway::session
