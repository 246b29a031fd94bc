#pragma once

#include "core/records.h"

namespace keysluice::core {

/// Whether an agent is held to strict mode: by its own setting, else by the one of all. Thread: any.
[[nodiscard]] constexpr bool isStrict(HostAccess own, bool strictMode) {
    return own == HostAccess::Inherit ? strictMode : own == HostAccess::Strict;
}

} // namespace keysluice::core
