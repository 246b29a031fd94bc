#pragma once

#include "fuzz/fuzz_input.h"

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// JSON once more, as plainly as it can be written down: RFC 8259 with nothing around it, as a tree that keeps names
/// that stand twice, and back into another spelling of the same. Shares nothing with the product. Thread: any.
namespace keysluice::fuzz {

struct JsonMember;

struct Json {
    enum class Kind { Null, Bool, Number, Text, List, Object };
    Kind kind = Kind::Null;
    std::string text;                ///< of a Text decoded; of others as it is written
    std::vector<JsonMember> members; ///< without names in a List

    [[nodiscard]] const Json* member(std::string_view name) const;
};

struct JsonMember {
    std::string name;
    Json value;
};

inline const Json* Json::member(std::string_view name) const {
    for (const JsonMember& one : members) {
        if (kind == Kind::Object && one.name == name) {
            return &one.value;
        }
    }
    return nullptr;
}

class JsonReader final {
public:
    explicit JsonReader(std::string_view text, std::size_t depth) : m_rest(text), m_depth(depth) {}

    [[nodiscard]] std::optional<Json> read() {
        Json json;
        return value(json, 1) && m_rest.empty() ? std::optional(std::move(json)) : std::nullopt;
    }

private:
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }
    void skipBlank() {
        while (!m_rest.empty() && std::string_view(" \t\r\n").find(m_rest.front()) != std::string_view::npos) {
            m_rest.remove_prefix(1);
        }
    }
    bool take(std::string_view text) {
        if (!m_rest.starts_with(text)) {
            return false;
        }
        m_rest.remove_prefix(text.size());
        return true;
    }
    bool takeToken(std::string_view text) {
        skipBlank();
        const bool isThere = take(text);
        skipBlank();
        return isThere;
    }

    bool value(Json& json, std::size_t depth) {
        skipBlank();
        bool isGood = false;
        if (m_rest.starts_with('{') || m_rest.starts_with('[')) {
            isGood = depth <= m_depth && composite(json, depth);
        } else if (m_rest.starts_with('"')) {
            json.kind = Json::Kind::Text;
            isGood = text(json.text);
        } else if (m_rest.starts_with('-') || (!m_rest.empty() && isDigit(m_rest.front()))) {
            isGood = number(json);
        } else {
            isGood = word(json);
        }
        skipBlank();
        return isGood;
    }

    bool word(Json& json) {
        for (const std::string_view name : {"true", "false", "null"}) {
            if (take(name)) {
                json.kind = name == "null" ? Json::Kind::Null : Json::Kind::Bool;
                json.text = name;
                return true;
            }
        }
        return false;
    }

    bool composite(Json& json, std::size_t depth) {
        const bool isObject = m_rest.front() == '{';
        const std::string_view end = isObject ? "}" : "]";
        json.kind = isObject ? Json::Kind::Object : Json::Kind::List;
        m_rest.remove_prefix(1);
        if (takeToken(end)) {
            return true;
        }
        do {
            JsonMember next;
            skipBlank();
            if (isObject && (!text(next.name) || !takeToken(":"))) {
                return false;
            }
            if (!value(next.value, depth + 1)) {
                return false;
            }
            json.members.push_back(std::move(next));
        } while (takeToken(","));
        return takeToken(end);
    }

    std::size_t digits() {
        std::size_t count = 0;
        while (count < m_rest.size() && isDigit(m_rest[count])) {
            ++count;
        }
        m_rest.remove_prefix(count);
        return count;
    }

    bool number(Json& json) {
        const char* const begin = m_rest.data();
        const bool isNegative = take("-");
        const bool isZero = m_rest.starts_with('0');
        const std::size_t whole = digits();
        if (whole == 0 || (isZero && whole > 1)) {
            return false;
        }
        bool isWhole = true;
        if (take(".")) {
            isWhole = false;
            if (digits() == 0) {
                return false;
            }
        }
        if (take("e") || take("E")) {
            isWhole = false;
            (void)(take("+") || take("-"));
            if (digits() == 0) {
                return false;
            }
        }
        json.kind = Json::Kind::Number;
        json.text.assign(begin, static_cast<std::size_t>(m_rest.data() - begin));
        errno = 0;
        if (!isWhole) {
            return std::isfinite(std::strtod(json.text.c_str(), nullptr));
        }
        if (isNegative) {
            (void)std::strtoll(json.text.c_str(), nullptr, 10);
        } else {
            (void)std::strtoull(json.text.c_str(), nullptr, 10);
        }
        return errno == 0;
    }

    std::optional<unsigned> hex() {
        if (m_rest.size() < 4) {
            return {};
        }
        unsigned code = 0;
        for (int i = 0; i < 4; ++i) {
            constexpr std::string_view kDigits = "0123456789abcdef0123456789ABCDEF";
            const std::size_t digit = kDigits.find(m_rest.front());
            if (digit == std::string_view::npos) {
                return {};
            }
            code = code * 16 + static_cast<unsigned>(digit % 16);
            m_rest.remove_prefix(1);
        }
        return code;
    }

    static void encode(unsigned code, std::string& out) {
        const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
        if (code < 0x80) {
            put(code);
        } else if (code < 0x800) {
            put(0xc0 | (code >> 6));
            put(0x80 | (code & 0x3f));
        } else if (code < 0x10000) {
            put(0xe0 | (code >> 12));
            put(0x80 | ((code >> 6) & 0x3f));
            put(0x80 | (code & 0x3f));
        } else {
            put(0xf0 | (code >> 18));
            put(0x80 | ((code >> 12) & 0x3f));
            put(0x80 | ((code >> 6) & 0x3f));
            put(0x80 | (code & 0x3f));
        }
    }

