#pragma once

#include "gateway/http/ip_address.h"
#include "gateway/net/descriptor.h"

#include <sys/socket.h>

#include <cstdint>
#include <string>

namespace keysluice::gateway::net {

/// An address and port as the system's calls want it. Thread: any (value).
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] static SocketAddress of(const http::IpAddress& address, std::uint16_t port);
    [[nodiscard]] http::IpAddress address() const; ///< IPv4 inside IPv6 is given as IPv4
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] bool isLoopback() const;
    [[nodiscard]] const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

[[nodiscard]] SocketAddress localAddress(int socket);
[[nodiscard]] SocketAddress peerAddress(int socket);

/// No delay, keep-alive probes; for agents, who are on this machine. Given to a listening socket, whatever it accepts
/// has them, too.
void prepareSocket(int socket);

struct ConnectAttempt {
    Descriptor socket;
    std::string error; ///< non-empty: it failed at once
};
/// Begins to connect to a provider; see connectState. A connection on which nothing happens is probed: one that leads
/// nowhere breaks within a minute.
[[nodiscard]] ConnectAttempt beginConnect(const SocketAddress& address);

enum class ConnectState { Pending, Connected, Failed };
[[nodiscard]] ConnectState connectState(int socket, std::string& error);
/// Whether a supposedly silent socket has bytes, an end or an error waiting.
[[nodiscard]] bool hasSomethingToRead(int socket);

/// Raises the soft limit of open files to the hard one; gives the former soft limit, for restoring it in children.
std::uint64_t raiseOpenFileLimit();

} // namespace keysluice::gateway::net
