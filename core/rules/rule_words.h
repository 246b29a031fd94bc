#pragma once

#include "core/rules/condition_kind.h"
#include "core/rules/rule.h"

#include <span>
#include <string_view>
#include <utility>

namespace keysluice::core::rules {

template <class T>
using Words = std::span<const std::pair<std::string_view, T>>;

// The words of rules as JSON (resources/rules.schema.json), each list complete and in the order of its values.
[[nodiscard]] Words<Decision> decisionWords();
[[nodiscard]] Words<Endpoint> endpointWords();
[[nodiscard]] Words<Effort> effortWords();
[[nodiscard]] Words<Period> periodWords();
[[nodiscard]] Words<Scope> scopeWords();
[[nodiscard]] Words<int> dayWords(); ///< 0 is Monday

/// The member of Conditions that holds it: "models", "costAboveMicros". Not more than one for each.
[[nodiscard]] Words<ConditionKind> conditionWords();

template <class T>
[[nodiscard]] constexpr std::string_view wordOf(Words<T> words, T value) {
    for (const auto& [word, meaning] : words) {
        if (meaning == value) {
            return word;
        }
    }
    return {};
}

} // namespace keysluice::core::rules
