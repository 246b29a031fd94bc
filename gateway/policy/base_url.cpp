#include "gateway/policy/base_url.h"

#include "gateway/http/query.h"
#include "gateway/policy/address_guard.h"
#include "gateway/policy/agent_authentication.h"
#include "gateway/policy/client_credential.h"

#include <algorithm>

namespace keysluice::gateway::policy {

namespace {

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;

bool isLoopbackHost(std::string_view text) {
    const auto host = http::parseAuthority(text, kHttpPort);
    return host &&
           (host->literal ? classifyAddress(*host->literal) == AddressClass::Loopback : host->host == "localhost");
}

} // namespace

std::unique_ptr<BaseUrlRequest> BaseUrlRequest::from(const core::ProviderCatalogue& catalogue,
                                                     const http::RequestHead& head) {
    if (head.target.form != http::TargetForm::Origin) {
        return nullptr;
    }
    const std::string_view whole = head.target.pathAndQuery.substr(1);
    const std::size_t end = std::min(whole.find_first_of("/?"), whole.size());
    const core::Provider* provider = catalogue.provider(whole.substr(0, end));
    const std::string_view rest = whole.substr(end);
    if (provider == nullptr || rest.starts_with("//")) {
        return nullptr; // nothing is normalised silently, and no provider has such a path
    }
    return std::unique_ptr<BaseUrlRequest>(new BaseUrlRequest(*provider, head, rest));
}

BaseUrlRequest::BaseUrlRequest(const core::Provider& provider, const http::RequestHead& head, std::string_view rest)
    : m_provider(provider), m_authority{provider.hosts.front(), kHttpsPort, std::nullopt}, m_head(head) {
    m_isForLoopback = head.host.empty() || isLoopbackHost(head.host);
    takeFields(head);
    const std::size_t question = rest.find('?');
    m_target = provider.baseUrl.providerPath(rest.substr(0, question));
    m_holdsTokenInPath = core::holdsAgentToken(http::decodedParameter(m_target));
    const std::size_t pathEnd = m_target.size();
    if (question != std::string_view::npos) {
        const std::string query = takeQuery(rest.substr(question + 1));
        m_target += query.empty() ? query : "?" + query;
    }
    const std::string_view target = m_target;
    m_head.target.pathAndQuery = target;
    m_head.target.path = target.substr(0, pathEnd);
    m_head.target.query = target.substr(std::min(pathEnd + 1, target.size()));
    m_head.rawTarget = target;
    m_head.host = m_authority.host;
}

void BaseUrlRequest::takeFields(const http::RequestHead& head) {
    m_head.fields.clear();
    for (const http::Field& field : head.fields) {
        const auto hash = field.id == http::FieldId::Other ? tokenInKey(field.value) : std::nullopt;
        if (hash && isCredentialHeader(field.name, &m_provider)) {
            present(*hash);
        }
        if (!hash && !core::holdsAgentToken(field.value) && !core::holdsAgentToken(field.name)) {
            m_head.fields.push_back(field);
        }
    }
}

std::string BaseUrlRequest::takeQuery(std::string_view query) {
    std::string kept;
    http::QueryReader reader(query);
    for (http::QueryParameter parameter; reader.next(parameter);) {
        const auto hash = tokenInKey(http::decodedParameter(parameter.value));
        if (!hash && !core::holdsAgentToken(http::decodedParameter(parameter.text))) {
            kept.append(kept.empty() ? std::string_view() : std::string_view(&parameter.separator, 1));
            kept.append(parameter.text);
        } else if (hash && isCredentialParameter(parameter.name, &m_provider)) {
            present(*hash);
        }
    }
    return kept;
}

void BaseUrlRequest::present(const core::TokenHash& hash) {
    m_isAmbiguous = m_isAmbiguous || (m_token && !core::sameToken(*m_token, hash));
    m_token = m_isAmbiguous ? std::nullopt : std::optional(hash);
}

} // namespace keysluice::gateway::policy
