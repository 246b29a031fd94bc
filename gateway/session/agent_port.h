#pragma once

#include "gateway/session/buffers.h"

#include <memory>

namespace keysluice::gateway::session {

/// The agent's side of a connection, as those see it who relay to and from it. Thread: one worker.
struct AgentPort {
    AgentPort(net::EventLoop& loop, BufferPool& buffers, net::Descriptor socket, net::Runnable* owner)
        : stream(std::make_shared<net::Stream>(loop, std::move(socket), owner)), input(buffers), output(buffers) {}

    std::shared_ptr<net::Stream> stream;
    InputBuffer input;
    Outbox output;

    [[nodiscard]] bool hasOutput() const { return !output.isEmpty() || stream->hasUnsent(); }
};

} // namespace keysluice::gateway::session