    bool escape(std::string& out) {
        constexpr std::string_view kShort = "\"\\/bfnrt";
        constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
        if (m_rest.empty()) {
            return false;
        }
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        if (const std::size_t at = kShort.find(c); at != std::string_view::npos) {
            out += kMeaning[at];
            return true;
        }
        const auto first = c == 'u' ? hex() : std::nullopt;
        if (!first || (*first >= 0xdc00 && *first < 0xe000)) {
            return false;
        }
        if (*first < 0xd800 || *first >= 0xe000) {
            encode(*first, out);
            return true;
        }
        const auto second = take("\\u") ? hex() : std::nullopt;
        if (!second || *second < 0xdc00 || *second >= 0xe000) {
            return false;
        }
        encode(0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00), out);
        return true;
    }

    /// One character of UTF-8 (RFC 3629, section 4).
    bool character(std::string& out) {
        const auto at = [this](std::size_t i) {
            return i < m_rest.size() ? static_cast<unsigned char>(m_rest[i]) : 0U;
        };
        const unsigned lead = at(0);
        const std::size_t size = lead < 0x80   ? 1
                                 : lead < 0xc2 ? 0
                                 : lead < 0xe0 ? 2
                                 : lead < 0xf0 ? 3
                                 : lead < 0xf5 ? 4
                                               : 0;
        if (size == 0 || size > m_rest.size()) {
            return false;
        }
        for (std::size_t i = 1; i < size; ++i) {
            if (at(i) < 0x80 || at(i) > 0xbf) {
                return false;
            }
        }
        if ((lead == 0xe0 && at(1) < 0xa0) || (lead == 0xed && at(1) > 0x9f) || (lead == 0xf0 && at(1) < 0x90) ||
            (lead == 0xf4 && at(1) > 0x8f)) {
            return false;
        }
        out.append(m_rest.substr(0, size));
        m_rest.remove_prefix(size);
        return true;
    }

    bool text(std::string& out) {
        if (!take("\"")) {
            return false;
        }
        while (!take("\"")) {
            if (take("\\")) {
                if (!escape(out)) {
                    return false;
                }
            } else if (m_rest.empty() || static_cast<unsigned char>(m_rest.front()) < 0x20 || !character(out)) {
                return false;
            }
        }
        return true;
    }

    std::string_view m_rest;
    std::size_t m_depth;
};

inline bool hasNameTwice(const Json& json) {
    for (std::size_t i = 0; i < json.members.size(); ++i) {
        for (std::size_t j = 0; json.kind == Json::Kind::Object && j < i; ++j) {
            if (json.members[i].name == json.members[j].name) {
                return true;
            }
        }
        if (hasNameTwice(json.members[i].value)) {
            return true;
        }
    }
    return false;
}

/// Every name and text, a line each.
inline void appendTexts(const Json& json, std::string& out) {
    if (json.kind == Json::Kind::Text) {
        out.append(json.text).append("\n");
    }
    for (const auto& [name, value] : json.members) {
        if (json.kind == Json::Kind::Object) {
            out.append(name).append("\n");
        }
        appendTexts(value, out);
    }
}

/// The same in another spelling: blanks, and escapes where none are needed.
class JsonWriter final {
public:
    explicit JsonWriter(Dice& dice) : m_dice(dice) {}

    void write(const Json& json, std::string& out) {
        blank(out);
        switch (json.kind) {
        case Json::Kind::Null:
        case Json::Kind::Bool:
        case Json::Kind::Number:
            out += json.text;
            break;
        case Json::Kind::Text:
            text(json.text, out);
            break;
        case Json::Kind::List:
        case Json::Kind::Object:
            out += json.kind == Json::Kind::Object ? '{' : '[';
            for (std::size_t i = 0; i < json.members.size(); ++i) {
                out += i == 0 ? "" : ",";
                blank(out);
                if (json.kind == Json::Kind::Object) {
                    text(json.members[i].name, out);
                    blank(out);
                    out += ':';
                }
                write(json.members[i].value, out);
            }
            out += json.kind == Json::Kind::Object ? '}' : ']';
            break;
        }
        blank(out);
    }

private:
    void blank(std::string& out) {
        constexpr std::string_view kBlanks = " \t\r\n";
        for (std::size_t i = m_dice.below(3); i > 0; --i) {
            out += kBlanks[m_dice.below(kBlanks.size())];
        }
    }

    void unit(unsigned code, std::string& out) {
        const std::string_view digits = m_dice.below(2) == 0 ? "0123456789abcdef" : "0123456789ABCDEF";
        out += "\\u";
        for (unsigned shift = 16; shift > 0; shift -= 4) {
            out += digits[(code >> (shift - 4)) & 0xfU];
        }
    }

    void text(std::string_view value, std::string& out) {
        out += '"';
        while (!value.empty()) {
            const auto lead = static_cast<unsigned char>(value.front());
            const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
            const bool mustEscape = lead < 0x20 || lead == '"' || lead == '\\';
            if (!mustEscape && m_dice.below(3) != 0) {
                out.append(value.substr(0, size));
            } else {
                unsigned code = size == 1 ? lead : size == 2 ? lead & 0x1fU : size == 3 ? lead & 0xfU : lead & 0x7U;
                for (std::size_t i = 1; i < size; ++i) {
                    code = (code << 6U) | (static_cast<unsigned char>(value[i]) & 0x3fU);
                }
                if (code >= 0x10000) {
                    unit(0xd800U + ((code - 0x10000U) >> 10U), out);
                    unit(0xdc00U + ((code - 0x10000U) & 0x3ffU), out);
                } else {
                    unit(code, out);
                }
            }
            value.remove_prefix(size);
        }
        out += '"';
    }

    Dice& m_dice;
};

} // namespace keysluice::fuzz
