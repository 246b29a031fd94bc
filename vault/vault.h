#pragma once

#include "core/clock.h"
#include "core/credential_opener.h"
#include "core/failure.h"
#include "core/records.h"
#include "core/secret_bytes.h"
#include "vault/keys/slot.h"

#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::vault {

class AgentRepository;
class AuthorityRepository;
class CredentialRepository;
class Database;
class KeyRing;
class Repository;
class RevocableOpener;
class RuleRepository;
class SettingsRepository;
class Store;
struct SigningKey;

struct VaultOptions {
    std::string dataDirectory; ///< made with mode 0700 when it is missing
    Argon2Parameters argon2;   ///< of new passphrase slots
};

/// The encrypted store of one data directory (`vault.db`): its slots, its state, and the repositories in it.
///
/// Thread: the thread it lives in (gui). The slow part of passphrases is outside: `challenge()`, then
/// `openWithPassphrase()` on a worker, then `unlock()` here. Everything else takes milliseconds.
/// The caller holds the data directory's lock (`vault/database/directory_lock.h`).
/// Errors of every operation that writes: VaultLocked, PolicyUnverified, DiskFull, ReadOnly, PermissionDenied, Damaged,
/// IoFailed; what was stored before is still there.
class Vault final : public QObject {
    Q_OBJECT
public:
    Vault(VaultOptions options, const core::Clock& clock, QObject* parent = nullptr);
    ~Vault() override;

    /// Looks at the data directory: Absent, Locked, or Unusable with its trouble (Damaged, NewerVersion,
    /// InsecurePermissions, PermissionDenied, ReadOnly, IoFailed). A vault that is there is never made anew.
    core::Outcome<void> load();

    [[nodiscard]] core::VaultState state() const { return m_state; }
    /// Open or PolicyUnverified.
    [[nodiscard]] bool isOpen() const;
    /// Why it is Unusable or PolicyUnverified (PolicyUnverified or RolledBack).
    [[nodiscard]] std::optional<core::Failure> trouble() const { return m_trouble; }
    /// 32 hexadecimal digits, empty while Absent; the keychain's item is named after it.
    [[nodiscard]] std::string vaultId() const;
    [[nodiscard]] const VaultOptions& options() const { return m_options; }
    /// Also while locked.
    [[nodiscard]] std::vector<core::SlotInfo> slotList() const;
    [[nodiscard]] bool hasSlot(core::SlotKind kind) const;
    /// The slot it was opened by; nothing while locked.
    [[nodiscard]] std::optional<core::SlotKind> openedBy() const;

    /// Makes the vault and opens it as by the first of `slotsToMake`. Errors: VaultExists, NoSuchSlot (no slots given).
    /// `id`: 32 hexadecimal digits when the caller had to know it before (newVaultId()), empty otherwise.
    [[nodiscard]] core::Outcome<void> create(std::vector<NewSlot> slotsToMake, std::string id = {});
    [[nodiscard]] static std::string newVaultId();

    [[nodiscard]] UnlockChallenge challenge() const;
    /// Opens with a key that a slot gave. The state is Open or PolicyUnverified afterwards. Errors: VaultAbsent,
    /// Damaged (the key is not this vault's), NewerVersion (a rule that only a newer version can read).
    /// `notedGeneration`: what the keychain knows of it, 0: nothing; a file that
    /// is older is never Open, not even for a moment.
    [[nodiscard]] core::Outcome<void> unlock(UnlockedKey key, std::uint64_t notedGeneration = 0);
    /// Slow: openWithPassphrase() and unlock() in one, for the command line and tests.
    [[nodiscard]] core::Outcome<void> unlockWithPassphrase(const core::SecretBytes& passphraseOrCode);
    /// Revokes every opener and wipes the keys at once; then announces it.
    void lock();
    /// Is this key the open vault's own? For proving the person before a loosening act. Errors: VaultLocked,
    /// WrongPassphrase.
    [[nodiscard]] core::Outcome<void> verify(const UnlockedKey& key) const;
    /// Slow: openWithPassphrase() and verify() in one.
    [[nodiscard]] core::Outcome<void> verifyPassphrase(const core::SecretBytes& passphraseOrCode) const;

