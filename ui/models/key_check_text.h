#pragma once

#include "core/key_recognition.h"
#include "ui/models/note.h"
#include "ui/ports/credential_port.h"

namespace keysluice::ui {

/// What became of asking a provider about a key, in words. Thread of everything here: gui.

/// The key works, but not for everything or not now: saving it is the expected next step.
[[nodiscard]] bool isLimitedOutcome(KeyCheckOutcome::Result result);
/// `replacing`: a new key for a stored credential, which keeps its old one until then.
[[nodiscard]] NoteBanner outcomeBanner(const KeyCheckOutcome& outcome, const QString& provider, bool replacing);
/// Technical lines for "Details": host, status and what the network said.
[[nodiscard]] QString outcomeDetails(const KeyCheckOutcome& outcome);

/// "Quotes and a line break around it were removed."; empty when nothing was.
[[nodiscard]] QString trimmedText(const core::Trimmed& trimmed);

} // namespace keysluice::ui
