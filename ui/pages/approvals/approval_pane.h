#pragma once

#include "ui/models/approval_decider.h"
#include "ui/models/approval_ports.h"

#include <QWidget>

#include <optional>

class QGridLayout;

namespace keysluice::ui {

class ApprovalActions;
class CountdownLabel;
class CountdownLine;
class ExcerptSection;
class PillLabel;
class StyledLabel;

/// One request in full: with the answers while it waits, with how it ended after that. Thread: gui.
class ApprovalPane final : public QWidget {
    Q_OBJECT
public:
    explicit ApprovalPane(const ApprovalPorts& ports, QWidget* parent = nullptr);

    void setWaiting(const core::ApprovalRequest& request);
    void setPast(const PastApproval& past);
    /// Nothing is shown, so nothing can be answered and nothing that was typed stays.
    void clear();
    void giveUp() { m_decider.giveUp(); }
    /// Looks at the clock.
    void look();

Q_SIGNALS:
    void closed();
    void ruleAdded(const QString& ruleId);
    void freezeFailed(const QString& sentence);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void build();
    void show(const core::ApprovalRequest& request);

    ApprovalPorts m_ports;
    ApprovalDecider m_decider;
    StyledLabel* m_heading;
    StyledLabel* m_when;
    PillLabel* m_pill;
    StyledLabel* m_held;
    StyledLabel* m_unknown;
    CountdownLabel* m_countdown;
    CountdownLine* m_line;
    QGridLayout* m_facts;
    ExcerptSection* m_excerpt;
    QWidget* m_footer;
    ApprovalActions* m_actions;
    core::ApprovalId m_past = 0; ///< shown
};

} // namespace keysluice::ui
