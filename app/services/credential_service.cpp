#include "app/services/credential_service.h"

#include "app/services/activity_service.h"
#include "app/services/authority_keeper.h"
#include "app/services/vault_service.h"
#include "app/verify/check_outcome.h"
#include "core/key_recognition.h"
#include "vault/records/agent_repository.h"
#include "vault/records/credential_repository.h"
#include "vault/vault.h"

#include <QTimer>

#include <algorithm>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;
using core::SecretBytes;

CredentialService::CredentialService(vault::Vault& vault, VaultService& vaultService, ActivityService& activity,
                                     AuthorityKeeper& authority,
                                     std::shared_ptr<const core::ProviderCatalogue> catalogue,
                                     const KeyChecker& checker, const core::Clock& clock, QObject* parent)
    : CredentialPort(parent),
      m_vault(vault),
      m_vaultService(vaultService),
      m_activity(activity),
      m_authority(authority),
      m_catalogue(std::move(catalogue)),
      m_checker(checker),
      m_clock(clock) {
    connect(&m_vault.credentials(), &vault::CredentialRepository::changed, this, &CredentialService::changed);
    connect(&m_activity, &ActivityService::todayChanged, this, &CredentialService::usageChanged);
    connect(&m_vault, &vault::Vault::stateChanged, this, [this] {
        if (!m_vault.isOpen()) {
            m_tests.clear(); // a check in flight holds a key
        }
        Q_EMIT changed();
    });
}

std::vector<core::CredentialInfo> CredentialService::credentials() const {
    return m_vault.credentials().list();
}

std::vector<core::CredentialEvent> CredentialService::history(const core::RecordId& id) const {
    return m_vault.credentials().history(id);
}

int CredentialService::requestsToday(const core::RecordId& id) const {
    return m_activity.requestsTodayOfCredential(id);
}

int CredentialService::rejectedRequests(const core::RecordId& id) const {
    const core::CredentialInfo* info = m_vault.credentials().find(id);
    // what an earlier key was answered says nothing about this one
    return info == nullptr ? 0 : m_activity.rejectedRequests(id, std::max(info->createdAt, info->rotatedAt));
}

Outcome<SecretBytes> CredentialService::acceptable(const SecretBytes& key) const {
    switch (core::recogniseKey(key.view(), *m_catalogue).shape) {
    case core::KeyShape::Empty:
        return fail(FailureCode::ValueEmpty);
    case core::KeyShape::HasInnerSpace:
    case core::KeyShape::NotAscii:
        return fail(FailureCode::ValueMalformed);
    case core::KeyShape::TooLong:
        return fail(FailureCode::ValueTooLong);
    case core::KeyShape::Placeholder:
        return fail(FailureCode::ValueIsPlaceholder);
    case core::KeyShape::Recognised:
    case core::KeyShape::Unrecognised:
    case core::KeyShape::TooShort:
        break;
    }
    return core::trimmedKey(key.view());
}

std::unique_ptr<ui::KeyCheck> CredentialService::checkKey(const std::string& providerId, const std::string& kindId,
                                                          SecretBytes key) {
    const core::Provider* provider = m_catalogue->provider(providerId);
    const core::CredentialKind* kind = provider == nullptr ? nullptr : provider->kind(kindId);
    Q_ASSERT(kind != nullptr);
    return m_checker.check(*provider, *kind, core::trimmedKey(key.view()));
}

Outcome<core::RecordId> CredentialService::add(const ui::NewCredential& credential, SecretBytes key) {
    const core::Provider* provider = m_catalogue->provider(credential.providerId);
    if (provider == nullptr || provider->kind(credential.kindId) == nullptr) {
        return fail(FailureCode::ProviderUnknown, credential.providerId);
    }
    auto value = acceptable(key);
    if (!value) {
        return core::failure(value.error());
    }
    auto id = m_vault.credentials().add({credential.name, credential.providerId, credential.kindId, provider->hosts,
                                         healthOf(credential.check, m_clock.now())},
                                        *value);
    if (!id || !credential.agents) {
        return id;
    }
    // Only the chosen agents: the others get an explicit list without the new one.
    std::vector<core::AgentInfo> agents = m_vault.agents().list();
    for (const core::AgentInfo& agent : agents) {
        const auto& chosen = *credential.agents;
        const bool wanted = std::find(chosen.begin(), chosen.end(), agent.id) != chosen.end();
        std::vector<core::RecordId> grants = agent.granted;
        if (agent.everyCredential && !wanted) {
            grants.clear();
            for (const core::CredentialInfo& other : m_vault.credentials().list()) {
                if (other.id != *id) {
                    grants.push_back(other.id);
                }
            }
        } else if (!agent.everyCredential && wanted) {
            grants.push_back(*id);
        } else {
            continue;
        }
        if (const auto granted = m_vault.agents().setGrants(agent.id, false, grants); !granted) {
            return core::failure(granted.error());
        }
    }
    return id;
}

