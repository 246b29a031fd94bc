#include "ui/models/rule_diff.h"

#include <algorithm>
#include <optional>

namespace keysluice::ui {

namespace {

using namespace core::rules;
using Change = RuleDiffLine::Change;
using Partner = std::optional<std::size_t>; ///< place before; nothing: it is new

QString lineOf(const Rule& rule, const RuleNames& names) {
    return ruleLine(rule, names);
}

QString lineOf(const Limit& limit, const RuleNames& names) {
    return limitLine(limit, names);
}

template <class One>
bool saysTheSame(const One& a, const One& b) {
    One copy = a;
    copy.id = b.id;
    return copy == b;
}

/// Finds a partner for everything that has none yet and fits one that nobody has.
template <class One, class Fits>
void pair(const std::vector<One>& before, const std::vector<One>& after, std::vector<Partner>& partners,
          std::vector<bool>& isTaken, Fits fits) {
    for (std::size_t i = 0; i < after.size(); ++i) {
        for (std::size_t j = 0; !partners[i] && j < before.size(); ++j) {
            if (!isTaken[j] && fits(before[j], after[i])) {
                partners[i] = j;
                isTaken[j] = true;
            }
        }
    }
}

template <class One>
std::vector<Partner> partnersOf(const std::vector<One>& before, const std::vector<One>& after) {
    std::vector<Partner> partners(after.size());
    std::vector<bool> isTaken(before.size());
    const auto by = [&](auto fits) { pair(before, after, partners, isTaken, fits); };
    by([](const One& a, const One& b) { return !a.id.empty() && a.id == b.id; });
    by([](const One& a, const One& b) { return saysTheSame(a, b); });
    by([](const One& a, const One& b) { return !a.name.empty() && a.name == b.name; });
    return partners;
}

/// Of those that were there before, the fewest that must have moved for the new order.
std::vector<bool> movedOf(const std::vector<Partner>& partners) {
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    std::vector<std::size_t> ends;                      // of the ascending row of each length, the place in `partners`
    std::vector<std::size_t> previous(partners.size()); // in its row
    for (std::size_t i = 0; i < partners.size(); ++i) {
        if (!partners[i]) {
            continue;
        }
        const auto longer =
            std::lower_bound(ends.begin(), ends.end(), *partners[i],
                             [&](std::size_t end, std::size_t place) { return *partners[end] < place; });
        previous[i] = longer == ends.begin() ? kNone : *(longer - 1);
        if (longer == ends.end()) {
            ends.push_back(i);
        } else {
            *longer = i;
        }
    }
    std::vector<bool> isMoved(partners.size(), true);
    for (std::size_t i = ends.empty() ? kNone : ends.back(); i != kNone; i = previous[i]) {
        isMoved[i] = false;
    }
    return isMoved;
}

template <class One>
void addPart(const std::vector<One>& before, std::vector<One>& after, bool isOrdered, const RuleNames& names,
             RuleDiff& diff) {
    const std::vector<Partner> partners = partnersOf(before, after);
    const std::vector<bool> isMoved = movedOf(partners);
    const auto place = [isOrdered](std::size_t index) { return isOrdered ? static_cast<int>(index) + 1 : 0; };
    std::vector<bool> stays(before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        One& one = after[i];
        if (!partners[i]) {
            one.id.clear();
            diff.lines.push_back({Change::Added, {}, lineOf(one, names), 0, place(i)});
            continue;
        }
        const One& old = before[*partners[i]];
        stays[*partners[i]] = true;
        one.id = old.id;
        if (!(one == old)) {
            diff.lines.push_back(
                {Change::Changed, lineOf(old, names), lineOf(one, names), place(*partners[i]), place(i)});
        } else if (isOrdered && isMoved[i]) {
            diff.lines.push_back({Change::Moved, {}, lineOf(one, names), place(*partners[i]), place(i)});
        } else {
            ++diff.same;
        }
    }
    for (std::size_t j = 0; j < before.size(); ++j) {
        if (!stays[j]) {
            diff.lines.push_back({Change::Removed, lineOf(before[j], names), {}, place(j), 0});
        }
    }
}

} // namespace

RuleDiff diffOf(const RuleSet& before, const RuleSet& after, const RuleNames& names) {
    RuleDiff diff;
    diff.after = after;
    addPart(before.rules, diff.after.rules, true, names, diff);
    addPart(before.limits, diff.after.limits, false, names, diff);
    return diff;
}

} // namespace keysluice::ui
