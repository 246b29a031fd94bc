#pragma once

#include "gateway/net/socket.h"

#include <netinet/in.h>
#include <sys/socket.h>

namespace keysluice::test {

/// Two ends of one TCP connection on loopback; `server` does not block. Thread: any.
struct TcpPair {
    TcpPair() {
        using namespace gateway::net;
        const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        prepareSocket(listener.value());
        const auto any = SocketAddress::of(gateway::http::IpAddress::v4(127, 0, 0, 1), 0);
        ::bind(listener.value(), any.raw(), any.size);
        ::listen(listener.value(), 1);
        client = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const auto target = localAddress(listener.value());
        ::connect(client.value(), target.raw(), target.size);
        server = Descriptor(::accept4(listener.value(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    }

    gateway::net::Descriptor client;
    gateway::net::Descriptor server;
};

} // namespace keysluice::test
