#pragma once

#include "core/result.h"
#include "gateway/tls/openssl_handles.h"

#include <string>

namespace keysluice::gateway::tls {

/// What both sides have in common: TLS 1.2 or newer, AES-128 first, a record and more in one read, buffers given back
/// when idle.
void applyCommonOptions(SSL_CTX& context);

/// Accepts handshakes as `host`: ALPN http/1.1 (or none), a foreign SNI gets the unrecognized_name alert, one stateless
/// ticket. Null when the library fails. Source: RFC 6066 section 3, RFC 7301.
[[nodiscard]] ContextHandle serverContext(X509& leaf, EVP_PKEY& key, const std::string& host);

/// Verifies providers against the system's store and `extraCaPem`. SSL_CERT_FILE and SSL_CERT_DIR are not read: whoever
/// starts the application must not be able to add an authority that way.
/// Error: the library's reason (a PEM that cannot be read; nothing is trusted then).
[[nodiscard]] core::Result<ContextHandle, std::string> clientContext(const std::string& extraCaPem);

/// A handshake with `host` over `context`, its name checked against subject alternative names only, offering `session`
/// for resumption when there is one. Source: RFC 9110 section 4.3.4, RFC 9525.
[[nodiscard]] SslHandle clientHandshake(SSL_CTX& context, const std::string& host, SSL_SESSION* session);

} // namespace keysluice::gateway::tls
