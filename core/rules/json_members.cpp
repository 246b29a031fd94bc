#include "core/rules/json_members.h"

#include <algorithm>

namespace keysluice::core::rules {

namespace {

using Code = RuleFaultCode;

constexpr std::size_t kMembers = 64; ///< no object has so many

} // namespace

JsonMembers::JsonMembers(simdjson::dom::element element, std::string path, std::optional<RuleFault>& fault)
    : m_path(std::move(path)), m_fault(&fault) {
    simdjson::dom::object object;
    if (element.get(object) != simdjson::SUCCESS) {
        if (!fault) {
            fault = RuleFault{Code::WrongType, m_path, "an object"};
        }
        return;
    }
    for (const auto& [name, value] : object) {
        if (has(name)) {
            complain(Code::MemberRepeated, name);
        }
        if (m_members.size() == kMembers) {
            complain(Code::MemberUnknown, name); // this one, or one before it
            break;
        }
        m_members.push_back({name, value});
    }
}

bool JsonMembers::has(std::string_view name) const {
    return std::any_of(m_members.begin(), m_members.end(), [&](const Member& member) { return member.name == name; });
}

const simdjson::dom::element* JsonMembers::take(std::string_view name) {
    const auto it =
        std::find_if(m_members.begin(), m_members.end(), [&](const Member& member) { return member.name == name; });
    if (it == m_members.end()) {
        return nullptr;
    }
    it->isTaken = true;
    return &it->value;
}

std::string JsonMembers::pathOf(std::string_view name) const {
    return m_path.empty() ? std::string(name) : m_path + "." + std::string(name);
}

void JsonMembers::complain(RuleFaultCode code, std::string_view name, std::string detail) {
    if (isGood()) {
        *m_fault = RuleFault{code, pathOf(name), std::move(detail)};
    }
}

void JsonMembers::require(std::string_view name) {
    if (!has(name)) {
        complain(Code::MemberMissing, name);
    }
}

std::string JsonMembers::text(std::string_view name) {
    const simdjson::dom::element* value = take(name);
    std::string_view text;
    if (value != nullptr && value->get(text) != simdjson::SUCCESS) {
        complain(Code::WrongType, name, "a text");
    }
    return std::string(text);
}

std::string JsonMembers::requiredText(std::string_view name) {
    require(name);
    return text(name);
}

std::optional<bool> JsonMembers::flag(std::string_view name) {
    const simdjson::dom::element* value = take(name);
    bool flag = false;
    if (value == nullptr) {
        return {};
    }
    if (value->get(flag) != simdjson::SUCCESS) {
        complain(Code::WrongType, name, "true or false");
    }
    return flag;
}

std::optional<std::int64_t> JsonMembers::number(std::string_view name) {
    const simdjson::dom::element* value = take(name);
    std::int64_t number = 0;
    if (value == nullptr) {
        return {};
    }
    if (value->get(number) != simdjson::SUCCESS) {
        complain(Code::WrongType, name, "a whole number");
    }
    return number;
}

std::vector<std::string> JsonMembers::texts(std::string_view name) {
    const simdjson::dom::element* value = take(name);
    std::vector<std::string> texts;
    if (value == nullptr) {
        return texts;
    }
    simdjson::dom::array array;
    if (value->get(array) != simdjson::SUCCESS) {
        complain(Code::WrongType, name, "a list of texts");
        return texts;
    }
    for (const simdjson::dom::element one : array) {
        std::string_view text;
        if (one.get(text) != simdjson::SUCCESS) {
            complain(Code::WrongType, std::string(name) + "[" + std::to_string(texts.size()) + "]", "a text");
        }
        texts.emplace_back(text);
    }
    if (texts.empty()) {
        complain(Code::ListEmpty, name);
    }
    return texts;
}

std::optional<JsonMembers> JsonMembers::object(std::string_view name) {
    const simdjson::dom::element* value = take(name);
    return value == nullptr ? std::nullopt : std::optional(JsonMembers(*value, pathOf(name), *m_fault));
}

std::vector<JsonMembers> JsonMembers::objects(std::string_view name, bool mayBeEmpty) {
    const simdjson::dom::element* value = take(name);
    std::vector<JsonMembers> objects;
    if (value == nullptr) {
        return objects;
    }
    simdjson::dom::array array;
    if (value->get(array) != simdjson::SUCCESS) {
        complain(Code::WrongType, name, "a list of objects");
        return objects;
    }
    for (const simdjson::dom::element one : array) {
        objects.emplace_back(one, pathOf(name) + "[" + std::to_string(objects.size()) + "]", *m_fault);
    }
    if (objects.empty() && !mayBeEmpty) {
        complain(Code::ListEmpty, name);
    }
    return objects;
}

void JsonMembers::finish() {
    for (const Member& member : m_members) {
        if (!member.isTaken) {
            complain(Code::MemberUnknown, member.name);
        }
    }
}

} // namespace keysluice::core::rules
