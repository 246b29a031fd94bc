#pragma once

#include "gateway/net/descriptor.h"
#include "gateway/net/event_loop.h"

#include <functional>

namespace keysluice::gateway {

/// Accepts connections of one listening socket on one worker's loop; several workers may watch the same socket, the
/// system then wakes one of them. When descriptors or memory run out it pauses instead of going round in circles.
/// Thread: the worker's. Owner: the worker, which destroys it through EventLoop::bury. The socket is borrowed until
/// `stop`.
class Acceptor final : public net::EventHandler, public net::Runnable {
public:
    Acceptor(net::EventLoop& loop, int listening, std::function<void(net::Descriptor)> onAccepted);
    ~Acceptor() override;
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;

    void onEvents(net::Readiness readiness) override;
    void runTurn() override;
    void stop();

private:
    void watch();

    net::EventLoop& m_loop;
    int m_listening;
    std::function<void(net::Descriptor)> m_onAccepted;
    net::Timer m_retry;
    bool m_isWatching = false;
};

} // namespace keysluice::gateway
