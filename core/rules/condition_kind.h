#pragma once

#include "core/rules/fit.h"

namespace keysluice::core::rules {

/// The conditions of a rule, in the order in which they are looked at: those of the head first.
enum class ConditionKind {
    Agents,
    Providers,
    Hosts,
    Time,
    Methods,
    Endpoints,
    Paths,
    BodyBytes,
    Headers,
    Models,
    MaximumTokens,
    ThinkingTokens,
    Effort,
    Cost,
    Streaming,
    HostedTools,
    McpServers,
    Images,
    Documents,
    Texts,
};

struct ConditionFit {
    ConditionKind condition = ConditionKind::Agents;
    Fit fit = Fit::Yes;
    bool isPending = false; ///< Unknown only because the body was not read yet, or never can be

    friend bool operator==(const ConditionFit&, const ConditionFit&) = default;
};

} // namespace keysluice::core::rules
