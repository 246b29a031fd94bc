#pragma once

#include "gateway/http/http_error.h"

#include <string_view>

namespace keysluice::gateway::http {

enum class TargetForm { Origin, Absolute, Authority, Asterisk };

/// A request target in its parts; views into the head. Thread: any. Source: RFC 9112, section 3.2.
struct Target {
    TargetForm form = TargetForm::Origin;
    bool isHttps = false;          ///< absolute-form: scheme
    std::string_view authority;    ///< absolute-form and authority-form: host[:port] as sent
    std::string_view pathAndQuery; ///< origin-form and absolute-form: what goes to the provider; empty path in an
                                   ///< absolute-form: see `path` and `query`
    std::string_view path;         ///< without query; "/" when an absolute-form has none
    std::string_view query;        ///< without '?'
};

/// Splits and validates. `target` gets views into `text`.
[[nodiscard]] HttpError parseTarget(std::string_view text, std::string_view method, Target& target);

/// The stricter rules for paths of intercepted hosts: PathDotSegment, PathBackslash, PathControl, or None.
[[nodiscard]] HttpError checkInterceptedPath(std::string_view path);
/// Beside those, where it matters which path it is: PathEncodedSlash, PathEmptySegment, or None.
[[nodiscard]] HttpError checkScopedPath(std::string_view path);

} // namespace keysluice::gateway::http
