#include "gateway/http/gateway_answer.h"

#include "gateway/http/answer_text.h"
#include "gateway/http/json_text.h"

namespace keysluice::gateway::http {

namespace {

constexpr std::size_t kLongestReason = 200;

std::string_view anthropicType(int status) {
    switch (status) {
    case 401:
        return "authentication_error";
    case 403:
        return "permission_error";
    case 404:
        return "not_found_error";
    case 413:
        return "request_too_large";
    case 429:
        return "rate_limit_error";
    case 504:
        return "timeout_error";
    default:
        return status >= 500 ? "api_error" : "invalid_request_error";
    }
}

std::string quoted(std::string_view text) {
    return "\"" + jsonEscaped(text) + "\"";
}

std::string member(std::string_view name, std::string_view text) {
    return quoted(name) + ":" + quoted(text);
}

std::string errorMember(const AnswerFacts& facts, core::ErrorShape shape, std::string_view message) {
    switch (shape) {
    case core::ErrorShape::Anthropic:
        return R"("type":"error","error":{)" + member("type", anthropicType(facts.status)) + "," +
               member("message", message) + "}";
    case core::ErrorShape::OpenAi:
        return R"("error":{)" + member("message", message) + "," +
               member("type", facts.status >= 500 ? "server_error" : "invalid_request_error") + R"(,"param":null,)" +
               member("code", facts.name) + "}";
    case core::ErrorShape::Plain:
        break;
    }
    return R"("error":{)" + member("code", facts.name) + "," + member("message", message) + "}";
}

/// The row of the table, but for a token that ended while its tunnel was open: to a client that believes it talks to
/// the provider, 407 would be nonsense (RFC 9110, section 15.5.8).
AnswerFacts factsFor(AnswerCode code, const AnswerContext& context) {
    AnswerFacts facts = answerFacts(code);
    if (code == AnswerCode::RateLimited && context.retryAfterSeconds >= 0) {
        facts.retryAfterSeconds = static_cast<int>(context.retryAfterSeconds);
    }
    if (code == AnswerCode::AgentUnknown && context.isToProvider) {
        facts.status = 403;
        facts.reason = "Forbidden";
        facts.keepsConnection = false;
    }
    return facts;
}

void header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

std::string answerMessage(AnswerCode code, const AnswerContext& context) {
    const AnswerText text = answerText(code, context);
    return text.hint.empty() ? text.what : text.what + " " + text.hint;
}

std::string answerBody(AnswerCode code, const AnswerContext& context) {
    const AnswerFacts facts = factsFor(code, context);
    const AnswerText text = answerText(code, context);
    const std::string message = text.hint.empty() ? text.what : text.what + " " + text.hint;
    std::string body =
        "{" + errorMember(facts, context.shape, message) + R"(,"keysluice":{)" + member("code", facts.name);
    if (!context.detail.empty()) {
        body += "," + member("reason", context.detail.substr(0, kLongestReason));
    }
    if (!context.rule.empty()) {
        body += "," + member("rule", context.rule);
    }
    if (!text.hint.empty()) {
        body += "," + member("hint", text.hint);
    }
    return body + "}}\n";
}

std::string makeAnswer(AnswerCode code, const AnswerContext& context) {
    const AnswerFacts facts = factsFor(code, context);
    const std::string body = answerBody(code, context);
    const bool keepAlive = context.keepAlive && facts.keepsConnection;
    std::string out = "HTTP/1.1 " + std::to_string(facts.status) + " ";
    out.append(facts.reason).append("\r\n");
    header(out, "content-type", "application/json");
    header(out, "content-length", std::to_string(body.size()));
    header(out, "cache-control", "no-store");
    header(out, "x-keysluice-error", facts.name);
    if (!facts.mayRetry) {
        header(out, "x-should-retry", "false");
    } else if (facts.retryAfterSeconds >= 0) {
        header(out, "x-should-retry", "true");
    }
    if (facts.retryAfterSeconds >= 0) {
        header(out, "retry-after", std::to_string(facts.retryAfterSeconds));
    }
    switch (code) {
    case AnswerCode::AgentUnknown:
        if (!context.isToProvider) {
            header(out, "proxy-authenticate", "Basic realm=\"Keysluice\"");
        }
        break;
    case AnswerCode::MethodNotAllowed:
        header(out, "allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"); // RFC 9110, section 15.5.6
        break;
    case AnswerCode::WebSocketNotExamined:
        header(out, "upgrade", "HTTP/1.1"); // RFC 9110, section 15.5.22
        break;
    default:
        break;
    }
    if (!keepAlive) {
        header(out, "connection", code == AnswerCode::WebSocketNotExamined ? "upgrade, close" : "close");
    } else if (context.minorVersion == 0) {
        header(out, "connection", "keep-alive");
    }
    out.append("\r\n");
    if (!context.headOnly) {
        out.append(body);
    }
    return out;
}

std::string_view connectEstablished() {
    return "HTTP/1.1 200 Connection established\r\n\r\n";
}

std::string_view continueAnswer() {
    return "HTTP/1.1 100 Continue\r\n\r\n";
}

std::string healthAnswer(bool isLocked, bool keepAlive) {
    const std::string_view body = isLocked ? R"({"status":"locked"})" : R"({"status":"ok"})";
    std::string out = "HTTP/1.1 200 OK\r\n";
    header(out, "content-type", "application/json");
    header(out, "content-length", std::to_string(body.size()));
    header(out, "cache-control", "no-store");
    if (!keepAlive) {
        header(out, "connection", "close");
    }
    return out.append("\r\n").append(body);
}

} // namespace keysluice::gateway::http
