#pragma once

#include "ui/ports/agent_port.h"

#include <QWidget>

class QButtonGroup;

namespace keysluice::ui {

class CodeBox;
class ErrorLine;

/// "Connect by hand": the environment for an agent, as shell, VS Code, Docker or PowerShell read it. Making one makes a
/// token, so nothing is made before somebody asks. Thread: gui.
class SnippetBox final : public QWidget {
    Q_OBJECT
public:
    SnippetBox(AgentPort& agents, QWidget* parent);

    void setAgent(const core::RecordId& agent);

private:
    void make();
    void forget();

    AgentPort& m_agents;
    core::RecordId m_agent;
    QButtonGroup* m_choice;
    CodeBox* m_code;
    QWidget* m_offer;
    QWidget* m_note;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
