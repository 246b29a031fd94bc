#include "gateway/http/answer_parser.h"

#include "gateway/http/syntax.h"

#include <algorithm>

namespace keysluice::gateway::http {

namespace {

constexpr std::size_t kVersionLength = 8; // "HTTP/1.1"
constexpr std::size_t kStatusEnd = 12;    // "HTTP/1.1 200"
constexpr std::size_t kRetryAfterDigits = 9;

HttpError parseStatusLine(std::string_view line, AnswerHead& head) {
    if (line.size() < kVersionLength || line.substr(0, 5) != "HTTP/") {
        return HttpError::StatusLineMalformed;
    }
    const std::string_view version = line.substr(0, kVersionLength);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        return HttpError::VersionUnsupported;
    }
    if (line.size() < kStatusEnd || line[kVersionLength] != ' ' || !isDigit(line[9]) || !isDigit(line[10]) ||
        !isDigit(line[11]) || (line.size() > kStatusEnd && line[kStatusEnd] != ' ')) {
        return HttpError::StatusLineMalformed;
    }
    head.minorVersion = version.back() - '0';
    head.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    head.reason = line.size() > kStatusEnd ? line.substr(kStatusEnd + 1) : std::string_view();
    return head.status < 100 || head.status > 599 ? HttpError::StatusOutOfRange : HttpError::None;
}

std::int64_t retryAfter(std::string_view text) {
    if (text.empty() || text.size() > kRetryAfterDigits || !std::all_of(text.begin(), text.end(), isDigit)) {
        return -1;
    }
    std::int64_t seconds = 0;
    for (const char c : text) {
        seconds = seconds * 10 + (c - '0');
    }
    return seconds;
}

} // namespace

void AnswerParser::reset(bool requestWasHead) {
    resetLines();
    m_requestWasHead = requestWasHead;
}

HttpError AnswerParser::startLine(std::string_view line) {
    return parseStatusLine(line, m_head);
}

HttpError AnswerParser::finish(std::string_view bytes) {
    HttpError error = parseStatusLine(startLineOf(bytes), m_head);
    FramingFields framing;
    if (error == HttpError::None) {
        error = collect(bytes, m_head, framing);
    }
    if (error != HttpError::None) {
        return error;
    }
    // RFC 9112, section 6.3, in its order
    const bool isBodiless = m_requestWasHead || m_head.status < 200 || m_head.status == 204 || m_head.status == 304;
    if (isBodiless) {
        m_head.body = {};
    } else if (framing.isChunked) {
        m_head.body = {BodyKind::Chunked, 0};
    } else if (framing.hasLength) {
        m_head.body = framing.length > 0 ? Framing{BodyKind::Length, framing.length} : Framing{};
    } else {
        m_head.body = {BodyKind::UntilClose, 0};
        m_head.keepAlive = false;
    }
    m_head.contentCoding = ContentCoding::Identity;
    m_head.retryAfterSeconds = -1;
    for (const Field& field : m_head.fields) {
        if (field.id == FieldId::ContentEncoding) {
            m_head.contentCoding = withContentCodings(m_head.contentCoding, field.value);
        } else if (field.id == FieldId::RetryAfter) {
            m_head.retryAfterSeconds = retryAfter(field.value);
        }
    }
    return HttpError::None;
}

} // namespace keysluice::gateway::http
