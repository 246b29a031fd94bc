#pragma once

#include "core/rules/fit.h"

#include <cstdint>

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

/// What only the body tells: where it could not be read, that is why the condition is Unknown.
[[nodiscard]] constexpr bool isOfBody(ConditionKind kind) {
    return kind >= ConditionKind::Models || kind == ConditionKind::BodyBytes;
}

/// Some of them. Thread: any (value).
class ConditionKinds final {
public:
    void add(ConditionKind kind) { m_bits |= bitOf(kind); }
    [[nodiscard]] bool has(ConditionKind kind) const { return (m_bits & bitOf(kind)) != 0; }

private:
    [[nodiscard]] static std::uint32_t bitOf(ConditionKind kind) { return 1U << static_cast<unsigned>(kind); }

    std::uint32_t m_bits = 0;
};

struct ConditionFit {
    ConditionKind condition = ConditionKind::Agents;
    Fit fit = Fit::Yes;
    bool isPending = false; ///< Unknown only because the body, or what is said behind an Upgrade, was not read

    friend bool operator==(const ConditionFit&, const ConditionFit&) = default;
};

} // namespace keysluice::core::rules
