#pragma once

#include "core/rules/starter_sets.h"

#include <QString>

namespace keysluice::ui {

// The words of the ready-made rules. Thread: gui.
[[nodiscard]] QString starterName(core::rules::StarterKind kind);  ///< "Only small models"
[[nodiscard]] QString starterAbout(core::rules::StarterKind kind); ///< one line: what it does
/// The set with its names, ready to be added.
[[nodiscard]] core::rules::StarterSet namedStarter(core::rules::StarterSet starter);

} // namespace keysluice::ui
