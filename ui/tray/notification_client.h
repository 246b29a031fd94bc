#pragma once

#include <QDBusConnection>
#include <QDBusMessage>
#include <QObject>
#include <QString>
#include <QStringList>

#include <map>
#include <optional>

namespace keysluice::ui {

/// What a notification says; plain text.
struct Notification {
    QString title;
    QString text;
    QStringList actions; ///< key and label in turn; "default" is a click on the notification itself
    int expiresMs = -1;  ///< -1: as the desktop likes
};

/// Notifications that can be answered. An answer counts only when it comes from the very program on the bus that took
/// the notification, for one that is shown, and once. Thread: gui.
/// Source: Desktop Notifications Specification 1.2, org.freedesktop.Notifications.
class NotificationClient final : public QObject {
    Q_OBJECT
public:
    using Handle = quint64; ///< of a notification; never 0, never used again

    explicit NotificationClient(const QDBusConnection& bus, QObject* parent = nullptr);
    ~NotificationClient() override;

    /// A service has answered, and is still there.
    [[nodiscard]] bool isAvailable() const { return m_isAvailable; }

    [[nodiscard]] Handle show(const Notification& notification);
    /// The same place on the screen, another text; answers to what was shown there before are lost.
    void replace(Handle handle, const Notification& notification);
    void withdraw(Handle handle);

Q_SIGNALS:
    void availableChanged();
    /// `token` lets a window come to the front under Wayland; may be empty.
    void answered(quint64 handle, const QString& key, const QString& token);
    /// By the person, by time, or with its service.
    void closed(quint64 handle);

private Q_SLOTS:
    void onActionInvoked(uint id, const QString& key, const QDBusMessage& message);
    void onActivationToken(uint id, const QString& token, const QDBusMessage& message);
    void onNotificationClosed(uint id, uint reason, const QDBusMessage& message);

private:
    struct Shown {
        QString owner; ///< unique bus name; empty: not taken yet
        uint id = 0;
        bool isAsked = false;     ///< a call is under way
        bool isWithdrawn = false; ///< to be closed as soon as it is known
        bool isAnswered = false;
        QString token;
        std::optional<Notification> next; ///< to be shown after the call under way
    };
    using Notices = std::map<Handle, Shown>;

    void askCapabilities();
    void setAvailable(bool available);
    void onOwnerChanged(const QString& owner);
    void send(Handle handle, const Notification& notification);
    void onTaken(Handle handle, const QDBusMessage& reply);
    void close(const Shown& shown);
    [[nodiscard]] Notices::iterator find(uint id, const QDBusMessage& message);

    QDBusConnection m_bus;
    bool m_isAvailable = false;
    bool m_hasActions = false;
    Handle m_last = 0;
    Notices m_notices;
};

} // namespace keysluice::ui
