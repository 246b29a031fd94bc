#pragma once

#include "core/records.h"
#include "ui/ports/activity_port.h"
#include "vault/activity/activity_reader.h"
#include "vault/activity/activity_writer.h"

#include <QTimer>

#include <map>
#include <memory>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

/// The activity file for the window and the command line; also draws from its rows when keys and agents were last used
/// and what providers think of the keys. Thread: gui.
class ActivityService final : public ui::ActivityPort {
    Q_OBJECT
public:
    ActivityService(vault::Vault& vault, vault::ActivityWriter& writer, std::string dataDirectory,
                    QObject* parent = nullptr);

    [[nodiscard]] std::vector<core::ActivityRecord> page(const ui::ActivityFilter& filter, std::int64_t before,
                                                         int limit) const override;
    [[nodiscard]] ui::TodaySummary today() const override;
    [[nodiscard]] std::optional<core::Failure> trouble() const override { return m_writer.trouble(); }
    [[nodiscard]] std::map<core::RecordId, std::int64_t> ruleHits(core::UnixMs since) const override;
    /// What limits have counted since then, with what still waits to be written.
    [[nodiscard]] std::vector<vault::CountedRow> countedSince(core::UnixMs since) const;
    /// Puts a row into the file that no worker made.
    void note(core::ActivityRecord&& record) { m_writer.submit(std::move(record)); }
    /// Before the writer ends; what is asked for afterwards opens it again.
    void closeFile() { m_reader.reset(); }
    [[nodiscard]] int requestsTodayOfAgent(const core::RecordId& agent) const;
    [[nodiscard]] int requestsTodayOfCredential(const core::RecordId& credential) const;
    /// How many requests with the credential its provider answered 401 since it last accepted it, or since `since`.
    [[nodiscard]] int rejectedRequests(const core::RecordId& credential, core::UnixMs since) const;

Q_SIGNALS:
    /// An agent sent something: the idle time starts anew.
    void requestSeen();

private:
    void onRows(const std::shared_ptr<const std::vector<core::ActivityRecord>>& written);
    void noteUse(const core::ActivityRecord& row, std::map<core::RecordId, core::HealthReport>& health);
    void countRejected(const core::ActivityRecord& row);
    [[nodiscard]] const vault::ActivityReader* reader() const;
    [[nodiscard]] const vault::ActivitySummary& summary() const;

    vault::Vault& m_vault;
    vault::ActivityWriter& m_writer;
    std::string m_dataDirectory;
    mutable std::unique_ptr<vault::ActivityReader> m_reader;
    mutable vault::ActivitySummary m_summary;
    mutable core::UnixMs m_summaryDay = -1;
    struct Rejected {
        core::UnixMs since = 0;
        std::int64_t sequence = 0; ///< the newest row that is counted
        int requests = 0;
    };
    /// Read once from the file, then counted on with each row.
    mutable std::map<core::RecordId, Rejected> m_rejected;
    QTimer m_flushTimer;
    QTimer m_todayTimer;
};

/// What the answer of one request says about its key, or nothing. Pure.
[[nodiscard]] std::optional<core::HealthReport> healthOfRow(const core::ActivityRecord& row);

} // namespace keysluice::app
