#pragma once

#include "core/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace keysluice::core::rules {

/// A text or a regular expression to look for, in time that grows only with the text (RE2). Takes up to 1 MiB. Bytes of
/// the text that are no UTF-8 are found by nothing. Thread: any (immutable).
class Expression final {
public:
    /// `expression`: RE2 syntax, found anywhere. Error: what RE2 says is wrong with it.
    [[nodiscard]] static Result<Expression, std::string> matching(std::string_view expression);
    /// The text itself, without case.
    [[nodiscard]] static Result<Expression, std::string> containing(std::string_view text);

    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();

    [[nodiscard]] bool isFoundIn(std::string_view text) const;

private:
    explicit Expression(std::unique_ptr<re2::RE2> compiled);

    std::unique_ptr<re2::RE2> m_compiled;
};

} // namespace keysluice::core::rules
