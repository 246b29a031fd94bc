#include "core/rules/rule_difference.h"

#include <algorithm>

namespace keysluice::core::rules {

namespace {

using What = RuleDifference::What;
using Match = std::vector<std::optional<std::size_t>>; ///< of each of `after`: where it was

template <class One>
bool isSameContent(One a, const One& b) {
    a.id = b.id;
    return a == b;
}

template <class One>
Match matchOf(const std::vector<One>& before, const std::vector<One>& after) {
    Match match(after.size());
    std::vector<bool> isTaken(before.size());
    const auto take = [&](std::size_t one, auto fits) {
        for (std::size_t i = 0; i < before.size() && !match[one]; ++i) {
            if (!isTaken[i] && fits(before[i])) {
                match[one] = i;
                isTaken[i] = true;
            }
        }
    };
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (!after[i].id.empty()) {
            take(i, [&](const One& other) { return other.id == after[i].id; });
        }
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (after[i].id.empty()) {
            take(i, [&](const One& other) { return isSameContent(other, after[i]); });
        }
    }
    return match;
}

/// Those of `after` that stand in the order that they had: a longest rising row of places.
std::vector<bool> keptOrder(const Match& match) {
    std::vector<std::size_t> tails; ///< of the rising rows of each length the one with the lowest end
    std::vector<std::optional<std::size_t>> previous(match.size());
    for (std::size_t i = 0; i < match.size(); ++i) {
        if (!match[i]) {
            continue;
        }
        const auto at = std::lower_bound(tails.begin(), tails.end(), *match[i],
                                         [&](std::size_t tail, std::size_t place) { return *match[tail] < place; });
        if (at != tails.begin()) {
            previous[i] = *(at - 1);
        }
        if (at == tails.end()) {
            tails.push_back(i);
        } else {
            *at = i;
        }
    }
    std::vector<bool> isKept(match.size());
    for (std::optional<std::size_t> one = tails.empty() ? std::nullopt : std::optional(tails.back()); one;
         one = previous[*one]) {
        isKept[*one] = true;
    }
    return isKept;
}

template <class One>
void addDifferences(const std::vector<One>& before, const std::vector<One>& after, bool isLimit,
                    std::vector<RuleDifference>& all) {
    const Match match = matchOf(before, after);
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (std::find(match.begin(), match.end(), std::optional(i)) == match.end()) {
            all.push_back({What::Removed, isLimit, i, {}});
        }
    }
    const std::vector<bool> isKept = keptOrder(match);
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (!match[i]) {
            all.push_back({What::Added, isLimit, {}, i});
        } else if (!isSameContent(before[*match[i]], after[i])) {
            all.push_back({What::Changed, isLimit, match[i], i});
        } else if (!isLimit && !isKept[i]) {
            all.push_back({What::Moved, isLimit, match[i], i});
        }
    }
}

} // namespace

std::vector<RuleDifference> differenceOf(const RuleSet& before, const RuleSet& after) {
    std::vector<RuleDifference> all;
    addDifferences(before.rules, after.rules, false, all);
    addDifferences(before.limits, after.limits, true, all);
    return all;
}

} // namespace keysluice::core::rules
