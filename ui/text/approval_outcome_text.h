#pragma once

#include "core/activity.h"

#include <QString>

namespace keysluice::ui {

/// Whether a person was asked, and how that ended; empty: nobody was. Thread: gui.
[[nodiscard]] QString approvalText(core::ActivityRecord::Approval approval);

} // namespace keysluice::ui
