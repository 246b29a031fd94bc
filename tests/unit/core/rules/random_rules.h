#pragma once

#include "rule_facts.h"

#include <functional>
#include <random>

namespace keysluice::tests {

/// Rules and requests drawn from few words, so that they meet. The same seed draws the same everywhere.
class RandomRules final {
public:
    explicit RandomRules(std::uint32_t seed) : m_engine(seed) {}

    std::size_t below(std::size_t count) { return m_engine() % count; }
    bool oneIn(std::size_t count) { return below(count) == 0; }

    core::rules::Conditions conditions() {
        core::rules::Conditions it;
        for (std::size_t i = 1 + below(3); i > 0; --i) {
            addCondition(it);
        }
        return it;
    }

    core::rules::Rule rule() {
        core::rules::Rule rule;
        rule.decision = static_cast<core::rules::Decision>(below(3));
        rule.isEnabled = !oneIn(6);
        if (!oneIn(8)) {
            rule.conditions = conditions();
        }
        return rule;
    }

    core::rules::RuleSet set(std::size_t mostRules) {
        core::rules::RuleSet set;
        for (std::size_t i = below(mostRules + 1); i > 0; --i) {
            set.rules.push_back(rule());
        }
        for (std::size_t i = below(5); i > 0; --i) {
            core::rules::Limit limit;
            limit.conditions = conditions();
            limit.scope = static_cast<core::rules::Scope>(below(3));
            limit.id = "limit " + std::to_string(i);
            set.limits.push_back(limit);
        }
        return set;
    }

    RuleFacts facts() {
        using namespace core::rules;
        RuleFacts facts;
        facts.agentId = word(kAgents);
        facts.credentialId = oneIn(4) ? "" : "credential";
        facts.providerId = oneIn(4) ? "" : word(kProviders);
        facts.host = word(kHosts);
        facts.minuteOfWeek = static_cast<int>(below(7 * 24 * 60));
        facts.isBlind = oneIn(12);
        facts.isUpgrade = oneIn(6);
        facts.method = word(kMethods);
        facts.path = word(kPaths);
        if (oneIn(2)) {
            facts.headers.emplace_back("X-Project", word(kModels));
        }
        facts.endpoint = static_cast<Endpoint>(below(5));
        facts.bodyBytes = below(3) * 1000;
        facts.hasBody = !oneIn(4);
        facts.body.models->clear();
        for (std::size_t i = below(3); i > 0; --i) {
            facts.body.models->push_back(word(kModels));
        }
        facts.body.maximumTokens = static_cast<std::int64_t>(below(3) * 1000);
        facts.body.thinkingTokens = static_cast<std::int64_t>(below(3) * 1000);
        facts.body.effort = static_cast<Effort>(below(6));
        facts.body.costMicros = static_cast<std::int64_t>(below(3) * 1000);
        facts.body.isStreaming = oneIn(2);
        facts.body.hasImages = oneIn(2);
        facts.body.hasDocuments = oneIn(2);
        if (oneIn(2)) {
            facts.body.hostedTools->push_back(word(kTools));
        }
        if (oneIn(3)) {
            facts.body.mcpServers->push_back(word(kHosts));
        }
        facts.text = word(kTexts);
        for (const auto& forget : forgetters()) {
            if (oneIn(8)) {
                forget(facts);
            }
        }
        return facts;
    }

