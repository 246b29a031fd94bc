#include "core/rules/expression.h"

#include <re2/re2.h>

namespace keysluice::core::rules {

namespace {

constexpr std::int64_t kMemory = 1024 * 1024;

Result<std::unique_ptr<re2::RE2>, std::string> compiled(std::string_view expression, const re2::RE2::Options& options) {
    auto made = std::make_unique<re2::RE2>(re2::StringPiece(expression.data(), expression.size()), options);
    if (!made->ok()) {
        return failure(made->error());
    }
    return made;
}

re2::RE2::Options commonOptions() {
    re2::RE2::Options options;
    options.set_log_errors(false); // the expression may be private; the caller tells
    options.set_never_capture(true);
    options.set_max_mem(kMemory);
    return options;
}

} // namespace

Expression::Expression(std::unique_ptr<re2::RE2> compiled) : m_compiled(std::move(compiled)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Result<Expression, std::string> Expression::matching(std::string_view expression) {
    return compiled(expression, commonOptions()).map([](auto made) { return Expression(std::move(made)); });
}

Result<Expression, std::string> Expression::containing(std::string_view text) {
    re2::RE2::Options options = commonOptions();
    options.set_literal(true);
    options.set_case_sensitive(false);
    return compiled(text, options).map([](auto made) { return Expression(std::move(made)); });
}

bool Expression::isFoundIn(std::string_view text) const {
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *m_compiled);
}

} // namespace keysluice::core::rules
