#include "core/rules/host_pattern.h"

#include "core/rules/glob.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace keysluice::core::rules {

namespace {

constexpr std::size_t kNameLength = 253; // RFC 1035, section 2.3.4, as text
constexpr std::size_t kLabelLength = 63;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLabel(std::string_view label) {
    const auto isByte = [](char c) { return (c >= 'a' && c <= 'z') || isDigit(c) || c == '-' || c == '_'; };
    return !label.empty() && label.size() <= kLabelLength && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), isByte);
}

/// The one spelling of an address that hosts of requests come in; nothing when this is none or another.
std::optional<std::string> usualAddress(int family, const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    std::array<char, INET6_ADDRSTRLEN> usual{};
    if (inet_pton(family, text.c_str(), address.data()) != 1 ||
        inet_ntop(family, address.data(), usual.data(), usual.size()) == nullptr || text != usual.data()) {
        return {};
    }
    return text;
}

/// Names whose last label is a number are read as IPv4 (WHATWG URL, "ends in a number").
bool endsInNumber(std::string_view name) {
    const std::string_view last = name.substr(name.rfind('.') + 1); // npos + 1 is 0
    return !last.empty() && (std::all_of(last.begin(), last.end(), isDigit) || last.starts_with("0x"));
}

bool isName(std::string_view name) {
    if (name.empty() || name.size() > kNameLength) {
        return false;
    }
    while (true) {
        const std::size_t dot = name.find('.');
        if (!isLabel(name.substr(0, dot))) {
            return false;
        }
        if (dot == std::string_view::npos) {
            return true;
        }
        name.remove_prefix(dot + 1);
    }
}

std::optional<std::uint16_t> portOf(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0 || text.front() == '0') {
        return {};
    }
    return port;
}

} // namespace

std::optional<HostPattern> HostPattern::parse(std::string_view text) {
    const std::string folded = foldedText(text);
    std::string_view rest = folded;
    HostPattern pattern;
    const std::size_t behindHost = rest.starts_with('[') ? rest.find(']') : 0;
    if (behindHost == std::string_view::npos) {
        return {};
    }
    if (const std::size_t colon = rest.find(':', behindHost); colon != std::string_view::npos) {
        const auto port = portOf(rest.substr(colon + 1));
        if (!port) {
            return {};
        }
        pattern.m_port = *port;
        rest = rest.substr(0, colon);
    }
    if (rest.starts_with('[')) {
        auto address = rest.ends_with(']') ? usualAddress(AF_INET6, std::string(rest.substr(1, rest.size() - 2)))
                                           : std::optional<std::string>();
        if (!address) {
            return {};
        }
        pattern.m_name = std::move(*address);
        return pattern;
    }
    pattern.m_isSuffix = rest.starts_with("*.");
    pattern.m_name = rest.substr(pattern.m_isSuffix ? 2 : 0);
    const bool isAddress = endsInNumber(pattern.m_name);
    if (!isName(pattern.m_name) || (isAddress && (pattern.m_isSuffix || !usualAddress(AF_INET, pattern.m_name)))) {
        return {};
    }
    return pattern;
}

bool HostPattern::matches(std::string_view host, std::uint16_t port) const {
    if (m_port != 0 && m_port != port) {
        return false;
    }
    if (!m_isSuffix) {
        return host == m_name;
    }
    return host.size() > m_name.size() + 1 && host.ends_with(m_name) && host[host.size() - m_name.size() - 1] == '.';
}

} // namespace keysluice::core::rules
