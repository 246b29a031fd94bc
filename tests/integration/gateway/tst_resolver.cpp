// Names: what is kept, and that one name server that hangs holds up nobody else.
#include "gateway/net/resolver.h"
#include "support/provider_scene.h"

#include <QtTest>

#include <condition_variable>
#include <map>
#include <mutex>

using namespace keysluice;
using namespace keysluice::gateway::net;

namespace {

/// A name server: names that begin with "hung" get no answer until `answerAll`; it counts what it is asked.
class NameServer {
public:
    ~NameServer() { answerAll(); }

    [[nodiscard]] LookupFunction function() {
        return [state = m_state](const std::string& host) {
            std::unique_lock lock(state->mutex);
            ++state->asked[host];
            ++state->total;
            state->changed.notify_all();
            if (host.starts_with("hung")) {
                state->changed.wait(lock, [&] { return state->answers; });
            }
            return LookupResult{{gateway::http::IpAddress::v4(10, 0, 0, 1)}, {}};
        };
    }
    void answerAll() {
        const std::lock_guard lock(m_state->mutex);
        m_state->answers = true;
        m_state->changed.notify_all();
    }
    [[nodiscard]] int asked(const std::string& host) const {
        const std::lock_guard lock(m_state->mutex);
        return m_state->asked[host];
    }
    [[nodiscard]] bool waitForTotal(int total) {
        std::unique_lock lock(m_state->mutex);
        return m_state->changed.wait_for(lock, std::chrono::seconds(20), [&] { return m_state->total >= total; });
    }
    [[nodiscard]] int total() const {
        const std::lock_guard lock(m_state->mutex);
        return m_state->total;
    }

private:
    /// Outlives this: its threads are not waited for.
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        std::map<std::string, int> asked;
        int total = 0;
        bool answers = false;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

/// Somebody who asks, and waits.
class Asker {
public:
    explicit Asker(std::string name = "agent") : m_name(std::move(name)) {}
    void ask(ResolverPool& pool, const std::string& host) {
        pool.lookUp({host, m_name, m_waiting}, [state = m_state](const LookupResult& result) {
            const std::lock_guard lock(state->mutex);
            state->answers += result.addresses.empty() ? 0 : 1;
            state->changed.notify_all();
        });
    }
    [[nodiscard]] bool waitForAnswers(int count) {
        std::unique_lock lock(m_state->mutex);
        return m_state->changed.wait_for(lock, std::chrono::seconds(20), [&] { return m_state->answers >= count; });
    }
    void giveUp() { m_waiting = std::make_shared<int>(); }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        int answers = 0;
    };
    std::string m_name;
    std::shared_ptr<State> m_state = std::make_shared<State>();
    std::shared_ptr<int> m_waiting = std::make_shared<int>();
};

constexpr auto kShare = static_cast<int>(ResolverPool::kMostPerAsker);

std::string hung(int number) {
    return "hung-" + std::to_string(number);
}

} // namespace

class ResolverTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hungNamesHoldUpNoOtherName();
    void anAgentHoldsUpOnlyItself();
    void oneNameIsLookedUpOnceForAll();
    void aNameOfABusyAgentIsLookedUpForAnother();
    void whatNobodyWaitsForIsNotLookedUp();
    void afterAChangeOfNetworkNamesAreAskedAnew();
    void agentsOfAHungNameLeaveOthersAlone();
};

void ResolverTest::hungNamesHoldUpNoOtherName() {
    NameServer server;
    ResolverPool pool(server.function());
    Asker asker;
    for (int i = 0; i + 1 < kShare; ++i) {
        asker.ask(pool, hung(i));
    }
    asker.ask(pool, "good");
    QVERIFY(asker.waitForAnswers(1));
    asker.ask(pool, "better"); // by a thread that is there
    QVERIFY(asker.waitForAnswers(2));
    server.answerAll();
    QVERIFY(asker.waitForAnswers(kShare + 1));
}

