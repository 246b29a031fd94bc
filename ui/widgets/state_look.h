#pragma once

#include "core/activity.h"
#include "core/records.h"
#include "ui/style/paint.h"

namespace keysluice::ui {

/// Icon, colour and tint of every state, in one place; the words are in healthText()/decisionText() beside them.
/// Thread: gui.
[[nodiscard]] StateLook healthLook(core::Health health, bool enabled);
[[nodiscard]] QString healthText(core::Health health, bool enabled);
[[nodiscard]] StateLook decisionLook(core::ActivityRecord::Decision decision);
[[nodiscard]] QString decisionText(core::ActivityRecord::Decision decision);

} // namespace keysluice::ui
