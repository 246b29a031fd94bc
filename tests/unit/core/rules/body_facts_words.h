#pragma once

#include "core/rules/body_facts_reader.h"

#include <string>
#include <string_view>

/// Facts of a body in words, so that tables can name them: `?` is unknown.
namespace keysluice::core::rules::test {

inline std::string word(const Fact<std::int64_t>& fact) {
    return fact ? std::to_string(*fact) : "?";
}

inline std::string word(const Fact<bool>& fact) {
    return !fact ? "?" : *fact ? "yes" : "no";
}

inline std::string word(const Fact<Effort>& fact) {
    constexpr const char* kWords[] = {"none", "minimal", "low", "medium", "high", "maximum"};
    return fact ? kWords[static_cast<int>(*fact)] : "?";
}

inline std::string word(const Fact<std::vector<std::string>>& fact) {
    if (!fact) {
        return "?";
    }
    std::string words;
    for (const std::string& text : *fact) {
        words.append(words.empty() ? "" : " ").append(text);
    }
    return words;
}

/// One of them by its name.
inline std::string word(const BodyFacts& facts, std::string_view name) {
    if (name == "models") {
        return word(facts.models);
    }
    if (name == "maximum") {
        return word(facts.maximumTokens);
    }
    if (name == "thinking") {
        return word(facts.thinkingTokens);
    }
    if (name == "effort") {
        return word(facts.effort);
    }
    if (name == "stream") {
        return word(facts.isStreaming);
    }
    if (name == "tools") {
        return word(facts.hostedTools);
    }
    if (name == "servers") {
        return word(facts.mcpServers);
    }
    if (name == "images") {
        return word(facts.hasImages);
    }
    if (name == "documents") {
        return word(facts.hasDocuments);
    }
    if (name == "input") {
        return word(facts.inputTokens);
    }
    if (name == "cost") {
        return word(facts.costMicros);
    }
    return facts.text ? std::string(*facts.text) : "?";
}

constexpr std::string_view kFactNames[] = {"models",  "maximum", "thinking",  "effort", "stream", "tools",
                                           "servers", "images",  "documents", "input",  "cost",   "text"};

/// All of them, a line each.
inline std::string words(const BodyFacts& facts) {
    std::string all;
    for (const std::string_view name : kFactNames) {
        all.append(name).append(": ").append(word(facts, name)).append("\n");
    }
    return all;
}

inline ProviderEndpoint endpointOf(Endpoint use, BodyDialect body) {
    ProviderEndpoint endpoint;
    endpoint.methods = {"POST"};
    endpoint.use = use;
    endpoint.body = body;
    return endpoint;
}

} // namespace keysluice::core::rules::test
