#pragma once

#include "gateway/gateway.h"
#include "gateway/net/descriptor.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keysluice::gateway {

/// Bound and listening sockets, closed with this. Workers accept from them (`acceptor.h`), so that a busy window does
/// not delay a connection and no further thread has to wake up for it. Thread: gui.
struct Listener {
    /// Binds every address, all or none. Errors as Gateway::listen.
    [[nodiscard]] static core::Outcome<Listener> open(const std::vector<std::string>& addresses, std::uint16_t port);

    std::vector<net::Descriptor> sockets;
    std::vector<Endpoint> endpoints;
};

} // namespace keysluice::gateway
