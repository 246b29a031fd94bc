#pragma once

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
    const core::Provider* provider = nullptr;
    core::ActivityRecord record;
};

/// Turns heads into verdicts with the newest snapshot. Thread: one worker.
[[nodiscard]] Verdict receive(Services& services, const http::RequestHead& head,
                              const std::optional<TunnelContext>& tunnel);

} // namespace keysluice::gateway::session
