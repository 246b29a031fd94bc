#pragma once

#include "core/clock.h"
#include "core/failure.h"
#include "vault/database/database.h"
#include "vault/keys/key_ring.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace keysluice::vault {

/// What the vault and its repositories share: the database, the keys while it is open, and the MACs that hold the
/// tables together. Every protected row has a MAC; every table a MAC over its rows' MACs (a missing row shows); and one
/// MAC over those and the generation keeps an older table from being put beside newer ones. Thread: the vault's.
class Store final {
public:
    explicit Store(const core::Clock& clock) : m_clock(clock) {}

    [[nodiscard]] Database* database() const { return m_database.get(); }
    [[nodiscard]] const std::string& vaultId() const { return m_vaultId; }
    [[nodiscard]] const KeyRing* keys() const { return m_keys.get(); }
    [[nodiscard]] core::UnixMs now() const { return m_clock.now(); }
    [[nodiscard]] std::uint64_t generation() const { return m_generation; }
    [[nodiscard]] bool isVerified() const { return m_verified; }

    /// Errors: VaultAbsent, VaultLocked.
    [[nodiscard]] core::Outcome<void> mayRead() const;
    /// Also PolicyUnverified: a change would put our MAC under what somebody else wrote.
    [[nodiscard]] core::Outcome<void> mayChange() const;

    /// A change of what is protected, in one transaction: first the tables are compared with their MACs, then `body`
    /// runs (it writes rows with their MACs), then the MACs above and the next generation are written.
    [[nodiscard]] core::Outcome<void> change(const std::function<core::Outcome<void>()>& body);
    /// The same without the check before, for making the vault, rotating its key and accepting a policy.
    [[nodiscard]] core::Outcome<void> rewrite(const std::function<core::Outcome<void>()>& body);
    /// A change of what is not protected (last used, health).
    [[nodiscard]] core::Outcome<void> note(const std::function<core::Outcome<void>()>& body);

    /// Do the tables' MACs and the one above them fit?
    [[nodiscard]] core::Outcome<bool> verify() const;
    [[nodiscard]] core::Outcome<std::string> meta(const char* name) const;
    [[nodiscard]] core::Outcome<void> setMeta(const char* name, const std::string& value);

    /// Somebody else changed the file while it was open, or it was rolled back.
    void markUnverified(core::FailureCode why);

    // for Vault
    void setDatabase(std::unique_ptr<Database> database, std::string vaultId);
    void setVaultId(std::string vaultId) { m_vaultId = std::move(vaultId); }
    [[nodiscard]] core::Outcome<void> readGeneration();
    /// Answers the keys that were there before.
    std::unique_ptr<KeyRing> setKeys(std::unique_ptr<KeyRing> keys);
    void setVerified(bool verified) { m_verified = verified; }
    void raiseGeneration(std::uint64_t atLeast);
    std::function<void()> onGenerationChanged;
    std::function<void(core::FailureCode)> onUnverified;

private:
    [[nodiscard]] core::Outcome<std::string> tableMac(const char* table, const char* key) const;
    [[nodiscard]] core::Outcome<std::string> topMac() const;
    [[nodiscard]] core::Outcome<void> authenticate();

    const core::Clock& m_clock;
    std::unique_ptr<Database> m_database;
    std::string m_vaultId;
    std::unique_ptr<KeyRing> m_keys;
    std::uint64_t m_generation = 0;
    bool m_verified = false;
};

} // namespace keysluice::vault
