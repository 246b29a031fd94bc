#pragma once

#include "gateway/http/ip_address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// host and port, normalised: lower case, without a trailing dot, IPv6 and every spelling of IPv4 in canonical form.
/// Two authorities that mean the same are equal. Thread: any (value). Source: RFC 9110, section 4.2.3; RFC 3986,
/// section 6.2.
struct Authority {
    std::string host; ///< "api.anthropic.com", "127.0.0.1", "2001:db8::1" (no brackets)
    std::uint16_t port = 0;
    std::optional<IpAddress> literal; ///< set when the host is an address

    /// As Host and CONNECT carry it: IPv6 in brackets, the port only when it is not `defaultPort`.
    [[nodiscard]] std::string toString(std::uint16_t defaultPort) const;
    friend bool operator==(const Authority& a, const Authority& b) { return a.port == b.port && a.host == b.host; }
};

/// Reads host[:port]. Nothing: malformed (empty host, user info, bytes outside letters, digits, '-', '_', '.', labels
/// above 63 or names above 253 characters, port 0 or above 65535, a zone identifier).
/// `defaultPort` is taken when there is no port; 0: a port is required (authority-form of CONNECT).
[[nodiscard]] std::optional<Authority> parseAuthority(std::string_view text, std::uint16_t defaultPort);

/// Whether parseAuthority() would accept it; does not allocate.
[[nodiscard]] bool isAuthority(std::string_view text, std::uint16_t defaultPort);
/// Whether a Host field or SNI means the same place, without allocating for the common spelling.
[[nodiscard]] bool meansAuthority(std::string_view text, const Authority& authority, std::uint16_t defaultPort);
/// SNI: a name without a port.
[[nodiscard]] bool meansHost(std::string_view name, const Authority& authority);

} // namespace keysluice::gateway::http
