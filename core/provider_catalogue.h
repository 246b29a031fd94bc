#pragma once

#include "core/injection.h"
#include "core/provider_endpoint.h"
#include "core/result.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

class QByteArray;

namespace keysluice::core {

/// Shape of a placeholder handed to agents: `prefix`, random characters, `suffix`; `length` in all.
struct PlaceholderShape {
    std::string prefix;
    std::string suffix;
    std::size_t length = 0;
};

/// One kind of key of a provider, e.g. Anthropic's API key or OAuth token.
struct CredentialKind {
    std::string id;                       ///< "api_key", "oauth_token"
    std::string label;                    ///< "API key"; translated by the window where it has a translation
    std::vector<std::string> prefixes;    ///< what a key of this kind begins with
    std::vector<std::string> notPrefixes; ///< longer prefixes that belong to another provider
    std::size_t minimumLength = 0;
    Injection injection;
    PlaceholderShape placeholder;
    std::vector<std::string> environment; ///< variables that clients read such a key from
};

enum class ErrorShape { Anthropic, OpenAi, Plain };

/// How a provider is asked whether a key works.
struct VerificationRequest {
    std::string path;                                         ///< "/v1/models"
    std::vector<std::pair<std::string, std::string>> headers; ///< e.g. anthropic-version
};

/// How clients name the provider by a base URL, of which the gateway has one of its own: `http://127.0.0.1:PORT/<id>`.
struct BaseUrl {
    std::string path;               ///< what a base URL may end with: "/v1"; empty: nothing
    std::vector<std::string> roots; ///< first segments of paths that do not get `path` put in front: "v1", "api"
    /// Variables clients read a base URL from, and the path that each expects in it: {"OPENAI_BASE_URL", "/v1"}.
    std::vector<std::pair<std::string, std::string>> environment;

    /// The provider's path for what follows `/<id>`: "/messages" and "/v1/messages" are both "/v1/messages". A query
    /// may follow the path.
    [[nodiscard]] std::string providerPath(std::string_view rest) const;
};

struct Provider {
    std::string id;                 ///< "anthropic"
    std::string name;               ///< "Anthropic"
    std::string monogram;           ///< two letters
    std::vector<std::string> hosts; ///< lower case, without port; the first one is asked for verification
    ErrorShape errorShape = ErrorShape::Plain;
    VerificationRequest verification;
    BaseUrl baseUrl;
    std::vector<CredentialKind> kinds;
    std::vector<ProviderEndpoint> endpoints; ///< no two of them match the same request

    /// Null: not listed, and so nothing is known of it. `path`: as it will be sent, without query.
    [[nodiscard]] const ProviderEndpoint* endpoint(std::string_view method, std::string_view path) const;
    [[nodiscard]] const CredentialKind* kind(std::string_view kindId) const;
    [[nodiscard]] bool ownsHost(std::string_view host) const;
};

/// The providers the application knows: data from `resources/providers.json` (schema: `resources/README.md`).
/// Thread: any (immutable).
class ProviderCatalogue final {
public:
    /// Error: one English line naming the JSON member that is wrong (for developers; the shipped file is tested).
    [[nodiscard]] static Result<std::shared_ptr<const ProviderCatalogue>, std::string> fromJson(const QByteArray& json);

    [[nodiscard]] const std::vector<Provider>& providers() const { return m_providers; }
    [[nodiscard]] const Provider* provider(std::string_view id) const;
    [[nodiscard]] const Provider* providerOfHost(std::string_view host) const;

private:
    std::vector<Provider> m_providers;
};

} // namespace keysluice::core
