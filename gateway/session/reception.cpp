#include "gateway/session/reception.h"

#include "gateway/http/gateway_answer.h"
#include "gateway/policy/rule_decision.h"
#include "gateway/session/local_time.h"
#include "gateway/session/record_builder.h"

#include <algorithm>
#include <vector>

namespace keysluice::gateway::session {

using http::AnswerCode;

namespace {

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::string_view kNoRuleAllows =
    "No rule of the user allows this request, and strict mode blocks what none allows; nothing was sent.";

void refuse(Verdict& verdict, AnswerCode code, std::string_view detail = {}) {
    verdict.action = Verdict::Action::Refuse;
    verdict.code = code;
    verdict.detail = detail;
}

/// False: refused already.
bool identify(Services& services, const std::optional<core::TokenHash>& hash, Verdict& verdict) {
    if (hash) {
        verdict.identity = policy::authenticate(*verdict.snapshot, *hash, services.wallClock());
    }
    noteAgent(verdict.record, verdict.identity);
    if (!verdict.identity.isKnown()) {
        refuse(verdict, policy::refusalForUnknownAgent(*verdict.snapshot));
        return false;
    }
    return true;
}

/// What is known of a request that was held. Null: it was not read; not approved.
struct Held {
    const policy::ExaminedBody* body = nullptr;
    const Approval* approval = nullptr;

