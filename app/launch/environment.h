#pragma once

#include "core/provider_catalogue.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace keysluice::app {

/// What a launched program is told. Thread: any (value).
struct LaunchInput {
    std::string agentName;
    std::string token;
    std::string address; ///< "127.0.0.1" or "::1"
    std::uint16_t port = 0;
    std::string authorityFile;   ///< the CA alone
    std::string bundleFile;      ///< roots and the CA
    std::string nodePreloadFile; ///< what older versions of Node load first; empty: nothing
    std::string nodeOptions;     ///< NODE_OPTIONS as it is
    std::string launchId;
    std::map<std::string, std::string> credentials; ///< variable -> placeholder
    bool byBaseUrl = false; ///< also for clients that can use no proxy: base URLs, and the token in the keys' places
};

/// Variables to set and to take away; both sorted by name.
struct EnvironmentChange {
    std::map<std::string, std::string> set;
    std::vector<std::string> unset;
};

/// The table of variables that real clients were measured to need. Variables of the catalogue without a placeholder are
/// taken away: an inherited one holds a real key, or leads around the gateway.
[[nodiscard]] EnvironmentChange launchEnvironment(const LaunchInput& input, const core::ProviderCatalogue& catalogue);

/// Of every provider with a placeholder in `input`: where its clients find the gateway, and the token in the shape of
/// their key. For clients that can use neither a proxy nor a private certificate authority.
[[nodiscard]] std::map<std::string, std::string> baseUrlVariables(const LaunchInput& input,
                                                                  const core::ProviderCatalogue& catalogue);

/// `environment` ("NAME=value" lines) with the change applied.
[[nodiscard]] std::vector<std::string> changedEnvironment(const std::vector<std::string>& environment,
                                                          const EnvironmentChange& change);

enum class ShellSyntax { Posix, Fish, PowerShell, Json };
/// Ready to be evaluated by that shell; values are quoted so that they are never interpreted.
[[nodiscard]] std::string environmentText(const EnvironmentChange& change, ShellSyntax syntax);

/// The token in a value of HTTPS_PROXY that `launchEnvironment` made; empty otherwise.
[[nodiscard]] std::string tokenOfProxyUrl(const std::string& url);

/// Which placeholder each variable gets: for every provider the kind of `kindOf` (provider id -> kind id); when that is
/// empty for all of them, the first kind of each, so that the gateway's answer tells the agent what is missing.
[[nodiscard]] std::map<std::string, std::string> placeholderVariables(const std::string& seed,
                                                                      const core::ProviderCatalogue& catalogue,
                                                                      const std::map<std::string, std::string>& kindOf);

} // namespace keysluice::app
