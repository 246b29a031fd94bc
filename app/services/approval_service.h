#pragma once

#include "core/clock.h"
#include "gateway/gateway.h"
#include "ui/ports/approval_port.h"

#include <QTimer>

#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

class AgentService;
class GatewayService;
class LaunchRegistry;
class SnapshotPublisher;
class VaultService;

/// The requests that wait for a person, and what the person has said. Remembered answers live here alone: they end with
/// a lock, with their launch, and with any change of their rule. Thread: gui.
class ApprovalService final : public ui::ApprovalPort {
    Q_OBJECT
public:
    /// All must outlive it.
    struct Uses {
        vault::Vault& vault;
        VaultService& vaultService;
        GatewayService& gateway;
        AgentService& agents;
        const LaunchRegistry& launches;
        SnapshotPublisher& publisher;
        const core::Clock& clock;
    };
    static constexpr std::size_t kMostRecent = 200;
    static constexpr std::size_t kMostRemembered = 200;

    explicit ApprovalService(const Uses& uses, QObject* parent = nullptr);
    ~ApprovalService() override;

    [[nodiscard]] std::vector<core::ApprovalRequest> waiting() const override;
    [[nodiscard]] std::vector<ui::PastApproval> recent() const override;
    [[nodiscard]] std::vector<ui::RememberedApproval> remembered() const override;

    void approve(core::ApprovalId id, ui::ApprovalScope scope, core::SecretBytes passphrase, QObject* context,
                 Answered answered) override;
    [[nodiscard]] core::Outcome<void> deny(core::ApprovalId id) override;
    [[nodiscard]] core::Outcome<void> denyAndFreeze(core::ApprovalId id) override;
    [[nodiscard]] core::Outcome<void> forget(const core::RecordId& rememberedId) override;

private:
    using Request = std::shared_ptr<const core::ApprovalRequest>;

    [[nodiscard]] Request find(core::ApprovalId id) const;
    [[nodiscard]] core::Outcome<void> approveNow(core::ApprovalId id, ui::ApprovalScope scope);
    [[nodiscard]] core::Outcome<void> allowAlways(const core::ApprovalRequest& request);
    void remember(const core::ApprovalRequest& request, ui::ApprovalScope scope);
    void onAsked(const Request& request);
    void onEnded(core::ApprovalId id, core::ApprovalEnd how);
    void endAll(core::ApprovalEnd how);
    /// Drops what holds no more; tells the gateway and the window when something has changed.
    void tidy();
    [[nodiscard]] bool holds(const ui::RememberedApproval& answer) const;
    void publish();

    Uses m_uses;
    std::vector<Request> m_waiting;
    std::map<core::ApprovalId, Request> m_answered;         ///< whose end is still to come
    std::map<core::ApprovalId, ui::ApprovalScope> m_scopes; ///< of those that were approved
    std::deque<ui::PastApproval> m_recent;
    std::vector<ui::RememberedApproval> m_remembered; ///< newest first
    QTimer m_expiry;
};

} // namespace keysluice::app
