#pragma once

#include "core/agent_token.h"
#include "gateway/http/request_parser.h"
#include "gateway/snapshot.h"

#include <QFile>

#include <memory>
#include <string>

/// Snapshots as `app` would publish them, from the shipped provider catalogue.
namespace keysluice::gateway::test {

inline std::shared_ptr<const core::ProviderCatalogue> catalogueFrom(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? core::ProviderCatalogue::fromJson(file.readAll()).value_or(nullptr)
                                          : nullptr;
}

inline std::shared_ptr<const core::ProviderCatalogue> catalogue() {
    return catalogueFrom(QStringLiteral(KEYSLUICE_PROVIDERS_JSON));
}

inline SnapshotCredential credential(const core::ProviderCatalogue& providers, const std::string& id,
                                     const std::string& providerId, const std::string& kindId) {
    const core::Provider& provider = *providers.provider(providerId);
    SnapshotCredential result;
    result.id = id;
    result.name = "name of " + id;
    result.providerId = providerId;
    result.kindId = kindId;
    result.hosts = provider.hosts;
    result.injection = provider.kind(kindId)->injection;
    return result;
}

/// Running, with agents "free" (every credential) and "bound" (those of `granted`) and a certificate authority.
inline Snapshot runningSnapshot() {
    Snapshot snapshot;
    snapshot.state = GateState::Running;
    snapshot.catalogue = catalogue();
    snapshot.authority = std::make_shared<SigningAuthority>();
    snapshot.agents = {{"free", "Free agent", true, {}}, {"bound", "Bound agent", false, {}}};
    return snapshot;
}

/// A parsed head together with the bytes it points into.
class ParsedRequest {
public:
    explicit ParsedRequest(std::string bytes) : m_bytes(std::move(bytes)), m_parser(core::Limits{}) {
        m_state = m_parser.parse(m_bytes);
    }
    [[nodiscard]] bool isDone() const { return m_state == http::ParseState::Done; }
    [[nodiscard]] const http::RequestHead& head() const { return m_parser.head(); }

private:
    std::string m_bytes;
    http::RequestParser m_parser;
    http::ParseState m_state;
};

} // namespace keysluice::gateway::test
