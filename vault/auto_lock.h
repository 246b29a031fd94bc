#pragma once

#include "core/clock.h"
#include "core/settings.h"

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace keysluice::vault {

/// Says when the vault should be locked by itself: after a time without requests, before the machine sleeps, when the
/// screen is locked. Thread: gui. Bus names: login1 (system bus), org.freedesktop.ScreenSaver and
/// org.gnome.ScreenSaver (session bus); where a service is missing, nothing happens.
class AutoLock final : public QObject {
    Q_OBJECT
public:
    enum class Reason { Idle, Suspend, ScreenLock };

    AutoLock(const core::Clock& clock, const QDBusConnection& systemBus, const QDBusConnection& sessionBus,
             QObject* parent = nullptr);
    ~AutoLock() override;

    /// While the vault is locked pass `LockSettings{}`.
    void apply(const core::LockSettings& settings);
    /// Does it hold the machine awake for the moment that locking takes?
    [[nodiscard]] bool holdsSleep() const { return m_sleepDelay != nullptr; }
    /// A request, or the user at the window: the idle time starts anew.
    void noteActivity();
    /// Whole minutes until the idle lock, rounded up.
    [[nodiscard]] std::optional<int> minutesToLock() const;

public Q_SLOTS:
    /// Compares with the clock; called every 5 s by itself.
    void checkIdle();

Q_SIGNALS:
    /// Lock now: the machine sleeps as soon as the slots connected to this have returned.
    void lockWanted(keysluice::vault::AutoLock::Reason reason);

private Q_SLOTS:
    void onPrepareForSleep(bool before);
    void onScreenSaverActiveChanged(bool active);

private:
    void holdSleep();

    const core::Clock& m_clock;
    QDBusConnection m_systemBus;
    QDBusConnection m_sessionBus;
    core::LockSettings m_settings;
    QTimer m_timer;
    core::MonotonicNs m_lastActivity = 0;
    std::unique_ptr<QDBusUnixFileDescriptor> m_sleepDelay; ///< holds the machine awake until the vault is locked
    bool m_isAskingForDelay = false;
};

} // namespace keysluice::vault
