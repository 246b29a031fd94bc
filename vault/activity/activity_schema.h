#pragma once

#include "core/activity.h"
#include "vault/database/database.h"

#include <string>
#include <string_view>
#include <vector>

namespace keysluice::vault {

/// `activity.db`; its tables are described in `vault/README.md`.
[[nodiscard]] const Schema& activitySchema();
inline constexpr const char* kActivityFile = "/activity.db";
/// Counts are kept by the quarter of an hour: the offset of every time zone is a multiple of it.
inline constexpr core::UnixMs kTallyMs = core::UnixMs{15} * 60 * 1000;
inline constexpr core::UnixMs kHourMs = 4 * kTallyMs;

/// One row of the table `activity`. Rows are only ever added: a request that was still running when its row was
/// written has a second row with its end. Readers see requests once, by their last row.
struct StoredRow {
    static constexpr std::int64_t kBegun = -1; ///< in `completes`: the end is told by another row

    core::ActivityRecord record;
    std::int64_t completes = 0; ///< the sequence of the row whose end this is; 0: there is no other row
    std::string facts{};        ///< `record.facts` as text; empty: no rule had to read the body
};

/// Rows from `block * kBlockRows` on make a block; the table `blocks` has who asked what in each.
inline constexpr std::int64_t kBlockRows = 1024;

/// The columns of a row in the order of forEachValue() and rowFrom(), without `chain`, and the tables they are in.
[[nodiscard]] const QString& activityColumns();
[[nodiscard]] const QString& activitySource();
[[nodiscard]] StoredRow rowFrom(const Row& row);
/// Calls `number` or `text` for each column in turn, up to `repeats`.
template <class Record, class Number, class Text>
void forEachValue(Record& record, Number number, Text text);
/// Makes the texts what SQLite gives back: see text(). What is plain ASCII, as nearly everything is, stays as it is.
void makeStorable(core::ActivityRecord& record);
/// As the column `limit_ids` has them, one a line.
[[nodiscard]] std::string limitIdsText(const std::vector<core::RecordId>& ids);
[[nodiscard]] std::vector<core::RecordId> limitIdsFrom(std::string_view text);
/// SHA-256 over the row before and this row: what `chain` holds. The first row follows 32 zero bytes.
[[nodiscard]] std::string chainOf(std::string_view before, const StoredRow& row);
/// What a seal's MAC is computed over.
[[nodiscard]] std::string sealFields(std::int64_t sequence, std::string_view chain);

/// Requests count, and so does whatever was refused or failed; CONNECTs and tunnels that succeeded do not.
[[nodiscard]] bool isCounted(const core::ActivityRecord& record);

template <class Record, class Number, class Text>
void forEachValue(Record& record, Number number, Text text) {
    number(record.sequence);
    number(static_cast<std::int64_t>(record.kind));
    number(static_cast<std::int64_t>(record.decision));
    text(record.errorCode);
    text(record.detail);
    number(record.at);
    text(record.agentId);
    text(record.agentName);
    text(record.launchId);
    text(record.launchCommand);
    text(record.launchFolder);
    number(record.launchPid);
    text(record.client);
    text(record.method);
    text(record.scheme);
    text(record.host);
    number(record.port);
    text(record.path);
    text(record.providerId);
    text(record.credentialId);
    text(record.credentialName);
    text(record.injectedHeader);
    text(record.tokenId);
    number(record.status);
    number(record.statusFromProvider ? 1 : 0);
    number(record.retryAfterSeconds);
    number(record.complete ? 1 : 0);
    number(static_cast<std::int64_t>(record.bytesToProvider));
    number(static_cast<std::int64_t>(record.bytesToAgent));
    number(record.connectUs);
    number(record.firstByteUs);
    number(record.totalUs);
}

} // namespace keysluice::vault
