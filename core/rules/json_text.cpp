#include "core/rules/json_text.h"

namespace keysluice::core::rules {

void appendQuoted(std::string& json, std::string_view text) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    json.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json.push_back('\\');
            json.push_back(c);
        } else if (byte < 0x20U) {
            json.append("\\u00").append({kHex[byte >> 4U], kHex[byte & 0xfU]});
        } else {
            json.push_back(c);
        }
    }
    json.push_back('"');
}

void JsonText::beginValue(std::string_view member) {
    if (m_depth > 0) {
        m_json.append(m_isFirst ? "\n" : ",\n").append(2 * m_depth, ' ');
    }
    m_isFirst = false;
    if (!member.empty()) {
        appendQuoted(m_json, member);
        m_json.append(": ");
    }
}

void JsonText::beginObject(std::string_view member) {
    beginValue(member);
    m_json.push_back('{');
    ++m_depth;
    m_isFirst = true;
}

void JsonText::beginList(std::string_view member) {
    beginValue(member);
    m_json.push_back('[');
    ++m_depth;
    m_isFirst = true;
}

void JsonText::end(char bracket) {
    --m_depth;
    if (!m_isFirst) {
        m_json.append("\n").append(2 * m_depth, ' ');
    }
    m_json.push_back(bracket);
    m_isFirst = false;
}

void JsonText::endObject() {
    end('}');
}

void JsonText::endList() {
    end(']');
}

void JsonText::text(std::string_view member, std::string_view value) {
    beginValue(member);
    appendQuoted(m_json, value);
}

void JsonText::number(std::string_view member, std::int64_t value) {
    beginValue(member);
    m_json.append(std::to_string(value));
}

void JsonText::flag(std::string_view member, bool value) {
    beginValue(member);
    m_json.append(value ? "true" : "false");
}

void JsonText::texts(std::string_view member, const std::vector<std::string>& values) {
    beginValue(member);
    m_json.push_back('[');
    for (const std::string& value : values) {
        m_json.append(&value == &values.front() ? "" : ", ");
        appendQuoted(m_json, value);
    }
    m_json.push_back(']');
}

std::string JsonText::taken() {
    m_json.push_back('\n');
    return std::move(m_json);
}

} // namespace keysluice::core::rules
