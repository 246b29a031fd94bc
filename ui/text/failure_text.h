#pragma once

#include "core/failure.h"

#include <QString>

namespace keysluice::ui {

/// One plain sentence for a person: what happened, and what to do. The only place that turns codes into words.
/// Thread: gui (uses the application's translation).
[[nodiscard]] QString failureText(const core::Failure& failure);

} // namespace keysluice::ui
