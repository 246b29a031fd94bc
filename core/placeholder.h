#pragma once

#include "core/provider_catalogue.h"

#include <string>
#include <string_view>

namespace keysluice::core {

/// Placeholders stand where a client expects a key: worthless, of the real shape, derived from a random seed of the
/// agent so that they stay the same for it (interactive clients remember a key by its last 20 characters). They carry a
/// mark, `ksPlaceholder`, right after the prefix: a person sees what it is, and it is recognised when pasted as a key.
/// Thread: any.
inline constexpr std::string_view kPlaceholderMark = "ksPlaceholder";

/// A new seed for an agent: 32 hexadecimal digits, not secret.
[[nodiscard]] std::string newPlaceholderSeed();
[[nodiscard]] std::string placeholderFor(std::string_view seed, std::string_view providerId,
                                         const CredentialKind& kind);
[[nodiscard]] bool isPlaceholder(std::string_view text);

/// An agent's token in the shape of the key that `placeholder` stands for, for clients that reach the gateway by a base
/// URL and prove themselves with their API key: its prefix, `ksAgent`, the token, and its end, so that the last 20
/// characters are the placeholder's. Longer than the real key where that has no room for a token.
/// Empty: `placeholder` is none. `core::agentTokenIn` finds the token in it.
[[nodiscard]] std::string tokenAsKey(std::string_view token, std::string_view placeholder);

} // namespace keysluice::core
