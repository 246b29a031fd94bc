#pragma once

#include "core/rules/rule.h"
#include "core/rules/rule_fault.h"

#include <optional>

namespace keysluice::core::rules {

// What is saved must pass these, so that nothing of it can be ill-formed when a request is judged. They return the
// first fault, or nothing. An id may be empty: what was not stored yet has none. Thread: any (pure).
[[nodiscard]] std::optional<RuleFault> checkRule(const Rule& rule);
[[nodiscard]] std::optional<RuleFault> checkLimit(const Limit& limit);
[[nodiscard]] std::optional<RuleFault> checkRules(const RuleSet& set);

} // namespace keysluice::core::rules
