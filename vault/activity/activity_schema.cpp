#include "vault/activity/activity_schema.h"

#include "core/rules/facts_json.h"
#include "vault/crypto/fields.h"
#include "vault/crypto/hkdf.h"

#include <algorithm>
#include <cstring>

namespace keysluice::vault {

namespace {

constexpr std::int32_t kApplicationId = 0x4b53'414c; // "KSAL"
constexpr std::size_t kUsualRowBytes = 1024;

/// Eight bytes at a time: nearly every text of nearly every row is plain ASCII.
bool isAscii(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080;
    std::uint64_t seen = 0;
    for (; text.size() >= sizeof seen; text.remove_prefix(sizeof seen)) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), sizeof bytes);
        seen |= bytes;
    }
    return (seen & kHighBits) == 0 &&
           std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

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
            // version 2: rows that were written before their end was known, rows that stand for several
            {
                QStringLiteral("ALTER TABLE activity ADD COLUMN repeats INTEGER NOT NULL DEFAULT 1"),
                QStringLiteral("ALTER TABLE activity ADD COLUMN completes INTEGER NOT NULL DEFAULT 0"),
                QStringLiteral("CREATE INDEX activity_completes ON activity(completes) WHERE completes <> 0"),
            },
            // version 3: what many rows have in common is kept once
            {
                QStringLiteral("CREATE TABLE actors (id INTEGER PRIMARY KEY, agent_id TEXT NOT NULL,"
                               " agent_name TEXT NOT NULL, launch_id TEXT NOT NULL, launch_command TEXT NOT NULL,"
                               " launch_folder TEXT NOT NULL, launch_pid INTEGER NOT NULL, client TEXT NOT NULL,"
                               " token_id TEXT NOT NULL) STRICT"),
                QStringLiteral("CREATE TABLE targets (id INTEGER PRIMARY KEY, method TEXT NOT NULL,"
                               " scheme TEXT NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL,"
                               " provider_id TEXT NOT NULL, credential_id TEXT NOT NULL, credential_name TEXT NOT NULL,"
                               " injected_header TEXT NOT NULL) STRICT"),
                QStringLiteral("CREATE TABLE blocks (block INTEGER NOT NULL, actor INTEGER NOT NULL,"
                               " target INTEGER NOT NULL, PRIMARY KEY (block, actor, target)) STRICT, WITHOUT ROWID"),
                QStringLiteral("INSERT INTO actors (agent_id, agent_name, launch_id, launch_command, launch_folder,"
                               " launch_pid, client, token_id) SELECT DISTINCT agent_id, agent_name, launch_id,"
                               " launch_command, launch_folder, launch_pid, client, token_id FROM activity"),
                QStringLiteral("INSERT INTO targets (method, scheme, host, port, provider_id, credential_id,"
                               " credential_name, injected_header) SELECT DISTINCT method, scheme, host, port,"
                               " provider_id, credential_id, credential_name, injected_header FROM activity"),
                QStringLiteral("ALTER TABLE activity RENAME TO former"),
                QStringLiteral(
                    "CREATE TABLE activity (sequence INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL,"
                    " decision INTEGER NOT NULL, error_code TEXT NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL,"
                    " actor INTEGER NOT NULL, target INTEGER NOT NULL, path TEXT NOT NULL, status INTEGER NOT NULL,"
                    " status_from_provider INTEGER NOT NULL, retry_after_seconds INTEGER NOT NULL,"
                    " complete INTEGER NOT NULL, bytes_to_provider INTEGER NOT NULL, bytes_to_agent INTEGER NOT NULL,"
                    " connect_us INTEGER NOT NULL, first_byte_us INTEGER NOT NULL, total_us INTEGER NOT NULL,"
                    " repeats INTEGER NOT NULL, completes INTEGER NOT NULL, chain BLOB NOT NULL) STRICT"),
                QStringLiteral(
                    "INSERT INTO activity SELECT sequence, kind, decision, error_code, detail, at, actors.id,"
                    " targets.id, path, status, status_from_provider, retry_after_seconds, complete,"
                    " bytes_to_provider, bytes_to_agent, connect_us, first_byte_us, total_us, repeats,"
                    " completes, chain FROM former"
                    " JOIN actors USING (agent_id, agent_name, launch_id, launch_command, launch_folder,"
                    " launch_pid, client, token_id)"
                    " JOIN targets USING (method, scheme, host, port, provider_id, credential_id,"
                    " credential_name, injected_header) ORDER BY sequence"),
                QStringLiteral("DROP TABLE former"),
                QStringLiteral("INSERT INTO blocks SELECT DISTINCT sequence / %1, actor, target FROM activity")
                    .arg(kBlockRows),
                QStringLiteral("CREATE INDEX activity_refused ON activity(decision, sequence) WHERE decision <> 0"),
                QStringLiteral("CREATE INDEX activity_completes ON activity(completes) WHERE completes <> 0"),
            },
            // version 4: what rules decided and counted, and what they knew
            {
                QStringLiteral("CREATE TABLE deciders (id INTEGER PRIMARY KEY, rule_id TEXT NOT NULL,"
                               " rule_name TEXT NOT NULL) STRICT"),
                QStringLiteral("CREATE TABLE countings (id INTEGER PRIMARY KEY, limit_ids TEXT NOT NULL) STRICT"),
                QStringLiteral("ALTER TABLE activity ADD COLUMN decider INTEGER NOT NULL DEFAULT 0"),
                QStringLiteral("ALTER TABLE activity ADD COLUMN counting INTEGER NOT NULL DEFAULT 0"),
                QStringLiteral("ALTER TABLE activity ADD COLUMN facts TEXT NOT NULL DEFAULT ''"),
                QStringLiteral("ALTER TABLE activity ADD COLUMN approval INTEGER NOT NULL DEFAULT 0"),
                QStringLiteral("ALTER TABLE activity ADD COLUMN held_us INTEGER NOT NULL DEFAULT -1"),
                QStringLiteral("CREATE INDEX activity_counted ON activity(at) WHERE counting <> 0"),
                QStringLiteral("CREATE TABLE rule_tally (slot INTEGER NOT NULL, rule_id TEXT NOT NULL,"
                               " hits INTEGER NOT NULL, PRIMARY KEY (slot, rule_id)) STRICT, WITHOUT ROWID"),
            },
        }};
    return schema;
}

