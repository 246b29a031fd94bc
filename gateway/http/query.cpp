#include "gateway/http/query.h"

#include "gateway/http/syntax.h"

#include <algorithm>

namespace keysluice::gateway::http {

bool QueryReader::next(QueryParameter& parameter) {
    if (m_isOver) {
        return false;
    }
    const std::size_t end = std::min(m_rest.find_first_of("&;"), m_rest.size());
    parameter.separator = m_separator;
    parameter.text = m_rest.substr(0, end);
    const std::size_t equals = std::min(parameter.text.find('='), parameter.text.size());
    parameter.name = parameter.text.substr(0, equals);
    parameter.value = equals < parameter.text.size() ? parameter.text.substr(equals + 1) : std::string_view();
    m_isOver = end == m_rest.size();
    if (!m_isOver) {
        m_separator = m_rest[end];
        m_rest.remove_prefix(end + 1);
    }
    return true;
}

std::string decodedParameter(std::string_view written) {
    std::string result;
    result.reserve(written.size());
    for (std::size_t i = 0; i < written.size(); ++i) {
        const char c = written[i];
        if (c == '%' && i + 2 < written.size() && hexValue(written[i + 1]) >= 0 && hexValue(written[i + 2]) >= 0) {
            result += static_cast<char>(hexValue(written[i + 1]) * 16 + hexValue(written[i + 2]));
            i += 2;
        } else {
            result += c == '+' ? ' ' : c;
        }
    }
    return result;
}

} // namespace keysluice::gateway::http
