// The worker's tools by themselves: timers, the loop's order, the resolver's cache, who holds a socket.
#include "gateway/net/event_loop.h"
#include "gateway/net/peer_inspector.h"
#include "gateway/net/resolver.h"
#include "gateway/session/buffers.h"
#include "support/tcp_pair.h"

#include <QtTest>

#include <netinet/tcp.h>

#include <random>
#include <thread>
#include <unistd.h>

using namespace keysluice;
using namespace keysluice::gateway::net;

namespace {

class SetClock final : public core::Clock {
public:
    [[nodiscard]] core::UnixMs now() const override { return 0; }
    [[nodiscard]] core::MonotonicNs monotonic() const override { return value; }
    core::MonotonicNs value = 0;
};

struct Counting final : Runnable {
    explicit Counting(EventLoop& owner) : loop(owner) {}
    void runTurn() override {
        ++turns;
        if (turns < wanted) {
            loop.makeReady(*this);
        } else {
            loop.stop();
        }
    }
    EventLoop& loop;
    int turns = 0;
    int wanted = 1;
};

} // namespace

class NetTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timersExpireInOrder();
    void laterDeadlineIsHonoured();
    void cancelledAndDestroyedTimersStaySilent();
    void tasksRunInOrderAndTurnsRepeat();
    void buriedRunnableGetsNoTurn();
    void resolverAnswersAreKept();
    void socketOwnerIsFoundWhileHeld();
    void peersOfThisMachineMustBeItsOwners();
    void acceptedSocketsAreLikeTheirListener();
    void streamTellsTheEndAfterTheBytes();
    void outboxKeepsWhatDoesNotFit();
};

void NetTest::timersExpireInOrder() {
    TimerHeap heap;
    std::vector<core::MonotonicNs> fired;
    std::vector<std::unique_ptr<Timer>> timers;
    std::mt19937 random(7);
    for (int i = 0; i < 500; ++i) {
        const core::MonotonicNs at = random() % 1000;
        timers.push_back(std::make_unique<Timer>(heap, [&fired, at] { fired.push_back(at); }));
        timers.back()->setDeadline(at);
    }
    heap.runExpired(499);
    QVERIFY(std::all_of(fired.begin(), fired.end(), [](core::MonotonicNs at) { return at <= 499; }));
    QVERIFY(heap.next() > 499);
    heap.runExpired(1000);
    QCOMPARE(fired.size(), std::size_t{500});
    QVERIFY(std::is_sorted(fired.begin(), fired.end()));
    QCOMPARE(heap.next(), Timer::kNever);
}

void NetTest::laterDeadlineIsHonoured() {
    TimerHeap heap;
    int fired = 0;
    Timer timer(heap, [&] { ++fired; });
    timer.setDeadline(10);
    timer.setDeadline(100); // lazily: the heap still looks at 10
    heap.runExpired(50);
    QCOMPARE(fired, 0);
    timer.setDeadline(60);
    heap.runExpired(60);
    QCOMPARE(fired, 1);
    QVERIFY(!timer.isActive());
}

void NetTest::cancelledAndDestroyedTimersStaySilent() {
    TimerHeap heap;
    int fired = 0;
    Timer cancelled(heap, [&] { ++fired; });
    cancelled.setDeadline(1);
    cancelled.cancel();
    {
        Timer destroyed(heap, [&] { ++fired; });
        destroyed.setDeadline(1);
    }
    Timer kept(heap, [&] { ++fired; });
    kept.setDeadline(2);
    heap.runExpired(5);
    QCOMPARE(fired, 1);
}

void NetTest::tasksRunInOrderAndTurnsRepeat() {
    const core::SystemClock clock;
    auto loop = EventLoop::create(clock);
    Counting counting(**loop);
    counting.wanted = 3;
    std::vector<int> order;
    for (int i = 0; i < 5; ++i) {
        (*loop)->post([&, i] {
            order.push_back(i);
            (*loop)->makeReady(counting);
        });
    }
    (*loop)->run();
    QCOMPARE(order, (std::vector<int>{0, 1, 2, 3, 4}));
    QCOMPARE(counting.turns, 3);
}

void NetTest::buriedRunnableGetsNoTurn() {
    const core::SystemClock clock;
    auto loop = EventLoop::create(clock);
    auto victim = std::make_unique<Counting>(**loop);
    Counting* pointer = victim.get();
    Counting last(**loop);
    bool isGone = false;
    (*loop)->post([&] {
        (*loop)->makeReady(*pointer);
        (*loop)->bury(std::unique_ptr<Runnable>(std::move(victim)));
        (*loop)->bury(std::shared_ptr<void>(nullptr, [&](void*) { isGone = true; }));
        (*loop)->makeReady(*pointer); // as an event of the same batch would
        (*loop)->makeReady(last);
        QVERIFY(!isGone);
    });
    (*loop)->run();
    QVERIFY(isGone);
    QCOMPARE(last.turns, 1);
}

void NetTest::resolverAnswersAreKept() {
    SetClock clock;
    std::shared_ptr<EventLoop> loop = std::move(*EventLoop::create(clock));
    std::atomic<int> asked{0};
    ResolverPool pool([&](const std::string& host) {
        ++asked;
        return host == "bad" ? LookupResult{{}, "no"} : LookupResult{{gateway::http::IpAddress::v4(9, 9, 9, 9)}, {}};
    });
    DnsClient client(loop, pool);
    struct Waiting final : Runnable {
        void runTurn() override { loop->stop(); }
        EventLoop* loop = nullptr;
    } waiting;
    waiting.loop = loop.get();
    auto first = client.ask("good", {}, waiting);
    QVERIFY(!first->isDone);
    loop->run();
    QVERIFY(first->isDone);
    QCOMPARE(first->result.addresses.size(), std::size_t{1});
    QVERIFY(client.ask("good", {}, waiting)->isDone);
    QCOMPARE(asked, 1);
}

