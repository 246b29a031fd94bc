#pragma once

#include "gateway/net/descriptor.h"
#include "gateway/net/event_loop.h"

#include <functional>
#include <set>
#include <string>

namespace keysluice::gateway::net {

/// Where a change of the machine's network is seen.
struct NetworkSource {
    Descriptor events; ///< readable when something may have changed; closed: nothing is ever told
    std::function<std::set<std::string>()> addresses{}; ///< that others reach the machine by, now
};

/// The kernel's (rtnetlink(7), getifaddrs(3)). Loopback and link-local addresses are left out: containers come and go
/// with them, and no provider is reached from there.
[[nodiscard]] NetworkSource systemNetwork();

/// Tells when the machine has other addresses than before: what was connected from the old ones may lead nowhere, and
/// nobody says so. Not when the lifetime of an address is renewed, which the kernel tells in the same way.
/// Thread: one worker. Owner: whoever is told; it goes after the loop has stopped.
class NetworkWatcher final : public EventHandler {
public:
    NetworkWatcher(EventLoop& loop, NetworkSource source, std::function<void()> changed);
    ~NetworkWatcher() override;
    NetworkWatcher(const NetworkWatcher&) = delete;
    NetworkWatcher& operator=(const NetworkWatcher&) = delete;

    void onEvents(Readiness readiness) override;

private:
    EventLoop& m_loop;
    NetworkSource m_source;
    std::function<void()> m_changed;
    std::set<std::string> m_addresses;
    bool m_isWatching = false;
};

} // namespace keysluice::gateway::net
