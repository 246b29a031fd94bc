#include "support/rfc9112_reader.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace keysluice::test {

namespace {

using Verdict = FramedMessage::Verdict;
using Body = FramedMessage::Body;

// RFC 5234, appendix B.1, and RFC 9110, section 5.6.2, spelled out
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexDigits = "0123456789ABCDEFabcdef";
constexpr std::string_view kTchar = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kWhite = " \t";

bool only(std::string_view text, std::string_view set) {
    return !text.empty() && text.find_first_not_of(set) == std::string_view::npos;
}

bool isVisible(char c) {
    return c >= '!' && c <= '~';
}

/// field-vchar, SP and HTAB: RFC 9110, section 5.5
bool isFieldText(std::string_view text) {
    for (const char c : text) {
        if (!isVisible(c) && c != ' ' && c != '\t' && static_cast<unsigned char>(c) < 0x80) {
            return false;
        }
    }
    return true;
}

std::string_view stripped(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kWhite);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(kWhite) - first + 1);
}

std::string small(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c + 32);
        }
    }
    return result;
}

std::vector<std::string_view> commaList(std::string_view text) {
    std::vector<std::string_view> elements;
    for (std::size_t comma = 0; comma != std::string_view::npos;) {
        comma = text.find(',');
        const std::string_view element = stripped(text.substr(0, comma));
        if (!element.empty()) {
            elements.push_back(element);
        }
        text = comma == std::string_view::npos ? text : text.substr(comma + 1);
    }
    return elements;
}

/// Takes the next line off; nothing when its end is not there. `isBroken`: a CR or LF that ends no line.
std::optional<std::string_view> nextLine(std::string_view& rest, bool& isBroken) {
    const std::size_t end = rest.find("\r\n");
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view line = rest.substr(0, end);
    isBroken = isBroken || line.find_first_of("\r\n") != std::string_view::npos;
    rest.remove_prefix(end + 2);
    return line;
}

struct FieldLine {
    std::string name; ///< lower case
    std::string_view value;
};

/// field-name ":" OWS field-value OWS (RFC 9112, section 5); no obs-fold (5.2)
std::optional<FieldLine> fieldLine(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !only(line.substr(0, colon), kTchar) ||
        !isFieldText(line.substr(colon + 1))) {
        return std::nullopt;
    }
    return FieldLine{small(line.substr(0, colon)), stripped(line.substr(colon + 1))};
}

/// method SP request-target SP HTTP-version (RFC 9112, section 3); gives the version's minor digit, or nothing.
std::optional<char> requestLine(std::string_view line, std::string& method) {
    const std::size_t afterMethod = line.find(' ');
    const std::size_t beforeVersion = line.rfind(' ');
    if (afterMethod == std::string_view::npos || beforeVersion == afterMethod) {
        return std::nullopt;
    }
    const std::string_view target = line.substr(afterMethod + 1, beforeVersion - afterMethod - 1);
    const std::string_view version = line.substr(beforeVersion + 1);
    for (const char c : target) {
        if (!isVisible(c)) {
            return std::nullopt;
        }
    }
    method = line.substr(0, afterMethod);
    if (!only(method, kTchar) || target.empty() || version.size() != 8 || version.substr(0, 7) != "HTTP/1." ||
        !only(version.substr(7), kDigits)) {
        return std::nullopt;
    }
    return version[7];
}

std::string withoutZeros(std::string_view digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? "0" : std::string(digits.substr(first));
}

/// HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112, section 4), the second SP put up with when it is
/// missing; gives the version's minor digit, or nothing.
std::optional<char> statusLine(std::string_view line, std::string& status) {
    if (line.size() < 12 || line.substr(0, 7) != "HTTP/1." || !only(line.substr(7, 1), kDigits) || line[8] != ' ' ||
        !only(line.substr(9, 3), kDigits) || (line.size() > 12 && line[12] != ' ') || !isFieldText(line)) {
        return std::nullopt;
    }
    status = line.substr(9, 3);
    return line[7];
}

