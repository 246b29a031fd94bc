#pragma once

#include "gateway/http/body_reader.h"
#include "gateway/session/agent_port.h"

namespace keysluice::gateway::session {

/// Carries the request's body from the agent to the provider, as it was framed. Reads only when what it read before was
/// sent: that is the whole back-pressure. Thread: one worker.
class RequestRelay final {
public:
    enum class Result {
        Fine,       ///< went as far as it could
        AgentFault, ///< the body is malformed or was cut; `error` says how
        UpstreamGone,
    };

    RequestRelay(AgentPort& agent, const http::Framing& framing, const core::Limits& limits);

    /// `budget`: bytes that this turn may still read; what was read is subtracted.
    [[nodiscard]] Result pump(net::Stream& upstream, Outbox& out, std::size_t& budget);
    /// No more of it is wanted: the provider answered early or is gone.
    void abandon() { m_isAbandoned = true; }
    /// Begins anew on another connection; only for a request without a body.
    void resume() { m_isAbandoned = false; }

    /// Everything was read and handed over.
    [[nodiscard]] bool isFinished() const { return m_reader.isFinished(); }
    [[nodiscard]] bool isAbandoned() const { return m_isAbandoned; }
    [[nodiscard]] http::HttpError error() const { return m_reader.error(); }
    [[nodiscard]] std::uint64_t bytes() const { return m_reader.dataBytes(); }
    [[nodiscard]] std::uint64_t moves() const { return m_moves; } ///< grows with every bit of progress

private:
    [[nodiscard]] net::IoStatus deliver(net::Stream& upstream, Outbox& out, std::string_view data);

    AgentPort& m_agent;
    http::BodyReader m_reader;
    bool m_isChunked;
    bool m_isAbandoned = false;
    std::uint64_t m_moves = 0;
};

} // namespace keysluice::gateway::session
