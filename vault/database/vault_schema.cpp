#include "vault/database/vault_schema.h"

namespace keysluice::vault {

namespace {

constexpr std::int32_t kApplicationId = 0x4b53'564c; // "KSVL"

} // namespace

const Schema& vaultSchema() {
    static const Schema schema{
        kApplicationId,
        {
            // version 1
            {
                QStringLiteral("CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE sets (name TEXT PRIMARY KEY, mac BLOB NOT NULL) STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE slots (id TEXT PRIMARY KEY, kind INTEGER NOT NULL,"
                               " created_at INTEGER NOT NULL, passes INTEGER NOT NULL, memory_bytes INTEGER NOT NULL,"
                               " salt BLOB NOT NULL, public_key BLOB NOT NULL, sealed_keys BLOB NOT NULL,"
                               " sealed_data_key BLOB NOT NULL, signature BLOB NOT NULL, mac BLOB NOT NULL)"
                               " STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE credentials (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
                               " provider TEXT NOT NULL, kind TEXT NOT NULL, hosts TEXT NOT NULL,"
                               " preview TEXT NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,"
                               " enabled INTEGER NOT NULL, created_at INTEGER NOT NULL, rotated_at INTEGER NOT NULL,"
                               " sealed BLOB NOT NULL, mac BLOB NOT NULL, last_used_at INTEGER NOT NULL DEFAULT 0,"
                               " health INTEGER NOT NULL DEFAULT 0, health_at INTEGER NOT NULL DEFAULT 0,"
                               " health_status INTEGER NOT NULL DEFAULT 0, models INTEGER NOT NULL DEFAULT -1,"
                               " accepted_again_at INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE credential_events (sequence INTEGER PRIMARY KEY AUTOINCREMENT,"
                               " credential_id TEXT NOT NULL REFERENCES credentials(id) ON DELETE CASCADE,"
                               " kind INTEGER NOT NULL, at INTEGER NOT NULL, health INTEGER NOT NULL,"
                               " health_status INTEGER NOT NULL, models INTEGER NOT NULL,"
                               " accepted_again_at INTEGER NOT NULL) STRICT"),
                QStringLiteral("CREATE INDEX credential_events_of ON credential_events(credential_id, sequence)"),
                QStringLiteral("CREATE TABLE agents (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
                               " every_credential INTEGER NOT NULL, placeholder_seed TEXT NOT NULL,"
                               " created_at INTEGER NOT NULL, mac BLOB NOT NULL,"
                               " last_seen_at INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE tokens (id TEXT PRIMARY KEY,"
                               " agent_id TEXT NOT NULL REFERENCES agents(id) ON DELETE CASCADE, label TEXT NOT NULL,"
                               " hash BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,"
                               " last_used_at INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE grants (agent_id TEXT NOT NULL REFERENCES agents(id) ON DELETE CASCADE,"
                               " credential_id TEXT NOT NULL, PRIMARY KEY (agent_id, credential_id))"
                               " STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL, mac BLOB NOT NULL)"
                               " STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE interface_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)"
                               " STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE authority (id TEXT PRIMARY KEY, certificate TEXT NOT NULL,"
                               " sealed_key BLOB NOT NULL, mac BLOB NOT NULL) STRICT, WITHOUT ROWID"),
            },
            // version 2: own-credential modes and open or strict mode of an agent; the MACs of rows with the defaults
            // stay what they were
            {
                QStringLiteral("ALTER TABLE credentials ADD COLUMN foreign_keys INTEGER NOT NULL DEFAULT 0"),
                QStringLiteral("ALTER TABLE agents ADD COLUMN host_access INTEGER NOT NULL DEFAULT 0"),
            },
            // version 3: frozen agents, likewise
            {
                QStringLiteral("ALTER TABLE agents ADD COLUMN freeze INTEGER NOT NULL DEFAULT 0"),
            },
            // version 4: rules; the MAC over the table comes with the next change
            {
                QStringLiteral("CREATE TABLE rules (id TEXT PRIMARY KEY, position INTEGER NOT NULL, kind TEXT NOT NULL,"
                               " content BLOB NOT NULL, mac BLOB NOT NULL) STRICT, WITHOUT ROWID"),
            },
        }};
    return schema;
}

} // namespace keysluice::vault
