#include "gateway/policy/rule_decision.h"

#include "gateway/policy/client_credential.h"
#include "gateway/policy/decision.h"

#include <algorithm>

namespace keysluice::gateway::policy {

using core::rules::Decision;
using core::rules::Verdict;
using http::AnswerCode;

namespace {

/// Whether the rule fits only because the body does not tell what it asks for.
bool isForTheBody(const Verdict& verdict) {
    return verdict.unknownCondition && core::rules::isOfBody(*verdict.unknownCondition);
}

/// What becomes of a request that a rule asks about.
void ask(const Snapshot& snapshot, const core::rules::HeadFacts& head, const core::rules::BodyFacts* body,
         const Circumstances& around, RuleDecision& decision) {
    using Approval = core::ActivityRecord::Approval;
    if (decision.rule->id == around.approvedRule) {
        decision.approval = Approval::Approved;
        return;
    }
    if (snapshot.remembered && snapshot.remembered->allow(decision.rule->id, around.launchId, head, body)) {
        decision.approval = Approval::Remembered;
        return;
    }
    if (head.isUpgrade) { // what would be said inside cannot be shown
        decision.action = RuleDecision::Action::Refuse;
        decision.code = AnswerCode::WebSocketNotExamined;
        return;
    }
    decision.code = AnswerCode::ApprovalUnavailable;
    if (!snapshot.canAsk) {
        decision.action = RuleDecision::Action::Refuse;
        decision.approval = Approval::Unavailable;
        return;
    }
    decision.action = around.isHeld ? RuleDecision::Action::Ask : RuleDecision::Action::Hold;
}

} // namespace

HeadQuestion::HeadQuestion(const RuleSubject& subject, const Moment& moment) {
    m_facts.agentId = subject.agent.id;
    m_facts.credentialId =
        subject.credential != nullptr ? std::string_view(subject.credential->id) : std::string_view();
    m_facts.providerId = subject.provider != nullptr ? std::string_view(subject.provider->id) : std::string_view();
    m_facts.host = subject.authority.host;
    m_facts.port = subject.authority.port;
    m_facts.at = moment.at;
    m_facts.minuteOfWeek = moment.minuteOfWeek;
    if (subject.head == nullptr) {
        m_facts.isBlind = true;
        return;
    }
    const http::RequestHead& head = *subject.head;
    m_facts.method = head.method;
    m_facts.path = head.target.path;
    for (const http::Field& field : head.fields) {
        if (field.id != http::FieldId::ProxyAuthorization && !isCredentialHeader(field.name, subject.provider)) {
            m_headers.emplace_back(field.name, field.value);
        }
    }
    m_facts.headers = m_headers;
    if (const core::ProviderEndpoint* endpoint = endpointOf(subject.provider, head)) {
        m_facts.endpoint = endpoint->use;
    }
    m_facts.hasBody = head.body.kind != http::BodyKind::None;
    m_facts.isUpgrade = head.isWebSocket;
    if (head.body.kind != http::BodyKind::Chunked) {
        m_facts.bodyBytes = head.body.length;
    }
}

RuleDecision judge(const Snapshot& snapshot, const core::rules::HeadFacts& head, const core::rules::BodyFacts* body,
                   const Circumstances& around) {
    RuleDecision decision;
    if (!snapshot.rules) {
        return decision;
    }
    const Verdict verdict = snapshot.rules->evaluate(head, body);
    if (verdict.outcome != Verdict::Outcome::NoRule) {
        decision.rule = &snapshot.rules->set().rules[verdict.rule];
        decision.place = verdict.rule;
        decision.unknownCondition = verdict.unknownCondition;
    }
    switch (verdict.outcome) {
    case Verdict::Outcome::NoRule:
        if (around.isStrict && snapshot.rules->decides()) {
            decision.action = RuleDecision::Action::Refuse;
        }
        return decision;
    case Verdict::Outcome::NeedsBody:
        decision.action = RuleDecision::Action::Hold;
        return decision;
    case Verdict::Outcome::MustBeExamined:
        decision.action = RuleDecision::Action::Refuse;
        decision.code = AnswerCode::WebSocketNotExamined;
        return decision;
    case Verdict::Outcome::Decided:
        break;
    }
    switch (verdict.decision) {
    case Decision::Allow:
        return decision;
    case Decision::Ask:
        ask(snapshot, head, body, around, decision);
        return decision;
    case Decision::Block:
        decision.code = isForTheBody(verdict) ? AnswerCode::BodyNotExamined : AnswerCode::BlockedByRule;
        break;
    }
    decision.action = RuleDecision::Action::Refuse;
    return decision;
}

const core::rules::Rule* blockingUnseen(const Snapshot& snapshot, const core::rules::HeadFacts& head) {
    using core::rules::Fit;
    if (!snapshot.rules) {
        return nullptr;
    }
    const core::rules::Explanation all = snapshot.rules->explain(head, nullptr);
    const auto first = std::find_if(all.rules.begin(), all.rules.end(),
                                    [](const core::rules::RuleTrace& trace) { return trace.fit != Fit::No; });
    if (first == all.rules.end() || first->fit != Fit::Yes) {
        return nullptr;
    }
    const core::rules::Rule& rule = snapshot.rules->set().rules[first->rule];
    return rule.decision == Decision::Block ? &rule : nullptr;
}

std::optional<AnswerCode> refusalByRules(const Snapshot& snapshot, const RuleSubject& subject, std::string_view path,
                                         const Moment& moment, Circumstances around) {
    if (!snapshot.rules) {
        return std::nullopt;
    }
    http::RequestHead head;
    head.method = "GET"; // RFC 6455, section 4.1
    head.target.path = path;
    head.isWebSocket = true;
    RuleSubject running = subject;
    running.head = path.empty() ? nullptr : &head;
    const HeadQuestion question(running, moment);
    around.isStrict = isStrict(snapshot, subject.agent);
    around.isHeld = true; // there is nothing more to be read
    const RuleDecision decision = judge(snapshot, question.facts(), nullptr, around);
    return decision.action == RuleDecision::Action::Pass ? std::nullopt : std::optional(decision.code);
}

const core::ProviderEndpoint* endpointOf(const core::Provider* provider, const http::RequestHead& head) {
    return provider == nullptr ? nullptr : provider->endpoint(head.method, head.target.path);
}

} // namespace keysluice::gateway::policy
