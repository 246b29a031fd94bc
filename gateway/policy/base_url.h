#pragma once

#include "core/agent_token.h"
#include "core/provider_catalogue.h"
#include "gateway/http/authority.h"
#include "gateway/http/head.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace keysluice::gateway::policy {

/// A request to `http://127.0.0.1:PORT/<provider>/…`, turned into what the same request to the provider would be: its
/// target and Host are the provider's, and no field, parameter or path of it holds an agent's token any more. What
/// decides, writes and records needs to know nothing of base URLs.
class BaseUrlRequest final {
public:
    /// Null: the path does not begin with a provider of the catalogue. `head` and `catalogue` must outlive the result.
    [[nodiscard]] static std::unique_ptr<BaseUrlRequest> from(const core::ProviderCatalogue& catalogue,
                                                              const http::RequestHead& head);
    BaseUrlRequest(const BaseUrlRequest&) = delete;
    BaseUrlRequest& operator=(const BaseUrlRequest&) = delete;

    [[nodiscard]] const http::RequestHead& head() const { return m_head; }
    [[nodiscard]] const core::Provider& provider() const { return m_provider; }
    [[nodiscard]] const http::Authority& authority() const { return m_authority; }
    /// Of the token that stood in the place of the API key: in a credential header of the provider (`Bearer`, `Basic`
    /// or bare, in the shape of a key or not) or a parameter such as `key`. Nothing: none, or different ones.
    [[nodiscard]] const std::optional<core::TokenHash>& token() const { return m_token; }
    /// Whether Host means this machine; another name is a browser that was told so by DNS. Without one: true.
    [[nodiscard]] bool isForLoopback() const { return m_isForLoopback; }
    /// A token where it cannot be left out: in the path.
    [[nodiscard]] bool holdsTokenInPath() const { return m_holdsTokenInPath; }

private:
    BaseUrlRequest(const core::Provider& provider, const http::RequestHead& head, std::string_view rest);
    void takeFields(const http::RequestHead& head);
    [[nodiscard]] std::string takeQuery(std::string_view query);
    void present(const core::TokenHash& hash);

    const core::Provider& m_provider;
    http::Authority m_authority;
    http::RequestHead m_head;
    std::string m_target;
    std::optional<core::TokenHash> m_token;
    bool m_isAmbiguous = false;
    bool m_isForLoopback = true;
    bool m_holdsTokenInPath = false;
};

} // namespace keysluice::gateway::policy
