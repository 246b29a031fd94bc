#include "vault/keys/keychain_prompt.h"

namespace keysluice::vault {

KeychainPrompt::KeychainPrompt(QDBusConnection session, const QString& service, const QString& path, QObject* parent)
    : QObject(parent) {
    session.connect(service, path, QStringLiteral("org.freedesktop.Secret.Prompt"), QStringLiteral("Completed"), this,
                    SLOT(onCompleted(bool, QDBusVariant)));
}

void KeychainPrompt::onCompleted(bool dismissed, const QDBusVariant& /*result*/) {
    Q_EMIT answered(dismissed);
}

} // namespace keysluice::vault