    /// Each makes something unknown.
    static const std::vector<std::function<void(RuleFacts&)>>& forgetters() {
        static const std::vector<std::function<void(RuleFacts&)>> kAll{
            [](RuleFacts& facts) { facts.endpoint.reset(); },
            [](RuleFacts& facts) { facts.bodyBytes.reset(); },
            [](RuleFacts& facts) { facts.minuteOfWeek = -1; },
            [](RuleFacts& facts) { facts.body.models.reset(); },
            [](RuleFacts& facts) { facts.body.maximumTokens.reset(); },
            [](RuleFacts& facts) { facts.body.thinkingTokens.reset(); },
            [](RuleFacts& facts) { facts.body.effort.reset(); },
            [](RuleFacts& facts) { facts.body.costMicros.reset(); },
            [](RuleFacts& facts) { facts.body.isStreaming.reset(); },
            [](RuleFacts& facts) { facts.body.hostedTools.reset(); },
            [](RuleFacts& facts) { facts.body.mcpServers.reset(); },
            [](RuleFacts& facts) { facts.body.hasImages.reset(); },
            [](RuleFacts& facts) { facts.body.hasDocuments.reset(); },
            [](RuleFacts& facts) { facts.text.reset(); },
        };
        return kAll;
    }

private:
    using Words = std::vector<std::string>;
    static inline const Words kAgents{"a", "b", "c"};
    static inline const Words kProviders{"anthropic", "openai"};
    static inline const Words kHosts{"api.anthropic.com", "a.example", "b.a.example"};
    static inline const Words kMethods{"GET", "POST"};
    static inline const Words kPaths{"/v1/messages", "/v1/files/a", "/V1/files/%61", "/v1/models/"};
    static inline const Words kModels{"claude-opus-4", "claude-haiku-4", "gpt-5-mini", "\xc3\xa4"};
    static inline const Words kTools{"web_search_1", "bash_1"};
    static inline const Words kTexts{"one", "two", "one and two"};

    std::string word(const Words& words) { return words[below(words.size())]; }
    core::rules::Choice choice(const Words& words) {
        core::rules::Choice choice;
        (oneIn(4) ? choice.except : choice.among).push_back(word(words));
        if (oneIn(3)) {
            auto& other = oneIn(2) ? choice.except : choice.among;
            const std::string more = word(words);
            if (other.empty() || other.front() != more) {
                other.push_back(more);
            }
        }
        return choice;
    }

    void addCondition(core::rules::Conditions& it) {
        using namespace core::rules;
        const auto number = [this] { return static_cast<std::int64_t>(below(3) * 1000); };
        const std::function<void()> all[] = {
            [&] { it.agents = choice(kAgents); },
            [&] {
                it.providers = choice({"anthropic", "openai", "*"});
            },
            [&] {
                it.hosts = choice({"api.anthropic.com", "*.example", "*.a.example:443", "a.example:80"});
            },
            [&] { it.methods = choice(kMethods); },
            [&] {
                it.paths = choice({"/v1/messages", "/v1/files/*", "/v1/**", "/**/a"});
            },
            [&] {
                it.models = choice({"claude-*", "claude-opus-*", "*-mini", "gpt-5-mini"});
            },
            [&] {
                it.hostedTools = choice({"web_search_*", "bash_1"});
            },
            [&] {
                it.mcpServers = choice({"a.*", "*.example"});
            },
            [&] { it.endpoints = {static_cast<Endpoint>(below(5))}; },
            [&] { it.maximumTokensAbove = number(); },
            [&] { it.thinkingTokensAbove = number(); },
            [&] { it.costAboveMicros = number(); },
            [&] { it.bodyBytesAbove = number(); },
            [&] { it.effortAbove = static_cast<Effort>(below(5)); },
            [&] { it.isStreaming = oneIn(2); },
            [&] { it.hasImages = oneIn(2); },
            [&] { it.hasDocuments = oneIn(2); },
            [&] {
                it.headers = {{"x-project", oneIn(2) ? std::nullopt : std::optional<std::string>("claude-*")}};
            },
            [&] {
                it.texts = {{TextCondition::Kind::Contains, oneIn(2) ? "one" : "two"}};
            },
            [&] {
                it.time =
                    TimeCondition{static_cast<std::uint8_t>(1 + below(127)), 60 * static_cast<int>(below(12)), 1000};
            },
        };
        all[below(std::size(all))]();
    }

    std::mt19937 m_engine;
};

} // namespace keysluice::tests
