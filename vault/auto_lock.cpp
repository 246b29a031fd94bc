#include "vault/auto_lock.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace keysluice::vault {

namespace {

constexpr int kCheckMs = 5'000;
constexpr core::MonotonicNs kMinuteNs = 60'000'000'000;

struct ScreenSaver {
    const char* service;
    const char* path;
};
// the first one has two object paths, by desktop
constexpr ScreenSaver kScreenSavers[] = {{"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"},
                                         {"org.freedesktop.ScreenSaver", "/ScreenSaver"},
                                         {"org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"}};
const QString kLoginService = QStringLiteral("org.freedesktop.login1");
const QString kLoginPath = QStringLiteral("/org/freedesktop/login1");
const QString kLoginManager = QStringLiteral("org.freedesktop.login1.Manager");

} // namespace

AutoLock::AutoLock(const core::Clock& clock, const QDBusConnection& systemBus, const QDBusConnection& sessionBus,
                   QObject* parent)
    : QObject(parent),
      m_clock(clock),
      m_systemBus(systemBus),
      m_sessionBus(sessionBus),
      m_lastActivity(clock.monotonic()) {
    connect(&m_timer, &QTimer::timeout, this, &AutoLock::checkIdle);
    m_systemBus.connect(kLoginService, kLoginPath, kLoginManager, QStringLiteral("PrepareForSleep"), this,
                        SLOT(onPrepareForSleep(bool)));
    for (const ScreenSaver& saver : kScreenSavers) {
        const QString service = QLatin1String(saver.service);
        m_sessionBus.connect(service, QLatin1String(saver.path), service, QStringLiteral("ActiveChanged"), this,
                             SLOT(onScreenSaverActiveChanged(bool)));
    }
}

AutoLock::~AutoLock() = default;

void AutoLock::apply(const core::LockSettings& settings) {
    if (settings.idleMinutes != m_settings.idleMinutes) {
        noteActivity();
    }
    m_settings = settings;
    if (settings.idleMinutes > 0) {
        m_timer.start(kCheckMs);
    } else {
        m_timer.stop();
    }
    if (settings.onSuspend) {
        holdSleep();
    } else {
        m_sleepDelay.reset();
    }
}

void AutoLock::noteActivity() {
    m_lastActivity = m_clock.monotonic();
}

std::optional<int> AutoLock::minutesToLock() const {
    if (m_settings.idleMinutes <= 0) {
        return std::nullopt;
    }
    const core::MonotonicNs left = m_lastActivity + m_settings.idleMinutes * kMinuteNs - m_clock.monotonic();
    return left <= 0 ? 0 : static_cast<int>((left + kMinuteNs - 1) / kMinuteNs);
}

void AutoLock::checkIdle() {
    if (minutesToLock() == 0) {
        noteActivity(); // asked for once, not at every tick from now on
        Q_EMIT lockWanted(Reason::Idle);
    }
}

void AutoLock::onPrepareForSleep(bool before) {
    if (before) {
        if (m_settings.onSuspend) {
            Q_EMIT lockWanted(Reason::Suspend);
        }
        m_sleepDelay.reset(); // closes the descriptor: now the machine may sleep
    } else if (m_settings.onSuspend) {
        holdSleep();
    }
}

void AutoLock::onScreenSaverActiveChanged(bool active) {
    if (active && m_settings.onScreenLock) {
        Q_EMIT lockWanted(Reason::ScreenLock);
    }
}

void AutoLock::holdSleep() {
    if (m_sleepDelay != nullptr || m_isAskingForDelay || !m_systemBus.isConnected()) {
        return;
    }
    m_isAskingForDelay = true;
    QDBusMessage message =
        QDBusMessage::createMethodCall(kLoginService, kLoginPath, kLoginManager, QStringLiteral("Inhibit"));
    message << QStringLiteral("sleep") << QStringLiteral("Keysluice") << QStringLiteral("Locks its vault first")
            << QStringLiteral("delay");
    auto* watcher = new QDBusPendingCallWatcher(m_systemBus.asyncCall(message), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        m_isAskingForDelay = false;
        watcher->deleteLater();
        const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *watcher;
        // without a delay the signal alone has to do
        if (!reply.isError() && m_settings.onSuspend) {
            m_sleepDelay = std::make_unique<QDBusUnixFileDescriptor>(reply.value());
        }
    });
}

} // namespace keysluice::vault
