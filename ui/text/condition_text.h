#pragma once

#include "core/rules/rule.h"

#include <QString>
#include <QStringList>

namespace keysluice::ui {

struct RuleNames;

/// One clause for each condition that is there, in a fixed order, e.g. "the model is *haiku*"; agents have none: they
/// are whom a sentence is about. What allows must fit all of several tools or servers, everything else one of them,
/// and its words say so (limits: as Block). Thread: gui.
[[nodiscard]] QStringList conditionClauses(const core::rules::Conditions& conditions, core::rules::Decision decision,
                                           const RuleNames& names);
/// "a, b and c", clauses that must all be true.
[[nodiscard]] QString allOf(const QStringList& clauses);
/// "$1.00", to the last digit.
[[nodiscard]] QString moneyText(std::int64_t micros);

} // namespace keysluice::ui
