#include "core/clock.h"

#include <chrono>
#include <ctime>

namespace keysluice::core {

UnixMs SystemClock::now() const {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

MonotonicNs SystemClock::monotonic() const {
    using namespace std::chrono;
    return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

MonotonicNs SystemClock::sinceBoot() const {
#ifdef CLOCK_BOOTTIME
    timespec time{};
    if (::clock_gettime(CLOCK_BOOTTIME, &time) == 0) {
        constexpr MonotonicNs kNsPerSecond = 1'000'000'000;
        return time.tv_sec * kNsPerSecond + time.tv_nsec;
    }
#endif
    return monotonic();
}

} // namespace keysluice::core
