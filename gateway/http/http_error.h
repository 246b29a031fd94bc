#pragma once

#include <string_view>

namespace keysluice::gateway::http {

/// Why a head, a body or its framing was refused. Every rejection has its own enumerator, so that the agent's error,
/// the activity row and a test name the same thing. Thread: any. Sources: RFC 9110 (semantics), RFC 9112 (HTTP/1.1
/// syntax).
enum class HttpError {
    None,
    // bytes of the head
    BareCarriageReturn, ///< CR that is not followed by LF (RFC 9112, section 2.2)
    BareLineFeed,       ///< LF that does not follow CR (RFC 9112, section 2.2)
    NulByte,            ///< NUL in a head (RFC 9110, section 5.5)
    ControlCharacter,   ///< any other control character but HTAB (RFC 9110, section 5.5)
    HeadTooLarge,       ///< head above `Limits::headBytes` (RFC 6585, section 5)
    TooManyFields,      ///< more field lines than `Limits::headerLines` (RFC 6585, section 5)
    TargetTooLong,      ///< request line alone above `Limits::headBytes` (RFC 9110, section 15.5.15)
    // request line and status line
    RequestLineMalformed, ///< not exactly method SP target SP version (RFC 9112, section 3)
    MethodMalformed,      ///< method is not a token (RFC 9112, section 3.1)
    VersionUnsupported,   ///< not HTTP/1.0 or HTTP/1.1 (RFC 9112, section 2.3)
    StatusLineMalformed,  ///< not HTTP/1.x SP three digits [SP reason] (RFC 9112, section 4)
    StatusOutOfRange,     ///< below 100 or above 599 (RFC 9110, section 15)
    // request target (RFC 9112, section 3.2)
    TargetMalformed,     ///< none of the four forms, or bytes that a URI cannot have (RFC 3986, section 2)
    TargetFragment,      ///< '#' in a target (RFC 9112, section 3.2.1)
    TargetUserInfo,      ///< "user@" in an authority (RFC 9110, section 4.2.4)
    TargetScheme,        ///< absolute-form with a scheme other than http and https (RFC 9112, section 3.2.2)
    TargetAuthority,     ///< host or port of the target is malformed (RFC 3986, section 3.2)
    TargetPercent,       ///< '%' in a path without two hexadecimal digits (RFC 3986, section 2.1)
    TargetFormForMethod, ///< authority-form without CONNECT or CONNECT without it, `*` without OPTIONS
                         ///< (RFC 9112, sections 3.2.3 and 3.2.4)
    // path of an intercepted host
    PathDotSegment, ///< "." or ".." as a segment, plain or percent-encoded (RFC 3986, section 5.2.4)
    PathBackslash,  ///< '\', plain or percent-encoded
    PathControl,    ///< a percent-encoded control character
    // and where a credential is for a part of the paths
    PathEncodedSlash, ///< "%2F": some servers take it for a '/' (RFC 3986, section 6.2.2.2)
    PathEmptySegment, ///< "//": some servers take two for one
    // field lines
    FieldNameMalformed,  ///< empty or not a token (RFC 9110, section 5.1)
    SpaceBeforeColon,    ///< white space between name and colon (RFC 9112, section 5.1)
    ColonMissing,        ///< a field line without a colon (RFC 9112, section 5)
    FoldedLine,          ///< obs-fold, or white space before the first field (RFC 9112, sections 5.2 and 2.2)
    FieldNameAmbiguous,  ///< a framing field spelled with '_', which CGI-like servers read as '-' (RFC 3875,
                         ///< section 4.1.18)
    HostMissing,         ///< HTTP/1.1 without Host; CONNECT may go without (RFC 9112, section 3.2)
    HostRepeated,        ///< more than one Host (RFC 9112, section 3.2)
    HostMalformed,       ///< Host is not host[:port] (RFC 9112, section 3.2)
    ConnectionMalformed, ///< Connection is not a list of tokens, or names more than 64 (RFC 9110, section 7.6.1)
    // framing
    ContentLengthRepeated,   ///< also when the values agree (RFC 9112, section 6.3)
    ContentLengthMalformed,  ///< not 1 to 18 digits (RFC 9110, section 8.6)
    LengthAndTransferCoding, ///< Content-Length together with Transfer-Encoding (RFC 9112, section 6.3)
    TransferCodingUnknown,   ///< Transfer-Encoding other than exactly `chunked`, once (RFC 9112, section 6.1)
    TransferCodingInHttp10,  ///< Transfer-Encoding in an HTTP/1.0 message (RFC 9112, section 6.1)
    BodyOnConnect,           ///< CONNECT that announces a body (RFC 9110, section 9.3.6)
    // chunked bodies (RFC 9112, section 7.1)
    ChunkSizeMalformed,      ///< not 1 to 15 hexadecimal digits
    ChunkExtensionMalformed, ///< anything but `;` extensions of printable characters after the size
    ChunkLineTooLong,        ///< size and extensions above `Limits::chunkLineBytes`
    ChunkEndMissing,         ///< no CRLF after a chunk's data
    TrailerMalformed,        ///< a trailer line that is no field line (RFC 9112, section 7.1.2)
    TrailerTooLarge,         ///< trailers above `Limits::trailerBytes`
    // opening handshake of a WebSocket (RFC 6455, section 4): the request
    WebSocketMethod,     ///< not GET (section 4.1, item 2)
    WebSocketHttp10,     ///< not HTTP/1.1 (section 4.1, item 2)
    WebSocketConnection, ///< Connection does not name Upgrade (section 4.1, item 6)
    WebSocketBody,       ///< a body, or the announcement of one (RFC 9110, sections 7.8 and 8.6)
    WebSocketVersion,    ///< Sec-WebSocket-Version is not 13, exactly once (section 4.1, item 9)
    WebSocketKey,        ///< Sec-WebSocket-Key is not 16 bytes in base64, exactly once (section 4.1, item 7)
    WebSocketOffered,    ///< subprotocols or extensions that are no list of names, or repeat one (items 10 and 11)
    // and the provider's 101 (section 4.1, after the request)
    WebSocketUpgrade,   ///< no `Upgrade: websocket`, or Connection does not name it (items 2 and 3)
    WebSocketAccept,    ///< Sec-WebSocket-Accept is not what the key asks for, exactly once (item 4)
    WebSocketExtension, ///< an extension that was not offered (item 5)
    WebSocketProtocol,  ///< a subprotocol that was not offered, or several (item 6)
    // frames of a WebSocket (RFC 6455, section 5)
    FrameReserved, ///< a reserved bit or opcode without an extension that gives it a meaning (section 5.2)
    FrameMasking,  ///< masked by the provider, or not masked by the agent (section 5.1)
    FrameLength,   ///< a length that is not in its shortest form, or above 2^63 (section 5.2)
    FrameControl,  ///< a control frame in fragments or above 125 bytes (section 5.5)
    FrameSequence, ///< a continuation of nothing, or a new message inside another (section 5.4)
    FrameHeld,     ///< fragments that keep the beginning of the injected value open without end
    // ends
    Truncated, ///< the connection ended inside a head or a body (RFC 9112, section 8)
};

/// Stable machine name, e.g. "bare_line_feed"; goes into the answer's `reason` and into the activity row.
[[nodiscard]] std::string_view httpErrorName(HttpError error);

} // namespace keysluice::gateway::http
