#pragma once

#include "gateway/http/answer_parser.h"
#include "gateway/http/request_parser.h"

#include <memory>
#include <string>
#include <vector>

/// Replays a head at every split point. Each piece arrives in a buffer of its own, so that a view into an older one
/// would be seen (and is an error under the address sanitizer).
namespace keysluice::gateway::test {

inline std::string dumped(const http::Head& head) {
    std::string text = "1." + std::to_string(head.minorVersion) + " body " +
                       std::to_string(static_cast<int>(head.body.kind)) + "/" + std::to_string(head.body.length) +
                       (head.keepAlive ? " keep" : " close");
    for (const http::Field& field : head.fields) {
        text.append("\n").append(field.name).append("=").append(field.value);
    }
    for (const std::string_view option : head.connectionOptions) {
        text.append("\n+").append(option);
    }
    return text;
}

inline std::string dumped(const http::RequestHead& head) {
    std::string text(head.method);
    text.append(" ").append(head.rawTarget).append("|").append(head.target.authority).append("|");
    text.append(head.target.path).append("|").append(head.target.query).append("|").append(head.host);
    text += head.expectsContinue ? " expects" : "";
    text += head.isWebSocket ? " websocket" : "";
    return text + "\n" + dumped(static_cast<const http::Head&>(head));
}

inline std::string dumped(const http::AnswerHead& head) {
    std::string text = std::to_string(head.status) + " ";
    text.append(head.reason)
        .append(head.contentCoding != http::ContentCoding::Identity ? " coded " : " ")
        .append(std::to_string(head.retryAfterSeconds));
    return text + "\n" + dumped(static_cast<const http::Head&>(head));
}

/// Everything that may be observed of one parse, as text.
template <class Parser>
std::string verdictOf(Parser& parser, std::string_view bytes, const std::vector<std::size_t>& cuts) {
    std::unique_ptr<std::string> buffer;
    http::ParseState state = http::ParseState::NeedMore;
    for (const std::size_t cut : cuts) {
        auto next = std::make_unique<std::string>(bytes.substr(0, cut));
        state = parser.parse(*next);
        buffer = std::move(next); // the older buffer is gone
        if (state != http::ParseState::NeedMore) {
            break;
        }
    }
    switch (state) {
    case http::ParseState::NeedMore:
        return "need more";
    case http::ParseState::Failed:
        return std::string(http::httpErrorName(parser.error()));
    case http::ParseState::Done:
        break;
    }
    return "done " + std::to_string(parser.consumed()) + "\n" + dumped(parser.head());
}

/// The verdict on the whole; "split N: ..." when another way of arriving gives another verdict. `make` gives fresh
/// parsers.
template <class Make>
std::string replayed(std::string_view bytes, Make&& make) {
    const auto run = [&](const std::vector<std::size_t>& cuts) {
        auto parser = make();
        return verdictOf(*parser, bytes, cuts);
    };
    const std::string whole = run({bytes.size()});
    std::vector<std::size_t> everyByte;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        everyByte.push_back(cut);
        const std::string split = run({cut, bytes.size()});
        if (split != whole) {
            return "split " + std::to_string(cut) + ": " + split + " instead of " + whole;
        }
    }
    const std::string slow = run(everyByte);
    return slow == whole ? whole : "byte by byte: " + slow + " instead of " + whole;
}

} // namespace keysluice::gateway::test
