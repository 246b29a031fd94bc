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

} // namespace keysluice::core