/// What the fields say about framing, several lines of a name as one list (RFC 9110, section 5.3).
struct Said {
    bool hasCoding = false;
    std::string codings;
    bool hasLength = false;
    bool isLengthEmpty = false;
    std::vector<std::string_view> lengths;
    unsigned hosts = 0;
};

Said gather(const std::vector<FieldLine>& fields) {
    Said said;
    for (const FieldLine& field : fields) {
        if (field.name == "transfer-encoding") {
            said.hasCoding = true;
            said.codings.append(",").append(small(field.value));
        } else if (field.name == "content-length") {
            said.hasLength = true;
            const auto more = commaList(field.value);
            said.isLengthEmpty = said.isLengthEmpty || more.empty();
            said.lengths.insert(said.lengths.end(), more.begin(), more.end());
        } else if (field.name == "host") {
            ++said.hosts;
        }
    }
    return said;
}

/// A list only of one value (RFC 9112, section 6.3, rule 5).
bool isOneLength(const Said& said) {
    return !said.isLengthEmpty && std::all_of(said.lengths.begin(), said.lengths.end(), [&](std::string_view length) {
        return only(length, kDigits) && length == said.lengths.front();
    });
}

void setLength(const Said& said, FramedMessage& message) {
    message.length = withoutZeros(said.lengths.front());
    message.kind = message.length == "0" ? Body::None : Body::Length;
    message.length = message.kind == Body::None ? "" : message.length;
}

/// Section 6.1: chunked at most once. `isLast`: and as the last coding.
bool isChunkedOnce(const Said& said, bool& isLast) {
    const auto list = commaList(said.codings);
    isLast = !list.empty() && list.back() == "chunked";
    return std::count(list.begin(), list.end(), "chunked") <= 1;
}

/// RFC 9112, section 6.3, for requests. Gives the rule that was broken, or nothing.
std::string_view frameRequest(const Said& said, char minorVersion, FramedMessage& request) {
    if (said.isLengthEmpty) {
        return "empty length";
    }
    if (said.hosts > 1 || (said.hosts == 0 && minorVersion != '0' && request.start != "CONNECT")) {
        return "host"; // section 3.2; our CONNECT may go without, and that is not framing
    }
    if (said.hasCoding) {
        bool isLast = false;
        if (minorVersion == '0' || said.hasLength) {
            return "transfer coding where there must be none"; // sections 6.1 and 6.3
        }
        if (!isChunkedOnce(said, isLast)) {
            return "chunked twice";
        }
        if (!isLast) {
            return "length cannot be told"; // section 6.3, rule 4
        }
        request.kind = Body::Chunked;
        return {};
    }
    if (!isOneLength(said)) {
        return "length";
    }
    if (said.hasLength) {
        setLength(said, request);
    }
    return {};
}

/// The same section, for answers.
std::string_view frameAnswer(const Said& said, char minorVersion, bool requestWasHead, FramedMessage& answer) {
    if (requestWasHead || answer.start.front() == '1' || answer.start == "204" || answer.start == "304") {
        return {}; // rule 1: whatever the fields say
    }
    if (said.hasCoding) {
        bool isLast = false;
        if (minorVersion == '0' || said.hasLength) {
            return "transfer coding where there must be none"; // section 6.1; rule 3 ought to be an error
        }
        if (!isChunkedOnce(said, isLast)) {
            return "chunked twice";
        }
        answer.kind = isLast ? Body::Chunked : Body::UntilClose; // rule 4
        return {};
    }
    if (!isOneLength(said)) {
        return "length"; // rule 5
    }
    if (said.hasLength) {
        setLength(said, answer);
        return {};
    }
    answer.kind = Body::UntilClose; // rule 8
    return {};
}

/// *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ), where a value is a token or a quoted string
/// (RFC 9112, section 7.1.1). Told apart only as far as framing asks: a recipient ignores what it does not know.
bool isExtension(std::string_view text) {
    const std::string_view inner = stripped(text);
    return text.empty() || (!inner.empty() && inner.front() == ';' && isFieldText(text));
}