void ResolverTest::anAgentHoldsUpOnlyItself() {
    NameServer server;
    ResolverPool pool(server.function());
    Asker hostile("hostile");
    for (int i = 0; i < 200; ++i) {
        hostile.ask(pool, hung(i));
    }
    QVERIFY(server.waitForTotal(kShare));
    Asker other("other");
    other.ask(pool, "good");
    QVERIFY(other.waitForAnswers(1));
    QCOMPARE(server.total(), kShare + 1);
    server.answerAll();
    QVERIFY(hostile.waitForAnswers(200)); // and it gets its answers, too
}

void ResolverTest::oneNameIsLookedUpOnceForAll() {
    NameServer server;
    ResolverPool pool(server.function());
    Asker first("first");
    Asker second("second");
    for (int i = 0; i < 50; ++i) {
        first.ask(pool, "hung");
        second.ask(pool, "hung");
    }
    QVERIFY(server.waitForTotal(1));
    server.answerAll();
    QVERIFY(first.waitForAnswers(50));
    QVERIFY(second.waitForAnswers(50));
    QCOMPARE(server.asked("hung"), 1);
}

void ResolverTest::aNameOfABusyAgentIsLookedUpForAnother() {
    NameServer server;
    ResolverPool pool(server.function());
    Asker busy("busy");
    for (int i = 0; i < kShare; ++i) {
        busy.ask(pool, hung(i));
    }
    QVERIFY(server.waitForTotal(kShare));
    busy.ask(pool, "good"); // has to wait for its own
    Asker other("other");
    other.ask(pool, "good");
    QVERIFY(other.waitForAnswers(1));
    QVERIFY(busy.waitForAnswers(1));
    QCOMPARE(server.asked("good"), 1);
}

void ResolverTest::whatNobodyWaitsForIsNotLookedUp() {
    NameServer server;
    ResolverPool pool(server.function());
    Asker asker;
    for (int i = 0; i < kShare; ++i) {
        asker.ask(pool, hung(i));
    }
    QVERIFY(server.waitForTotal(kShare));
    Asker impatient; // the same agent
    for (int i = 0; i < 100; ++i) {
        impatient.ask(pool, "given up " + std::to_string(i));
    }
    impatient.giveUp();
    impatient.ask(pool, "good");
    server.answerAll();
    QVERIFY(impatient.waitForAnswers(1));
    QCOMPARE(server.total(), kShare + 1);
}

void ResolverTest::afterAChangeOfNetworkNamesAreAskedAnew() {
    NameServer server;
    ResolverPool pool(server.function());
    Asker before;
    for (int i = 0; i < kShare; ++i) {
        before.ask(pool, hung(i));
    }
    QVERIFY(server.waitForTotal(kShare));
    Asker after; // the same agent, and a name of those that hang
    after.ask(pool, "good");
    pool.startAfresh();
    QVERIFY(after.waitForAnswers(1));
    after.ask(pool, hung(0));
    QVERIFY(server.waitForTotal(kShare + 2));
    QCOMPARE(server.asked(hung(0)), 2);
    server.answerAll();
    QVERIFY(before.waitForAnswers(kShare));
    QVERIFY(after.waitForAnswers(2));
}

void ResolverTest::agentsOfAHungNameLeaveOthersAlone() {
    using namespace keysluice::test;
    // A host that is tunnelled blind has a name server that never answers; an agent asks for it again and again.
    NameServer server;
    gateway::GatewaySeams seams;
    seams.lookUp = server.function();
    ProviderScene scene(LoopbackOrigin::answering(kJsonAnswer), ProviderCertificates::Kind::Good, kAnthropic,
                        std::move(seams));
    scene.gate.snapshot.allowPrivateDestinations = true;
    QVERIFY(scene.start());
    std::vector<BlockingPeer> stuck;
    for (int i = 0; i < 30; ++i) {
        stuck.push_back(scene.gate.connect());
        QVERIFY(stuck.back().send(scene.gate.connectRequest("hung.example:443")));
    }
    QVERIFY(server.waitForTotal(1));
    // Its address is not dialled: that it is told is enough.
    BlockingPeer other = scene.gate.connect();
    QVERIFY(other.send(scene.gate.connectRequest("good.example:443")));
    QTRY_COMPARE_WITH_TIMEOUT(server.asked("good.example"), 1, 5000);
    QCOMPARE(server.asked("hung.example"), 1);
}

QTEST_GUILESS_MAIN(ResolverTest)
#include "tst_resolver.moc"
