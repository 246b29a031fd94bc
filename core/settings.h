#pragma once

#include "core/records.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keysluice::core {

/// Connect to `address` (and `port`, 0: unchanged) when `host`:`hostPort` is meant. `--resolve` and its setting.
struct ResolveOverride {
    std::string host;
    std::uint16_t hostPort = 443;
    std::string address;
    std::uint16_t port = 0;

    friend bool operator==(const ResolveOverride&, const ResolveOverride&) = default;
};

/// Settings that affect protection: stored with row MACs, changed only with a person's confirmation.
struct ProtectedSettings {
    std::uint16_t port = 5397;
    std::vector<std::string> listenAddresses{"127.0.0.1", "::1"};
    std::string upstreamProxy; ///< "http://host:port", empty: none. Credentials are a sealed value beside it.
    bool upstreamProxyHasCredentials = false;
    std::string extraCaPem; ///< imported certificates, PEM
    bool allowPrivateDestinations = false;
    std::vector<ResolveOverride> resolve;
    bool strictMode = false; ///< hosts that are not intercepted: false tunnels (443 only), true refuses
    bool cutStreamsOnLock = false;
    Freeze freeze = Freeze::None; ///< of every agent, those that are added later included

    friend bool operator==(const ProtectedSettings&, const ProtectedSettings&) = default;
};

/// Settings about locking: also protected, but may be tightened freely.
struct LockSettings {
    int idleMinutes = 0; ///< minutes without a request; 0: never
    bool onSuspend = false;
    bool onScreenLock = false;

    friend bool operator==(const LockSettings&, const LockSettings&) = default;
};

enum class Appearance { System, Light, Dark };

/// Settings about looks; readable while the vault is locked, not protected.
struct InterfaceSettings {
    Appearance appearance = Appearance::System;
    std::string language; ///< "en", "de"; empty: the system's
    bool colourTray = false;
    bool minimiseToTray = true;
    bool trayNoticeShown = false;
    bool firstRunDone = false;

    friend bool operator==(const InterfaceSettings&, const InterfaceSettings&) = default;
};

} // namespace keysluice::core
