#pragma once

#include "support/memory_rules.h"
#include "support/memory_support.h"
#include "ui/models/approval_answer_text.h"
#include "ui/ports/approval_port.h"

#include <QStringList>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keysluice::uitest {

/// Requests that wait, kept in memory. Times are those of the test's clock.
class MemoryApprovals final : public ui::ApprovalPort {
public:
    std::vector<core::ApprovalRequest> queue;
    std::vector<ui::PastApproval> past;
    std::vector<ui::RememberedApproval> answers;
    std::string passphrase = "correct horse";
    std::optional<core::Failure> nextFailure;
    QStringList calls;

    MemoryApprovals(const core::Clock& clock, MemoryRules& rules) : m_clock(clock), m_rules(rules) {}

    /// aider's request of the design's picture, held a moment ago.
    [[nodiscard]] core::ApprovalRequest make() {
        core::ApprovalRequest request;
        request.id = ++m_lastId;
        request.at = m_clock.now();
        request.endsAt = request.at + 180'000;
        request.agentId = "agent-aider";
        request.agentName = "aider";
        request.launch = std::make_shared<core::Launch>(
            core::Launch{"launch3", "aider --opus", "/home/me/src/harbor", 42810, request.at - 60'000});
        request.providerId = "anthropic";
        request.providerName = "Anthropic";
        request.credentialId = "cred-Work";
        request.credentialName = "Work";
        request.host = "api.anthropic.com";
        request.port = 443;
        request.method = "POST";
        request.path = "/v1/messages";
        request.models = {"claude-opus-4-5"};
        request.inputTokens = 112'387;
        request.costMicros = 1'901'234;
        request.excerpt = R"({"role": "user", "content": "Refactor the storage layer."})";
        request.bodyBytes = request.excerpt.size();
        request.rule.id = "rule-ask";
        request.rule.decision = core::rules::Decision::Ask;
        request.rule.conditions.costAboveMicros = 1'000'000;
        request.rulePlace = 1;
        return request;
    }
    core::ApprovalId put(core::ApprovalRequest request) {
        const core::ApprovalId id = request.id;
        queue.push_back(std::move(request));
        Q_EMIT changed();
        Q_EMIT asked(id);
        return id;
    }
    core::ApprovalId put() { return put(make()); }
    void end(core::ApprovalId id, core::ApprovalEnd how, std::optional<ui::ApprovalScope> scope = std::nullopt) {
        const auto found = find(id);
        if (found == queue.end()) {
            return;
        }
        past.insert(past.begin(), {*found, how, scope, m_clock.now()});
        queue.erase(found);
        Q_EMIT changed();
        Q_EMIT ended(id);
    }

    std::vector<core::ApprovalRequest> waiting() const override { return queue; }
    std::vector<ui::PastApproval> recent() const override { return past; }
    std::vector<ui::RememberedApproval> remembered() const override { return answers; }

    void approve(core::ApprovalId id, ui::ApprovalScope scope, core::SecretBytes proof, QObject* context,
                 Answered answered) override {
        calls += QStringLiteral("approve %1 %2").arg(id).arg(static_cast<int>(scope));
        const auto found = find(id);
        if (found == queue.end() || !found->rule.isHighRisk) {
            answered(approveNow(id, scope));
            return;
        }
        const bool isProven = proof.view() == passphrase; // as the real one: only a passphrase takes time
        QTimer::singleShot(0, context, [this, id, scope, isProven, answered = std::move(answered)] {
            answered(isProven ? approveNow(id, scope) : core::fail(core::FailureCode::WrongPassphrase));
        });
    }
    core::Outcome<void> deny(core::ApprovalId id) override {
        calls += QStringLiteral("deny %1").arg(id);
        if (find(id) == queue.end()) {
            return core::fail(core::FailureCode::NotFound);
        }
        end(id, core::ApprovalEnd::Denied);
        return {};
    }
    core::Outcome<void> denyAndFreeze(core::ApprovalId id) override {
        calls += QStringLiteral("freeze %1").arg(id);
        if (find(id) == queue.end()) {
            return core::fail(core::FailureCode::NotFound);
        }
        end(id, core::ApprovalEnd::Denied);
        return failure();
    }
    core::Outcome<void> forget(const core::RecordId& id) override {
        calls += QStringLiteral("forget ") + QString::fromStdString(id);
        if (const auto failed = failure(); !failed) {
            return failed;
        }
        answers.erase(std::remove_if(answers.begin(), answers.end(),
                                     [&](const ui::RememberedApproval& one) { return one.id == id; }),
                      answers.end());
        Q_EMIT changed();
        return {};
    }

private:
    std::vector<core::ApprovalRequest>::iterator find(core::ApprovalId id) {
        return std::find_if(queue.begin(), queue.end(),
                            [id](const core::ApprovalRequest& request) { return request.id == id; });
    }
    core::Outcome<void> failure() {
        return nextFailure ? core::Outcome<void>(tl::make_unexpected(*std::exchange(nextFailure, std::nullopt)))
                           : core::Outcome<void>();
    }
    core::Outcome<void> approveNow(core::ApprovalId id, ui::ApprovalScope scope) {
        const auto found = find(id);
        if (found == queue.end()) {
            return core::fail(core::FailureCode::NotFound);
        }
        if (const auto failed = failure(); !failed) {
            return failed;
        }
        if (scope == ui::ApprovalScope::Always) {
            core::rules::RuleSet set = m_rules.rules();
            set.rules.insert(set.rules.begin(), ui::alwaysRule(*found));
            if (const auto done = m_rules.setRules(set); !done) {
                return done;
            }
        }
        end(id, core::ApprovalEnd::Approved, scope);
        return {};
    }

    const core::Clock& m_clock;
    MemoryRules& m_rules;
    core::ApprovalId m_lastId = 0;
};

} // namespace keysluice::uitest
