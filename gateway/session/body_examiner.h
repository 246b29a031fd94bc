#pragma once

#include "gateway/net/event_loop.h"
#include "gateway/policy/body_examination.h"
#include "gateway/session/held_body.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace keysluice::gateway::session {

/// One body on its way through the examiner. What is in it belongs to the examiner until `result` is there, and counts
/// as held for as long: also when the agent has left meanwhile.
struct BodyJob {
    explicit BodyJob(HeldMemory::Share share) : held{{}, std::move(share)} {}

    policy::Examination how;
    HeldBody held;
    std::atomic<bool> isAbandoned{false};               ///< nobody waits any more: it need not be examined
    std::unique_ptr<const policy::ExaminedBody> result; ///< set on the worker's thread
    net::Runnable* owner = nullptr; ///< run when the result is there; null: nobody waits any more. Of the worker alone
};

/// Examines large bodies on a thread of its own, so that a worker's other connections go on meanwhile.
/// Thread: any. It goes after the workers' loops have stopped.
class BodyExaminer final {
public:
    /// A larger body takes longer than a worker may be kept from its other connections.
    static constexpr std::size_t kMostHere = 1024 * 1024;

    BodyExaminer() = default;
    ~BodyExaminer();
    BodyExaminer(const BodyExaminer&) = delete;
    BodyExaminer& operator=(const BodyExaminer&) = delete;

    /// At once where the body is small, and then `job.result` is there on return; else later, with a turn for its
    /// owner. Called by the worker whose loop it is.
    void examine(const std::shared_ptr<BodyJob>& job, const std::shared_ptr<net::EventLoop>& loop);

private:
    struct Waiting {
        std::shared_ptr<BodyJob> job;
        std::shared_ptr<net::EventLoop> loop;
    };
    void run();

    std::mutex m_mutex;
    std::condition_variable m_isWanted;
    std::deque<Waiting> m_waiting;
    bool m_isOver = false;
    std::thread m_thread; ///< from the first large body on
};

} // namespace keysluice::gateway::session
