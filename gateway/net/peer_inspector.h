#pragma once

#include "gateway/net/socket.h"

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string_view>

namespace keysluice::gateway::net {

/// What the system knows about the other end of a connection, when that end is on this machine.
struct PeerFacts {
    uid_t user = 0;
    bool isHeld = false; ///< a process still has it open; false: closed, and whose it was is no longer known
};

/// Looks up the other end of a connection. Thread: one worker.
class PeerInspector {
public:
    virtual ~PeerInspector() = default;
    /// Nothing: there is no such socket on this machine (any more), or the system does not tell.
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

/// Why a connection is not for `owner`, or nothing. A loopback address at either end means that both are on this
/// machine: a program may connect to 127.0.0.1 from any address of the machine. Otherwise the peer may be elsewhere,
/// on an address that the user opened up; what is on this machine is its user's all the same. Thread: any.
[[nodiscard]] std::string_view objectionToPeer(const SocketAddress& local, const SocketAddress& peer,
                                               const std::optional<PeerFacts>& facts, uid_t owner);

} // namespace keysluice::gateway::net
