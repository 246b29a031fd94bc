#pragma once

#include "ui/models/approval_ports.h"

#include <QObject>

#include <functional>
#include <map>

class QWidget;

namespace keysluice::ui {

class ApprovalPrompt;
class Toast;

/// Brings the prompt when somebody has to be asked, at most once in a while for the same agent, and on the person's
/// shortcut. Thread: gui.
class ApprovalPrompter final : public QObject {
    Q_OBJECT
public:
    /// After the prompt was closed without an answer, the same agent's requests do not bring it back for so long.
    static constexpr core::MonotonicNs kQuietNs = 10'000'000'000;

    /// `window`: whose prompt it is. `isAskedElsewhere`: a notification asks, so that a window out of sight stays
    /// there.
    ApprovalPrompter(const ApprovalPorts& ports, QWidget* window, std::function<bool()> isAskedElsewhere);
    ~ApprovalPrompter() override;

    /// For a person who asked: that request, or the oldest. Nothing when none waits.
    void summon(core::ApprovalId id);
    void summonOldest() { summon(0); }
    [[nodiscard]] ApprovalPrompt* prompt() const { return m_prompt; }
    /// "Ctrl+Shift+A", as the desktop writes it.
    [[nodiscard]] static QString shortcutText();

private:
    void onAsked(core::ApprovalId id);
    void onClosed();
    void tellRule(const QString& ruleId);

    ApprovalPorts m_ports;
    QWidget* m_window;
    std::function<bool()> m_isAskedElsewhere;
    ApprovalPrompt* m_prompt; ///< the window owns both
    Toast* m_toast;
    std::map<core::RecordId, core::MonotonicNs> m_closedAt; ///< by agent
};

/// Says that an approval added a rule, with the way back.
void tellAddedRule(Toast& toast, RulePort& rules, const RuleNames& names, const QString& ruleId);

} // namespace keysluice::ui
