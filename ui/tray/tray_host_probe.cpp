#include "ui/tray/tray_host_probe.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QDBusVariant>

namespace keysluice::ui {

namespace {

const QString kService = QStringLiteral("org.kde.StatusNotifierWatcher");
const QString kPath = QStringLiteral("/StatusNotifierWatcher");
constexpr int kAnswerMs = 2'000;

} // namespace

TrayHostProbe::TrayHostProbe(const QDBusConnection& bus, QObject* parent) : QObject(parent), m_bus(bus) {}

void TrayHostProbe::start() {
    if (!m_bus.isConnected()) {
        setAvailable(false);
        return;
    }
    m_watcher = new QDBusServiceWatcher(kService, m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(m_watcher, &QDBusServiceWatcher::serviceRegistered, this, &TrayHostProbe::ask);
    connect(m_watcher, &QDBusServiceWatcher::serviceUnregistered, this, [this] { setAvailable(false); });
    m_bus.connect(kService, kPath, kService, QStringLiteral("StatusNotifierHostRegistered"), this, SLOT(hostChanged()));
    m_bus.connect(kService, kPath, kService, QStringLiteral("StatusNotifierHostUnregistered"), this,
                  SLOT(hostChanged()));
    ask();
}

void TrayHostProbe::hostChanged() {
    ask();
}

void TrayHostProbe::ask() {
    QDBusMessage call = QDBusMessage::createMethodCall(
        kService, kPath, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
    call.setArguments({kService, QStringLiteral("IsStatusNotifierHostRegistered")});
    call.setAutoStartService(false); // a watcher without a panel is of no use
    auto* pending = new QDBusPendingCallWatcher(m_bus.asyncCall(call, kAnswerMs), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* watcher) {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        setAvailable(!reply.isError() && reply.value().variant().toBool());
        watcher->deleteLater();
    });
}

void TrayHostProbe::setAvailable(bool available) {
    const bool changed = available != m_available;
    m_available = available;
    if (!m_probed) {
        m_probed = true;
        Q_EMIT probed();
    }
    if (changed) {
        Q_EMIT availableChanged(available);
    }
}

} // namespace keysluice::ui
