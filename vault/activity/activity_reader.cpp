#include "vault/activity/activity_reader.h"

#include "core/rules/rule.h"
#include "vault/activity/activity_schema.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace keysluice::vault {

namespace {

/// A LIKE pattern that finds `part` anywhere.
QString containing(const std::string& part) {
    QString pattern = text(part);
    pattern.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    pattern.replace(QLatin1Char('%'), QStringLiteral("\\%"));
    pattern.replace(QLatin1Char('_'), QStringLiteral("\\_"));
    return QLatin1Char('%') + pattern + QLatin1Char('%');
}

void add(ActivityCount& count, const ActivityCount& more) {
    count.allowed += more.allowed;
    count.refused += more.refused;
}

} // namespace

core::Outcome<std::unique_ptr<ActivityReader>> ActivityReader::open(const std::string& dataDirectory) {
    Database::Options options;
    options.path = dataDirectory + kActivityFile;
    options.access = Database::Access::ReadOnly;
    auto database = Database::open(options, activitySchema());
    if (!database) {
        return tl::make_unexpected(database.error());
    }
    return std::unique_ptr<ActivityReader>(new ActivityReader(std::move(*database)));
}

ActivityReader::ActivityReader(std::unique_ptr<Database> database) : m_database(std::move(database)) {}
ActivityReader::~ActivityReader() = default;

/// What a row has to fulfil, beginning with AND; its question marks take `values`.
struct ActivityReader::Condition {
    QString sql;
    QVariantList values;
};

ActivityReader::Condition ActivityReader::conditionFor(const ActivityQuery& query) {
    Condition condition;
    const auto add = [&](const QString& sql, const QVariantList& values) {
        condition.sql += QStringLiteral(" AND ") + sql;
        condition.values << values;
    };
    if (!query.agentId.empty()) {
        add(QStringLiteral("actor IN (SELECT id FROM actors WHERE agent_id = ?)"), {text(query.agentId)});
    }
    if (!query.credentialId.empty()) {
        add(QStringLiteral("target IN (SELECT id FROM targets WHERE credential_id = ?)"), {text(query.credentialId)});
    }
    if (query.decision) {
        add(QStringLiteral("decision = ?"), {static_cast<int>(*query.decision)});
    }
    if (query.countedOnly) { // as isCounted()
        add(QStringLiteral("(kind IN (?, ?) OR decision <> ?)"),
            {static_cast<int>(core::ActivityRecord::Kind::Request),
             static_cast<int>(core::ActivityRecord::Kind::WebSocket),
             static_cast<int>(core::ActivityRecord::Decision::Allowed)});
    }
    if (!query.text.empty()) {
        const QString pattern = containing(query.text);
        add(QStringLiteral("(path LIKE ? ESCAPE '\\' OR error_code LIKE ? ESCAPE '\\'"
                           " OR actor IN (SELECT id FROM actors WHERE agent_name LIKE ? ESCAPE '\\')"
                           " OR target IN (SELECT id FROM targets"
                           " WHERE host LIKE ? ESCAPE '\\' OR method LIKE ? ESCAPE '\\'))"),
            {pattern, pattern, pattern, pattern, pattern});
    }
    return condition;
}

core::Outcome<std::vector<core::ActivityRecord>> ActivityReader::page(const ActivityQuery& query, std::int64_t before,
                                                                      int limit) const {
    const Condition condition = conditionFor(query);
    std::vector<core::ActivityRecord> records;
    if (query.agentId.empty() && query.credentialId.empty()) {
        const auto read = append(records, condition, {0, before}, limit);
        return read ? core::Outcome<std::vector<core::ActivityRecord>>(std::move(records))
                    : tl::make_unexpected(read.error());
    }
    const auto spans = spansWith(query, before);
    if (!spans) {
        return tl::make_unexpected(spans.error());
    }
    for (auto span = spans->begin(); span != spans->end() && static_cast<int>(records.size()) < limit; ++span) {
        const auto read = append(records, condition, *span, limit - static_cast<int>(records.size()));
        if (!read) {
            return tl::make_unexpected(read.error());
        }
    }
    return records;
}

/// The parts of the file in which the agent or credential occurs, newest first; neighbours are one.
core::Outcome<std::vector<ActivityReader::Span>> ActivityReader::spansWith(const ActivityQuery& query,
                                                                           std::int64_t before) const {
    QString sql = QStringLiteral("SELECT DISTINCT block FROM blocks WHERE block <= ?");
    QVariantList values{before > 0 ? static_cast<qlonglong>((before - 1) / kBlockRows)
                                   : std::numeric_limits<qlonglong>::max()};
    const auto restrict = [&](const char* condition, const std::string& id) {
        if (!id.empty()) {
            sql += QLatin1String(condition);
            values << text(id);
        }
    };
    restrict(" AND actor IN (SELECT id FROM actors WHERE agent_id = ?)", query.agentId);
    restrict(" AND target IN (SELECT id FROM targets WHERE credential_id = ?)", query.credentialId);
    const auto blocks = m_database->rows(sql + QStringLiteral(" ORDER BY block DESC"), values);
    if (!blocks) {
        return tl::make_unexpected(blocks.error());
    }
    std::vector<Span> spans;
    for (const Row& row : *blocks) {
        const std::int64_t first = row.front().toLongLong() * kBlockRows;
        const std::int64_t end = first + kBlockRows;
        if (!spans.empty() && spans.back().first == end) {
            spans.back().first = first;
        } else {
            spans.push_back({first, before > 0 ? std::min(before, end) : end});
        }
    }
    return spans;
}

