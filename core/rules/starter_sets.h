#pragma once

#include "core/rules/rule.h"

#include <vector>

namespace keysluice::core::rules {

/// Rules that many want, ready to be added. Their words belong to the window: names and reasons are empty, as are ids.
enum class StarterKind {
    OnlySmallModels,
    AskBeforeOpus,
    AskAboveOneDollar,
    NoHostedWebTools,
    NoFilesBatchesOrAdmin,
    WorkingHoursOnly,
    SixtyRequestsAMinute,
};

struct StarterSet {
    StarterKind kind = StarterKind::OnlySmallModels;
    std::vector<Rule> rules;
    std::vector<Limit> limits;
};

/// All of them, in the order of their kinds. None allows anything, so none takes effect from a rule below it; all but
/// the working hours concern providers of the catalogue alone, since elsewhere models and tools are unknown and unknown
/// is not innocent. Thread: any (pure).
[[nodiscard]] std::vector<StarterSet> starterSets();

/// Adds what is not there yet. What blocks comes first of all; what asks comes behind the blocks at the top, so that an
/// approval never leads past one of them.
void addStarterSet(const StarterSet& starter, RuleSet& set);

/// Every rule and limit of it is in the set and enabled, whatever it is called there.
[[nodiscard]] bool hasStarterSet(const StarterSet& starter, const RuleSet& set);

} // namespace keysluice::core::rules
