#pragma once

#include "app/control/caller.h"
#include "app/services/launch_registry.h"
#include "core/activity.h"
#include "core/failure.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace keysluice::app {

/// Rows of the activity file about commands. Thread: any (pure, apart from a look at /proc).

/// `command`: as it is shown to a person. `below`: the launch that the caller runs in, or null; `agentName` is its
/// agent's. To be made when the command arrives: a caller that has its answer may be gone.
[[nodiscard]] core::ActivityRecord commandRecord(const QString& command, const Caller& caller,
                                                 const LaunchRegistry::Entry* below, const std::string& agentName,
                                                 core::UnixMs now);
/// How it ended; nothing: it was carried out.
void setOutcome(core::ActivityRecord& record, const std::optional<core::Failure>& failure);
/// A command line for such a row, at most 200 characters. Of a word with an @ only what follows it is shown: a login
/// may stand before it, in a URL or in what was meant to be one.
[[nodiscard]] QString shownCommand(const QStringList& words);
/// Of what was no message of the control socket's protocol.
[[nodiscard]] core::ActivityRecord malformedCommandRecord(const Caller& caller, const LaunchRegistry::Entry* below,
                                                          const std::string& agentName, core::UnixMs now,
                                                          const std::string& detail);

} // namespace keysluice::app
