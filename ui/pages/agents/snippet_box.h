#pragma once

#include "ui/ports/agent_port.h"

#include <QWidget>

class QButtonGroup;
class QLabel;

namespace keysluice::ui {

class CodeBox;
class ErrorLine;

/// "Connect by hand": the environment for an agent, as shell, VS Code, Docker or PowerShell read it,
/// or as a base URL. Making one makes a
/// token, so nothing is made before somebody asks. Thread: gui.
class SnippetBox final : public QWidget {
    Q_OBJECT
public:
    SnippetBox(AgentPort& agents, QWidget* parent);

    void setAgent(const core::RecordId& agent);
    /// Instead: the agent of that name, which is made together with its first token if there is none.
    void setAgentNamed(const QString& name);
    /// Of the agent in view, since it is in view.
    [[nodiscard]] bool isMade() const { return m_isMade; }

Q_SIGNALS:
    void made();

private:
    void make();
    void forget();

    AgentPort& m_agents;
    core::RecordId m_agent;
    QString m_agentName; ///< where there is no m_agent
    bool m_isMade = false;
    QButtonGroup* m_choice;
    CodeBox* m_code;
    QWidget* m_offer;
    QLabel* m_about; ///< what is made
    QLabel* m_note;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
