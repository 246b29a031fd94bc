#include "app/services/approval_service.h"

#include "app/services/agent_service.h"
#include "app/services/gateway_service.h"
#include "app/services/launch_registry.h"
#include "app/services/snapshot_publisher.h"
#include "app/services/vault_service.h"
#include "vault/records/agent_repository.h"
#include "vault/records/rule_repository.h"
#include "vault/vault.h"

#include <QPointer>

#include <algorithm>
#include <chrono>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using ui::ApprovalScope;

namespace {

constexpr core::UnixMs kMinute = 60'000;
constexpr core::UnixMs kTenMinutes = 10 * kMinute;
constexpr core::UnixMs kHour = 60 * kMinute;

/// As it stands above the rule that asked: what was asked about, for the agent that asked.
core::rules::Rule allowing(const core::ApprovalRequest& request) {
    core::rules::Rule allow;
    allow.decision = core::rules::Decision::Allow;
    allow.conditions = request.rule.conditions;
    allow.conditions.agents = {{request.agentId}, {}};
    return allow;
}

} // namespace

ApprovalService::ApprovalService(const Uses& uses, QObject* parent) : ApprovalPort(parent), m_uses(uses) {
    m_expiry.setSingleShot(true);
    connect(&m_expiry, &QTimer::timeout, this, &ApprovalService::tidy);
    connect(&m_uses.gateway, &GatewayService::approvalAsked, this, &ApprovalService::onAsked);
    connect(&m_uses.gateway, &GatewayService::approvalEnded, this, &ApprovalService::onEnded);
    connect(&m_uses.gateway, &GatewayService::restarting, this, [this] { endAll(core::ApprovalEnd::ShutDown); });
    connect(&m_uses.vault, &vault::Vault::stateChanged, this, &ApprovalService::tidy);
    connect(&m_uses.vault.rules(), &vault::RuleRepository::changed, this, &ApprovalService::tidy);
    connect(&m_uses.vault.agents(), &vault::AgentRepository::changed, this, &ApprovalService::tidy);
    connect(&m_uses.launches, &LaunchRegistry::changed, this, &ApprovalService::tidy);
}

ApprovalService::~ApprovalService() = default;

std::vector<core::ApprovalRequest> ApprovalService::waiting() const {
    std::vector<core::ApprovalRequest> result;
    result.reserve(m_waiting.size());
    for (const Request& request : m_waiting) {
        result.push_back(*request);
    }
    return result;
}

std::vector<ui::PastApproval> ApprovalService::recent() const {
    return {m_recent.begin(), m_recent.end()};
}

std::vector<ui::RememberedApproval> ApprovalService::remembered() const {
    return m_remembered;
}

ApprovalService::Request ApprovalService::find(core::ApprovalId id) const {
    const auto found =
        std::find_if(m_waiting.begin(), m_waiting.end(), [id](const Request& each) { return each->id == id; });
    return found == m_waiting.end() ? nullptr : *found;
}

void ApprovalService::approve(core::ApprovalId id, ApprovalScope scope, core::SecretBytes passphrase, QObject* context,
                              Answered answered) {
    const Request request = find(id);
    if (!request) {
        answered(fail(FailureCode::NotFound));
        return;
    }
    if (!request->rule.isHighRisk) {
        answered(approveNow(id, scope));
        return;
    }
    if (!m_uses.vaultService.hasPassphrase()) {
        answered(fail(FailureCode::NoSuchSlot));
        return;
    }
    if (passphrase.isEmpty()) {
        answered(fail(FailureCode::WrongPassphrase));
        return;
    }
    const QPointer<ApprovalService> alive(this);
    m_uses.vaultService.prove(std::move(passphrase), context,
                              [alive, id, scope, answered = std::move(answered)](const core::Outcome<void>& proven) {
                                  if (!alive.isNull()) {
                                      answered(proven ? alive->approveNow(id, scope) : proven);
                                  }
                              });
}

core::Outcome<void> ApprovalService::approveNow(core::ApprovalId id, ApprovalScope scope) {
    const Request request = find(id); // it may have ended while the passphrase was proven
    if (!request) {
        return fail(FailureCode::NotFound);
    }
    if (scope == ApprovalScope::Session && !request->launch) {
        return fail(FailureCode::Unsupported, "an agent without a launch has no session");
    }
    if (scope == ApprovalScope::Always) {
        if (const auto allowed = allowAlways(*request); !allowed) {
            return allowed;
        }
    }
    if (!m_uses.gateway.answerApproval(id, true)) {
        return fail(FailureCode::NotFound);
    }
    m_scopes[id] = scope;
    // It was answered: it waits no more, even if its end is still to come.
    std::erase(m_waiting, request);
    m_answered.emplace(id, request);
    if (scope != ApprovalScope::Once && scope != ApprovalScope::Always) {
        remember(*request, scope);
    }
    Q_EMIT changed();
    return {};
}

