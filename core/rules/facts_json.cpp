#include "core/rules/facts_json.h"

#include "core/agent_token.h"
#include "core/rules/json_text.h"
#include "core/rules/rule_words.h"

#include <algorithm>
#include <simdjson.h>

namespace keysluice::core::rules {

namespace {

using simdjson::dom::element;

struct ListMember {
    Fact<std::vector<std::string>> BodyFacts::*list;
    std::string_view name;
};
constexpr ListMember kLists[] = {
    {&BodyFacts::models, "models"}, {&BodyFacts::hostedTools, "hostedTools"}, {&BodyFacts::mcpServers, "mcpServers"}};

struct NumberMember {
    Fact<std::int64_t> BodyFacts::*number;
    std::string_view name;
};
constexpr NumberMember kNumbers[] = {{&BodyFacts::maximumTokens, "maximumTokens"},
                                     {&BodyFacts::thinkingTokens, "thinkingTokens"},
                                     {&BodyFacts::costMicros, "costMicros"},
                                     {&BodyFacts::inputTokens, "inputTokens"}};

struct FlagMember {
    Fact<bool> BodyFacts::*flag;
    std::string_view name;
};
constexpr FlagMember kFlags[] = {
    {&BodyFacts::isStreaming, "streaming"}, {&BodyFacts::hasImages, "images"}, {&BodyFacts::hasDocuments, "documents"}};

/// Nothing: it is longer than history keeps.
Fact<std::string> listText(const std::vector<std::string>& list) {
    if (list.size() > FactBounds::kListEntries) {
        return {};
    }
    std::string text = "[";
    for (const std::string& entry : list) {
        if (entry.size() > FactBounds::kListBytes) {
            return {};
        }
        text.append(text.size() > 1 ? "," : "");
        appendQuoted(text, entry);
    }
    text.push_back(']');
    return text.size() <= FactBounds::kListBytes ? Fact<std::string>(std::move(text)) : Fact<std::string>();
}

bool mayHoldSecret(const std::vector<std::string>& list, bool isAddresses) {
    return std::any_of(list.begin(), list.end(), [isAddresses](const std::string& entry) {
        return holdsAgentToken(entry) || (isAddresses && entry.find_first_of("?@") != std::string::npos);
    });
}

Fact<std::vector<std::string>> readList(element value) {
    simdjson::dom::array array;
    if (value.get(array) != simdjson::SUCCESS || array.size() > FactBounds::kListEntries) {
        return {};
    }
    std::vector<std::string> list;
    for (const element entry : array) {
        std::string_view text;
        if (entry.get(text) != simdjson::SUCCESS) {
            return {};
        }
        list.emplace_back(text);
    }
    return listText(list) ? Fact<std::vector<std::string>>(std::move(list)) : Fact<std::vector<std::string>>();
}

template <class T>
Fact<T> readValue(element value) {
    T read{};
    return value.get(read) == simdjson::SUCCESS ? Fact<T>(read) : Fact<T>();
}

Fact<Effort> readEffort(element value) {
    const auto word = readValue<std::string_view>(value);
    for (const auto& [name, effort] : effortWords()) {
        if (word && *word == name) {
            return effort;
        }
    }
    return {};
}

} // namespace

BodyFacts keptFacts(const BodyFacts& facts) {
    BodyFacts kept;
    for (const ListMember& member : kLists) {
        const bool isAddresses = member.list == &BodyFacts::mcpServers;
        if (const auto& list = facts.*member.list; list && listText(*list) && !mayHoldSecret(*list, isAddresses)) {
            kept.*member.list = list;
        }
    }
    for (const NumberMember& member : kNumbers) {
        kept.*member.number = facts.*member.number;
    }
    kept.effort = facts.effort;
    for (const FlagMember& member : kFlags) {
        kept.*member.flag = facts.*member.flag;
    }
    return kept;
}

std::string writeFacts(const BodyFacts& facts) {
    std::string json = "{";
    const auto put = [&json](std::string_view name, std::string_view value) {
        json.append(json.size() > 1 ? "," : "");
        appendQuoted(json, name);
        json.append(":").append(value);
    };
    for (const ListMember& member : kLists) {
        if (const auto& list = facts.*member.list) {
            if (const auto text = listText(*list)) {
                put(member.name, *text);
            }
        }
    }
    for (const NumberMember& member : kNumbers) {
        if (const auto& number = facts.*member.number) {
            put(member.name, std::to_string(*number));
        }
    }
    if (facts.effort) {
        std::string word;
        appendQuoted(word, wordOf(effortWords(), *facts.effort));
        put("effort", word);
    }
    for (const FlagMember& member : kFlags) {
        if (const auto& flag = facts.*member.flag) {
            put(member.name, *flag ? "true" : "false");
        }
    }
    json.push_back('}');
    return json;
}

BodyFacts readFacts(std::string_view json) {
    BodyFacts facts;
    simdjson::dom::parser parser;
    element root;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) {
        return facts;
    }
    const auto member = [&root](std::string_view name) -> std::optional<element> {
        element value;
        return root[name].get(value) == simdjson::SUCCESS ? std::optional(value) : std::nullopt;
    };
    for (const ListMember& list : kLists) {
        if (const auto value = member(list.name)) {
            facts.*list.list = readList(*value);
        }
    }
    for (const NumberMember& number : kNumbers) {
        if (const auto value = member(number.name)) {
            facts.*number.number = readValue<std::int64_t>(*value);
        }
    }
    if (const auto value = member("effort")) {
        facts.effort = readEffort(*value);
    }
    for (const FlagMember& flag : kFlags) {
        if (const auto value = member(flag.name)) {
            facts.*flag.flag = readValue<bool>(*value);
        }
    }
    return facts;
}

} // namespace keysluice::core::rules
