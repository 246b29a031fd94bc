#pragma once

#include <string>
#include <string_view>

namespace keysluice::gateway::http {

/// One parameter of a query, as it is written. Views into the target.
struct QueryParameter {
    char separator = '?';   ///< what stands in front of it: '?', '&' or ';'
    std::string_view text;  ///< all of it
    std::string_view name;  ///< up to the first '=', or all of it
    std::string_view value; ///< behind it
};

/// Walks a query (without its '?'). ';' counts as a separator, too: what some server takes for a parameter is seen as
/// one. A query without a byte has no parameter. Source: WHATWG URL, application/x-www-form-urlencoded.
class QueryReader final {
public:
    explicit QueryReader(std::string_view query) : m_rest(query), m_isOver(query.empty()) {}
    [[nodiscard]] bool next(QueryParameter& parameter);

private:
    std::string_view m_rest;
    char m_separator = '?';
    bool m_isOver;
};

/// The value as a server reads it: percent-decoded, '+' as a space; an incomplete escape stays.
[[nodiscard]] std::string decodedParameter(std::string_view written);

} // namespace keysluice::gateway::http