core::Outcome<void> ApprovalService::allowAlways(const core::ApprovalRequest& request) {
    core::rules::RuleSet set = m_uses.vault.rules().rules();
    const auto asking = std::find(set.rules.begin(), set.rules.end(), request.rule);
    if (asking == set.rules.end()) { // it was edited meanwhile: what would be allowed is not what was shown
        return fail(FailureCode::NotFound);
    }
    set.rules.insert(asking, allowing(request));
    return m_uses.vault.rules().setAll(std::move(set));
}

void ApprovalService::remember(const core::ApprovalRequest& request, ApprovalScope scope) {
    ui::RememberedApproval answer;
    answer.id = core::newRecordId();
    answer.rule = request.rule;
    answer.agentId = request.agentId;
    answer.agentName = request.agentName;
    answer.launch = request.launch;
    answer.since = m_uses.clock.now();
    if (scope != ApprovalScope::Session) {
        answer.until = answer.since + (scope == ApprovalScope::TenMinutes ? kTenMinutes : kHour);
    }
    m_remembered.insert(m_remembered.begin(), std::move(answer));
    if (m_remembered.size() > kMostRemembered) {
        m_remembered.pop_back();
    }
    publish();
}

core::Outcome<void> ApprovalService::deny(core::ApprovalId id) {
    const Request request = find(id);
    if (!request || !m_uses.gateway.answerApproval(id, false)) {
        return fail(FailureCode::NotFound);
    }
    std::erase(m_waiting, request);
    m_answered.emplace(id, request);
    Q_EMIT changed();
    return {};
}

core::Outcome<void> ApprovalService::denyAndFreeze(core::ApprovalId id) {
    const Request request = find(id);
    if (!request) {
        return fail(FailureCode::NotFound);
    }
    const auto denied = deny(id);
    const auto frozen = m_uses.agents.setFreeze(request->agentId, core::Freeze::Requests);
    return frozen ? denied : frozen;
}

core::Outcome<void> ApprovalService::forget(const core::RecordId& rememberedId) {
    if (std::erase_if(m_remembered, [&](const auto& each) { return each.id == rememberedId; }) == 0) {
        return fail(FailureCode::NotFound);
    }
    publish();
    Q_EMIT changed();
    return {};
}

void ApprovalService::onAsked(const Request& request) {
    m_waiting.push_back(request);
    Q_EMIT changed();
    Q_EMIT asked(request->id);
}

void ApprovalService::onEnded(core::ApprovalId id, core::ApprovalEnd how) {
    Request request = find(id);
    std::erase(m_waiting, request);
    if (auto answered = m_answered.extract(id); !answered.empty()) {
        request = std::move(answered.mapped());
    }
    if (!request) {
        return;
    }
    ui::PastApproval past;
    past.request = *request;
    past.end = how;
    past.at = m_uses.clock.now();
    if (const auto scope = m_scopes.extract(id); !scope.empty() && how == core::ApprovalEnd::Approved) {
        past.scope = scope.mapped();
    }
    m_recent.push_front(std::move(past));
    if (m_recent.size() > kMostRecent) {
        m_recent.pop_back();
    }
    Q_EMIT changed();
    Q_EMIT ended(id);
}

void ApprovalService::endAll(core::ApprovalEnd how) {
    while (!m_waiting.empty()) {
        onEnded(m_waiting.front()->id, how);
    }
    while (!m_answered.empty()) {
        onEnded(m_answered.begin()->first, how);
    }
}

bool ApprovalService::holds(const ui::RememberedApproval& answer) const {
    const auto& launches = m_uses.launches.entries();
    if (m_uses.vault.state() != core::VaultState::Open || (answer.launch && !launches.contains(answer.launch->id)) ||
        (answer.until != 0 && answer.until <= m_uses.clock.now())) {
        return false;
    }
    const auto& rules = m_uses.vault.rules().rules().rules;
    const auto& agents = m_uses.vault.agents().list();
    return std::find(rules.begin(), rules.end(), answer.rule) != rules.end() &&
           std::any_of(agents.begin(), agents.end(), [&](const auto& each) { return each.id == answer.agentId; });
}

void ApprovalService::tidy() {
    if (std::erase_if(m_remembered, [this](const auto& each) { return !holds(each); }) != 0) {
        publish();
        Q_EMIT changed();
    }
}

void ApprovalService::publish() {
    std::vector<core::rules::RememberedAnswer> answers;
    core::UnixMs next = 0;
    for (const ui::RememberedApproval& each : m_remembered) {
        answers.push_back(
            {each.id, each.rule.id, each.agentId, each.launch ? each.launch->id : core::RecordId(), each.until});
        if (each.until != 0 && (next == 0 || each.until < next)) {
            next = each.until;
        }
    }
    m_uses.publisher.setRemembered(std::move(answers));
    m_expiry.stop();
    if (next != 0) {
        m_expiry.start(std::chrono::milliseconds(std::max<core::UnixMs>(next - m_uses.clock.now(), 1)));
    }
}

} // namespace keysluice::app
