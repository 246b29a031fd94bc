#include "ui/tray/notification_client.h"

#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>
#include <QVariantMap>

#include <algorithm>
#include <utility>
#include <vector>

namespace keysluice::ui {

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
constexpr int kAnswerMs = 5'000;
constexpr uchar kCritical = 2; ///< stays until it is answered, and keeps its buttons

QDBusMessage callTo(const QString& service, const char* method) {
    return QDBusMessage::createMethodCall(service, kPath, kService, QString::fromLatin1(method));
}

} // namespace

NotificationClient::NotificationClient(const QDBusConnection& bus, QObject* parent) : QObject(parent), m_bus(bus) {
    if (!m_bus.isConnected()) {
        return;
    }
    auto* watcher = new QDBusServiceWatcher(kService, m_bus, QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString&, const QString&, const QString& owner) { onOwnerChanged(owner); });
    // From anybody: whose signals count is decided in find(), not by who owns the well-known name at the moment.
    const auto listen = [this](const char* signal, const char* slot) {
        m_bus.connect({}, kPath, kService, QString::fromLatin1(signal), this, slot);
    };
    listen("ActionInvoked", SLOT(onActionInvoked(uint, QString, QDBusMessage)));
    listen("ActivationToken", SLOT(onActivationToken(uint, QString, QDBusMessage)));
    listen("NotificationClosed", SLOT(onNotificationClosed(uint, uint, QDBusMessage)));
    askCapabilities();
}

NotificationClient::~NotificationClient() {
    for (const auto& [handle, shown] : m_notices) {
        close(shown);
    }
}

void NotificationClient::askCapabilities() {
    auto* pending = new QDBusPendingCallWatcher(m_bus.asyncCall(callTo(kService, "GetCapabilities"), kAnswerMs), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* watcher) {
        const QDBusPendingReply<QStringList> reply = *watcher;
        m_hasActions = !reply.isError() && reply.value().contains(QStringLiteral("actions"));
        setAvailable(!reply.isError());
        watcher->deleteLater();
    });
}

void NotificationClient::setAvailable(bool available) {
    if (available != std::exchange(m_isAvailable, available)) {
        Q_EMIT availableChanged();
    }
}

void NotificationClient::onOwnerChanged(const QString& owner) {
    std::vector<Handle> lost;
    for (const auto& [handle, shown] : m_notices) {
        if (!shown.owner.isEmpty() && shown.owner != owner) {
            lost.push_back(handle);
        }
    }
    for (const Handle handle : lost) {
        m_notices.erase(handle);
        Q_EMIT closed(handle);
    }
    setAvailable(false);
    if (!owner.isEmpty()) {
        askCapabilities();
    }
}

NotificationClient::Handle NotificationClient::show(const Notification& notification) {
    const Handle handle = ++m_last;
    m_notices.emplace(handle, Shown());
    send(handle, notification);
    return handle;
}

void NotificationClient::replace(Handle handle, const Notification& notification) {
    const auto found = m_notices.find(handle);
    if (found == m_notices.end()) {
        return;
    }
    found->second.isAnswered = true; // what was shown until now is not answered any more
    if (found->second.isAsked) {
        found->second.next = notification;
    } else {
        send(handle, notification);
    }
}

void NotificationClient::withdraw(Handle handle) {
    const auto found = m_notices.find(handle);
    if (found == m_notices.end()) {
        return;
    }
    if (found->second.isAsked) {
        found->second.isWithdrawn = true;
        return;
    }
    close(found->second);
    m_notices.erase(found);
}

void NotificationClient::send(Handle handle, const Notification& notification) {
    Shown& shown = m_notices.at(handle);
    shown.isAsked = true;
    QDBusMessage call = callTo(kService, "Notify");
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QStringLiteral("keysluice")},
                            {QStringLiteral("urgency"), QVariant::fromValue<uchar>(kCritical)}};
    call.setArguments({QStringLiteral("Keysluice"), QVariant::fromValue<uint>(shown.id), QStringLiteral("keysluice"),
                       notification.title, notification.text.toHtmlEscaped(),
                       m_hasActions ? notification.actions : QStringList(), hints, notification.expiresMs});
    auto* pending = new QDBusPendingCallWatcher(m_bus.asyncCall(call, kAnswerMs), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this, handle](QDBusPendingCallWatcher* watcher) {
        onTaken(handle, watcher->reply());
        watcher->deleteLater();
    });
}

void NotificationClient::onTaken(Handle handle, const QDBusMessage& reply) {
    const auto found = m_notices.find(handle);
    const bool isTaken = reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty();
    if (found == m_notices.end()) {
        return; // it went with its service
    }
    if (!isTaken) {
        m_notices.erase(found);
        Q_EMIT closed(handle);
        return;
    }
    Shown& shown = found->second;
    shown.owner = reply.service();
    shown.id = reply.arguments().constFirst().toUInt();
    shown.isAsked = false;
    shown.isAnswered = false;
    if (shown.isWithdrawn) {
        close(shown);
        m_notices.erase(found);
    } else if (shown.next) {
        shown.isAnswered = true;
        send(handle, *std::exchange(shown.next, std::nullopt));
    }
}

void NotificationClient::close(const Shown& shown) {
    if (shown.owner.isEmpty()) {
        return;
    }
    QDBusMessage call = callTo(shown.owner, "CloseNotification");
    call.setArguments({QVariant::fromValue<uint>(shown.id)});
    call.setAutoStartService(false);
    m_bus.asyncCall(call, kAnswerMs);
}

NotificationClient::Notices::iterator NotificationClient::find(uint id, const QDBusMessage& message) {
    return std::find_if(m_notices.begin(), m_notices.end(), [&](const auto& notice) {
        const Shown& shown = notice.second;
        return !shown.owner.isEmpty() && shown.owner == message.service() && shown.id == id;
    });
}

void NotificationClient::onActionInvoked(uint id, const QString& key, const QDBusMessage& message) {
    const auto found = find(id, message);
    if (found == m_notices.end() || found->second.isWithdrawn || std::exchange(found->second.isAnswered, true)) {
        return;
    }
    Q_EMIT answered(found->first, key, found->second.token);
}

void NotificationClient::onActivationToken(uint id, const QString& token, const QDBusMessage& message) {
    if (const auto found = find(id, message); found != m_notices.end()) {
        found->second.token = token;
    }
}

void NotificationClient::onNotificationClosed(uint id, uint /*reason*/, const QDBusMessage& message) {
    const auto found = find(id, message);
    if (found == m_notices.end() || found->second.isAsked) { // one that is being replaced comes again
        return;
    }
    const Handle handle = found->first;
    m_notices.erase(found);
    Q_EMIT closed(handle);
}

} // namespace keysluice::ui
