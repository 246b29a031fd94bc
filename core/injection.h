#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core {

/// What the gateway does to the head of a request to put a credential in. Data of the provider catalogue.
struct Injection {
    std::string header;              ///< lower case, e.g. "x-api-key"
    std::string valuePrefix;         ///< e.g. "Bearer "
    std::vector<std::string> remove; ///< lower case; every header of these names goes first, `_` counted as `-`
    std::string listHeader;          ///< lower case; empty: none. E.g. "anthropic-beta"
    std::string listValue;           ///< element added to `listHeader` unless the client sent it

    /// Whether a header of that name does not reach the provider as the client sent it.
    [[nodiscard]] bool replaces(std::string_view name) const;
};

/// "API-Key", "api_key" and "api-key" are one name to many servers: lower case, `_` as `-`.
[[nodiscard]] std::string foldedHeaderName(std::string_view name);
[[nodiscard]] bool sameFoldedName(std::string_view a, std::string_view b);

} // namespace keysluice::core
