#pragma once

#include "core/clock.h"
#include "core/rules/rule.h"

#include <cstdint>
#include <functional>

namespace keysluice::core::rules {

/// By how many seconds local time is ahead of UTC at a moment. Must be callable from any thread that counts.
using UtcOffset = std::function<std::int32_t(UnixMs)>;

/// From `begin` on, before `end`.
struct LimitWindow {
    UnixMs begin = 0;
    UnixMs end = 0;

    [[nodiscard]] bool contains(UnixMs at) const { return at >= begin && at < end; }
    friend bool operator==(const LimitWindow&, const LimitWindow&) = default;
};

/// The minute, hour or day of local time that `at` is in. Windows follow each other without gap or overlap: a day lasts
/// from midnight to midnight, 23 or 25 hours when clocks are changed; an hour or minute in which they are changed ends
/// there, and another begins. Within one day they are taken to change at most once. Thread: any (pure).
[[nodiscard]] LimitWindow windowOf(Period period, UnixMs at, const UtcOffset& offset);

} // namespace keysluice::core::rules