const QString& activityColumns() {
    static const QString columns = QStringLiteral(
        "sequence, kind, decision, error_code, detail, at, agent_id, agent_name, launch_id, launch_command,"
        " launch_folder, launch_pid, client, method, scheme, host, port, path, provider_id, credential_id,"
        " credential_name, injected_header, token_id, status, status_from_provider, retry_after_seconds, complete,"
        " bytes_to_provider, bytes_to_agent, connect_us, first_byte_us, total_us, repeats, completes,"
        " rule_id, rule_name, limit_ids, facts, approval, held_us");
    return columns;
}

const QString& activitySource() {
    static const QString source =
        QStringLiteral("activity LEFT JOIN actors ON actors.id = actor LEFT JOIN targets ON targets.id = target"
                       " LEFT JOIN deciders ON deciders.id = decider LEFT JOIN countings ON countings.id = counting");
    return source;
}

StoredRow rowFrom(const Row& row) {
    StoredRow stored;
    core::ActivityRecord& r = stored.record;
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
    r.repeats = number();
    stored.completes = number();
    r.ruleId = string();
    r.ruleName = string();
    r.limitIds = limitIdsFrom(string());
    stored.facts = string();
    if (!stored.facts.empty()) {
        r.facts = std::make_shared<const core::rules::BodyFacts>(core::rules::readFacts(stored.facts));
    }
    r.approval = static_cast<core::ActivityRecord::Approval>(number());
    r.heldUs = number();
    return stored;
}

void makeStorable(core::ActivityRecord& record) {
    const auto makeText = [](std::string& value) {
        if (!isAscii(value)) {
            value = text(value).toStdString();
        }
    };
    forEachValue(
        record, [](std::int64_t) {}, makeText);
    makeText(record.ruleId);
    makeText(record.ruleName);
    for (core::RecordId& id : record.limitIds) {
        makeText(id);
    }
}

std::string limitIdsText(const std::vector<core::RecordId>& ids) {
    std::string text;
    for (const core::RecordId& id : ids) {
        text.append(text.empty() ? "" : "\n").append(id);
    }
    return text;
}

std::vector<core::RecordId> limitIdsFrom(std::string_view text) {
    std::vector<core::RecordId> ids;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        ids.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return ids;
}

std::string chainOf(std::string_view before, const StoredRow& row) {
    Fields fields("activity row", kUsualRowBytes);
    fields.add(before);
    forEachValue(
        row.record, [&](std::int64_t value) { fields.add(static_cast<std::uint64_t>(value)); },
        [&](const std::string& value) { fields.add(std::string_view(value)); });
    const core::ActivityRecord& r = row.record;
    const bool isJudged = !r.ruleId.empty() || !r.ruleName.empty() || !r.limitIds.empty() || !row.facts.empty() ||
                          r.approval != core::ActivityRecord::Approval::NotAsked || r.heldUs != -1;
    if (r.repeats != 1 || row.completes != 0 || isJudged) { // rows of version 1 keep their hash
        fields.add(static_cast<std::uint64_t>(r.repeats)).add(static_cast<std::uint64_t>(row.completes));
    }
    if (isJudged) { // as do those of version 2 and 3
        fields.add(r.ruleId).add(r.ruleName).add(limitIdsText(r.limitIds)).add(row.facts);
        fields.add(static_cast<std::uint64_t>(r.approval)).add(static_cast<std::uint64_t>(r.heldUs));
    }
    return sha256(fields.bytes());
}

std::string sealFields(std::int64_t sequence, std::string_view chain) {
    return Fields("activity seal").add(static_cast<std::uint64_t>(sequence)).add(chain).bytes();
}

bool isCounted(const core::ActivityRecord& record) {
    return record.kind == core::ActivityRecord::Kind::Request || record.kind == core::ActivityRecord::Kind::WebSocket ||
           record.decision != core::ActivityRecord::Decision::Allowed;
}

} // namespace keysluice::vault
