#pragma once

#include "gateway/http/head.h"

#include <string>

namespace keysluice::gateway::http {

/// How an answer's body travels to the agent.
struct AnswerPlan {
    Framing framing;       ///< None, Length, Chunked, or UntilClose for HTTP/1.0 agents
    bool keepAlive = true; ///< false: Connection: close was written, close after the body
};

/// Agent-side facts that decide the plan.
struct AgentSide {
    int minorVersion = 1;
    bool keepAlive = true; ///< what the request asked for, and the session wants
    bool requestWasHead = false;
    bool isBaseUrl = false; ///< asked by a base URL of ours, where no web page may read answers: no CORS fields
};

/// Appends the head that the agent gets: hop-by-hop and Connection-nominated fields, Alt-Svc, Proxy-*, X-Keysluice-*
/// and Trailer left out (and Access-Control-* for a base URL), all else verbatim and in order. Content-Length is kept;
/// a chunked or until-close body becomes chunked for HTTP/1.1 agents (so that a broken transfer never looks complete)
/// and until-close for HTTP/1.0 agents. 1xx heads are written without framing; 101 only for a WebSocket, whose
/// Connection and Upgrade are written anew. Thread: any.
[[nodiscard]] AnswerPlan writeAnswer(const AnswerHead& head, const AgentSide& agent, std::string& out);

} // namespace keysluice::gateway::http
