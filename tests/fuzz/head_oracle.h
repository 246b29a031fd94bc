#pragma once

#include "fuzz/fuzz_input.h"
#include "unit/gateway/head_replay.h"

#include <string>

/// What must hold for heads of requests and of answers alike. Thread: any.
namespace keysluice::fuzz {

/// How the bytes arrive changes nothing, neither do bytes behind the head, and a verdict stays. Gives the verdict.
template <class Make>
std::string requireOneVerdict(std::string_view text, Make&& make) {
    namespace http = gateway::http;
    const auto verdict = [&](std::string_view bytes, const std::vector<std::size_t>& ends) {
        auto parser = make();
        return gateway::test::verdictOf(*parser, bytes, ends);
    };
    const std::string whole = verdict(text, {text.size()});
    Dice dice(text);
    for (int round = 0; round < 3; ++round) {
        require(verdict(text, cuts(dice, text.size())) == whole, "pieces give another verdict");
    }
    if (text.size() <= 300) {
        require(verdict(text, everyByte(text.size())) == whole, "byte by byte gives another verdict");
    }
    auto parser = make();
    const http::ParseState state = parser->parse(text);
    if (state == http::ParseState::Done) {
        const std::size_t size = parser->consumed();
        require(size > 0 && size <= text.size(), "a head of no size");
        require(verdict(text.substr(0, size - 1), {size - 1}) == "need more", "a head that ends before its end");
        require(verdict(text.substr(0, size), {size}) == whole, "the verdict depends on what follows");
    } else if (state == http::ParseState::Failed) {
        const http::HttpError error = parser->error();
        require(error != http::HttpError::None && parser->consumed() == 0, "failed without an error");
        require(parser->parse("GET / HTTP/1.1\r\nHost: a\r\n\r\n") == state && parser->error() == error,
                "a failed parser recovers");
        require(verdict(std::string(text) + "\r\n\r\n", {text.size() + 4}) == whole, "an error is forgotten");
    }
    return whole;
}

/// The fields of a head as a message again.
inline std::string fieldsOf(const gateway::http::Head& head) {
    std::string text;
    for (const gateway::http::Field& field : head.fields) {
        text.append(field.name).append(": ").append(field.value).append("\r\n");
    }
    return text + "\r\n";
}

inline bool isInside(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

} // namespace keysluice::fuzz
