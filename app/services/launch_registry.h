#pragma once

#include "core/activity.h"
#include "core/agent_token.h"
#include "core/failure.h"
#include "gateway/snapshot.h"

#include <QObject>

#include <sys/types.h>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace keysluice::app {

/// Running launches: which process began one, for which agent, and the tokens that live only as long as it. A launch is
/// made by `run`, which makes the token itself and registers its hash, so that no token ever crosses the control
/// socket. Thread: gui.
class LaunchRegistry final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    struct Entry {
        std::shared_ptr<const core::Launch> launch;
        core::RecordId agentId;
        bool isShell = false; ///< of `env`: a person's shell, whose children are not taken for agents
        std::map<core::RecordId, core::TokenHash> tokens;
    };

    /// A launch rooted at `pid`.
    [[nodiscard]] core::RecordId begin(const core::RecordId& agent, pid_t pid, const std::string& command,
                                       const std::string& folder, bool isShell, core::UnixMs now,
                                       const core::RecordId& id = {});
    /// Another token of a launch; its id.
    [[nodiscard]] core::RecordId addToken(const core::RecordId& launch, const core::TokenHash& hash);
    void removeToken(const core::RecordId& launch, const core::RecordId& token);
    void end(const core::RecordId& launch);
    /// Every launch of the agent: their tokens are void at once, their commands are asked to stop.
    void stopAgent(const core::RecordId& agent);
    [[nodiscard]] bool stop(const core::RecordId& launch);

    [[nodiscard]] const std::map<core::RecordId, Entry>& entries() const { return m_entries; }
    [[nodiscard]] std::vector<core::Launch> of(const core::RecordId& agent) const;
    /// The launch that a process runs in, by its ancestors. The process that began a launch is not inside it.
    [[nodiscard]] const Entry* enclosing(pid_t pid) const;
    [[nodiscard]] std::vector<gateway::SnapshotToken> snapshotTokens() const;

Q_SIGNALS:
    void changed();
    void stopWanted(const keysluice::core::RecordId& launch);

private:
    std::map<core::RecordId, Entry> m_entries;
};

} // namespace keysluice::app
