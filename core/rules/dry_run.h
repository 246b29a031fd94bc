#pragma once

#include "core/activity.h"
#include "core/rules/evaluator.h"
#include "core/rules/limit_window.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace keysluice::core {
class ProviderCatalogue;
}

namespace keysluice::core::rules {

/// What a draft of rules would have done to a request.
enum class DryOutcome {
    Allowed,
    Blocked,
    Asked,
    Open, ///< cannot be judged from history
};

struct DryJudgement {
    DryOutcome outcome = DryOutcome::Allowed;
    std::optional<std::size_t> rule;      ///< its place in the draft; of Open: one that might have decided
    std::optional<ConditionKind> missing; ///< what history does not tell; Open alone

    friend bool operator==(const DryJudgement&, const DryJudgement&) = default;
};

struct DryRow {
    ActivityRecord record;
    DryJudgement judgement;
    bool isChange = false; ///< something else was done to it then
};

struct DryReport {
    static constexpr std::size_t kRowsOfEach = 200;

    std::array<std::size_t, 4> counts{}; ///< by DryOutcome
    std::size_t changes = 0;             ///< to how many something else was done
    std::size_t leftOut = 0;             ///< rows that no rule is asked about: see DryRun
    std::vector<DryRow> rows;            ///< of each outcome the first kRowsOfEach, in the order they were added

    [[nodiscard]] std::size_t count(DryOutcome outcome) const { return counts[static_cast<std::size_t>(outcome)]; }
};

/// Judges rows of the activity file by a draft of rules. Limits are not counted anew, and messages inside WebSockets
/// are not in the file.
///
/// Rules are asked about requests, WebSockets and tunnels of agents that nothing else had refused: a row that was
/// refused without a rule is left out. History does not tell headers, texts, the body where no rule had read it (unless
/// its path tells all there is to know), its size where it was not sent, and paths that were masked or cut. Queries are
/// taken to name no model. What a body did not tell then it would not have told the draft either: unknown is not
/// innocent. Thread: one.
class DryRun final {
public:
    DryRun(std::shared_ptr<const CompiledRules> draft, std::shared_ptr<const ProviderCatalogue> catalogue,
           UtcOffset offset);

    void add(ActivityRecord record);
    [[nodiscard]] const DryReport& report() const { return m_report; }

private:
    [[nodiscard]] DryJudgement judge(const ActivityRecord& record) const;
    [[nodiscard]] DryJudgement judgementOf(const Recollection& recollection) const;

    std::shared_ptr<const CompiledRules> m_draft;
    std::shared_ptr<const ProviderCatalogue> m_catalogue;
    UtcOffset m_offset;
    DryReport m_report;
};

/// Minute of the local week, 0 is Monday 00:00. Thread: any (pure).
[[nodiscard]] int minuteOfWeek(UnixMs at, const UtcOffset& offset);

} // namespace keysluice::core::rules
