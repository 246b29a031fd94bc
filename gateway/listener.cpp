#include "gateway/listener.h"

#include "gateway/http/ip_address.h"
#include "gateway/net/socket.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace keysluice::gateway {

namespace {

constexpr int kBacklog = 512;
constexpr int kFreePortAttempts = 16;

core::Failure bindFailure(int error, const std::string& address, std::uint16_t port) {
    switch (error) {
    case EADDRINUSE:
        return {core::FailureCode::PortTaken, std::to_string(port)};
    case EACCES:
    case EPERM:
        return {core::FailureCode::PermissionDenied, std::to_string(port)};
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
        return {core::FailureCode::AddressUnavailable, address};
    default:
        return {core::FailureCode::IoFailed, std::strerror(error)};
    }
}

core::Outcome<net::Descriptor> bindOne(const std::string& text, std::uint16_t port) {
    const auto address = http::parseIpAddress(text);
    if (!address) {
        return core::fail(core::FailureCode::AddressUnavailable, text);
    }
    const net::SocketAddress target = net::SocketAddress::of(*address, port);
    net::Descriptor socket(::socket(target.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (socket.isOpen()) {
        ::setsockopt(socket.value(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (address->isV6) {
            ::setsockopt(socket.value(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
        }
    }
    if (socket.isOpen()) {
        net::prepareSocket(socket.value()); // what it accepts has the same settings from the start
    }
    if (!socket.isOpen() || ::bind(socket.value(), target.raw(), target.size) != 0 ||
        ::listen(socket.value(), kBacklog) != 0) {
        return tl::make_unexpected(bindFailure(errno, text, port));
    }
    return socket;
}

core::Outcome<std::vector<net::Descriptor>> bindAll(const std::vector<std::string>& addresses, std::uint16_t port) {
    std::vector<net::Descriptor> sockets;
    for (const std::string& address : addresses) {
        auto socket = bindOne(address, port);
        if (!socket) {
            return tl::make_unexpected(socket.error());
        }
        port = net::localAddress(socket->value()).port(); // the same one for all
        sockets.push_back(std::move(*socket));
    }
    return sockets;
}

} // namespace

core::Outcome<Listener> Listener::open(const std::vector<std::string>& addresses, std::uint16_t port) {
    auto sockets = bindAll(addresses, port);
    for (int i = 1;
         port == 0 && !sockets && sockets.error().code == core::FailureCode::PortTaken && i < kFreePortAttempts; ++i) {
        sockets = bindAll(addresses, port); // free for one address, taken for another: ask for another one
    }
    if (!sockets) {
        return tl::make_unexpected(sockets.error());
    }
    Listener listener;
    for (std::size_t i = 0; i < sockets->size(); ++i) {
        listener.endpoints.push_back({addresses[i], net::localAddress((*sockets)[i].value()).port()});
    }
    listener.sockets = std::move(*sockets);
    return listener;
}

} // namespace keysluice::gateway
