#pragma once

#include "ui/models/approval_ports.h"
#include "ui/tray/notification_client.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <optional>
#include <vector>

namespace keysluice::ui {

/// Asks by desktop notifications: one for each agent with something that waits, at most one new one in ten seconds. Of
/// a single request it has Approve and Deny, Approve not where the rule takes the passphrase; of several it only leads
/// to the window. Goes with what it asked. Thread: gui.
class ApprovalNotices final : public QObject {
    Q_OBJECT
public:
    static constexpr core::MonotonicNs kBetweenNs = 10'000'000'000;

    ApprovalNotices(const ApprovalPorts& ports, const QDBusConnection& bus, QObject* parent = nullptr);

    /// There is a notification service.
    [[nodiscard]] bool isAvailable() const { return m_client.isAvailable(); }
    /// Looks at the clock; its own timer calls it.
    void look();

Q_SIGNALS:
    /// The prompt of that request is wanted; `token` as in NotificationClient::answered.
    void promptRequested(quint64 id, const QString& token);

private:
    /// What is shown of one agent.
    struct Banner {
        NotificationClient::Handle handle = 0; ///< 0: none
        std::vector<core::ApprovalId> ids;     ///< that it asks about
        std::optional<core::MonotonicNs> shownAt;
        bool isDue = false; ///< it has something new to say
    };

    void onAsked(core::ApprovalId id);
    void onChanged();
    void onAvailable();
    void onAnswered(NotificationClient::Handle handle, const QString& key, const QString& token);
    void onClosed(NotificationClient::Handle handle);
    void say(Banner& banner, const std::vector<core::ApprovalRequest>& waiting);
    void withdraw(Banner& banner);
    void answer(core::ApprovalId id, const QString& key, const QString& token);
    [[nodiscard]] std::vector<core::ApprovalRequest> waitingOf(const core::RecordId& agent) const;
    [[nodiscard]] Notification single(const core::ApprovalRequest& request) const;
    [[nodiscard]] Notification several(const std::vector<core::ApprovalRequest>& requests) const;

    ApprovalPorts m_ports;
    NotificationClient m_client;
    std::map<core::RecordId, Banner> m_banners; ///< by agent
    QTimer m_timer;
};

} // namespace keysluice::ui
