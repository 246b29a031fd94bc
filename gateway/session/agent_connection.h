#pragma once

#include "gateway/http/request_parser.h"
#include "gateway/session/blind_tunnel.h"
#include "gateway/session/exchange.h"
#include "gateway/session/request_hold.h"

#include <functional>
#include <memory>
#include <optional>

namespace keysluice::gateway::session {

/// One connection of an agent, from its acceptance to its end: reads heads, has them judged, and lets an exchange or a
/// tunnel do the rest. Thread: one worker. Owner: the worker, which is told when it is over.
class AgentConnection final : public net::Runnable {
public:
    AgentConnection(Services& services, net::Descriptor socket, std::function<void(AgentConnection&)> onClosed);
    ~AgentConnection() override;

    /// Checks whose connection it is, then begins to read.
    void start();
    void runTurn() override;
    /// The gateway is going away: closes if nothing is running.
    void drain();
    /// What requests are judged by has changed: one that waits for a person is judged once more.
    void askAgain();
    /// Ends a running exchange at once (a lock that cuts streams); an idle connection stays.
    void cutExchange(std::string_view why);
    /// Ends whatever it is doing, and the connection.
    void cut(std::string_view why);

    /// The agent whose exchange or tunnel this connection carries just now; null: none.
    [[nodiscard]] const core::RecordId* servedAgent() const;

private:
    enum class Phase {
        ReadingHead,
        Holding, ///< the body, to judge the request by it
        Exchanging,
        Tunnelling,
        Flushing,  ///< the last bytes of an answer
        Accepting, ///< TLS towards the agent
        Lingering,
        Closed,
    };
    enum class Next { Keep, Close, AcceptTls };

    void readHead();
    void onHead();
    void act(Verdict verdict, std::unique_ptr<HeldBody> held);
    void hold(RequestHold::Progress progress);
    void endHold(std::string_view code, std::string_view detail);
    void intercept(Verdict verdict);
    void refuse(Verdict& verdict, http::AnswerCode code, std::string_view detail);
    void refuseMalformed(http::AnswerCode code, std::string_view detail);
    void send(std::string_view answer, Next next);
    void exchange(Exchange::Progress progress);
    void tunnel(BlindTunnel::Progress progress);
    void flush();
    void accept();
    void recordConnect(std::string_view code, std::string_view detail);
    [[nodiscard]] std::string handshakeTrouble() const;
    void nextRequest();
    void linger();
    void discard();
    void close(bool isCut = false);
    void onTimer();
    void armTimer();
    void enter(Phase phase);
    /// Why this peer is not served; empty: it is.
    [[nodiscard]] std::string_view objectionToPeer();
    /// Of the request at hand.
    [[nodiscard]] const http::RequestHead& head() const { return m_hold ? m_hold->head() : m_parser.head(); }
    [[nodiscard]] const core::Limits& limits() const { return m_services.snapshot->limits; }

    Services& m_services;
    std::function<void(AgentConnection&)> m_onClosed;
    AgentPort m_port;
    net::Timer m_timer;
    http::RequestParser m_parser;
    AgentCounts::Place m_place;
    Phase m_phase = Phase::ReadingHead;
    Next m_next = Next::Keep;
    core::MonotonicNs m_phaseSince;
    core::MonotonicNs m_headSince = 0; ///< its first byte; 0: none yet
    bool m_hasServed = false;          ///< a further request is waited for, not the first
    bool m_isRetired = false;          ///< no further request: draining
    std::optional<TunnelContext> m_tunnel;
    tls::SslHandle m_acceptWith;
    std::unique_ptr<core::ActivityRecord> m_connectRecord; ///< until the handshake has ended
    core::MonotonicNs m_connectSince = 0;
    bool m_isOlderThanHost = false;      ///< the launch began before the authority's certificate named this host
    std::unique_ptr<RequestHold> m_hold; ///< until the exchange is over, which reads its head
    std::unique_ptr<Exchange> m_exchange;
    std::unique_ptr<BlindTunnel> m_blind;
};

} // namespace keysluice::gateway::session