/// RFC 9112, section 7.1
Verdict readChunks(std::string_view& rest, std::string& content) {
    bool isBroken = false;
    while (true) {
        const auto line = nextLine(rest, isBroken);
        if (!line || isBroken) {
            return isBroken ? Verdict::Refused : Verdict::Incomplete;
        }
        const std::size_t digits = std::min(line->find_first_not_of(kHexDigits), line->size());
        if (digits == 0 || !isExtension(line->substr(digits))) {
            return Verdict::Refused;
        }
        const std::string size = withoutZeros(line->substr(0, digits));
        if (size == "0") {
            break;
        }
        if (size.size() > 15) {
            return Verdict::Incomplete; // more than there can be
        }
        const std::size_t count = std::stoull(size, nullptr, 16);
        if (rest.size() < count) {
            content += rest;
            rest = {};
            return Verdict::Incomplete;
        }
        content += rest.substr(0, count);
        rest.remove_prefix(count);
        if (rest.substr(0, 2) != std::string_view("\r\n").substr(0, rest.size())) {
            return Verdict::Refused;
        }
        if (rest.size() < 2) {
            return Verdict::Incomplete;
        }
        rest.remove_prefix(2);
    }
    while (true) { // trailer section
        const auto line = nextLine(rest, isBroken);
        if (!line || isBroken) {
            return isBroken ? Verdict::Refused : Verdict::Incomplete;
        }
        if (line->empty()) {
            return Verdict::Framed;
        }
        if (!fieldLine(*line)) {
            return Verdict::Refused;
        }
    }
}

enum class Side { Request, Answer };

void readHead(std::string_view& rest, Side side, bool requestWasHead, FramedMessage& message) {
    const std::size_t all = rest.size();
    bool isBroken = false;
    std::optional<std::string_view> line = nextLine(rest, isBroken);
    while (side == Side::Request && line && line->empty()) {
        line = nextLine(rest, isBroken); // empty lines in front: RFC 9112, section 2.2
    }
    const auto refuse = [&](std::string_view rule) {
        message.head = Verdict::Refused;
        message.rule = rule;
    };
    if (!line) {
        return;
    }
    const auto minorVersion =
        side == Side::Request ? requestLine(*line, message.start) : statusLine(*line, message.start);
    if (isBroken || !minorVersion) {
        return refuse("first line");
    }
    std::vector<FieldLine> fields;
    while ((line = nextLine(rest, isBroken))) {
        if (isBroken) {
            return refuse("line end");
        }
        if (line->empty()) {
            break;
        }
        auto field = fieldLine(*line);
        if (!field) {
            return refuse("field line");
        }
        fields.push_back(std::move(*field));
    }
    if (!line) {
        return;
    }
    const Said said = gather(fields);
    const std::string_view rule = side == Side::Request ? frameRequest(said, *minorVersion, message)
                                                        : frameAnswer(said, *minorVersion, requestWasHead, message);
    if (!rule.empty()) {
        return refuse(rule);
    }
    message.head = Verdict::Framed;
    message.headBytes = all - rest.size();
}

FramedMessage readMessage(std::string_view stream, Side side, bool requestWasHead) {
    FramedMessage message;
    std::string_view rest = stream;
    readHead(rest, side, requestWasHead, message);
    if (message.head != Verdict::Framed) {
        return message;
    }
    switch (message.kind) {
    case Body::None:
        message.body = Verdict::Framed;
        break;
    case Body::Length: {
        const bool isHuge = message.length.size() > 18;
        const std::size_t count = isHuge ? rest.size() + 1 : std::stoull(message.length);
        message.body = count <= rest.size() ? Verdict::Framed : Verdict::Incomplete;
        message.content = rest.substr(0, count);
        rest.remove_prefix(message.content.size());
        break;
    }
    case Body::Chunked:
        message.body = readChunks(rest, message.content);
        break;
    case Body::UntilClose:
        message.content = rest;
        break;
    }
    if (message.body == Verdict::Framed) {
        message.bytes = stream.size() - rest.size();
    }
    return message;
}

} // namespace

FramedMessage readRequestByTheBook(std::string_view stream) {
    return readMessage(stream, Side::Request, false);
}

FramedMessage readAnswerByTheBook(std::string_view stream, bool requestWasHead) {
    return readMessage(stream, Side::Answer, requestWasHead);
}

} // namespace keysluice::test
