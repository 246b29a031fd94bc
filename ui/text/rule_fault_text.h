#pragma once

#include "core/rules/rule_fault.h"

#include <QString>

namespace keysluice::ui {

/// One plain sentence for a person about what is wrong, without the place. Thread: gui.
[[nodiscard]] QString ruleFaultText(const core::rules::RuleFault& fault);

} // namespace keysluice::ui
