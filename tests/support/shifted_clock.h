#pragma once

#include "core/clock.h"

#include <atomic>
#include <chrono>

namespace keysluice::test {

/// The system's clocks, set forward or back by a test. Whoever sleeps by the older time has to be woken, e.g. by
/// GatewayFixture::publish(). Thread: any.
class ShiftedClock final : public core::Clock {
public:
    [[nodiscard]] core::UnixMs now() const override { return m_system.now() + m_wall; }
    [[nodiscard]] core::MonotonicNs monotonic() const override {
        const core::MonotonicNs standing = m_standing;
        return (standing != 0 ? standing : m_system.monotonic()) + m_monotonic;
    }
    [[nodiscard]] core::MonotonicNs sinceBoot() const override { return monotonic() + m_asleep; }

    /// From here on no time passes but by advance(): a test that is slow meets no deadline that it did not ask for.
    void stand() { m_standing = m_system.monotonic(); }

    /// Time passes.
    void advance(std::chrono::nanoseconds time) {
        m_monotonic += time.count();
        jump(std::chrono::duration_cast<std::chrono::milliseconds>(time));
    }
    /// Somebody sets the time of day.
    void jump(std::chrono::milliseconds time) { m_wall += time.count(); }
    /// The machine is suspended for so long.
    void sleep(std::chrono::nanoseconds time) {
        m_asleep += time.count();
        jump(std::chrono::duration_cast<std::chrono::milliseconds>(time));
    }

private:
    core::SystemClock m_system;
    std::atomic<core::MonotonicNs> m_standing{0}; ///< 0: it goes
    std::atomic<core::UnixMs> m_wall{0};
    std::atomic<core::MonotonicNs> m_monotonic{0};
    std::atomic<core::MonotonicNs> m_asleep{0};
};

} // namespace keysluice::test
