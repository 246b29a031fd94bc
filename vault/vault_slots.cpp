// Slots, rotation of the data key and acceptance of a policy (the rest of class Vault: vault.cpp, vault_file.cpp).
#include "vault/crypto/aead.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"
#include "vault/keys/credential_opener.h"
#include "vault/keys/slot_crypto.h"
#include "vault/records/repository.h"
#include "vault/store.h"
#include "vault/vault.h"

#include <algorithm>
#include <utility>

namespace keysluice::vault {

namespace {

constexpr const char* kSigningKey = "signing_key";

std::string signingAssociatedData(const std::string& vaultId) {
    return Fields("signing key").add(vaultId).bytes();
}

} // namespace

core::Outcome<core::RecordId> Vault::addSlot(NewSlot slot) {
    return putSlot(slot, false);
}

core::Outcome<core::RecordId> Vault::replaceSlots(NewSlot slot) {
    return putSlot(slot, true);
}

core::Outcome<core::RecordId> Vault::putSlot(const NewSlot& slot, bool replacesItsKind) {
    if (const auto may = m_store->mayChange(); !may) {
        return tl::make_unexpected(may.error());
    }
    const auto signing = signingKey(*m_store->keys());
    if (!signing) {
        return tl::make_unexpected(signing.error());
    }
    auto row = buildSlotRow(vaultId(), slot, *signing, m_store->keys()->dataKey(), m_clock.now());
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    const bool openedByThatKind = openedBy() == slot.kind;
    const auto done = m_store->change([&]() -> core::Outcome<void> {
        if (replacesItsKind) {
            if (auto removed = m_store->database()->run(QStringLiteral("DELETE FROM slots WHERE kind = ?"),
                                                        {static_cast<int>(slot.kind)});
                !removed) {
                return removed;
            }
        }
        return writeSlot(*row);
    });
    if (!done) {
        return tl::make_unexpected(done.error());
    }
    if (replacesItsKind) {
        // what the old passphrase opened must not linger in the write-ahead log
        (void)m_store->database()->checkpoint();
        if (openedByThatKind) {
            m_openedBy = row->id;
        }
    }
    if (auto read = readSlots(); !read) {
        return tl::make_unexpected(read.error());
    }
    Q_EMIT slotsChanged();
    return row->id;
}

core::Outcome<void> Vault::removeSlot(const core::RecordId& id) {
    if (auto may = m_store->mayChange(); !may) {
        return may;
    }
    if (std::none_of(m_slots.begin(), m_slots.end(), [&](const SlotRow& row) { return row.id == id; })) {
        return core::fail(core::FailureCode::NotFound);
    }
    if (m_slots.size() == 1) {
        return core::fail(core::FailureCode::LastSlot);
    }
    auto done = m_store->change(
        [&] { return m_store->database()->run(QStringLiteral("DELETE FROM slots WHERE id = ?"), {text(id)}); });
    if (!done) {
        return done;
    }
    (void)m_store->database()->checkpoint();
    if (auto read = readSlots(); !read) {
        return read;
    }
    Q_EMIT slotsChanged();
    return {};
}

core::Outcome<void> Vault::rotateDataKey() {
    if (auto may = m_store->mayChange(); !may) {
        return may;
    }
    auto fresh = KeyRing::derive(core::SecretBytes::random(kKeyBytes), vaultId());
    if (!fresh) {
        return tl::make_unexpected(fresh.error());
    }
    const auto intact = m_store->verify();
    if (!intact) {
        return tl::make_unexpected(intact.error());
    }
    if (!*intact) {
        onUnverified(core::FailureCode::PolicyUnverified);
        return core::fail(core::FailureCode::PolicyUnverified);
    }
    (void)flushUsage();
    std::unique_ptr<KeyRing> old;
    const auto result = m_store->rewrite([&]() -> core::Outcome<void> {
        if (auto done = rewriteUnder(*m_store->keys(), **fresh); !done) {
            return done;
        }
        old = m_store->setKeys(std::move(*fresh));
        for (Repository* repository : repositories()) {
            if (auto done = repository->authenticateAll(); !done) {
                return done;
            }
        }
        return {};
    });
    if (!result && old != nullptr) {
        m_store->setKeys(std::move(old));
    }
    if (result) {
        // the values under the old key must not linger
        (void)m_store->database()->checkpoint();
        m_store->database()->removeCopies();
    }
    const auto reloaded = loadRecords();
    if (!reloaded || !*reloaded) {
        onUnverified(core::FailureCode::Damaged);
    }
    if (!result) {
        return result;
    }
    renewOpener();
    Q_EMIT dataKeyRotated();
    return {};
}

core::Outcome<void> Vault::rewriteUnder(const KeyRing& from, const KeyRing& to) {
    const auto signing = signingKey(from);
    if (!signing) {
        return tl::make_unexpected(signing.error());
    }
    for (Repository* repository : repositories()) {
        if (auto done = repository->reseal(from, to); !done) {
            return done;
        }
    }
    auto done = storeSigningKey(to, *signing).and_then([&] { return m_store->setMeta("check", to.checkValue()); });
    for (SlotRow row : m_slots) {
        if (!done) {
            return done;
        }
        if (auto wrapped = wrapDataKey(vaultId(), row, *signing, to.dataKey()); !wrapped) {
            return wrapped;
        }
        row.mac = to.mac(slotFields(vaultId(), row));
        done = m_store->database()->run(
            QStringLiteral("UPDATE slots SET sealed_data_key = ?, signature = ?, mac = ? WHERE id = ?"),
            {blob(row.sealedDataKey), blob(row.signature), blob(row.mac), text(row.id)});
    }
    return done;
}

core::Outcome<void> Vault::acceptPolicy() {
    if (auto may = m_store->mayRead(); !may) {
        return may;
    }
    if (m_state == core::VaultState::Open) {
        return {};
    }
    auto result = m_store->rewrite([&]() -> core::Outcome<void> {
        for (SlotRow row : m_slots) {
            const bool verifies = sameBytes(m_store->keys()->mac(slotFields(vaultId(), row)), row.mac);
            // The one that was just used is known to be ours: its secret authenticates the whole of it. Another one
            // that does not verify may be somebody else's way in.
            const bool keep = verifies || row.id == m_openedBy;
            auto done =
                keep ? writeSlot(row)
                     : m_store->database()->run(QStringLiteral("DELETE FROM slots WHERE id = ?"), {text(row.id)});
            if (!done) {
                return done;
            }
        }
        for (Repository* repository : repositories()) {
            if (auto done = repository->authenticateAll(); !done) {
                return done;
            }
        }
        return {};
    });
    if (!result) {
        return result;
    }
    const auto intact = loadRecords();
    if (!intact || !*intact) {
        return core::fail(core::FailureCode::Damaged, "policy");
    }
    m_store->setVerified(true);
    renewOpener();
    Q_EMIT slotsChanged();
    setState(core::VaultState::Open);
    return {};
}

core::Outcome<void> Vault::readSlots() {
    const auto rows = m_store->database()->rows(
        QStringLiteral("SELECT id, kind, created_at, passes, memory_bytes, salt, public_key, sealed_keys,"
                       " sealed_data_key, signature, mac FROM slots ORDER BY created_at, id"));
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    m_slots.clear();
    for (const Row& row : *rows) {
        if (row[1].toUInt() > static_cast<unsigned>(core::SlotKind::KeyFile)) {
            return core::fail(core::FailureCode::Damaged, "slot");
        }
        SlotRow slot;
        slot.id = utf8(row[0]);
        slot.kind = static_cast<core::SlotKind>(row[1].toUInt());
        slot.createdAt = row[2].toLongLong();
        slot.passes = row[3].toUInt();
        slot.memoryBytes = row[4].toULongLong();
        slot.salt = bytes(row[5]);
        slot.publicKey = bytes(row[6]);
        slot.sealedKeys = bytes(row[7]);
        slot.sealedDataKey = bytes(row[8]);
        slot.signature = bytes(row[9]);
        slot.mac = bytes(row[10]);
        m_slots.push_back(std::move(slot));
    }
    return {};
}

core::Outcome<void> Vault::writeSlot(SlotRow& row) {
    row.mac = m_store->keys()->mac(slotFields(vaultId(), row));
    return m_store->database()->run(
        QStringLiteral("INSERT OR REPLACE INTO slots (id, kind, created_at, passes, memory_bytes, salt, public_key,"
                       " sealed_keys, sealed_data_key, signature, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {text(row.id), static_cast<int>(row.kind), static_cast<qlonglong>(row.createdAt), row.passes,
         static_cast<qlonglong>(row.memoryBytes), blob(row.salt), blob(row.publicKey), blob(row.sealedKeys),
         blob(row.sealedDataKey), blob(row.signature), blob(row.mac)});
}

core::Outcome<SigningKey> Vault::signingKey(const KeyRing& keys) const {
    const auto sealed = m_store->meta(kSigningKey);
    if (!sealed) {
        return tl::make_unexpected(sealed.error());
    }
    auto secret = unseal(keys.signing(), *sealed, signingAssociatedData(vaultId()));
    if (!secret) {
        return tl::make_unexpected(secret.error());
    }
    return signingKeyFromSecret(std::move(*secret));
}

core::Outcome<void> Vault::storeSigningKey(const KeyRing& keys, const SigningKey& signing) {
    const auto sealed = seal(keys.signing(), signing.secret.bytes(), signingAssociatedData(vaultId()));
    return sealed ? m_store->setMeta(kSigningKey, *sealed) : tl::make_unexpected(sealed.error());
}

} // namespace keysluice::vault
