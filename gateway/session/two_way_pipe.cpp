#include "gateway/session/two_way_pipe.h"

#include <algorithm>

namespace keysluice::gateway::session {

using net::IoStatus;

TwoWayPipe::TwoWayPipe(net::EventLoop& loop, net::Runnable& owner, const Ends& ends)
    : m_loop(loop),
      m_owner(owner),
      m_up{*ends.agent.stream, ends.upstream, ends.agent.input, ends.upstreamOut},
      m_down{ends.upstream, *ends.agent.stream, ends.upstreamInput, ends.agent.output},
      m_lastMove(loop.now()) {}

void TwoWayPipe::watch(PipeWatcher* toUpstream, PipeWatcher* toAgent) {
    m_up.watcher = toUpstream;
    m_down.watcher = toAgent;
}

TwoWayPipe::State TwoWayPipe::advance() {
    // When one side takes nothing any more, reading from it tells whether it had ended or broke, and what it said last.
    const Flow up = pump(m_up, m_down.isDead);
    if (up == Flow::Stopped) {
        return State::Stopped;
    }
    const Flow down = pump(m_down, m_up.isDead);
    if (down == Flow::Stopped) {
        return State::Stopped;
    }
    if (up == Flow::Broke) {
        return State::AgentBroke;
    }
    if (down == Flow::Broke) {
        return State::UpstreamBroke;
    }
    if (m_down.isDead && m_up.isClosed) {
        return State::AgentBroke; // it had ended its own direction, and now left
    }
    // A provider that ended takes nothing any more: what the agent still says has nowhere to go.
    return (m_up.isClosed || m_up.isDead) && m_down.isClosed ? State::Ended : State::Open;
}

TwoWayPipe::Flow TwoWayPipe::pump(Direction& direction, bool mustRead) {
    std::size_t budget = net::EventLoop::kBytesPerTurn;
    while (!direction.isDead && !direction.isClosed) {
        const IoStatus flushed = direction.out.flush(direction.to);
        if (flushed == IoStatus::Again) {
            direction.input.releaseIfEmpty(); // what waits is in one buffer
            return Flow::Fine;
        }
        if (flushed != IoStatus::Done) {
            break;
        }
        if (!direction.input.isEmpty()) {
            const std::string_view input = direction.input.view();
            const PipeWatcher::Step step =
                direction.watcher != nullptr ? direction.watcher->push(input) : PipeWatcher::Step{false, {}, input};
            if (step.isStopped) {
                direction.input.wipe();
                return Flow::Stopped;
            }
            m_lastMove = m_loop.now();
            const bool isDelivered = deliver(direction, step.before) && deliver(direction, step.data);
            direction.input.consume(input.size());
            if (!isDelivered) {
                break;
            }
            continue;
        }
        if (direction.hasEnded) {
            direction.to.endOutput();
            direction.isClosed = true;
            return Flow::Fine;
        }
        if (budget == 0) {
            direction.input.releaseIfEmpty();
            m_loop.makeReady(m_owner); // others first
            return Flow::Fine;
        }
        if (!direction.from.mayRead() && !mustRead) {
            direction.input.releaseIfEmpty();
            return Flow::Fine;
        }
        const net::IoResult result = direction.input.fill(direction.from);
        switch (result.status) {
        case IoStatus::Done:
            budget -= std::min(budget, result.count);
            break;
        case IoStatus::Again:
            return Flow::Fine;
        case IoStatus::End:
            direction.hasEnded = true;
            if (direction.watcher != nullptr && !deliver(direction, direction.watcher->finish())) {
                direction.isDead = true;
            }
            break;
        case IoStatus::Error:
            return Flow::Broke;
        }
    }
    if (!direction.isClosed) {
        direction.isDead = true;
        direction.out.clear();
    }
    direction.input.release();
    return Flow::Fine;
}

/// False: the receiver takes nothing any more.
bool TwoWayPipe::deliver(Direction& direction, std::string_view bytes) {
    if (bytes.empty()) {
        return true;
    }
    direction.bytes += bytes.size();
    const IoStatus status = direction.out.writeThrough(direction.to, bytes);
    return status == IoStatus::Done || status == IoStatus::Again;
}

} // namespace keysluice::gateway::session
