#include "ui/models/time_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace keysluice::ui {

namespace {

struct TimeText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::TimeText)
};

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

QDateTime local(core::UnixMs at) {
    return QDateTime::fromMSecsSinceEpoch(at);
}

QString shortDay(const QDate& day, const QDate& today) {
    //: Day and month, in the order of your language; see QDate::toString for the letters.
    const QString thisYear = TimeText::tr("d MMM");
    //: Day, month and year.
    const QString anyYear = TimeText::tr("d MMM yyyy");
    return QLocale().toString(day, day.year() == today.year() ? thisYear : anyYear);
}

} // namespace

QString seenText(core::UnixMs at, core::UnixMs now) {
    if (at <= 0) {
        return TimeText::tr("never");
    }
    const std::int64_t passed = now - at;
    if (passed < kMinute) {
        return TimeText::tr("now");
    }
    if (passed < kHour) {
        return TimeText::tr("%1 min ago").arg(passed / kMinute);
    }
    if (local(at).date() == local(now).date()) {
        return QLocale().toString(local(at).time(), QLocale::ShortFormat);
    }
    return shortDay(local(at).date(), local(now).date());
}

QString clockText(core::UnixMs at, core::UnixMs now) {
    const QString time = local(at).time().toString(QStringLiteral("HH:mm:ss"));
    if (local(at).date() == local(now).date()) {
        return time;
    }
    //: %1 is a day ("3 Nov"), %2 a time
    return TimeText::tr("%1 %2").arg(shortDay(local(at).date(), local(now).date()), time);
}

QString untilText(core::UnixMs at, core::UnixMs now) {
    const QString time = QLocale().toString(local(at).time(), QLocale::ShortFormat);
    if (local(at).date() == local(now).date()) {
        return time;
    }
    return TimeText::tr("%1 %2").arg(shortDay(local(at).date(), local(now).date()), time);
}

QString exactText(core::UnixMs at) {
    //: %1 is a date, %2 a time with milliseconds
    return TimeText::tr("%1, %2").arg(QLocale().toString(local(at).date(), QLocale::ShortFormat),
                                      local(at).time().toString(QStringLiteral("HH:mm:ss.zzz")));
}

QString dayText(core::UnixMs at) {
    return QLocale().toString(local(at).date(), QLocale::LongFormat);
}

QString durationText(std::int64_t microseconds) {
    if (microseconds < 0) {
        return QStringLiteral("–");
    }
    const QLocale locale;
    if (microseconds < 1'000) {
        return TimeText::tr("%1 µs").arg(microseconds);
    }
    if (microseconds < 1'000'000) {
        return TimeText::tr("%1 ms").arg((microseconds + 500) / 1'000);
    }
    const double seconds = static_cast<double>(microseconds) / 1e6;
    if (seconds < 99.95) {
        return TimeText::tr("%1 s").arg(locale.toString(seconds, 'f', seconds < 9.995 ? 2 : 1));
    }
    const std::int64_t whole = (microseconds + 500'000) / 1'000'000;
    return TimeText::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

QString longDurationText(std::int64_t milliseconds) {
    const std::int64_t minutes = milliseconds / kMinute;
    if (minutes < 1) {
        return TimeText::tr("less than 1 min");
    }
    if (minutes < 60) {
        return TimeText::tr("%1 min").arg(minutes);
    }
    return TimeText::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString bytesText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), bytes < 1024 ? 0 : 1,
                                       QLocale::DataSizeTraditionalFormat);
}

QString numberText(std::int64_t number) {
    return QLocale().toString(static_cast<qlonglong>(number));
}

} // namespace keysluice::ui
