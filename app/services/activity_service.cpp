#include "app/services/activity_service.h"

#include "vault/records/agent_repository.h"
#include "vault/records/credential_repository.h"
#include "vault/vault.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>

namespace keysluice::app {

namespace {

constexpr std::chrono::seconds kFlushEvery{60};
constexpr std::size_t kMaximumRowsAtOnce = 500;
constexpr std::chrono::seconds kTodayEvery{1};
constexpr int kFlushMs = 1'000;
constexpr int kRejectedPage = 200;
constexpr int kMostRejected = 10'000;

core::UnixMs startOfToday() {
    return QDate::currentDate().startOfDay().toMSecsSinceEpoch();
}

} // namespace

std::optional<core::HealthReport> healthOfRow(const core::ActivityRecord& row) {
    if (!row.statusFromProvider || row.credentialId.empty()) {
        return std::nullopt;
    }
    core::HealthReport report;
    report.checkedAt = row.at;
    report.status = row.status;
    switch (row.status) {
    case 401:
        report.health = core::Health::Rejected;
        return report;
    case 402:
        report.health = core::Health::OutOfCredit;
        return report;
    case 403:
        report.health = core::Health::Restricted;
        return report;
    case 429:
        report.health = core::Health::RateLimited;
        report.acceptedAgainAt = row.retryAfterSeconds >= 0 ? row.at + row.retryAfterSeconds * 1000 : 0;
        return report;
    default:
        break;
    }
    if (row.status >= 200 && row.status < 300) {
        report.health = core::Health::Valid;
        return report;
    }
    return std::nullopt;
}

ActivityService::ActivityService(vault::Vault& vault, vault::ActivityWriter& writer, std::string dataDirectory,
                                 QObject* parent)
    : ActivityPort(parent), m_vault(vault), m_writer(writer), m_dataDirectory(std::move(dataDirectory)) {
    connect(&m_writer, &vault::ActivityWriter::rowsWritten, this, &ActivityService::onRows, Qt::QueuedConnection);
    connect(&m_writer, &vault::ActivityWriter::troubleChanged, this, &ActivityService::troubleChanged,
            Qt::QueuedConnection);
    connect(&m_flushTimer, &QTimer::timeout, this, [this] {
        if (m_vault.isOpen()) {
            (void)m_vault.flushUsage(); // tried again in a minute
        }
        if (m_summaryDay >= 0 && m_summaryDay != startOfToday()) {
            Q_EMIT todayChanged();
        }
    });
    m_flushTimer.start(kFlushEvery);
    m_todayTimer.setSingleShot(true);
    m_todayTimer.setInterval(kTodayEvery);
    connect(&m_todayTimer, &QTimer::timeout, this, [this] {
        m_summaryDay = -1;
        Q_EMIT todayChanged();
    });
}

const vault::ActivityReader* ActivityService::reader() const {
    if (!m_reader) {
        if (auto opened = vault::ActivityReader::open(m_dataDirectory)) {
            m_reader = std::move(*opened);
        }
    }
    return m_reader.get();
}

std::vector<core::ActivityRecord> ActivityService::page(const ui::ActivityFilter& filter, std::int64_t before,
                                                        int limit) const {
    const vault::ActivityReader* file = reader();
    if (file == nullptr) {
        return {};
    }
    auto rows = file->page({filter.agentId, filter.credentialId, filter.decision, filter.text, filter.countedOnly},
                           before, limit);
    return rows ? std::move(*rows) : std::vector<core::ActivityRecord>();
}

std::map<core::RecordId, std::int64_t> ActivityService::ruleHits(core::UnixMs since) const {
    const vault::ActivityReader* file = reader();
    return file == nullptr ? std::map<core::RecordId, std::int64_t>()
                           : file->ruleHits(since).value_or(std::map<core::RecordId, std::int64_t>());
}

std::vector<vault::CountedRow> ActivityService::countedSince(core::UnixMs since) const {
    (void)m_writer.flush(kFlushMs); // what a full disk keeps from being written is not counted
    const vault::ActivityReader* file = reader();
    return file == nullptr ? std::vector<vault::CountedRow>()
                           : file->countedRows(since).value_or(std::vector<vault::CountedRow>());
}

const vault::ActivitySummary& ActivityService::summary() const {
    const core::UnixMs day = startOfToday();
    if (day != m_summaryDay) {
        m_summaryDay = day;
        m_summary = {};
        const core::UnixMs end = QDate::currentDate().addDays(1).startOfDay().toMSecsSinceEpoch();
        if (const vault::ActivityReader* file = reader()) {
            if (auto read = file->summary(day, end)) {
                m_summary = std::move(*read);
            }
        }
    }
    return m_summary;
}

ui::TodaySummary ActivityService::today() const {
    const vault::ActivitySummary& source = summary();
    ui::TodaySummary today;
    today.requests = static_cast<int>(source.total.all());
    today.refused = static_cast<int>(source.total.refused);
    for (std::size_t hour = 0; hour < source.hours.size(); ++hour) {
        today.hours[hour] = {static_cast<int>(source.hours[hour].allowed),
                             static_cast<int>(source.hours[hour].refused)};
    }
    for (const vault::ActivityFlow& flow : source.flows) {
        today.flows.push_back({flow.agentId, flow.agentName, flow.credentialId, flow.credentialName,
                               static_cast<int>(flow.count.allowed), static_cast<int>(flow.count.refused)});
    }
    return today;
}

int ActivityService::requestsTodayOfAgent(const core::RecordId& agent) const {
    const auto& counts = summary().byAgent;
    const auto count = counts.find(agent);
    return count == counts.end() ? 0 : static_cast<int>(count->second.all());
}

int ActivityService::requestsTodayOfCredential(const core::RecordId& credential) const {
    const auto& counts = summary().byCredential;
    const auto count = counts.find(credential);
    return count == counts.end() ? 0 : static_cast<int>(count->second.all());
}

int ActivityService::rejectedRequests(const core::RecordId& credential, core::UnixMs since) const {
    const auto known = m_rejected.find(credential);
    if (known != m_rejected.end() && known->second.since == since) {
        return known->second.requests;
    }
    Rejected count;
    count.since = since;
    std::int64_t before = 0;
    bool isOver = false;
    for (int read = 0; read < kMostRejected && !isOver; read += kRejectedPage) {
        ui::ActivityFilter filter;
        filter.credentialId = credential;
        const std::vector<core::ActivityRecord> rows = page(filter, before, kRejectedPage);
        for (const core::ActivityRecord& row : rows) {
            count.sequence = std::max(count.sequence, row.sequence);
            const auto report = healthOfRow(row);
            isOver = row.at < since || (report && report->health != core::Health::Rejected);
            if (isOver) {
                break;
            }
            count.requests += report ? static_cast<int>(row.repeats) : 0;
        }
        isOver = isOver || static_cast<int>(rows.size()) < kRejectedPage;
        before = rows.empty() ? 0 : rows.back().sequence;
    }
    m_rejected[credential] = count;
    return count.requests;
}

void ActivityService::countRejected(const core::ActivityRecord& row) {
    const auto known = m_rejected.find(row.credentialId);
    if (known == m_rejected.end() || row.sequence <= known->second.sequence || row.at < known->second.since) {
        return;
    }
    known->second.sequence = row.sequence;
    if (const auto report = healthOfRow(row)) {
        const bool isRejected = report->health == core::Health::Rejected;
        known->second.requests = isRejected ? known->second.requests + static_cast<int>(row.repeats) : 0;
    }
}

void ActivityService::onRows(const std::shared_ptr<const std::vector<core::ActivityRecord>>& written) {
    const std::vector<core::ActivityRecord>& rows = *written;
    if (!m_todayTimer.isActive()) {
        m_todayTimer.start();
    }
    for (const core::ActivityRecord& row : rows) {
        countRejected(row);
    }
    std::map<core::RecordId, core::HealthReport> health;
    if (m_vault.isOpen()) {
        for (const core::ActivityRecord& row : rows) {
            noteUse(row, health);
        }
        for (auto& [id, report] : health) {
            const core::CredentialInfo* known = m_vault.credentials().find(id);
            // Only news is written: a key that works would otherwise cost a write for each batch.
            if (known != nullptr && known->health.checkedAt <= report.checkedAt &&
                (known->health.health != report.health || known->health.acceptedAgainAt != report.acceptedAgainAt)) {
                if (report.health == core::Health::Valid) {
                    report.models = known->health.models;
                }
                (void)m_vault.credentials().setHealth(id, report); // the next answer brings it again
            }
        }
    }
    // Not for what no agent sent: whoever may reach the port could keep the vault open.
    if (std::any_of(rows.begin(), rows.end(), [](const auto& row) {
            return !row.agentId.empty() && row.kind != core::ActivityRecord::Kind::Command;
        })) {
        Q_EMIT requestSeen();
    }
    if (rows.size() > kMaximumRowsAtOnce) {
        Q_EMIT rowsAdded({rows.end() - static_cast<std::ptrdiff_t>(kMaximumRowsAtOnce), rows.end()}, true);
    } else {
        Q_EMIT rowsAdded(rows, false);
    }
}

void ActivityService::noteUse(const core::ActivityRecord& row, std::map<core::RecordId, core::HealthReport>& health) {
    if (!row.agentId.empty() && row.kind != core::ActivityRecord::Kind::Command) {
        m_vault.agents().noteSeen(row.agentId, row.launchId.empty() ? row.tokenId : core::RecordId(), row.at);
    }
    if (!row.credentialId.empty() && !row.injectedHeader.empty()) {
        m_vault.credentials().noteUsed(row.credentialId, row.at);
    }
    if (const auto report = healthOfRow(row)) {
        health[row.credentialId] = *report;
    }
}

} // namespace keysluice::app
