#pragma once

#include "core/activity.h"
#include "vault/database/statement.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace keysluice::vault {

/// What many rows of the activity file have in common is written once: who asked (table `actors`), what was asked for
/// (`targets`), which rule decided (`deciders`) and which limits counted it (`countings`); rows have the numbers. Which
/// pairs of both occur in which block of rows is written, too (`blocks`): a reader that looks for one agent passes over
/// the blocks without it, and no row costs an entry of an index. The same parts may be written a second time, under
/// another number. Thread: that of the database.
class ActivityParts final {
public:
    struct Numbers {
        std::int64_t actor = 0;
        std::int64_t target = 0;
        std::int64_t decider = 0;  ///< 0: no rule decided
        std::int64_t counting = 0; ///< 0: no limit counted it
    };

    /// `database` must outlive this. Errors: those of Database.
    [[nodiscard]] static core::Outcome<std::unique_ptr<ActivityParts>> load(const Database& database);

    /// Inside a transaction, for a record that has its sequence.
    [[nodiscard]] core::Outcome<Numbers> numbersOf(const core::ActivityRecord& record);
    /// The transaction failed: nothing that was written in it may be relied upon.
    void forget();

private:
    static constexpr std::size_t kMostKnown = 4'096; ///< of each; beyond it they are written again

    struct Table {
        std::unique_ptr<Statement> insert;
        std::int64_t last = 0; ///< the highest number given
        std::unordered_map<std::string, std::int64_t> known;
    };

    ActivityParts() = default;
    template <class ForEach>
    [[nodiscard]] core::Outcome<std::int64_t> numberIn(Table& table, ForEach forEachPart);
    [[nodiscard]] core::Outcome<void> addRuling(const core::ActivityRecord& record, Numbers& numbers);
    [[nodiscard]] core::Outcome<void> noteBlock(std::int64_t sequence, const Numbers& numbers);

    Table m_actors;
    Table m_targets;
    Table m_deciders;
    Table m_countings;
    std::string m_key; ///< memory for the one at hand
    std::unique_ptr<Statement> m_insertBlock;
    std::int64_t m_block = -1;
    std::unordered_set<std::uint64_t> m_inBlock; ///< pairs that are noted for m_block
};

} // namespace keysluice::vault
