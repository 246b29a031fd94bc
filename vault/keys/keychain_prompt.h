#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <QString>

namespace keysluice::vault {

/// Waits for the answer to one prompt of the Secret Service (org.freedesktop.Secret.Prompt). Thread: main.
class KeychainPrompt final : public QObject {
    Q_OBJECT
public:
    KeychainPrompt(QDBusConnection session, const QString& service, const QString& path, QObject* parent);

Q_SIGNALS:
    void answered(bool dismissed);

private Q_SLOTS:
    void onCompleted(bool dismissed, const QDBusVariant& result);
};

} // namespace keysluice::vault
