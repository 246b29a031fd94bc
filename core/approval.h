#pragma once

#include "core/activity.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/rules/condition_kind.h"
#include "core/rules/rule.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::core {

/// Of a request that waits for a person. Unique in one run of the gateway, never 0.
using ApprovalId = std::uint64_t;

/// A held request as a person is shown it. What comes from the agent is plain text and may hold any bytes.
/// Thread: any (value).
struct ApprovalRequest {
    static constexpr std::size_t kExcerptBytes = 16 * 1024;

    ApprovalId id = 0;
    UnixMs at = 0;     ///< when it was held
    UnixMs endsAt = 0; ///< it is denied then
    RecordId agentId;
    std::string agentName;
    std::shared_ptr<const Launch> launch; ///< null: the agent's token belongs to none
    std::string providerId;               ///< empty: the host is no provider's
    std::string providerName;
    RecordId credentialId; ///< empty: none would be used
    std::string credentialName;
    bool isTunnel = false; ///< a CONNECT to a host that is not opened up: nothing below the port is known
    std::string host;
    std::uint16_t port = 0;
    std::string method;
    std::string path;                        ///< without query; what stands where a credential goes is masked
    std::vector<std::string> models;         ///< empty: none, or not to be established
    std::optional<std::int64_t> inputTokens; ///< estimated
    std::optional<std::int64_t> costMicros;  ///< estimated, of a US dollar
    std::uint64_t bodyBytes = 0;             ///< as sent
    std::string excerpt;                     ///< of the body (rules/body/excerpt.h), its Content-Encoding taken off
    bool isExcerptWhole = true;
    std::array<std::uint8_t, 32> hash{}; ///< SHA-256 of what will be sent: the agent's head and body

    rules::Rule rule;                                     ///< that asks
    std::size_t rulePlace = 0;                            ///< from 0, when it was held
    std::optional<rules::ConditionKind> unknownCondition; ///< the rule fits only because this could not be established
};

/// How the wait ended.
enum class ApprovalEnd {
    Approved,
    Denied,
    TimedOut,
    AgentLeft,
    Locked,
    ShutDown,
    Overtaken, ///< by a change of agents, credentials or rules: the request went on or was refused without an answer
};

} // namespace keysluice::core
