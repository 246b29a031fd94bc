#pragma once

#include "core/credential_opener.h"
#include "core/failure.h"
#include "core/records.h"
#include "core/secret_bytes.h"
#include "vault/records/repository.h"

#include <QObject>

#include <map>
#include <string>
#include <vector>

namespace keysluice::vault {

/// What a new secret is stored with.
struct NewCredential {
    std::string name;
    std::string providerId;
    std::string kindId;
    std::vector<std::string> hosts; ///< lower case; fixed from then on
    core::HealthReport health;
};

/// Stored secrets. Thread: the vault's. Empty while the vault is locked.
/// Errors beside those of Vault: NotFound, NameTaken, NameInvalid, ValueEmpty, ValueTooLong, Damaged (does not verify).
class CredentialRepository final : public QObject, public Repository {
    Q_OBJECT
public:
    explicit CredentialRepository(Store& store, QObject* parent = nullptr);
    ~CredentialRepository() override;

    /// In the user's order.
    [[nodiscard]] const std::vector<core::CredentialInfo>& list() const { return m_list; }
    /// Nullptr when there is none; valid until the next change.
    [[nodiscard]] const core::CredentialInfo* find(const core::RecordId& id) const;
    [[nodiscard]] const core::CredentialInfo* findByName(const std::string& name) const;
    [[nodiscard]] std::vector<core::CredentialEvent> history(const core::RecordId& id) const;

    [[nodiscard]] core::Outcome<core::RecordId> add(const NewCredential& credential, const core::SecretBytes& value);
    /// Replaces the value; the old one is gone.
    [[nodiscard]] core::Outcome<void> rotate(const core::RecordId& id, const core::SecretBytes& value,
                                             const core::HealthReport& health);
    [[nodiscard]] core::Outcome<void> setEnabled(const core::RecordId& id, bool enabled);
    [[nodiscard]] core::Outcome<void> setForeignKeys(const core::RecordId& id, core::ForeignKeys mode);
    [[nodiscard]] core::Outcome<void> rename(const core::RecordId& id, const std::string& name);
    /// `position` counts from 0; what is beyond the end is the end.
    [[nodiscard]] core::Outcome<void> move(const core::RecordId& id, int position);
    [[nodiscard]] core::Outcome<void> remove(const core::RecordId& id);
    [[nodiscard]] core::Outcome<void> setHealth(const core::RecordId& id, const core::HealthReport& health);

    /// For a snapshot: opens only through Vault::opener().
    [[nodiscard]] core::Outcome<core::SealedValue> sealed(const core::RecordId& id) const;
    /// The raw value, after the person was proven.
    [[nodiscard]] core::Outcome<core::SecretBytes> reveal(const core::RecordId& id) const;

    /// In memory until Vault::flushUsage(); does not emit changed().
    void noteUsed(const core::RecordId& id, core::UnixMs at);

    void forget() override;
    [[nodiscard]] core::Outcome<void> reseal(const KeyRing& from, const KeyRing& to) override;
    [[nodiscard]] core::Outcome<void> authenticateAll() override;
    [[nodiscard]] core::Outcome<void> flushUsage() override;

Q_SIGNALS:
    void changed();
    void removed(const std::string& id);

private:
    /// Writes every protected column from `info`, which is what was read and verified, never from the file.
    [[nodiscard]] core::Outcome<void> write(const core::CredentialInfo& info, const std::string& sealed);
    [[nodiscard]] core::Outcome<void> writeHealth(const core::RecordId& id, const core::HealthReport& health);
    [[nodiscard]] core::Outcome<void> addEvent(const core::RecordId& id, core::CredentialEvent::Kind kind,
                                               const core::HealthReport& health);
    [[nodiscard]] core::Outcome<void> read(bool& isIntact) override;
    void announce(bool isIntact) override;

    std::vector<core::CredentialInfo> m_list;
    std::map<core::RecordId, std::string> m_sealed;
    std::map<core::RecordId, core::UnixMs> m_used; ///< not yet written
};

} // namespace keysluice::vault
