#include "gateway/net/network_watcher.h"

#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>

namespace keysluice::gateway::net {

namespace {

/// Empty: of no interest.
std::string textOf(const sockaddr* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address == nullptr) {
        return {};
    }
    if (address->sa_family == AF_INET) {
        const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
        ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
    } else if (address->sa_family == AF_INET6) {
        const auto* v6 = reinterpret_cast<const sockaddr_in6*>(address);
        if (IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr)) {
            return {};
        }
        ::inet_ntop(AF_INET6, &v6->sin6_addr, text.data(), text.size());
    }
    return text.data();
}

std::set<std::string> addressesOfSystem() {
    std::set<std::string> addresses;
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) {
        return addresses;
    }
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
    for (const ifaddrs* item = list; item != nullptr; item = item->ifa_next) {
        if ((item->ifa_flags & IFF_LOOPBACK) != 0) {
            continue;
        }
        std::string text = textOf(item->ifa_addr);
        if (!text.empty()) {
            addresses.insert(std::string(item->ifa_name) + ' ' + text);
        }
    }
    return addresses;
}

} // namespace

NetworkSource systemNetwork() {
    Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    sockaddr_nl groups{};
    groups.nl_family = AF_NETLINK;
    groups.nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    if (!socket.isOpen() || ::bind(socket.value(), reinterpret_cast<const sockaddr*>(&groups), sizeof groups) != 0) {
        return {}; // a sandbox may forbid it; connections that lead nowhere still end, only later
    }
    return {std::move(socket), addressesOfSystem};
}

NetworkWatcher::NetworkWatcher(EventLoop& loop, NetworkSource source, std::function<void()> changed)
    : m_loop(loop), m_source(std::move(source)), m_changed(std::move(changed)) {
    if (m_source.events.isOpen()) {
        m_addresses = m_source.addresses();
        m_isWatching = m_loop.poller().add(m_source.events.value(), *this);
    }
}

NetworkWatcher::~NetworkWatcher() {
    if (m_isWatching) {
        m_loop.poller().remove(m_source.events.value());
    }
}

void NetworkWatcher::onEvents(Readiness readiness) {
    if (!readiness.readable) {
        return;
    }
    // What is said does not matter, nor that the kernel dropped some of it (ENOBUFS): the addresses are looked at.
    std::array<char, 8192> ignored{};
    for (ssize_t size = 1; size > 0 || (size < 0 && (errno == ENOBUFS || errno == EINTR));) {
        size = ::recv(m_source.events.value(), ignored.data(), ignored.size(), MSG_DONTWAIT);
    }
    std::set<std::string> now = m_source.addresses();
    if (now != m_addresses) {
        m_addresses = std::move(now);
        m_changed();
    }
}

} // namespace keysluice::gateway::net
