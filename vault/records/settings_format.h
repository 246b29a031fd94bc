#pragma once

#include "core/settings.h"

#include <optional>
#include <string>

namespace keysluice::vault {

/// Settings as the JSON that is stored. Reading answers nothing when the text is not of this form or a value is out of
/// range; members that are missing have their defaults. Thread: any (pure).
[[nodiscard]] std::string toJson(const core::ProtectedSettings& settings);
[[nodiscard]] std::string toJson(const core::LockSettings& settings);
[[nodiscard]] std::string toJson(const core::InterfaceSettings& settings);
[[nodiscard]] std::optional<core::ProtectedSettings> protectedFromJson(const std::string& json);
[[nodiscard]] std::optional<core::LockSettings> lockFromJson(const std::string& json);
[[nodiscard]] std::optional<core::InterfaceSettings> interfaceFromJson(const std::string& json);

} // namespace keysluice::vault
