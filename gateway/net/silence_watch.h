#pragma once

#include "core/clock.h"

#include <chrono>
#include <cstdint>

namespace keysluice::gateway::net {

/// Notices a machine that is no longer reached: it confirms none of what it is sent, and the system would go on sending
/// for a quarter of an hour. One that is reached confirms also what its program does not read. Asks the system once in
/// each `patience`, and needs two looks: the answer comes within twice that time. Thread: one worker.
/// Source: tcp(7), TCP_INFO.
class SilenceWatch final {
public:
    SilenceWatch(std::chrono::milliseconds patience, core::MonotonicNs now) : m_patience(patience), m_lastLook(now) {}

    [[nodiscard]] core::MonotonicNs nextLook() const {
        return m_lastLook + std::chrono::nanoseconds(m_patience).count();
    }
    /// Cheap before `nextLook`. `socket`: the same one each time, or see restart.
    [[nodiscard]] bool isUnreachable(int socket, core::MonotonicNs now);
    void restart(core::MonotonicNs now) { *this = SilenceWatch(m_patience, now); }

private:
    std::chrono::milliseconds m_patience;
    core::MonotonicNs m_lastLook;
    std::uint64_t m_confirmed = 0; ///< bytes, at the last look
    bool m_isPending = false;      ///< then others were out
};

} // namespace keysluice::gateway::net
