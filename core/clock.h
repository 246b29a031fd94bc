#pragma once

#include <cstdint>

namespace keysluice::core {

/// Milliseconds since 1970-01-01 UTC; 0 means "never".
using UnixMs = std::int64_t;
/// Nanoseconds of a clock that never jumps; only differences mean something.
using MonotonicNs = std::int64_t;

/// Where code that decides by time takes it from, so that tests can set it. Thread: any.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UnixMs now() const = 0;
    [[nodiscard]] virtual MonotonicNs monotonic() const = 0;
    /// As monotonic(), and goes on while the machine is suspended: what the two drift apart by was slept through.
    [[nodiscard]] virtual MonotonicNs sinceBoot() const { return monotonic(); }
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] UnixMs now() const override;
    [[nodiscard]] MonotonicNs monotonic() const override;
    [[nodiscard]] MonotonicNs sinceBoot() const override;
};

} // namespace keysluice::core
