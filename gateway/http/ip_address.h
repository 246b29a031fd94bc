#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// A binary address, network byte order. Thread: any (value).
struct IpAddress {
    bool isV6 = false;
    std::array<std::uint8_t, 16> bytes{}; ///< IPv4: the first four

    [[nodiscard]] static IpAddress v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d);
    /// From the bytes of in_addr (4) or in6_addr (16).
    [[nodiscard]] static IpAddress fromBytes(const std::uint8_t* data, bool v6);

    [[nodiscard]] std::string toString() const;
    friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

/// Canonical text only: "127.0.0.1" or "2001:db8::1" (no brackets, no zone). Sources: RFC 4291, RFC 3986 section 3.2.2.
[[nodiscard]] std::optional<IpAddress> parseIpAddress(std::string_view text);

enum class NumericHost {
    No,        ///< a name
    Address,   ///< some spelling of an IPv4 address
    Malformed, ///< its last label is a number, but it is no address ("1.2.3.4.5", "0x.1", "256.1.1.1")
};

/// What the C library's resolver takes for an IPv4 address: "2130706433", "0x7f.1", "017700000001", "127.1".
/// Source: POSIX inet_addr(); RFC 3986, section 7.4.
[[nodiscard]] NumericHost classifyNumericHost(std::string_view host, IpAddress& address);

} // namespace keysluice::gateway::http
