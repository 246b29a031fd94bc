#pragma once

#include "ui/dialogs/prompt_dialog.h"
#include "ui/ports/confirmation_port.h"

#include <QPointer>
#include <QWidget>

#include <functional>

namespace keysluice::app {

/// Asks the person at the window about a loosening act of the command line: caller, command and effect as plain text.
/// The allowing button arms after half a second and never has the focus; closing refuses. Thread: gui.
class ConfirmationDialog final : public ui::PromptDialog {
    Q_OBJECT
public:
    ConfirmationDialog(const ui::ConfirmationRequest& request, std::function<void(bool)> answer, QWidget* parent);
    ~ConfirmationDialog() override;

protected:
    void act() override;

private:
    void reply(bool confirmed);

    std::function<void(bool)> m_answer;
};

/// The window's confirmation: raises it and shows the question. Thread: gui.
class WindowConfirmation final : public ui::ConfirmationPort {
public:
    explicit WindowConfirmation(std::function<QWidget*()> raisedWindow) : m_window(std::move(raisedWindow)) {}

    void ask(const ui::ConfirmationRequest& request, QObject* context, std::function<void(bool)> answer) override;

private:
    std::function<QWidget*()> m_window;
};

} // namespace keysluice::app
