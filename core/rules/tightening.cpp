#include "core/rules/tightening.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keysluice::core::rules {

namespace {

using Places = std::unordered_map<std::string_view, std::size_t>;

/// Nothing: something has no id, or two have the same.
template <class One>
std::optional<Places> placesOf(const std::vector<One>& all) {
    Places places;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].id.empty() || !places.emplace(all[i].id, i).second) {
            return {};
        }
    }
    return places;
}

bool mayOpenHosts(const Rule& rule) {
    Conditions rest = rule.conditions;
    rest.hosts.among.clear();
    return !rule.conditions.hosts.among.empty() && rest != Conditions();
}

bool mayOpenHosts(const Limit& limit) {
    return !limit.conditions.hosts.among.empty();
}

/// As something new.
bool isTightening(const Rule& rule) {
    return rule.decision == Decision::Block && !mayOpenHosts(rule);
}

bool isTightening(const Limit& limit) {
    return !mayOpenHosts(limit);
}

bool isAtLeastAsStrict(const Rule& before, const Rule& after) {
    Rule switched = before;
    switched.isEnabled = true;
    return after == before || (after == switched && isTightening(after));
}

bool isAtLeastAsStrict(const Limit& before, const Limit& after) {
    Limit changed = before;
    changed.requests = std::min(before.requests, after.requests);
    changed.isEnabled = before.isEnabled || after.isEnabled;
    return after == changed && (after.isEnabled == before.isEnabled || isTightening(after));
}

/// Everything of `before` is there, as strict as it was, and what is new is tightening. `place` gets, for each of
/// `after`, where it was; nothing: it is new.
template <class One>
bool areAtLeastAsStrict(const std::vector<One>& before, const std::vector<One>& after,
                        std::vector<std::optional<std::size_t>>& place) {
    const auto known = placesOf(before);
    if (!known) {
        return false;
    }
    std::size_t found = 0;
    std::vector<bool> isSeen(before.size());
    for (const One& one : after) {
        const auto at = known->find(one.id);
        if (at == known->end()) {
            place.emplace_back();
            if (!isTightening(one)) {
                return false;
            }
            continue;
        }
        if (isSeen[at->second] || !isAtLeastAsStrict(before[at->second], one)) {
            return false;
        }
        isSeen[at->second] = true;
        place.emplace_back(at->second);
        ++found;
    }
    return found == before.size();
}

/// No rule that blocks has gone behind one that does not, and the others follow each other as they did.
bool isOrderKept(const std::vector<Rule>& before, const std::vector<Rule>& after,
                 const std::vector<std::optional<std::size_t>>& place) {
    std::vector<std::size_t> othersAbove; // of each of `before`: so many that do not block
    std::size_t others = 0;
    for (const Rule& rule : before) {
        othersAbove.push_back(others);
        others += rule.decision == Decision::Block ? 0 : 1;
    }
    others = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (after[i].decision != Decision::Block) {
            if (othersAbove[*place[i]] != others) {
                return false;
            }
            ++others;
        } else if (place[i] && othersAbove[*place[i]] < others) {
            return false;
        }
    }
    return true;
}

} // namespace

bool onlyTightens(const RuleSet& before, const RuleSet& after) {
    std::vector<std::optional<std::size_t>> rules;
    std::vector<std::optional<std::size_t>> limits;
    return areAtLeastAsStrict(before.rules, after.rules, rules) && isOrderKept(before.rules, after.rules, rules) &&
           areAtLeastAsStrict(before.limits, after.limits, limits);
}

std::size_t usualPlace(const RuleSet& set, Decision decision) {
    if (decision == Decision::Block) {
        return 0;
    }
    const auto other = std::find_if(set.rules.begin(), set.rules.end(),
                                    [](const Rule& rule) { return rule.decision != Decision::Block; });
    return static_cast<std::size_t>(other - set.rules.begin());
}

} // namespace keysluice::core::rules
