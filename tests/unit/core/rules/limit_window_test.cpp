#include "core/rules/limit_window.h"

#include <QDateTime>
#include <QTest>

using namespace keysluice::core;
using namespace keysluice::core::rules;

namespace {

UnixMs utc(const char* text) {
    return QDateTime::fromString(QLatin1String(text), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

/// Clocks that are changed once.
UtcOffset changing(const char* change, int before, int after) {
    const UnixMs at = utc(change);
    return [=](UnixMs moment) { return moment < at ? before : after; };
}

constexpr int kHour = 3600;

} // namespace

/// Where minutes, hours and days of local time begin and end, whatever is done to the clocks.
class LimitWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void windows_data();
    void windows();
    void windowsFollowEachOther_data();
    void windowsFollowEachOther();

private:
    struct Zone {
        const char* name;
        const char* change;
        UtcOffset offset;
    };
    static std::vector<Zone> zones() {
        return {{"none", "2026-03-29T01:00:00Z", [](UnixMs) { return 0; }},
                {"Kathmandu", "2026-03-29T01:00:00Z", [](UnixMs) { return 5 * kHour + 45 * 60; }},
                {"far west", "2026-03-29T01:00:00Z", [](UnixMs) { return -11 * kHour; }},
                {"Berlin, March", "2026-03-29T01:00:00Z", changing("2026-03-29T01:00:00Z", kHour, 2 * kHour)},
                {"Berlin, October", "2026-10-25T01:00:00Z", changing("2026-10-25T01:00:00Z", 2 * kHour, kHour)},
                {"no midnight", "2026-04-23T22:00:00Z", changing("2026-04-23T22:00:00Z", 2 * kHour, 3 * kHour)},
                {"two midnights", "2026-10-29T21:00:00Z", changing("2026-10-29T21:00:00Z", 3 * kHour, 2 * kHour)},
                {"back over midnight", "2026-10-25T01:00:00Z", changing("2026-10-25T01:00:00Z", 0, -kHour)},
                {"half an hour back", "2026-04-04T15:00:00Z",
                 changing("2026-04-04T15:00:00Z", 11 * kHour, 10 * kHour + 1800)},
                {"half an hour on", "2026-10-03T15:30:00Z",
                 changing("2026-10-03T15:30:00Z", 10 * kHour + 1800, 11 * kHour)},
                {"seconds", "1920-01-01T00:00:00Z",
                 changing("1920-01-01T00:00:00Z", -(4 * kHour + 56 * 60 + 2), -5 * kHour)}};
    }
};

void LimitWindowTest::windows_data() {
    QTest::addColumn<int>("zone");
    QTest::addColumn<int>("period");
    QTest::addColumn<QByteArray>("at");
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<QByteArray>("end");
    const auto row = [](const char* name, int zone, Period period, const char* at, const char* begin, const char* end) {
        QTest::newRow(name) << zone << static_cast<int>(period) << QByteArray(at) << QByteArray(begin)
                            << QByteArray(end);
    };
    constexpr int kKathmandu = 1;
    constexpr int kMarch = 3;
    constexpr int kOctober = 4;
    constexpr int kNoMidnight = 5;
    constexpr int kTwoMidnights = 6;
    constexpr int kHalfBack = 8;
    row("minute", 0, Period::Minute, "2026-05-05T12:34:56.789Z", "2026-05-05T12:34:00Z", "2026-05-05T12:35:00Z");
    row("its first moment", 0, Period::Minute, "2026-05-05T12:34:00.000Z", "2026-05-05T12:34:00Z",
        "2026-05-05T12:35:00Z");
    row("its last moment", 0, Period::Minute, "2026-05-05T12:34:59.999Z", "2026-05-05T12:34:00Z",
        "2026-05-05T12:35:00Z");
    row("hour", 0, Period::Hour, "2026-05-05T12:34:56Z", "2026-05-05T12:00:00Z", "2026-05-05T13:00:00Z");
    row("hour with a quarter", kKathmandu, Period::Hour, "2026-05-05T12:34:56Z", "2026-05-05T12:15:00Z",
        "2026-05-05T13:15:00Z");
    row("day", kKathmandu, Period::Day, "2026-05-05T12:34:56Z", "2026-05-04T18:15:00Z", "2026-05-05T18:15:00Z");
    row("before 1970", 0, Period::Day, "1969-12-31T12:00:00Z", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z");
    row("short day, before", kMarch, Period::Day, "2026-03-29T00:30:00Z", "2026-03-28T23:00:00Z",
        "2026-03-29T22:00:00Z");
    row("short day, after", kMarch, Period::Day, "2026-03-29T20:30:00Z", "2026-03-28T23:00:00Z",
        "2026-03-29T22:00:00Z");
    row("long day, before", kOctober, Period::Day, "2026-10-25T00:30:00Z", "2026-10-24T22:00:00Z",
        "2026-10-25T23:00:00Z");
    row("long day, after", kOctober, Period::Day, "2026-10-25T22:59:59Z", "2026-10-24T22:00:00Z",
        "2026-10-25T23:00:00Z");
    row("hour, first time", kOctober, Period::Hour, "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z",
        "2026-10-25T01:00:00Z");
    row("hour, second time", kOctober, Period::Hour, "2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z",
        "2026-10-25T02:00:00Z");
    row("day without midnight", kNoMidnight, Period::Day, "2026-04-24T12:00:00Z", "2026-04-23T22:00:00Z",
        "2026-04-24T21:00:00Z");
    row("day before it", kNoMidnight, Period::Day, "2026-04-23T21:59:59Z", "2026-04-22T22:00:00Z",
        "2026-04-23T22:00:00Z");
    row("day with 23:30 twice", kTwoMidnights, Period::Day, "2026-10-29T20:30:00Z", "2026-10-28T21:00:00Z",
        "2026-10-29T22:00:00Z");
    row("day with 23:30 twice, after", kTwoMidnights, Period::Day, "2026-10-29T21:30:00Z", "2026-10-28T21:00:00Z",
        "2026-10-29T22:00:00Z");
    row("hour cut short", kHalfBack, Period::Hour, "2026-04-04T15:10:00Z", "2026-04-04T15:00:00Z",
        "2026-04-04T15:30:00Z");
}

void LimitWindowTest::windows() {
    QFETCH(const int, zone);
    QFETCH(const int, period);
    QFETCH(const QByteArray, at);
    QFETCH(const QByteArray, begin);
    QFETCH(const QByteArray, end);
    const LimitWindow window =
        windowOf(static_cast<Period>(period), utc(at.constData()), zones()[static_cast<std::size_t>(zone)].offset);
    QCOMPARE(window.begin, utc(begin.constData()));
    QCOMPARE(window.end, utc(end.constData()));
}

void LimitWindowTest::windowsFollowEachOther_data() {
    QTest::addColumn<int>("zone");
    QTest::addColumn<int>("period");
    const auto all = zones();
    for (std::size_t zone = 0; zone < all.size(); ++zone) {
        for (int period = 0; period < 3; ++period) {
            QTest::addRow("%s, %d", all[zone].name, period) << static_cast<int>(zone) << period;
        }
    }
}

/// For two days around the change: every moment is in its window, and windows have neither gap nor overlap.
void LimitWindowTest::windowsFollowEachOther() {
    QFETCH(const int, zone);
    QFETCH(const int, period);
    const Zone it = zones()[static_cast<std::size_t>(zone)];
    const UnixMs change = utc(it.change);
    constexpr UnixMs kDays = 2 * 86'400'000;
    constexpr UnixMs kStep = 97'003; // about a minute and a half, never in step with anything
    const auto of = [&](UnixMs at) { return windowOf(static_cast<Period>(period), at, it.offset); };
    for (UnixMs at = change - kDays; at < change + kDays; at += kStep) {
        const LimitWindow window = of(at);
        QVERIFY(window.contains(at));
        QCOMPARE(of(window.begin), window);
        QCOMPARE(of(window.end - 1), window);
        QCOMPARE(of(window.end).begin, window.end);
    }
    for (const UnixMs at : {change - 1, change, change + 1}) {
        QVERIFY(of(at).contains(at));
    }
}

QTEST_APPLESS_MAIN(LimitWindowTest)
#include "limit_window_test.moc"
