#include "core/rules/evaluator.h"

#include "core/rules/rule_check.h"

#include <algorithm>

namespace keysluice::core::rules {

namespace {

Several severalOf(Decision decision) {
    return decision == Decision::Allow ? Several::AllOfThem : Several::AnyOfThem;
}

bool isAllowing(const Rule& rule) {
    return rule.decision == Decision::Allow;
}
bool isAllowing(const Limit&) {
    return false;
}

} // namespace

template <class One>
bool CompiledRules::compilePart(const std::vector<One>& ones, Part& part) {
    part.all.resize(ones.size());
    for (std::size_t i = 0; i < ones.size(); ++i) {
        if (!ones[i].isEnabled) {
            continue;
        }
        part.all[i] = CompiledConditions::compile(ones[i].conditions, m_headerNumbers);
        if (!part.all[i]) {
            return false;
        }
        m_readsTexts = m_readsTexts || part.all[i]->readsTexts();
        part.index.add(ones[i].conditions, i, isAllowing(ones[i]), m_headerNumbers);
    }
    part.index.seal();
    return true;
}

Result<std::shared_ptr<const CompiledRules>, RuleFault> CompiledRules::compile(RuleSet set) {
    if (auto fault = checkRules(set)) {
        return failure(std::move(*fault));
    }
    std::shared_ptr<CompiledRules> made(new CompiledRules(std::move(set)));
    if (!made->compilePart(made->m_set.rules, made->m_rules) ||
        !made->compilePart(made->m_set.limits, made->m_limits)) {
        return failure(
            RuleFault{RuleFaultCode::PatternMalformed, "rules", {}}); // the check lets pass what this does not
    }
    made->m_decides = std::any_of(made->m_rules.all.begin(), made->m_rules.all.end(),
                                  [](const auto& each) { return each.has_value(); });
    return made;
}

CompiledRules::Step CompiledRules::stepOf(CompiledConditions::Joint joint, Decision decision,
                                          const Question& question) {
    if (joint.isPending && question.head().isUpgrade) {
        // not even an allow that something else already rules out by being unknown: less known must never pass more
        return joint.fit == Fit::No ? Step::Passed : Step::MustBeExamined;
    }
    const Fit least = decision == Decision::Allow ? Fit::Yes : Fit::Unknown;
    if (joint.fit < least) {
        return Step::Passed;
    }
    return joint.isPending ? Step::NeedsBody : Step::Fits;
}

Verdict CompiledRules::verdictOf(std::size_t rule, Step step, const Question& question) const {
    Verdict verdict;
    verdict.outcome = step == Step::Fits        ? Verdict::Outcome::Decided
                      : step == Step::NeedsBody ? Verdict::Outcome::NeedsBody
                                                : Verdict::Outcome::MustBeExamined;
    verdict.rule = rule;
    verdict.decision = m_set.rules[rule].decision;
    if (step == Step::Fits) {
        for (const ConditionFit& one : m_rules.all[rule]->each(question, severalOf(verdict.decision))) {
            if (one.fit == Fit::Unknown && !verdict.unknownCondition) {
                verdict.unknownCondition = one.condition;
            }
        }
    }
    return verdict;
}

Verdict CompiledRules::evaluate(const HeadFacts& head, const BodyFacts* body) const {
    const Question question(head, body, m_headerNumbers);
    Verdict verdict;
    m_rules.index.candidates(question).each([&](std::size_t rule) {
        const Decision decision = m_set.rules[rule].decision;
        const Step step = stepOf(m_rules.all[rule]->fit(question, severalOf(decision)), decision, question);
        if (step == Step::Passed) {
            return true;
        }
        verdict = verdictOf(rule, step, question);
        return false;
    });
    return verdict;
}

Explanation CompiledRules::explain(const HeadFacts& head, const BodyFacts* body) const {
    const Question question(head, body, m_headerNumbers);
    Explanation explanation;
    for (std::size_t rule = 0; rule < m_rules.all.size(); ++rule) {
        if (!m_rules.all[rule]) {
            continue;
        }
        const Decision decision = m_set.rules[rule].decision;
        RuleTrace trace{rule, Fit::Yes, m_rules.all[rule]->each(question, severalOf(decision))};
        CompiledConditions::Joint joint;
        for (const ConditionFit& one : trace.conditions) {
            joint.add(one);
        }
        trace.fit = joint.isPending ? both(joint.fit, Fit::Unknown) : joint.fit;
        explanation.rules.push_back(std::move(trace));
        if (const Step step = stepOf(joint, decision, question); step != Step::Passed) {
            explanation.verdict = verdictOf(rule, step, question);
            break;
        }
    }
    return explanation;
}

Recollection CompiledRules::recall(const HeadFacts& head, const BodyFacts* body,
                                   const ConditionKinds& forgotten) const {
    const Question question(head, body, m_headerNumbers);
    Recollection recollection;
    for (std::size_t rule = 0; rule < m_rules.all.size(); ++rule) {
        if (!m_rules.all[rule]) {
            continue;
        }
        const Decision decision = m_set.rules[rule].decision;
        std::optional<ConditionKind> missing;
        const auto joint = m_rules.all[rule]->fitWithout(forgotten, question, severalOf(decision), missing);
        // as if what is forgotten fitted: more of it can only make the rule pass
        const Step step = stepOf(joint, decision, question);
        if (step == Step::Passed) {
            continue;
        }
        if (!missing) {
            recollection.verdict = verdictOf(rule, step, question);
            break;
        }
        recollection.open.push_back({rule, *missing});
    }
    return recollection;
}

LimitMatch CompiledRules::matchingLimits(const HeadFacts& head, const BodyFacts* body) const {
    const Question question(head, body, m_headerNumbers);
    LimitMatch match;
    m_limits.index.candidates(question).each([&](std::size_t limit) {
        if (m_set.limits[limit].scope == Scope::PerCredential && head.credentialId.empty()) {
            return true;
        }
        const auto joint = m_limits.all[limit]->fit(question, Several::AnyOfThem);
        const Step step = stepOf(joint, Decision::Block, question);
        if (step == Step::Fits) {
            match.outcome = Verdict::Outcome::Decided;
            match.limits.push_back(limit);
        } else if (step != Step::Passed) {
            match.outcome = step == Step::NeedsBody ? Verdict::Outcome::NeedsBody : Verdict::Outcome::MustBeExamined;
            match.limits.clear();
            return false;
        }
        return true;
    });
    return match;
}

template <class Asked>
bool CompiledRules::any(Asked asked) const {
    const auto isAsked = [&](const std::optional<CompiledConditions>& one) { return one && asked(*one); };
    return std::any_of(m_rules.all.begin(), m_rules.all.end(), isAsked) ||
           std::any_of(m_limits.all.begin(), m_limits.all.end(), isAsked);
}

bool CompiledRules::namesHost(std::string_view host, std::uint16_t port) const {
    return any([&](const CompiledConditions& one) {
        const auto& hosts = one.hosts();
        return std::any_of(hosts.among.begin(), hosts.among.end(),
                           [&](const HostPattern& pattern) { return pattern.matches(host, port); });
    });
}

bool CompiledRules::judgesPathsOf(std::string_view host, std::uint16_t port) const {
    return any([&](const CompiledConditions& one) {
        return !one.paths().isEmpty() && one.hosts().fit([&](const HostPattern& pattern) {
            return fitIf(pattern.matches(host, port));
        }) != Fit::No;
    });
}

} // namespace keysluice::core::rules
