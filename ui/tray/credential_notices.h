#pragma once

#include "core/records.h"
#include "ui/ports/credential_port.h"

#include <QObject>

#include <map>

namespace keysluice::ui {

/// Says once when a provider begins to reject a key. Thread: gui.
class CredentialNotices final : public QObject {
    Q_OBJECT
public:
    explicit CredentialNotices(CredentialPort& credentials, QObject* parent = nullptr);

    [[nodiscard]] int rejected() const { return m_rejected; }

Q_SIGNALS:
    void rejectedChanged();
    void noticeWanted(const QString& title, const QString& text);

private:
    void look(bool announce);

    CredentialPort& m_credentials;
    std::map<core::RecordId, core::Health> m_known;
    int m_rejected = 0;
};

} // namespace keysluice::ui
