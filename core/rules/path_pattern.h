#pragma once

#include "core/rules/fit.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core::rules {

/// A path in the plainest of the spellings that a server may take for the same place: unreserved and other printable
/// characters without percent-encoding, lower case, one slash where there are several, none at the end.
/// Sources: RFC 3986, section 6.2.2; what common servers do beyond it.
[[nodiscard]] std::string plainPath(std::string_view path);

/// A pattern for a whole path: `*` is any text in one segment (a segment of its own is not empty), `**` any text,
/// `/**` before a slash or at the end any segments or none. Thread: any (immutable).
///
/// How a server reads a path is its own affair: one that fits only in its plainest spelling may or may not be meant,
/// which is Unknown, and so is one above 2,048 bytes. Takes at most the product of both lengths.
class PathPattern final {
public:
    static constexpr std::size_t kComparedBytes = 2048;

    /// Nothing: no slash at its beginning, anything but printable ASCII, a query, a fragment, a backslash, more than
    /// two stars in a row.
    [[nodiscard]] static std::optional<PathPattern> parse(std::string_view pattern);

    /// `plain`: plainPath(path), made once for all patterns.
    [[nodiscard]] Fit matches(std::string_view path, std::string_view plain) const;

    /// What does not begin so, nor its plainest spelling with plainPrefix(), does not match.
    [[nodiscard]] const std::string& prefix() const { return m_asWritten.prefix; }
    [[nodiscard]] const std::string& plainPrefix() const { return m_plain.prefix; }

private:
    enum class Kind : unsigned char {
        Byte,
        InSegment, ///< one byte that is no slash
        Segment,   ///< any number of them
        Any,       ///< any number of bytes
        MaybeMore, ///< a slash and the next element, or neither
    };
    struct Element {
        Kind kind;
        char byte;
    };
    struct Form {
        std::string prefix; ///< every path that fits begins so
        std::vector<Element> rest;

        [[nodiscard]] bool matches(std::string_view path) const;
        [[nodiscard]] bool matchesRest(std::string_view path) const;
    };
    static Form formOf(std::string_view pattern);

    Form m_asWritten;
    Form m_plain;
};

} // namespace keysluice::core::rules
