#pragma once

#include "private_bus.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDBusVirtualObject>

namespace keysluice::tests {

inline const QString kPath = QStringLiteral("/org/freedesktop/secrets");
inline const QString kService = QStringLiteral("org.freedesktop.secrets");

/// Takes the name of the Secret Service and swallows whatever is asked.
class SilentService : public QDBusVirtualObject {
public:
    [[nodiscard]] QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection&) override {
        message.setDelayedReply(true);
        return true;
    }
};

/// A Secret Service with one locked keyring, whose prompt the user closes or answers.
class PromptingService : public QDBusVirtualObject {
public:
    bool isDismissed = true;
    int prompts = 0;
    bool isLocked = true;

    [[nodiscard]] QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& connection) override {
        const QString member = message.member();
        const QDBusObjectPath none(QStringLiteral("/"));
        const QDBusObjectPath item(QStringLiteral("/org/freedesktop/secrets/collection/login/1"));
        const auto list = [](const QDBusObjectPath& path) { return QVariant::fromValue(QList<QDBusObjectPath>{path}); };
        const QVariant empty = QVariant::fromValue(QList<QDBusObjectPath>{});
        QDBusMessage reply = message.createReply();
        if (member == QStringLiteral("SearchItems")) {
            reply << (isLocked ? empty : list(item)) << (isLocked ? list(item) : empty);
        } else if (member == QStringLiteral("ReadAlias")) {
            reply << QVariant::fromValue(QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login")));
        } else if (member == QStringLiteral("Get")) {
            reply << QVariant::fromValue(QDBusVariant(isLocked));
        } else if (member == QStringLiteral("Unlock")) {
            reply << empty << QVariant::fromValue(QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/prompt/1")));
        } else if (member == QStringLiteral("Prompt")) {
            ++prompts;
            isLocked = isDismissed;
            QDBusMessage completed = QDBusMessage::createSignal(
                message.path(), QStringLiteral("org.freedesktop.Secret.Prompt"), QStringLiteral("Completed"));
            completed << isDismissed << QVariant::fromValue(QDBusVariant(QString()));
            connection.send(reply);
            return connection.send(completed);
        } else {
            return false;
        }
        return connection.send(reply);
    }
};

/// Owns the Secret Service's name with `service` for as long as it lives.
class Registration final {
public:
    Registration(const PrivateBus& bus, QDBusVirtualObject& service)
        : m_connection(bus.connection(QStringLiteral("owner"))) {
        m_isValid = m_connection.registerVirtualObject(kPath, &service, QDBusConnection::SubPath) &&
                    m_connection.registerService(kService);
    }
    ~Registration() {
        m_connection.unregisterService(kService);
        m_connection.unregisterObject(kPath, QDBusConnection::UnregisterTree);
        QDBusConnection::disconnectFromBus(QStringLiteral("owner"));
    }
    [[nodiscard]] bool isValid() const { return m_isValid; }

private:
    QDBusConnection m_connection;
    bool m_isValid = false;
};

} // namespace keysluice::tests
