#include "core/rules/limit_counters.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <latch>
#include <random>
#include <thread>

using namespace keysluice::core;
using namespace keysluice::core::rules;

namespace {

constexpr UnixMs kNoon = 1'780'000'000'000 / 86'400'000 * 86'400'000 + 43'200'000;
constexpr UnixMs kSecond = 1000;
constexpr UnixMs kMinute = 60 * kSecond;

Limit limitOf(const char* id, std::int64_t requests, Period period = Period::Minute, Scope scope = Scope::Together) {
    Limit limit;
    limit.id = id;
    limit.requests = requests;
    limit.period = period;
    limit.scope = scope;
    return limit;
}

UtcOffset utc() {
    return [](UnixMs) { return 0; };
}

/// What is refused: the limit and the seconds; nothing when it passes.
std::optional<LimitRefusal> refused(LimitCounters& counters, std::vector<const Limit*> limits, UnixMs at = kNoon,
                                    const char* agent = "a", const char* credential = "c") {
    const auto counted = counters.count(limits, agent, credential, at);
    return counted ? std::nullopt : std::optional(counted.error());
}

} // namespace

/// How requests are counted, and when one is too many.
class LimitCountersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asManyAsTheLimitPass();
    void windowsBeginAnew();
    void retryAfterIsTheRestOfTheWindow();
    void scopesAreCountedApart();
    void refusedRequestsCountNowhere();
    void theLongestWaitIsTold();
    void orderDoesNotMatter();
    void countsOutliveEdits();
    void countsCanBeTakenBack();
    void historyIsCountedAgain();
    void memoryIsBounded();
    void clockSetBack();
    void lateComersCountInTheNewWindow();
    void threadsCountTogether();
};

void LimitCountersTest::asManyAsTheLimitPass() {
    LimitCounters counters(utc());
    const Limit limit = limitOf("l", 3);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!refused(counters, {&limit}));
    }
    QVERIFY(refused(counters, {&limit}));
    QVERIFY(refused(counters, {&limit}));
    QVERIFY(!refused(counters, {}));
    QCOMPARE(counters.standings(kNoon), (std::vector<LimitStanding>{{"l", "", 3, kNoon + kMinute}}));
}

void LimitCountersTest::windowsBeginAnew() {
    LimitCounters counters(utc());
    for (const auto& [period, length] : {std::pair(Period::Minute, kMinute), std::pair(Period::Hour, 60 * kMinute),
                                         std::pair(Period::Day, 24 * 60 * kMinute)}) {
        const Limit limit = limitOf(("l" + std::to_string(length)).c_str(), 1, period);
        const UnixMs begin = kNoon / length * length;
        QVERIFY(!refused(counters, {&limit}, begin));
        QVERIFY(refused(counters, {&limit}, begin + length - 1));
        QVERIFY(!refused(counters, {&limit}, begin + length));
        QVERIFY(refused(counters, {&limit}, begin + length + 1));
    }
}

void LimitCountersTest::retryAfterIsTheRestOfTheWindow() {
    LimitCounters counters(utc());
    const Limit limit = limitOf("l", 1);
    QVERIFY(!refused(counters, {&limit}));
    QCOMPARE(refused(counters, {&limit}, kNoon), (std::optional<LimitRefusal>({"l", 60})));
    QCOMPARE(refused(counters, {&limit}, kNoon + 1), (std::optional<LimitRefusal>({"l", 60})));
    QCOMPARE(refused(counters, {&limit}, kNoon + kSecond), (std::optional<LimitRefusal>({"l", 59})));
    QCOMPARE(refused(counters, {&limit}, kNoon + kMinute - 1), (std::optional<LimitRefusal>({"l", 1})));
}

void LimitCountersTest::scopesAreCountedApart() {
    LimitCounters counters(utc());
    const Limit perAgent = limitOf("agent", 1, Period::Minute, Scope::PerAgent);
    const Limit perCredential = limitOf("credential", 1, Period::Minute, Scope::PerCredential);
    const Limit together = limitOf("together", 2);
    QVERIFY(!refused(counters, {&perAgent}, kNoon, "a", "c"));
    QVERIFY(refused(counters, {&perAgent}, kNoon, "a", "d"));
    QVERIFY(!refused(counters, {&perAgent}, kNoon, "b", "c"));
    QVERIFY(!refused(counters, {&perCredential}, kNoon, "a", "c"));
    QVERIFY(refused(counters, {&perCredential}, kNoon, "b", "c"));
    QVERIFY(!refused(counters, {&perCredential}, kNoon, "a", "d"));
    QVERIFY(!refused(counters, {&together}, kNoon, "a", "c"));
    QVERIFY(!refused(counters, {&together}, kNoon, "b", "d"));
    QVERIFY(refused(counters, {&together}, kNoon, "e", "f"));
    const std::vector<LimitStanding> expected{{"agent", "a", 1, kNoon + kMinute},
                                              {"agent", "b", 1, kNoon + kMinute},
                                              {"credential", "c", 1, kNoon + kMinute},
                                              {"credential", "d", 1, kNoon + kMinute},
                                              {"together", "", 2, kNoon + kMinute}};
    QCOMPARE(counters.standings(kNoon), expected);
    QVERIFY(counters.standings(kNoon + kMinute).empty());
}

