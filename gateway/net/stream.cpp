#include "gateway/net/stream.h"

#include "gateway/net/stream_bio.h"

#include <openssl/err.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace keysluice::gateway::net {

namespace {

/// What an earlier call left in the thread's queue would make SSL_get_error take a pause for a failure. Looking first
/// costs a tenth of clearing an empty queue.
void forgetErrors() {
    if (ERR_peek_error() != 0) {
        ERR_clear_error();
    }
}

/// Its memory, too: a string that is assigned to keeps it.
void discard(std::string& text) {
    std::string().swap(text);
}

} // namespace

Stream::Stream(EventLoop& loop, Descriptor socket, Runnable* owner)
    : m_loop(loop), m_socket(std::move(socket)), m_owner(owner) {
    if (!m_socket.isOpen() || !m_loop.poller().add(m_socket.value(), *this)) {
        m_broken = true;
        m_errorText = "socket cannot be watched";
    }
}

Stream::~Stream() {
    close();
}

void Stream::onEvents(Readiness readiness) {
    m_readable = m_readable || readiness.readable;
    m_writable = m_writable || readiness.writable;
    m_hungUp = m_hungUp || readiness.hungUp;
    m_stalled = false;
    if (m_owner != nullptr && m_socket.isOpen()) {
        m_loop.makeReady(*m_owner);
    }
}

IoResult Stream::receive(std::span<char> into) {
    if (m_endOfInput) {
        return {IoStatus::End};
    }
    if (m_broken || !m_socket.isOpen()) {
        return {IoStatus::Error};
    }
    if (!m_readable) {
        return {IoStatus::Again};
    }
    const ssize_t count = ::recv(m_socket.value(), into.data(), into.size(), 0);
    if (count > 0) {
        const auto size = static_cast<std::size_t>(count);
        // A short read emptied the socket, and the next byte gives an event; an end that was already told does not.
        m_readable = size == into.size() || m_hungUp;
        m_received += size;
        return {IoStatus::Done, size};
    }
    if (count == 0) {
        m_endOfInput = true;
        return {IoStatus::End};
    }
    if (errno == EAGAIN || errno == EINTR) {
        m_readable = errno == EINTR;
        return {IoStatus::Again};
    }
    m_broken = true;
    noteError();
    return {IoStatus::Error};
}

IoResult Stream::sendNow(std::string_view bytes) {
    if (m_writeBroken || !m_socket.isOpen()) {
        return {IoStatus::Error};
    }
    if (!m_writable) {
        return {IoStatus::Again};
    }
    const ssize_t count = ::send(m_socket.value(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
        return {IoStatus::Done, static_cast<std::size_t>(count)};
    }
    if (errno == EAGAIN || errno == EINTR) {
        m_writable = errno == EINTR;
        return {IoStatus::Again};
    }
    m_writeBroken = true;
    noteError();
    return {IoStatus::Error};
}

void Stream::noteError() {
    m_errorText = std::strerror(errno);
}

IoStatus Stream::flush() {
    std::string& scratch = m_loop.sendScratch();
    if (!m_ticket.empty() && !(m_unsent.empty() && scratch.empty())) {
        m_unsent.append(m_ticket);
        discard(m_ticket);
    }
    if (!m_unsent.empty()) {
        // Order: what was kept before comes first.
        m_unsent.append(scratch);
        scratch.clear();
    }
    const std::string& source = m_unsent.empty() ? scratch : m_unsent;
    std::size_t sent = 0;
    IoStatus status = IoStatus::Done;
    while (sent < source.size()) {
        const IoResult result = sendNow(std::string_view(source).substr(sent));
        sent += result.count;
        if (result.status != IoStatus::Done) {
            status = result.status;
            break;
        }
    }
    if (status == IoStatus::Done) {
        discard(m_unsent);
    } else if (status == IoStatus::Again) {
        std::string rest = source.substr(sent);
        m_unsent = std::move(rest);
    }
    scratch.clear();
    return status;
}

IoResult Stream::read(std::span<char> into) {
    if (!m_ssl) {
        if (m_preloadUsed < m_preload.size()) {
            const std::size_t count = m_preload.copy(into.data(), into.size(), m_preloadUsed);
            m_preloadUsed += count;
            return {IoStatus::Done, count};
        }
        const IoResult result = receive(into);
        m_stalled = result.status == IoStatus::Again;
        return result;
    }
    if (!m_socket.isOpen()) {
        return {IoStatus::Error};
    }
    if (m_pendingStatus != IoStatus::Done) {
        return {std::exchange(m_pendingStatus, IoStatus::Done)};
    }
    return readRecords(into);
}

/// A read of OpenSSL gives one record at most. Many at once are one scan and one send for whoever passes them on.
IoResult Stream::readRecords(std::span<char> into) {
    std::size_t total = 0;
    IoStatus status = IoStatus::Done;
    while (status == IoStatus::Done && total < into.size() && (total == 0 || mayRead())) {
        forgetErrors();
        std::size_t count = 0;
        const int ok = SSL_read_ex(m_ssl.get(), into.data() + total, into.size() - total, &count);
        status = tlsResult(ok, count).status;
        total += count;
    }
    m_stalled = status == IoStatus::Again;
    if (!m_loop.sendScratch().empty()) {
        [[maybe_unused]] const IoStatus flushed = flush(); // a key update or an alert that reading gave rise to
    }
    if (total == 0) {
        return {status};
    }
    if (!m_stalled) {
        m_pendingStatus = status; // told by the next read
    }
    return {IoStatus::Done, total};
}

IoResult Stream::write(std::string_view bytes) {
    if (!m_ssl) {
        return sendNow(bytes);
    }
    if (!m_socket.isOpen()) {
        return {IoStatus::Error};
    }
    if (!m_unsent.empty()) {
        const IoStatus status = flush();
        if (status != IoStatus::Done) {
            return {status};
        }
    }
    std::size_t total = 0;
    IoResult last{IoStatus::Done};
    while (total < bytes.size()) {
        forgetErrors();
        std::size_t count = 0;
        const std::string_view rest = bytes.substr(total);
        const int ok = SSL_write_ex(m_ssl.get(), rest.data(), rest.size(), &count);
        last = tlsResult(ok, count);
        if (last.status != IoStatus::Done) {
            break;
        }
        total += count;
    }
    const IoStatus flushed = flush();
    if (flushed == IoStatus::Error || last.status == IoStatus::Error || last.status == IoStatus::End) {
        return {IoStatus::Error};
    }
    return total > 0 ? IoResult{IoStatus::Done, total} : IoResult{IoStatus::Again};
}

IoResult Stream::tlsResult(int ok, std::size_t count) {
    if (ok == 1) {
        return {IoStatus::Done, count};
    }
    const int error = SSL_get_error(m_ssl.get(), ok);
    switch (error) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return {IoStatus::Again};
    case SSL_ERROR_ZERO_RETURN:
        return {IoStatus::End};
    default:
        break;
    }
    m_endedAbruptly = m_endOfInput;
    m_wasLost = m_endOfInput || error == SSL_ERROR_SYSCALL;
    if (m_errorText.empty()) {
        const long verification = SSL_get_verify_result(m_ssl.get());
        m_errorText = verification != X509_V_OK ? X509_verify_cert_error_string(verification) : tls::takeErrorText();
    }
    ERR_clear_error();
    m_broken = true;
    return {IoStatus::Error};
}

