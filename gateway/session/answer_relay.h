#pragma once

#include "gateway/http/answer_parser.h"
#include "gateway/http/answer_writer.h"
#include "gateway/http/body_reader.h"
#include "gateway/http/leak_guard.h"
#include "gateway/http/websocket_handshake.h"
#include "gateway/session/agent_port.h"

#include <functional>

namespace keysluice::gateway::session {

/// Carries one answer from the provider to the agent: heads, then the body as it comes, looking for the injected value.
/// Reads only when what it read before was sent. Thread: one worker.
class AnswerRelay final {
public:
    enum class Result {
        Fine,      ///< went as far as it could
        Finished,  ///< the answer's last byte is in the agent's output
        Ended,     ///< the provider closed before the answer's head was complete
        Reset,     ///< the connection to the provider broke; `detail` says how
        Malformed, ///< strictness; `detail` says which rule
        Switched,  ///< a 101 that fits the offer is in the agent's output; what follows is in `input`
        LeakHit,   ///< the value was in it; what could be sent of it is in the agent's output
        AgentGone,
    };

    AnswerRelay(AgentPort& agent, BufferPool& buffers, const core::Limits& limits, bool requestWasHead);

    /// Before the first pump: what must not come back. Borrowed.
    void watchFor(std::string_view secret, std::string_view asSent = {});
    /// Before the first pump: the request is a WebSocket's handshake. Borrowed.
    void expectUpgrade(const http::WebSocketOffer& offer) { m_offer = &offer; }
    [[nodiscard]] Result pump(net::Stream& upstream, std::size_t& budget, const http::AgentSide& agentSide);

    /// Bytes of the provider behind the head it switched with.
    [[nodiscard]] InputBuffer& input() { return m_input; }
    [[nodiscard]] bool hasHead() const { return m_hasHead; }
    [[nodiscard]] bool gotAnything() const { return m_moves > 0; }
    /// A byte of the final answer may have left for the agent.
    [[nodiscard]] bool hasSent() const { return m_hasSent; }
    /// The provider's connection can serve another request: the answer said so and nothing follows it.
    [[nodiscard]] bool leavesReusable() const { return m_isReusable && m_input.isEmpty(); }
    [[nodiscard]] bool keepsAgent() const { return m_plan.keepAlive; }
    [[nodiscard]] int status() const { return m_status; }
    [[nodiscard]] std::int64_t retryAfterSeconds() const { return m_retryAfter; }
    [[nodiscard]] const std::string& detail() const { return m_detail; }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }
    [[nodiscard]] std::uint64_t moves() const { return m_moves; }

private:
    [[nodiscard]] Result readMore(net::Stream& upstream, std::size_t& budget, bool& isStuck);
    [[nodiscard]] Result head(const http::AgentSide& agentSide);
    [[nodiscard]] Result body();
    [[nodiscard]] Result end();
    [[nodiscard]] bool emit(std::string_view data);
    [[nodiscard]] Result malformed(std::string_view detail);

    AgentPort& m_agent;
    const core::Limits& m_limits;
    InputBuffer m_input;
    http::AnswerParser m_parser;
    http::BodyReader m_reader;
    http::LeakGuard m_guard;
    http::LeakScannerPair m_trailers; ///< and all that stands between the data of chunks; none of it is passed on
    http::AnswerPlan m_plan;
    std::string_view m_secret;
    std::string_view m_secretAsSent;
    const http::WebSocketOffer* m_offer = nullptr;
    std::string m_detail;
    bool m_requestWasHead;
    bool m_hasHead = false;
    bool m_hasSent = false;
    bool m_isReusable = false;
    bool m_isFinished = false;
    int m_status = 0;
    std::int64_t m_retryAfter = -1;
    std::size_t m_informational = 0;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_moves = 0;
};

} // namespace keysluice::gateway::session