    [[nodiscard]] core::Outcome<core::RecordId> addSlot(NewSlot slot);
    /// The new slot replaces every slot of its kind, in one transaction (change of passphrase, new recovery code).
    [[nodiscard]] core::Outcome<core::RecordId> replaceSlots(NewSlot slot);
    /// Errors: NotFound, LastSlot.
    [[nodiscard]] core::Outcome<void> removeSlot(const core::RecordId& id);
    /// A fresh data key: every value is encrypted anew in one transaction, every slot keeps opening the vault. Openers
    /// handed out before are revoked; sealed values from before cannot be opened any more.
    [[nodiscard]] core::Outcome<void> rotateDataKey();
    /// The user has looked: agents, settings, secrets and rules are accepted as they are; slots that do not verify are
    /// removed.
    [[nodiscard]] core::Outcome<void> acceptPolicy();

    /// Grows with every change of what is protected.
    [[nodiscard]] std::uint64_t generation() const;

    /// Null unless the state is Open.
    [[nodiscard]] std::shared_ptr<const core::CredentialOpener> opener() const;
    /// HMAC key of the activity log's seals; null while locked.
    [[nodiscard]] std::shared_ptr<const core::SecretBytes> logSealKey() const;

    [[nodiscard]] CredentialRepository& credentials() { return *m_credentials; }
    [[nodiscard]] AgentRepository& agents() { return *m_agents; }
    [[nodiscard]] SettingsRepository& settings() { return *m_settings; }
    [[nodiscard]] RuleRepository& rules() { return *m_rules; }
    [[nodiscard]] AuthorityRepository& authority() { return *m_authority; }
    /// When secrets were last used and agents last seen is kept in memory; this writes it (also done by lock()).
    core::Outcome<void> flushUsage();

    /// For tests that make statements fail; null while Absent.
    [[nodiscard]] Database* databaseForTests();

Q_SIGNALS:
    void stateChanged();
    void slotsChanged();
    void generationChanged();
    /// opener() is another one, and every sealed value is.
    void dataKeyRotated();

private:
    void setState(core::VaultState state, std::optional<core::Failure> trouble = {});
    core::Outcome<void> unusable(const core::Failure& why);
    [[nodiscard]] std::vector<Repository*> repositories() const;
    [[nodiscard]] core::Outcome<void> openFile();
    [[nodiscard]] core::Outcome<void> fillNew(const std::string& path, const std::string& id,
                                              const std::vector<NewSlot>& slotsToMake, UnlockedKey& key);
    [[nodiscard]] core::Outcome<void> readSlots();
    [[nodiscard]] core::Outcome<void> writeSlot(SlotRow& row);
    [[nodiscard]] core::Outcome<SigningKey> signingKey(const KeyRing& keys) const;
    [[nodiscard]] core::Outcome<void> storeSigningKey(const KeyRing& keys, const SigningKey& signing);
    /// Inside a transaction of a rotation: everything that is under the old key goes under the new one.
    [[nodiscard]] core::Outcome<void> rewriteUnder(const KeyRing& from, const KeyRing& to);
    [[nodiscard]] core::Outcome<core::RecordId> putSlot(const NewSlot& slot, bool replacesItsKind);
    [[nodiscard]] core::Outcome<bool> loadRecords();
    void renewOpener();
    void forgetEverything();
    void onUnverified(core::FailureCode why);

    VaultOptions m_options;
    const core::Clock& m_clock;
    core::VaultState m_state = core::VaultState::Absent;
    std::optional<core::Failure> m_trouble;
    std::unique_ptr<Store> m_store;
    std::vector<SlotRow> m_slots;
    std::optional<core::RecordId> m_openedBy;
    std::shared_ptr<RevocableOpener> m_opener;
    std::unique_ptr<CredentialRepository> m_credentials;
    std::unique_ptr<AgentRepository> m_agents;
    std::unique_ptr<SettingsRepository> m_settings;
    std::unique_ptr<AuthorityRepository> m_authority;
    std::unique_ptr<RuleRepository> m_rules;
};

} // namespace keysluice::vault