void LimitCountersTest::refusedRequestsCountNowhere() {
    LimitCounters counters(utc());
    const Limit narrow = limitOf("narrow", 1);
    const Limit wide = limitOf("wide", 2);
    QVERIFY(!refused(counters, {&wide, &narrow}));
    for (int i = 0; i < 5; ++i) {
        QVERIFY(refused(counters, {&wide, &narrow}));
        QVERIFY(refused(counters, {&narrow, &wide}));
    }
    QVERIFY(!refused(counters, {&wide})); // still one left
    QVERIFY(refused(counters, {&wide}));
}

void LimitCountersTest::theLongestWaitIsTold() {
    LimitCounters counters(utc());
    const Limit minute = limitOf("minute", 1);
    const Limit hour = limitOf("hour", 1, Period::Hour);
    const Limit otherHour = limitOf("another hour", 1, Period::Hour);
    QVERIFY(!refused(counters, {&minute, &hour, &otherHour}));
    QCOMPARE(refused(counters, {&minute, &hour}), (std::optional<LimitRefusal>({"hour", 3600})));
    QCOMPARE(refused(counters, {&hour, &minute, &otherHour}), (std::optional<LimitRefusal>({"another hour", 3600})));
}

/// Two sets of counters see the same requests with the same limits, in one of them in another order each time.
void LimitCountersTest::orderDoesNotMatter() {
    std::mt19937 engine(7);
    std::vector<Limit> limits;
    for (int i = 0; i < 8; ++i) {
        limits.push_back(limitOf(("l" + std::to_string(i)).c_str(), 1 + engine() % 150,
                                 static_cast<Period>(engine() % 3), static_cast<Scope>(engine() % 3)));
    }
    LimitCounters straight(utc());
    LimitCounters shuffled(utc());
    int refusals = 0;
    UnixMs now = kNoon;
    for (int round = 0; round < 2000; ++round) {
        now += engine() % kSecond;
        std::vector<const Limit*> some;
        for (const Limit& limit : limits) {
            if (engine() % 2 == 0) {
                some.push_back(&limit);
            }
        }
        const std::string agent = std::to_string(engine() % 3);
        const std::string credential = std::to_string(engine() % 2);
        const auto one = refused(straight, some, now, agent.c_str(), credential.c_str());
        for (std::size_t i = some.size(); i > 1; --i) {
            std::swap(some[i - 1], some[engine() % i]);
        }
        QCOMPARE(refused(shuffled, some, now, agent.c_str(), credential.c_str()), one);
        refusals += one ? 1 : 0;
    }
    QCOMPARE(straight.standings(now), shuffled.standings(now));
    QVERIFY(refusals > 200 && refusals < 1800);
}

void LimitCountersTest::countsOutliveEdits() {
    LimitCounters counters(utc());
    Limit limit = limitOf("l", 2, Period::Hour);
    QVERIFY(!refused(counters, {&limit}));
    QVERIFY(!refused(counters, {&limit}));
    limit.name = "renamed";
    limit.conditions.methods.among = {"POST"};
    QVERIFY(refused(counters, {&limit}));
    limit.requests = 3;
    QVERIFY(!refused(counters, {&limit}));
    limit.requests = 1;
    QVERIFY(refused(counters, {&limit}));
    limit.period = Period::Minute; // another window: counted from now on
    QVERIFY(!refused(counters, {&limit}));
    limit.scope = Scope::PerAgent;
    QVERIFY(!refused(counters, {&limit}));
}

void LimitCountersTest::countsCanBeTakenBack() {
    LimitCounters counters(utc());
    const Limit minute = limitOf("minute", 1);
    const Limit hour = limitOf("hour", 2, Period::Hour);
    const std::vector<const Limit*> both{&minute, &hour};
    const auto ticket = counters.count(both, "a", "c", kNoon);
    QVERIFY(ticket);
    counters.takeBack(*ticket);
    QVERIFY(counters.standings(kNoon).empty());
    QVERIFY(!refused(counters, {&minute, &hour}));
    // in the next minute the ticket has nothing to do with that minute's counter
    const auto late = counters.count(both, "a", "c", kNoon + kMinute);
    QVERIFY(late);
    QVERIFY(!refused(counters, {&minute}, kNoon + 2 * kMinute));
    counters.takeBack(*late);
    QVERIFY(refused(counters, {&minute}, kNoon + 2 * kMinute));
    QCOMPARE(
        counters.standings(kNoon + 2 * kMinute),
        (std::vector<LimitStanding>{{"hour", "", 1, kNoon + 60 * kMinute}, {"minute", "", 1, kNoon + 3 * kMinute}}));
}

