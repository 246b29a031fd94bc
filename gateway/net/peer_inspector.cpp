#include "gateway/net/peer_inspector.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>

#include <array>
#include <cstring>

namespace keysluice::gateway::net {

namespace {

constexpr std::size_t kReplyBytes = 4096;

struct Query {
    nlmsghdr header;
    inet_diag_req_v2 request;
};

void putAddress(const SocketAddress& from, __be32* to) {
    if (from.storage.ss_family == AF_INET6) {
        std::memcpy(to, &reinterpret_cast<const sockaddr_in6*>(&from.storage)->sin6_addr, sizeof(in6_addr));
    } else {
        std::memcpy(to, &reinterpret_cast<const sockaddr_in*>(&from.storage)->sin_addr, sizeof(in_addr));
    }
}

} // namespace

NetlinkPeerInspector::NetlinkPeerInspector()
    : m_socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {
    const timeval patience{1, 0}; // the kernel answers within the call; this only guards against waiting for ever
    ::setsockopt(m_socket.value(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

std::optional<PeerFacts> NetlinkPeerInspector::inspect(const SocketAddress& local, const SocketAddress& peer) {
    Query query{};
    query.header.nlmsg_len = sizeof query;
    query.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    query.header.nlmsg_flags = NLM_F_REQUEST;
    query.request.sdiag_family = static_cast<__u8>(peer.storage.ss_family);
    query.request.sdiag_protocol = IPPROTO_TCP;
    query.request.idiag_states = ~0U;
    // Seen from the other end: its own address is our peer's.
    query.request.id.idiag_sport = htons(peer.port());
    query.request.id.idiag_dport = htons(local.port());
    putAddress(peer, query.request.id.idiag_src);
    putAddress(local, query.request.id.idiag_dst);
    query.request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    query.request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    if (::send(m_socket.value(), &query, sizeof query, 0) != static_cast<ssize_t>(sizeof query)) {
        return std::nullopt;
    }
    alignas(nlmsghdr) std::array<char, kReplyBytes> reply{};
    const ssize_t size = ::recv(m_socket.value(), reply.data(), reply.size(), 0);
    if (size < static_cast<ssize_t>(sizeof(nlmsghdr))) {
        return std::nullopt;
    }
    const auto* header = reinterpret_cast<const nlmsghdr*>(reply.data());
    if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY || header->nlmsg_len < NLMSG_LENGTH(sizeof(inet_diag_msg))) {
        return std::nullopt;
    }
    const auto* facts = static_cast<const inet_diag_msg*>(NLMSG_DATA(header));
    if (facts->id.idiag_dport != query.request.id.idiag_dport) {
        return std::nullopt; // without such a connection the kernel names who listens on that port
    }
    return PeerFacts{facts->idiag_uid, facts->idiag_inode != 0};
}

std::string_view objectionToPeer(const SocketAddress& local, const SocketAddress& peer,
                                 const std::optional<PeerFacts>& facts, uid_t owner) {
    if (!facts && !local.isLoopback() && !peer.isLoopback()) {
        return {}; // it is on another machine: the token decides
    }
    // A socket that nobody holds any more is reported as root's: it is nobody's.
    if (!facts || !facts->isHeld) {
        return "the system does not tell whose connection it is";
    }
    return facts->user == owner || facts->user == 0 ? "" : "the connection belongs to another user";
}

} // namespace keysluice::gateway::net
