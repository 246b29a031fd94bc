#pragma once

#include "core/clock.h"
#include "gateway/net/poller.h"
#include "gateway/net/timer_heap.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace keysluice::gateway::net {

/// Something that gets a turn when one of its streams is ready, its deadline passed or it asked for another turn.
class Runnable {
public:
    Runnable() = default;
    virtual ~Runnable() = default;
    Runnable(const Runnable&) = delete;
    Runnable& operator=(const Runnable&) = delete;
    /// One turn: at most `EventLoop::kBytesPerTurn`, never blocking.
    virtual void runTurn() = 0;

private:
    friend class EventLoop;
    bool m_isReady = false;
};

/// The loop of one worker: poller, mailbox, timers, ready list and graveyard.
/// Thread: the one that calls `run`; `post` and `stop` from any thread.
class EventLoop final : public std::enable_shared_from_this<EventLoop> {
public:
    static constexpr std::size_t kBytesPerTurn = 64 * 1024;

    [[nodiscard]] static core::Outcome<std::unique_ptr<EventLoop>> create(const core::Clock& clock);

    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    void run();
    /// One round of `run`, for whoever drives the loop by hand: waits for events at most `patience`, then mailbox,
    /// timers, turns. True: somebody asked for another turn.
    bool turn(std::chrono::milliseconds patience);
    void stop();
    /// Runs `task` on the loop's thread; lost when the loop has stopped.
    void post(std::function<void()> task);

    void makeReady(Runnable& runnable);
    /// Destroys it once the batch of events is through: one of them may still point to it. It gets no further turn.
    void bury(std::unique_ptr<Runnable> runnable);
    /// The same for anything else an event may still point to.
    void bury(std::shared_ptr<void> remains);

    /// Done after each batch; from outside only when the loop does not run (any more).
    void emptyGraveyard();

    [[nodiscard]] Poller& poller() { return *m_poller; }
    [[nodiscard]] TimerHeap& timers() { return m_timers; }
    [[nodiscard]] const core::Clock& clock() const { return m_clock; }
    /// Monotonic time, read once per turn of the loop.
    [[nodiscard]] core::MonotonicNs now() const { return m_now; }
    /// Encrypted bytes on their way into one send; empty between calls of a stream.
    [[nodiscard]] std::string& sendScratch() { return m_sendScratch; }

private:
    EventLoop(const core::Clock& clock, std::unique_ptr<Poller> poller);
    void runMailbox();
    void runReady();
    [[nodiscard]] std::chrono::milliseconds patience() const;

    const core::Clock& m_clock;
    std::unique_ptr<Poller> m_poller;
    TimerHeap m_timers;
    std::vector<Runnable*> m_ready;
    std::vector<Runnable*> m_running;
    std::vector<std::unique_ptr<Runnable>> m_buried;
    std::vector<std::shared_ptr<void>> m_remains;
    std::vector<std::unique_ptr<Runnable>> m_emptied; ///< being destroyed
    std::vector<std::shared_ptr<void>> m_emptiedRemains;
    std::string m_sendScratch;
    core::MonotonicNs m_now = 0;

    std::mutex m_mailboxMutex;
    std::vector<std::function<void()>> m_mailbox;
    std::atomic<bool> m_stopped{false};
};

} // namespace keysluice::gateway::net
