#include "gateway/http/head_parser.h"

#include "gateway/http/syntax.h"

#include <algorithm>
#include <cstring>

namespace keysluice::gateway::http {

namespace {

constexpr std::size_t kMaximumConnectionOptions = 64;
constexpr std::size_t kMaximumLengthDigits = 18; // below 2^63

constexpr std::size_t kUsualLines = 16;

constexpr bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

/// Whether any of eight bytes is below 0x20 or is 0x7f.
bool hasLowOrDelete(const char* eight) {
    constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
    constexpr std::uint64_t kHighBits = kOnes * 0x80;
    std::uint64_t word = 0;
    std::memcpy(&word, eight, sizeof word);
    const std::uint64_t low = (word - kOnes * 0x20) & ~word;
    const std::uint64_t difference = word ^ (kOnes * 0x7f);
    const std::uint64_t isDelete = (difference - kOnes) & ~difference;
    return ((low | isDelete) & kHighBits) != 0;
}

/// Position of the first control character from `begin` on, or `end`. A head has few: eight bytes are passed at a time.
std::size_t findControl(std::string_view bytes, std::size_t begin, std::size_t end) {
    constexpr std::size_t kStep = sizeof(std::uint64_t);
    while (begin < end) {
        const std::size_t stop = std::min(begin + kStep, end);
        if (stop - begin < kStep || hasLowOrDelete(bytes.data() + begin)) {
            while (begin < stop && !isControl(bytes[begin])) {
                ++begin;
            }
            if (begin < stop) {
                return begin;
            }
        }
        begin = stop;
    }
    return end;
}

bool parseLength(std::string_view text, std::uint64_t& length) {
    if (text.empty() || text.size() > kMaximumLengthDigits || !std::all_of(text.begin(), text.end(), isDigit)) {
        return false;
    }
    length = 0;
    for (const char c : text) {
        length = length * 10 + static_cast<unsigned>(c - '0');
    }
    return true;
}

/// As a reader that takes "010" for an octal eight must find it, too.
std::string_view withoutLeadingZeros(std::string_view digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
}

HttpError collectConnection(std::string_view list, std::vector<std::string_view>& options) {
    std::string_view option;
    while (nextElement(list, option)) {
        if (!isToken(option) || options.size() == kMaximumConnectionOptions) {
            return HttpError::ConnectionMalformed;
        }
        options.push_back(option);
    }
    return HttpError::None;
}

bool hasOption(const std::vector<std::string_view>& options, std::string_view name) {
    return std::any_of(options.begin(), options.end(),
                       [&](std::string_view option) { return equalsIgnoringCase(option, name); });
}

} // namespace

HeadParser::HeadParser(const core::Limits& limits, StartLine kind)
    : m_headLimit(limits.headBytes), m_lineLimit(limits.headerLines), m_kind(kind) {}

void HeadParser::resetLines() {
    m_state = ParseState::NeedMore;
    m_error = HttpError::None;
    m_scanned = 0;
    m_lineBegin = 0;
    m_consumed = 0;
    m_startBegin = 0;
    m_startEnd = 0;
    m_sawStart = false;
    m_sawEmptyLine = false;
    m_lines.clear();
}

ParseState HeadParser::parse(std::string_view bytes) {
    if (m_state != ParseState::NeedMore) {
        return m_state;
    }
    bool complete = false;
    m_error = scan(bytes, complete);
    if (m_error == HttpError::None && complete) {
        m_error = finish(bytes.substr(0, m_consumed));
    }
    if (m_error != HttpError::None) {
        m_state = ParseState::Failed;
        m_consumed = 0;
    } else if (complete) {
        m_state = ParseState::Done;
    }
    return m_state;
}

/// Looks at every byte once, in order, so that the verdict cannot depend on how the bytes arrived.
HttpError HeadParser::scan(std::string_view bytes, bool& complete) {
    const std::size_t end = std::min(bytes.size(), m_headLimit);
    for (;;) {
        m_scanned = findControl(bytes, m_scanned, end);
        if (m_scanned >= end) {
            break;
        }
        const char c = bytes[m_scanned];
        if (c == '\0') {
            return HttpError::NulByte;
        }
        if (c == '\n') {
            return HttpError::BareLineFeed;
        }
        if (c != '\r') {
            return HttpError::ControlCharacter;
        }
        if (m_scanned + 1 == end) {
            break; // CR: judged with the byte after it
        }
        if (bytes[m_scanned + 1] != '\n') {
            return HttpError::BareCarriageReturn;
        }
        const std::size_t lineEnd = m_scanned;
        m_scanned += 2;
        const HttpError error = line(bytes, m_lineBegin, lineEnd, complete);
        m_lineBegin = m_scanned;
        if (error != HttpError::None) {
            return error;
        }
        if (complete) {
            m_consumed = m_scanned;
            return HttpError::None;
        }
    }
    if (bytes.size() > m_headLimit) {
        return m_kind == StartLine::Request && !m_sawStart ? HttpError::TargetTooLong : HttpError::HeadTooLarge;
    }
    return HttpError::None;
}

HttpError HeadParser::line(std::string_view bytes, std::size_t begin, std::size_t end, bool& complete) {
    if (m_sawStart) {
        complete = begin == end;
        return complete ? HttpError::None : fieldLine(bytes, begin, end);
    }
    if (begin == end && m_kind == StartLine::Request && !m_sawEmptyLine) {
        m_sawEmptyLine = true; // one empty line before a request is put up with (RFC 9112, section 2.2)
        return HttpError::None;
    }
    m_sawStart = true;
    m_startBegin = begin;
    m_startEnd = end;
    return startLine(bytes.substr(begin, end - begin));
}

HttpError HeadParser::fieldLine(std::string_view bytes, std::size_t begin, std::size_t end) {
    const std::string_view text = bytes.substr(begin, end - begin);
    if (text.front() == ' ' || text.front() == '\t') {
        return HttpError::FoldedLine;
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        return HttpError::ColonMissing;
    }
    const std::string_view name = text.substr(0, colon);
    if (!name.empty() && (name.back() == ' ' || name.back() == '\t')) {
        return HttpError::SpaceBeforeColon;
    }
    if (!isToken(name)) {
        return HttpError::FieldNameMalformed;
    }
    if (m_lines.size() == m_lineLimit) {
        return HttpError::TooManyFields;
    }
    FieldId id = identifyField(name);
    if ((id == FieldId::ContentLength || id == FieldId::TransferEncoding) && name.find('_') != std::string_view::npos) {
        if (m_kind == StartLine::Request) {
            return HttpError::FieldNameAmbiguous;
        }
        id = FieldId::Other; // no client folds names
    }
    if (m_lines.empty()) {
        m_lines.reserve(kUsualLines);
    }
    const std::string_view value = trimmed(text.substr(colon + 1));
    const auto valueBegin = static_cast<std::size_t>(value.data() - bytes.data());
    m_lines.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + colon),
                       static_cast<std::uint32_t>(valueBegin), static_cast<std::uint32_t>(valueBegin + value.size()),
                       id});
    return HttpError::None;
}

