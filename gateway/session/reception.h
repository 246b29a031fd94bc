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

/// What is to be done about one request head.
struct Verdict {
    enum class Action {
        Local,     ///< send `answer` (health)
        Refuse,    ///< send the answer for `code`
        Intercept, ///< 200, then TLS with `leaf`
        Tunnel,    ///< dial `authority`, then 200, then bytes
        Forward,   ///< to `authority`, by `decision`
        Hold,      ///< the body has to be read before it can be judged
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
    const core::Provider* provider = nullptr;
    core::ActivityRecord record;
};

/// The request is not sent after all: the user's limits have not counted it.
void uncount(Services& services, Verdict& verdict);

/// Turns heads into verdicts with the newest snapshot. `body`: what a held body was found to say; null: it was not
/// read. Thread: one worker.
[[nodiscard]] Verdict receive(Services& services, const http::RequestHead& head,
                              const std::optional<TunnelContext>& tunnel, const policy::ExaminedBody* body = nullptr);

} // namespace keysluice::gateway::session
