#pragma once

#include "core/activity.h"
#include "core/secret_bytes.h"
#include "vault/activity/activity_parts.h"
#include "vault/activity/activity_schema.h"
#include "vault/database/statement.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::vault {

/// The activity file as its writer sees it: appends rows with their chain and counts, and seals the chain.
/// Thread: the one that opened it.
class ActivityLog final {
public:
    /// Requests that were running when a former process ended get a row that says so: code `unfinished`.
    [[nodiscard]] static core::Outcome<std::unique_ptr<ActivityLog>> open(const std::string& dataDirectory,
                                                                          std::int64_t maximumPages);

    /// Gives the rows their sequence and writes them, all or none. A failure leaves the log as it was.
    [[nodiscard]] core::Outcome<void> append(std::vector<StoredRow>& rows);
    /// Seals the chain's head, if it is not sealed yet.
    [[nodiscard]] core::Outcome<void> seal(const core::SecretBytes& key, core::UnixMs now);
    [[nodiscard]] std::int64_t unsealedRows() const { return m_lastSequence - m_sealedSequence; }

private:
    explicit ActivityLog(std::unique_ptr<Database> database) : m_database(std::move(database)) {}
    [[nodiscard]] core::Outcome<void> readHead();
    [[nodiscard]] core::Outcome<void> completeLeftovers();
    [[nodiscard]] core::Outcome<void> insert(std::span<const StoredRow> rows, std::string_view chains);
    [[nodiscard]] core::Outcome<void> bind(Statement& statement, const StoredRow& row, std::string_view chain);
    [[nodiscard]] core::Outcome<void> tally(const std::vector<StoredRow>& rows);
    [[nodiscard]] core::Outcome<void> tallyRules(const std::vector<StoredRow>& rows);

    std::unique_ptr<Database> m_database;
    std::unique_ptr<ActivityParts> m_parts;
    std::unique_ptr<Statement> m_insert;
    std::unique_ptr<Statement> m_insertMany; ///< kRowsAtOnce of them
    std::unique_ptr<Statement> m_tally;
    std::unique_ptr<Statement> m_ruleTally;
    std::int64_t m_lastSequence = 0;
    std::int64_t m_sealedSequence = 0;
    std::string m_chain;
};

} // namespace keysluice::vault
