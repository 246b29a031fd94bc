#pragma once

#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// What the first bytes of a blind tunnel say. Thread: any (value). Sources: RFC 8446, sections 4.1.2 and 5.1; RFC
/// 6066, section 3.
struct ClientHello {
    enum class State {
        NeedMore,  ///< call again with more of the stream, at most kClientHelloLimit bytes
        NotTls,    ///< does not begin with a TLS handshake record
        Malformed, ///< TLS, but no well-formed ClientHello, or a larger one than kClientHelloLimit
        Done,
    };
    State state = State::NeedMore;
    std::string serverName; ///< lower case, without trailing dot; empty: no SNI
};

inline constexpr std::size_t kClientHelloLimit = 32 * 1024;

/// `bytes`: everything from the start of the stream; records may be fragmented.
[[nodiscard]] ClientHello peekClientHello(std::string_view bytes);

} // namespace keysluice::gateway::http
