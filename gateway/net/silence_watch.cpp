#include "gateway/net/silence_watch.h"

#include <linux/tcp.h> // the one in netinet ends before tcpi_bytes_acked
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <utility>

namespace keysluice::gateway::net {

bool SilenceWatch::isUnreachable(int socket, core::MonotonicNs now) {
    if (now < nextLook()) {
        return false;
    }
    m_lastLook = now;
    tcp_info info{};
    socklen_t size = sizeof info;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0 ||
        size < offsetof(tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked) {
        return false;
    }
    const bool isPending = info.tcpi_unacked > 0;
    const bool wasPending = std::exchange(m_isPending, isPending);
    const std::uint64_t confirmed = std::exchange(m_confirmed, info.tcpi_bytes_acked);
    // What was out at the last look is out still, and nothing else came either.
    return wasPending && isPending && confirmed == m_confirmed &&
           std::chrono::milliseconds(info.tcpi_last_ack_recv) >= m_patience;
}

} // namespace keysluice::gateway::net
