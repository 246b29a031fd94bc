#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QString>

namespace keysluice::ui {

/// Shows desktop notifications over the session bus; quietly does nothing where no service answers. Notification
/// servers may interpret mark-up in the text, so it is escaped here. Thread: gui. Source: Desktop Notifications
/// Specification 1.2, org.freedesktop.Notifications.Notify.
class DesktopNotifier final : public QObject {
    Q_OBJECT
public:
    explicit DesktopNotifier(const QDBusConnection& bus, QObject* parent = nullptr);

    void show(const QString& title, const QString& text);

private:
    QDBusConnection m_bus;
};

} // namespace keysluice::ui
