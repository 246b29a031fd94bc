#pragma once

#include "core/clock.h"
#include "ui/ports/activity_port.h"
#include "ui/ports/credential_port.h"
#include "ui/ports/gateway_port.h"
#include "ui/ports/vault_port.h"

#include <QObject>
#include <QString>

#include <vector>

namespace keysluice::ui {

/// Something on the Overview that wants a person: what it is, what it means for agents, and the button that helps.
struct AttentionItem {
    enum class Kind {
        GatewayError,
        VaultUnusable,
        PolicyUnverified,
        ActivityTrouble,
        VaultAbsent,
        VaultLocked,
        CredentialRejected,
        CredentialRestricted,
        CredentialOutOfCredit,
        CredentialRateLimited,
        GatewayWarning,
        Paused,
        Frozen,
        NoCredential,
    };
    Kind kind = Kind::Paused;
    core::RecordId credential; ///< for the kinds about one
    QString title;
    QString text;
    QString button; ///< empty: nothing to press

    friend bool operator==(const AttentionItem&, const AttentionItem&) = default;
};

/// What needs attention, most serious first, and today's figures, from the ports. Thread: gui.
class OverviewPresenter final : public QObject {
    Q_OBJECT
public:
    OverviewPresenter(VaultPort& vault, GatewayPort& gateway, CredentialPort& credentials, ActivityPort& activity,
                      const core::Clock& clock, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<AttentionItem>& attention() const { return m_attention; }
    [[nodiscard]] TodaySummary today() const { return m_activity.today(); }
    /// "Running since 08:02", "Paused until 14:30", "Not listening"
    [[nodiscard]] QString subtitle() const;

Q_SIGNALS:
    void attentionChanged();
    void subtitleChanged();

private:
    void refresh();
    void addVault(std::vector<AttentionItem>& items) const;
    void addGateway(std::vector<AttentionItem>& items) const;
    void addGatewayWarning(std::vector<AttentionItem>& items) const;
    void addCredentials(std::vector<AttentionItem>& items) const;

    VaultPort& m_vault;
    GatewayPort& m_gateway;
    CredentialPort& m_credentials;
    ActivityPort& m_activity;
    const core::Clock& m_clock;
    std::vector<AttentionItem> m_attention;
};

} // namespace keysluice::ui
