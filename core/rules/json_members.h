#pragma once

#include "core/rules/rule_fault.h"
#include "core/rules/rule_words.h"

#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

namespace keysluice::core::rules {

/// Reads the members of one JSON object and remembers the first thing that is wrong in the whole text. Every member is
/// taken once; what was not taken when it ends is unknown. What cannot be read is as if it were not there. Borrows the
/// parser's document and the fault.
class JsonMembers final {
public:
    JsonMembers(simdjson::dom::element element, std::string path, std::optional<RuleFault>& fault);

    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name);
    [[nodiscard]] std::string requiredText(std::string_view name);
    [[nodiscard]] std::optional<bool> flag(std::string_view name);
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name);
    /// An empty list is a fault.
    [[nodiscard]] std::vector<std::string> texts(std::string_view name);
    [[nodiscard]] std::optional<JsonMembers> object(std::string_view name);
    [[nodiscard]] std::vector<JsonMembers> objects(std::string_view name, bool mayBeEmpty);
    template <class T>
    [[nodiscard]] std::optional<T> word(std::string_view name, Words<T> words);
    template <class T>
    [[nodiscard]] std::vector<T> someWords(std::string_view name, Words<T> words);

    void require(std::string_view name);
    void complain(RuleFaultCode code, std::string_view name, std::string detail = {});
    [[nodiscard]] bool isGood() const { return !m_fault->has_value(); }
    /// Complains about members that nobody took.
    void finish();

private:
    struct Member {
        std::string_view name;
        simdjson::dom::element value;
        bool isTaken = false;
    };

    [[nodiscard]] const simdjson::dom::element* take(std::string_view name);
    [[nodiscard]] std::string pathOf(std::string_view name) const;
    template <class T>
    [[nodiscard]] std::optional<T> meaning(const std::string& text, Words<T> words, std::string_view name);

    std::string m_path;
    std::vector<Member> m_members;
    std::optional<RuleFault>* m_fault;
};

template <class T>
std::optional<T> JsonMembers::meaning(const std::string& text, Words<T> words, std::string_view name) {
    std::string known;
    for (const auto& [word, value] : words) {
        if (word == text) {
            return value;
        }
        known.append(known.empty() ? "" : ", ").append(word);
    }
    complain(RuleFaultCode::WrongWord, name, known);
    return {};
}

template <class T>
std::optional<T> JsonMembers::word(std::string_view name, Words<T> words) {
    return has(name) ? meaning(text(name), words, name) : std::nullopt;
}

template <class T>
std::vector<T> JsonMembers::someWords(std::string_view name, Words<T> words) {
    std::vector<T> values;
    for (const std::string& text : texts(name)) {
        if (const auto value = meaning(text, words, name)) {
            values.push_back(*value);
        }
    }
    return values;
}

} // namespace keysluice::core::rules
