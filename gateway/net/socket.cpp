#include "gateway/net/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>
#include <poll.h>

namespace keysluice::gateway::net {

namespace {

constexpr int kProbeIdleSeconds = 60;
constexpr int kProbeIntervalSeconds = 15;
/// Towards providers: home routers and the like forget a silent connection after minutes, and a network that is gone
/// says nothing. Several probes, since one may be lost.
constexpr int kProviderProbeIdleSeconds = 20;
constexpr int kProviderProbeIntervalSeconds = 8;
constexpr int kProviderProbes = 5;

void setOption(int socket, int level, int name, int value) {
    ::setsockopt(socket, level, name, &value, sizeof value);
}

} // namespace

SocketAddress SocketAddress::of(const http::IpAddress& address, std::uint16_t port) {
    SocketAddress result;
    if (address.isV6) {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(port);
        std::memcpy(&v6.sin6_addr, address.bytes.data(), sizeof v6.sin6_addr);
        std::memcpy(&result.storage, &v6, sizeof v6);
        result.size = sizeof v6;
    } else {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&v4.sin_addr, address.bytes.data(), sizeof v4.sin_addr);
        std::memcpy(&result.storage, &v4, sizeof v4);
        result.size = sizeof v4;
    }
    return result;
}

http::IpAddress SocketAddress::address() const {
    if (storage.ss_family == AF_INET6) {
        const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&storage);
        const auto* bytes = v6->sin6_addr.s6_addr;
        constexpr int kMappedOffset = 12;
        return IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr) ? http::IpAddress::fromBytes(bytes + kMappedOffset, false)
                                                    : http::IpAddress::fromBytes(bytes, true);
    }
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&storage);
    return http::IpAddress::fromBytes(reinterpret_cast<const std::uint8_t*>(&v4->sin_addr), false);
}

std::uint16_t SocketAddress::port() const {
    return ntohs(storage.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6*>(&storage)->sin6_port
                                               : reinterpret_cast<const sockaddr_in*>(&storage)->sin_port);
}

bool SocketAddress::isLoopback() const {
    const http::IpAddress ip = address();
    constexpr std::uint8_t kLoopbackNet = 127;
    return ip.isV6 ? ip == http::IpAddress::fromBytes(in6addr_loopback.s6_addr, true) : ip.bytes[0] == kLoopbackNet;
}

SocketAddress localAddress(int socket) {
    SocketAddress result;
    result.size = sizeof result.storage;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&result.storage), &result.size);
    return result;
}

SocketAddress peerAddress(int socket) {
    SocketAddress result;
    result.size = sizeof result.storage;
    ::getpeername(socket, reinterpret_cast<sockaddr*>(&result.storage), &result.size);
    return result;
}

void prepareSocket(int socket) {
    setOption(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    setOption(socket, IPPROTO_TCP, TCP_KEEPIDLE, kProbeIdleSeconds);
    setOption(socket, IPPROTO_TCP, TCP_KEEPINTVL, kProbeIntervalSeconds);
}

ConnectAttempt beginConnect(const SocketAddress& address) {
    ConnectAttempt attempt;
    attempt.socket = Descriptor(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!attempt.socket.isOpen()) {
        attempt.error = std::strerror(errno);
        return attempt;
    }
    const int socket = attempt.socket.value();
    prepareSocket(socket);
    setOption(socket, IPPROTO_TCP, TCP_KEEPIDLE, kProviderProbeIdleSeconds);
    setOption(socket, IPPROTO_TCP, TCP_KEEPINTVL, kProviderProbeIntervalSeconds);
    setOption(socket, IPPROTO_TCP, TCP_KEEPCNT, kProviderProbes);
    if (::connect(socket, address.raw(), address.size) != 0 && errno != EINPROGRESS) {
        attempt.error = std::strerror(errno);
    }
    return attempt;
}

ConnectState connectState(int socket, std::string& error) {
    pollfd query{socket, POLLOUT, 0};
    if (::poll(&query, 1, 0) <= 0) {
        return ConnectState::Pending;
    }
    int code = 0;
    socklen_t size = sizeof code;
    ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size);
    if (code != 0) {
        error = std::strerror(code);
        return ConnectState::Failed;
    }
    return ConnectState::Connected;
}

bool hasSomethingToRead(int socket) {
    char byte = 0;
    return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || (errno != EAGAIN && errno != EINTR);
}

std::uint64_t raiseOpenFileLimit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 0;
    }
    const std::uint64_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return before;
}

} // namespace keysluice::gateway::net
