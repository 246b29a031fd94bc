#pragma once

#include "support/blocking_peer.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace keysluice::test {

/// A provider on 127.0.0.1 in this process: one thread per connection, each running the test's script.
class LoopbackOrigin final {
public:
    /// What one connection does, after its handshake. Ends when it returns; then the connection is closed properly.
    using Script = std::function<void(BlockingPeer& peer, LoopbackOrigin& origin)>;

    /// Changes how it speaks TLS: versions, ciphers, further certificates.
    using Setup = std::function<void(SSL_CTX& context)>;

    /// TLS with this identity; both null: plain TCP.
    LoopbackOrigin(X509* certificate, EVP_PKEY* key, Script script, const Setup& setup = {});
    ~LoopbackOrigin();
    LoopbackOrigin(const LoopbackOrigin&) = delete;
    LoopbackOrigin& operator=(const LoopbackOrigin&) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    /// Takes down a request for `requests`.
    void note(WireMessage message);
    [[nodiscard]] std::vector<WireMessage> requests() const;
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] int resumedHandshakes() const { return m_resumed; }
    [[nodiscard]] int failedHandshakes() const { return m_failed; }
    /// Waits until `count` connections came.
    bool waitForConnections(int count);
    bool waitForFailedHandshakes(int count);
    bool waitForRequests(std::size_t count);
    /// Waits until this side has closed so many connections.
    bool waitForClosed(int count);

    /// Reads requests and answers each with `answer`, until the other side ends.
    [[nodiscard]] static Script answering(std::string answer);
    [[nodiscard]] static Script answering(std::function<std::string(const WireMessage&)> answer);

private:
    struct Serving {
        std::thread thread;
        bool isOver = false; ///< to be joined with the next one
    };
    void acceptLoop();
    void serve(int socket, Serving& serving);
    void joinFinished();
    template <class Condition>
    bool waitUntil(Condition condition);

    Script m_script;
    gateway::tls::ContextHandle m_context;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::thread m_acceptor;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::unique_ptr<Serving>> m_serving;
    std::vector<int> m_open;
    std::vector<WireMessage> m_requests;
    std::atomic<int> m_connections{0};
    std::atomic<int> m_resumed{0};
    std::atomic<int> m_failed{0};
    std::atomic<int> m_closed{0};
    std::atomic<bool> m_isStopped{false};
};

/// Opened by a test, waited for by a script (or the other way round).
class Gate final {
public:
    void open() {
        const std::lock_guard lock(m_mutex);
        m_isOpen = true;
        m_changed.notify_all();
    }
    bool wait() {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [this] { return m_isOpen; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isOpen = false;
};

} // namespace keysluice::test
