#pragma once

#include "core/approval.h"
#include "ui/models/approval_ports.h"

#include <QObject>

#include <functional>

class QPushButton;
class QWidget;

namespace keysluice::ui {

class ApprovalDecider;
class IconLabel;
class SecretField;
class StyledLabel;

/// The buttons that answer a request, the passphrase where its rule asks for one, and what went wrong: for whoever
/// gives them a place. Thread: gui. The widgets belong to `parent`; the decider must outlive this.
class ApprovalActions final : public QObject {
    Q_OBJECT
public:
    ApprovalActions(ApprovalDecider& decider, std::function<RuleNames()> names, QWidget* parent);

    [[nodiscard]] QPushButton* deny() const { return m_deny; }
    [[nodiscard]] QPushButton* denyAndFreeze() const { return m_freeze; }
    [[nodiscard]] QPushButton* approveFor() const { return m_approveFor; }
    [[nodiscard]] QPushButton* approveOnce() const { return m_approve; }
    /// Hides itself where no passphrase is asked for.
    [[nodiscard]] QWidget* proof() const { return m_proof; }
    /// Hides itself while there is nothing to say.
    [[nodiscard]] QWidget* error() const { return m_error; }

    /// As the button does; without a passphrase where one is asked for, its field comes first.
    void pressApprove();
    /// Nothing of what was typed stays.
    void wipe();

private:
    void buildProof();
    void buildError();
    void update();
    void fillMenu();
    void approve(ApprovalScope scope);

    ApprovalDecider& m_decider;
    std::function<RuleNames()> m_names;
    QPushButton* m_deny;
    QPushButton* m_freeze;
    QPushButton* m_approveFor;
    QPushButton* m_approve;
    QWidget* m_proof;
    StyledLabel* m_proofLabel = nullptr;
    SecretField* m_passphrase = nullptr;
    QWidget* m_error;
    StyledLabel* m_errorText = nullptr;
    core::ApprovalId m_shown = 0;
};

} // namespace keysluice::ui
