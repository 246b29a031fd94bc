#pragma once

#include "gateway/http/content_coding.h"
#include "gateway/http/target.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace keysluice::gateway::http {

/// Names that mean something to the gateway; everything else passes through as Other.
enum class FieldId : std::uint8_t {
    Other,
    Host,
    ContentLength,
    TransferEncoding,
    Connection,
    HopByHop, ///< Keep-Alive, Proxy-Connection, TE, Trailer, Upgrade and any other Proxy-* (RFC 9110, section 7.6.1)
    ProxyAuthorization,
    Upgrade,
    Expect,
    AcceptEncoding,
    ContentEncoding,
    Forwarding, ///< Forwarded, X-Forwarded-*, Via, X-Keysluice-*
    AltSvc,
    RetryAfter,
    UserAgent,
};

/// By name, any case, `_` as `-` (but Proxy-Authorization only as it is spelled).
[[nodiscard]] FieldId identifyField(std::string_view name);

/// One field line; views into the buffer the head was parsed from.
struct Field {
    std::string_view name;
    std::string_view value; ///< without surrounding white space
    FieldId id = FieldId::Other;
};

enum class BodyKind {
    None, ///< no body, whatever the fields say
    Length,
    Chunked,
    UntilClose, ///< answers only
};

struct Framing {
    BodyKind kind = BodyKind::None;
    std::uint64_t length = 0; ///< for Length

    friend bool operator==(const Framing&, const Framing&) = default;
};

/// What both kinds of head have. Views are valid as long as the bytes given to the last parse() stay where they are.
struct Head {
    int minorVersion = 1;                            ///< HTTP/1.0 or HTTP/1.1
    std::vector<Field> fields;                       ///< in order
    std::vector<std::string_view> connectionOptions; ///< elements of Connection
    Framing body;
    bool keepAlive = true; ///< by version and Connection (RFC 9112, section 9.3)

    /// The first field of that identity, or null.
    [[nodiscard]] const Field* find(FieldId id) const;
    /// The first field of that name (any case), or null.
    [[nodiscard]] const Field* find(std::string_view name) const;
    /// Whether Connection names this field: then it ends here.
    [[nodiscard]] bool isNominated(std::string_view name) const;
};

struct RequestHead : Head {
    std::string_view method;
    std::string_view rawTarget;
    Target target;
    std::string_view host;        ///< value of Host; empty when there is none
    bool expectsContinue = false; ///< Expect: 100-continue of an HTTP/1.1 client with a body to come
    bool isWebSocket = false;     ///< Upgrade has websocket in it; see checkWebSocketRequest()
};

struct AnswerHead : Head {
    int status = 0;
    std::string_view reason;
    ContentCoding contentCoding = ContentCoding::Identity;
    std::int64_t retryAfterSeconds = -1; ///< of an integer Retry-After; -1: none

    [[nodiscard]] bool isInformational() const { return status < 200; }
};

} // namespace keysluice::gateway::http