    [[nodiscard]] const core::rules::BodyFacts* facts() const { return body == nullptr ? nullptr : &body->facts; }
};

policy::Moment momentOf(const core::ActivityRecord& record) {
    return {record.at, localMinuteOfWeek(record.at)};
}

/// Counts the request, or refuses it.
void askLimits(Services& services, const core::rules::HeadFacts& head, const core::rules::BodyFacts* body,
               Verdict& verdict) {
    using Outcome = core::rules::Verdict::Outcome;
    constexpr std::int64_t kLongestWait = 60; // what SDKs wait for; see AnswerCode
    const core::rules::CompiledRules& rules = *verdict.snapshot->rules;
    const core::rules::LimitMatch match = rules.matchingLimits(head, body);
    switch (match.outcome) {
    case Outcome::NoRule:
        return;
    case Outcome::NeedsBody:
        verdict.action = Verdict::Action::Hold;
        return;
    case Outcome::MustBeExamined:
        refuse(verdict, AnswerCode::WebSocketNotExamined, "limit");
        return;
    case Outcome::Decided:
        break;
    }
    std::vector<const core::rules::Limit*> limits;
    std::vector<core::RecordId> ids;
    for (const std::size_t place : match.limits) {
        limits.push_back(&rules.set().limits[place]);
        ids.push_back(limits.back()->id);
    }
    auto counted = services.limitCounters.count(limits, head.agentId, head.credentialId, head.at);
    if (counted) {
        verdict.counted = std::move(*counted);
        verdict.record.limitIds = std::move(ids);
        return;
    }
    const core::rules::LimitRefusal& refusal = counted.error();
    const auto limit = std::find_if(limits.begin(), limits.end(),
                                    [&](const core::rules::Limit* each) { return each->id == refusal.limit; });
    noteRule(verdict.record, **limit);
    verdict.refusing = Verdict::Refusing{(*limit)->name, {}, refusal.retryAfter};
    refuse(verdict, refusal.retryAfter <= kLongestWait ? AnswerCode::RateLimited : AnswerCode::RateLimitedForLong,
           (*limit)->name);
}

/// The rule that the approval holds for, if everything is as it was approved.
std::string_view approvedRule(const Approval* approval, const Verdict& verdict) {
    const SnapshotCredential* credential = verdict.decision.credential;
    if (approval == nullptr || approval->agentId != verdict.identity.agent->id ||
        approval->credentialId != (credential == nullptr ? core::RecordId() : credential->id)) {
        return {};
    }
    const auto& rules = verdict.snapshot->rules->set().rules;
    return std::find(rules.begin(), rules.end(), approval->rule) == rules.end() ? std::string_view()
                                                                                : approval->rule.id;
}

/// What the user's rules make of a request that may go out otherwise. `head`: null for a blind tunnel.
void askRules(Services& services, const http::RequestHead* head, const Held& held, Verdict& verdict) {
    if (!verdict.snapshot->rules) {
        return;
    }
    verdict.approvedRule = approvedRule(held.approval, verdict);
    const policy::HeadQuestion question(
        {*verdict.identity.agent, verdict.authority, verdict.provider, verdict.decision.credential, head},
        momentOf(verdict.record));
    // Of a tunnel's bytes nothing is known, whatever was read.
    const core::rules::BodyFacts* body = head == nullptr ? nullptr : held.facts();
    const policy::RuleDecision decision =
        policy::judge(*verdict.snapshot, question.facts(), body,
                      {policy::isStrict(*verdict.snapshot, *verdict.identity.agent), launchOf(verdict.identity),
                       verdict.approvedRule, held.body != nullptr});
    verdict.record.approval = decision.approval;
    if (body != nullptr) {
        noteFacts(verdict.record, *body);
    }
    switch (decision.action) {
    case policy::RuleDecision::Action::Pass:
        break;
    case policy::RuleDecision::Action::Hold:
        verdict.action = Verdict::Action::Hold;
        return;
    case policy::RuleDecision::Action::Refuse:
        if (decision.rule == nullptr) {
            verdict.refusing = Verdict::Refusing{{}, kNoRuleAllows};
            refuse(verdict, decision.code, "strict mode");
            return;
        }
        noteRule(verdict.record, *decision.rule);
        verdict.refusing = Verdict::Refusing{decision.rule->name, decision.rule->reason};
        refuse(verdict, decision.code, decision.rule->name);
        return;
    case policy::RuleDecision::Action::Ask:
        noteRule(verdict.record, *decision.rule);
        verdict.refusing = Verdict::Refusing{decision.rule->name, decision.rule->reason};
        verdict.asking = Verdict::Asking{decision.rule, decision.place, decision.unknownCondition};
        verdict.action = Verdict::Action::Ask;
        return;
    }
    askLimits(services, question.facts(), body, verdict);
    if (decision.rule != nullptr && verdict.action != Verdict::Action::Hold &&
        verdict.action != Verdict::Action::Refuse) {
        noteRule(verdict.record, *decision.rule);
    }
}

/// Whether rules block the host whatever is asked of it: refused already, which a client understands that trusts us
/// with no certificate, too.
bool isBlockedUnseen(Verdict& verdict) {
    const policy::HeadQuestion question(
        {*verdict.identity.agent, verdict.authority, verdict.provider, nullptr, nullptr}, momentOf(verdict.record));
    const core::rules::Rule* rule = policy::blockingUnseen(*verdict.snapshot, question.facts());
    if (rule == nullptr) {
        return false;
    }
    noteRule(verdict.record, *rule);
    verdict.refusing = Verdict::Refusing{rule->name, rule->reason};
    refuse(verdict, AnswerCode::BlockedByRule, rule->name);
    return true;
}

void receiveConnect(Services& services, const http::RequestHead& head, const Held& held, Verdict& verdict) {
    verdict.record.kind = core::ActivityRecord::Kind::Connect;
    const auto authority = http::parseAuthority(head.target.authority, 0);
    if (!authority) {
        refuse(verdict, AnswerCode::BadRequest, http::httpErrorName(http::HttpError::TargetAuthority));
        return;
    }
    verdict.authority = *authority;
    noteDestination(verdict.record, *authority, {});
    verdict.provider = policy::providerOf(*verdict.snapshot, authority->host);
    notePolicy(verdict.record, verdict.provider, nullptr);
    if (!identify(services, policy::presentedToken(head), verdict)) {
        return;
    }
    // Some clients leave the port out of Host here.
    if (!head.host.empty() && !http::meansAuthority(head.host, *authority, authority->port)) {
        refuse(verdict, AnswerCode::AuthorityMismatch, "host");
        return;
    }
    const core::UnixMs now = services.wallClock();
    const auto decision = policy::decideConnect(*verdict.snapshot, *verdict.identity.agent, *authority,
                                                services.leaves.has(authority->host, now));
    verdict.provider = decision.provider != nullptr ? decision.provider : verdict.provider;
    notePolicy(verdict.record, verdict.provider, decision.credential);
    switch (decision.action) {
    case policy::ConnectDecision::Action::Refuse:
        refuse(verdict, decision.code, decision.detail);
        return;
    case policy::ConnectDecision::Action::Tunnel:
        verdict.record.kind = core::ActivityRecord::Kind::Tunnel;
        verdict.action = Verdict::Action::Tunnel;
        askRules(services, nullptr, held, verdict);
        return;
    case policy::ConnectDecision::Action::Intercept:
        break;
    }
    if (!policy::isIntercepted(*verdict.snapshot, authority->host) && isBlockedUnseen(verdict)) {
        return;
    }
    const auto leaf = services.leaves.contextFor(authority->host, now);
    if (!leaf) {
        const bool isLocked = leaf.error() == tls::LeafCache::Refusal::NoAuthority;
        refuse(verdict, AnswerCode::VaultLocked, isLocked ? "" : "the certificate cannot be made");
        return;
    }
    verdict.leaf = *leaf;
    verdict.action = Verdict::Action::Intercept;
}

void decide(Services& services, const http::RequestHead& head, bool isInTunnel, const Held& held, Verdict& verdict) {
    verdict.decision = policy::decideRequest(*verdict.snapshot, *verdict.identity.agent,
                                             {head, verdict.authority, verdict.isHttps, isInTunnel});
    if (verdict.decision.provider != nullptr) {
        verdict.provider = verdict.decision.provider;
    }
    notePolicy(verdict.record, verdict.provider, verdict.decision.credential);
    if (verdict.decision.action == policy::RequestDecision::Action::Refuse) {
        refuse(verdict, verdict.decision.code, verdict.decision.detail);
        return;
    }
    verdict.action = Verdict::Action::Forward;
    askRules(services, &head, held, verdict);
}

void receiveInTunnel(Services& services, const http::RequestHead& head, const TunnelContext& tunnel, const Held& held,
                     Verdict& verdict) {
    verdict.authority = tunnel.authority;
    noteDestination(verdict.record, tunnel.authority, "https");
    verdict.provider = policy::providerOf(*verdict.snapshot, tunnel.authority.host);
    notePolicy(verdict.record, verdict.provider, nullptr);
    verdict.identity = policy::agentOfToken(*verdict.snapshot, tunnel.tokenId, services.wallClock());
    noteAgent(verdict.record, verdict.identity);
    if (!verdict.identity.isKnown()) {
        refuse(verdict, policy::refusalForUnknownAgent(*verdict.snapshot));
        return;
    }
    decide(services, head, true, held, verdict);
}

void receiveAbsolute(Services& services, const http::RequestHead& head, const Held& held, Verdict& verdict) {
    verdict.isHttps = head.target.isHttps;
    const auto authority = http::parseAuthority(head.target.authority, verdict.isHttps ? kHttpsPort : kHttpPort);
    if (!authority) {
        refuse(verdict, AnswerCode::BadRequest, http::httpErrorName(http::HttpError::TargetAuthority));
        return;
    }
    verdict.authority = *authority;
    noteDestination(verdict.record, *authority, verdict.isHttps ? "https" : "http");
    verdict.provider = policy::providerOf(*verdict.snapshot, authority->host);
    notePolicy(verdict.record, verdict.provider, nullptr);
    if (identify(services, policy::presentedToken(head), verdict)) {
        decide(services, head, false, held, verdict);
    }
}

/// What arrived for `http://127.0.0.1:PORT/<provider>/…` goes the way of every other request from here on.
void receiveBaseUrl(Services& services, const Held& held, Verdict& verdict) {
    const policy::BaseUrlRequest& request = *verdict.baseUrl;
    verdict.authority = request.authority();
    verdict.provider = &request.provider();
    noteDestination(verdict.record, verdict.authority, "https");
    noteRequest(verdict.record, request.head());
    notePolicy(verdict.record, verdict.provider, nullptr);
    if (!request.isForLoopback()) {
        refuse(verdict, AnswerCode::AuthorityMismatch, "host");
    } else if (request.holdsTokenInPath()) {
        refuse(verdict, AnswerCode::BadRequest, "token in the path");
    } else if (identify(services, request.token(), verdict)) {
        decide(services, request.head(), false, held, verdict);
    }
}

void receiveLocal(Services& services, const http::RequestHead& head, const Held& held, Verdict& verdict) {
    if (verdict.snapshot->catalogue) {
        verdict.baseUrl = policy::BaseUrlRequest::from(*verdict.snapshot->catalogue, head);
    }
    if (verdict.baseUrl) {
        receiveBaseUrl(services, held, verdict);
        return;
    }

    verdict.record.kind = core::ActivityRecord::Kind::Failure;
    switch (policy::decideLocal(*verdict.snapshot, head)) {
    case policy::LocalRequest::HealthOk:
    case policy::LocalRequest::HealthLocked:
        verdict.action = Verdict::Action::Local;
        verdict.answer =
            http::healthAnswer(policy::decideLocal(*verdict.snapshot, head) == policy::LocalRequest::HealthLocked,
                               head.keepAlive && head.body.kind == http::BodyKind::None);
        return;
    case policy::LocalRequest::NotFound:
        refuse(verdict, AnswerCode::NotFound);
        return;
    case policy::LocalRequest::ForeignHost:
        refuse(verdict, AnswerCode::AuthorityMismatch, "host");
        return;
    }
}

/// What stands where a credential goes is recorded nowhere, whatever became of the request. Where that is on a host
/// that the catalogue does not know is told by its credentials, and a closed vault has none: then no part of a path is
/// kept.
void maskPath(Verdict& verdict) {
    const Snapshot& snapshot = *verdict.snapshot;
    const std::string& host = verdict.authority.host;
    const bool hasCredentials = snapshot.state == GateState::Running || snapshot.state == GateState::Paused;
    if (!hasCredentials && (!snapshot.catalogue || snapshot.catalogue->providerOfHost(host) == nullptr)) {
        verdict.record.path.clear();
        return;
    }
    const auto* injection = policy::injectionIntoThisPath(snapshot, verdict.provider, host, verdict.record.path);
    if (injection != nullptr) {
        verdict.record.path = injection->maskedPath(verdict.record.path);
    }
}

} // namespace

void uncount(Services& services, Verdict& verdict) {
    if (verdict.counted) {
        services.limitCounters.takeBack(*verdict.counted);
        verdict.counted.reset();
        verdict.record.limitIds.clear();
    }
}

std::string_view launchOf(const policy::AgentIdentity& identity) {
    return identity.token != nullptr && identity.token->launch ? std::string_view(identity.token->launch->id)
                                                               : std::string_view();
}

Verdict receive(Services& services, const http::RequestHead& head, const std::optional<TunnelContext>& tunnel,
                const policy::ExaminedBody* body, const Approval* approval) {
    const Held held{body, approval};
    Verdict verdict;
    verdict.snapshot = services.snapshot;
    if (head.isWebSocket) {
        verdict.record.kind = core::ActivityRecord::Kind::WebSocket;
    }
    verdict.record.at = services.wallClock();
    noteRequest(verdict.record, head);
    if (tunnel) {
        receiveInTunnel(services, head, *tunnel, held, verdict);
    } else if (head.target.form == http::TargetForm::Authority) {
        receiveConnect(services, head, held, verdict);
    } else if (head.target.form == http::TargetForm::Absolute) {
        receiveAbsolute(services, head, held, verdict);
    } else {
        receiveLocal(services, head, held, verdict);
    }
    maskPath(verdict);
    if (services.isDraining && verdict.action != Verdict::Action::Refuse && verdict.action != Verdict::Action::Local) {
        refuse(verdict, AnswerCode::ShuttingDown);
    }
    if (verdict.action == Verdict::Action::Refuse) {
        uncount(services, verdict);
    }
    return verdict;
}

} // namespace keysluice::gateway::session