void LimitCountersTest::historyIsCountedAgain() {
    LimitCounters counters(utc());
    const std::vector<Limit> limits{limitOf("minute", 5), limitOf("hour", 5, Period::Hour, Scope::PerAgent)};
    const std::vector<RecordId> both{"minute", "hour"};
    const std::vector<RecordId> gone{"gone", "hour"};
    const UnixMs now = kNoon + 30 * kMinute + 10 * kSecond;
    const std::vector<CountedRequest> history{
        {kNoon - 1, "a", "c", both},                // the hour before
        {kNoon, "a", "c", both},                    // its first moment
        {kNoon + 30 * kMinute, "a", "c", both},     // this minute
        {kNoon + 30 * kMinute + 1, "b", "c", gone}, // a limit that is no more
        {kNoon + 30 * kMinute - 1, "b", "c", both}, // the minute before
    };
    const Limit other = limitOf("other", 9);
    QVERIFY(!refused(counters, {&other}, now)); // forgotten by rebuild
    counters.rebuild(limits, history, now);
    const std::vector<LimitStanding> expected{{"hour", "a", 2, kNoon + 60 * kMinute},
                                              {"hour", "b", 2, kNoon + 60 * kMinute},
                                              {"minute", "", 1, kNoon + 31 * kMinute}};
    QCOMPARE(counters.standings(now), expected);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!refused(counters, {&limits[1]}, now));
    }
    QVERIFY(refused(counters, {&limits[1]}, now));
}

void LimitCountersTest::memoryIsBounded() {
    constexpr std::size_t kMost = 3000;
    LimitCounters counters(utc(), kMost);
    const Limit limit = limitOf("l", 1, Period::Minute, Scope::PerAgent);
    const auto isRefused = [&](std::size_t agent, UnixMs at) {
        return refused(counters, {&limit}, at, std::to_string(agent).c_str()).has_value();
    };
    UnixMs now = kNoon;
    for (std::size_t i = 0; i < 10 * kMost; ++i) { // never more than 1,000 in one minute
        now += i % 1000 == 0 ? kMinute : 0;
        QVERIFY(!isRefused(i, now));
    }
    // all in one minute: what does not fit is refused, and passes when the minute is over
    now += kMinute;
    for (std::size_t i = 0; i < kMost; ++i) {
        QVERIFY(!isRefused(i, now));
    }
    QCOMPARE(counters.standings(now).size(), kMost);
    QCOMPARE(refused(counters, {&limit}, now, "one more"), (std::optional<LimitRefusal>({"l", 60})));
    QVERIFY(!isRefused(kMost, now + kMinute));
}

void LimitCountersTest::clockSetBack() {
    LimitCounters counters(utc());
    const Limit limit = limitOf("l", 1, Period::Hour);
    QVERIFY(!refused(counters, {&limit}, kNoon));
    QVERIFY(!refused(counters, {&limit}, kNoon - 60 * kMinute));
    QVERIFY(refused(counters, {&limit}, kNoon - 59 * kMinute));
}

void LimitCountersTest::lateComersCountInTheNewWindow() {
    LimitCounters counters(utc());
    const Limit limit = limitOf("l", 3);
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!refused(counters, {&limit}, kNoon - kSecond));
    }
    QVERIFY(!refused(counters, {&limit}, kNoon));
    QVERIFY(!refused(counters, {&limit}, kNoon - 1)); // read the clock before the other one, and counts behind it
    QVERIFY(!refused(counters, {&limit}, kNoon));
    QCOMPARE(refused(counters, {&limit}, kNoon - 1), (std::optional<LimitRefusal>({"l", 61})));
    QCOMPARE(refused(counters, {&limit}, kNoon + 1), (std::optional<LimitRefusal>({"l", 60})));
}

void LimitCountersTest::threadsCountTogether() {
    constexpr int kRounds = 20'000;
    constexpr int kMost = 50'000;
    LimitCounters counters(utc());
    const Limit shared = limitOf("shared", kMost);
    const Limit perAgent = limitOf("agent", 1'000'000, Period::Hour, Scope::PerAgent);
    std::atomic<int> passed = 0;
    std::latch together(4);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&, agent = std::to_string(i)] {
                const std::vector<const Limit*> both{&shared, &perAgent};
                together.arrive_and_wait();
                int mine = 0;
                for (int round = 0; round < kRounds; ++round) {
                    const auto ticket = counters.count(both, agent, "c", kNoon);
                    if (ticket && round % 4 == 0) {
                        counters.takeBack(*ticket);
                    } else if (ticket) {
                        ++mine;
                    }
                }
                passed += mine;
            });
        }
    }
    QCOMPARE(passed.load(), kMost);
    std::int64_t perAgents = 0;
    for (const LimitStanding& standing : counters.standings(kNoon)) {
        perAgents += standing.limit == "agent" ? standing.requests : 0;
    }
    QCOMPARE(perAgents, std::int64_t{kMost});
}

QTEST_APPLESS_MAIN(LimitCountersTest)
#include "limit_counters_test.moc"
