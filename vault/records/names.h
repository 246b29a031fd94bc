#pragma once

#include "core/failure.h"

#include <string>

namespace keysluice::vault {

inline constexpr std::size_t kMostNameCharacters = 64;

/// A name of a secret or an agent: 1 to 64 characters of valid UTF-8, no control or bidirectional characters, no white
/// space at its ends. Error: NameInvalid. Thread: any (pure).
[[nodiscard]] core::Outcome<void> checkName(const std::string& name);

} // namespace keysluice::vault
