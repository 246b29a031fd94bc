#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// A second reading of RFC 9112, written from its text and sharing nothing with the gateway: it cuts lines and looks
/// them up in character sets, where the gateway walks bytes. Slow, without limits, for comparison only. Thread: any.
namespace keysluice::test {

struct FramedMessage {
    enum class Verdict { Framed, Incomplete, Refused };
    enum class Body { None, Length, Chunked, UntilClose };

    Verdict head = Verdict::Incomplete;
    std::string_view rule; ///< why the head was refused
    std::string start;     ///< method, or the three digits of the status
    std::size_t headBytes = 0;
    Body kind = Body::None;
    std::string length; ///< of Body::Length: decimal, without leading zeros

    Verdict body = Verdict::Incomplete;
    std::string content;   ///< what there is of it
    std::size_t bytes = 0; ///< head and body; set when both are framed
};

/// The message that `stream` begins with. Where the RFC leaves a choice (MAY, SHOULD) it takes the tolerant one, unless
/// that means to guess where a message ends. A body up to the end of the connection is never framed.
[[nodiscard]] FramedMessage readRequestByTheBook(std::string_view stream);
/// `requestWasHead`: it answers HEAD.
[[nodiscard]] FramedMessage readAnswerByTheBook(std::string_view stream, bool requestWasHead);

} // namespace keysluice::test
