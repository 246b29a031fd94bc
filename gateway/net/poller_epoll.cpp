#include "gateway/net/descriptor.h"
#include "gateway/net/poller.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace keysluice::gateway::net {

namespace {

constexpr int kBatch = 256;

class EpollPoller final : public Poller {
public:
    EpollPoller(Descriptor epoll, Descriptor wakeUp) : m_epoll(std::move(epoll)), m_wakeUp(std::move(wakeUp)) {}

    bool add(int descriptor, EventHandler& handler) override {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
        event.data.ptr = &handler;
        return epoll_ctl(m_epoll.value(), EPOLL_CTL_ADD, descriptor, &event) == 0;
    }

    bool addListening(int descriptor, EventHandler& handler) override {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLEXCLUSIVE;
        event.data.ptr = &handler;
        return epoll_ctl(m_epoll.value(), EPOLL_CTL_ADD, descriptor, &event) == 0;
    }

    void remove(int descriptor) override { epoll_ctl(m_epoll.value(), EPOLL_CTL_DEL, descriptor, nullptr); }

    void wait(std::chrono::milliseconds timeout) override {
        const int count = epoll_wait(m_epoll.value(), m_events.data(), kBatch, static_cast<int>(timeout.count()));
        for (int i = 0; i < count; ++i) {
            const epoll_event event = m_events[static_cast<std::size_t>(i)];
            auto* handler = static_cast<EventHandler*>(event.data.ptr);
            if (handler == nullptr) {
                std::uint64_t ignored = 0;
                [[maybe_unused]] const auto size = ::read(m_wakeUp.value(), &ignored, sizeof ignored);
                continue;
            }
            const bool hungUp = (event.events & (EPOLLHUP | EPOLLRDHUP | EPOLLERR)) != 0;
            handler->onEvents({(event.events & EPOLLIN) != 0 || hungUp,
                               (event.events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0, hungUp});
        }
    }

    void wake() override {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto size = ::write(m_wakeUp.value(), &one, sizeof one);
    }

    [[nodiscard]] bool watchWakeUp() {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = nullptr;
        return epoll_ctl(m_epoll.value(), EPOLL_CTL_ADD, m_wakeUp.value(), &event) == 0;
    }

private:
    Descriptor m_epoll;
    Descriptor m_wakeUp;
    std::array<epoll_event, kBatch> m_events{};
};

} // namespace

core::Outcome<std::unique_ptr<Poller>> Poller::create() {
    Descriptor epoll(epoll_create1(EPOLL_CLOEXEC));
    Descriptor wakeUp(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!epoll.isOpen() || !wakeUp.isOpen()) {
        return core::fail(core::FailureCode::IoFailed, std::strerror(errno));
    }
    auto poller = std::make_unique<EpollPoller>(std::move(epoll), std::move(wakeUp));
    if (!poller->watchWakeUp()) {
        return core::fail(core::FailureCode::IoFailed, std::strerror(errno));
    }
    return poller;
}

} // namespace keysluice::gateway::net