HttpError HeadParser::collect(std::string_view bytes, Head& head, FramingFields& framing) const {
    head.fields.clear();
    head.fields.reserve(m_lines.size());
    head.connectionOptions.clear();
    bool hasCoding = false;
    for (const LineRef& ref : m_lines) {
        const Field field{bytes.substr(ref.nameBegin, ref.nameEnd - ref.nameBegin),
                          bytes.substr(ref.valueBegin, ref.valueEnd - ref.valueBegin), ref.id};
        head.fields.push_back(field);
        if (field.id == FieldId::ContentLength) {
            if (framing.hasLength) {
                return HttpError::ContentLengthRepeated;
            }
            if (!parseLength(field.value, framing.length)) {
                return HttpError::ContentLengthMalformed;
            }
            framing.hasLength = true;
            head.fields.back().value = withoutLeadingZeros(field.value); // what was understood is what is sent on
        } else if (field.id == FieldId::TransferEncoding) {
            // Coding names have no case (RFC 9112, section 7); it is written as `chunked` again.
            if (hasCoding || !equalsIgnoringCase(field.value, "chunked")) {
                return HttpError::TransferCodingUnknown;
            }
            hasCoding = true;
        } else if (field.id == FieldId::Connection) {
            const HttpError error = collectConnection(field.value, head.connectionOptions);
            if (error != HttpError::None) {
                return error;
            }
        }
    }
    framing.isChunked = hasCoding;
    if (hasCoding && framing.hasLength) {
        return HttpError::LengthAndTransferCoding;
    }
    if (hasCoding && head.minorVersion == 0) {
        return HttpError::TransferCodingInHttp10;
    }
    const bool close = hasOption(head.connectionOptions, "close");
    head.keepAlive = !close && (head.minorVersion == 1 || hasOption(head.connectionOptions, "keep-alive"));
    return HttpError::None;
}

} // namespace keysluice::gateway::http
