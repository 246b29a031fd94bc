#pragma once

#include "core/rules/evaluator.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keysluice::core {
class PriceList;
class ProviderCatalogue;
} // namespace keysluice::core

namespace keysluice::core::rules {

/// A request that is only asked about. Thread: any (value).
struct TrialRequest {
    std::string agentId;
    std::string credentialId; ///< empty: none would be used
    std::string providerId;   ///< whose credential goes to the host; empty: the catalogue tells by the host
    std::string host;         ///< lower case, without port
    std::uint16_t port = 443;
    std::string method = "GET";                               ///< upper case
    std::string path = "/";                                   ///< without query
    bool hasModelInQuery = false;                             ///< which one counts is the provider's affair
    std::vector<std::pair<std::string, std::string>> headers; ///< those of credentials are no rule's to see
    std::string body;
    UnixMs at = 0;
    int minuteOfWeek = 0; ///< local time; 0 is Monday 00:00
};

struct Trial {
    Explanation explanation; ///< Decided or NoRule, or MustBeExamined for a WebSocket
    LimitMatch limits;       ///< that would count it
    BodyFacts facts;         ///< what could be made out of the body; its text is not there
};

/// What the rules say of it, as the gateway would ask them; of a body with a Content-Encoding nothing is known.
/// `prices`: null: costs are unknown. Thread: any (pure).
[[nodiscard]] Trial tryRequest(const CompiledRules& rules, const ProviderCatalogue& catalogue, const PriceList* prices,
                               const TrialRequest& request);

} // namespace keysluice::core::rules
