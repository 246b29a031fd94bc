#pragma once

#include "ui/dialogs/prompt_dialog.h"
#include "ui/ports/confirmation_port.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <deque>
#include <functional>

namespace keysluice::app {

/// Asks the person at the window about a loosening act of the command line: caller, command and effect as plain text.
/// The allowing button arms `armAfter` after it came into view and never has the focus; closing refuses. Thread: gui.
class ConfirmationDialog final : public ui::PromptDialog {
    Q_OBJECT
public:
    /// Long enough that a click or key meant for something else does not allow what has just appeared under it.
    static constexpr std::chrono::milliseconds kArmAfter{500};

    ConfirmationDialog(const ui::ConfirmationRequest& request, std::function<void(bool)> answer, QWidget* parent,
                       std::chrono::milliseconds armAfter = kArmAfter);
    ~ConfirmationDialog() override;

protected:
    void act() override;
    void showEvent(QShowEvent* event) override;

private:
    void reply(bool confirmed);

    std::function<void(bool)> m_answer;
    QTimer m_arm;
};

/// The window's confirmation: raises it and shows the questions one after the other, so that a click on one cannot
/// reach the one behind it. Thread: gui.
class WindowConfirmation final : public QObject, public ui::ConfirmationPort {
    Q_OBJECT
public:
    explicit WindowConfirmation(std::function<QWidget*()> raisedWindow,
                                std::chrono::milliseconds armAfter = ConfirmationDialog::kArmAfter)
        : m_window(std::move(raisedWindow)), m_armAfter(armAfter) {}

    void ask(const ui::ConfirmationRequest& request, QObject* context, std::function<void(bool)> answer) override;

private:
    struct Question {
        ui::ConfirmationRequest request;
        QPointer<QObject> context;
        std::function<void(bool)> answer;
    };

    void showNext();

    std::function<QWidget*()> m_window;
    std::chrono::milliseconds m_armAfter;
    std::deque<Question> m_waiting;
    QPointer<ConfirmationDialog> m_shown;
};

} // namespace keysluice::app
