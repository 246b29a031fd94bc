#include "core/rules/question.h"

#include "core/rules/glob.h"

namespace keysluice::core::rules {

const std::string& Question::plain() const {
    if (!m_plain) {
        m_plain = plainPath(m_head.path);
    }
    return *m_plain;
}

const std::vector<Question::HeaderValue>& Question::headers() const {
    if (!m_headers) {
        m_headers.emplace();
        if (m_headerNumbers.empty()) {
            return *m_headers;
        }
        std::string folded;
        for (const auto& [name, value] : m_head.headers) {
            folded.clear();
            for (const char c : name) {
                folded.push_back(c == '_' ? '-' : foldedByte(c));
            }
            if (const auto it = m_headerNumbers.find(folded); it != m_headerNumbers.end()) {
                m_headers->push_back({it->second, value});
                m_headerNumbersSent.push_back(it->second);
            }
        }
    }
    return *m_headers;
}

const std::vector<std::size_t>& Question::headerNumbersSent() const {
    (void)headers();
    return m_headerNumbersSent;
}

} // namespace keysluice::core::rules
