#include "core/rules/remembered_answers.h"

#include <algorithm>

namespace keysluice::core::rules {

RememberedAnswers::RememberedAnswers(std::span<const RememberedAnswer> answers, const RuleSet& set) {
    for (const RememberedAnswer& answer : answers) {
        const auto rule = std::find_if(set.rules.begin(), set.rules.end(),
                                       [&answer](const Rule& each) { return each.id == answer.ruleId; });
        if (rule == set.rules.end() || !rule->isEnabled || rule->decision != Decision::Ask) {
            continue;
        }
        OfRule& kept = m_rules[answer.ruleId];
        if (!kept.twin) {
            Rule allow;
            allow.id = rule->id;
            allow.decision = Decision::Allow;
            allow.conditions = rule->conditions;
            kept.twin = CompiledRules::compile({{std::move(allow)}, {}}).value_or(nullptr);
        }
        kept.answers.push_back(answer);
    }
}

bool RememberedAnswers::allow(std::string_view ruleId, std::string_view launchId, const HeadFacts& head,
                              const BodyFacts* body) const {
    const auto found = m_rules.find(ruleId);
    if (found == m_rules.end() || !found->second.twin) {
        return false;
    }
    const auto& answers = found->second.answers;
    return std::any_of(answers.begin(), answers.end(),
                       [&](const RememberedAnswer& answer) {
                           return answer.agentId == head.agentId && answer.launchId == launchId &&
                                  (answer.until == 0 || head.at < answer.until);
                       }) &&
           found->second.twin->evaluate(head, body).outcome == Verdict::Outcome::Decided;
}

} // namespace keysluice::core::rules
