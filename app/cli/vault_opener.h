#pragma once

#include "app/cli/secret_input.h"
#include "app/services/runtime.h"

#include <functional>

namespace keysluice::app {

/// Opens the vault of a runtime for a command: with what was given, else by the keychain, else by a prompt. Thread:
/// main. Errors: VaultAbsent, VaultLocked (nothing to open it with), and those of the slots.
void openVault(Runtime& runtime, Proof proof, QObject* context, std::function<void(core::Outcome<void>)> done);

} // namespace keysluice::app
