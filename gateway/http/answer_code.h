#pragma once

#include "gateway/http/http_error.h"

#include <string_view>

namespace keysluice::gateway::http {

/// Every answer the gateway makes itself; the codes agents see in `x-keysluice-error`. Thread: any.
enum class AnswerCode {
    AgentUnknown,
    VaultLocked,
    PolicyUnverified,
    LogUnavailable,
    CredentialMissing,
    ForeignCredential,
    CredentialDisabled,
    CredentialNotGranted,
    CredentialUnreadable,
    HostNotAllowed,
    DestinationRefused,
    Paused,
    AgentFrozen,
    BlockedByRule,
    BodyNotExamined,
    RateLimited,        ///< 429: it clears within a minute, and SDKs wait for it
    RateLimitedForLong, ///< code rate_limited, status 403: nobody should wait so long
    ApprovalDenied,
    ApprovalTimeout,
    ApprovalUnavailable,
    PlaintextRefused,
    AuthorityMismatch,
    WebSocketNotExamined,
    Busy,
    TooManyConnections,
    BadRequest,
    NotFound,      ///< an origin-form request that is none of the gateway's own
    HeadTooLarge,  ///< code too_large, status 431
    TargetTooLong, ///< code too_large, status 414
    BodyTooLarge,  ///< code too_large, status 413
    RequestTimeout,
    MethodNotAllowed,
    UpstreamDns,
    UpstreamRefused,
    UpstreamReset,
    UpstreamTls,
    UpstreamMalformed,
    UpstreamProxy,
    UpstreamTimeout,
    LeakBlocked,
    ShuttingDown,
};

/// One row of the table: what a code means on the wire.
struct AnswerFacts {
    AnswerCode code;
    std::string_view name; ///< "vault_locked"
    int status;
    std::string_view reason; ///< of the status line
    int retryAfterSeconds;   ///< -1: no retry-after
    bool mayRetry;           ///< x-should-retry
    bool keepsConnection;    ///< false: Connection: close (RFC 9112, section 9.6)
};

[[nodiscard]] const AnswerFacts& answerFacts(AnswerCode code);
/// What an agent is told when its request breaks a rule of the protocol: BadRequest, HeadTooLarge or TargetTooLong.
[[nodiscard]] AnswerCode answerForRequestError(HttpError error);

} // namespace keysluice::gateway::http
