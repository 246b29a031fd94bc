#pragma once

#include "gateway/tls/openssl_handles.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keysluice::test {

/// A message head and body as it came over the wire.
struct WireMessage {
    std::string head; ///< with the empty line
    std::string body; ///< chunks joined
    bool isComplete = false;
    bool isTruncated = false; ///< the connection ended inside it

    [[nodiscard]] int status() const;
    [[nodiscard]] std::string startLine() const { return head.substr(0, head.find("\r\n")); }
    /// Value of the first field of that name (any case), empty without.
    [[nodiscard]] std::string field(std::string_view name) const;
    [[nodiscard]] int count(std::string_view name) const; ///< how many fields of that name
};

/// A blocking socket, plain or TLS, for the test's side of a connection. Every read gives up after 20 s, so that a test
/// fails instead of hanging.
class BlockingPeer {
public:
    explicit BlockingPeer(int socket = -1);
    ~BlockingPeer();
    BlockingPeer(BlockingPeer&& other) noexcept;
    BlockingPeer& operator=(BlockingPeer&&) = delete;
    BlockingPeer(const BlockingPeer&) = delete;
    BlockingPeer& operator=(const BlockingPeer&) = delete;

    bool send(std::string_view bytes);
    /// Up to `limit` bytes in one read; empty: the end, or an error.
    [[nodiscard]] std::string receive(std::size_t limit = 65536);
    /// Reads until what was received since the last message contains `text`; gives everything up to its end.
    [[nodiscard]] std::string receiveUntil(std::string_view text);
    /// One message. `hasBody` false: an answer to HEAD.
    [[nodiscard]] WireMessage receiveMessage(bool hasBody = true);
    /// Only the head; the body stays to be read with receive().
    [[nodiscard]] std::string receiveHead() { return receiveUntil("\r\n\r\n"); }

    bool acceptTls(SSL_CTX* context);
    bool connectTls(SSL_CTX* context, const std::string& serverName);
    void closeNotify();
    void shutdownWrite();
    void close();
    void reset(); ///< with RST
    /// The peer ended the connection, seen by reading; bytes before it are kept.
    [[nodiscard]] bool waitForEnd();
    [[nodiscard]] bool endedCleanly() const { return m_endedCleanly; } ///< with close_notify, when TLS
    [[nodiscard]] SSL* ssl() const { return m_ssl.get(); }
    [[nodiscard]] int socket() const { return m_socket; }
    [[nodiscard]] const std::string& buffered() const { return m_buffer; }

private:
    bool fill();

    int m_socket;
    gateway::tls::SslHandle m_ssl;
    std::string m_buffer;
    bool m_endedCleanly = false;
};

} // namespace keysluice::test
