#pragma once

#include "vault/database/database.h"

namespace keysluice::vault {

/// `vault.db`; its tables are described in `vault/README.md`.
[[nodiscard]] const Schema& vaultSchema();
inline constexpr const char* kVaultFile = "/vault.db";

} // namespace keysluice::vault
