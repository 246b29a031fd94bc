#include "ui/models/rule_editing.h"

#include <algorithm>
#include <utility>

namespace keysluice::ui {

namespace {

using namespace core::rules;

/// Calls `act` with the list and the place in it, if it is there.
template <class Set, class Act>
void at(Set& set, RulePlace place, Act act) {
    if (place.part == RulePlace::Part::Rules) {
        if (place.index < set.rules.size()) {
            act(set.rules, static_cast<std::ptrdiff_t>(place.index));
        }
    } else if (place.index < set.limits.size()) {
        act(set.limits, static_cast<std::ptrdiff_t>(place.index));
    }
}

template <class One>
auto withId(std::vector<One>& all, const core::RecordId& id) {
    return id.empty() ? all.end() : std::find_if(all.begin(), all.end(), [&](const One& one) { return one.id == id; });
}

template <class One>
void putInto(std::vector<One>& all, One one) {
    const auto old = withId(all, one.id);
    if (old == all.end()) {
        one.id.clear();
        all.push_back(std::move(one));
    } else {
        one.isEnabled = old->isEnabled;
        *old = std::move(one);
    }
}

} // namespace

RuleSet withRuleMoved(RuleSet set, std::size_t from, std::size_t to) {
    if (from >= set.rules.size() || to >= set.rules.size()) {
        return set;
    }
    const auto first = set.rules.begin();
    const auto a = static_cast<std::ptrdiff_t>(from);
    const auto b = static_cast<std::ptrdiff_t>(to);
    if (a < b) {
        std::rotate(first + a, first + a + 1, first + b + 1);
    } else {
        std::rotate(first + b, first + a, first + a + 1);
    }
    return set;
}

RuleSet withDuplicate(RuleSet set, RulePlace place) {
    at(set, place, [](auto& list, std::ptrdiff_t index) {
        auto copy = *(list.begin() + index);
        copy.id.clear();
        list.insert(list.begin() + index + 1, std::move(copy));
    });
    return set;
}

RuleSet without(RuleSet set, RulePlace place) {
    at(set, place, [](auto& list, std::ptrdiff_t index) { list.erase(list.begin() + index); });
    return set;
}

RuleSet withEnabled(RuleSet set, RulePlace place, bool isEnabled) {
    at(set, place,
       [isEnabled](auto& list, std::ptrdiff_t index) { list[static_cast<std::size_t>(index)].isEnabled = isEnabled; });
    return set;
}

RuleSet withRule(RuleSet set, Rule rule) {
    putInto(set.rules, std::move(rule));
    return set;
}

RuleSet withLimit(RuleSet set, Limit limit) {
    putInto(set.limits, std::move(limit));
    return set;
}

bool isEnabledAt(const RuleSet& set, RulePlace place) {
    bool isEnabled = false;
    at(set, place,
       [&](const auto& list, std::ptrdiff_t index) { isEnabled = list[static_cast<std::size_t>(index)].isEnabled; });
    return isEnabled;
}

std::optional<RulePlace> placeOf(const RuleSet& set, const core::RecordId& id) {
    const auto find = [&id](const auto& all) {
        return static_cast<std::size_t>(
            std::find_if(all.begin(), all.end(), [&](const auto& one) { return !id.empty() && one.id == id; }) -
            all.begin());
    };
    if (const std::size_t rule = find(set.rules); rule < set.rules.size()) {
        return RulePlace{RulePlace::Part::Rules, rule};
    }
    if (const std::size_t limit = find(set.limits); limit < set.limits.size()) {
        return RulePlace{RulePlace::Part::Limits, limit};
    }
    return std::nullopt;
}

void RuleUndo::remember(RuleSet before, RuleSet after) {
    m_step = Step{std::move(before), std::move(after)};
}

std::optional<RuleSet> RuleUndo::take(const RuleSet& now) {
    const std::optional<Step> step = std::exchange(m_step, std::nullopt);
    return step && step->after == now ? std::optional(step->before) : std::nullopt;
}

} // namespace keysluice::ui
