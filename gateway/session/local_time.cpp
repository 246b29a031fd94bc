#include "gateway/session/local_time.h"

#include <ctime>

namespace keysluice::gateway::session {

namespace {

std::tm localTime(core::UnixMs at) {
    const auto seconds = static_cast<std::time_t>(at / 1000);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return local;
}

} // namespace

int localMinuteOfWeek(core::UnixMs at) {
    const std::tm local = localTime(at);
    const int daysSinceMonday = (local.tm_wday + 6) % 7;
    return (daysSinceMonday * 24 + local.tm_hour) * 60 + local.tm_min;
}

std::int32_t localOffset(core::UnixMs at) {
    return static_cast<std::int32_t>(localTime(at).tm_gmtoff);
}

} // namespace keysluice::gateway::session
