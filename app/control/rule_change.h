#pragma once

#include "core/failure.h"
#include "core/rules/rule.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace keysluice::app {

/// A rule or limit of a set, by its place.
struct RulePlace {
    bool isLimit = false;
    std::size_t place = 0;
};

/// By its id, else by its name, else by its place as `rule list` numbers it: "3", "L2". Nothing: there is none, or
/// several have the name. Thread: any (pure).
[[nodiscard]] std::optional<RulePlace> findRule(const core::rules::RuleSet& set, const QString& name);

/// What `before` becomes by an operation of the control socket: rule.add ("rules": JSON of one rule or limit, "place"),
/// rule.edit ("name", "rules"), rule.move ("name", "place"), rule.enable, rule.disable, rule.remove ("name"),
/// rule.import ("rules": JSON of a set). Places are counted from 1, as texts. What is new has no id yet; what is edited
/// keeps its own. Errors: NotFound (context: the name), RulesInvalid, Unsupported (another operation).
/// Thread: any (pure).
[[nodiscard]] core::Outcome<core::rules::RuleSet> changedRules(const QString& operation, const QJsonObject& arguments,
                                                               const core::rules::RuleSet& before);

/// The member "rules" for the person who is asked: ": Block …", ": 3 rules, 1 limit"; empty: there is none. As `rules`
/// are read, not as the caller describes them. Thread: gui.
[[nodiscard]] QString describedChange(const QJsonObject& arguments);

/// The JSON of one limit, not of a rule: it has what only limits have.
[[nodiscard]] bool isLimitJson(const std::string& json);

} // namespace keysluice::app
