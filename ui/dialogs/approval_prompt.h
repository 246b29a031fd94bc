#pragma once

#include "ui/models/approval_decider.h"
#include "ui/models/approval_ports.h"

#include <QDialog>
#include <QTimer>

class QGridLayout;

namespace keysluice::ui {

class ApprovalActions;
class CountdownLabel;
class CountdownLine;
class ExcerptSection;
class StyledLabel;

/// Asks about one waiting request at a time, the next when it has gone. Closing it decides nothing. It comes without
/// taking the keyboard; A and D answer once the person has come to it. Thread: gui.
class ApprovalPrompt final : public QDialog {
    Q_OBJECT
public:
    ApprovalPrompt(const ApprovalPorts& ports, QWidget* parent);

    /// Shows that request, or the oldest when it does not wait (any more); nothing when none waits. A prompt that is
    /// open stays at its request.
    void present(core::ApprovalId id);
    /// The same for a person who asked for it: changes the request, takes the keyboard.
    void summon(core::ApprovalId id);
    [[nodiscard]] core::ApprovalId current() const;
    /// Looks at the clock; its own timer calls it.
    void look();

    void done(int result) override;

Q_SIGNALS:
    void ruleAdded(const QString& ruleId);
    void freezeFailed(const QString& sentence);
    void closed();

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* object, QEvent* event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void build();
    void refresh();
    [[nodiscard]] bool choose(core::ApprovalId id);
    void showRequest(const core::ApprovalRequest& request);
    void onDecider();
    /// True: the key was meant for the answer.
    [[nodiscard]] bool answerByKey(int key);
    void fit();

    ApprovalPorts m_ports;
    ApprovalDecider m_decider;
    QTimer m_tick;
    QSize m_fitted;
    StyledLabel* m_heading;
    StyledLabel* m_held;
    StyledLabel* m_unknown;
    CountdownLabel* m_countdown;
    CountdownLine* m_line;
    QGridLayout* m_asker;
    QGridLayout* m_request;
    ExcerptSection* m_excerpt;
    StyledLabel* m_place;
    ApprovalActions* m_actions;
    bool m_wasArmed = false;
    bool m_isAttended = false; ///< the person came to it: A and D are not somebody's typing elsewhere
};

} // namespace keysluice::ui
