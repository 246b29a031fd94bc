#pragma once

#include "core/rules/limit_counters.h"
#include "gateway/http/answer_code.h"
#include "gateway/policy/agent_authentication.h"
#include "gateway/policy/base_url.h"
#include "gateway/policy/decision.h"
#include "gateway/session/services.h"

#include <optional>
#include <string>

namespace keysluice::gateway::session {

/// What a connection is inside of, once its CONNECT was answered.
struct TunnelContext {
    http::Authority authority;
    core::RecordId tokenId;
};

/// What a person has approved: the request that was held, for this rule and with this credential.
struct Approval {
    core::rules::Rule rule;
    core::RecordId agentId;
    core::RecordId credentialId;
};

/// What is to be done about one request head.
struct Verdict {
    enum class Action {
        Local,     ///< send `answer` (health)
        Refuse,    ///< send the answer for `code`
        Intercept, ///< 200, then TLS with `leaf`
        Tunnel,    ///< dial `authority`, then 200, then bytes
        Forward,   ///< to `authority`, by `decision`
        Hold,      ///< the request has to be read as a whole before it can be judged
        Ask,       ///< a person, about `asking`; only of what was held
    };
    Action action = Action::Refuse;
    http::AnswerCode code = http::AnswerCode::BadRequest;
    std::string detail;
    std::string answer;
    SSL_CTX* leaf = nullptr; ///< borrowed from the leaf cache, for use at once
    http::Authority authority;
    bool isHttps = true;
    std::shared_ptr<const Snapshot> snapshot; ///< pinned; the pointers below lead into it
    /// Set for a request to the base URL: its head takes the place of the one that arrived.
    std::unique_ptr<policy::BaseUrlRequest> baseUrl;
    policy::AgentIdentity identity;
    policy::RequestDecision decision;
    /// What of the user's refuses; views into the snapshot.
    struct Refusing {
        std::string_view name;
        std::string_view reason;
        std::int64_t retryAfterSeconds = -1;
    };
    std::optional<Refusing> refusing;
    std::optional<core::rules::LimitCounters::Ticket> counted; ///< by the user's limits, for Forward and Tunnel
    /// The rule that asks; it is in the snapshot.
    struct Asking {
        const core::rules::Rule* rule = nullptr;
        std::size_t place = 0;
        std::optional<core::rules::ConditionKind> unknownCondition;
    };
    std::optional<Asking> asking;
    core::RecordId approvedRule; ///< that this very request was approved for; empty: none
    const core::Provider* provider = nullptr;
    core::ActivityRecord record;
};

/// The request is not sent after all: the user's limits have not counted it.
void uncount(Services& services, Verdict& verdict);

/// Of the launch that the token belongs to; empty: none.
[[nodiscard]] std::string_view launchOf(const policy::AgentIdentity& identity);

/// Turns heads into verdicts with the newest snapshot. `body`: what a held body was found to say; null: it was not
/// read. `approval`: of this very request; null: none. Thread: one worker.
[[nodiscard]] Verdict receive(Services& services, const http::RequestHead& head,
                              const std::optional<TunnelContext>& tunnel, const policy::ExaminedBody* body = nullptr,
                              const Approval* approval = nullptr);

} // namespace keysluice::gateway::session
