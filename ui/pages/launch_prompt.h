#pragma once

#include "ui/ports/agent_port.h"

#include <QDialog>

#include <functional>

class QComboBox;
class QLineEdit;

namespace keysluice::ui {

class ErrorLine;

/// Which command to start, and in which folder; stays open and says why when it fails. Deletes itself. Thread: gui.
class LaunchPrompt final : public QDialog {
    Q_OBJECT
public:
    using Launch = std::function<core::Outcome<void>(const std::string& command, const std::string& folder)>;

    /// `preferred`: the name of an agent, or a command; the program that fits it is chosen.
    static LaunchPrompt* open(AgentPort& agents, const std::string& preferred, QWidget* parent, Launch launch);

private:
    LaunchPrompt(AgentPort& agents, const std::string& preferred, QWidget* parent, Launch launch);
    void chooseFolder();
    void start();

    Launch m_launch;
    QComboBox* m_command;
    QLineEdit* m_folder;
    ErrorLine* m_error;
};

} // namespace keysluice::ui
