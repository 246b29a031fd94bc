#pragma once

#include "core/clock.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace keysluice::gateway::net {

class TimerHeap;

/// One deadline. Setting it later than before costs nothing: the heap looks again when the old one has passed.
/// Thread: one worker. Must not outlive its heap.
class Timer final {
public:
    Timer(TimerHeap& heap, std::function<void()> onExpiry) : m_heap(heap), m_onExpiry(std::move(onExpiry)) {}
    ~Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    void setDeadline(core::MonotonicNs deadline);
    void cancel();
    [[nodiscard]] bool isActive() const { return m_deadline != kNever; }
    [[nodiscard]] core::MonotonicNs deadline() const { return m_deadline; }

    static constexpr core::MonotonicNs kNever = INT64_MAX;

private:
    friend class TimerHeap;
    static constexpr std::size_t kNotQueued = SIZE_MAX;

    TimerHeap& m_heap;
    std::function<void()> m_onExpiry;
    core::MonotonicNs m_deadline = kNever; ///< what was asked for
    core::MonotonicNs m_queued = kNever;   ///< what the heap sorts by; never later than `m_deadline`
    std::size_t m_index = kNotQueued;
};

/// Binary heap of the deadlines of one worker.
class TimerHeap final {
public:
    /// When to look next; Timer::kNever without timers.
    [[nodiscard]] core::MonotonicNs next() const { return m_heap.empty() ? Timer::kNever : m_heap.front()->m_queued; }
    void runExpired(core::MonotonicNs now);

private:
    friend class Timer;
    void insert(Timer& timer);
    void erase(Timer& timer);
    void siftUp(std::size_t index);
    void siftDown(std::size_t index);
    void place(std::size_t index, Timer* timer);

    std::vector<Timer*> m_heap;
};

} // namespace keysluice::gateway::net
