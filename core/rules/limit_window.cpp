#include "core/rules/limit_window.h"

namespace keysluice::core::rules {

namespace {

std::int64_t lengthOf(Period period) {
    switch (period) {
    case Period::Minute:
        return 60'000;
    case Period::Hour:
        return 3'600'000;
    case Period::Day:
        break;
    }
    return 86'400'000;
}

std::int64_t floorQuotient(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

/// Local time near one moment.
class LocalTime final {
public:
    LocalTime(Period period, const UtcOffset& offset) : m_length(lengthOf(period)), m_offset(offset) {}

    [[nodiscard]] std::int64_t offsetAt(UnixMs at) const { return std::int64_t{m_offset(at)} * 1000; }
    /// Which minute, hour or day it is.
    [[nodiscard]] std::int64_t numberAt(UnixMs at) const { return floorQuotient(at + offsetAt(at), m_length); }
    [[nodiscard]] UnixMs beginOf(std::int64_t number, std::int64_t offset) const { return number * m_length - offset; }

    /// The first moment with the clocks of `late`, when they are changed once behind `early`.
    [[nodiscard]] UnixMs changeBetween(UnixMs early, UnixMs late) const {
        const std::int64_t after = offsetAt(late);
        while (late - early > 1) {
            const UnixMs middle = early + (late - early) / 2;
            (offsetAt(middle) == after ? late : early) = middle;
        }
        return late;
    }

private:
    std::int64_t m_length;
    const UtcOffset& m_offset;
};

UnixMs beginOfWindow(Period period, UnixMs at, const LocalTime& local) {
    const std::int64_t offset = local.offsetAt(at);
    const std::int64_t number = local.numberAt(at);
    const UnixMs begin = local.beginOf(number, offset);
    if (local.offsetAt(begin - 1) == offset) {
        return begin;
    }
    const UnixMs change = local.changeBetween(begin - 1, at);
    if (period == Period::Day && local.numberAt(change - 1) == number) {
        return local.beginOf(number, local.offsetAt(change - 1));
    }
    return change;
}

UnixMs endOfWindow(Period period, UnixMs at, const LocalTime& local) {
    const std::int64_t offset = local.offsetAt(at);
    const std::int64_t number = local.numberAt(at);
    const UnixMs end = local.beginOf(number + 1, offset);
    if (local.offsetAt(end) == offset) {
        return end;
    }
    const UnixMs change = local.changeBetween(at, end);
    if (period == Period::Day && local.numberAt(change) == number) {
        return local.beginOf(number + 1, local.offsetAt(change));
    }
    return change;
}

} // namespace

LimitWindow windowOf(Period period, UnixMs at, const UtcOffset& offset) {
    const LocalTime local(period, offset);
    return {beginOfWindow(period, at, local), endOfWindow(period, at, local)};
}

} // namespace keysluice::core::rules
