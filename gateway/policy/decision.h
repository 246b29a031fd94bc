#pragma once

#include "gateway/http/answer_code.h"
#include "gateway/http/authority.h"
#include "gateway/http/head.h"
#include "gateway/policy/client_credential.h"
#include "gateway/snapshot.h"

#include <optional>
#include <string>
#include <string_view>

/// What may happen, decided from the snapshot and the facts of a request. Pure and total: no clock, no sockets, no
/// state. Pointers in results point into the snapshot. Thread: any.
namespace keysluice::gateway::policy {

/// Whether connections to this host are opened up: hosts of the catalogue and of stored credentials.
/// A rule or limit names the host: without a credential of its own, it is opened up to be judged.
[[nodiscard]] bool isNamedByRule(const Snapshot& snapshot, std::string_view host);
[[nodiscard]] bool isIntercepted(const Snapshot& snapshot, std::string_view host);
/// The provider of a host, by catalogue or by a credential stored for it; null: none.
[[nodiscard]] const core::Provider* providerOf(const Snapshot& snapshot, std::string_view host);

/// Whether this agent reaches only hosts that are opened up: its own mode, or the one of the settings.
[[nodiscard]] bool isStrict(const Snapshot& snapshot, const SnapshotAgent& agent);

/// The refusal for somebody who proved nothing: AgentUnknown, or VaultLocked while no token can be known.
[[nodiscard]] http::AnswerCode refusalForUnknownAgent(const Snapshot& snapshot);

struct ConnectDecision {
    enum class Action {
        Intercept, ///< answer 200, then TLS with a leaf
        Tunnel,    ///< blind; the ClientHello must not name an intercepted host
        Refuse,
    };
    Action action = Action::Refuse;
    http::AnswerCode code = http::AnswerCode::HostNotAllowed; ///< for Refuse
    std::string_view detail;                                  ///< static text, for the record
    const core::Provider* provider = nullptr;
    const SnapshotCredential* credential = nullptr; ///< named in a refusal
};

/// `hasLeaf`: a leaf context for this host exists already (they outlive a lock), so that a locked or paused gateway can
/// say so inside the tunnel, in the provider's own shape.
[[nodiscard]] ConnectDecision decideConnect(const Snapshot& snapshot, const SnapshotAgent& agent,
                                            const http::Authority& target, bool hasLeaf);

struct RequestFacts {
    const http::RequestHead& head;
    const http::Authority& authority; ///< of the CONNECT, or of the absolute-form
    bool isHttps = true;              ///< towards the provider
    bool isInTunnel = true;           ///< false: absolute-form on the proxy port
    /// A rule, an approval or a budget covers this request and judges by what it carries.
    bool mustSeeBodies = false;
};

struct RequestDecision {
    enum class Action { Forward, Refuse };
    Action action = Action::Refuse;
    http::AnswerCode code = http::AnswerCode::HostNotAllowed; ///< for Refuse
    std::string_view detail;                                  ///< static text or httpErrorName()
    const core::Provider* provider = nullptr;
    const SnapshotCredential* credential = nullptr; ///< Forward: inject this one; null: nothing is injected
    ClientCredentialFinding client; ///< Forward: leave its placeholders out; `kind` only without injection
};

/// Order: state, agreement of authorities, path, method, port and plaintext, WebSocket, credential.
[[nodiscard]] RequestDecision decideRequest(const Snapshot& snapshot, const SnapshotAgent& agent,
                                            const RequestFacts& facts);

/// The credential for a host and agent: exact host, granted, enabled; of those the one that names most of the path,
/// then the user's order. One that goes into a path is only for paths that have a place for it.
struct CredentialChoice {
    enum class Outcome { Found, Missing, NotGranted, Disabled };
    Outcome outcome = Outcome::Missing;
    const SnapshotCredential* credential = nullptr; ///< the chosen one, or the one that a refusal names
    bool isForOtherPaths = false;                   ///< Missing: there is one, but not for this path
};
/// `path`: without query; nothing at CONNECT, when it is not known yet.
[[nodiscard]] CredentialChoice chooseCredential(const Snapshot& snapshot, const SnapshotAgent& agent,
                                                std::string_view host, std::optional<std::string_view> path = {});

/// The injection whose place is in this path, of a credential or of the provider (may be null); null: none. What stands
/// in that place is a credential and is recorded nowhere.
[[nodiscard]] const core::Injection* injectionIntoThisPath(const Snapshot& snapshot, const core::Provider* provider,
                                                           std::string_view host, std::string_view path);

/// What an origin-form request on the proxy port is.
enum class LocalRequest {
    HealthOk,
    HealthLocked,
    NotFound,    ///< 404
    ForeignHost, ///< 421: Host is a name other than localhost (DNS rebinding)
};
[[nodiscard]] LocalRequest decideLocal(const Snapshot& snapshot, const http::RequestHead& head);

/// What a WebSocket was let through with, for its messages.
struct MessageFacts {
    const SnapshotAgent* agent = nullptr; ///< by the newest snapshot; null: its token is none any more
    const http::Authority& authority;
    std::string_view path; ///< of the handshake
    bool isHttps = true;
    const SnapshotCredential* credential = nullptr; ///< injected into the handshake; null: none
};
/// Whether a further message of the agent may not go out by the newest snapshot, as a request would not: the gate is
/// not open, the agent unknown, the host closed, or the credential gone, withdrawn or replaced. Nothing: it may.
[[nodiscard]] std::optional<http::AnswerCode> refuseMessage(const Snapshot& snapshot, const MessageFacts& facts);

/// Whether a blind tunnel whose ClientHello names `serverName` must be refused.
[[nodiscard]] bool isForbiddenServerName(const Snapshot& snapshot, std::string_view serverName);

} // namespace keysluice::gateway::policy
