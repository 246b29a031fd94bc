#pragma once

#include "gateway/http/body_reader.h"
#include "gateway/session/agent_port.h"
#include "gateway/session/held_body.h"

namespace keysluice::gateway::session {

/// Carries the request's body to the provider, as it was framed: from the agent, or from memory where it was held for a
/// rule. Reads only when what it read before was sent: that is the whole back-pressure. Thread: one worker.
class RequestRelay final {
public:
    enum class Result {
        Fine,       ///< went as far as it could
        AgentFault, ///< the body is malformed or was cut; `error` says how
        UpstreamGone,
    };

    /// `held`: the whole body where it was read already; null: it comes from the agent.
    RequestRelay(AgentPort& agent, const http::Framing& framing, const core::Limits& limits,
                 std::unique_ptr<HeldBody> held);

    /// `budget`: bytes that this turn may still read; what was read is subtracted.
    [[nodiscard]] Result pump(net::Stream& upstream, Outbox& out, std::size_t& budget);
    /// No more of it is wanted: the provider answered early or is gone.
    void abandon() { m_isAbandoned = true; }
    /// Begins anew on another connection; only for a request without a body.
    void resume() { m_isAbandoned = false; }

    /// Everything was read and handed over.
    [[nodiscard]] bool isFinished() const { return m_held ? m_isHeldSent : m_reader.isFinished(); }
    [[nodiscard]] bool isAbandoned() const { return m_isAbandoned; }
    [[nodiscard]] http::HttpError error() const { return m_reader.error(); }
    [[nodiscard]] std::uint64_t bytes() const { return m_held ? m_heldSent : m_reader.dataBytes(); }
    [[nodiscard]] std::uint64_t moves() const { return m_moves; } ///< grows with every bit of progress

private:
    [[nodiscard]] Result pumpHeld(net::Stream& upstream, Outbox& out, std::size_t& budget);
    [[nodiscard]] net::IoStatus deliver(net::Stream& upstream, Outbox& out, std::string_view data);

    AgentPort& m_agent;
    http::BodyReader m_reader;
    bool m_isChunked;
    bool m_isAbandoned = false;
    std::unique_ptr<HeldBody> m_held;
    std::size_t m_heldSent = 0; ///< given to the stream or its outbox
    bool m_isHeldSent = false;  ///< with its end
    std::uint64_t m_moves = 0;
};

} // namespace keysluice::gateway::session
