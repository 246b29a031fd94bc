#include "core/rules/body/excerpt.h"

#include <optional>
#include <simdjson.h>

namespace keysluice::core::rules::body {

namespace {

/// The last entry of the list, as it is written.
std::optional<std::string> lastOf(simdjson::ondemand::document& document, std::string_view member) {
    document.rewind();
    simdjson::ondemand::array list;
    if (document.find_field_unordered(member).get_array().get(list) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::optional<std::string> last;
    for (auto entry : list) {
        simdjson::ondemand::object message;
        std::string_view raw;
        if (entry.get_object().get(message) != simdjson::SUCCESS || message.raw_json().get(raw) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        last = raw;
    }
    return last;
}

/// At most so many bytes, and no part of a character at the end.
std::string cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) {
        return std::string(text);
    }
    constexpr unsigned kContinuationMask = 0xC0;
    constexpr unsigned kContinuation = 0x80;
    const auto isContinuation = [&](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & kContinuationMask) == kContinuation;
    };
    std::size_t end = most;
    for (int i = 0; i < 3 && end > 0 && isContinuation(end); ++i) {
        --end;
    }
    return std::string(text.substr(0, isContinuation(end) ? most : end));
}

} // namespace

Excerpt excerptOf(std::string_view body, std::size_t mostBytes) {
    if (body.size() <= mostBytes) {
        return {std::string(body), true};
    }
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    const simdjson::padded_string padded(body);
    if (parser.iterate(padded).get(document) == simdjson::SUCCESS) {
        for (const std::string_view member : {"messages", "input"}) {
            if (const auto last = lastOf(document, member)) {
                return {cut(*last, mostBytes), false};
            }
        }
    }
    return {cut(body, mostBytes), false};
}

} // namespace keysluice::core::rules::body
