#pragma once

#include "core/secret_bytes.h"

#include <optional>

namespace keysluice::vault {

/// Recovery codes: 30 characters of a 32-letter alphabet without I, L, O and U (150 random bits), shown in groups of
/// five joined by dashes. Thread: any (pure).
[[nodiscard]] core::SecretBytes newRecoveryCode();
/// The 30 characters as they count: without spaces and dashes, upper case, O read as 0, I and L as 1. Nothing when the
/// text is not a code.
[[nodiscard]] std::optional<core::SecretBytes> normalisedRecoveryCode(const core::SecretBytes& typed);

} // namespace keysluice::vault
