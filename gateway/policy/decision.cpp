#include "gateway/policy/decision.h"

#include "core/strictness.h"
#include "gateway/http/syntax.h"
#include "gateway/http/websocket_handshake.h"

#include <algorithm>
#include <array>

namespace keysluice::gateway::policy {

namespace {

using http::AnswerCode;

constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::array<std::string_view, 7> kMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

constexpr std::string_view kOnlyTlsPort = "only port 443 is tunnelled";
constexpr std::string_view kOnlyHttpPort = "only port 80 is reached by plain http";
constexpr std::string_view kUnnamedPort = "no key is stored for this port";
constexpr std::string_view kAddressLiteral = "an address instead of a name";
constexpr std::string_view kOtherPaths = "the stored key is for other paths";
constexpr std::string_view kForeignHost = "Host names another place";
constexpr std::string_view kForeignTarget = "the request target names another place";

bool hasHost(const SnapshotCredential& credential, std::string_view host) {
    return std::find(credential.hosts.begin(), credential.hosts.end(), host) != credential.hosts.end();
}

/// Whether it matters for this host which path a request names: to a credential, or to a rule.
bool isPathJudged(const Snapshot& snapshot, const http::Authority& authority) {
    return (snapshot.rules && snapshot.rules->judgesPathsOf(authority.host, authority.port)) ||
           std::any_of(snapshot.credentials.begin(), snapshot.credentials.end(),
                       [&](const SnapshotCredential& credential) {
                           return credential.injection.place == core::Injection::Place::Path &&
                                  hasHost(credential, authority.host);
                       });
}

/// How much of the path a credential names; nothing: it is for other paths.
std::optional<std::size_t> pathRank(const core::Injection& injection, std::optional<std::string_view> path) {
    if (injection.place == core::Injection::Place::Header || !path) {
        return 0;
    }
    if (injection.place == core::Injection::Place::Query) {
        return path == "*" ? std::nullopt : std::optional<std::size_t>(0); // it can have no query
    }
    const auto slot = injection.slotIn(*path);
    return slot ? std::optional(slot->begin) : std::nullopt;
}

/// The answer for a gate that is not open; Running has none.
AnswerCode stateCode(GateState state) {
    switch (state) {
    case GateState::Paused:
        return AnswerCode::Paused;
    case GateState::PolicyUnverified:
        return AnswerCode::PolicyUnverified;
    case GateState::Locked:
    case GateState::Running:
        break;
    }
    return AnswerCode::VaultLocked;
}

/// The refusal of whatever this agent asks for, if there is one: the gate is not open, nothing can be recorded, or the
/// agent is frozen.
std::optional<AnswerCode> standingRefusal(const Snapshot& snapshot, const SnapshotAgent& agent) {
    if (snapshot.state != GateState::Running) {
        return stateCode(snapshot.state);
    }
    if (!snapshot.canLog) {
        return AnswerCode::LogUnavailable;
    }
    return agent.freeze == core::Freeze::None ? std::nullopt : std::optional(AnswerCode::AgentFrozen);
}

bool isNamedLiteral(const Snapshot& snapshot, const http::Authority& target) {
    return snapshot.allowPrivateDestinations ||
           std::any_of(snapshot.resolve.begin(), snapshot.resolve.end(), [&](const core::ResolveOverride& entry) {
               return entry.hostPort == target.port && http::meansHost(entry.host, target);
           });
}

/// Open or strict mode for a host that has no credential. `code` is set when it is refused. In strict mode a host that
/// rules name is theirs to decide.
bool mayPass(const Snapshot& snapshot, const SnapshotAgent& agent, const http::Authority& target, std::uint16_t port,
             AnswerCode& code, std::string_view& detail) {
    const bool isForRules = isNamedByRule(snapshot, target.host) && snapshot.rules->decides();
    if (isStrict(snapshot, agent) && !isForRules) {
        code = AnswerCode::HostNotAllowed;
        return false;
    }
    code = AnswerCode::DestinationRefused;
    if (target.port != port) {
        detail = port == kHttpsPort ? kOnlyTlsPort : kOnlyHttpPort;
        return false;
    }
    if (target.literal && !isNamedLiteral(snapshot, target)) {
        detail = kAddressLiteral;
        return false;
    }
    return true;
}

bool authoritiesAgree(const RequestFacts& facts, std::string_view& detail) {
    const std::uint16_t defaultPort = facts.isHttps ? kHttpsPort : kHttpPort;
    const http::RequestHead& head = facts.head;
    if (!head.host.empty() && !http::meansAuthority(head.host, facts.authority, defaultPort)) {
        detail = kForeignHost;
        return false;
    }
    if (head.target.form == http::TargetForm::Absolute &&
        (head.target.isHttps != facts.isHttps ||
         !http::meansAuthority(head.target.authority, facts.authority, defaultPort))) {
        detail = kForeignTarget;
        return false;
    }
    return true;
}

RequestDecision refused(RequestDecision decision, AnswerCode code, std::string_view detail = {}) {
    decision.action = RequestDecision::Action::Refuse;
    decision.code = code;
    decision.detail = detail;
    return decision;
}

/// A stored credential is meant for this place, the client brought a key of its own, and it is not to be replaced.
RequestDecision byOwnKey(const SnapshotCredential& stored, RequestDecision decision) {
    if (stored.foreignKeys == core::ForeignKeys::Refuse) {
        return refused(std::move(decision), AnswerCode::ForeignCredential); // names the credential
    }
    decision.credential = nullptr; // it is not used
    decision.action = RequestDecision::Action::Forward;
    return decision;
}

/// Whether a WebSocket's handshake has to be refused; `decision` is then the refusal.
bool isRefusedUpgrade(const RequestFacts& facts, RequestDecision& decision) {
    if (!facts.head.isWebSocket) {
        return false;
    }
    const http::HttpError error = http::checkWebSocketRequest(facts.head);
    if (error != http::HttpError::None) {
        decision = refused(std::move(decision), AnswerCode::BadRequest, http::httpErrorName(error));
        return true;
    }
    if (facts.mustSeeBodies) {
        decision = refused(std::move(decision), AnswerCode::WebSocketNotExamined);
        return true;
    }
    return false;
}

RequestDecision byCredential(const Snapshot& snapshot, const SnapshotAgent& agent, const RequestFacts& facts,
                             RequestDecision decision) {
    const CredentialChoice choice = chooseCredential(snapshot, agent, facts.authority.host, facts.head.target.path);
    decision.credential = choice.credential;
    switch (choice.outcome) {
    case CredentialChoice::Outcome::Found:
        if (choice.credential->foreignKeys != core::ForeignKeys::Replace) {
            decision.client = findClientCredential(facts.head, decision.provider, &choice.credential->injection);
            if (decision.client.kind == ClientCredential::Own) {
                return byOwnKey(*choice.credential, std::move(decision));
            }
        }
        decision.client = placeholdersBeside(choice.credential->injection, facts.head, decision.provider);
        decision.action = RequestDecision::Action::Forward;
        return decision;
    case CredentialChoice::Outcome::NotGranted:
        return refused(std::move(decision), AnswerCode::CredentialNotGranted);
    case CredentialChoice::Outcome::Disabled:
        return refused(std::move(decision), AnswerCode::CredentialDisabled);
    case CredentialChoice::Outcome::Missing:
        break;
    }
    decision.client = findClientCredential(facts.head, decision.provider);
    if (decision.client.kind != ClientCredential::Own) {
        return refused(std::move(decision), AnswerCode::CredentialMissing,
                       choice.isForOtherPaths ? kOtherPaths : std::string_view());
    }
    if (isStrict(snapshot, agent)) {
        return refused(std::move(decision), AnswerCode::ForeignCredential);
    }
    decision.action = RequestDecision::Action::Forward;
    return decision;
}

/// What is wrong with a path that a rule looks at: it must have one spelling.
http::HttpError pathError(const Snapshot& snapshot, const RequestFacts& facts) {
    if (!isPathJudged(snapshot, facts.authority)) {
        return http::HttpError::None;
    }
    const http::HttpError error = http::checkInterceptedPath(facts.head.target.path);
    return error != http::HttpError::None ? error : http::checkScopedPath(facts.head.target.path);
}

RequestDecision decideIntercepted(const Snapshot& snapshot, const SnapshotAgent& agent, const RequestFacts& facts,
                                  RequestDecision decision) {
    http::HttpError pathError = http::checkInterceptedPath(facts.head.target.path);
    if (pathError == http::HttpError::None && isPathJudged(snapshot, facts.authority)) {
        pathError = http::checkScopedPath(facts.head.target.path);
    }
    if (pathError != http::HttpError::None) {
        return refused(std::move(decision), AnswerCode::BadRequest, http::httpErrorName(pathError));
    }
    if (std::find(kMethods.begin(), kMethods.end(), facts.head.method) == kMethods.end()) {
        return refused(std::move(decision), AnswerCode::MethodNotAllowed);
    }
    if (facts.authority.port != (facts.isHttps ? kHttpsPort : kHttpPort)) {
        return refused(std::move(decision), AnswerCode::DestinationRefused, kUnnamedPort);
    }
    if (!facts.isHttps) {
        return refused(std::move(decision), AnswerCode::PlaintextRefused);
    }
    if (isRefusedUpgrade(facts, decision)) {
        return decision;
    }
    return byCredential(snapshot, agent, facts, std::move(decision));
}

} // namespace

bool isStrict(const Snapshot& snapshot, const SnapshotAgent& agent) {
    return core::isStrict(agent.hostAccess, snapshot.strictMode);
}

bool isNamedByRule(const Snapshot& snapshot, std::string_view host) {
    return snapshot.rules && snapshot.rules->namesHost(host, kHttpsPort);
}

bool isIntercepted(const Snapshot& snapshot, std::string_view host) {
    return (snapshot.catalogue && snapshot.catalogue->providerOfHost(host) != nullptr) ||
           std::any_of(snapshot.credentials.begin(), snapshot.credentials.end(),
                       [&](const SnapshotCredential& credential) { return hasHost(credential, host); });
}

const core::Provider* providerOf(const Snapshot& snapshot, std::string_view host) {
    if (!snapshot.catalogue) {
        return nullptr;
    }
    if (const core::Provider* provider = snapshot.catalogue->providerOfHost(host)) {
        return provider;
    }
    for (const SnapshotCredential& credential : snapshot.credentials) {
        if (hasHost(credential, host)) {
            return snapshot.catalogue->provider(credential.providerId);
        }
    }
    return nullptr;
}

AnswerCode refusalForUnknownAgent(const Snapshot& snapshot) {
    return snapshot.state == GateState::Locked && snapshot.tokens.empty() ? AnswerCode::VaultLocked
                                                                          : AnswerCode::AgentUnknown;
}

ConnectDecision decideConnect(const Snapshot& snapshot, const SnapshotAgent& agent, const http::Authority& target,
                              bool hasLeaf) {
    ConnectDecision decision;
    decision.provider = providerOf(snapshot, target.host);
    const bool intercepted = isIntercepted(snapshot, target.host);
    const bool isNamed = !intercepted && isNamedByRule(snapshot, target.host);
    const bool canOpen = hasLeaf || snapshot.authority;
    if (const auto refusal = standingRefusal(snapshot, agent)) {
        decision.code = *refusal;
        if ((intercepted || isNamed) && canOpen && target.port == kHttpsPort) {
            decision.action = ConnectDecision::Action::Intercept; // each request is told, in a shape its SDK reads
        }
        return decision;
    }
    if (!intercepted) {
        if (!mayPass(snapshot, agent, target, kHttpsPort, decision.code, decision.detail)) {
            return decision;
        }
        if (isNamed && !canOpen) {
            decision.code = AnswerCode::VaultLocked;
            return decision;
        }
        decision.action = isNamed ? ConnectDecision::Action::Intercept : ConnectDecision::Action::Tunnel;
        return decision;
    }
    if (target.port != kHttpsPort) {
        decision.code = AnswerCode::DestinationRefused;
        decision.detail = kUnnamedPort;
        return decision;
    }
    const CredentialChoice choice = chooseCredential(snapshot, agent, target.host);
    if (choice.outcome == CredentialChoice::Outcome::NotGranted) {
        decision.code = AnswerCode::CredentialNotGranted;
        decision.credential = choice.credential;
        return decision;
    }
    if (!canOpen) {
        decision.code = AnswerCode::VaultLocked;
        return decision;
    }
    decision.action = ConnectDecision::Action::Intercept;
    return decision;
}

RequestDecision decideRequest(const Snapshot& snapshot, const SnapshotAgent& agent, const RequestFacts& facts) {
    RequestDecision decision;
    decision.provider = providerOf(snapshot, facts.authority.host);
    if (const auto refusal = standingRefusal(snapshot, agent)) {
        return refused(std::move(decision), *refusal);
    }
    std::string_view detail;
    if (!authoritiesAgree(facts, detail)) {
        return refused(std::move(decision), AnswerCode::AuthorityMismatch, detail);
    }
    if (isIntercepted(snapshot, facts.authority.host)) {
        return decideIntercepted(snapshot, agent, facts, std::move(decision));
    }
    AnswerCode code{};
    if (!mayPass(snapshot, agent, facts.authority, facts.isHttps ? kHttpsPort : kHttpPort, code, detail)) {
        return refused(std::move(decision), code, detail);
    }
    if (const auto error = pathError(snapshot, facts); error != http::HttpError::None) {
        return refused(std::move(decision), AnswerCode::BadRequest, http::httpErrorName(error));
    }
    if (isRefusedUpgrade(facts, decision)) {
        return decision;
    }
    decision.client = findClientCredential(facts.head, nullptr);
    decision.action = RequestDecision::Action::Forward;
    return decision;
}

CredentialChoice chooseCredential(const Snapshot& snapshot, const SnapshotAgent& agent, std::string_view host,
                                  std::optional<std::string_view> path) {
    CredentialChoice choice;
    std::size_t bestRank = 0;
    for (const SnapshotCredential& credential : snapshot.credentials) { // in the user's order
        // Once there is one, only those that name a path can be better.
        const bool mayCount = choice.outcome != CredentialChoice::Outcome::Found ||
                              credential.injection.place == core::Injection::Place::Path;
        if (!mayCount || !hasHost(credential, host)) {
            continue;
        }
        const auto rank = pathRank(credential.injection, path);
        if (!rank) {
            choice.isForOtherPaths = true;
        } else if (!agent.everyCredential && !agent.granted.contains(credential.id)) {
            if (choice.outcome == CredentialChoice::Outcome::Missing) {
                choice.outcome = CredentialChoice::Outcome::NotGranted;
                choice.credential = &credential;
            }
        } else if (credential.enabled) {
            if (choice.outcome != CredentialChoice::Outcome::Found || *rank > bestRank) {
                choice.outcome = CredentialChoice::Outcome::Found;
                choice.credential = &credential;
                bestRank = *rank;
            }
        } else if (choice.outcome != CredentialChoice::Outcome::Disabled &&
                   choice.outcome != CredentialChoice::Outcome::Found) {
            choice.outcome = CredentialChoice::Outcome::Disabled;
            choice.credential = &credential;
        }
    }
    return choice;
}

const core::Injection* injectionIntoThisPath(const Snapshot& snapshot, const core::Provider* provider,
                                             std::string_view host, std::string_view path) {
    for (const SnapshotCredential& credential : snapshot.credentials) {
        if (credential.injection.slotIn(path) && hasHost(credential, host)) {
            return &credential.injection;
        }
    }
    if (provider != nullptr) {
        for (const core::CredentialKind& kind : provider->kinds) {
            if (kind.injection.slotIn(path)) {
                return &kind.injection;
            }
        }
    }
    return nullptr;
}

std::optional<AnswerCode> refuseMessage(const Snapshot& snapshot, const MessageFacts& facts) {
    if (snapshot.state != GateState::Running) {
        return stateCode(snapshot.state);
    }
    if (facts.agent == nullptr) {
        return refusalForUnknownAgent(snapshot);
    }
    if (const auto refusal = standingRefusal(snapshot, *facts.agent)) {
        return refusal;
    }
    if (!isIntercepted(snapshot, facts.authority.host)) {
        AnswerCode code{};
        std::string_view detail;
        if (facts.credential != nullptr) {
            return AnswerCode::CredentialMissing;
        }
        return mayPass(snapshot, *facts.agent, facts.authority, facts.isHttps ? kHttpsPort : kHttpPort, code, detail)
                   ? std::nullopt
                   : std::optional(code);
    }
    const CredentialChoice choice = chooseCredential(snapshot, *facts.agent, facts.authority.host, facts.path);
    switch (choice.outcome) {
    case CredentialChoice::Outcome::NotGranted:
        return AnswerCode::CredentialNotGranted;
    case CredentialChoice::Outcome::Disabled:
        return AnswerCode::CredentialDisabled;
    case CredentialChoice::Outcome::Missing:
        if (facts.credential != nullptr) {
            return AnswerCode::CredentialMissing;
        }
        return isStrict(snapshot, *facts.agent) ? std::optional(AnswerCode::ForeignCredential) : std::nullopt;
    case CredentialChoice::Outcome::Found:
        break;
    }
    if (facts.credential == nullptr && choice.credential->foreignKeys != core::ForeignKeys::Replace) {
        return choice.credential->foreignKeys == core::ForeignKeys::Refuse
                   ? std::optional(AnswerCode::ForeignCredential)
                   : std::nullopt;
    }
    // Another credential, or another value: a request would be sent with that one.
    const bool isSame = facts.credential != nullptr && facts.credential->id == choice.credential->id &&
                        facts.credential->sealed.recordId == choice.credential->sealed.recordId &&
                        facts.credential->sealed.version == choice.credential->sealed.version &&
                        facts.credential->sealed.ciphertext == choice.credential->sealed.ciphertext;
    return isSame ? std::nullopt : std::optional(AnswerCode::CredentialMissing);
}

LocalRequest decideLocal(const Snapshot& snapshot, const http::RequestHead& head) {
    if (head.method != "GET" || head.target.path != "/healthz" || head.target.form != http::TargetForm::Origin) {
        return LocalRequest::NotFound;
    }
    if (!head.host.empty()) {
        const auto host = http::parseAuthority(head.host, kHttpPort);
        if (!host || (!host->literal && host->host != "localhost")) {
            return LocalRequest::ForeignHost;
        }
    }
    return snapshot.state == GateState::Locked ? LocalRequest::HealthLocked : LocalRequest::HealthOk;
}

bool isForbiddenServerName(const Snapshot& snapshot, std::string_view serverName) {
    return !serverName.empty() && (isIntercepted(snapshot, serverName) || isNamedByRule(snapshot, serverName));
}

} // namespace keysluice::gateway::policy
