#pragma once

#include "core/clock.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keysluice::core::rules {

/// Something a rule may ask of a request. Nothing: it could not be established, which fits block and ask, never allow.
template <class T>
using Fact = std::optional<T>;

/// How much a model is told to think, in the order of the providers' words.
enum class Effort { None, Minimal, Low, Medium, High, Maximum };

/// What a request is for, by its method and path alone.
enum class Endpoint {
    Other,      ///< reading, and everything that is listed as harmless
    Generating, ///< messages, completions, responses
    Files,
    Batches,
    Admin, ///< organisation, keys, members, billing
};

/// What the body says. Lists are empty, numbers 0 and flags false when it is known that there is none.
struct BodyFacts {
    Fact<std::vector<std::string>> models; ///< every one that the request would use, as it is written there
    Fact<std::int64_t> maximumTokens;      ///< of the answer; unknown where the provider's own maximum holds
    Fact<std::int64_t> thinkingTokens;     ///< the budget
    Fact<Effort> effort;
    Fact<std::int64_t> costMicros;              ///< estimated, of a US dollar; unknown for an unpriced model
    Fact<std::int64_t> inputTokens;             ///< estimated
    Fact<bool> isStreaming;                     ///< the answer comes piece by piece
    Fact<std::vector<std::string>> hostedTools; ///< types, e.g. "web_search_20250305"
    Fact<std::vector<std::string>> mcpServers;  ///< their addresses, or names where they have none
    Fact<bool> hasImages;
    Fact<bool> hasDocuments;
    Fact<std::string_view> text; ///< decoded; every string of the body with its escapes resolved, one a line
};

/// What is known before the body. Texts are borrowed for the time of the evaluation. Thread: any (value).
struct HeadFacts {
    std::string_view agentId;
    std::string_view credentialId; ///< empty: none would be used
    std::string_view providerId;   ///< empty: the host is no provider's
    std::string_view host;         ///< lower case, without port
    std::uint16_t port = 443;
    UnixMs at = 0;
    int minuteOfWeek = 0; ///< local time; 0 is Monday 00:00

    /// A CONNECT to a host that is not opened up: nothing below can be known.
    bool isBlind = false;
    std::string_view method;
    std::string_view path; ///< without query, as it will be sent
    std::span<const std::pair<std::string_view, std::string_view>> headers;
    Fact<Endpoint> endpoint;       ///< unknown: a path that the catalogue does not list
    Fact<std::uint64_t> bodyBytes; ///< as sent; unknown for a body of unknown length that was not read yet
    bool hasBody = false;
    /// A WebSocket handshake: what will be said inside cannot be read before it is answered.
    bool isUpgrade = false;
};

} // namespace keysluice::core::rules
