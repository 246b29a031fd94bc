#pragma once

#include "gateway/net/socket.h"

#include <sys/types.h>

#include <memory>
#include <optional>

namespace keysluice::gateway::net {

/// What the system knows about the other end of a loopback connection.
struct PeerFacts {
    uid_t user = 0;
    bool isHeld = false; ///< a process still has it open; false: closed, and whose it was is no longer known
};

/// Looks up the other end of a connection whose both ends are on this machine. Thread: one worker.
class PeerInspector {
public:
    virtual ~PeerInspector() = default;
    /// Nothing: there is no such socket (any more), or the system does not tell.
    [[nodiscard]] virtual std::optional<PeerFacts> inspect(const SocketAddress& local, const SocketAddress& peer) = 0;
};

/// Asks the kernel for exactly that socket (NETLINK_SOCK_DIAG). Source: sock_diag(7).
class NetlinkPeerInspector final : public PeerInspector {
public:
    NetlinkPeerInspector();
    [[nodiscard]] std::optional<PeerFacts> inspect(const SocketAddress& local, const SocketAddress& peer) override;

private:
    Descriptor m_socket;
};

} // namespace keysluice::gateway::net
