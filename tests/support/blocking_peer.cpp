#include "support/blocking_peer.h"

#include <openssl/err.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <unistd.h>
#include <utility>

namespace keysluice::test {

namespace {

constexpr int kPatienceSeconds = 20;

bool sameName(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
               return std::tolower(x) == std::tolower(y);
           });
}

template <class Visit>
void eachField(const std::string& head, Visit visit) {
    std::size_t begin = head.find("\r\n");
    while (begin != std::string::npos && begin + 2 < head.size()) {
        begin += 2;
        const std::size_t end = head.find("\r\n", begin);
        const std::string_view line(head.data() + begin, (end == std::string::npos ? head.size() : end) - begin);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            return;
        }
        std::string_view value = line.substr(colon + 1);
        while (!value.empty() && value.front() == ' ') {
            value.remove_prefix(1);
        }
        visit(line.substr(0, colon), value);
        begin = end;
    }
}

} // namespace

int WireMessage::status() const {
    return head.size() > 12 ? std::atoi(head.c_str() + 9) : 0;
}

std::string WireMessage::field(std::string_view name) const {
    std::string result;
    bool found = false;
    eachField(head, [&](std::string_view key, std::string_view value) {
        if (!found && sameName(key, name)) {
            found = true;
            result = value;
        }
    });
    return result;
}

int WireMessage::count(std::string_view name) const {
    int total = 0;
    eachField(head, [&](std::string_view key, std::string_view) { total += sameName(key, name) ? 1 : 0; });
    return total;
}

BlockingPeer::BlockingPeer(int socket) : m_socket(socket) {
    if (socket >= 0) {
        const timeval patience{kPatienceSeconds, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    }
}

BlockingPeer::BlockingPeer(BlockingPeer&& other) noexcept
    : m_socket(std::exchange(other.m_socket, -1)),
      m_ssl(std::move(other.m_ssl)),
      m_buffer(std::move(other.m_buffer)),
      m_endedCleanly(other.m_endedCleanly) {}

BlockingPeer::~BlockingPeer() {
    close();
}

bool BlockingPeer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t count = 0;
        if (m_ssl) {
            ERR_clear_error();
            if (SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &count) != 1) {
                return false;
            }
        } else {
            const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            count = static_cast<std::size_t>(sent);
        }
        bytes.remove_prefix(count);
    }
    return true;
}

std::string BlockingPeer::receive(std::size_t limit) {
    if (m_buffer.empty()) {
        (void)fill();
    }
    std::string result = m_buffer.substr(0, limit);
    m_buffer.erase(0, result.size());
    return result;
}

bool BlockingPeer::fill() {
    std::string chunk(65536, '\0');
    std::size_t count = 0;
    if (m_ssl) {
        ERR_clear_error();
        const int ok = SSL_read_ex(m_ssl.get(), chunk.data(), chunk.size(), &count);
        if (ok != 1) {
            m_endedCleanly = SSL_get_error(m_ssl.get(), ok) == SSL_ERROR_ZERO_RETURN;
            return false;
        }
    } else {
        const ssize_t got = ::recv(m_socket, chunk.data(), chunk.size(), 0);
        if (got <= 0) {
            m_endedCleanly = got == 0;
            return false;
        }
        count = static_cast<std::size_t>(got);
    }
    m_buffer.append(chunk, 0, count);
    return true;
}

std::string BlockingPeer::receiveUntil(std::string_view text) {
    std::size_t at = std::string::npos;
    while ((at = m_buffer.find(text)) == std::string::npos) {
        if (!fill()) {
            return {};
        }
    }
    std::string result = m_buffer.substr(0, at + text.size());
    m_buffer.erase(0, result.size());
    return result;
}

WireMessage BlockingPeer::receiveMessage(bool hasBody) {
    WireMessage message;
    message.head = receiveHead();
    if (message.head.empty()) {
        message.isTruncated = true;
        return message;
    }
    const int status = message.head.starts_with("HTTP/") ? message.status() : 0;
    const bool isAnswer = status != 0;
    if (!hasBody || (isAnswer && (status < 200 || status == 204 || status == 304))) {
        message.isComplete = true;
        return message;
    }
    if (message.count("transfer-encoding") > 0) {
        for (;;) {
            const std::string line = receiveUntil("\r\n");
            const std::size_t size = std::strtoul(line.c_str(), nullptr, 16);
            while (!line.empty() && m_buffer.size() < size + 2) {
                if (!fill()) {
                    break;
                }
            }
            if (line.empty() || m_buffer.size() < size + 2) {
                message.body += m_buffer;
                message.isTruncated = true;
                return message;
            }
            message.body.append(m_buffer, 0, size);
            m_buffer.erase(0, size + 2);
            if (size == 0) {
                message.isComplete = true;
                return message;
            }
        }
    }
    if (message.count("content-length") > 0) {
        const std::size_t size = std::strtoul(message.field("content-length").c_str(), nullptr, 10);
        while (m_buffer.size() < size && fill()) {
        }
        message.isComplete = m_buffer.size() >= size;
        message.isTruncated = !message.isComplete;
        message.body = m_buffer.substr(0, size);
        m_buffer.erase(0, message.body.size());
        return message;
    }
    if (isAnswer) {
        while (fill()) {
        }
        message.body = std::exchange(m_buffer, {});
        message.isComplete = m_endedCleanly;
        message.isTruncated = !m_endedCleanly;
        return message;
    }
    message.isComplete = true;
    return message;
}

bool BlockingPeer::acceptTls(SSL_CTX* context) {
    m_ssl.reset(SSL_new(context));
    SSL_set_fd(m_ssl.get(), m_socket);
    return SSL_accept(m_ssl.get()) == 1;
}

bool BlockingPeer::connectTls(SSL_CTX* context, const std::string& serverName) {
    m_ssl.reset(SSL_new(context));
    SSL_set_fd(m_ssl.get(), m_socket);
    if (!serverName.empty()) {
        SSL_set_tlsext_host_name(m_ssl.get(), serverName.c_str());
        SSL_set1_host(m_ssl.get(), serverName.c_str());
    }
    return SSL_connect(m_ssl.get()) == 1;
}

void BlockingPeer::closeNotify() {
    if (m_ssl) {
        ERR_clear_error();
        SSL_shutdown(m_ssl.get());
    }
}

void BlockingPeer::shutdownWrite() {
    ::shutdown(m_socket, SHUT_WR);
}

void BlockingPeer::close() {
    m_ssl.reset(); // it knows the descriptor by its number
    if (m_socket >= 0) {
        ::close(std::exchange(m_socket, -1));
    }
}

void BlockingPeer::reset() {
    // Ends with RST and keeps the number: a descriptor that was closed here may be the next connection's a moment
    // later.
    sockaddr none{};
    none.sa_family = AF_UNSPEC;
    ::connect(m_socket, &none, sizeof none);
}

bool BlockingPeer::waitForEnd() {
    do {
        errno = 0; // an end sets none, and an older one must not count
    } while (fill());
    return errno != EAGAIN;
}

} // namespace keysluice::test
