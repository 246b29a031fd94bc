#include "fuzz/head_oracle.h"
#include "gateway/http/answer_writer.h"
#include "gateway/http/request_writer.h"
#include "gateway/http/websocket_guard.h"
#include "gateway/http/websocket_handshake.h"

#include <algorithm>
#include <string>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

constexpr std::string_view kSecret = "sk-fuzz-Qm9ndXMga2V5";

bool sameName(std::string_view a, std::string_view b) {
    return core::sameFoldedName(a, b);
}

std::size_t countOf(const http::Head& head, std::string_view name) {
    return static_cast<std::size_t>(std::count_if(
        head.fields.begin(), head.fields.end(), [&](const http::Field& field) { return sameName(field.name, name); }));
}

/// What RFC 6455, section 4.2.1, lets a server expect; read off the fields once more.
void requireAServerTakesIt(std::string_view sent, bool isInjected) {
    http::RequestParser parser(core::Limits{});
    fuzz::require(parser.parse(sent) == http::ParseState::Done && parser.consumed() == sent.size(),
                  "we would not take the handshake that we send");
    const http::RequestHead& head = parser.head();
    fuzz::require(head.method == "GET" && head.minorVersion == 1 && head.body.kind == http::BodyKind::None,
                  "no GET of HTTP/1.1 without a body");
    for (const std::string_view once :
         {"host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version"}) {
        fuzz::require(countOf(head, once) == 1, "a field is not there once");
    }
    fuzz::require(head.find("upgrade")->value == "websocket" && head.find("connection")->value == "Upgrade",
                  "an upgrade to something else");
    fuzz::require(head.find("sec-websocket-version")->value == "13", "another version");
    fuzz::require(head.find("sec-websocket-key")->value.size() == 24, "no key of 16 bytes");
    fuzz::require(!isInjected || countOf(head, "sec-websocket-extensions") == 0, "an extension beside a key");
}

void requireForwardedIsAHandshake(const http::RequestHead& head) {
    const auto authority = http::parseAuthority(head.host, 443);
    if (!authority) {
        return;
    }
    core::Injection injection;
    injection.name = "x-api-key";
    for (const bool isInjected : {false, true}) {
        const http::RequestForward forward{
            .head = head, .authority = *authority, .injection = isInjected ? &injection : nullptr, .secret = kSecret};
        std::string out(http::requestBound(forward), '\0');
        const auto size = http::writeRequest(forward, out);
        fuzz::require(size.has_value(), "the bound is too small");
        requireAServerTakesIt(std::string_view(out).substr(0, *size), isInjected);
    }
}

/// An answer with this head is passed on; what the agent gets must fit the same offer.
void requirePassedOnFits(const http::AnswerHead& head, const http::WebSocketOffer& offer) {
    std::string out;
    (void)http::writeAnswer(head, {1, true, false}, out);
    http::AnswerParser parser(core::Limits{});
    fuzz::require(parser.parse(out) == http::ParseState::Done && parser.consumed() == out.size(),
                  "we would not take the answer that we pass on");
    fuzz::require(http::checkWebSocketAnswer(parser.head(), offer) == http::HttpError::None,
                  "the agent gets an answer that does not fit");
    fuzz::require(parser.head().find("sec-websocket-accept")->value == offer.accept, "another accept");
    fuzz::require(http::checkWebSocketAnswer(parser.head(), {}) != http::HttpError::None,
                  "it fits what nobody offered");
}

/// What follows is frames: the guard decides the same however they arrive, and never lets the value out.
void requireOneGuard(std::string_view frames) {
    const auto run = [&](const std::vector<std::size_t>& ends) {
        http::WebSocketGuard guard(kSecret, false);
        std::string sent;
        std::size_t at = 0;
        for (const std::size_t end : ends) {
            const std::string piece(frames.substr(at, end - at)); // memory of its own
            at = end;
            const auto step = guard.push(piece);
            fuzz::require(step.verdict == http::WebSocketGuard::Step::Verdict::Fine ||
                              (step.before.empty() && step.data.empty()),
                          "something passes after a hit");
            sent.append(step.before).append(step.data);
            if (step.verdict != http::WebSocketGuard::Step::Verdict::Fine) {
                fuzz::require(guard.finish().empty(), "a hit is let out at the end");
                return std::pair(sent, static_cast<int>(step.verdict));
            }
        }
        sent.append(guard.finish());
        return std::pair(sent, 0);
    };
    fuzz::Dice dice(frames);
    const auto whole = run({frames.size()});
    for (const auto& other : {run(fuzz::everyByte(frames.size())), run(fuzz::cuts(dice, frames.size()))}) {
        fuzz::require(other.second == whole.second, "frames are judged by how they arrive");
        fuzz::require(frames.starts_with(other.first), "other bytes than came");
        fuzz::require(whole.second != 0 || other.first == frames, "bytes are missing");
        fuzz::require(other.first.find(kSecret) == std::string::npos, "the value got out");
    }
}

} // namespace

/// A request head, the provider's answer behind it, and frames behind that.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    http::RequestParser parser(core::Limits{});
    if (parser.parse(text) != http::ParseState::Done) {
        requireOneGuard(text);
        return 0;
    }
    const http::RequestHead& head = parser.head();
    const http::HttpError error = http::checkWebSocketRequest(head);
    if (error != http::HttpError::None || !head.isWebSocket || head.method == "CONNECT") {
        return 0;
    }
    requireForwardedIsAHandshake(head);
    const std::string_view rest = text.substr(parser.consumed());
    for (const bool passesExtensions : {false, true}) {
        const http::WebSocketOffer offer = http::webSocketOffer(head, passesExtensions);
        fuzz::require(offer.accept.size() == 28, "no SHA-1 in base64");
        // The input need not know the right accept, which nobody guesses: `@` stands for it.
        std::string answer(rest);
        for (std::size_t at = answer.find('@'); at != std::string::npos; at = answer.find('@', at)) {
            answer.replace(at, 1, offer.accept);
            at += offer.accept.size();
        }
        http::AnswerParser answers(core::Limits{});
        if (answers.parse(answer) != http::ParseState::Done || answers.head().status != 101) {
            continue;
        }
        if (http::checkWebSocketAnswer(answers.head(), offer) == http::HttpError::None) {
            requirePassedOnFits(answers.head(), offer);
            requireOneGuard(std::string_view(answer).substr(answers.consumed()));
        }
    }
    return 0;
}
