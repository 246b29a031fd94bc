#pragma once

#include "core/rules/rule.h"

#include <cstddef>

namespace keysluice::core::rules {

/// Whether no request could be treated more mildly by `after` than by `before`: what needs nobody's consent. Errs on
/// the careful side. Tightening are only: a new rule that blocks, wherever it stands, or one that is switched on or
/// moved up; a new limit, one that is switched on or made smaller. Everything that was there must be there still, as it
/// was, names and reasons included: nobody may take away or rename what somebody else decided.
///
/// A rule or limit that names hosts may open connections to them (CompiledRules::namesHost). It tightens only as a rule
/// that blocks these hosts whatever is asked of them. Thread: any (pure).
[[nodiscard]] bool onlyTightens(const RuleSet& before, const RuleSet& after);

/// Where a new rule goes when nothing else is said: what blocks above all, anything else behind the blocks at the top,
/// so that it never leads past one of them.
[[nodiscard]] std::size_t usualPlace(const RuleSet& set, Decision decision);

} // namespace keysluice::core::rules
