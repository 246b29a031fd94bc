#pragma once

#include "core/failure.h"

#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QObject>
#include <QString>

#include <chrono>
#include <functional>

class QDBusMessage;

namespace keysluice::vault {

/// What has to be asked of the Secret Service (https://specifications.freedesktop.org/secret-service/) before
/// QtKeychain is used: is it there, is our item there, is it locked. Thread: main; nothing blocks. Callbacks come once,
/// while this object lives. Errors: KeychainAbsent, KeychainLocked, KeychainDismissed, KeychainHung, KeychainFailed.
class SecretService final : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(core::Outcome<void>)>;

    SecretService(const QDBusConnection& session, std::chrono::milliseconds answer, std::chrono::milliseconds prompt,
                  QObject* parent = nullptr);

    /// Is there a service, on the bus or startable?
    void find(Done done);
    /// Is the default keyring unlocked? With `mayPrompt` the user may be asked to unlock it.
    void openDefault(bool mayPrompt, Done done);
    /// Is there an item of these QtKeychain names, and unlocked? More errors: KeychainEntryMissing.
    void openItem(const QString& service, const QString& key, bool mayPrompt, Done done);

private:
    using Reply = std::function<void(const QDBusMessage&)>;

    void call(const QDBusMessage& message, Done onError, Reply onReply);
    void unlock(const QDBusObjectPath& object, bool mayPrompt, Done done);
    void prompt(const QString& path, Done done);

    QDBusConnection m_session;
    std::chrono::milliseconds m_answer;
    std::chrono::milliseconds m_prompt;
};

} // namespace keysluice::vault
