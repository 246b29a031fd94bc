#include "gateway/http/request_parser.h"

#include "gateway/http/authority.h"
#include "gateway/http/syntax.h"

#include <algorithm>

namespace keysluice::gateway::http {

namespace {

HttpError parseRequestLine(std::string_view line, RequestHead& head) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last || line.find(' ', first + 1) != last ||
        line.find('\t') != std::string_view::npos) {
        return HttpError::RequestLineMalformed;
    }
    head.method = line.substr(0, first);
    head.rawTarget = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!isToken(head.method)) {
        return HttpError::MethodMalformed;
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return HttpError::VersionUnsupported;
    }
    head.minorVersion = version.back() - '0';
    return parseTarget(head.rawTarget, head.method, head.target);
}

/// RFC 9112, section 3.2. CONNECT without Host is common (Python) and harmless: its target is the authority.
HttpError findHost(RequestHead& head) {
    bool found = false;
    head.host = {};
    for (const Field& field : head.fields) {
        if (field.id != FieldId::Host) {
            continue;
        }
        if (found) {
            return HttpError::HostRepeated;
        }
        found = true;
        head.host = field.value;
    }
    if (!found) {
        return head.minorVersion == 1 && head.method != "CONNECT" ? HttpError::HostMissing : HttpError::None;
    }
    return isAuthority(head.host, 80) ? HttpError::None : HttpError::HostMalformed;
}

} // namespace

void RequestParser::reset() {
    resetLines();
}

HttpError RequestParser::startLine(std::string_view line) {
    return parseRequestLine(line, m_head);
}

HttpError RequestParser::finish(std::string_view bytes) {
    // The buffer may have moved since the line was checked: take the views anew.
    HttpError error = parseRequestLine(startLineOf(bytes), m_head);
    FramingFields framing;
    if (error == HttpError::None) {
        error = collect(bytes, m_head, framing);
    }
    if (error == HttpError::None) {
        error = findHost(m_head);
    }
    if (error != HttpError::None) {
        return error;
    }
    m_head.body = {};
    if (framing.isChunked) {
        m_head.body.kind = BodyKind::Chunked;
    } else if (framing.length > 0) {
        m_head.body = {BodyKind::Length, framing.length};
    }
    if (m_head.method == "CONNECT") {
        if (m_head.body.kind != BodyKind::None) {
            return HttpError::BodyOnConnect;
        }
        m_head.keepAlive =
            true; // Node sends "connection: close" and means nothing by it; a 407 is answered on the same connection
    }
    const Field* expect = m_head.find(FieldId::Expect);
    m_head.expectsContinue = expect != nullptr && m_head.minorVersion == 1 && m_head.body.kind != BodyKind::None &&
                             equalsIgnoringCase(expect->value, "100-continue");
    m_head.isWebSocket = std::any_of(m_head.fields.begin(), m_head.fields.end(), [](const Field& field) {
        return field.id == FieldId::Upgrade && listHas(field.value, "websocket");
    });
    return HttpError::None;
}

} // namespace keysluice::gateway::http
