#include "ui/models/approval_decider.h"

#include "ui/text/failure_text.h"

#include <algorithm>
#include <utility>

namespace keysluice::ui {

namespace {

constexpr core::MonotonicNs kNsOfMs = 1'000'000;

} // namespace

ApprovalDecider::ApprovalDecider(ApprovalPort& approvals, RulePort& rules, const core::Clock& clock, QObject* parent)
    : QObject(parent),
      m_approvals(approvals),
      m_rules(rules),
      m_clock(clock),
      m_answering(std::make_unique<QObject>()) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ApprovalDecider::look);
}

void ApprovalDecider::setRequest(std::optional<core::ApprovalRequest> request) {
    const core::ApprovalId before = m_request ? m_request->id : 0;
    const core::ApprovalId after = request ? request->id : 0;
    m_request = std::move(request);
    if (before == after) {
        return;
    }
    m_isBusy = false;
    m_error.clear();
    rearm();
}

void ApprovalDecider::clearError() {
    if (!m_error.isEmpty()) {
        m_error.clear();
        Q_EMIT changed();
    }
}

void ApprovalDecider::rearm() {
    m_isArmed = false;
    m_shownAt = m_clock.monotonic();
    m_timer.start(static_cast<int>(kArmNs / kNsOfMs));
    Q_EMIT changed();
}

void ApprovalDecider::look() {
    if (m_isArmed) {
        return;
    }
    const core::MonotonicNs left = m_shownAt + kArmNs - m_clock.monotonic();
    if (left > 0) {
        m_timer.start(static_cast<int>(left / kNsOfMs) + 1);
        return;
    }
    m_timer.stop();
    m_isArmed = true;
    Q_EMIT changed();
}

void ApprovalDecider::approve(ApprovalScope scope, core::SecretBytes passphrase) {
    if (!canAct()) {
        return;
    }
    if (needsPassphrase() && passphrase.isEmpty()) {
        m_error = tr("Type the passphrase to approve this.");
        Q_EMIT refused();
        Q_EMIT changed();
        return;
    }
    m_isBusy = true;
    m_error.clear();
    Q_EMIT changed();
    const core::ApprovalId id = m_request->id;
    core::rules::RuleSet before = scope == ApprovalScope::Always ? m_rules.rules() : core::rules::RuleSet();
    m_approvals.approve(id, scope, std::move(passphrase), m_answering.get(),
                        [this, id, scope, before = std::move(before)](const core::Outcome<void>& outcome) {
                            answered(id, scope, before, outcome);
                        });
}

void ApprovalDecider::answered(core::ApprovalId id, ApprovalScope scope, const core::rules::RuleSet& before,
                               const core::Outcome<void>& outcome) {
    if (outcome) {
        if (scope == ApprovalScope::Always) {
            findAddedRule(before);
        }
        return; // it stays busy until it has gone
    }
    fail(id, outcome.error().code == core::FailureCode::NotFound ? tr("It does not wait any more.")
                                                                 : failureText(outcome.error()));
    Q_EMIT refused();
    Q_EMIT changed();
}

void ApprovalDecider::findAddedRule(const core::rules::RuleSet& before) {
    for (const core::rules::Rule& rule : m_rules.rules().rules) {
        const bool isNew = std::none_of(before.rules.begin(), before.rules.end(),
                                        [&rule](const core::rules::Rule& one) { return one.id == rule.id; });
        if (isNew && rule.decision == core::rules::Decision::Allow) {
            Q_EMIT ruleAdded(QString::fromStdString(rule.id));
            return;
        }
    }
}

void ApprovalDecider::giveUp() {
    m_answering = std::make_unique<QObject>();
    m_isBusy = false;
}

void ApprovalDecider::deny() {
    if (!canAct()) {
        return;
    }
    m_isBusy = true;
    const core::ApprovalId id = m_request->id;
    if (!m_approvals.deny(id)) {
        fail(id, tr("It does not wait any more."));
    }
    Q_EMIT changed();
}

void ApprovalDecider::denyAndFreeze() {
    if (!canAct()) {
        return;
    }
    m_isBusy = true;
    const core::ApprovalId id = m_request->id;
    const auto done = m_approvals.denyAndFreeze(id);
    if (!done && done.error().code == core::FailureCode::NotFound) {
        fail(id, tr("It does not wait any more."));
    } else if (!done) {
        //: %1: a sentence that says why
        Q_EMIT freezeFailed(tr("It was denied, but the agent is not frozen. %1").arg(failureText(done.error())));
    }
    Q_EMIT changed();
}

void ApprovalDecider::fail(core::ApprovalId id, const QString& error) {
    if (m_request && m_request->id == id) { // another one may be shown by now
        m_isBusy = false;
        m_error = error;
    }
}

} // namespace keysluice::ui
