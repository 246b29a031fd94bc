#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keysluice::core::rules {

/// `host`, `*.suffix` (every name below it, not itself), IPv4, IPv6 in brackets; each alone, for every port, or with
/// `:port`. Thread: any (immutable).
class HostPattern final {
public:
    /// Case does not matter. Nothing: no host of that form, a trailing dot, an address that is not in its usual
    /// spelling, port 0.
    [[nodiscard]] static std::optional<HostPattern> parse(std::string_view text);

    /// `host`: lower case, without port and brackets.
    [[nodiscard]] bool matches(std::string_view host, std::uint16_t port) const;

    [[nodiscard]] const std::string& name() const { return m_name; } ///< without `*.`, brackets and port
    [[nodiscard]] bool isSuffix() const { return m_isSuffix; }
    [[nodiscard]] std::uint16_t port() const { return m_port; } ///< 0: every port

private:
    std::string m_name;
    bool m_isSuffix = false;
    std::uint16_t m_port = 0;
};

} // namespace keysluice::core::rules
