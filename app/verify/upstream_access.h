#pragma once

#include "core/secret_bytes.h"
#include "core/settings.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace keysluice::app {

/// Where providers are and whom to trust: one value for the gateway's snapshots and for checks of keys, so that both go
/// the same way. Thread: any (immutable value).
struct UpstreamAccess {
    std::string proxyHost; ///< empty: direct
    std::uint16_t proxyPort = 0;
    std::shared_ptr<const core::SecretBytes> proxyCredentials; ///< "user:password", or null
    std::string extraCaPem;
    std::vector<core::ResolveOverride> resolve;
    bool allowPrivateDestinations = false;
};

} // namespace keysluice::app
