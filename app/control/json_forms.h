#pragma once

#include "core/activity.h"
#include "core/records.h"
#include "ui/ports/credential_port.h"

#include <QJsonObject>

#include <optional>

namespace keysluice::app {

/// The JSON of records, the same on the control socket and in `--json` output. Times are ISO 8601 in UTC. Thread: any.
[[nodiscard]] QJsonValue timeJson(core::UnixMs at);
[[nodiscard]] QJsonObject credentialJson(const core::CredentialInfo& info, int requestsToday);
[[nodiscard]] QJsonObject agentJson(const core::AgentInfo& info, const std::vector<core::CredentialInfo>& credentials,
                                    std::size_t launches);
[[nodiscard]] QJsonObject activityJson(const core::ActivityRecord& row);
[[nodiscard]] QJsonObject checkJson(const ui::KeyCheckOutcome& outcome);
[[nodiscard]] QString healthName(core::Health health);
[[nodiscard]] QString stateName(core::VaultState state);
[[nodiscard]] QString modeName(core::ForeignKeys mode);
[[nodiscard]] QString modeName(core::HostAccess access);
[[nodiscard]] QString freezeName(core::Freeze freeze);
[[nodiscard]] std::optional<core::ForeignKeys> foreignKeysNamed(const QString& name);
[[nodiscard]] std::optional<core::HostAccess> hostAccessNamed(const QString& name);
[[nodiscard]] QString decisionName(core::ActivityRecord::Decision decision);
[[nodiscard]] QString approvalName(core::ActivityRecord::Approval approval); ///< empty: nobody was asked
[[nodiscard]] core::ActivityRecord::Approval approvalNamed(const QString& name);
[[nodiscard]] QString slotName(core::SlotKind kind);

} // namespace keysluice::app