Outcome<void> CredentialService::rotate(const core::RecordId& id, SecretBytes key, const ui::KeyCheckOutcome& check) {
    auto value = acceptable(key);
    if (!value) {
        return core::failure(value.error());
    }
    return m_vault.credentials().rotate(id, *value, healthOf(check, m_clock.now()));
}

Outcome<void> CredentialService::testThen(const core::RecordId& id,
                                          std::function<void(const ui::KeyCheckOutcome&)> done) {
    if (!m_vault.isOpen()) {
        return fail(FailureCode::VaultLocked);
    }
    const core::CredentialInfo* info = m_vault.credentials().find(id);
    if (info == nullptr) {
        return fail(FailureCode::NotFound, id);
    }
    const core::Provider* provider = m_catalogue->provider(info->providerId);
    const core::CredentialKind* kind = provider == nullptr ? nullptr : provider->kind(info->kindId);
    if (kind == nullptr) {
        return fail(FailureCode::ProviderUnknown, info->providerId);
    }
    auto value = m_vault.credentials().reveal(id);
    if (!value) {
        return core::failure(value.error());
    }
    auto check = m_checker.check(*provider, *kind, std::move(*value));
    connect(check.get(), &ui::KeyCheck::finished, this,
            [this, id, version = info->version, done = std::move(done)](const ui::KeyCheckOutcome& outcome) {
                const core::CredentialInfo* now = m_vault.credentials().find(id);
                // What was not asked does not change what is known; neither does an answer about a rotated key.
                const core::HealthReport report = healthOf(outcome, m_clock.now());
                if (now != nullptr && now->version == version && report.health != core::Health::Unchecked) {
                    (void)m_vault.credentials().setHealth(id, report);
                }
                // Not from within the check's own signal.
                QTimer::singleShot(0, this, [this, id] {
                    m_tests.erase(id);
                    Q_EMIT changed();
                });
                if (done) {
                    done(outcome);
                }
            });
    m_tests[id] = std::move(check);
    Q_EMIT changed();
    return {};
}

void CredentialService::test(const core::RecordId& id) {
    if (!isTesting(id)) {
        (void)testThen(id, {}); // its failures are states the window shows anyway
    }
}

Outcome<void> CredentialService::setEnabled(const core::RecordId& id, bool enabled) {
    return m_vault.credentials().setEnabled(id, enabled);
}

Outcome<void> CredentialService::setForeignKeys(const core::RecordId& id, core::ForeignKeys mode) {
    return m_vault.credentials().setForeignKeys(id, mode);
}

Outcome<void> CredentialService::rename(const core::RecordId& id, const std::string& name) {
    return m_vault.credentials().rename(id, name);
}

Outcome<void> CredentialService::move(const core::RecordId& id, int position) {
    return m_vault.credentials().move(id, position);
}

Outcome<void> CredentialService::remove(const core::RecordId& id) {
    if (const auto removed = m_vault.credentials().remove(id); !removed) {
        return removed;
    }
    return m_vault.agents().forgetCredential(id);
}

void CredentialService::reveal(const core::RecordId& id, SecretBytes proof, QObject* context,
                               ui::Done<SecretBytes> done) {
    if (!m_vaultService.hasPassphrase()) {
        done(fail(FailureCode::NoSuchSlot));
        return;
    }
    m_vaultService.prove(std::move(proof), context, [this, id, done = std::move(done)](const Outcome<void>& proven) {
        done(proven ? m_vault.credentials().reveal(id) : core::failure(proven.error()));
    });
}

} // namespace keysluice::app
