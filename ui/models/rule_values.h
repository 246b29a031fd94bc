#pragma once

#include "core/rules/condition_kind.h"
#include "core/rules/rule.h"
#include "ui/models/rule_draft.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::ui {

// The values of conditions as somebody types them, and the words of the editor. Numbers are read as the person's
// locale writes them. Thread: gui.

[[nodiscard]] std::optional<std::int64_t> typedCount(const QString& text);  ///< nothing: not a whole number
[[nodiscard]] std::optional<std::int64_t> typedMicros(const QString& text); ///< dollars, up to six decimals
[[nodiscard]] QString countToType(std::int64_t count);
[[nodiscard]] QString microsToType(std::int64_t micros); ///< "1.00", without the sign

/// What a size is typed in.
enum class SizeUnit : std::int64_t { Bytes = 1, Kib = 1024, Mib = 1024 * 1024 };
[[nodiscard]] SizeUnit unitFor(std::int64_t bytes); ///< the largest without a remainder

/// "08:30", up to `latest` minutes; -1: ill-formed.
[[nodiscard]] int typedMinute(const QString& text, int latest);
[[nodiscard]] QString minuteToType(int minute); ///< -1: empty

/// One entry a line; blanks around it and empty lines do not count.
[[nodiscard]] std::vector<std::string> typedLines(const QString& text);

[[nodiscard]] QString conditionName(core::rules::ConditionKind kind); ///< "Model"
[[nodiscard]] QString operatorName(core::rules::ConditionKind kind, ConditionRow::Operator op);
[[nodiscard]] QString endpointName(core::rules::Endpoint endpoint);
[[nodiscard]] QString effortName(core::rules::Effort effort);
/// What stands in an empty field of a list: "claude-opus-*".
[[nodiscard]] QString exampleOf(core::rules::ConditionKind kind);

} // namespace keysluice::ui
