#include "support/rfc9112_reader.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace keysluice::test {

namespace {

using Verdict = FramedRequest::Verdict;
using Body = FramedRequest::Body;

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

/// RFC 9112, section 6.3, for requests. Gives the rule that was broken, or nothing.
std::string_view frame(const std::vector<FieldLine>& fields, char minorVersion, FramedRequest& request) {
    std::string codings;
    std::vector<std::string_view> lengths;
    bool hasCoding = false;
    bool hasLength = false;
    unsigned hosts = 0;
    for (const FieldLine& field : fields) {
        if (field.name == "transfer-encoding") {
            hasCoding = true;
            codings.append(",").append(small(field.value)); // several lines are one list (RFC 9110, section 5.3)
        } else if (field.name == "content-length") {
            hasLength = true;
            const auto more = commaList(field.value);
            if (more.empty()) {
                return "empty length";
            }
            lengths.insert(lengths.end(), more.begin(), more.end());
        } else if (field.name == "host") {
            ++hosts;
        }
    }
    if (hosts > 1 || (hosts == 0 && minorVersion != '0' && request.method != "CONNECT")) {
        return "host"; // section 3.2; our CONNECT may go without, and that is not framing
    }
    if (hasCoding) {
        const auto list = commaList(codings);
        if (minorVersion == '0' || hasLength) {
            return "transfer coding where there must be none"; // sections 6.1 and 6.3
        }
        if (list.empty() || list.back() != "chunked") {
            return "length cannot be told"; // section 6.3, rule 4
        }
        for (std::size_t i = 0; i + 1 < list.size(); ++i) {
            if (list[i] == "chunked") {
                return "chunked twice"; // section 6.1
            }
        }
        request.kind = Body::Chunked;
        return {};
    }
    for (const std::string_view length : lengths) {
        if (!only(length, kDigits) || length != lengths.front()) {
            return "length"; // section 6.3, rule 5: a list only of one value
        }
    }
    if (hasLength) {
        request.length = withoutZeros(lengths.front());
        request.kind = request.length == "0" ? Body::None : Body::Length;
        request.length = request.kind == Body::None ? "" : request.length;
    }
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

void readHead(std::string_view& rest, FramedRequest& request) {
    const std::size_t all = rest.size();
    bool isBroken = false;
    std::optional<std::string_view> line = nextLine(rest, isBroken);
    while (line && line->empty()) {
        line = nextLine(rest, isBroken); // empty lines in front: RFC 9112, section 2.2
    }
    const auto refuse = [&](std::string_view rule) {
        request.head = Verdict::Refused;
        request.rule = rule;
    };
    if (!line) {
        return;
    }
    const auto minorVersion = requestLine(*line, request.method);
    if (isBroken || !minorVersion) {
        return refuse("request line");
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
    const std::string_view rule = frame(fields, *minorVersion, request);
    if (!rule.empty()) {
        return refuse(rule);
    }
    request.head = Verdict::Framed;
    request.headBytes = all - rest.size();
}

} // namespace

FramedRequest readRequestByTheBook(std::string_view stream) {
    FramedRequest request;
    std::string_view rest = stream;
    readHead(rest, request);
    if (request.head != Verdict::Framed) {
        return request;
    }
    switch (request.kind) {
    case Body::None:
        request.body = Verdict::Framed;
        break;
    case Body::Length: {
        const bool isHuge = request.length.size() > 18;
        const std::size_t count = isHuge ? rest.size() + 1 : std::stoull(request.length);
        request.body = count <= rest.size() ? Verdict::Framed : Verdict::Incomplete;
        request.content = rest.substr(0, count);
        rest.remove_prefix(request.content.size());
        break;
    }
    case Body::Chunked:
        request.body = readChunks(rest, request.content);
        break;
    }
    if (request.body == Verdict::Framed) {
        request.bytes = stream.size() - rest.size();
    }
    return request;
}

} // namespace keysluice::test
