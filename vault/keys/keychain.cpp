#include "vault/keys/keychain.h"

#include "vault/crypto/fields.h"
#include "vault/crypto/passphrase_kdf.h"
#include "vault/keys/secret_service.h"

#include <QPointer>
#include <QTimer>
#include <qt6keychain/keychain.h>

#include <string_view>
#include <utility>

namespace keysluice::vault {

namespace {

constexpr std::string_view kMark = "KSK1";
constexpr std::size_t kEntryBytes = kMark.size() + 8 + kKeyBytes;

QString serviceName() {
    return QStringLiteral("keysluice");
}
QString keyName(const std::string& vaultId) {
    return QStringLiteral("vault ") + QString::fromStdString(vaultId);
}

/// QtKeychain hands out and takes QByteArrays, which nobody wipes. They share their memory, so that wiping ours
/// (without detaching) wipes the job's too.
void wipeShared(const QByteArray& bytes) {
    core::wipe({const_cast<char*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
}

QByteArray encode(const KeychainEntry& entry) {
    std::string head(kMark);
    appendUint64(head, entry.generation);
    QByteArray bytes;
    bytes.reserve(static_cast<qsizetype>(kEntryBytes)); // growing would leave copies behind
    bytes.append(head.data(), static_cast<qsizetype>(head.size()));
    bytes.append(reinterpret_cast<const char*>(entry.secret.bytes().data()),
                 static_cast<qsizetype>(entry.secret.size()));
    return bytes;
}

core::Outcome<KeychainEntry> decode(const QByteArray& bytes) {
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (view.size() != kEntryBytes || !view.starts_with(kMark)) {
        return core::fail(core::FailureCode::KeychainFailed, "not an entry of this application");
    }
    return KeychainEntry{core::SecretBytes::copyOf(view.substr(kMark.size() + 8)),
                         readUint64(view.substr(kMark.size(), 8))};
}

core::Outcome<void> resultOf(const QKeychain::Job& job) {
    using core::FailureCode;
    switch (job.error()) {
    case QKeychain::NoError:
        return {};
    case QKeychain::EntryNotFound: // there was one and it was unlocked a moment ago
        return core::fail(FailureCode::KeychainEntryMissing);
    case QKeychain::AccessDeniedByUser:
        return core::fail(FailureCode::KeychainDismissed);
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::AccessDenied:
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError:
        break;
    }
    return core::fail(FailureCode::KeychainFailed, job.errorString().toStdString());
}

} // namespace

class Keychain::Private {
public:
    Private(const QDBusConnection& session, Times keychainTimes)
        : times(keychainTimes), service(session, keychainTimes.answer, keychainTimes.prompt) {}

    /// Runs a job with our own time-out. A job that is late is abandoned, never deleted: QtKeychain would use it after
    /// that. It deletes itself if it ever ends.
    void run(QKeychain::Job* job, QObject* owner, std::chrono::milliseconds limit,
             const std::function<void(core::Outcome<void>)>& done) const {
        auto* guard = new QTimer(owner);
        guard->setSingleShot(true);
        job->setAutoDelete(true);
        job->setInsecureFallback(false);
        connect(job, &QKeychain::Job::finished, guard, [guard, done](QKeychain::Job* finished) {
            guard->stop();
            guard->deleteLater();
            done(resultOf(*finished));
        });
        connect(guard, &QTimer::timeout, guard, [guard, job, done] {
            disconnect(job, nullptr, guard, nullptr);
            guard->deleteLater();
            done(core::fail(core::FailureCode::KeychainHung));
        });
        guard->start(limit);
        job->start();
    }

    Times times;
    SecretService service;
};

namespace {

/// Calls `done` unless its context is gone.
template <class T>
auto guarded(QObject* context, Keychain::Done<T> done) {
    return [context = QPointer<QObject>(context), done = std::move(done)](core::Outcome<T> result) {
        if (context != nullptr) {
            done(std::move(result));
        }
    };
}

} // namespace

Keychain::Keychain(const QDBusConnection& session, QObject* parent) : Keychain(session, Times{}, parent) {}

Keychain::Keychain(const QDBusConnection& session, Times times, QObject* parent)
    : QObject(parent), m_private(std::make_unique<Private>(session, times)) {}

Keychain::~Keychain() = default;

void Keychain::probe(QObject* context, Done<void> done) {
    m_private->service.openDefault(false, guarded(context, std::move(done)));
}

void Keychain::read(const std::string& vaultId, Prompt prompt, QObject* context, Done<KeychainEntry> done) {
    const auto answer = guarded(context, std::move(done));
    m_private->service.openItem(serviceName(), keyName(vaultId), prompt == Prompt::Allowed,
                                [this, vaultId, answer](const core::Outcome<void>& opened) {
                                    if (!opened) {
                                        answer(tl::make_unexpected(opened.error()));
                                        return;
                                    }
                                    auto* job = new QKeychain::ReadPasswordJob(serviceName());
                                    job->setKey(keyName(vaultId));
                                    m_private->run(job, this, m_private->times.answer,
                                                   [job, answer](const core::Outcome<void>& outcome) {
                                                       if (!outcome) {
                                                           answer(tl::make_unexpected(outcome.error()));
                                                           return;
                                                       }
                                                       const QByteArray bytes = job->binaryData();
                                                       auto entry = decode(bytes);
                                                       wipeShared(bytes);
                                                       answer(std::move(entry));
                                                   });
                                });
}

void Keychain::write(const std::string& vaultId, KeychainEntry entry, Prompt prompt, QObject* context,
                     Done<void> done) {
    const auto answer = guarded(context, std::move(done));
    const QByteArray bytes = encode(entry);
    const bool mayPrompt = prompt == Prompt::Allowed;
    m_private->service.openDefault(
        mayPrompt, [this, vaultId, bytes, mayPrompt, answer](const core::Outcome<void>& opened) {
            if (!opened) {
                wipeShared(bytes);
                answer(opened);
                return;
            }
            auto* job = new QKeychain::WritePasswordJob(serviceName());
            job->setKey(keyName(vaultId));
            job->setBinaryData(bytes);
            // making the first keyring asks the user for its password
            m_private->run(job, this, mayPrompt ? m_private->times.prompt : m_private->times.answer,
                           [bytes, answer](const core::Outcome<void>& result) {
                               wipeShared(bytes);
                               answer(result);
                           });
        });
}

void Keychain::remove(const std::string& vaultId, Prompt prompt, QObject* context, Done<void> done) {
    const auto answer = guarded(context, std::move(done));
    m_private->service.openItem(serviceName(), keyName(vaultId), prompt == Prompt::Allowed,
                                [this, vaultId, answer](const core::Outcome<void>& opened) {
                                    if (!opened) {
                                        const bool isMissing =
                                            opened.error().code == core::FailureCode::KeychainEntryMissing;
                                        answer(isMissing ? core::Outcome<void>{} : opened);
                                        return;
                                    }
                                    auto* job = new QKeychain::DeletePasswordJob(serviceName());
                                    job->setKey(keyName(vaultId));
                                    m_private->run(job, this, m_private->times.answer, answer);
                                });
}

} // namespace keysluice::vault
