#pragma once

#include "gateway/session/agent_port.h"
#include "gateway/session/services.h"

namespace keysluice::gateway::session {

/// Looks at what passes in one direction of a pipe. Thread: one worker.
class PipeWatcher {
public:
    struct Step {
        bool isStopped = false;  ///< nothing more may pass; the pipe stops
        std::string_view before; ///< send first: bytes held back earlier
        std::string_view data;   ///< then these, a prefix of the input; the rest is held back
    };

    PipeWatcher() = default;
    virtual ~PipeWatcher() = default;
    PipeWatcher(const PipeWatcher&) = delete;
    PipeWatcher& operator=(const PipeWatcher&) = delete;

    [[nodiscard]] virtual Step push(std::string_view input) = 0;
    /// The direction ended properly: what was still held back.
    [[nodiscard]] virtual std::string_view finish() = 0;
};

/// Passes bytes both ways between an agent and a provider. Each direction reads only when what it read before was sent,
/// moves at most `EventLoop::kBytesPerTurn` a turn, and holds one buffer while it has bytes in it. The end of one
/// direction is passed on; the other goes on. Borrows everything. Thread: one worker.
class TwoWayPipe final {
public:
    enum class State {
        Open,
        Ended,      ///< both directions, properly
        AgentBroke, ///< the agent's connection is of no further use
        UpstreamBroke,
        Stopped, ///< a watcher said so; what it looked at was wiped
    };

    struct Ends {
        AgentPort& agent;
        net::Stream& upstream;
        InputBuffer& upstreamInput; ///< may have bytes already; so may the agent's
        Outbox& upstreamOut;
    };

    TwoWayPipe(net::EventLoop& loop, net::Runnable& owner, const Ends& ends);

    /// Null: everything passes. Must outlive the pipe.
    void watch(PipeWatcher* toUpstream, PipeWatcher* toAgent);
    /// One turn; the owner gets another one when there is more to do.
    [[nodiscard]] State advance();

    [[nodiscard]] std::uint64_t bytesToUpstream() const { return m_up.bytes; }
    [[nodiscard]] std::uint64_t bytesToAgent() const { return m_down.bytes; }
    [[nodiscard]] core::MonotonicNs lastMove() const { return m_lastMove; }
    [[nodiscard]] bool hasAgentEnded() const { return m_up.hasEnded; }
    [[nodiscard]] bool hasUpstreamEnded() const { return m_down.hasEnded; }

private:
    struct Direction {
        net::Stream& from;
        net::Stream& to;
        InputBuffer& input;
        Outbox& out;
        PipeWatcher* watcher = nullptr;
        std::uint64_t bytes = 0;
        bool hasEnded = false; ///< its end was read
        bool isClosed = false; ///< and passed on
        bool isDead = false;   ///< its receiver takes nothing any more
    };
    enum class Flow { Fine, Broke, Stopped };

    [[nodiscard]] Flow pump(Direction& direction, bool mustRead);
    [[nodiscard]] bool deliver(Direction& direction, std::string_view bytes);

    net::EventLoop& m_loop;
    net::Runnable& m_owner;
    Direction m_up;
    Direction m_down;
    core::MonotonicNs m_lastMove;
};

} // namespace keysluice::gateway::session
