#include "vault/activity/activity_log.h"

#include "core/rules/facts_json.h"
#include "vault/activity/activity_schema.h"
#include "vault/crypto/hkdf.h"
#include "vault/database/directory_lock.h"
#include "vault/database/secure_files.h"

#include <map>
#include <tuple>

namespace keysluice::vault {

namespace {

/// One statement for as many rows costs a third less than one for each.
constexpr std::size_t kRowsAtOnce = 16;
constexpr std::size_t kChainBytes = 32;

constexpr std::string_view kTally =
    "INSERT INTO tally (slot, agent_id, credential_id, agent_name, credential_name, allowed, refused)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(slot, agent_id, credential_id) DO UPDATE SET"
    " agent_name = excluded.agent_name, credential_name = excluded.credential_name,"
    " allowed = allowed + excluded.allowed, refused = refused + excluded.refused";

constexpr std::string_view kRuleTally = "INSERT INTO rule_tally (slot, rule_id, hits) VALUES (?, ?, ?)"
                                        " ON CONFLICT(slot, rule_id) DO UPDATE SET hits = hits + excluded.hits";

std::string insertStatement(std::size_t rows) {
    constexpr std::string_view kRow = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    std::string text =
        "INSERT INTO activity (sequence, kind, decision, error_code, detail, at, actor, target, path, status,"
        " status_from_provider, retry_after_seconds, complete, bytes_to_provider, bytes_to_agent, connect_us,"
        " first_byte_us, total_us, repeats, completes, decider, counting, facts, approval, held_us, chain) VALUES ";
    text += kRow;
    for (std::size_t i = 1; i < rows; ++i) {
        text.append(", ").append(kRow);
    }
    return text;
}

} // namespace

core::Outcome<std::unique_ptr<ActivityLog>> ActivityLog::open(const std::string& dataDirectory,
                                                              std::int64_t maximumPages) {
    if (const auto prepared = prepareDataDirectory(dataDirectory); !prepared) {
        return tl::make_unexpected(prepared.error());
    }
    Database::Options options;
    options.path = dataDirectory + kActivityFile;
    options.fullSync = false;
    options.maximumPages = maximumPages;
    const auto present = checkPrivateFile(options.path);
    if (!present && present.error().code == core::FailureCode::NotFound) {
        options.access = Database::Access::Create;
    }
    auto database = Database::open(options, activitySchema());
    if (!database) {
        return tl::make_unexpected(database.error());
    }
    auto insert = Statement::prepare(**database, insertStatement(1));
    auto insertMany = Statement::prepare(**database, insertStatement(kRowsAtOnce));
    auto tally = Statement::prepare(**database, kTally);
    auto ruleTally = Statement::prepare(**database, kRuleTally);
    for (const auto* statement : {&insert, &insertMany, &tally, &ruleTally}) {
        if (!*statement) {
            return tl::make_unexpected(statement->error());
        }
    }
    auto parts = ActivityParts::load(**database);
    if (!parts) {
        return tl::make_unexpected(parts.error());
    }
    std::unique_ptr<ActivityLog> log(new ActivityLog(std::move(*database)));
    log->m_parts = std::move(*parts);
    log->m_insert = std::move(*insert);
    log->m_insertMany = std::move(*insertMany);
    log->m_tally = std::move(*tally);
    log->m_ruleTally = std::move(*ruleTally);
    if (const auto ready = log->readHead().and_then([&] { return log->completeLeftovers(); }); !ready) {
        return tl::make_unexpected(ready.error());
    }
    return log;
}

core::Outcome<void> ActivityLog::readHead() {
    const auto head =
        m_database->rows(QStringLiteral("SELECT sequence, chain FROM activity ORDER BY sequence DESC LIMIT 1"));
    const auto sealed = m_database->rows(QStringLiteral("SELECT coalesce(max(sequence), 0) FROM seals"));
    if (!head || !sealed) {
        return tl::make_unexpected(!head ? head.error() : sealed.error());
    }
    m_chain.assign(32, '\0');
    if (!head->empty()) {
        m_lastSequence = head->front()[0].toLongLong();
        m_chain = bytes(head->front()[1]);
    }
    m_sealedSequence = sealed->front()[0].toLongLong();
    return {};
}

core::Outcome<void> ActivityLog::completeLeftovers() {
    const auto found = m_database->rows(QStringLiteral("SELECT %1 FROM %2 WHERE completes = %3 AND sequence NOT IN"
                                                       " (SELECT completes FROM activity WHERE completes > 0)")
                                            .arg(activityColumns(), activitySource())
                                            .arg(StoredRow::kBegun));
    if (!found || found->empty()) {
        return found ? core::Outcome<void>{} : tl::make_unexpected(found.error());
    }
    std::vector<StoredRow> rows;
    for (const Row& values : *found) {
        StoredRow row = rowFrom(values);
        row.completes = row.record.sequence;
        row.record.decision = core::ActivityRecord::Decision::Error;
        row.record.errorCode = "unfinished";
        rows.push_back(std::move(row));
    }
    return append(rows);
}

core::Outcome<void> ActivityLog::append(std::vector<StoredRow>& rows) {
    std::string chain = m_chain;
    std::string chains; // of all rows, one after the other
    chains.reserve(rows.size() * kChainBytes);
    std::int64_t sequence = m_lastSequence;
    for (StoredRow& row : rows) {
        row.record.sequence = ++sequence;
        makeStorable(row.record);
        row.facts = row.record.facts ? core::rules::writeFacts(*row.record.facts) : std::string();
        chain = chainOf(chain, row);
        chains += chain;
    }
    auto done = m_database->transaction([&] {
        return insert(rows, chains).and_then([&] { return tally(rows); }).and_then([&] { return tallyRules(rows); });
    });
    if (done) {
        m_chain = chain;
        m_lastSequence = sequence;
    } else {
        m_parts->forget();
    }
    return done;
}

core::Outcome<void> ActivityLog::insert(std::span<const StoredRow> rows, std::string_view chains) {
    while (!rows.empty()) {
        const bool isMany = rows.size() >= kRowsAtOnce;
        Statement& statement = isMany ? *m_insertMany : *m_insert;
        const std::size_t count = isMany ? kRowsAtOnce : 1;
        core::Outcome<void> done;
        for (std::size_t i = 0; i < count && done; ++i) {
            done = bind(statement, rows[i], chains.substr(i * kChainBytes, kChainBytes));
        }
        done = done.and_then([&] { return statement.run(); });
        if (!done) {
            statement.unbind();
            return done;
        }
        rows = rows.subspan(count);
        chains.remove_prefix(count * kChainBytes);
    }
    return {};
}

core::Outcome<void> ActivityLog::bind(Statement& statement, const StoredRow& row, std::string_view chain) {
    const core::ActivityRecord& r = row.record;
    const auto parts = m_parts->numbersOf(r);
    if (!parts) {
        return tl::make_unexpected(parts.error());
    }
    statement.bind(r.sequence);
    statement.bind(static_cast<std::int64_t>(r.kind));
    statement.bind(static_cast<std::int64_t>(r.decision));
    statement.bind(std::string_view(r.errorCode));
    statement.bind(std::string_view(r.detail));
    statement.bind(r.at);
    statement.bind(parts->actor);
    statement.bind(parts->target);
    statement.bind(std::string_view(r.path));
    statement.bind(static_cast<std::int64_t>(r.status));
    statement.bind(static_cast<std::int64_t>(r.statusFromProvider));
    statement.bind(r.retryAfterSeconds);
    statement.bind(static_cast<std::int64_t>(r.complete));
    statement.bind(static_cast<std::int64_t>(r.bytesToProvider));
    statement.bind(static_cast<std::int64_t>(r.bytesToAgent));
    statement.bind(r.connectUs);
    statement.bind(r.firstByteUs);
    statement.bind(r.totalUs);
    statement.bind(r.repeats);
    statement.bind(row.completes);
    statement.bind(parts->decider);
    statement.bind(parts->counting);
    statement.bind(std::string_view(row.facts));
    statement.bind(static_cast<std::int64_t>(r.approval));
    statement.bind(r.heldUs);
    statement.bindBlob(chain);
    return {};
}

core::Outcome<void> ActivityLog::tally(const std::vector<StoredRow>& rows) {
    struct Count {
        const core::ActivityRecord* latest = nullptr;
        std::int64_t allowed = 0;
        std::int64_t refused = 0;
    };
    using Key = std::tuple<core::UnixMs, std::string_view, std::string_view>;
    std::map<Key, Count> counts;
    for (const StoredRow& stored : rows) {
        const core::ActivityRecord& row = stored.record;
        if (isCounted(row) && stored.completes != StoredRow::kBegun) {
            Count& count = counts[{row.at - row.at % kTallyMs, row.agentId, row.credentialId}];
            (row.decision == core::ActivityRecord::Decision::Allowed ? count.allowed : count.refused) += row.repeats;
            count.latest = &row;
        }
    }
    for (const auto& [key, count] : counts) {
        m_tally->bind(std::get<0>(key));
        m_tally->bind(std::get<1>(key));
        m_tally->bind(std::get<2>(key));
        m_tally->bind(std::string_view(count.latest->agentName));
        m_tally->bind(std::string_view(count.latest->credentialName));
        m_tally->bind(count.allowed);
        m_tally->bind(count.refused);
        if (auto added = m_tally->run(); !added) {
            return added;
        }
    }
    return {};
}

core::Outcome<void> ActivityLog::tallyRules(const std::vector<StoredRow>& rows) {
    std::map<std::pair<core::UnixMs, std::string_view>, std::int64_t> hits;
    for (const StoredRow& stored : rows) {
        const core::ActivityRecord& row = stored.record;
        if (!row.ruleId.empty() && stored.completes != StoredRow::kBegun) {
            hits[{row.at - row.at % kTallyMs, row.ruleId}] += row.repeats;
        }
    }
    for (const auto& [key, count] : hits) {
        m_ruleTally->bind(key.first);
        m_ruleTally->bind(key.second);
        m_ruleTally->bind(count);
        if (auto added = m_ruleTally->run(); !added) {
            return added;
        }
    }
    return {};
}

core::Outcome<void> ActivityLog::seal(const core::SecretBytes& key, core::UnixMs now) {
    if (unsealedRows() <= 0) {
        return {};
    }
    auto done = m_database->run(QStringLiteral("INSERT OR REPLACE INTO seals (sequence, at, mac) VALUES (?, ?, ?)"),
                                {static_cast<qlonglong>(m_lastSequence), static_cast<qlonglong>(now),
                                 blob(hmacSha256(key, sealFields(m_lastSequence, m_chain)))});
    if (done) {
        m_sealedSequence = m_lastSequence;
    }
    return done;
}

} // namespace keysluice::vault
