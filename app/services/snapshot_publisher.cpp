#include "app/services/snapshot_publisher.h"

#include "app/services/authority_keeper.h"
#include "app/services/launch_registry.h"
#include "vault/records/agent_repository.h"
#include "vault/records/credential_repository.h"
#include "vault/records/rule_repository.h"
#include "vault/records/settings_repository.h"
#include "vault/vault.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>

namespace keysluice::app {

namespace {

/// Value of Proxy-Authorization (RFC 7617).
std::shared_ptr<const core::SecretBytes> basicAuthorization(const core::SecretBytes& credentials) {
    constexpr std::string_view kScheme = "Basic ";
    const std::size_t encoded = 4 * ((credentials.size() + 2) / 3);
    core::SecretBytes padded(kScheme.size() + encoded + 1); // EVP_EncodeBlock ends with a zero byte
    std::memcpy(padded.writable().data(), kScheme.data(), kScheme.size());
    ::EVP_EncodeBlock(padded.writable().data() + kScheme.size(), credentials.bytes().data(),
                      static_cast<int>(credentials.size()));
    return std::make_shared<const core::SecretBytes>(
        core::SecretBytes::copyOf(padded.bytes().first(padded.size() - 1)));
}

/// In the place of rules that cannot be asked. The repository takes only what can, so nobody should see this.
std::shared_ptr<const core::rules::CompiledRules> nothingAllowed() {
    core::rules::Rule block;
    block.id = "unreadable";
    block.reason = "Keysluice cannot read its rules; nothing was sent.";
    return core::rules::CompiledRules::compile({{block}, {}}).value_or(nullptr);
}

} // namespace

SnapshotPublisher::SnapshotPublisher(vault::Vault& vault, LaunchRegistry& launches, AuthorityKeeper& authority,
                                     std::shared_ptr<const core::ProviderCatalogue> catalogue,
                                     std::shared_ptr<const core::PriceList> prices, StartOptions start, QObject* parent)
    : QObject(parent),
      m_vault(vault),
      m_launches(launches),
      m_authority(authority),
      m_catalogue(std::move(catalogue)),
      m_prices(std::move(prices)),
      m_start(std::move(start)) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &SnapshotPublisher::publishNow);
    connect(&m_vault, &vault::Vault::stateChanged, this, &SnapshotPublisher::onVaultState);
    connect(&m_vault, &vault::Vault::dataKeyRotated, this, &SnapshotPublisher::publishNow);
    connect(&m_vault.credentials(), &vault::CredentialRepository::changed, this, &SnapshotPublisher::schedule);
    connect(&m_vault.agents(), &vault::AgentRepository::changed, this, &SnapshotPublisher::schedule);
    connect(&m_vault.settings(), &vault::SettingsRepository::changed, this, &SnapshotPublisher::schedule);
    connect(&m_vault.rules(), &vault::RuleRepository::changed, this, [this] {
        m_areRulesStale = true;
        schedule();
    });
    connect(&m_launches, &LaunchRegistry::changed, this, &SnapshotPublisher::schedule);
}

void SnapshotPublisher::onVaultState() {
    m_areRulesStale = true;
    if (m_vault.isOpen()) {
        schedule();
    } else {
        m_authority.forget();
        publishNow();
    }
}

void SnapshotPublisher::setReceiver(Receiver receiver) {
    m_receiver = std::move(receiver);
    publishNow();
}

void SnapshotPublisher::setPaused(bool paused) {
    if (m_paused != paused) {
        m_paused = paused;
        publishNow();
    }
}

void SnapshotPublisher::setCanLog(bool canLog) {
    if (m_canLog != canLog) {
        m_canLog = canLog;
        publishNow();
    }
}

void SnapshotPublisher::setCanAsk(bool canAsk) {
    m_canAsk = canAsk;
    schedule();
}

void SnapshotPublisher::setRemembered(std::vector<core::rules::RememberedAnswer> answers) {
    m_remembered = std::move(answers);
    schedule();
}

void SnapshotPublisher::publishNow() {
    m_timer.stop();
    ++m_generation;
    if (m_receiver) {
        m_receiver(build());
    }
    Q_EMIT published();
}

void SnapshotPublisher::publishPending() {
    if (m_timer.isActive()) {
        publishNow();
    }
}

ProxyUrl SnapshotPublisher::upstreamProxy() const {
    if (!m_start.access.proxyHost.empty()) {
        return {m_start.access.proxyHost, m_start.access.proxyPort, {}};
    }
    return parseProxyUrl(m_vault.settings().protectedSettings().upstreamProxy).value_or(ProxyUrl{});
}

