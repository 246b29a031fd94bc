#pragma once

#include "core/provider_catalogue.h"

#include <string_view>

namespace keysluice::core {

/// Whether a client may bring its credential in a header of this name: one of the usual ones, or one that a credential
/// of the provider, or the stored one, replaces. `_` counts as `-`, case does not. Null: there is none. Thread: any.
[[nodiscard]] bool isCredentialHeader(std::string_view name, const Provider* provider,
                                      const Injection* stored = nullptr);

} // namespace keysluice::core
