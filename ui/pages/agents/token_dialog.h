#pragma once

#include "ui/ports/agent_port.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QHBoxLayout;
class QVBoxLayout;

namespace keysluice::ui {

class ErrorLine;

/// Makes a token for an agent and shows it once, with Copy. Deletes itself. Thread: gui.
class TokenDialog final : public QDialog {
    Q_OBJECT
public:
    TokenDialog(AgentPort& agents, core::RecordId agent, QWidget* parent);

private:
    void mint();
    void showToken(const MintedToken& token);

    AgentPort& m_agents;
    core::RecordId m_agent;
    QLineEdit* m_label;
    QComboBox* m_days;
    ErrorLine* m_error;
    QWidget* m_form;
    QWidget* m_buttons = nullptr;
    QVBoxLayout* m_body = nullptr;
    QHBoxLayout* m_footer = nullptr;
};

} // namespace keysluice::ui
