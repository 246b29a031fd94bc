#include "ui/tray/desktop_notifier.h"

#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QStringList>
#include <QVariantMap>

namespace keysluice::ui {

DesktopNotifier::DesktopNotifier(const QDBusConnection& bus, QObject* parent) : QObject(parent), m_bus(bus) {}

void DesktopNotifier::show(const QString& title, const QString& text) {
    if (!m_bus.isConnected()) {
        return;
    }
    const QString service = QStringLiteral("org.freedesktop.Notifications");
    QDBusMessage call = QDBusMessage::createMethodCall(service, QStringLiteral("/org/freedesktop/Notifications"),
                                                       service, QStringLiteral("Notify"));
    call.setArguments({QStringLiteral("Keysluice"), QVariant::fromValue<uint>(0), QStringLiteral("keysluice"), title,
                       text.toHtmlEscaped(), QStringList(),
                       QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("keysluice")}}, -1});
    m_bus.asyncCall(call);
}

} // namespace keysluice::ui
