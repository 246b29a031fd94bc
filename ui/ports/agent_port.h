#pragma once

#include "core/activity.h"
#include "core/failure.h"
#include "core/records.h"

#include <QObject>

#include <string>
#include <utility>
#include <vector>

namespace keysluice::ui {

/// What a fresh token comes with; shown once.
struct MintedToken {
    core::RecordId id;
    std::string token;
    core::UnixMs expiresAt = 0;
};

struct FoundProgram {
    std::string name;    ///< "Claude Code"
    std::string command; ///< "claude"
    std::string path;
};

/// BaseUrl: for clients that can use no proxy; addresses of the gateway and the token in the place of the API keys.
enum class SnippetShell { Posix, PowerShell, VsCode, Docker, BaseUrl };

/// Agents, their tokens, grants and running launches. Implemented by `app`. Thread: gui.
class AgentPort : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual std::vector<core::AgentInfo> agents() const = 0;
    [[nodiscard]] virtual std::vector<core::Launch> launches(const core::RecordId& agent) const = 0;
    [[nodiscard]] virtual int requestsToday(const core::RecordId& agent) const = 0;

    [[nodiscard]] virtual core::Outcome<core::RecordId> add(const std::string& name) = 0;
    [[nodiscard]] virtual core::Outcome<void> rename(const core::RecordId& agent, const std::string& name) = 0;
    [[nodiscard]] virtual core::Outcome<void> remove(const core::RecordId& agent) = 0;
    [[nodiscard]] virtual core::Outcome<MintedToken> mintToken(const core::RecordId& agent, const std::string& label,
                                                               int days) = 0;
    [[nodiscard]] virtual core::Outcome<void> revokeToken(const core::RecordId& agent, const core::RecordId& token) = 0;
    /// Revokes every token and ends every launch of the agent.
    [[nodiscard]] virtual core::Outcome<void> revokeAll(const core::RecordId& agent) = 0;
    [[nodiscard]] virtual core::Outcome<void> setGrants(const core::RecordId& agent, bool everyCredential,
                                                        const std::vector<core::RecordId>& credentials) = 0;
    /// Whether it may reach hosts that the gateway does not handle.
    [[nodiscard]] virtual core::Outcome<void> setHostAccess(const core::RecordId& agent, core::HostAccess access) = 0;
    /// Stops it, or lets it go on.
    [[nodiscard]] virtual core::Outcome<void> setFreeze(const core::RecordId& agent, core::Freeze freeze) = 0;
    /// The freeze of all, also of agents that are added later; beside the ones of single agents.
    [[nodiscard]] virtual core::Freeze freezeOfAll() const = 0;
    [[nodiscard]] virtual core::Outcome<void> setFreezeOfAll(core::Freeze freeze) = 0;

    /// Environment for an agent, ready to paste; mints a token of 30 days named `label`.
    [[nodiscard]] virtual core::Outcome<std::string> environmentSnippet(const core::RecordId& agent, SnippetShell shell,
                                                                        const std::string& label) = 0;
    /// Well-known agents on PATH.
    [[nodiscard]] virtual std::vector<FoundProgram> programsOnPath() const = 0;
    /// Opens a terminal that runs `command` through the gateway. Unsupported when no terminal program is found.
    [[nodiscard]] virtual core::Outcome<void> launch(const core::RecordId& agent, const std::string& command,
                                                     const std::string& folder) = 0;
    [[nodiscard]] virtual bool canLaunch() const = 0;
    [[nodiscard]] virtual core::Outcome<void> stopLaunch(const core::RecordId& launch) = 0;

Q_SIGNALS:
    void changed();
    /// requestsToday() or lastSeenAt is different. At most once a second.
    void usageChanged();
};

} // namespace keysluice::ui
