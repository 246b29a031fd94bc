#pragma once

#include "core/rules/rule.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace keysluice::core::rules {

/// One thing that is not the same in two sets, by id.
struct RuleDifference {
    enum class What { Added, Removed, Changed, Moved };
    What what = What::Added;
    bool isLimit = false;
    std::optional<std::size_t> before; ///< its place there; nothing: Added
    std::optional<std::size_t> after;  ///< nothing: Removed

    friend bool operator==(const RuleDifference&, const RuleDifference&) = default;
};

/// In the order of `after`, rules before limits; what is removed comes first. An entry without an id is what another
/// one with the same content is, or new. Moved are as few rules as explain the order; of those that are changed, too,
/// it is not said. Limits have no order. Thread: any (pure).
[[nodiscard]] std::vector<RuleDifference> differenceOf(const RuleSet& before, const RuleSet& after);

} // namespace keysluice::core::rules
