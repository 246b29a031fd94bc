#pragma once

#include "core/failure.h"

#include <QObject>
#include <QPointer>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace keysluice::app {

/// Runs slow work (Argon2id) on one worker thread and brings its result back to the gui thread, unless `context` is
/// gone by then. One thread on purpose: guesses at a passphrase queue up. Thread: gui. The destructor drops what has
/// not begun, and waits until the thread itself is gone: not only its work, but what libraries keep for it.
class Background final : public QObject {
    Q_OBJECT
public:
    explicit Background(QObject* parent = nullptr) : QObject(parent) {}
    ~Background() override;

    template <class T>
    void run(QObject* context, std::function<core::Outcome<T>()> work, std::function<void(core::Outcome<T>)> done) {
        const QPointer<QObject> alive(context);
        start([this, alive, work = std::move(work), done = std::move(done)]() mutable {
            auto result = std::make_shared<core::Outcome<T>>(work());
            QMetaObject::invokeMethod(this, [alive, done = std::move(done), result] {
                if (!alive.isNull()) {
                    done(std::move(*result));
                }
            });
        });
    }

private:
    void start(std::function<void()> job);
    void work();

    std::mutex m_mutex; ///< of the next two
    std::deque<std::function<void()>> m_jobs;
    bool m_isEnding = false;
    std::condition_variable m_wake;
    std::thread m_thread; ///< from the first job on
};

} // namespace keysluice::app
