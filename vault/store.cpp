#include "vault/store.h"

#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"

#include <algorithm>
#include <utility>

namespace keysluice::vault {

namespace {

struct Table {
    const char* name;
    const char* key;
    bool cameLater = false; ///< version 1 had none
};
constexpr Table kTables[] = {{"slots", "id"},      {"credentials", "id"}, {"agents", "id"},
                             {"settings", "name"}, {"authority", "id"},   {"rules", "id", true}};

} // namespace

core::Outcome<void> Store::mayRead() const {
    if (m_database == nullptr) {
        return core::fail(core::FailureCode::VaultAbsent);
    }
    if (m_keys == nullptr) {
        return core::fail(core::FailureCode::VaultLocked);
    }
    return {};
}

core::Outcome<void> Store::mayChange() const {
    auto readable = mayRead();
    if (readable && !m_verified) {
        return core::fail(core::FailureCode::PolicyUnverified);
    }
    return readable;
}

core::Outcome<void> Store::change(const std::function<core::Outcome<void>()>& body) {
    if (auto may = mayChange(); !may) {
        return may;
    }
    bool foreignChange = false;
    auto result = rewrite([&]() -> core::Outcome<void> {
        const auto intact = verify();
        if (!intact) {
            return tl::make_unexpected(intact.error());
        }
        if (!*intact) {
            foreignChange = true;
            return core::fail(core::FailureCode::PolicyUnverified);
        }
        return body();
    });
    if (foreignChange) {
        markUnverified(core::FailureCode::PolicyUnverified);
    }
    return result;
}

core::Outcome<void> Store::rewrite(const std::function<core::Outcome<void>()>& body) {
    const std::uint64_t before = m_generation;
    auto result = m_database->transaction([&]() -> core::Outcome<void> {
        if (auto done = body(); !done) {
            return done;
        }
        ++m_generation;
        return authenticate();
    });
    if (!result) {
        m_generation = before;
    } else if (onGenerationChanged) {
        onGenerationChanged();
    }
    return result;
}

core::Outcome<void> Store::note(const std::function<core::Outcome<void>()>& body) {
    if (auto may = mayRead(); !may) {
        return may;
    }
    return m_database->transaction(body);
}

core::Outcome<bool> Store::verify() const {
    for (const Table& table : kTables) {
        const auto expected = tableMac(table.name, table.key);
        const auto stored = m_database->rows(QStringLiteral("SELECT mac FROM sets WHERE name = ?"), {text(table.name)});
        if (!expected || !stored) {
            return tl::make_unexpected(!expected ? expected.error() : stored.error());
        }
        if (stored->empty() && table.cameLater) {
            // The MAC over `sets` says that it had none when the file was written last: by a version without this
            // table, which it got empty.
            const auto row =
                m_database->rows(QStringLiteral("SELECT 1 FROM %1 LIMIT 1").arg(QLatin1String(table.name)));
            if (!row) {
                return tl::make_unexpected(row.error());
            }
            if (!row->empty()) {
                return false;
            }
            continue;
        }
        if (stored->size() != 1 || !sameBytes(bytes(stored->front()[0]), *expected)) {
            return false;
        }
    }
    const auto top = topMac();
    const auto stored = meta("mac");
    if (!top) {
        return tl::make_unexpected(top.error());
    }
    if (!stored) {
        return stored.error().code == core::FailureCode::Damaged ? core::Outcome<bool>(false)
                                                                 : tl::make_unexpected(stored.error());
    }
    return sameBytes(*stored, *top);
}

core::Outcome<std::string> Store::tableMac(const char* table, const char* key) const {
    const auto rows = m_database->rows(
        QStringLiteral("SELECT %1, mac FROM %2 ORDER BY %1").arg(QLatin1String(key), QLatin1String(table)));
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    Fields fields("set");
    fields.add(m_vaultId).add(std::string_view(table)).add(rows->size());
    for (const Row& row : *rows) {
        fields.add(utf8(row[0])).add(bytes(row[1]));
    }
    return m_keys->mac(fields.bytes());
}

core::Outcome<std::string> Store::topMac() const {
    Fields fields("vault");
    fields.add(m_vaultId);
    const auto meta =
        m_database->rows(QStringLiteral("SELECT name, value FROM meta WHERE name <> 'mac' ORDER BY name"));
    const auto sets = m_database->rows(QStringLiteral("SELECT name, mac FROM sets ORDER BY name"));
    if (!meta || !sets) {
        return tl::make_unexpected(!meta ? meta.error() : sets.error());
    }
    for (const auto* rows : {&*meta, &*sets}) {
        fields.add(rows->size());
        for (const Row& row : *rows) {
            fields.add(utf8(row[0])).add(bytes(row[1]));
        }
    }
    return m_keys->mac(fields.bytes());
}

core::Outcome<void> Store::authenticate() {
    for (const Table& table : kTables) {
        const auto mac = tableMac(table.name, table.key);
        if (!mac) {
            return tl::make_unexpected(mac.error());
        }
        if (auto done = m_database->run(QStringLiteral("INSERT OR REPLACE INTO sets (name, mac) VALUES (?, ?)"),
                                        {text(table.name), blob(*mac)});
            !done) {
            return done;
        }
    }
    std::string generation;
    appendUint64(generation, m_generation);
    if (auto done = setMeta("generation", generation); !done) {
        return done;
    }
    const auto top = topMac();
    return top ? setMeta("mac", *top) : tl::make_unexpected(top.error());
}

core::Outcome<std::string> Store::meta(const char* name) const {
    const auto rows = m_database->rows(QStringLiteral("SELECT value FROM meta WHERE name = ?"), {text(name)});
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    if (rows->size() != 1) {
        return core::fail(core::FailureCode::Damaged, name);
    }
    return bytes(rows->front()[0]);
}

core::Outcome<void> Store::setMeta(const char* name, const std::string& value) {
    return m_database->run(QStringLiteral("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)"),
                           {text(name), blob(value)});
}

void Store::markUnverified(core::FailureCode why) {
    m_verified = false;
    if (onUnverified) {
        onUnverified(why);
    }
}

void Store::setDatabase(std::unique_ptr<Database> database, std::string vaultId) {
    m_database = std::move(database);
    m_vaultId = std::move(vaultId);
    m_generation = 0;
}

core::Outcome<void> Store::readGeneration() {
    const auto stored = meta("generation");
    if (!stored || stored->size() != 8) {
        return core::fail(core::FailureCode::Damaged, "generation");
    }
    m_generation = readUint64(*stored);
    return {};
}

std::unique_ptr<KeyRing> Store::setKeys(std::unique_ptr<KeyRing> keys) {
    return std::exchange(m_keys, std::move(keys));
}

void Store::raiseGeneration(std::uint64_t atLeast) {
    m_generation = std::max(m_generation, atLeast);
}

} // namespace keysluice::vault