UpstreamAccess SnapshotPublisher::access() const {
    const core::ProtectedSettings& settings = m_vault.settings().protectedSettings();
    UpstreamAccess access = m_start.access;
    if (const ProxyUrl proxy = upstreamProxy(); access.proxyHost.empty() && !proxy.host.empty()) {
        access.proxyHost = proxy.host;
        access.proxyPort = proxy.port;
        if (auto credentials = m_vault.settings().upstreamProxyCredentials(); credentials && !credentials->isEmpty()) {
            access.proxyCredentials = std::make_shared<const core::SecretBytes>(std::move(*credentials));
        }
    }
    if (!settings.extraCaPem.empty()) {
        access.extraCaPem += (access.extraCaPem.empty() ? "" : "\n") + settings.extraCaPem;
    }
    access.resolve.insert(access.resolve.end(), settings.resolve.begin(), settings.resolve.end());
    access.allowPrivateDestinations = access.allowPrivateDestinations || settings.allowPrivateDestinations;
    return access;
}

std::shared_ptr<const core::rules::CompiledRules> SnapshotPublisher::rules() {
    if (std::exchange(m_areRulesStale, false)) {
        m_rules.reset();
        const core::rules::RuleSet& set = m_vault.rules().rules();
        if (!set.rules.empty() || !set.limits.empty()) {
            auto compiled = core::rules::CompiledRules::compile(set);
            m_rules = compiled ? *compiled : nothingAllowed();
        }
    }
    return m_rules;
}

std::shared_ptr<const gateway::Snapshot> SnapshotPublisher::build() {
    auto snapshot = std::make_shared<gateway::Snapshot>();
    snapshot->generation = m_generation;
    snapshot->catalogue = m_catalogue;
    switch (m_vault.state()) {
    case core::VaultState::Open:
        snapshot->state = m_paused ? gateway::GateState::Paused : gateway::GateState::Running;
        break;
    case core::VaultState::PolicyUnverified:
        snapshot->state = gateway::GateState::PolicyUnverified;
        break;
    case core::VaultState::Absent:
    case core::VaultState::Locked:
    case core::VaultState::Unusable:
        snapshot->state = gateway::GateState::Locked;
        break;
    }
    const core::ProtectedSettings& settings = m_vault.settings().protectedSettings();
    snapshot->strictMode = settings.strictMode;
    snapshot->canLog = m_canLog;
    snapshot->cutStreamsOnLock = settings.cutStreamsOnLock;
    const UpstreamAccess way = access();
    snapshot->upstreamProxyHost = way.proxyHost;
    snapshot->upstreamProxyPort = way.proxyPort;
    if (way.proxyCredentials) {
        snapshot->upstreamProxyAuthorization = basicAuthorization(*way.proxyCredentials);
    }
    snapshot->extraCaPem = way.extraCaPem;
    snapshot->resolve = way.resolve;
    snapshot->allowPrivateDestinations = way.allowPrivateDestinations;
    snapshot->tokens = m_launches.snapshotTokens();
    if (!m_vault.isOpen()) {
        if (snapshot->state == gateway::GateState::Locked) {
            snapshot->agents = m_lastAgents;
            snapshot->tokens.insert(snapshot->tokens.end(), m_lastTokens.begin(), m_lastTokens.end());
        }
        return snapshot;
    }
    for (const core::CredentialInfo& info : m_vault.credentials().list()) {
        const core::Provider* provider = m_catalogue->provider(info.providerId);
        const core::CredentialKind* kind = provider == nullptr ? nullptr : provider->kind(info.kindId);
        auto sealed = m_vault.credentials().sealed(info.id);
        if (kind == nullptr || !sealed) {
            continue;
        }
        snapshot->credentials.push_back({info.id, info.name, info.providerId, info.kindId, info.hosts, info.enabled,
                                         kind->injection, std::move(*sealed), info.foreignKeys});
    }
    for (const core::AgentInfo& agent : m_vault.agents().list()) {
        snapshot->agents.push_back({agent.id,
                                    agent.name,
                                    agent.everyCredential,
                                    {agent.granted.begin(), agent.granted.end()},
                                    agent.hostAccess,
                                    std::max(agent.freeze, settings.freeze)});
    }
    std::vector<gateway::SnapshotToken> tokens;
    for (const vault::StoredToken& token : m_vault.agents().tokens()) {
        tokens.push_back({token.id, token.hash, token.agentId, token.expiresAt, nullptr});
    }
    snapshot->tokens.insert(snapshot->tokens.end(), tokens.begin(), tokens.end());
    m_lastAgents = snapshot->agents;
    m_lastTokens = std::move(tokens);
    snapshot->rules = rules();
    snapshot->canAsk = m_canAsk;
    if (snapshot->rules && !m_remembered.empty()) {
        snapshot->remembered =
            std::make_shared<const core::rules::RememberedAnswers>(m_remembered, snapshot->rules->set());
    }
    snapshot->prices = m_prices;
    snapshot->opener = m_vault.opener();
    snapshot->authority = m_authority.signing();
    return snapshot;
}

} // namespace keysluice::app
