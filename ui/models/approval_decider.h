#pragma once

#include "core/clock.h"
#include "ui/ports/approval_port.h"
#include "ui/ports/rule_port.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace keysluice::ui {

/// A person's way to one answer: what is acted on is what has been shown for half a second, and once. Without a
/// widget; prompt and page show it. Thread: gui. The ports and the clock must outlive it.
class ApprovalDecider final : public QObject {
    Q_OBJECT
public:
    static constexpr core::MonotonicNs kArmNs = 500'000'000;

    ApprovalDecider(ApprovalPort& approvals, RulePort& rules, const core::Clock& clock, QObject* parent = nullptr);

    /// Another one (or none) disarms; the same again does not.
    void setRequest(std::optional<core::ApprovalRequest> request);
    [[nodiscard]] const std::optional<core::ApprovalRequest>& request() const { return m_request; }

    [[nodiscard]] bool canAct() const { return m_request.has_value() && m_isArmed && !m_isBusy; }
    [[nodiscard]] bool isBusy() const { return m_isBusy; }
    [[nodiscard]] bool needsPassphrase() const { return m_request && m_request->rule.isHighRisk; }
    /// What went wrong with the last answer to this request.
    [[nodiscard]] QString error() const { return m_error; }
    void clearError();

    /// It was not in sight, or comes to the front: half a second from now on.
    void rearm();
    /// Looks at the clock; its own timer calls it.
    void look();

    // Nothing happens unless canAct().
    void approve(ApprovalScope scope, core::SecretBytes passphrase);
    void deny();
    void denyAndFreeze();
    /// The person turned away: an approval whose passphrase is being looked at is none.
    void giveUp();

Q_SIGNALS:
    void changed();
    /// An approval failed: a passphrase has to be typed again.
    void refused();
    /// An approval for always put this rule into the list.
    void ruleAdded(const QString& ruleId);
    /// Of a request that is not there any more: it was denied, and its agent could not be frozen.
    void freezeFailed(const QString& sentence);

private:
    void answered(core::ApprovalId id, ApprovalScope scope, const core::rules::RuleSet& before,
                  const core::Outcome<void>& outcome);
    void fail(core::ApprovalId id, const QString& error);
    void findAddedRule(const core::rules::RuleSet& before);

    ApprovalPort& m_approvals;
    RulePort& m_rules;
    const core::Clock& m_clock;
    std::optional<core::ApprovalRequest> m_request;
    QTimer m_timer;
    std::unique_ptr<QObject> m_answering; ///< without it nothing is answered any more
    core::MonotonicNs m_shownAt = 0;
    bool m_isArmed = false;
    bool m_isBusy = false; ///< also when it was answered and has not gone yet
    QString m_error;
};

} // namespace keysluice::ui
