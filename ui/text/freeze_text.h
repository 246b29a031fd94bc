#pragma once

#include "core/records.h"

#include <QString>

namespace keysluice::ui {

/// What becomes of running answers, as an entry to choose: Requests or Streams. Thread: gui.
[[nodiscard]] QString freezeChoiceText(core::Freeze freeze);

} // namespace keysluice::ui
