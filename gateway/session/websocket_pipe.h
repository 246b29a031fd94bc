#pragma once

#include "gateway/http/websocket_guard.h"
#include "gateway/http/websocket_handshake.h"
#include "gateway/net/silence_watch.h"
#include "gateway/session/agent_presence.h"
#include "gateway/session/reception.h"
#include "gateway/session/two_way_pipe.h"

#include <optional>
#include <string>
#include <string_view>

namespace keysluice::gateway::session {

/// A connection after the provider's 101 (RFC 6455): frames both ways. What the provider sends is looked through for
/// the injected value; each message of the agent is judged by the newest snapshot, as a request would be, and ends the
/// connection where a request would be refused (what is on its way back is the agent's until then).
/// Thread: one worker.
class WebSocketPipe final {
public:
    /// How it ended; what the row says, and what becomes of the agent's connection.
    struct Ending {
        core::ActivityRecord::Decision decision = core::ActivityRecord::Decision::Allowed;
        std::string_view code{}; ///< static text; empty: it ran its course
        std::string detail{};
        bool isCut = true; ///< false: the agent's output is complete, and is to be ended properly
    };

    /// `verdict`: of the handshake, pinned by the caller, as are `offer` and what `secret` (empty: none injected)
    /// points to.
    WebSocketPipe(Services& services, net::Runnable& owner, const TwoWayPipe::Ends& ends, const Verdict& verdict,
                  const http::WebSocketOffer& offer, std::string_view secret, std::string_view asSent);

    /// One turn, also when `deadline` has come. Nothing: it goes on. The last messages of an agent that has left are
    /// delivered first.
    [[nodiscard]] std::optional<Ending> advance(AgentPresence& agent);
    [[nodiscard]] core::MonotonicNs deadline() const;

    [[nodiscard]] std::uint64_t bytesToProvider() const { return m_pipe.bytesToUpstream(); }
    [[nodiscard]] std::uint64_t bytesToAgent() const { return m_pipe.bytesToAgent(); }

private:
    /// Towards the provider: whether a message may go out.
    class Messages final : public PipeWatcher {
    public:
        Messages(const WebSocketPipe& pipe, bool allowsExtensions)
            : m_pipe(pipe), m_frames(http::WebSocketFrames::Sender::Agent, allowsExtensions) {}
        [[nodiscard]] Step push(std::string_view input) override;
        [[nodiscard]] std::string_view finish() override { return {}; }
        [[nodiscard]] bool hasClosed() const { return m_frames.hasClosed(); }
        [[nodiscard]] http::HttpError error() const { return m_frames.error(); }
        [[nodiscard]] std::optional<http::AnswerCode> refusal() const { return m_refusal; }

    private:
        const WebSocketPipe& m_pipe;
        http::WebSocketFrames m_frames;
        std::optional<http::AnswerCode> m_refusal;
    };
    /// Towards the agent: whether the value is in it.
    class Answers final : public PipeWatcher {
    public:
        Answers(std::string_view secret, bool allowsExtensions, std::string_view asSent)
            : m_guard(secret, allowsExtensions, asSent) {}
        [[nodiscard]] Step push(std::string_view input) override;
        [[nodiscard]] std::string_view finish() override { return m_guard.finish(); }
        [[nodiscard]] bool hasClosed() const { return m_guard.hasClosed(); }
        [[nodiscard]] http::HttpError error() const { return m_guard.error(); }
        [[nodiscard]] bool hasLeak() const { return m_hasLeak; }

    private:
        http::WebSocketGuard m_guard;
        bool m_hasLeak = false;
    };

    [[nodiscard]] std::optional<Ending> pass();
    [[nodiscard]] Ending agentLeft() const;
    [[nodiscard]] std::optional<Ending> expire();
    [[nodiscard]] std::optional<http::AnswerCode> refusalOfMessage() const;
    [[nodiscard]] Ending stopped() const;

    Services& m_services;
    const TwoWayPipe::Ends m_ends;
    const Verdict& m_verdict;
    const http::WebSocketOffer& m_offer;
    Messages m_messages;
    Answers m_answers;
    TwoWayPipe m_pipe;
    net::SilenceWatch m_silence;
};

} // namespace keysluice::gateway::session
