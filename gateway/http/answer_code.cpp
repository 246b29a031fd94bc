#include "gateway/http/answer_code.h"

#include <array>

namespace keysluice::gateway::http {

namespace {

using enum AnswerCode;

// A refusal that no repetition changes is 403 with "do not retry": SDKs repeat 408, 409, 429 and 5xx by themselves.
// Where waiting helps by itself (a slot, a name server, the provider), they may. What a person has to end (a lock, a
// pause) is 503 with retry-after for those who ask when the user did, and "do not retry": the user has to see it first.
constexpr std::array kTable{
    // code, name, status, reason, retry-after in seconds (-1: none), may be repeated, keeps the connection
    AnswerFacts{AgentUnknown, "agent_unknown", 407, "Proxy Authentication Required", -1, false, true},
    AnswerFacts{VaultLocked, "vault_locked", 503, "Service Unavailable", 5, false, true},
    AnswerFacts{PolicyUnverified, "policy_unverified", 503, "Service Unavailable", 30, false, true},
    AnswerFacts{LogUnavailable, "log_unavailable", 503, "Service Unavailable", 30, false, true},
    AnswerFacts{CredentialMissing, "credential_missing", 403, "Forbidden", -1, false, false},
    AnswerFacts{ForeignCredential, "foreign_credential", 403, "Forbidden", -1, false, false},
    AnswerFacts{CredentialDisabled, "credential_disabled", 403, "Forbidden", -1, false, false},
    AnswerFacts{CredentialNotGranted, "credential_not_granted", 403, "Forbidden", -1, false, false},
    AnswerFacts{CredentialUnreadable, "credential_unreadable", 503, "Service Unavailable", -1, false, true},
    AnswerFacts{HostNotAllowed, "host_not_allowed", 403, "Forbidden", -1, false, false},
    AnswerFacts{DestinationRefused, "destination_refused", 403, "Forbidden", -1, false, false},
    AnswerFacts{Paused, "paused", 503, "Service Unavailable", 5, false, true},
    AnswerFacts{AgentFrozen, "agent_frozen", 403, "Forbidden", -1, false, false},
    AnswerFacts{BlockedByRule, "blocked_by_rule", 403, "Forbidden", -1, false, false},
    AnswerFacts{BodyNotExamined, "body_not_examined", 403, "Forbidden", -1, false, false},
    AnswerFacts{RateLimited, "rate_limited", 429, "Too Many Requests", 1, true, false},
    AnswerFacts{RateLimitedForLong, "rate_limited", 403, "Forbidden", -1, false, false},
    AnswerFacts{ApprovalDenied, "approval_denied", 403, "Forbidden", -1, false, false},
    AnswerFacts{ApprovalTimeout, "approval_timeout", 403, "Forbidden", -1, false, false},
    AnswerFacts{ApprovalUnavailable, "approval_unavailable", 403, "Forbidden", -1, false, false},
    AnswerFacts{PlaintextRefused, "plaintext_refused", 403, "Forbidden", -1, false, false},
    AnswerFacts{AuthorityMismatch, "authority_mismatch", 421, "Misdirected Request", -1, false, false},
    AnswerFacts{WebSocketNotExamined, "websocket_not_examined", 426, "Upgrade Required", -1, false, false},
    AnswerFacts{Busy, "busy", 503, "Service Unavailable", 1, true, true},
    AnswerFacts{TooManyConnections, "too_many_connections", 503, "Service Unavailable", 1, true, false},
    AnswerFacts{BadRequest, "bad_request", 400, "Bad Request", -1, false, false},
    AnswerFacts{NotFound, "not_found", 404, "Not Found", -1, false, false},
    AnswerFacts{HeadTooLarge, "too_large", 431, "Request Header Fields Too Large", -1, false, false},
    AnswerFacts{TargetTooLong, "too_large", 414, "URI Too Long", -1, false, false},
    AnswerFacts{BodyTooLarge, "too_large", 413, "Content Too Large", -1, false, false},
    AnswerFacts{RequestTimeout, "request_timeout", 408, "Request Timeout", -1, true, false},
    AnswerFacts{MethodNotAllowed, "method_not_allowed", 405, "Method Not Allowed", -1, false, false},
    AnswerFacts{UpstreamDns, "upstream_dns", 502, "Bad Gateway", -1, true, true},
    AnswerFacts{UpstreamRefused, "upstream_refused", 502, "Bad Gateway", -1, true, true},
    AnswerFacts{UpstreamReset, "upstream_reset", 502, "Bad Gateway", -1, true, true},
    AnswerFacts{UpstreamTls, "upstream_tls", 502, "Bad Gateway", -1, false, true},
    AnswerFacts{UpstreamMalformed, "upstream_malformed", 502, "Bad Gateway", -1, false, false},
    AnswerFacts{UpstreamProxy, "upstream_proxy", 502, "Bad Gateway", -1, true, true},
    AnswerFacts{UpstreamTimeout, "upstream_timeout", 504, "Gateway Timeout", -1, true, true},
    AnswerFacts{LeakBlocked, "leak_blocked", 502, "Bad Gateway", -1, false, false},
    AnswerFacts{ShuttingDown, "shutting_down", 503, "Service Unavailable", 1, true, false},
};

constexpr bool isInOrder() {
    for (std::size_t i = 0; i < kTable.size(); ++i) {
        if (static_cast<std::size_t>(kTable[i].code) != i) {
            return false;
        }
    }
    return kTable.back().code == ShuttingDown;
}
static_assert(isInOrder(), "the table is indexed by code");

} // namespace

const AnswerFacts& answerFacts(AnswerCode code) {
    return kTable[static_cast<std::size_t>(code)];
}

AnswerCode answerForRequestError(HttpError error) {
    switch (error) {
    case HttpError::HeadTooLarge:
    case HttpError::TooManyFields:
    case HttpError::TrailerTooLarge:
        return HeadTooLarge;
    case HttpError::TargetTooLong:
        return TargetTooLong;
    default:
        return BadRequest;
    }
}

} // namespace keysluice::gateway::http
