#include "gateway/http/authority.h"

#include "gateway/http/syntax.h"

#include <algorithm>

namespace keysluice::gateway::http {

namespace {

constexpr std::size_t kLongestName = 253; // RFC 1035, section 2.3.4, as text
constexpr std::size_t kLongestLabel = 63;

struct Parts {
    std::string_view host; ///< without brackets and without trailing dot
    bool isBracketed = false;
    std::uint16_t port = 0;
};

bool isNameChar(char c) {
    return isDigit(c) || isLetter(c) || c == '-' || c == '_' || c == '.';
}

bool isName(std::string_view host) {
    if (host.empty() || host.size() > kLongestName) {
        return false;
    }
    std::size_t label = 0;
    for (const char c : host) {
        if (!isNameChar(c)) {
            return false;
        }
        if (c == '.' && label == 0) {
            return false; // empty label
        }
        label = c == '.' ? 0 : label + 1;
        if (label > kLongestLabel) {
            return false;
        }
    }
    return label > 0;
}

bool parsePort(std::string_view text, std::uint16_t& port) {
    if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), isDigit)) {
        return false;
    }
    unsigned value = 0;
    for (const char c : text) {
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    if (value == 0 || value > 65535) {
        return false;
    }
    port = static_cast<std::uint16_t>(value);
    return true;
}

bool split(std::string_view text, std::uint16_t defaultPort, Parts& parts) {
    std::string_view rest;
    if (!text.empty() && text.front() == '[') {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) {
            return false;
        }
        parts.host = text.substr(1, end - 1);
        parts.isBracketed = true;
        rest = text.substr(end + 1);
        if (!rest.empty() && rest.front() != ':') {
            return false;
        }
    } else {
        const std::size_t colon = text.find(':');
        parts.host = text.substr(0, colon);
        rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
        if (!parts.host.empty() && parts.host.back() == '.') {
            parts.host.remove_suffix(1);
        }
        if (!isName(parts.host)) {
            return false;
        }
    }
    if (rest.empty()) {
        parts.port = defaultPort;
        return defaultPort != 0;
    }
    return parsePort(rest.substr(1), parts.port);
}

/// An address in any spelling; false: malformed. `address` stays empty for names.
bool literalOf(const Parts& parts, std::optional<IpAddress>& address) {
    if (parts.isBracketed) {
        address = parseIpAddress(parts.host);
        return address && address->isV6;
    }
    IpAddress numeric;
    switch (classifyNumericHost(parts.host, numeric)) {
    case NumericHost::No:
        return true;
    case NumericHost::Address:
        address = numeric;
        return true;
    case NumericHost::Malformed:
        break;
    }
    return false;
}

} // namespace

std::string Authority::toString(std::uint16_t defaultPort) const {
    std::string text = literal && literal->isV6 ? "[" + host + "]" : host;
    if (port != defaultPort) {
        text += ":" + std::to_string(port);
    }
    return text;
}

std::optional<Authority> parseAuthority(std::string_view text, std::uint16_t defaultPort) {
    Parts parts;
    Authority authority;
    if (!split(text, defaultPort, parts) || !literalOf(parts, authority.literal)) {
        return std::nullopt;
    }
    authority.port = parts.port;
    if (authority.literal) {
        authority.host = authority.literal->toString();
    } else {
        authority.host.resize(parts.host.size());
        std::transform(parts.host.begin(), parts.host.end(), authority.host.begin(), lowered);
    }
    return authority;
}

bool isAuthority(std::string_view text, std::uint16_t defaultPort) {
    Parts parts;
    std::optional<IpAddress> literal;
    return split(text, defaultPort, parts) && literalOf(parts, literal);
}

bool meansAuthority(std::string_view text, const Authority& authority, std::uint16_t defaultPort) {
    if (!authority.literal && text == authority.host) {
        return authority.port == defaultPort; // as nearly every Host is
    }
    Parts parts;
    if (!split(text, defaultPort, parts) || parts.port != authority.port) {
        return false;
    }
    if (!authority.literal) {
        return !parts.isBracketed && equalsIgnoringCase(parts.host, authority.host);
    }
    std::optional<IpAddress> literal;
    return literalOf(parts, literal) && literal == authority.literal;
}

bool meansHost(std::string_view name, const Authority& authority) {
    if (!name.empty() && name.back() == '.') {
        name.remove_suffix(1);
    }
    return equalsIgnoringCase(name, authority.host);
}

} // namespace keysluice::gateway::http
