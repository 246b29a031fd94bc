#pragma once

#include "core/rules/rule.h"
#include "ui/text/rule_text.h"

#include <QString>

#include <vector>

namespace keysluice::ui {

/// One difference between two sets of rules, in words.
struct RuleDiffLine {
    enum class Change { Added, Removed, Changed, Moved };
    Change change = Change::Added;
    QString before; ///< of Removed and Changed
    QString after;  ///< of all others
    int from = 0;   ///< place before, from 1; 0: a limit, or none
    int to = 0;     ///< place after, likewise
};

/// Thread: any (value).
struct RuleDiff {
    core::rules::RuleSet after; ///< with the ids of what was there before; what is new has none
    std::vector<RuleDiffLine> lines;
    int same = 0; ///< rules and limits that stay as they are and where they are
};

/// What `after` would change. Rules are taken for the same by their id, else by all that they say, else by their name;
/// ids that are not in `before` belong to somebody else's vault and are dropped. Thread: gui (translations).
[[nodiscard]] RuleDiff diffOf(const core::rules::RuleSet& before, const core::rules::RuleSet& after,
                              const RuleNames& names);

} // namespace keysluice::ui
