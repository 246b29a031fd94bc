#include "fuzz/head_oracle.h"
#include "gateway/http/request_writer.h"
#include "gateway/http/websocket_handshake.h"
#include "support/rfc9112_reader.h"

#include <memory>

using namespace keysluice;
using namespace keysluice::gateway;

namespace {

constexpr std::size_t kBeyondLimits = 1000; ///< heads so small touch no limit in either direction

core::Limits limits() {
    core::Limits limits;
    limits.headBytes = 2048;
    limits.headerLines = 40;
    return limits;
}

void requireTheBookAgrees(std::string_view text, const http::RequestParser& parser, http::ParseState state) {
    const keysluice::test::FramedMessage book = keysluice::test::readRequestByTheBook(text);
    if (state != http::ParseState::Done) {
        const bool isFramed = book.head == keysluice::test::FramedMessage::Verdict::Framed;
        fuzz::require(!isFramed || state == http::ParseState::Failed || text.size() > kBeyondLimits,
                      "RFC 9112 sees the end of a head that we wait for");
        return;
    }
    const http::Framing framing = parser.head().body;
    fuzz::require(book.head == keysluice::test::FramedMessage::Verdict::Framed, "RFC 9112 does not take what we take");
    fuzz::require(book.headBytes == parser.consumed() && book.start == parser.head().method, "another head");
    fuzz::require(
        (book.kind == keysluice::test::FramedMessage::Body::Chunked) == (framing.kind == http::BodyKind::Chunked) &&
            (book.kind == keysluice::test::FramedMessage::Body::Length) == (framing.kind == http::BodyKind::Length),
        "another kind of body");
    fuzz::require(framing.kind != http::BodyKind::Length || book.length == std::to_string(framing.length),
                  "another length");
}

void requireRewritingKeepsIt(const http::RequestHead& head) {
    std::string again(head.method);
    again.append(" ").append(head.rawTarget).append(" HTTP/1.").append(std::to_string(head.minorVersion));
    again.append("\r\n").append(fuzz::fieldsOf(head));
    http::RequestParser second(core::Limits{});
    fuzz::require(second.parse(again) == http::ParseState::Done && second.consumed() == again.size(),
                  "a head written from its model is refused");
    fuzz::require(gateway::test::dumped(second.head()) == gateway::test::dumped(head),
                  "a head written from its model is another one");
}

/// As it goes to a provider without a credential of ours.
void requireForwardedIsFramedAlike(const http::RequestHead& head) {
    const auto authority = http::parseAuthority(head.host.empty() ? "a.test" : head.host, 443);
    if (head.method == "CONNECT" || !authority) {
        return;
    }
    if (head.isWebSocket && http::checkWebSocketRequest(head) != http::HttpError::None) {
        return; // never forwarded
    }
    const http::RequestForward forward{.head = head, .authority = *authority, .secret = {}};
    const std::size_t bound = http::requestBound(forward);
    const auto room = std::make_unique<char[]>(bound); // exactly: the address sanitizer sees one byte more
    const auto size = http::writeRequest(forward, {room.get(), bound});
    fuzz::require(size.has_value(), "the bound is too small");
    http::RequestParser second(core::Limits{});
    fuzz::require(second.parse({room.get(), *size}) == http::ParseState::Done && second.consumed() == *size,
                  "we would not take what we send");
    fuzz::require(second.head().body == head.body && second.head().method == head.method, "it is framed differently");
    for (const http::FieldId gone : {http::FieldId::Connection, http::FieldId::HopByHop, http::FieldId::Upgrade,
                                     http::FieldId::ProxyAuthorization, http::FieldId::Forwarding}) {
        const bool isWritten =
            head.isWebSocket && (gone == http::FieldId::Connection || gone == http::FieldId::Upgrade);
        fuzz::require((second.head().find(gone) != nullptr) == isWritten, "a field that ends here went on");
    }
    fuzz::require(second.head().isWebSocket == head.isWebSocket &&
                      second.head().connectionOptions.size() == (head.isWebSocket ? 1 : 0),
                  "what Connection names went on");
    fuzz::require(!head.isWebSocket || http::checkWebSocketRequest(second.head()) == http::HttpError::None,
                  "we would not take the handshake that we send");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    const core::Limits small = limits();
    (void)fuzz::requireOneVerdict(text, [&] { return std::make_unique<http::RequestParser>(small); });

    http::RequestParser parser(small);
    const http::ParseState state = parser.parse(text);
    requireTheBookAgrees(text, parser, state);
    if (state == http::ParseState::Done) {
        requireRewritingKeepsIt(parser.head());
        requireForwardedIsFramedAlike(parser.head());
    }
    return 0;
}
