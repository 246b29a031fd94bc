#include "core/rules/starter_sets.h"

#include <algorithm>

namespace keysluice::core::rules {

namespace {

constexpr std::uint8_t kWeekend = 0b1100000;
constexpr int kMorning = 8 * 60;
constexpr int kEvening = 18 * 60;

/// Of requests that cost or leave something with a provider: counting tokens and reading stay free.
Rule onGenerating(Decision decision) {
    Rule rule;
    rule.decision = decision;
    rule.conditions.providers.among = {"*"};
    rule.conditions.endpoints = {Endpoint::Generating, Endpoint::Batches};
    return rule;
}

StarterSet onlySmallModels() {
    Rule rule = onGenerating(Decision::Block);
    // As the providers name them: with a version before or behind the family, with and without a date.
    rule.conditions.models.except = {"claude-haiku-*",  "claude-*-haiku-*", "claude-sonnet-*", "claude-*-sonnet-*",
                                     "gpt-*-mini",      "gpt-*-mini-20*",   "gpt-*-nano",      "gpt-*-nano-20*",
                                     "gpt-*-luna",      "gpt-*-luna-20*",   "o?-mini",         "o?-mini-20*",
                                     "text-embedding-*"};
    return {StarterKind::OnlySmallModels, {rule}, {}};
}

StarterSet askBeforeOpus() {
    Rule rule = onGenerating(Decision::Ask);
    rule.conditions.models.among = {"*opus*"};
    return {StarterKind::AskBeforeOpus, {rule}, {}};
}

StarterSet askAboveOneDollar() {
    Rule rule = onGenerating(Decision::Ask);
    rule.conditions.costAboveMicros = 1'000'000;
    return {StarterKind::AskAboveOneDollar, {rule}, {}};
}

StarterSet noHostedWebTools() {
    Rule rule = onGenerating(Decision::Block);
    rule.conditions.hostedTools.among = {"web_search*",   "web_fetch*",  "google_search*",
                                         "googleSearch*", "url_context", "urlContext"};
    return {StarterKind::NoHostedWebTools, {rule}, {}};
}

StarterSet noFilesBatchesOrAdmin() {
    Rule rule;
    rule.decision = Decision::Block;
    rule.conditions.providers.among = {"*"};
    rule.conditions.endpoints = {Endpoint::Files, Endpoint::Batches, Endpoint::Admin};
    return {StarterKind::NoFilesBatchesOrAdmin, {rule}, {}};
}

StarterSet workingHoursOnly() {
    Rule weekend;
    weekend.decision = Decision::Block;
    weekend.conditions.time = TimeCondition{kWeekend, 0, TimeCondition::kMinutesOfDay};
    Rule night;
    night.decision = Decision::Block;
    night.conditions.time = TimeCondition{TimeCondition::kEveryDay, kEvening, kMorning};
    return {StarterKind::WorkingHoursOnly, {weekend, night}, {}};
}

StarterSet sixtyRequestsAMinute() {
    Limit limit;
    limit.requests = 60;
    limit.period = Period::Minute;
    limit.scope = Scope::PerAgent;
    limit.conditions.providers.among = {"*"};
    return {StarterKind::SixtyRequestsAMinute, {}, {limit}};
}

bool isSame(const Rule& a, const Rule& b) {
    return a.decision == b.decision && a.conditions == b.conditions;
}

bool isSame(const Limit& a, const Limit& b) {
    return a.requests == b.requests && a.period == b.period && a.scope == b.scope && a.conditions == b.conditions;
}

template <class One>
bool isInForce(const One& one, const std::vector<One>& all) {
    return std::any_of(all.begin(), all.end(), [&](const One& other) { return other.isEnabled && isSame(one, other); });
}

} // namespace

std::vector<StarterSet> starterSets() {
    return {onlySmallModels(),       askBeforeOpus(),    askAboveOneDollar(),   noHostedWebTools(),
            noFilesBatchesOrAdmin(), workingHoursOnly(), sixtyRequestsAMinute()};
}

void addStarterSet(const StarterSet& starter, RuleSet& set) {
    const auto behindBlocks = [&set] {
        return std::find_if(set.rules.begin(), set.rules.end(),
                            [](const Rule& rule) { return rule.decision != Decision::Block; });
    };
    for (auto rule = starter.rules.rbegin(); rule != starter.rules.rend(); ++rule) {
        if (!isInForce(*rule, set.rules)) {
            set.rules.insert(rule->decision == Decision::Block ? set.rules.begin() : behindBlocks(), *rule);
        }
    }
    for (const Limit& limit : starter.limits) {
        if (!isInForce(limit, set.limits)) {
            set.limits.push_back(limit);
        }
    }
}

bool hasStarterSet(const StarterSet& starter, const RuleSet& set) {
    const auto isThere = [](const auto& ones, const auto& all) {
        return std::all_of(ones.begin(), ones.end(), [&](const auto& one) { return isInForce(one, all); });
    };
    return isThere(starter.rules, set.rules) && isThere(starter.limits, set.limits);
}

} // namespace keysluice::core::rules
