#pragma once

#include "gateway/http/head.h"
#include "gateway/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace keysluice::gateway::policy {

enum class ClientCredential {
    None,        ///< no credential header, or empty ones
    Placeholder, ///< only ours: placeholders or agent tokens
    Own,         ///< something else
};

struct ClientCredentialFinding {
    ClientCredential kind = ClientCredential::None;
    /// Headers that carry placeholders or agent tokens; never sent on. Views into the head.
    std::vector<std::string_view> placeholderHeaders;
};

/// Whether a header of that name may carry a credential for this provider; `provider` as below.
[[nodiscard]] bool isCredentialHeader(std::string_view name, const core::Provider* provider);

/// Looks at every header that any kind of credential of this provider uses or removes, in any case, `_` as `-`.
/// `provider` may be null (host of no provider): then `authorization`, `x-api-key`, `api-key` and
/// `x-goog-api-key` are looked at.
[[nodiscard]] ClientCredentialFinding findClientCredential(const http::Head& head, const core::Provider* provider);

/// Credential headers with placeholders or agent tokens in them that `injection` leaves alone, as `api-key` is for a
/// provider that knows only `x-api-key`: they must not go to the provider either. Views into the head.
[[nodiscard]] std::vector<std::string_view> placeholdersBeside(const core::Injection& injection, const http::Head& head,
                                                               const core::Provider* provider);

} // namespace keysluice::gateway::policy
