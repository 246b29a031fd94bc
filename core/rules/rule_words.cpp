#include "core/rules/rule_words.h"

namespace keysluice::core::rules {

namespace {

constexpr std::pair<std::string_view, Decision> kDecisions[] = {
    {"allow", Decision::Allow}, {"block", Decision::Block}, {"ask", Decision::Ask}};
constexpr std::pair<std::string_view, Endpoint> kEndpoints[] = {{"other", Endpoint::Other},
                                                                {"generating", Endpoint::Generating},
                                                                {"files", Endpoint::Files},
                                                                {"batches", Endpoint::Batches},
                                                                {"admin", Endpoint::Admin}};
constexpr std::pair<std::string_view, Effort> kEfforts[] = {{"none", Effort::None}, {"minimal", Effort::Minimal},
                                                            {"low", Effort::Low},   {"medium", Effort::Medium},
                                                            {"high", Effort::High}, {"maximum", Effort::Maximum}};
constexpr std::pair<std::string_view, Period> kPeriods[] = {
    {"minute", Period::Minute}, {"hour", Period::Hour}, {"day", Period::Day}};
constexpr std::pair<std::string_view, Scope> kScopes[] = {
    {"agent", Scope::PerAgent}, {"credential", Scope::PerCredential}, {"together", Scope::Together}};
constexpr std::pair<std::string_view, int> kDays[] = {{"monday", 0}, {"tuesday", 1},  {"wednesday", 2}, {"thursday", 3},
                                                      {"friday", 4}, {"saturday", 5}, {"sunday", 6}};

constexpr std::pair<std::string_view, ConditionKind> kConditions[] = {
    {"agents", ConditionKind::Agents},
    {"providers", ConditionKind::Providers},
    {"hosts", ConditionKind::Hosts},
    {"time", ConditionKind::Time},
    {"methods", ConditionKind::Methods},
    {"endpoints", ConditionKind::Endpoints},
    {"paths", ConditionKind::Paths},
    {"bodyBytesAbove", ConditionKind::BodyBytes},
    {"headers", ConditionKind::Headers},
    {"models", ConditionKind::Models},
    {"maximumTokensAbove", ConditionKind::MaximumTokens},
    {"thinkingTokensAbove", ConditionKind::ThinkingTokens},
    {"effortAbove", ConditionKind::Effort},
    {"costAboveMicros", ConditionKind::Cost},
    {"streaming", ConditionKind::Streaming},
    {"hostedTools", ConditionKind::HostedTools},
    {"mcpServers", ConditionKind::McpServers},
    {"images", ConditionKind::Images},
    {"documents", ConditionKind::Documents},
    {"texts", ConditionKind::Texts},
};

} // namespace

Words<Decision> decisionWords() {
    return kDecisions;
}
Words<Endpoint> endpointWords() {
    return kEndpoints;
}
Words<Effort> effortWords() {
    return kEfforts;
}
Words<Period> periodWords() {
    return kPeriods;
}
Words<Scope> scopeWords() {
    return kScopes;
}
Words<int> dayWords() {
    return kDays;
}
Words<ConditionKind> conditionWords() {
    return kConditions;
}

} // namespace keysluice::core::rules
