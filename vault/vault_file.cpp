// Finding, making and checking the file of a vault (the rest of class Vault: vault.cpp, vault_slots.cpp).
#include "vault/crypto/passphrase_kdf.h"
#include "vault/database/descriptor.h"
#include "vault/database/directory_lock.h"
#include "vault/database/secure_files.h"
#include "vault/database/vault_schema.h"
#include "vault/keys/slot_crypto.h"
#include "vault/records/repository.h"
#include "vault/records/settings_repository.h"
#include "vault/store.h"
#include "vault/vault.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace keysluice::vault {

namespace {

bool isThere(const std::string& path) {
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0 || errno != ENOENT;
}

void removeDatabase(const std::string& path) {
    for (const char* companion : {"", "-wal", "-shm", "-journal"}) {
        ::unlink((path + companion).c_str());
    }
}

/// Gives the finished file its name, if nothing has that name, and makes the folder remember it.
core::Outcome<void> publish(const std::string& from, const std::string& to, const std::string& directory) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST) {
            return core::fail(core::FailureCode::VaultExists);
        }
        return tl::make_unexpected(failureOfErrno(errno, to));
    }
    const Descriptor folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isValid()) {
        ::fsync(folder.get());
    }
    return {};
}

} // namespace

core::Outcome<void> Vault::load() {
    if (isOpen()) {
        return {};
    }
    m_slots.clear();
    m_store->setDatabase(nullptr, {});
    if (!isThere(m_options.dataDirectory)) {
        setState(core::VaultState::Absent);
        return {};
    }
    if (auto prepared = prepareDataDirectory(m_options.dataDirectory); !prepared) {
        return unusable(prepared.error());
    }
    const std::string path = m_options.dataDirectory + kVaultFile;
    if (!isThere(path)) {
        if (isThere(path + "-wal")) {
            // the newest changes of a vault whose file is gone: making a new one would destroy them
            return unusable({core::FailureCode::Damaged, path});
        }
        setState(core::VaultState::Absent);
        return {};
    }
    if (auto opened = openFile(); !opened) {
        m_store->setDatabase(nullptr, {});
        m_slots.clear();
        return unusable(opened.error());
    }
    setState(core::VaultState::Locked);
    return {};
}

core::Outcome<void> Vault::openFile() {
    Database::Options options;
    options.path = m_options.dataDirectory + kVaultFile;
    options.exclusive = true;
    auto database = Database::open(options, vaultSchema());
    if (!database) {
        return tl::make_unexpected(database.error());
    }
    m_store->setDatabase(std::move(*database), {});
    const auto id = m_store->meta("vault_id");
    if (!id || id->size() != core::newRecordId().size()) {
        return core::fail(core::FailureCode::Damaged, "vault id");
    }
    m_store->setVaultId(*id);
    return m_store->readGeneration().and_then([&] { return readSlots(); }).and_then([&] {
        return m_settings->loadInterface();
    });
}

core::Outcome<void> Vault::create(std::vector<NewSlot> slotsToMake, std::string id) {
    if (m_state == core::VaultState::Unusable && m_trouble) {
        return tl::make_unexpected(*m_trouble);
    }
    const std::string path = m_options.dataDirectory + kVaultFile;
    if (m_state != core::VaultState::Absent || isThere(path)) {
        return core::fail(core::FailureCode::VaultExists);
    }
    if (slotsToMake.empty()) {
        return core::fail(core::FailureCode::NoSuchSlot);
    }
    if (auto prepared = prepareDataDirectory(m_options.dataDirectory); !prepared) {
        return prepared;
    }
    if (id.empty()) {
        id = newVaultId();
    }
    // Made under another name: a vault that was interrupted in the making is none.
    const std::string unfinished = path + ".new";
    removeDatabase(unfinished);
    UnlockedKey key;
    auto made = fillNew(unfinished, id, slotsToMake, key);
    m_store->setKeys(nullptr);
    m_store->setDatabase(nullptr, {});
    m_slots.clear();
    if (made) {
        made = publish(unfinished, path, m_options.dataDirectory);
    }
    if (!made) {
        removeDatabase(unfinished);
        return made;
    }
    if (auto loaded = load(); !loaded) {
        return loaded;
    }
    Q_EMIT slotsChanged();
    return unlock(std::move(key));
}

core::Outcome<void> Vault::fillNew(const std::string& path, const std::string& id,
                                   const std::vector<NewSlot>& slotsToMake, UnlockedKey& key) {
    Database::Options options;
    options.path = path;
    options.access = Database::Access::Create;
    options.exclusive = true;
    auto database = Database::open(options, vaultSchema());
    if (!database) {
        return tl::make_unexpected(database.error());
    }
    key.dataKey = core::SecretBytes::random(kKeyBytes);
    auto keys = KeyRing::derive(key.dataKey.clone(), id);
    if (!keys) {
        return tl::make_unexpected(keys.error());
    }
    m_store->setDatabase(std::move(*database), id);
    m_store->setKeys(std::move(*keys));
    const SigningKey signing = newSigningKey();
    return m_store
        ->rewrite([&]() -> core::Outcome<void> {
            auto done = m_store->setMeta("vault_id", id)
                            .and_then([&] { return m_store->setMeta("check", m_store->keys()->checkValue()); })
                            .and_then([&] { return storeSigningKey(*m_store->keys(), signing); })
                            .and_then([&] { return m_settings->storeInterface(); });
            for (const NewSlot& slot : slotsToMake) {
                if (!done) {
                    return done;
                }
                auto row = buildSlotRow(id, slot, signing, key.dataKey, m_clock.now());
                if (!row) {
                    return tl::make_unexpected(row.error());
                }
                if (key.slotId.empty()) {
                    key.slotId = row->id;
                    key.kind = row->kind;
                }
                done = writeSlot(*row);
            }
            for (Repository* repository : repositories()) {
                if (done) {
                    done = repository->authenticateAll();
                }
            }
            return done;
        })
        .and_then([&] { return m_store->database()->checkpoint(); });
}

} // namespace keysluice::vault
