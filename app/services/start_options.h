#pragma once

#include "app/cli/command_line.h"
#include "app/verify/upstream_access.h"
#include "core/failure.h"

#include <optional>
#include <string>
#include <vector>

namespace keysluice::app {

/// What the command line asked of this start, checked and read; it goes before the settings.
struct StartOptions {
    std::optional<std::uint16_t> port;
    std::vector<std::string> listen;
    UpstreamAccess access; ///< only what was given
};

/// "HOST:PORT:ADDR[:PORT]"; an IPv6 address with a port is written in brackets.
[[nodiscard]] std::optional<core::ResolveOverride> parseResolve(const std::string& text);

struct ProxyUrl {
    std::string host;
    std::uint16_t port = 0;
    std::string credentials; ///< "user:password", decoded
};
/// "http://[user:password@]host:port"
[[nodiscard]] std::optional<ProxyUrl> parseProxyUrl(const std::string& text);

/// Options of the environment that redirect providers and are not empty, by name. SSL_CERT_FILE and SSL_CERT_DIR
/// replace whom TLS trusts, the proxy variables where it connects.
[[nodiscard]] std::vector<std::string> redirectingVariables();

/// Takes them out of the environment of this process; gives their names. Before any thread exists.
std::vector<std::string> dropRedirectingVariables();

/// `proven`: the vault is opened with a passphrase or key file given for this start. Without, redirecting options are
/// refused, and redirecting variables are taken out of the process's environment; their names come back in `ignored`.
/// Call before any thread exists. Errors: RedirectionNeedsPassphrase, Unsupported (a value that cannot be read),
/// NotFound (file), Damaged (no certificate in it).
[[nodiscard]] core::Outcome<StartOptions> startOptions(const ServeOptions& given, bool proven,
                                                       std::vector<std::string>& ignored);

} // namespace keysluice::app
