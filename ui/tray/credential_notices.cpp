#include "ui/tray/credential_notices.h"

#include "ui/models/visible_text.h"

namespace keysluice::ui {

CredentialNotices::CredentialNotices(CredentialPort& credentials, QObject* parent)
    : QObject(parent), m_credentials(credentials) {
    connect(&m_credentials, &CredentialPort::changed, this, [this] { look(true); });
    look(false);
}

void CredentialNotices::look(bool announce) {
    std::map<core::RecordId, core::Health> seen;
    int rejected = 0;
    for (const core::CredentialInfo& credential : m_credentials.credentials()) {
        const core::Health health = credential.health.health;
        seen[credential.id] = health;
        if (health != core::Health::Rejected || !credential.enabled) {
            continue;
        }
        ++rejected;
        // A key that was not there a moment ago was rejected before (the vault was just opened): no news.
        const auto before = m_known.find(credential.id);
        if (announce && before != m_known.end() && before->second != core::Health::Rejected) {
            const core::Provider* provider = m_credentials.catalogue().provider(credential.providerId);
            const QString name = QString::fromStdString(provider != nullptr ? provider->name : credential.providerId);
            Q_EMIT noticeWanted(tr("%1 rejects “%2”").arg(name, visibleText(credential.name)),
                                tr("Agents receive its answer %1. Put a new key in.").arg(credential.health.status));
        }
    }
    m_known = std::move(seen);
    if (rejected != m_rejected) {
        m_rejected = rejected;
        Q_EMIT rejectedChanged();
    }
}

} // namespace keysluice::ui
