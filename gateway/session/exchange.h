#pragma once

#include "gateway/net/silence_watch.h"
#include "gateway/session/agent_presence.h"
#include "gateway/session/answer_relay.h"
#include "gateway/session/exchange_record.h"
#include "gateway/session/reception.h"
#include "gateway/session/request_relay.h"
#include "gateway/session/upstream_dialer.h"
#include "gateway/session/websocket_pipe.h"

#include <memory>
#include <optional>
#include <string>

namespace keysluice::gateway::session {

/// One request on its way to the provider and its answer on the way back: connection, credential, relay, record.
/// It pins the snapshot it was decided by. Thread: one worker.
class Exchange final {
public:
    enum class Progress {
        Running,
        Done, ///< the answer, the provider's or ours, is complete in the agent's output; see keepsAgent
        Cut,  ///< the agent's connection is to be cut: what it has is no complete answer
    };

    /// `head` must stay where it is until the provider answered (nobody reads into the agent's input before).
    /// `held`: the body where it was read before; null: it comes from the agent.
    Exchange(Services& services, AgentPort& agent, net::Runnable& owner, const http::RequestHead& head,
             Verdict&& verdict, std::unique_ptr<HeldBody> held, core::MonotonicNs startedAt);
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    [[nodiscard]] Progress advance();
    /// The moment `deadline` gave has come.
    [[nodiscard]] Progress expire();
    [[nodiscard]] core::MonotonicNs deadline() const;
    /// Ends it from outside: lock with cut streams, end of the drain.
    void cancel(std::string_view detail);
    [[nodiscard]] bool keepsAgent() const { return m_keepsAgent; }
    [[nodiscard]] const core::RecordId& agentId() const { return m_verdict.identity.agent->id; }

private:
    enum class Step { Acquire, Dial, Send, Relay, Pipe, Over };

    [[nodiscard]] Progress acquire();
    [[nodiscard]] Progress dial();
    [[nodiscard]] Progress send();
    [[nodiscard]] Progress relay();
    [[nodiscard]] Progress switchProtocols();
    [[nodiscard]] Progress pipe();
    [[nodiscard]] Progress onRequestResult(RequestRelay::Result result, bool& isOver);
    [[nodiscard]] Progress onAnswerResult(AnswerRelay::Result result, bool& isOver);
    [[nodiscard]] Progress finish();
    [[nodiscard]] Progress refuse(http::AnswerCode code, std::string_view detail);
    [[nodiscard]] Progress loseUpstream(http::AnswerCode code, std::string_view detail);
    [[nodiscard]] Progress failUpstream(http::AnswerCode code, std::string_view detail);
    [[nodiscard]] Progress cut(http::AnswerCode code, std::string_view detail);
    [[nodiscard]] Progress agentGone();
    [[nodiscard]] bool hasAnswerBegun() const;
    [[nodiscard]] bool mayRepeat() const;
    void dropUpstream();
    [[nodiscard]] std::string_view asSent(const core::Injection& injection);
    void record(std::string_view code, std::string_view detail);
    void noteProgress();

    Services& m_services;
    AgentPort& m_agent;
    net::Runnable& m_owner;
    const http::RequestHead& m_head;
    Verdict m_verdict;
    core::MonotonicNs m_lastMove;
    net::SilenceWatch m_silence;
    AgentPresence m_presence;
    ExchangeRecord m_record; ///< of `m_verdict.record`
    Step m_step = Step::Acquire;

    // of the request, for after its head has gone
    http::AgentSide m_agentSide;
    bool m_isRepeatable;
    bool m_expectsContinue;
    bool m_viaProxyAsIs = false;

    std::string m_poolKey;
    std::unique_ptr<UpstreamDialer> m_dialer;
    std::unique_ptr<net::Stream> m_upstream;
    bool m_isFromPool = false;
    bool m_mustDial = false; ///< this is the repetition: on a fresh connection
    std::shared_ptr<const core::SecretBytes> m_secret;
    core::SecretBytes m_secretAsSent; ///< percent-encoded, where that differs
    Outbox m_upstreamOut;
    RequestRelay m_request;
    std::optional<AnswerRelay> m_answer;
    std::optional<http::WebSocketOffer> m_offer; ///< the request is a WebSocket's handshake
    std::optional<WebSocketPipe> m_pipe;         ///< and the provider agreed
    std::uint64_t m_seenMoves = 0;
    bool m_keepsAgent = false;
};

} // namespace keysluice::gateway::session