void NetTest::socketOwnerIsFoundWhileHeld() {
    NetlinkPeerInspector inspector;
    test::TcpPair pair;
    const auto local = localAddress(pair.server.value());
    const auto peer = peerAddress(pair.server.value());
    auto facts = inspector.inspect(local, peer);
    QVERIFY(facts.has_value());
    QCOMPARE(facts->user, ::geteuid());
    QVERIFY(facts->isHeld);
    ::shutdown(pair.client.value(), SHUT_WR);
    facts = inspector.inspect(local, peer);
    QVERIFY(facts && facts->isHeld); // it still waits for an answer
    pair.client.close();
    facts = inspector.inspect(local, peer);
    QVERIFY(!facts || !facts->isHeld);
    const auto nobody = SocketAddress::of(gateway::http::IpAddress::v4(127, 0, 0, 1), 1);
    QVERIFY(!inspector.inspect(local, nobody).has_value());
    // Nor is who listens on the peer's port the one who connected from it.
    const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto any = SocketAddress::of(gateway::http::IpAddress::v4(127, 0, 0, 1), 0);
    QCOMPARE(::bind(listener.value(), any.raw(), any.size), 0);
    QCOMPARE(::listen(listener.value(), 1), 0);
    QVERIFY(!inspector.inspect(local, localAddress(listener.value())).has_value());
}

void NetTest::peersOfThisMachineMustBeItsOwners() {
    using gateway::http::IpAddress;
    constexpr uid_t kOwner = 1000;
    const auto loopback = SocketAddress::of(IpAddress::v4(127, 0, 0, 1), 5397);
    const auto network = SocketAddress::of(IpAddress::v4(192, 168, 1, 5), 5397);
    const auto client = SocketAddress::of(IpAddress::v4(192, 168, 1, 5), 40000); // bound to before connecting
    const PeerFacts owner{kOwner, true};
    const PeerFacts other{kOwner + 1, true};
    const PeerFacts closed{0, false};
    for (const auto& [local, peer] : {std::pair(loopback, loopback), std::pair(loopback, client)}) {
        QVERIFY(objectionToPeer(local, peer, owner, kOwner).empty());
        QVERIFY(objectionToPeer(local, peer, PeerFacts{0, true}, kOwner).empty());
        QVERIFY(!objectionToPeer(local, peer, other, kOwner).empty());
        QVERIFY(!objectionToPeer(local, peer, closed, kOwner).empty());
        QVERIFY(!objectionToPeer(local, peer, std::nullopt, kOwner).empty());
    }
    QVERIFY(objectionToPeer(network, client, std::nullopt, kOwner).empty());
    QVERIFY(objectionToPeer(network, client, owner, kOwner).empty());
    QVERIFY(!objectionToPeer(network, client, other, kOwner).empty());
}

void NetTest::acceptedSocketsAreLikeTheirListener() {
    const test::TcpPair pair;
    for (const auto& [level, name] :
         {std::pair<int, int>(IPPROTO_TCP, TCP_NODELAY), std::pair<int, int>(SOL_SOCKET, SO_KEEPALIVE)}) {
        int value = 0;
        socklen_t size = sizeof value;
        QCOMPARE(::getsockopt(pair.server.value(), level, name, &value, &size), 0);
        QCOMPARE(value, 1);
    }
}

void NetTest::streamTellsTheEndAfterTheBytes() {
    const core::SystemClock clock;
    auto loop = EventLoop::create(clock);
    test::TcpPair pair;
    Stream stream(**loop, std::move(pair.server), nullptr);
    QCOMPARE(::send(pair.client.value(), "words", 5, 0), ssize_t{5});
    pair.client.close(); // bytes and end come together
    (*loop)->poller().wait(std::chrono::milliseconds(5000));
    QVERIFY(stream.hasHungUp());
    std::array<char, 64> buffer{};
    QCOMPARE(stream.read(buffer).count, std::size_t{5}); // shorter than asked for, and yet there is more to learn
    QVERIFY(stream.mayRead());
    QCOMPARE(stream.read(buffer).status, IoStatus::End);
}

void NetTest::outboxKeepsWhatDoesNotFit() {
    const core::SystemClock clock;
    auto loop = EventLoop::create(clock);
    gateway::session::BufferPool buffers;
    test::TcpPair pair;
    Stream stream(**loop, std::move(pair.server), nullptr);
    gateway::session::Outbox outbox(buffers);
    const std::string unit(65536, 'x');
    std::size_t sent = 0;
    while (outbox.writeThrough(stream, unit) == IoStatus::Done) {
        sent += unit.size();
    }
    sent += unit.size();
    QVERIFY(!outbox.isEmpty());
    std::size_t received = 0;
    std::string buffer(65536, '\0');
    std::thread reader([&] {
        for (ssize_t count = 1; count > 0 && received < sent; received += static_cast<std::size_t>(count)) {
            count = ::recv(pair.client.value(), buffer.data(), buffer.size(), 0);
        }
    });
    while (outbox.flush(stream) == IoStatus::Again) {
        (*loop)->poller().wait(std::chrono::milliseconds(5000));
    }
    reader.join();
    QVERIFY(outbox.isEmpty());
    QCOMPARE(received, sent);
}

QTEST_GUILESS_MAIN(NetTest)
#include "tst_net.moc"
