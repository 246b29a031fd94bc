#include "core/injection.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace keysluice::core {

namespace {

constexpr std::string_view kSlotText = "{value}";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";  // RFC 9110, section 5.6.2
constexpr std::string_view kUnreservedMarks = "-._~";        // RFC 3986, section 2.3
constexpr std::string_view kPathMarks = "-._~!$&'()*+,=:@/"; // RFC 3986, section 3.3; ';' begins path parameters

/// They frame or route the message, end at the gateway, or are written by it.
constexpr std::array<std::string_view, 15> kReservedHeaders{
    "host",   "content-length",  "transfer-encoding", "connection", "keep-alive", "te",      "trailer", "upgrade",
    "expect", "accept-encoding", "content-encoding",  "forwarded",  "via",        "alt-svc", "date"};
constexpr std::array<std::string_view, 3> kReservedPrefixes{"proxy-", "x-forwarded-", "x-keysluice-"};

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

char folded(char c) {
    return c == '_' ? '-' : lowered(c);
}

bool isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (lowered(c) >= 'a' && lowered(c) <= 'z');
}

bool consistsOf(std::string_view text, std::string_view marks) {
    return std::all_of(text.begin(), text.end(),
                       [marks](char c) { return isAlphanumeric(c) || marks.find(c) != std::string_view::npos; });
}

