#include "gateway/acceptor.h"

#include <sys/socket.h>

#include <cerrno>

namespace keysluice::gateway {

namespace {
constexpr core::MonotonicNs kShortagePauseNs = 100'000'000;
} // namespace

Acceptor::Acceptor(net::EventLoop& loop, int listening, std::function<void(net::Descriptor)> onAccepted)
    : m_loop(loop),
      m_listening(listening),
      m_onAccepted(std::move(onAccepted)),
      m_retry(loop.timers(), [this] { watch(); }) {
    watch();
}

Acceptor::~Acceptor() {
    stop();
}

void Acceptor::watch() {
    m_isWatching = m_loop.poller().addListening(m_listening, *this);
    if (!m_isWatching) {
        m_retry.setDeadline(m_loop.now() + kShortagePauseNs);
    }
}

void Acceptor::stop() {
    if (m_isWatching) {
        m_loop.poller().remove(m_listening);
        m_isWatching = false;
    }
    m_retry.cancel();
}

void Acceptor::onEvents(net::Readiness) {
    m_loop.makeReady(*this); // in a turn, as everything: the loop's time is not told anew before
}

/// One at a time: the next one is told again, after what other connections have to say, and nobody asks in vain.
void Acceptor::runTurn() {
    if (!m_isWatching) {
        return;
    }
    net::Descriptor socket(::accept4(m_listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.isOpen()) {
        m_onAccepted(std::move(socket));
        return;
    }
    switch (errno) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        // They wait in the backlog until others have ended.
        stop();
        m_retry.setDeadline(m_loop.now() + kShortagePauseNs);
        return;
    default:
        return; // another worker was faster, or it gave up while it waited
    }
}

} // namespace keysluice::gateway
