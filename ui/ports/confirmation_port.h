#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>

namespace keysluice::ui {

/// What somebody outside the window asks to do, as the person sees it. Text of the caller is plain text, never mark-up.
struct ConfirmationRequest {
    std::int64_t callerPid = 0;
    QString callerCommand; ///< its command line, at most 200 characters, control characters replaced
    QString command;       ///< "secret rotate work"
    QString effect;        ///< one translated sentence: what will be different afterwards
};

/// Asks the person at the window about a loosening act of the command line. Implemented by the window (buttons armed
/// after 500 ms, focus on the refusing one, closing refuses). Thread: gui.
class ConfirmationPort {
public:
    virtual ~ConfirmationPort() = default;
    /// Answers once, never after `context` is gone. When `context` goes away, so does the question.
    virtual void ask(const ConfirmationRequest& request, QObject* context,
                     std::function<void(bool confirmed)> answer) = 0;
};

} // namespace keysluice::ui
