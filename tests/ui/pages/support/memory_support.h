#pragma once

#include "core/clock.h"
#include "ui/ports/done.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace keysluice::uitest {

class TestClock final : public core::Clock {
public:
    core::UnixMs value = 1'800'000'000'000;
    core::UnixMs now() const override { return value; }
    core::MonotonicNs monotonic() const override { return value * 1'000'000; }
};

/// Answers through the event loop, as the real ones do, and never after the context is gone.
template <class T>
void answerLater(QObject* context, ui::Done<T> done, core::Outcome<T> result) {
    auto kept = std::make_shared<core::Outcome<T>>(std::move(result));
    QTimer::singleShot(0, context, [done = std::move(done), kept] { done(std::move(*kept)); });
}

} // namespace keysluice::uitest
