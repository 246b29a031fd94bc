#pragma once

#include "core/rules/condition_kind.h"
#include "core/rules/rule.h"
#include "core/rules/rule_fault.h"
#include "ui/models/rule_editing.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::ui {

/// One condition as it is edited: what of, how, and the value. Thread: any (value).
struct ConditionRow {
    enum class Operator { Is, IsNot, Above, IsThere, Contains, Matches };

    core::rules::ConditionKind kind = core::rules::ConditionKind::Models;
    Operator op = Operator::Is;
    std::vector<std::string> values; ///< Headers: name and value; Texts: one; of lists all
    std::vector<core::rules::Endpoint> endpoints;
    std::optional<std::int64_t> number; ///< micros, tokens, bytes; nothing: not typed, or ill-formed
    core::rules::Effort effort = core::rules::Effort::Medium;
    core::rules::TimeCondition time; ///< -1: ill-formed

    friend bool operator==(const ConditionRow&, const ConditionRow&) = default;
};

/// Every kind, in the order in which the editor offers them.
[[nodiscard]] const std::vector<core::rules::ConditionKind>& conditionKinds();
/// Those that a row of the kind has; the first is that of a fresh one.
[[nodiscard]] const std::vector<ConditionRow::Operator>& operatorsOf(core::rules::ConditionKind kind);
/// Values come from a list of texts: hosts, paths, models, …
[[nodiscard]] bool isListOfTexts(core::rules::ConditionKind kind);

[[nodiscard]] std::vector<ConditionRow> rowsOf(const core::rules::Conditions& conditions);
/// Rows without a value leave nothing behind.
[[nodiscard]] core::rules::Conditions conditionsOf(const std::vector<ConditionRow>& rows);
/// The same for the sentence while one types: "…" where a text is still missing.
[[nodiscard]] core::rules::Conditions previewOf(const std::vector<ConditionRow>& rows);

/// Operators that `rows[row]` may take: no two rows may say the same of one thing.
[[nodiscard]] std::vector<ConditionRow::Operator> freeOperators(const std::vector<ConditionRow>& rows, std::size_t row);
/// A row of the kind without a value; nothing: there is no room for another one.
[[nodiscard]] std::optional<ConditionRow> freshRow(const std::vector<ConditionRow>& rows,
                                                   core::rules::ConditionKind kind);

/// A rule or a limit while it is edited. Thread: any (value).
struct RuleDraft {
    RulePlace::Part part = RulePlace::Part::Rules;
    core::rules::Rule rule;   ///< of a rule; its conditions are in `rows`
    core::rules::Limit limit; ///< of a limit; likewise
    std::vector<ConditionRow> rows;

    friend bool operator==(const RuleDraft&, const RuleDraft&) = default;
};

[[nodiscard]] RuleDraft draftOf(const core::rules::Rule& rule);
[[nodiscard]] RuleDraft draftOf(const core::rules::Limit& limit);
// What it says; what does not go with the decision is left out.
[[nodiscard]] core::rules::Rule ruleOf(const RuleDraft& draft);
[[nodiscard]] core::rules::Limit limitOf(const RuleDraft& draft);
/// `set` with the draft in it.
[[nodiscard]] core::rules::RuleSet setWith(const core::rules::RuleSet& set, const RuleDraft& draft);

/// What keeps a draft from being saved, and where.
struct DraftFault {
    enum class Field { Whole, Name, Reason, Answer, Requests, Condition };
    Field field = Field::Whole;
    std::size_t row = 0; ///< Condition: which
    std::string value;   ///< the entry that is wrong, of a list; may be empty
    core::rules::RuleFault fault;

    friend bool operator==(const DraftFault&, const DraftFault&) = default;
};

/// The first fault; `set`: all that is stored, since some bounds are of all rules together.
[[nodiscard]] std::optional<DraftFault> faultOf(const RuleDraft& draft, const core::rules::RuleSet& set);

} // namespace keysluice::ui
