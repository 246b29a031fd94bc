#pragma once

#include "core/agent_token.h"
#include "core/clock.h"
#include "vault/database/directory_lock.h"
#include "vault/records/agent_repository.h"
#include "vault/records/authority_repository.h"
#include "vault/records/credential_repository.h"
#include "vault/records/rule_repository.h"
#include "vault/records/settings_repository.h"
#include "vault/vault.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <memory>
#include <string>

namespace keysluice::tests {

/// A clock that stands still until it is told otherwise.
class FakeClock final : public core::Clock {
public:
    [[nodiscard]] core::UnixMs now() const override { return m_now; }
    [[nodiscard]] core::MonotonicNs monotonic() const override { return (m_now - kStart) * 1'000'000; }
    void advance(core::UnixMs milliseconds) { m_now += milliseconds; }

private:
    static constexpr core::UnixMs kStart = 1'700'000'000'000;
    core::UnixMs m_now = kStart;
};

inline core::SecretBytes secret(std::string_view text) {
    return core::SecretBytes::copyOf(text);
}

inline constexpr const char* kPassphrase = "correct horse battery";

/// Argon2id at a cost that tests can afford; the floor goes with it, so that only tests can go below the real one.
inline vault::Argon2Parameters cheapArgon2() {
    return {1, 8192 * 4, 8192};
}

/// A data directory with a vault, gone at the end of the test.
class VaultFixture final {
public:
    VaultFixture() : directory(temporary.path().toStdString() + "/data") {}

    [[nodiscard]] vault::VaultOptions options() const { return {directory, cheapArgon2()}; }
    [[nodiscard]] std::string file() const { return directory + "/vault.db"; }

    /// A fresh object on whatever the directory holds.
    std::unique_ptr<vault::Vault> load() const {
        auto vault = std::make_unique<vault::Vault>(options(), clock);
        (void)vault->load();
        return vault;
    }

    /// Made with a passphrase, and open. Null if that failed.
    std::unique_ptr<vault::Vault> create() const {
        auto vault = load();
        std::vector<vault::NewSlot> slotsToMake;
        slotsToMake.push_back(std::move(*vault::newPassphraseSlot(secret(kPassphrase), cheapArgon2())));
        return vault->create(std::move(slotsToMake)) ? std::move(vault) : nullptr;
    }

    std::unique_ptr<vault::Vault> unlock() const {
        auto vault = load();
        (void)vault->unlockWithPassphrase(secret(kPassphrase));
        return vault;
    }

    /// Changes the file behind the application's back; no vault may be open on it. Answers the number of rows changed,
    /// or -1 when the statement failed.
    int edit(const QString& sql) const {
        int changed = -1;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("edit"));
            database.setDatabaseName(QString::fromStdString(file()));
            if (database.open()) {
                QSqlQuery query(database);
                if (query.exec(sql)) {
                    changed = query.numRowsAffected();
                } else {
                    qWarning("%s", qPrintable(query.lastError().text()));
                }
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("edit"));
        return changed;
    }

    QTemporaryDir temporary;
    FakeClock clock;
    std::string directory;
};

/// The file belongs to one object at a time.
inline void reopen(std::unique_ptr<vault::Vault>& vault, const VaultFixture& fixture) {
    vault.reset();
    vault = fixture.unlock();
}

inline vault::NewCredential anthropicKey(const std::string& name) {
    return {name, "anthropic", "api_key", {"api.anthropic.com"}, {}};
}

inline constexpr const char* kKey = "sk-ant-api03-MARKERmarkerMARKERmarkerMARKERmarkerMARKERmarkerMARKERmarker-7QAA";

} // namespace keysluice::tests
