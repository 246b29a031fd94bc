#include "core/provider_catalogue.h"

#include "core/provider_reader.h"

#include <QByteArray>
#include <QJsonDocument>

#include <algorithm>
#include <set>

namespace keysluice::core {

std::string BaseUrl::providerPath(std::string_view rest) const {
    const std::size_t question = rest.find('?');
    const std::string_view query = question == std::string_view::npos ? std::string_view() : rest.substr(question);
    std::string_view onPath = rest.substr(0, question);
    if (onPath.empty() || onPath == "/") {
        return "/" + std::string(query);
    }
    const std::string_view root = onPath.substr(1, onPath.find('/', 1) - 1);
    const bool isWhole = std::find(roots.begin(), roots.end(), root) != roots.end();
    return std::string(isWhole ? std::string_view() : std::string_view(path)).append(rest);
}

const ProviderEndpoint* Provider::endpoint(std::string_view method, std::string_view path) const {
    const auto it =
        std::find_if(endpoints.begin(), endpoints.end(), [&](const auto& e) { return e.matches(method, path); });
    return it == endpoints.end() ? nullptr : &*it;
}

const CredentialKind* Provider::kind(std::string_view kindId) const {
    const auto it = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.id == kindId; });
    return it == kinds.end() ? nullptr : &*it;
}

bool Provider::ownsHost(std::string_view host) const {
    return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

Result<std::shared_ptr<const ProviderCatalogue>, std::string> ProviderCatalogue::fromJson(const QByteArray& json) {
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (!document.isObject()) {
        return failure("not a JSON object: " + parseError.errorString().toStdString());
    }
    std::string error;
    DataMembers root(document.object(), "catalogue", error);
    if (root.number("version") != 1) {
        root.complain("version", "must be 1");
    }
    auto catalogue = std::make_shared<ProviderCatalogue>();
    std::set<std::string> seen;
    for (DataMembers& reader : root.objects("providers")) {
        Provider provider = readProvider(std::move(reader));
        if (!seen.insert(provider.id).second) {
            root.complain("providers", "must have different ids");
        }
        for (const std::string& host : provider.hosts) {
            if (!seen.insert("host " + host).second) {
                root.complain("providers", "must have different hosts");
            }
        }
        catalogue->m_providers.push_back(std::move(provider));
    }
    root.finish();
    if (!error.empty()) {
        return failure(error);
    }
    return catalogue;
}

const Provider* ProviderCatalogue::provider(std::string_view id) const {
    const auto it = std::find_if(m_providers.begin(), m_providers.end(), [&](const auto& p) { return p.id == id; });
    return it == m_providers.end() ? nullptr : &*it;
}

const Provider* ProviderCatalogue::providerOfHost(std::string_view host) const {
    const auto it =
        std::find_if(m_providers.begin(), m_providers.end(), [&](const auto& p) { return p.ownsHost(host); });
    return it == m_providers.end() ? nullptr : &*it;
}

} // namespace keysluice::core