core::Outcome<void> ActivityReader::append(std::vector<core::ActivityRecord>& records, const Condition& condition,
                                           const Span& span, int limit) const {
    // what had only begun is shown by its last row
    QString sql = QStringLiteral("SELECT %1 FROM %2 WHERE sequence >= ? AND completes <> ?")
                      .arg(activityColumns(), activitySource());
    QVariantList values{static_cast<qlonglong>(span.first), static_cast<qlonglong>(StoredRow::kBegun)};
    if (span.end > 0) {
        sql += QStringLiteral(" AND sequence < ?");
        values << static_cast<qlonglong>(span.end);
    }
    sql += condition.sql + QStringLiteral(" ORDER BY sequence DESC LIMIT ?");
    values << condition.values;
    values << std::max(limit, 0);
    const auto rows = m_database->rows(sql, values);
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    records.reserve(records.size() + rows->size());
    for (const Row& row : *rows) {
        records.push_back(rowFrom(row).record);
    }
    return {};
}

core::Outcome<ActivitySummary> ActivityReader::summary(core::UnixMs from, core::UnixMs until) const {
    const auto rows = m_database->rows(
        QStringLiteral("SELECT slot, agent_id, credential_id, agent_name, credential_name, allowed, refused FROM tally"
                       " WHERE slot >= ? AND slot < ? ORDER BY slot"),
        {static_cast<qlonglong>(from), static_cast<qlonglong>(until)});
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    ActivitySummary summary;
    std::map<std::pair<std::string, std::string>, ActivityFlow> flows;
    for (const Row& row : *rows) {
        const ActivityCount count{row[5].toLongLong(), row[6].toLongLong()};
        const auto hour = static_cast<std::size_t>((row[0].toLongLong() - from) / kHourMs);
        add(summary.total, count);
        // a day of 25 hours, when the clocks go back: its last hour is counted with the one before
        add(summary.hours[std::min(hour, summary.hours.size() - 1)], count);
        const std::string agent = utf8(row[1]);
        const std::string credential = utf8(row[2]);
        ActivityFlow& flow = flows[{agent, credential}];
        flow.agentId = agent;
        flow.credentialId = credential;
        flow.agentName = utf8(row[3]); // the rows are in order of time: the last name counts
        flow.credentialName = utf8(row[4]);
        add(flow.count, count);
        add(summary.byAgent[agent], count);
        if (!credential.empty()) {
            add(summary.byCredential[credential], count);
        }
    }
    for (auto& [key, flow] : flows) {
        summary.flows.push_back(std::move(flow));
    }
    std::stable_sort(summary.flows.begin(), summary.flows.end(),
                     [](const auto& a, const auto& b) { return a.count.all() > b.count.all(); });
    return summary;
}

core::Outcome<std::map<core::RecordId, std::int64_t>> ActivityReader::ruleHits(core::UnixMs since) const {
    const auto rows =
        m_database->rows(QStringLiteral("SELECT rule_id, sum(hits) FROM rule_tally WHERE slot >= ? GROUP BY rule_id"),
                         {static_cast<qlonglong>(since - since % kTallyMs)});
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    std::map<core::RecordId, std::int64_t> hits;
    for (const Row& row : *rows) {
        hits[utf8(row[0])] = row[1].toLongLong();
    }
    return hits;
}

core::Outcome<std::vector<CountedRow>> ActivityReader::countedRows(core::UnixMs since) const {
    // It was counted when its wait for a person was over. Of what began before its end was known, the first row counts.
    constexpr core::UnixMs kLongestHold = core::rules::RuleBounds::kLongestAnswerSeconds * 1000;
    const auto rows = m_database->rows(
        QStringLiteral("SELECT at + max(held_us, 0) / 1000 AS counted_at, agent_id, credential_id, limit_ids"
                       " FROM activity INDEXED BY activity_counted JOIN actors ON actors.id = actor"
                       " JOIN targets ON targets.id = target JOIN countings ON countings.id = counting"
                       " WHERE counting <> 0 AND completes <= 0 AND at >= ? AND counted_at >= ?"),
        {static_cast<qlonglong>(since - kLongestHold), static_cast<qlonglong>(since)});
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    std::vector<CountedRow> counted;
    counted.reserve(rows->size());
    for (const Row& row : *rows) {
        counted.push_back({row[0].toLongLong(), utf8(row[1]), utf8(row[2]), limitIdsFrom(utf8(row[3]))});
    }
    return counted;
}

} // namespace keysluice::vault