int hexDigit(char c) {
    const std::size_t at = kHexDigits.find(c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// Takes one character off the front, decoded as servers decode a form's name.
char takeDecoded(std::string_view& text) {
    const char first = text.front();
    if (first == '%' && text.size() > 2 && hexDigit(text[1]) >= 0 && hexDigit(text[2]) >= 0) {
        const int value = hexDigit(text[1]) * 16 + hexDigit(text[2]);
        text.remove_prefix(3);
        return static_cast<char>(value);
    }
    text.remove_prefix(1);
    return first == '+' ? ' ' : first;
}

bool splitFormat(std::string_view format, Injection& injection) {
    const std::size_t at = format.find(kSlotText);
    if (at == std::string_view::npos || format.find(kSlotText, at + 1) != std::string_view::npos) {
        return false;
    }
    injection.before = format.substr(0, at);
    injection.after = format.substr(at + kSlotText.size());
    return true;
}

bool isFieldText(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool hasPlainSegments(std::string_view path) {
    if (path.find("//") != std::string_view::npos) {
        return false;
    }
    for (std::size_t begin = 1; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view segment = path.substr(begin, end - begin);
        if (segment == "." || segment == "..") {
            return false;
        }
        begin = end + 1;
    }
    return true;
}

bool staysAsItIs(Injection::Place place, char c) {
    return place == Injection::Place::Header || isAlphanumeric(c) ||
           kUnreservedMarks.find(c) != std::string_view::npos || (place == Injection::Place::Path && c == ':');
}

} // namespace

bool Injection::replaces(std::string_view header) const {
    return (place == Place::Header && sameFoldedName(name, header)) ||
           std::any_of(remove.begin(), remove.end(),
                       [header](const std::string& removed) { return sameFoldedName(removed, header); });
}

bool Injection::replacesParameter(std::string_view writtenName) const {
    return (place == Place::Query && meansParameter(writtenName, name)) ||
           std::any_of(removeParameters.begin(), removeParameters.end(),
                       [writtenName](const std::string& removed) { return meansParameter(writtenName, removed); });
}

std::optional<Injection::Slot> Injection::slotIn(std::string_view path) const {
    if (place != Place::Path || !path.starts_with(before)) {
        return std::nullopt;
    }
    const std::size_t end = std::min(path.find('/', before.size()), path.size());
    const std::string_view rest = path.substr(end);
    const bool endsSegment = rest.size() == after.size() || after.ends_with('/') || after.empty() ||
                             (rest.size() > after.size() && rest[after.size()] == '/');
    if (!rest.starts_with(after) || !endsSegment) {
        return std::nullopt;
    }
    return Slot{before.size(), end - before.size()};
}

std::string Injection::maskedPath(std::string_view path) const {
    const auto slot = slotIn(path);
    if (!slot) {
        return std::string(path);
    }
    std::string result(path.substr(0, slot->begin));
    result += kSlotText;
    result += path.substr(slot->begin + slot->length);
    return result;
}

std::string Injection::label() const {
    switch (place) {
    case Place::Header:
        break;
    case Place::Query:
        return "?" + name;
    case Place::Path:
        return before + std::string(kSlotText) + after;
    }
    return name;
}

std::string_view injectionFaultText(InjectionFault fault) {
    switch (fault) {
    case InjectionFault::HeaderName:
        return "must be the name of a header";
    case InjectionFault::ReservedHeader:
        return "must not be a header that the gateway writes or leaves out itself";
    case InjectionFault::Format:
        return "must be visible text with {value} in it once";
    case InjectionFault::ParameterName:
        return "must be letters, digits and - . _ ~ $";
    case InjectionFault::PathTemplate:
        return "must be a plain path with {value} once, at the end of a segment";
    }
    return {};
}

Result<Injection, InjectionFault> injectionIntoHeader(std::string_view name, std::string_view format) {
    if (name.empty() || !consistsOf(name, kTokenMarks)) {
        return failure(InjectionFault::HeaderName);
    }
    Injection injection;
    injection.name = foldedHeaderName(name);
    const auto isNamed = [&](std::string_view reserved) { return injection.name == reserved; };
    const auto isBelow = [&](std::string_view prefix) { return injection.name.starts_with(prefix); };
    if (std::any_of(kReservedHeaders.begin(), kReservedHeaders.end(), isNamed) ||
        std::any_of(kReservedPrefixes.begin(), kReservedPrefixes.end(), isBelow)) {
        return failure(InjectionFault::ReservedHeader);
    }
    if (!splitFormat(format, injection) || !isFieldText(format) || injection.before.starts_with(' ') ||
        injection.after.ends_with(' ')) {
        return failure(InjectionFault::Format);
    }
    injection.remove.push_back(injection.name);
    return injection;
}

Result<Injection, InjectionFault> injectionIntoQuery(std::string_view parameter) {
    if (parameter.empty() || !consistsOf(parameter, "-._~$")) {
        return failure(InjectionFault::ParameterName);
    }
    Injection injection;
    injection.place = Injection::Place::Query;
    injection.name = parameter;
    injection.removeParameters.push_back(injection.name);
    return injection;
}

Result<Injection, InjectionFault> injectionIntoPath(std::string_view path) {
    Injection injection;
    injection.place = Injection::Place::Path;
    if (!path.starts_with('/') || !splitFormat(path, injection) || !consistsOf(injection.before, kPathMarks) ||
        !consistsOf(injection.after, kPathMarks) || (!injection.after.empty() && injection.after.front() != '/') ||
        !hasPlainSegments(path)) {
        return failure(InjectionFault::PathTemplate);
    }
    return injection;
}

std::size_t writtenSize(Injection::Place place, std::string_view value) {
    constexpr std::size_t kEscapedSize = 3;
    if (place == Injection::Place::Header) {
        return value.size();
    }
    std::size_t size = 0;
    for (const char c : value) {
        size += staysAsItIs(place, c) ? 1 : kEscapedSize;
    }
    return size;
}

void writeValue(Injection::Place place, std::string_view value, std::span<char> out) {
    if (place == Injection::Place::Header) {
        std::copy(value.begin(), value.end(), out.data());
        return;
    }
    char* next = out.data();
    for (const char c : value) {
        if (staysAsItIs(place, c)) {
            *next++ = c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        *next++ = '%';
        *next++ = kHexDigits[byte / 16];
        *next++ = kHexDigits[byte % 16];
    }
}

std::string foldedHeaderName(std::string_view name) {
    std::string result(name);
    std::transform(result.begin(), result.end(), result.begin(), folded);
    return result;
}

bool sameFoldedName(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return folded(x) == folded(y); });
}

bool meansParameter(std::string_view writtenName, std::string_view name) {
    while (!writtenName.empty() && !name.empty()) {
        if (lowered(takeDecoded(writtenName)) != lowered(name.front())) {
            return false;
        }
        name.remove_prefix(1);
    }
    return writtenName.empty() && name.empty();
}

} // namespace keysluice::core
