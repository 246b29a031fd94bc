#include "gateway/net/timer_heap.h"

namespace keysluice::gateway::net {

Timer::~Timer() {
    cancel();
}

void Timer::setDeadline(core::MonotonicNs deadline) {
    m_deadline = deadline;
    if (m_index != kNotQueued && m_queued <= deadline) {
        return;
    }
    m_heap.erase(*this);
    m_queued = deadline;
    m_heap.insert(*this);
}

void Timer::cancel() {
    m_deadline = kNever;
    m_heap.erase(*this);
}

void TimerHeap::runExpired(core::MonotonicNs now) {
    while (!m_heap.empty() && m_heap.front()->m_queued <= now) {
        Timer& timer = *m_heap.front();
        erase(timer);
        if (timer.m_deadline > now) {
            timer.m_queued = timer.m_deadline;
            insert(timer);
            continue;
        }
        timer.m_deadline = Timer::kNever;
        timer.m_onExpiry();
    }
}

void TimerHeap::insert(Timer& timer) {
    m_heap.push_back(&timer);
    timer.m_index = m_heap.size() - 1;
    siftUp(timer.m_index);
}

void TimerHeap::erase(Timer& timer) {
    const std::size_t index = timer.m_index;
    if (index == Timer::kNotQueued) {
        return;
    }
    timer.m_index = Timer::kNotQueued;
    Timer* last = m_heap.back();
    m_heap.pop_back();
    if (last == &timer) {
        return;
    }
    place(index, last);
    siftUp(index);
    siftDown(last->m_index);
}

void TimerHeap::siftUp(std::size_t index) {
    while (index > 0) {
        const std::size_t parent = (index - 1) / 2;
        if (m_heap[parent]->m_queued <= m_heap[index]->m_queued) {
            return;
        }
        Timer* child = m_heap[index];
        place(index, m_heap[parent]);
        place(parent, child);
        index = parent;
    }
}

void TimerHeap::siftDown(std::size_t index) {
    for (;;) {
        std::size_t smallest = index;
        for (const std::size_t child : {2 * index + 1, 2 * index + 2}) {
            if (child < m_heap.size() && m_heap[child]->m_queued < m_heap[smallest]->m_queued) {
                smallest = child;
            }
        }
        if (smallest == index) {
            return;
        }
        Timer* parent = m_heap[index];
        place(index, m_heap[smallest]);
        place(smallest, parent);
        index = smallest;
    }
}

void TimerHeap::place(std::size_t index, Timer* timer) {
    m_heap[index] = timer;
    timer->m_index = index;
}

} // namespace keysluice::gateway::net
