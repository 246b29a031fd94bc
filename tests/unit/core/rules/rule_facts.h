#pragma once

#include "core/rules/evaluator.h"

#include <string>
#include <utility>
#include <vector>

namespace keysluice::tests {

/// The facts of one request, all of them known: a message to Anthropic on a Wednesday at 12:00. Owns the texts.
struct RuleFacts {
    std::string agentId = "agent";
    std::string credentialId = "credential";
    std::string providerId = "anthropic";
    std::string host = "api.anthropic.com";
    std::uint16_t port = 443;
    int minuteOfWeek = (2 * 24 + 12) * 60;
    bool isBlind = false;
    std::string method = "POST";
    std::string path = "/v1/messages";
    std::vector<std::pair<std::string, std::string>> headers{{"content-type", "application/json"}};
    core::rules::Fact<core::rules::Endpoint> endpoint = core::rules::Endpoint::Generating;
    core::rules::Fact<std::uint64_t> bodyBytes = 1000;
    bool hasBody = true;
    bool isUpgrade = false;

    core::rules::BodyFacts body;
    core::rules::Fact<std::string> text = std::string("Hello\nworld");

    RuleFacts() {
        body.models = {"claude-opus-4-5"};
        body.maximumTokens = 1000;
        body.thinkingTokens = 0;
        body.effort = core::rules::Effort::Medium;
        body.costMicros = 1000;
        body.inputTokens = 10;
        body.isStreaming = false;
        body.hostedTools.emplace();
        body.mcpServers.emplace();
        body.hasImages = false;
        body.hasDocuments = false;
    }

    /// Calls `use` with the head and the body of this request.
    template <class Use>
    auto with(Use use) const {
        std::vector<std::pair<std::string_view, std::string_view>> views(headers.begin(), headers.end());
        core::rules::HeadFacts head;
        head.agentId = agentId;
        head.credentialId = credentialId;
        head.providerId = providerId;
        head.host = host;
        head.port = port;
        head.minuteOfWeek = minuteOfWeek;
        head.isBlind = isBlind;
        head.method = method;
        head.path = path;
        head.headers = views;
        head.endpoint = endpoint;
        head.bodyBytes = bodyBytes;
        head.hasBody = hasBody;
        head.isUpgrade = isUpgrade;
        core::rules::BodyFacts facts = body;
        facts.text = text ? core::rules::Fact<std::string_view>(*text) : std::nullopt;
        return use(head, facts);
    }

    [[nodiscard]] core::rules::Verdict judgedBy(const core::rules::CompiledRules& rules) const {
        return with([&](const auto& head, const auto& facts) { return rules.evaluate(head, &facts); });
    }
    [[nodiscard]] core::rules::Verdict judgedByHead(const core::rules::CompiledRules& rules) const {
        return with([&](const auto& head, const auto&) { return rules.evaluate(head, nullptr); });
    }
    [[nodiscard]] core::rules::Explanation explainedBy(const core::rules::CompiledRules& rules) const {
        return with([&](const auto& head, const auto& facts) { return rules.explain(head, &facts); });
    }
    [[nodiscard]] core::rules::LimitMatch countedBy(const core::rules::CompiledRules& rules) const {
        return with([&](const auto& head, const auto& facts) { return rules.matchingLimits(head, &facts); });
    }
};

} // namespace keysluice::tests
