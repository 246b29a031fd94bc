#pragma once

#include "core/result.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core {

/// What the gateway does to the head of a request to put a credential in: where the value goes, in which words, and
/// what of the client's goes first. Made by the three functions below, which check it. Thread: any (value).
struct Injection {
    enum class Place {
        Header, ///< a header field
        Query,  ///< a parameter of the query
        Path,   ///< one segment of the path
    };
    Place place = Place::Header;
    std::string name;   ///< Header: lower case, e.g. "x-api-key"; Query: the parameter, e.g. "key"; Path: empty
    std::string before; ///< in front of the value: "Bearer " of a header, "/bot" of a path
    std::string after;  ///< behind it; of a path: empty, or what follows the segment, beginning with '/'

    std::vector<std::string> remove;           ///< lower case; every header of these names goes first, `_` as `-`
    std::vector<std::string> removeParameters; ///< every parameter of these names goes first, in any spelling
    std::string listHeader;                    ///< lower case; empty: none. E.g. "anthropic-beta"
    std::string listValue;                     ///< element added to `listHeader` unless the client sent it

    /// Whether a header of that name does not reach the provider as the client sent it.
    [[nodiscard]] bool replaces(std::string_view header) const;
    /// The same for a parameter, as it is written in a query: "k%65y" is "key".
    [[nodiscard]] bool replacesParameter(std::string_view writtenName) const;
    /// Whether anything of the request's target may be changed.
    [[nodiscard]] bool touchesTarget() const { return place != Place::Header || !removeParameters.empty(); }

    /// Path only: where in `path` (without query) the value goes, as a begin and a length; nothing: it does not fit.
    struct Slot {
        std::size_t begin = 0;
        std::size_t length = 0;
    };
    [[nodiscard]] std::optional<Slot> slotIn(std::string_view path) const;
    /// The path with `{value}` where the value goes; unchanged when it does not fit.
    [[nodiscard]] std::string maskedPath(std::string_view path) const;

    /// What a person is shown: "x-api-key", "?key", "/bot{value}/".
    [[nodiscard]] std::string label() const;
};

enum class InjectionFault {
    HeaderName,     ///< no token (RFC 9110, section 5.6.2)
    ReservedHeader, ///< one that frames or routes the message, or that the gateway writes itself
    Format,         ///< not exactly one {value}, or bytes that a header must not have
    ParameterName,  ///< empty, or more than letters, digits and - . _ ~ $
    PathTemplate,   ///< not a plain path with one {value} that ends its segment
};
/// One English line, for developers.
[[nodiscard]] std::string_view injectionFaultText(InjectionFault fault);

/// `format` has `{value}` once: "Bearer {value}". The header itself is always replaced.
[[nodiscard]] Result<Injection, InjectionFault> injectionIntoHeader(std::string_view name, std::string_view format);
/// The parameter itself is always replaced.
[[nodiscard]] Result<Injection, InjectionFault> injectionIntoQuery(std::string_view parameter);
/// `path` has `{value}` once, at the end of a segment: "/bot{value}/" takes "/bot…/" and everything below.
[[nodiscard]] Result<Injection, InjectionFault> injectionIntoPath(std::string_view path);

/// A value as it stands in a target: everything but letters, digits and - . _ ~ (and : in a path) as %XX. In a header
/// it stands as it is. Source: RFC 3986, section 2.1.
[[nodiscard]] std::size_t writtenSize(Injection::Place place, std::string_view value);
/// `out` has writtenSize() bytes.
void writeValue(Injection::Place place, std::string_view value, std::span<char> out);

/// "API-Key", "api_key" and "api-key" are one name to many servers: lower case, `_` as `-`.
[[nodiscard]] std::string foldedHeaderName(std::string_view name);
[[nodiscard]] bool sameFoldedName(std::string_view a, std::string_view b);
/// Whether a name as it is written in a query means `name`: percent-decoded, case ignored.
[[nodiscard]] bool meansParameter(std::string_view writtenName, std::string_view name);

} // namespace keysluice::core
