#include "gateway/session/body_examiner.h"

namespace keysluice::gateway::session {

BodyExaminer::~BodyExaminer() {
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
        m_waiting.clear();
    }
    m_isWanted.notify_all();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

void BodyExaminer::examine(const std::shared_ptr<BodyJob>& job, const std::shared_ptr<net::EventLoop>& loop) {
    if (job->held.bytes.size() <= kMostHere) {
        job->result = policy::examineBody(job->how, job->held.bytes);
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back({job, loop});
        if (!m_thread.joinable()) {
            m_thread = std::thread([this] { run(); });
        }
    }
    m_isWanted.notify_one();
}

void BodyExaminer::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_isWanted.wait(lock, [this] { return m_isOver || !m_waiting.empty(); });
        if (m_isOver) {
            return;
        }
        Waiting next = std::move(m_waiting.front());
        m_waiting.pop_front();
        lock.unlock();
        if (next.job->isAbandoned) {
            next = {};
            lock.lock();
            continue;
        }
        auto result = std::make_shared<std::unique_ptr<const policy::ExaminedBody>>(
            policy::examineBody(next.job->how, next.job->held.bytes));
        next.loop->post([job = next.job, result, loop = next.loop.get()] {
            job->result = std::move(*result);
            if (job->owner != nullptr) {
                loop->makeReady(*job->owner);
            }
        });
        next = {};
        lock.lock();
    }
}

} // namespace keysluice::gateway::session
