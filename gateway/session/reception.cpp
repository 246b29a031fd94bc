#include "gateway/session/reception.h"

#include "gateway/http/gateway_answer.h"
#include "gateway/session/record_builder.h"

namespace keysluice::gateway::session {

using http::AnswerCode;

namespace {

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;

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

void receiveConnect(Services& services, const http::RequestHead& head, Verdict& verdict) {
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
        return;
    case policy::ConnectDecision::Action::Intercept:
        break;
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

void decide(const http::RequestHead& head, bool isInTunnel, Verdict& verdict) {
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
}

void receiveInTunnel(Services& services, const http::RequestHead& head, const TunnelContext& tunnel, Verdict& verdict) {
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
    decide(head, true, verdict);
}

void receiveAbsolute(Services& services, const http::RequestHead& head, Verdict& verdict) {
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
        decide(head, false, verdict);
    }
}

/// What arrived for `http://127.0.0.1:PORT/<provider>/…` goes the way of every other request from here on.
void receiveBaseUrl(Services& services, Verdict& verdict) {
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
        decide(request.head(), false, verdict);
    }
}

void receiveLocal(Services& services, const http::RequestHead& head, Verdict& verdict) {
    if (verdict.snapshot->catalogue) {
        verdict.baseUrl = policy::BaseUrlRequest::from(*verdict.snapshot->catalogue, head);
    }
    if (verdict.baseUrl) {
        receiveBaseUrl(services, verdict);
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

Verdict receive(Services& services, const http::RequestHead& head, const std::optional<TunnelContext>& tunnel) {
    Verdict verdict;
    verdict.snapshot = services.snapshot;
    if (head.isWebSocket) {
        verdict.record.kind = core::ActivityRecord::Kind::WebSocket;
    }
    verdict.record.at = services.wallClock();
    noteRequest(verdict.record, head);
    if (tunnel) {
        receiveInTunnel(services, head, *tunnel, verdict);
    } else if (head.target.form == http::TargetForm::Authority) {
        receiveConnect(services, head, verdict);
    } else if (head.target.form == http::TargetForm::Absolute) {
        receiveAbsolute(services, head, verdict);
    } else {
        receiveLocal(services, head, verdict);
    }
    maskPath(verdict);
    if (services.isDraining && verdict.action != Verdict::Action::Refuse && verdict.action != Verdict::Action::Local) {
        refuse(verdict, AnswerCode::ShuttingDown);
    }
    return verdict;
}

} // namespace keysluice::gateway::session
