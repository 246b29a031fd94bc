#pragma once

#include "core/injection.h"
#include "gateway/http/authority.h"
#include "gateway/http/head.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// What a request head becomes on its way to the provider. Borrows everything; make it right before writing.
///
/// Order and spelling of the client's fields are kept. Left out: hop-by-hop fields and those that Connection names,
/// Proxy-*, Forwarded, X-Forwarded-*, Via, X-Keysluice-*, `Expect: 100-continue` (the gateway answers it itself) and,
/// with an injection, every credential the client brought. Host is written from `authority`, framing from the model.
/// The target is written byte for byte as it came, except where the injection or `droppedParameters` touch it.
/// With an injection, Accept-Encoding keeps only the codings that the leak guard can look into, and is `identity` when
/// that leaves none (an answer in another coding is refused, see policy::refuseAnswer()).
/// Of a WebSocket's handshake (`isWebSocket`), Connection and Upgrade are written anew; with an injection its
/// extensions are not offered, since one that changes payloads (RFC 7692) would hide the value from the leak guard.
struct RequestForward {
    const RequestHead& head;
    const Authority& authority;
    std::uint16_t defaultPort = 443;            ///< 80 for plain http
    const core::Injection* injection = nullptr; ///< null: nothing is injected
    std::string_view secret;                    ///< SecretBytes::view() of the opened credential
    std::span<const std::string_view>
        dropped{};                         ///< further names to leave out (folded), e.g. headers with placeholders
    bool absoluteForm = false;             ///< for a plain-http request through an upstream proxy
    std::string_view proxyAuthorization{}; ///< value for that upstream proxy
    std::span<const std::string_view> droppedParameters{}; ///< of the query, e.g. those with placeholders
};

/// Bytes that are always enough for writeRequest().
[[nodiscard]] std::size_t requestBound(const RequestForward& forward);

/// Writes the head into `out` and gives its length. Nothing: `out` is too small, the secret is empty or has bytes that
/// no field value may have, or the path has no place for it (answer credential_unreadable). The caller wipes `out`
/// (core::wipe) once it was handed to TLS.
[[nodiscard]] std::optional<std::size_t> writeRequest(const RequestForward& forward, std::span<char> out);

} // namespace keysluice::gateway::http
