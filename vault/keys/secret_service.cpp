#include "vault/keys/secret_service.h"

#include "vault/keys/keychain_prompt.h"

#include <QDBusArgument>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusVariant>
#include <QMap>
#include <QTimer>

#include <memory>
#include <utility>

namespace keysluice::vault {

namespace {

const QString kService = QStringLiteral("org.freedesktop.secrets");
const QString kPath = QStringLiteral("/org/freedesktop/secrets");
const QString kInterface = QStringLiteral("org.freedesktop.Secret.Service");
const QString kNothing = QStringLiteral("/"); // the specification's "no object"
using Attributes = QMap<QString, QString>;

QDBusMessage serviceCall(const QString& method) {
    return QDBusMessage::createMethodCall(kService, kPath, kInterface, method);
}

QDBusMessage busCall(const QString& method) {
    const QString bus = QStringLiteral("org.freedesktop.DBus");
    return QDBusMessage::createMethodCall(bus, QStringLiteral("/org/freedesktop/DBus"), bus, method);
}

core::Failure failureOf(const QDBusMessage& reply) {
    const QDBusError error(reply);
    switch (error.type()) {
    case QDBusError::NoReply:
    case QDBusError::Timeout:
    case QDBusError::TimedOut:
        return {core::FailureCode::KeychainHung, {}};
    case QDBusError::ServiceUnknown:
    case QDBusError::Disconnected:
        return {core::FailureCode::KeychainAbsent, {}};
    default:
        return {core::FailureCode::KeychainFailed, error.name().toStdString()};
    }
}

QList<QDBusObjectPath> paths(const QDBusMessage& reply, int index) {
    return qdbus_cast<QList<QDBusObjectPath>>(reply.arguments().value(index));
}

QString path(const QDBusMessage& reply, int index) {
    return qvariant_cast<QDBusObjectPath>(reply.arguments().value(index)).path();
}

} // namespace

SecretService::SecretService(const QDBusConnection& session, std::chrono::milliseconds answer,
                             std::chrono::milliseconds prompt, QObject* parent)
    : QObject(parent), m_session(session), m_answer(answer), m_prompt(prompt) {
    qDBusRegisterMetaType<Attributes>();
}

void SecretService::find(Done done) {
    if (!m_session.isConnected()) {
        done(core::fail(core::FailureCode::KeychainAbsent));
        return;
    }
    QDBusMessage owner = busCall(QStringLiteral("NameHasOwner"));
    owner << kService;
    call(owner, done, [this, done](const QDBusMessage& reply) {
        if (reply.arguments().value(0).toBool()) {
            done({});
            return;
        }
        call(busCall(QStringLiteral("ListActivatableNames")), done, [done](const QDBusMessage& names) {
            if (names.arguments().value(0).toStringList().contains(kService)) {
                done({});
            } else {
                done(core::fail(core::FailureCode::KeychainAbsent));
            }
        });
    });
}

void SecretService::openDefault(bool mayPrompt, Done done) {
    find([this, mayPrompt, done](const core::Outcome<void>& found) {
        if (!found) {
            done(found);
            return;
        }
        QDBusMessage alias = serviceCall(QStringLiteral("ReadAlias"));
        alias << QStringLiteral("default");
        call(alias, done, [this, mayPrompt, done](const QDBusMessage& reply) {
            const QString collection = path(reply, 0);
            if (collection.isEmpty() || collection == kNothing) {
                // the first thing that is stored makes the keyring, and that asks the user for its password
                done(mayPrompt ? core::Outcome<void>{}
                               : core::fail(core::FailureCode::KeychainLocked, "no default keyring"));
                return;
            }
            QDBusMessage locked = QDBusMessage::createMethodCall(
                kService, collection, QStringLiteral("org.freedesktop.DBus.Properties"), QStringLiteral("Get"));
            locked << QStringLiteral("org.freedesktop.Secret.Collection") << QStringLiteral("Locked");
            call(locked, done, [this, mayPrompt, collection, done](const QDBusMessage& property) {
                if (qvariant_cast<QDBusVariant>(property.arguments().value(0)).variant().toBool()) {
                    unlock(QDBusObjectPath(collection), mayPrompt, done);
                } else {
                    done({});
                }
            });
        });
    });
}

void SecretService::openItem(const QString& service, const QString& key, bool mayPrompt, Done done) {
    find([this, service, key, mayPrompt, done](const core::Outcome<void>& found) {
        if (!found) {
            done(found);
            return;
        }
        // the attributes that QtKeychain gives its items
        QDBusMessage search = serviceCall(QStringLiteral("SearchItems"));
        search << QVariant::fromValue(Attributes{{QStringLiteral("server"), service}, {QStringLiteral("user"), key}});
        call(search, done, [this, mayPrompt, done](const QDBusMessage& reply) {
            if (!paths(reply, 0).isEmpty()) {
                done({});
            } else if (const QList<QDBusObjectPath> locked = paths(reply, 1); !locked.isEmpty()) {
                unlock(locked.first(), mayPrompt, done);
            } else {
                done(core::fail(core::FailureCode::KeychainEntryMissing));
            }
        });
    });
}

void SecretService::unlock(const QDBusObjectPath& object, bool mayPrompt, Done done) {
    if (!mayPrompt) {
        done(core::fail(core::FailureCode::KeychainLocked));
        return;
    }
    QDBusMessage message = serviceCall(QStringLiteral("Unlock"));
    message << QVariant::fromValue(QList<QDBusObjectPath>{object});
    call(message, done, [this, done](const QDBusMessage& reply) {
        const QString promptPath = path(reply, 1);
        if (!paths(reply, 0).isEmpty()) {
            done({});
        } else if (promptPath.isEmpty() || promptPath == kNothing) {
            done(core::fail(core::FailureCode::KeychainLocked));
        } else {
            prompt(promptPath, done);
        }
    });
}

void SecretService::prompt(const QString& promptPath, Done done) {
    auto* waiter = new KeychainPrompt(m_session, kService, promptPath, this);
    auto* timer = new QTimer(waiter);
    timer->setSingleShot(true);
    // Never waiter->disconnect(): QtDBus needs destroyed() to forget the object it delivers the signal to.
    const auto finish = [waiter, timer, done,
                         isFinished = std::make_shared<bool>(false)](const core::Outcome<void>& result) {
        if (!std::exchange(*isFinished, true)) {
            timer->stop();
            waiter->deleteLater(); // with its timer
            done(result);
        }
    };
    connect(timer, &QTimer::timeout, waiter, [finish] { finish(core::fail(core::FailureCode::KeychainLocked)); });
    connect(waiter, &KeychainPrompt::answered, this, [finish](bool dismissed) {
        finish(dismissed ? core::fail(core::FailureCode::KeychainDismissed) : core::Outcome<void>{});
    });
    timer->start(m_prompt);
    QDBusMessage message = QDBusMessage::createMethodCall(
        kService, promptPath, QStringLiteral("org.freedesktop.Secret.Prompt"), QStringLiteral("Prompt"));
    message << QString();
    // the window's id is not known on every desktop; the keyring centres its prompt then
    auto* watcher =
        new QDBusPendingCallWatcher(m_session.asyncCall(message, static_cast<int>(m_answer.count())), waiter);
    connect(watcher, &QDBusPendingCallWatcher::finished, waiter, [watcher, finish] {
        if (watcher->isError()) {
            finish(tl::make_unexpected(failureOf(watcher->reply())));
        }
    });
}

void SecretService::call(const QDBusMessage& message, Done onError, Reply onReply) {
    auto* watcher = new QDBusPendingCallWatcher(m_session.asyncCall(message, static_cast<int>(m_answer.count())), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [watcher, onError = std::move(onError), onReply = std::move(onReply)] {
                watcher->deleteLater();
                const QDBusMessage reply = watcher->reply();
                if (reply.type() == QDBusMessage::ErrorMessage) {
                    onError(tl::make_unexpected(failureOf(reply)));
                } else {
                    onReply(reply);
                }
            });
}

} // namespace keysluice::vault
