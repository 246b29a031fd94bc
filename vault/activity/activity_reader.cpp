#include "vault/activity/activity_reader.h"

#include "vault/activity/activity_schema.h"

#include <algorithm>
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

core::Outcome<std::vector<core::ActivityRecord>> ActivityReader::page(const ActivityQuery& query, std::int64_t before,
                                                                      int limit) const {
    // what had only begun is shown by its last row
    QString sql =
        QStringLiteral("SELECT %1 FROM activity WHERE completes <> %2").arg(activityColumns()).arg(StoredRow::kBegun);
    QVariantList values;
    if (before > 0) {
        sql += QStringLiteral(" AND sequence < ?");
        values << static_cast<qlonglong>(before);
    }
    if (!query.agentId.empty()) {
        sql += QStringLiteral(" AND agent_id = ?");
        values << text(query.agentId);
    }
    if (!query.credentialId.empty()) {
        sql += QStringLiteral(" AND credential_id = ?");
        values << text(query.credentialId);
    }
    if (query.decision) {
        sql += QStringLiteral(" AND decision = ?");
        values << static_cast<int>(*query.decision);
    }
    if (query.countedOnly) { // as isCounted()
        sql += QStringLiteral(" AND (kind IN (?, ?) OR decision <> ?)");
        values << static_cast<int>(core::ActivityRecord::Kind::Request)
               << static_cast<int>(core::ActivityRecord::Kind::WebSocket)
               << static_cast<int>(core::ActivityRecord::Decision::Allowed);
    }
    if (!query.text.empty()) {
        const char* columns[] = {"agent_name", "host", "path", "method", "error_code"};
        QStringList parts;
        for (const char* column : columns) {
            parts << QLatin1String(column) + QStringLiteral(" LIKE ? ESCAPE '\\'");
            values << containing(query.text);
        }
        sql += QStringLiteral(" AND (") + parts.join(QStringLiteral(" OR ")) + QStringLiteral(")");
    }
    sql += QStringLiteral(" ORDER BY sequence DESC LIMIT ?");
    values << std::max(limit, 0);
    const auto rows = m_database->rows(sql, values);
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    std::vector<core::ActivityRecord> records;
    records.reserve(rows->size());
    for (const Row& row : *rows) {
        records.push_back(rowFrom(row).record);
    }
    return records;
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

} // namespace keysluice::vault
