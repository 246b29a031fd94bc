#pragma once

#include "core/failure.h"

#include <optional>
#include <string>
#include <string_view>

namespace keysluice::app {

/// Failure codes as they travel over the control socket and in `--json` output: the enumerator's name. Thread: any.
[[nodiscard]] std::string failureName(core::FailureCode code);
[[nodiscard]] std::optional<core::FailureCode> failureFromName(std::string_view name);

} // namespace keysluice::app
