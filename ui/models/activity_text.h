#pragma once

#include "core/activity.h"
#include "ui/ports/activity_port.h"

#include <QString>

namespace keysluice::ui {

/// Words for rows of the activity file. Everything an agent can influence went through visibleText().
/// Thread: gui (uses the application's translation).
[[nodiscard]] QString decisionWord(core::ActivityRecord::Decision decision);
/// "POST /v1/messages", "CONNECT example.org:443"
[[nodiscard]] QString requestText(const core::ActivityRecord& record);
/// "claude-code", or what stands for an agent that did not prove itself.
[[nodiscard]] QString agentText(const core::ActivityRecord& record);
/// The credential that was used, else the host.
[[nodiscard]] QString targetText(const core::ActivityRecord& record);
/// "200 OK, complete", "401 by the provider", "403 by Keysluice", "Nothing"
[[nodiscard]] QString answerText(const core::ActivityRecord& record);
/// The rule or limit of the user's that decided, by its name; empty: none did.
[[nodiscard]] QString ruleText(const core::ActivityRecord& record);
/// What an error code of the gateway means for the person at the screen; empty for none.
[[nodiscard]] QString errorSentence(const std::string& code);

/// Does a row belong to what the filter asks for? The same rule as ActivityPort::page.
[[nodiscard]] bool matches(const ActivityFilter& filter, const core::ActivityRecord& record);

} // namespace keysluice::ui
