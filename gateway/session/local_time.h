#pragma once

#include "core/clock.h"

#include <cstdint>

// The machine's time zone. Thread: any.
namespace keysluice::gateway::session {

/// Minute of the local week, 0 is Monday 00:00.
[[nodiscard]] int localMinuteOfWeek(core::UnixMs at);
/// Seconds that local time is ahead of UTC then.
[[nodiscard]] std::int32_t localOffset(core::UnixMs at);

} // namespace keysluice::gateway::session
