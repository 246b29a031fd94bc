#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core::rules {

/// `text` as a JSON string, its quotes included.
void appendQuoted(std::string& json, std::string_view text);

/// Puts a JSON text together, one member a line, two blanks for each level; lists of texts stay on their line.
class JsonText final {
public:
    void beginObject(std::string_view member = {});
    void endObject();
    void beginList(std::string_view member);
    void endList();
    void text(std::string_view member, std::string_view value);
    void number(std::string_view member, std::int64_t value);
    void flag(std::string_view member, bool value);
    void texts(std::string_view member, const std::vector<std::string>& values);

    [[nodiscard]] std::string taken();

private:
    void beginValue(std::string_view member);
    void end(char bracket);

    std::string m_json;
    std::size_t m_depth = 0;
    bool m_isFirst = true;
};

} // namespace keysluice::core::rules
