#include "support/loopback_origin.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <unistd.h>

namespace keysluice::test {

LoopbackOrigin::LoopbackOrigin(X509* certificate, EVP_PKEY* key, Script script, const Setup& setup)
    : m_script(std::move(script)) {
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL's own socket BIO writes without MSG_NOSIGNAL
    if (certificate != nullptr) {
        m_context.reset(SSL_CTX_new(TLS_server_method()));
        if (setup) {
            setup(*m_context); // first: what it allows decides which certificates are taken
        }
        SSL_CTX_use_certificate(m_context.get(), certificate);
        SSL_CTX_use_PrivateKey(m_context.get(), key);
        SSL_CTX_set_session_id_context(m_context.get(), reinterpret_cast<const unsigned char*>("o"), 1);
    }
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(m_listener, 128);
    socklen_t size = sizeof address;
    ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { acceptLoop(); });
}

LoopbackOrigin::~LoopbackOrigin() {
    m_isStopped = true;
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    std::vector<std::unique_ptr<Serving>> serving;
    {
        const std::lock_guard lock(m_mutex);
        for (const int socket : m_open) {
            ::shutdown(socket, SHUT_RDWR);
        }
        serving.swap(m_serving);
    }
    for (const auto& each : serving) {
        each->thread.join();
    }
    ::close(m_listener);
}

void LoopbackOrigin::acceptLoop() {
    for (;;) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) {
            return;
        }
        const std::lock_guard lock(m_mutex);
        if (m_isStopped) {
            ::close(socket);
            return;
        }
        ++m_connections;
        m_open.push_back(socket);
        joinFinished();
        Serving& serving = *m_serving.emplace_back(std::make_unique<Serving>());
        serving.thread = std::thread([this, socket, &serving] { serve(socket, serving); });
        m_changed.notify_all();
    }
}

/// Threads that nobody joins keep their stacks: with tens of thousands of connections there would be no room.
void LoopbackOrigin::joinFinished() {
    std::erase_if(m_serving, [](const std::unique_ptr<Serving>& each) {
        if (each->isOver) {
            each->thread.join();
        }
        return each->isOver;
    });
}

void LoopbackOrigin::serve(int socket, Serving& serving) {
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    BlockingPeer peer(socket);
    bool isUp = true;
    if (m_context) {
        isUp = peer.acceptTls(m_context.get());
        const std::lock_guard lock(m_mutex);
        m_failed += isUp ? 0 : 1;
        m_resumed += isUp && SSL_session_reused(peer.ssl()) == 1 ? 1 : 0;
        m_changed.notify_all();
    }
    if (isUp) {
        m_script(peer, *this);
        peer.closeNotify();
    }
    {
        // Before the descriptor can be used again.
        const std::lock_guard lock(m_mutex);
        m_open.erase(std::remove(m_open.begin(), m_open.end(), socket), m_open.end());
    }
    peer.close();
    const std::lock_guard lock(m_mutex);
    ++m_closed;
    serving.isOver = true; // nothing of this object is used after the lock
    m_changed.notify_all();
}

void LoopbackOrigin::note(WireMessage message) {
    const std::lock_guard lock(m_mutex);
    m_requests.push_back(std::move(message));
    m_changed.notify_all();
}

std::vector<WireMessage> LoopbackOrigin::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

template <class Condition>
bool LoopbackOrigin::waitUntil(Condition condition) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, std::chrono::seconds(20), condition);
}

bool LoopbackOrigin::waitForConnections(int count) {
    return waitUntil([&] { return m_connections >= count; });
}

bool LoopbackOrigin::waitForFailedHandshakes(int count) {
    return waitUntil([&] { return m_failed >= count; });
}

bool LoopbackOrigin::waitForClosed(int count) {
    return waitUntil([&] { return m_closed >= count; });
}

bool LoopbackOrigin::waitForRequests(std::size_t count) {
    return waitUntil([&] { return m_requests.size() >= count; });
}

LoopbackOrigin::Script LoopbackOrigin::answering(std::string answer) {
    return answering([answer = std::move(answer)](const WireMessage&) { return answer; });
}

LoopbackOrigin::Script LoopbackOrigin::answering(std::function<std::string(const WireMessage&)> answer) {
    return [answer = std::move(answer)](BlockingPeer& peer, LoopbackOrigin& origin) {
        for (;;) {
            WireMessage request = peer.receiveMessage();
            if (request.head.empty()) {
                return;
            }
            const std::string text = answer(request);
            origin.note(std::move(request));
            if (!peer.send(text)) {
                return;
            }
        }
    };
}

} // namespace keysluice::test
