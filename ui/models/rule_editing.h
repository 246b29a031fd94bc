#pragma once

#include "core/rules/rule.h"

#include <cstddef>
#include <optional>

namespace keysluice::ui {

/// One entry of a set of rules. Thread: any (value).
struct RulePlace {
    enum class Part { Rules, Limits };
    Part part = Part::Rules;
    std::size_t index = 0;

    friend bool operator==(const RulePlace&, const RulePlace&) = default;
};

// Changes to a set of rules. Each returns the changed set; a place that is not there changes nothing. Thread: any
// (pure).

/// `to`: the rule's place when it has moved.
[[nodiscard]] core::rules::RuleSet withRuleMoved(core::rules::RuleSet set, std::size_t from, std::size_t to);
/// The copy stands right behind, without an id.
[[nodiscard]] core::rules::RuleSet withDuplicate(core::rules::RuleSet set, RulePlace place);
[[nodiscard]] core::rules::RuleSet without(core::rules::RuleSet set, RulePlace place);
[[nodiscard]] core::rules::RuleSet withEnabled(core::rules::RuleSet set, RulePlace place, bool isEnabled);

// The one of the same id is replaced, whatever is on or off there stays so; without an id, or when it is gone, it comes
// last.
[[nodiscard]] core::rules::RuleSet withRule(core::rules::RuleSet set, core::rules::Rule rule);
[[nodiscard]] core::rules::RuleSet withLimit(core::rules::RuleSet set, core::rules::Limit limit);

[[nodiscard]] bool isEnabledAt(const core::rules::RuleSet& set, RulePlace place); ///< false: not there
/// Nothing: no entry has the id.
[[nodiscard]] std::optional<RulePlace> placeOf(const core::rules::RuleSet& set, const core::RecordId& id);

/// The last change, to be taken back once. What others changed since then is never undone with it. Thread: any (value).
class RuleUndo final {
public:
    /// `after`: as it was stored, with its ids.
    void remember(core::rules::RuleSet before, core::rules::RuleSet after);
    /// What was there before, unless `now` is not what the change left.
    [[nodiscard]] std::optional<core::rules::RuleSet> take(const core::rules::RuleSet& now);

private:
    struct Step {
        core::rules::RuleSet before;
        core::rules::RuleSet after;
    };
    std::optional<Step> m_step;
};

} // namespace keysluice::ui
