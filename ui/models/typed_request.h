#pragma once

#include "core/result.h"

#include <QString>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace keysluice::ui {

/// A request as somebody types or pastes it. Thread: any (value).
struct TypedRequest {
    std::string method;
    std::string host; ///< lower case, without port; IPv6 in brackets
    std::uint16_t port = 443;
    std::string path; ///< without query
    std::string query;
    std::vector<std::pair<std::string, std::string>> headers; ///< in their order, Host among them if it was given
    std::string body;

    /// Values of all headers of the name, joined with ", "; empty: none.
    [[nodiscard]] std::string header(std::string_view name) const;
};

enum class TypedRequestFault {
    Empty,
    FirstLine, ///< neither "METHOD URL" nor a URL
    Address,   ///< a URL without a host, of another scheme, or a path without a Host line
    Header,    ///< a line without a colon before the empty one
};

/// Reads the text of an HTTP request: "POST https://host/path", header lines, an empty line, the body. A version may
/// follow the URL; a path alone takes its host from the Host line; a URL alone is fetched with GET, or with POST where
/// there is a body. Thread: any (pure).
[[nodiscard]] core::Result<TypedRequest, TypedRequestFault> readTypedRequest(const QString& text);

} // namespace keysluice::ui
