#include "gateway/http/ip_address.h"

#include "gateway/http/syntax.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

namespace keysluice::gateway::http {

namespace {

constexpr std::size_t kLongestText = 45; // an IPv6 address with an IPv4 tail

/// One part of an inet_addr() spelling: decimal, octal with a leading 0, hexadecimal with 0x.
std::optional<std::uint64_t> numericPart(std::string_view text) {
    int base = 10;
    if (startsWithIgnoringCase(text, "0x")) {
        base = 16;
        text.remove_prefix(2);
    } else if (text.size() > 1 && text.front() == '0') {
        base = 8;
        text.remove_prefix(1);
    }
    if (text.empty()) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (const char c : text) {
        const int digit = hexValue(c);
        if (digit < 0 || digit >= base) {
            return std::nullopt;
        }
        value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
        if (value > 0xffffffffU) {
            return std::nullopt;
        }
    }
    return value;
}

bool looksNumeric(std::string_view label) {
    if (label.empty()) {
        return false;
    }
    if (startsWithIgnoringCase(label, "0x")) {
        return std::all_of(label.begin() + 2, label.end(), [](char c) { return hexValue(c) >= 0; });
    }
    return std::all_of(label.begin(), label.end(), isDigit);
}

} // namespace

IpAddress IpAddress::v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
    IpAddress address;
    address.bytes[0] = a;
    address.bytes[1] = b;
    address.bytes[2] = c;
    address.bytes[3] = d;
    return address;
}

IpAddress IpAddress::fromBytes(const std::uint8_t* data, bool v6) {
    IpAddress address;
    address.isV6 = v6;
    std::memcpy(address.bytes.data(), data, v6 ? 16 : 4);
    return address;
}

std::string IpAddress::toString() const {
    std::array<char, kLongestText + 1> text{};
    ::inet_ntop(isV6 ? AF_INET6 : AF_INET, bytes.data(), text.data(), static_cast<socklen_t>(text.size()));
    return std::string(text.data());
}

std::optional<IpAddress> parseIpAddress(std::string_view text) {
    if (text.empty() || text.size() > kLongestText) {
        return std::nullopt;
    }
    std::array<char, kLongestText + 1> copy{};
    std::copy(text.begin(), text.end(), copy.begin());
    IpAddress address;
    address.isV6 = text.find(':') != std::string_view::npos;
    if (::inet_pton(address.isV6 ? AF_INET6 : AF_INET, copy.data(), address.bytes.data()) != 1) {
        return std::nullopt;
    }
    return address;
}

NumericHost classifyNumericHost(std::string_view host, IpAddress& address) {
    if (!host.empty() && host.back() == '.') {
        host.remove_suffix(1);
    }
    const std::size_t lastDot = host.rfind('.');
    if (!looksNumeric(lastDot == std::string_view::npos ? host : host.substr(lastDot + 1))) {
        return NumericHost::No;
    }
    std::array<std::uint64_t, 4> parts{};
    std::size_t count = 0;
    std::string_view rest = host;
    while (true) {
        const std::size_t dot = rest.find('.');
        const auto part = numericPart(rest.substr(0, dot));
        if (!part || count == parts.size()) {
            return NumericHost::Malformed;
        }
        parts[count++] = *part;
        if (dot == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(dot + 1);
    }
    // The last part fills all bytes that the parts before it leave.
    std::uint64_t value = 0;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        if (parts[i] > 0xff) {
            return NumericHost::Malformed;
        }
        value |= parts[i] << (24 - 8 * i);
    }
    const std::uint64_t lastLimit = std::uint64_t{1} << (8 * (5 - count));
    if (parts[count - 1] >= lastLimit) {
        return NumericHost::Malformed;
    }
    value |= parts[count - 1];
    address = IpAddress::v4(static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
                            static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value));
    return NumericHost::Address;
}

} // namespace keysluice::gateway::http
