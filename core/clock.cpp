#include "core/clock.h"

#include <chrono>

namespace keysluice::core {

UnixMs SystemClock::now() const {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

MonotonicNs SystemClock::monotonic() const {
    using namespace std::chrono;
    return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace keysluice::core
