#include "fuzz/head_oracle.h"
#include "gateway/http/authority.h"
#include "gateway/http/target.h"

#include <string>
#include <vector>

using namespace keysluice;
using namespace keysluice::gateway;
using http::HttpError;
using http::TargetForm;

namespace {

void checkAuthority(std::string_view text, std::uint16_t defaultPort) {
    const auto authority = http::parseAuthority(text, defaultPort);
    fuzz::require(authority.has_value() == http::isAuthority(text, defaultPort), "two verdicts on an authority");
    if (!authority) {
        return;
    }
    fuzz::require(authority->port != 0 && !authority->host.empty(), "an authority without host or port");
    for (const char c : authority->host) {
        fuzz::require(c > ' ' && c < 0x7f && (c < 'A' || c > 'Z') &&
                          std::string_view("@/?#[]%\\").find(c) == std::string::npos,
                      "a host with a byte that none has");
    }
    fuzz::require(authority->literal || authority->host.back() != '.', "a trailing dot stayed");
    const std::string normal = authority->toString(defaultPort);
    const auto again = http::parseAuthority(normal, defaultPort);
    fuzz::require(again && *again == *authority && again->literal == authority->literal,
                  "the normal form means another place");
    fuzz::require(again->toString(defaultPort) == normal, "the normal form is not normal");
    fuzz::require(http::meansAuthority(text, *authority, defaultPort), "it does not mean itself");
    fuzz::require(http::meansAuthority(normal, *authority, defaultPort), "its normal form means another place");
    if (authority->literal) {
        const auto address = http::parseIpAddress(authority->host);
        fuzz::require(address && *address == *authority->literal, "the address is written as another one");
    } else {
        http::IpAddress none;
        fuzz::require(http::classifyNumericHost(authority->host, none) == http::NumericHost::No &&
                          !http::parseIpAddress(authority->host),
                      "an address that passes for a name");
        fuzz::require(http::meansHost(authority->host + ".", *authority), "a name with its dot is another one");
    }
}

void checkConnect(std::string_view text) {
    http::Target target;
    const HttpError error = http::parseTarget(text, "CONNECT", target);
    if (error == HttpError::None) {
        fuzz::require(target.form == TargetForm::Authority && target.authority == text && http::isAuthority(text, 0),
                      "CONNECT to what is no authority");
        fuzz::require(text.find_first_of("/?#@ ") == std::string_view::npos, "CONNECT to a URL");
    }
}

int digitOf(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/// As a server that decodes, takes backslashes for slashes, and cuts off parameters.
std::vector<std::string> segmentsOf(std::string_view path) {
    std::vector<std::string> segments(1);
    bool isParameter = false;
    for (std::size_t i = 0; i < path.size(); ++i) {
        char c = path[i];
        if (c == '%' && i + 2 < path.size() && digitOf(path[i + 1]) >= 0 && digitOf(path[i + 2]) >= 0) {
            c = static_cast<char>(digitOf(path[i + 1]) * 16 + digitOf(path[i + 2]));
            i += 2;
        }
        if (c == '/' || c == '\\') {
            segments.emplace_back();
            isParameter = false;
        } else if (c == ';') {
            isParameter = true;
        } else if (!isParameter) {
            segments.back() += c;
        }
    }
    return segments;
}

void checkPath(const http::Target& target) {
    if (http::checkInterceptedPath(target.path) != HttpError::None) {
        return;
    }
    for (const std::string& segment : segmentsOf(target.path)) {
        fuzz::require(segment != "." && segment != "..", "a way up");
        for (const char c : segment) {
            fuzz::require((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f), "a control character");
        }
    }
}

void checkTarget(std::string_view text, std::string_view method) {
    http::Target target;
    if (http::parseTarget(text, method, target) != HttpError::None) {
        return;
    }
    for (const char c : text) {
        fuzz::require(c > 0x20 && c < 0x7f && c != '#', "a target with a byte that none has");
    }
    fuzz::require(fuzz::isInside(target.authority, text) && fuzz::isInside(target.pathAndQuery, text) &&
                      fuzz::isInside(target.query, text),
                  "a view to somewhere else");
    fuzz::require(target.form != TargetForm::Authority, "authority-form without CONNECT");
    fuzz::require(target.form != TargetForm::Asterisk || (method == "OPTIONS" && text == "*"), "asterisk-form");
    fuzz::require(target.path.find('?') == std::string_view::npos, "a query in the path");
    if (target.form == TargetForm::Absolute) {
        const auto authority = http::parseAuthority(target.authority, target.isHttps ? 443 : 80);
        fuzz::require(authority.has_value(), "a place that cannot be read");
        fuzz::require(std::string(text.substr(0, text.find("://"))) + "://" + std::string(target.authority) +
                              std::string(target.pathAndQuery) ==
                          text,
                      "parts that are not the whole");
    } else {
        fuzz::require(target.pathAndQuery == text && target.authority.empty(), "a path that is not the target");
    }
    if (target.form != TargetForm::Asterisk) {
        fuzz::require(target.path.front() == '/', "a path without a slash");
        checkPath(target);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    for (const std::uint16_t defaultPort : {0, 80, 443}) {
        checkAuthority(text, defaultPort);
    }
    checkConnect(text);
    checkTarget(text, "GET");
    checkTarget(text, "OPTIONS");
    return 0;
}
