#pragma once

#include "core/credential_header.h"
#include "gateway/http/head.h"
#include "gateway/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace keysluice::gateway::policy {

enum class ClientCredential {
    None,        ///< no credential, or empty ones
    Placeholder, ///< only ours: placeholders or agent tokens
    Own,         ///< something else
};

struct ClientCredentialFinding {
    ClientCredential kind = ClientCredential::None;
    /// Headers that carry placeholders or agent tokens; never sent on. Views into the head.
    std::vector<std::string_view> placeholderHeaders;
    /// The same for parameters of the query, as they are written there.
    std::vector<std::string_view> placeholderParameters;
};

using core::isCredentialHeader;
/// The same of a parameter of the query, as its name is written.
[[nodiscard]] bool isCredentialParameter(std::string_view name, const core::Provider* provider);

/// Looks at every header (in any case, `_` as `-`), parameter (in any spelling) and path segment that any kind of
/// credential of this provider uses or removes. `provider` may be null (host of no provider): then `authorization`,
/// `x-api-key`, `api-key` and `x-goog-api-key` are looked at. Placeholders and agents' tokens are also found in the
/// parameters `key`, `api_key` and `access_token` of any host. `stored`: of the credential that is kept for this place;
/// where that goes is looked at, too.
[[nodiscard]] ClientCredentialFinding findClientCredential(const http::RequestHead& head,
                                                           const core::Provider* provider,
                                                           const core::Injection* stored = nullptr);

/// Credential headers and parameters with placeholders or agent tokens in them that `injection` leaves alone, as
/// `api-key` is for a provider that knows only `x-api-key`: they must not go to the provider either. Only the names are
/// filled in.
[[nodiscard]] ClientCredentialFinding placeholdersBeside(const core::Injection& injection,
                                                         const http::RequestHead& head, const core::Provider* provider);

} // namespace keysluice::gateway::policy
