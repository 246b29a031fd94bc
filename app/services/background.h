#pragma once

#include "core/failure.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace keysluice::app {

/// Runs slow work (Argon2id) on one worker thread and brings its result back to the gui thread, unless `context` is
/// gone by then. One thread on purpose: guesses at a passphrase queue up. Thread: gui. The destructor waits for the
/// worker.
class Background final : public QObject {
    Q_OBJECT
public:
    explicit Background(QObject* parent = nullptr) : QObject(parent) { m_pool.setMaxThreadCount(1); }
    ~Background() override { m_pool.waitForDone(); }

    template <class T>
    void run(QObject* context, std::function<core::Outcome<T>()> work, std::function<void(core::Outcome<T>)> done) {
        const QPointer<QObject> alive(context);
        m_pool.start([this, alive, work = std::move(work), done = std::move(done)] {
            auto result = std::make_shared<core::Outcome<T>>(work());
            QMetaObject::invokeMethod(this, [alive, done, result] {
                if (!alive.isNull()) {
                    done(std::move(*result));
                }
            });
        });
    }

private:
    QThreadPool m_pool;
};

} // namespace keysluice::app
