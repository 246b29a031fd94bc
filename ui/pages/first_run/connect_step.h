#pragma once

#include "ui/pages/first_run/step.h"
#include "ui/ports/agent_port.h"

#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QLineEdit;
class QVBoxLayout;

namespace keysluice::ui {

class ChoiceRow;
class CodeBox;
class ErrorLine;
class SnippetBox;

/// Connect an agent: one found on this computer, another program, or by hand with a snippet. Thread: gui.
class ConnectStep final : public Step {
    Q_OBJECT
public:
    explicit ConnectStep(AgentPort& agents, QWidget* parent = nullptr);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] QString action() const override;
    [[nodiscard]] bool canAct() const override;
    [[nodiscard]] QString result() const override { return m_result; }
    void enter() override;
    void act() override;

private:
    void refresh();
    void chooseFolder();
    [[nodiscard]] bool isAnother() const;
    [[nodiscard]] bool isByHand() const;
    QHBoxLayout* makeField(QWidget* row, const QString& label, QLineEdit* edit);
    void addChoice(int id, ChoiceRow* row);
    [[nodiscard]] FoundProgram chosen() const;

    AgentPort& m_agents;
    std::vector<FoundProgram> m_programs;
    QVBoxLayout* m_rows;
    QButtonGroup* m_choice;
    QWidget* m_another;
    QLineEdit* m_command;
    QWidget* m_folderRow;
    QLineEdit* m_folder;
    QWidget* m_terminal;
    CodeBox* m_line;
    QWidget* m_byHand;
    QLineEdit* m_agentName;
    SnippetBox* m_snippet;
    ErrorLine* m_error;
    QString m_result;
};

} // namespace keysluice::ui
