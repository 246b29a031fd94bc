#pragma once

#include "core/activity.h"
#include "vault/database/database.h"

#include <string>
#include <string_view>

namespace keysluice::vault {

/// `activity.db`; its tables are described in `vault/README.md`.
[[nodiscard]] const Schema& activitySchema();
inline constexpr const char* kActivityFile = "/activity.db";
/// Counts are kept by the quarter of an hour: the offset of every time zone is a multiple of it.
inline constexpr core::UnixMs kTallyMs = core::UnixMs{15} * 60 * 1000;
inline constexpr core::UnixMs kHourMs = 4 * kTallyMs;

/// The columns of `activity` in the order of rowValues() and rowFrom(), without `chain`.
[[nodiscard]] const QString& activityColumns();
[[nodiscard]] QVariantList rowValues(const core::ActivityRecord& record);
[[nodiscard]] core::ActivityRecord rowFrom(const Row& row);
/// SHA-256 over the row before and this row: what `chain` holds. The first row follows 32 zero bytes.
[[nodiscard]] std::string chainOf(std::string_view before, const core::ActivityRecord& record);
/// What a seal's MAC is computed over.
[[nodiscard]] std::string sealFields(std::int64_t sequence, std::string_view chain);

/// Requests count, and so does whatever was refused or failed; CONNECTs and tunnels that succeeded do not.
[[nodiscard]] bool isCounted(const core::ActivityRecord& record);

} // namespace keysluice::vault
