#pragma once

#include "core/result.h"
#include "core/rules/rule.h"
#include "core/rules/rule_fault.h"

#include <string>
#include <string_view>

namespace keysluice::core::rules {

inline constexpr std::int64_t kRuleJsonVersion = 1;

// A set of rules as one JSON text, for files and the command line; the schema is resources/rules.schema.json. Reading
// is strict: what is misspelt, repeated, of another type or ill-formed is refused with its place. What was read passes
// rule_check.h; an id that is not given is empty. Written is what was read, in one order of members. Thread: any
// (pure).
[[nodiscard]] Result<RuleSet, RuleFault> readRules(std::string_view json);
[[nodiscard]] std::string writeRules(const RuleSet& set);

// One entry of `rules` or `limits` alone.
[[nodiscard]] Result<Rule, RuleFault> readRule(std::string_view json);
[[nodiscard]] Result<Limit, RuleFault> readLimit(std::string_view json);
[[nodiscard]] std::string writeRule(const Rule& rule);
[[nodiscard]] std::string writeLimit(const Limit& limit);

} // namespace keysluice::core::rules
