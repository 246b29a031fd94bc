#include "app/process/signal_watcher.h"

#include <QSocketNotifier>

#include <csignal>
#include <unistd.h>

namespace keysluice::app {

namespace {

sigset_t setOf(std::initializer_list<int> signalNumbers) {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : signalNumbers) {
        sigaddset(&set, number);
    }
    return set;
}

} // namespace

void SignalWatcher::block(std::initializer_list<int> signalNumbers) {
    const sigset_t set = setOf(signalNumbers);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

SignalWatcher::SignalWatcher(std::initializer_list<int> signalNumbers, QObject* parent) : QObject(parent) {
    const sigset_t set = setOf(signalNumbers);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_descriptor = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    m_notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &SignalWatcher::readAll);
}

SignalWatcher::~SignalWatcher() {
    m_notifier->setEnabled(false);
    ::close(m_descriptor);
}

void SignalWatcher::readAll() {
    signalfd_siginfo info{};
    while (::read(m_descriptor, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
        const bool fromProcess = info.ssi_code == SI_USER || info.ssi_code == SI_QUEUE || info.ssi_code == SI_TKILL;
        Q_EMIT received(static_cast<int>(info.ssi_signo), fromProcess);
    }
}

} // namespace keysluice::app
