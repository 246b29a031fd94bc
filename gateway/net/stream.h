#pragma once

#include "gateway/net/descriptor.h"
#include "gateway/net/event_loop.h"
#include "gateway/tls/openssl_handles.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace keysluice::gateway::net {

enum class IoStatus {
    Done,  ///< `count` bytes moved, at least one
    Again, ///< nothing possible now; the owner gets a turn when it is
    End,   ///< the peer ended its direction properly
    Error, ///< the connection is of no further use
};

struct IoResult {
    IoStatus status = IoStatus::Again;
    std::size_t count = 0;
};

enum class HandshakeStatus { Done, Again, Error };

/// A non-blocking TCP connection, plain or inside TLS. OpenSSL reads and writes through a BIO of our own, which hands
/// it bytes that came before TLS began (a ClientHello glued to the CONNECT request), joins what it writes into one send
/// and keeps the readiness that an edge-triggered poller tells only once. Thread: one worker. Owner: whoever holds it;
/// destroy it through EventLoop::bury while it is being watched.
class Stream final : public EventHandler {
public:
    /// Takes the socket over; it must be non-blocking. `owner` gets a turn after each event.
    Stream(EventLoop& loop, Descriptor socket, Runnable* owner);
    ~Stream() override;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void setOwner(Runnable* owner) { m_owner = owner; }

    [[nodiscard]] IoResult read(std::span<char> into);
    /// After Again, offer the same bytes again.
    [[nodiscard]] IoResult write(std::string_view bytes);
    /// Sends what `write` accepted and the socket did not take yet. Done when nothing is left.
    [[nodiscard]] IoStatus flush();
    [[nodiscard]] bool hasUnsent() const { return !m_unsent.empty(); }

    /// From here on bytes go through `ssl`; `preload` came off the socket before.
    void startTls(tls::SslHandle ssl, std::string preload);
    [[nodiscard]] HandshakeStatus handshake();
    [[nodiscard]] bool isTls() const { return m_ssl != nullptr; }
    [[nodiscard]] SSL* ssl() const { return m_ssl.get(); }

    /// Ends our direction: close_notify and FIN. Bytes may still come.
    void endOutput();
    /// Cuts the connection. `reset`: the peer shall see that something was lost.
    void close(bool reset = false);

    /// Whether a read could give something without a further event: bytes inside OpenSSL, or a socket not known empty.
    [[nodiscard]] bool mayRead() const;
    [[nodiscard]] bool hasHungUp() const { return m_hungUp; }
    [[nodiscard]] bool isOpen() const { return m_socket.isOpen(); }
    [[nodiscard]] int descriptor() const { return m_socket.value(); }
    /// Why the last Error happened, e.g. "certificate has expired", "connection reset by peer".
    [[nodiscard]] const std::string& errorText() const { return m_errorText; }
    /// The last Error was an end without close_notify: a truncation, or just a careless peer.
    [[nodiscard]] bool endedAbruptly() const { return m_endedAbruptly; }
    /// TLS failed because the connection under it did, not by what was said on it.
    [[nodiscard]] bool wasLost() const { return m_wasLost; }
    [[nodiscard]] std::uint64_t bytesReceived() const { return m_received; }

    void onEvents(Readiness readiness) override;

private:
    friend struct StreamBio;

    [[nodiscard]] IoResult receive(std::span<char> into);
    [[nodiscard]] IoResult readRecords(std::span<char> into);
    [[nodiscard]] IoResult sendNow(std::string_view bytes);
    [[nodiscard]] IoResult tlsResult(int ok, std::size_t count);
    void noteError();

    EventLoop& m_loop;
    Descriptor m_socket;
    Runnable* m_owner;
    tls::SslHandle m_ssl;
    std::string m_preload;
    std::size_t m_preloadUsed = 0;
    std::string m_unsent;
    std::string m_ticket; ///< sent with what comes next: nobody waits for it
    std::string m_errorText;
    std::uint64_t m_received = 0;
    IoStatus m_pendingStatus = IoStatus::Done; ///< how the last read ended behind its bytes: End or Error, else Done
    bool m_readable = true;
    bool m_writable = true;
    bool m_stalled = false; ///< the last read gave Again: what OpenSSL holds is part of a record
    bool m_hungUp = false;
    bool m_endOfInput = false;  ///< the socket gave its FIN
    bool m_broken = false;      ///< for reading, and inside TLS
    bool m_writeBroken = false; ///< what the peer said before it went can still be read
    bool m_endedAbruptly = false;
    bool m_wasLost = false;
    bool m_outputEnded = false;
};

} // namespace keysluice::gateway::net
