#pragma once

#include <QObject>

#include <sys/signalfd.h>

#include <initializer_list>

class QSocketNotifier;

namespace keysluice::app {

/// Turns POSIX signals into Qt signals through signalfd(2). They must be blocked before any other thread exists,
/// because threads inherit that; the watcher itself needs the application object. Thread: main.
class SignalWatcher final : public QObject {
    Q_OBJECT
public:
    static void block(std::initializer_list<int> signalNumbers);
    /// Blocks them too.
    explicit SignalWatcher(std::initializer_list<int> signalNumbers, QObject* parent = nullptr);
    ~SignalWatcher() override;

Q_SIGNALS:
    /// `fromProcess`: sent by kill(2), not by the terminal or the kernel.
    void received(int signalNumber, bool fromProcess);

private:
    void readAll();

    int m_descriptor = -1;
    QSocketNotifier* m_notifier = nullptr;
};

} // namespace keysluice::app
