#include "vault/activity/activity_schema.h"

#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"

namespace keysluice::vault {

namespace {

constexpr std::int32_t kApplicationId = 0x4b53'414c; // "KSAL"

} // namespace

const Schema& activitySchema() {
    static const Schema schema{
        kApplicationId,
        {
            // version 1
            {
                QStringLiteral(
                    "CREATE TABLE activity (sequence INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL,"
                    " decision INTEGER NOT NULL, error_code TEXT NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL,"
                    " agent_id TEXT NOT NULL, agent_name TEXT NOT NULL, launch_id TEXT NOT NULL,"
                    " launch_command TEXT NOT NULL, launch_folder TEXT NOT NULL, launch_pid INTEGER NOT NULL,"
                    " client TEXT NOT NULL, method TEXT NOT NULL, scheme TEXT NOT NULL, host TEXT NOT NULL,"
                    " port INTEGER NOT NULL, path TEXT NOT NULL, provider_id TEXT NOT NULL,"
                    " credential_id TEXT NOT NULL, credential_name TEXT NOT NULL, injected_header TEXT NOT NULL,"
                    " token_id TEXT NOT NULL, status INTEGER NOT NULL, status_from_provider INTEGER NOT NULL,"
                    " retry_after_seconds INTEGER NOT NULL, complete INTEGER NOT NULL,"
                    " bytes_to_provider INTEGER NOT NULL, bytes_to_agent INTEGER NOT NULL,"
                    " connect_us INTEGER NOT NULL, first_byte_us INTEGER NOT NULL, total_us INTEGER NOT NULL,"
                    " chain BLOB NOT NULL) STRICT"),
                QStringLiteral("CREATE INDEX activity_of_agent ON activity(agent_id, sequence)"),
                QStringLiteral("CREATE INDEX activity_of_credential ON activity(credential_id, sequence)"),
                QStringLiteral("CREATE INDEX activity_refused ON activity(decision, sequence) WHERE decision <> 0"),
                QStringLiteral("CREATE TABLE tally (slot INTEGER NOT NULL, agent_id TEXT NOT NULL,"
                               " credential_id TEXT NOT NULL, agent_name TEXT NOT NULL, credential_name TEXT NOT NULL,"
                               " allowed INTEGER NOT NULL, refused INTEGER NOT NULL,"
                               " PRIMARY KEY (slot, agent_id, credential_id)) STRICT, WITHOUT ROWID"),
                QStringLiteral("CREATE TABLE seals (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
                               " mac BLOB NOT NULL) STRICT"),
            },
        }};
    return schema;
}

const QString& activityColumns() {
    static const QString columns = QStringLiteral(
        "sequence, kind, decision, error_code, detail, at, agent_id, agent_name, launch_id, launch_command,"
        " launch_folder, launch_pid, client, method, scheme, host, port, path, provider_id, credential_id,"
        " credential_name, injected_header, token_id, status, status_from_provider, retry_after_seconds, complete,"
        " bytes_to_provider, bytes_to_agent, connect_us, first_byte_us, total_us");
    return columns;
}

QVariantList rowValues(const core::ActivityRecord& r) {
    const auto number = [](auto value) { return QVariant(static_cast<qlonglong>(value)); };
    return {number(r.sequence),
            number(r.kind),
            number(r.decision),
            text(r.errorCode),
            text(r.detail),
            number(r.at),
            text(r.agentId),
            text(r.agentName),
            text(r.launchId),
            text(r.launchCommand),
            text(r.launchFolder),
            number(r.launchPid),
            text(r.client),
            text(r.method),
            text(r.scheme),
            text(r.host),
            number(r.port),
            text(r.path),
            text(r.providerId),
            text(r.credentialId),
            text(r.credentialName),
            text(r.injectedHeader),
            text(r.tokenId),
            number(r.status),
            number(r.statusFromProvider),
            number(r.retryAfterSeconds),
            number(r.complete),
            number(r.bytesToProvider),
            number(r.bytesToAgent),
            number(r.connectUs),
            number(r.firstByteUs),
            number(r.totalUs)};
}

core::ActivityRecord rowFrom(const Row& row) {
    core::ActivityRecord r;
    int i = 0;
    const auto number = [&] { return row[static_cast<std::size_t>(i++)].toLongLong(); };
    const auto string = [&] { return utf8(row[static_cast<std::size_t>(i++)]); };
    r.sequence = number();
    r.kind = static_cast<core::ActivityRecord::Kind>(number());
    r.decision = static_cast<core::ActivityRecord::Decision>(number());
    r.errorCode = string();
    r.detail = string();
    r.at = number();
    r.agentId = string();
    r.agentName = string();
    r.launchId = string();
    r.launchCommand = string();
    r.launchFolder = string();
    r.launchPid = number();
    r.client = string();
    r.method = string();
    r.scheme = string();
    r.host = string();
    r.port = static_cast<std::uint16_t>(number());
    r.path = string();
    r.providerId = string();
    r.credentialId = string();
    r.credentialName = string();
    r.injectedHeader = string();
    r.tokenId = string();
    r.status = static_cast<int>(number());
    r.statusFromProvider = number() != 0;
    r.retryAfterSeconds = number();
    r.complete = number() != 0;
    r.bytesToProvider = static_cast<std::uint64_t>(number());
    r.bytesToAgent = static_cast<std::uint64_t>(number());
    r.connectUs = number();
    r.firstByteUs = number();
    r.totalUs = number();
    return r;
}

std::string chainOf(std::string_view before, const core::ActivityRecord& record) {
    Fields fields("activity row");
    fields.add(before);
    for (const QVariant& value : rowValues(record)) {
        if (value.metaType() == QMetaType::fromType<QString>()) {
            fields.add(utf8(value));
        } else {
            fields.add(static_cast<std::uint64_t>(value.toLongLong()));
        }
    }
    return sha256(fields.bytes());
}

std::string sealFields(std::int64_t sequence, std::string_view chain) {
    return Fields("activity seal").add(static_cast<std::uint64_t>(sequence)).add(chain).bytes();
}

bool isCounted(const core::ActivityRecord& record) {
    return record.kind == core::ActivityRecord::Kind::Request ||
           record.decision != core::ActivityRecord::Decision::Allowed;
}

} // namespace keysluice::vault
