#pragma once

#include "app/cli/command_line.h"
#include "core/failure.h"
#include "core/rules/limit_counters.h"
#include "core/rules/rule_difference.h"
#include "core/rules/rule_trial.h"
#include "ui/text/rule_text.h"

#include <QJsonObject>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace keysluice::app {

/// The answer of rule.list. Thread: any (value).
struct KnownRules {
    core::rules::RuleSet set;
    std::map<std::string, std::string> agents;  ///< names by id
    std::map<std::string, std::string> secrets; ///< the same
    std::map<std::string, std::int64_t> hits;
    std::vector<core::rules::LimitStanding> counted;
    bool isStrict = false;              ///< the mode, for requests of no certain agent
    std::set<std::string> strictAgents; ///< ids

    /// Error: RulesInvalid, of a newer version.
    [[nodiscard]] static core::Outcome<KnownRules> from(const QJsonObject& answer);
    [[nodiscard]] ui::RuleNames names() const;
};

void printRules(const KnownRules& known);
void printDifferences(const KnownRules& known, const core::rules::RuleSet& after,
                      const std::vector<core::rules::RuleDifference>& differences);
[[nodiscard]] QJsonObject differencesJson(const core::rules::RuleSet& before, const core::rules::RuleSet& after,
                                          const std::vector<core::rules::RuleDifference>& differences);

/// What `rule test` found.
struct TestedRequest {
    core::rules::Trial trial;
    std::vector<std::size_t> full; ///< limits that have no room for it
    bool isRestBlocked = false;    ///< what no rule fits: in strict mode, where there are rules

    [[nodiscard]] ExitCode exitCode() const;
};
void printTest(const KnownRules& known, const TestedRequest& tested, bool isVerbose);
[[nodiscard]] QJsonObject testJson(const KnownRules& known, const TestedRequest& tested);

} // namespace keysluice::app
