#include "gateway/http/target.h"

#include "gateway/http/authority.h"
#include "gateway/http/syntax.h"

#include <algorithm>

namespace keysluice::gateway::http {

namespace {

/// What real clients put into targets: visible ASCII. RFC 3986 has fewer, but browsers and SDKs send `|`, `[` or `{` as
/// they are; only what could end or split a target is refused.
bool isTargetChar(char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>';
}

bool hasCompletePercents(std::string_view path) {
    for (std::size_t i = path.find('%'); i != std::string_view::npos; i = path.find('%', i + 3)) {
        if (i + 2 >= path.size() || hexValue(path[i + 1]) < 0 || hexValue(path[i + 2]) < 0) {
            return false;
        }
    }
    return true;
}

HttpError splitPath(std::string_view text, Target& target) {
    const std::size_t question = text.find('?');
    target.pathAndQuery = text;
    target.path = text.substr(0, question);
    target.query = question == std::string_view::npos ? std::string_view() : text.substr(question + 1);
    return hasCompletePercents(target.path) ? HttpError::None : HttpError::TargetPercent;
}

HttpError parseAbsolute(std::string_view text, Target& target) {
    target.form = TargetForm::Absolute;
    const std::size_t schemeEnd = text.find("://");
    const std::string_view scheme = text.substr(0, schemeEnd);
    target.isHttps = equalsIgnoringCase(scheme, "https");
    if (!target.isHttps && !equalsIgnoringCase(scheme, "http")) {
        return HttpError::TargetScheme;
    }
    const std::string_view rest = text.substr(schemeEnd + 3);
    const std::size_t authorityEnd = std::min(rest.find_first_of("/?"), rest.size());
    target.authority = rest.substr(0, authorityEnd);
    if (target.authority.find('@') != std::string_view::npos) {
        return HttpError::TargetUserInfo;
    }
    if (!isAuthority(target.authority, target.isHttps ? 443 : 80)) {
        return HttpError::TargetAuthority;
    }
    const HttpError error = splitPath(rest.substr(authorityEnd), target);
    if (target.path.empty()) {
        target.path = "/";
    }
    return error;
}

HttpError parseConnect(std::string_view text, Target& target) {
    target.form = TargetForm::Authority;
    target.authority = text;
    if (text.front() == '/' || text == "*" || text.find("://") != std::string_view::npos) {
        return HttpError::TargetFormForMethod;
    }
    if (text.find('@') != std::string_view::npos) {
        return HttpError::TargetUserInfo;
    }
    return isAuthority(text, 0) ? HttpError::None : HttpError::TargetAuthority;
}

/// Whether a path segment, seen the way a lenient server sees it, is "." or "..".
class SegmentWatch {
public:
    void add(char c) {
        if (m_inParameters) {
            return;
        }
        if (c == ';') {
            m_inParameters = true; // "/..;/": path parameters are cut off by some servers
        } else if (c == '.') {
            ++m_dots;
        } else {
            m_hasOther = true;
        }
    }
    [[nodiscard]] bool isDotSegment() const { return !m_hasOther && (m_dots == 1 || m_dots == 2); }

private:
    std::size_t m_dots = 0;
    bool m_hasOther = false;
    bool m_inParameters = false;
};

} // namespace

HttpError parseTarget(std::string_view text, std::string_view method, Target& target) {
    target = Target{};
    if (text.empty()) {
        return HttpError::TargetMalformed;
    }
    for (const char c : text) {
        if (c == '#') {
            return HttpError::TargetFragment;
        }
        if (!isTargetChar(c)) {
            return HttpError::TargetMalformed;
        }
    }
    if (method == "CONNECT") {
        return parseConnect(text, target);
    }
    if (text.front() == '/') {
        target.form = TargetForm::Origin;
        return splitPath(text, target);
    }
    if (text == "*") {
        target.form = TargetForm::Asterisk;
        target.pathAndQuery = text;
        target.path = text;
        return method == "OPTIONS" ? HttpError::None : HttpError::TargetFormForMethod;
    }
    const std::size_t schemeEnd = text.find("://");
    if (schemeEnd != std::string_view::npos && isToken(text.substr(0, schemeEnd))) {
        return parseAbsolute(text, target);
    }
    return isAuthority(text, 0) ? HttpError::TargetFormForMethod : HttpError::TargetMalformed;
}

HttpError checkInterceptedPath(std::string_view path) {
    SegmentWatch segment;
    for (std::size_t i = 0; i < path.size(); ++i) {
        char c = path[i];
        if (c == '%' && i + 2 < path.size() && hexValue(path[i + 1]) >= 0 && hexValue(path[i + 2]) >= 0) {
            c = static_cast<char>(hexValue(path[i + 1]) * 16 + hexValue(path[i + 2]));
            i += 2;
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
                return HttpError::PathControl;
            }
        }
        if (c == '\\') {
            return HttpError::PathBackslash;
        }
        if (c == '/') {
            if (segment.isDotSegment()) {
                return HttpError::PathDotSegment;
            }
            segment = SegmentWatch();
        } else {
            segment.add(c);
        }
    }
    return segment.isDotSegment() ? HttpError::PathDotSegment : HttpError::None;
}

HttpError checkScopedPath(std::string_view path) {
    if (path.find("//") != std::string_view::npos) {
        return HttpError::PathEmptySegment;
    }
    for (std::size_t i = path.find('%'); i != std::string_view::npos; i = path.find('%', i + 1)) {
        if (startsWithIgnoringCase(path.substr(i + 1), "2f")) {
            return HttpError::PathEncodedSlash;
        }
    }
    return HttpError::None;
}

} // namespace keysluice::gateway::http
