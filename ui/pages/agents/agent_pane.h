#pragma once

#include "core/clock.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/credential_port.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace keysluice::ui {

class ChoiceBox;
class ErrorLine;
class FreezeButton;
class SnippetBox;
class StyledLabel;

/// Everything about one agent: launch, connect by hand, what it may use, its tokens and running sessions. Thread: gui.
class AgentPane final : public QWidget {
    Q_OBJECT
public:
    AgentPane(AgentPort& agents, CredentialPort& credentials, const core::Clock& clock, QWidget* parent = nullptr);

    void setAgent(const core::RecordId& agent);
    [[nodiscard]] const core::RecordId& agent() const { return m_agent; }

    void rename();
    void remove();
    void newToken();
    void launch();

Q_SIGNALS:
    void closed();

private:
    struct Shown; // what the lists were built from, so that they are rebuilt only when it differs

    void refresh();
    void buildHead(QVBoxLayout* layout);
    void showFreeze(const core::AgentInfo& agent);
    void showGrants(const core::AgentInfo& agent);
    void showTokens(const core::AgentInfo& agent);
    void showLaunches(const std::vector<core::Launch>& launches);
    void applyFreeze(core::Freeze freeze);
    void applyGrants();
    void applyHosts();
    void revokeAll();
    [[nodiscard]] const core::AgentInfo* current();

    AgentPort& m_agents;
    CredentialPort& m_credentials;
    const core::Clock& m_clock;
    core::RecordId m_agent;
    std::vector<core::AgentInfo> m_known;
    QLabel* m_name;
    QLabel* m_subtitle;
    QPushButton* m_launch;
    FreezeButton* m_freeze;
    StyledLabel* m_frozen;
    QPushButton* m_revokeAll;
    SnippetBox* m_snippet;
    QCheckBox* m_every;
    QVBoxLayout* m_grants;
    ChoiceBox* m_hosts;
    QVBoxLayout* m_tokens;
    QLabel* m_sessionsLabel;
    QVBoxLayout* m_sessions;
    ErrorLine* m_error;
    QString m_grantsShown;
    QString m_tokensShown;
    QString m_sessionsShown;
    bool m_filling = false;
};

} // namespace keysluice::ui
