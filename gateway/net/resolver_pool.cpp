#include "gateway/net/resolver_pool.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>

#include <algorithm>
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <netdb.h>
#include <thread>

namespace keysluice::gateway::net {

LookupResult lookUpWithSystem(const std::string& host) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* list = nullptr;
    const int code = getaddrinfo(host.c_str(), nullptr, &hints, &list);
    if (code != 0) {
        return {{}, gai_strerror(code)};
    }
    LookupResult result;
    for (const addrinfo* item = list; item != nullptr; item = item->ai_next) {
        if (item->ai_family == AF_INET) {
            const auto* v4 = reinterpret_cast<const sockaddr_in*>(item->ai_addr);
            result.addresses.push_back(
                http::IpAddress::fromBytes(reinterpret_cast<const std::uint8_t*>(&v4->sin_addr), false));
        } else if (item->ai_family == AF_INET6) {
            const auto* v6 = reinterpret_cast<const sockaddr_in6*>(item->ai_addr);
            result.addresses.push_back(
                http::IpAddress::fromBytes(reinterpret_cast<const std::uint8_t*>(&v6->sin6_addr), true));
        }
    }
    freeaddrinfo(list);
    if (result.addresses.empty()) {
        result.error = "the name has no address";
    }
    return result;
}

struct ResolverPool::State {
    explicit State(LookupFunction function) : lookup(std::move(function)) {}

    struct Waiter {
        Question question;
        std::function<void(const LookupResult&)> done;
    };
    struct Job {
        std::string host;
        std::vector<Waiter> waiters;
        std::string chargedTo;
        bool isCharged = false;
        bool isStale = false;
    };
    using Jobs = std::list<Job>;

    [[nodiscard]] static Job* find(Jobs& jobs, const std::string& host) {
        const auto found =
            std::find_if(jobs.begin(), jobs.end(), [&](const Job& job) { return job.host == host && !job.isStale; });
        return found != jobs.end() ? &*found : nullptr;
    }
    [[nodiscard]] Jobs::iterator takeNext();
    void finish(Jobs::iterator job);

    LookupFunction lookup;
    std::mutex mutex;
    std::condition_variable changed;
    Jobs queued;
    Jobs running;                            ///< one for each thread that is busy
    std::map<std::string, std::size_t> busy; ///< threads of each asker
    std::size_t threads = 0;
    bool isStopped = false;
};

/// The oldest one that somebody waits for who has not got his share already; `running.end()` without one.
ResolverPool::State::Jobs::iterator ResolverPool::State::takeNext() {
    for (auto job = queued.begin(); job != queued.end();) {
        std::erase_if(job->waiters, [](const Waiter& waiter) { return waiter.question.waiting.expired(); });
        if (job->waiters.empty()) {
            job = queued.erase(job);
            continue;
        }
        const auto asker = std::find_if(job->waiters.begin(), job->waiters.end(), [&](const Waiter& waiter) {
            const auto share = busy.find(waiter.question.asker);
            return share == busy.end() || share->second < kMostPerAsker;
        });
        if (asker != job->waiters.end()) {
            job->chargedTo = asker->question.asker;
            job->isCharged = true;
            ++busy[job->chargedTo];
            running.splice(running.end(), queued, job);
            return job;
        }
        ++job;
    }
    return running.end();
}

void ResolverPool::State::finish(Jobs::iterator job) {
    if (job->isCharged && --busy[job->chargedTo] == 0) {
        busy.erase(job->chargedTo);
    }
    running.erase(job);
}

ResolverPool::ResolverPool(LookupFunction lookup) : m_state(std::make_shared<State>(std::move(lookup))) {}

ResolverPool::~ResolverPool() {
    const std::lock_guard lock(m_state->mutex);
    m_state->isStopped = true;
    m_state->queued.clear();
    m_state->changed.notify_all();
}

void ResolverPool::lookUp(Question question, std::function<void(const LookupResult&)> done) {
    {
        const std::lock_guard lock(m_state->mutex);
        State::Job* job = State::find(m_state->running, question.host);
        if (job == nullptr) {
            job = State::find(m_state->queued, question.host);
        }
        if (job == nullptr) {
            job = &m_state->queued.emplace_back();
            job->host = question.host;
        }
        job->waiters.push_back({std::move(question), done});
        if (provideThreads(m_state)) {
            m_state->changed.notify_one();
            return;
        }
        m_state->queued.clear(); // nobody is there to take it, nor was there for an earlier one
    }
    done({{}, "the system starts no thread"});
}

void ResolverPool::startAfresh() {
    const std::lock_guard lock(m_state->mutex);
    for (State::Job& job : m_state->running) {
        job.isStale = true;
        job.isCharged = false;
    }
    m_state->busy.clear();
    (void)provideThreads(m_state);
    m_state->changed.notify_all();
}

/// One for each name that waits, if the system gives them; false: there is none at all. With the state locked.
bool ResolverPool::provideThreads(const std::shared_ptr<State>& state) {
    while (state->queued.size() > state->threads - state->running.size() && state->threads < kMostThreads) {
        try {
            // Detached: getaddrinfo cannot be interrupted, and leaving must not wait for a dead name server.
            std::thread([state] { serve(state); }).detach();
        } catch (const std::system_error&) {
            break;
        }
        ++state->threads;
    }
    return state->threads > 0;
}

void ResolverPool::serve(const std::shared_ptr<State>& state) {
    std::unique_lock lock(state->mutex);
    for (;;) {
        auto job = state->running.end();
        state->changed.wait(lock, [&] {
            if (!state->isStopped) {
                job = state->takeNext();
            }
            return state->isStopped || job != state->running.end();
        });
        if (state->isStopped) {
            return;
        }
        const std::string host = job->host;
        lock.unlock();
        const LookupResult result = state->lookup(host);
        lock.lock();
        std::vector<State::Waiter> waiters = std::move(job->waiters);
        state->finish(job);
        lock.unlock();
        for (const State::Waiter& waiter : waiters) {
            waiter.done(result);
        }
        waiters.clear();
        lock.lock();
    }
}

} // namespace keysluice::gateway::net
