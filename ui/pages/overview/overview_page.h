#pragma once

#include "core/clock.h"
#include "ui/models/overview_presenter.h"
#include "ui/ports/agent_port.h"
#include "ui/widgets/page.h"

class QBoxLayout;
class QMenu;
class QPushButton;

namespace keysluice::ui {

class AttentionList;
class FlowCard;
class RecentList;
class TodayCard;

/// What needs attention, today's requests, the flow through the gate, recent requests. Thread: gui.
class OverviewPage final : public Page {
    Q_OBJECT
public:
    struct Ports {
        VaultPort& vault;
        GatewayPort& gateway;
        CredentialPort& credentials;
        AgentPort& agents;
        ActivityPort& activity;
        const core::Clock& clock;
    };

    explicit OverviewPage(const Ports& ports, QWidget* parent = nullptr);

    void copyEnvironment();
    void launchProgram(const FoundProgram& program);
    /// Asks before the gateway goes on.
    void askToResume();
    void askToThaw();
    void thawAll();

Q_SIGNALS:
    void addSecretRequested();
    void credentialRequested(const QString& id);
    void rotateRequested(const QString& id);
    void firstRunRequested();
    void unlockRequested();
    void reviewPolicyRequested();
    void gatewaySettingsRequested();
    void flowRequested(const QString& agentId, const QString& credentialId, bool refused);
    void recordRequested(qint64 sequence);
    void activityRequested();
    /// One short sentence for a toast.
    void said(const QString& text);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refreshAttention();
    void refreshToday();
    void refreshActions();
    void act(const AttentionItem& item);
    void copyFor(const core::AgentInfo& agent);

    Ports m_ports;
    OverviewPresenter m_presenter;
    QWidget* m_attentionCard;
    AttentionList* m_attention;
    TodayCard* m_today;
    FlowCard* m_flow;
    RecentList* m_recent;
    QPushButton* m_copy;
    QPushButton* m_launch;
    QMenu* m_launchMenu;
    QMenu* m_copyMenu;
    QBoxLayout* m_lower;
};

} // namespace keysluice::ui
