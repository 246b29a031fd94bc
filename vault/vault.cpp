#include "vault/vault.h"

#include "vault/crypto/aead.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"
#include "vault/database/directory_lock.h"
#include "vault/database/secure_files.h"
#include "vault/database/vault_schema.h"
#include "vault/keys/credential_opener.h"
#include "vault/keys/slot_crypto.h"
#include "vault/records/agent_repository.h"
#include "vault/records/authority_repository.h"
#include "vault/records/credential_repository.h"
#include "vault/records/rule_repository.h"
#include "vault/records/settings_repository.h"
#include "vault/store.h"

#include <algorithm>
#include <utility>

namespace keysluice::vault {

Vault::Vault(VaultOptions options, const core::Clock& clock, QObject* parent)
    : QObject(parent),
      m_options(std::move(options)),
      m_clock(clock),
      m_store(std::make_unique<Store>(clock)),
      m_credentials(std::make_unique<CredentialRepository>(*m_store)),
      m_agents(std::make_unique<AgentRepository>(*m_store)),
      m_settings(std::make_unique<SettingsRepository>(*m_store)),
      m_authority(std::make_unique<AuthorityRepository>(*m_store)),
      m_rules(std::make_unique<RuleRepository>(*m_store)) {
    m_store->onGenerationChanged = [this] { Q_EMIT generationChanged(); };
    m_store->onUnverified = [this](core::FailureCode why) { onUnverified(why); };
    connect(m_credentials.get(), &CredentialRepository::removed, this, [this](const std::string& id) {
        // a grant of a secret that is gone is harmless: if this cannot be written, it stays
        (void)m_agents->forgetCredential(id);
    });
}

Vault::~Vault() {
    if (m_opener != nullptr) {
        m_opener->revoke();
    }
    if (isOpen()) {
        (void)flushUsage();
    }
}

bool Vault::isOpen() const {
    return m_state == core::VaultState::Open || m_state == core::VaultState::PolicyUnverified;
}

std::string Vault::vaultId() const {
    return m_store->vaultId();
}

std::vector<core::SlotInfo> Vault::slotList() const {
    std::vector<core::SlotInfo> list;
    for (const SlotRow& row : m_slots) {
        list.push_back({row.id, row.kind, row.createdAt});
    }
    return list;
}

bool Vault::hasSlot(core::SlotKind kind) const {
    return std::any_of(m_slots.begin(), m_slots.end(), [&](const SlotRow& row) { return row.kind == kind; });
}

std::optional<core::SlotKind> Vault::openedBy() const {
    for (const SlotRow& row : m_slots) {
        if (m_openedBy == row.id) {
            return row.kind;
        }
    }
    return std::nullopt;
}

std::string Vault::newVaultId() {
    return core::newRecordId();
}

UnlockChallenge Vault::challenge() const {
    return {vaultId(), m_slots, m_options.argon2.floorBytes};
}

core::Outcome<void> Vault::unlock(UnlockedKey key, std::uint64_t notedGeneration) {
    if (m_store->database() == nullptr) {
        return core::fail(core::FailureCode::VaultAbsent);
    }
    if (isOpen()) {
        return {};
    }
    auto keys = KeyRing::derive(std::move(key.dataKey), vaultId());
    const auto check = m_store->meta("check");
    if (!keys || !check) {
        return tl::make_unexpected(!keys ? keys.error() : check.error());
    }
    if (!sameBytes((*keys)->checkValue(), *check)) {
        return core::fail(core::FailureCode::Damaged, "check value");
    }
    m_store->setKeys(std::move(*keys));
    // until everything has been looked at, nothing may be changed
    m_store->setVerified(false);
    const auto intact = loadRecords();
    if (!intact) {
        forgetEverything();
        const bool isForGood =
            intact.error().code == core::FailureCode::Damaged || intact.error().code == core::FailureCode::NewerVersion;
        return isForGood ? unusable(intact.error()) : tl::make_unexpected(intact.error());
    }
    m_openedBy = key.slotId;
    m_store->setVerified(*intact);
    if (!*intact) {
        setState(core::VaultState::PolicyUnverified, core::Failure{core::FailureCode::PolicyUnverified, {}});
        return {};
    }
    if (notedGeneration > generation()) {
        m_store->raiseGeneration(notedGeneration);
        onUnverified(core::FailureCode::RolledBack);
        return {};
    }
    renewOpener();
    setState(core::VaultState::Open);
    return {};
}

core::Outcome<bool> Vault::loadRecords() {
    if (auto read = readSlots(); !read) {
        return tl::make_unexpected(read.error());
    }
    const auto tables = m_store->verify();
    if (!tables) {
        return tables;
    }
    bool isIntact = *tables;
    for (const SlotRow& row : m_slots) {
        isIntact = isIntact && sameBytes(m_store->keys()->mac(slotFields(vaultId(), row)), row.mac);
    }
    for (Repository* repository : repositories()) {
        const auto loaded = repository->loadAndVerify();
        if (!loaded) {
            return loaded;
        }
        isIntact = isIntact && *loaded;
    }
    // settings that fit may still be old ones put back: they count when everything fits
    m_settings->adopt(isIntact);
    return isIntact;
}

core::Outcome<void> Vault::unlockWithPassphrase(const core::SecretBytes& passphraseOrCode) {
    auto key = openWithPassphrase(challenge(), passphraseOrCode);
    return key ? unlock(std::move(*key)) : tl::make_unexpected(key.error());
}

void Vault::lock() {
    if (!isOpen()) {
        return;
    }
    if (m_opener != nullptr) {
        m_opener->revoke(); // before anything that takes time
    }
    (void)flushUsage();
    forgetEverything();
    setState(core::VaultState::Locked);
}

void Vault::forgetEverything() {
    m_opener.reset();
    m_openedBy.reset();
    m_store->setKeys(nullptr);
    m_store->setVerified(false);
    for (Repository* repository : repositories()) {
        repository->forget();
    }
}

core::Outcome<void> Vault::verify(const UnlockedKey& key) const {
    if (!isOpen()) {
        return core::fail(core::FailureCode::VaultLocked);
    }
    if (!m_store->keys()->dataKey().equals(key.dataKey)) {
        return core::fail(core::FailureCode::WrongPassphrase);
    }
    return {};
}

core::Outcome<void> Vault::verifyPassphrase(const core::SecretBytes& passphraseOrCode) const {
    const auto key = openWithPassphrase(challenge(), passphraseOrCode);
    return key ? verify(*key) : tl::make_unexpected(key.error());
}

std::uint64_t Vault::generation() const {
    return m_store->generation();
}

std::shared_ptr<const core::CredentialOpener> Vault::opener() const {
    return m_state == core::VaultState::Open ? m_opener : nullptr;
}

std::shared_ptr<const core::SecretBytes> Vault::logSealKey() const {
    return m_store->keys() == nullptr ? nullptr : m_store->keys()->logSeal();
}

core::Outcome<void> Vault::flushUsage() {
    if (m_store->keys() == nullptr) {
        return core::fail(core::FailureCode::VaultLocked);
    }
    core::Outcome<void> result;
    for (Repository* repository : repositories()) {
        if (auto done = repository->flushUsage(); !done && result) {
            result = done;
        }
    }
    return result;
}

Database* Vault::databaseForTests() {
    return m_store->database();
}

std::vector<Repository*> Vault::repositories() const {
    return {m_credentials.get(), m_agents.get(), m_settings.get(), m_authority.get(), m_rules.get()};
}

void Vault::renewOpener() {
    if (m_opener != nullptr) {
        m_opener->revoke();
    }
    m_opener = std::make_shared<RevocableOpener>(m_store->keys()->secrets().clone());
}

void Vault::onUnverified(core::FailureCode why) {
    m_store->setVerified(false);
    if (m_opener != nullptr) {
        m_opener->revoke();
        m_opener.reset();
    }
    m_settings->adopt(false);
    setState(core::VaultState::PolicyUnverified, core::Failure{why, {}});
}

core::Outcome<void> Vault::unusable(const core::Failure& why) {
    setState(core::VaultState::Unusable, why);
    return tl::make_unexpected(why);
}

void Vault::setState(core::VaultState state, std::optional<core::Failure> trouble) {
    m_state = state;
    m_trouble = std::move(trouble);
    Q_EMIT stateChanged();
}

} // namespace keysluice::vault
