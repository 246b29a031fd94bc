#pragma once

#include "core/clock.h"

#include <QString>

namespace keysluice::ui {

/// "now", "5 min ago", "13:47" (today), "3 Nov" (this year), "3 Nov 2025"; "never" for 0. Thread: gui.
[[nodiscard]] QString seenText(core::UnixMs at, core::UnixMs now);
/// Local time with seconds; the date stands before it when it is not today's.
[[nodiscard]] QString clockText(core::UnixMs at, core::UnixMs now);
/// Local time without seconds, for sentences ("until 14:30"); with the day when it is not today.
[[nodiscard]] QString untilText(core::UnixMs at, core::UnixMs now);
/// Date and local time with milliseconds.
[[nodiscard]] QString exactText(core::UnixMs at);
/// "12 November 2026"
[[nodiscard]] QString dayText(core::UnixMs at);

/// "850 µs", "212 ms", "8.42 s", "2 min 5 s"; a dash for negative values.
[[nodiscard]] QString durationText(std::int64_t microseconds);
/// "1 h 12 min", "6 min", "less than 1 min"
[[nodiscard]] QString longDurationText(std::int64_t milliseconds);
[[nodiscard]] QString bytesText(std::uint64_t bytes);
[[nodiscard]] QString numberText(std::int64_t number);

} // namespace keysluice::ui
