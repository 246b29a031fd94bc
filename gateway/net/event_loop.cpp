#include "gateway/net/event_loop.h"

#include <algorithm>
#include <utility>

namespace keysluice::gateway::net {

namespace {
constexpr core::MonotonicNs kNsPerMs = 1'000'000;
}

core::Outcome<std::unique_ptr<EventLoop>> EventLoop::create(const core::Clock& clock) {
    auto poller = Poller::create();
    if (!poller) {
        return tl::make_unexpected(poller.error());
    }
    return std::unique_ptr<EventLoop>(new EventLoop(clock, std::move(*poller)));
}

EventLoop::EventLoop(const core::Clock& clock, std::unique_ptr<Poller> poller)
    : m_clock(clock), m_poller(std::move(poller)), m_now(clock.monotonic()) {}

EventLoop::~EventLoop() {
    emptyGraveyard();
}

void EventLoop::run() {
    while (!m_stopped.load(std::memory_order_acquire)) {
        turn(patience());
    }
    runMailbox();
    emptyGraveyard();
}

bool EventLoop::turn(std::chrono::milliseconds patience) {
    m_poller->wait(patience);
    m_now = m_clock.monotonic();
    runMailbox();
    m_timers.runExpired(m_now);
    runReady();
    emptyGraveyard();
    return !m_ready.empty();
}

void EventLoop::emptyGraveyard() {
    // Destroying one may bury another.
    while (!m_buried.empty() || !m_remains.empty()) {
        m_buried.swap(m_emptied);
        m_remains.swap(m_emptiedRemains);
        m_emptied.clear();
        m_emptiedRemains.clear();
    }
}

void EventLoop::stop() {
    m_stopped.store(true, std::memory_order_release);
    m_poller->wake();
}

void EventLoop::post(std::function<void()> task) {
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mailboxMutex);
        wasEmpty = m_mailbox.empty();
        m_mailbox.push_back(std::move(task));
    }
    if (wasEmpty) {
        m_poller->wake();
    }
}

void EventLoop::makeReady(Runnable& runnable) {
    if (!runnable.m_isReady) {
        runnable.m_isReady = true;
        m_ready.push_back(&runnable);
    }
}

void EventLoop::bury(std::unique_ptr<Runnable> runnable) {
    std::replace(m_ready.begin(), m_ready.end(), runnable.get(), static_cast<Runnable*>(nullptr));
    std::replace(m_running.begin(), m_running.end(), runnable.get(), static_cast<Runnable*>(nullptr));
    runnable->m_isReady = true; // no further turn
    m_buried.push_back(std::move(runnable));
}

void EventLoop::bury(std::shared_ptr<void> remains) {
    m_remains.push_back(std::move(remains));
}

void EventLoop::runMailbox() {
    std::vector<std::function<void()>> tasks;
    {
        const std::lock_guard lock(m_mailboxMutex);
        tasks.swap(m_mailbox);
    }
    for (auto& task : tasks) {
        task();
    }
}

void EventLoop::runReady() {
    // Whoever asks for another turn meanwhile waits for the next round: new events come first.
    m_running.swap(m_ready);
    for (std::size_t i = 0; i < m_running.size(); ++i) {
        if (Runnable* runnable = m_running[i]; runnable != nullptr) {
            runnable->m_isReady = false;
            runnable->runTurn();
        }
    }
    m_running.clear();
}

std::chrono::milliseconds EventLoop::patience() const {
    if (!m_ready.empty()) {
        return std::chrono::milliseconds(0);
    }
    const core::MonotonicNs next = m_timers.next();
    if (next == Timer::kNever) {
        return std::chrono::milliseconds(-1);
    }
    const core::MonotonicNs left = next - m_clock.monotonic();
    // Rounded up: waking early would only mean looking again.
    return std::chrono::milliseconds(left <= 0 ? 0 : std::min<core::MonotonicNs>(left / kNsPerMs + 1, INT32_MAX));
}

} // namespace keysluice::gateway::net