void Stream::startTls(tls::SslHandle ssl, std::string preload) {
    m_ssl = std::move(ssl);
    m_preload = std::move(preload);
    m_preloadUsed = 0;
    BIO* bio = StreamBio::create(*this);
    SSL_set_bio(m_ssl.get(), bio, bio);
}

HandshakeStatus Stream::handshake() {
    if (!m_unsent.empty()) {
        const IoStatus status = flush();
        if (status != IoStatus::Done) {
            return status == IoStatus::Again ? HandshakeStatus::Again : HandshakeStatus::Error;
        }
    }
    forgetErrors();
    const int ok = SSL_do_handshake(m_ssl.get());
    const IoResult result = tlsResult(ok, 0);
    if (result.status == IoStatus::Done) {
        m_ticket = m_loop.sendScratch(); // all that OpenSSL's own flushes left: see StreamBio::control()
        m_loop.sendScratch().clear();
        return HandshakeStatus::Done;
    }
    [[maybe_unused]] const IoStatus flushed = flush(); // an alert is written without a flush of the BIO
    return result.status == IoStatus::Again ? HandshakeStatus::Again : HandshakeStatus::Error;
}

void Stream::endOutput() {
    if (m_outputEnded || !m_socket.isOpen()) {
        return;
    }
    m_outputEnded = true;
    if (m_ssl && !m_broken && SSL_is_init_finished(m_ssl.get()) == 1) {
        ERR_clear_error();
        SSL_shutdown(m_ssl.get());
        [[maybe_unused]] const IoStatus flushed = flush();
    }
    ::shutdown(m_socket.value(), SHUT_WR);
}

void Stream::close(bool reset) {
    if (!m_socket.isOpen()) {
        return;
    }
    m_loop.poller().remove(m_socket.value());
    if (m_ssl && !m_broken && SSL_is_init_finished(m_ssl.get()) == 1) {
        // Without this OpenSSL takes the connection for a failed one and its session, the newest, for spoilt.
        SSL_set_shutdown(m_ssl.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }
    if (reset) {
        const linger abort{1, 0};
        ::setsockopt(m_socket.value(), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    }
    m_socket.close();
    m_owner = nullptr;
}

bool Stream::mayRead() const {
    if (m_pendingStatus != IoStatus::Done) {
        return m_socket.isOpen();
    }
    if (!m_socket.isOpen() || m_broken || m_stalled) {
        return false;
    }
    return m_readable || m_preloadUsed < m_preload.size() || (m_ssl && SSL_has_pending(m_ssl.get()) == 1);
}

} // namespace keysluice::gateway::net
