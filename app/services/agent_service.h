#pragma once

#include "app/launch/environment.h"
#include "core/clock.h"
#include "ui/ports/agent_port.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace keysluice::vault {
class Vault;
}

namespace keysluice::app {

class ActivityService;
class AuthorityKeeper;
class GatewayService;
class LaunchRegistry;

/// Agents, their tokens and their launches, for the window and the command line. Thread: gui.
class AgentService final : public ui::AgentPort {
    Q_OBJECT
public:
    AgentService(vault::Vault& vault, LaunchRegistry& launches, ActivityService& activity, GatewayService& gateway,
                 AuthorityKeeper& authority, std::shared_ptr<const core::ProviderCatalogue> catalogue,
                 const core::Clock& clock, std::filesystem::path dataDirectory, QObject* parent = nullptr);

    [[nodiscard]] std::vector<core::AgentInfo> agents() const override;
    [[nodiscard]] std::vector<core::Launch> launches(const core::RecordId& agent) const override;
    [[nodiscard]] int requestsToday(const core::RecordId& agent) const override;
    [[nodiscard]] core::Outcome<core::RecordId> add(const std::string& name) override;
    [[nodiscard]] core::Outcome<void> rename(const core::RecordId& agent, const std::string& name) override;
    [[nodiscard]] core::Outcome<void> remove(const core::RecordId& agent) override;
    [[nodiscard]] core::Outcome<ui::MintedToken> mintToken(const core::RecordId& agent, const std::string& label,
                                                           int days) override;
    [[nodiscard]] core::Outcome<void> revokeToken(const core::RecordId& agent, const core::RecordId& token) override;
    [[nodiscard]] core::Outcome<void> revokeAll(const core::RecordId& agent) override;
    [[nodiscard]] core::Outcome<void> setGrants(const core::RecordId& agent, bool everyCredential,
                                                const std::vector<core::RecordId>& credentials) override;
    [[nodiscard]] core::Outcome<void> setHostAccess(const core::RecordId& agent, core::HostAccess access) override;
    [[nodiscard]] core::Outcome<void> setFreeze(const core::RecordId& agent, core::Freeze freeze) override;
    [[nodiscard]] core::Freeze freezeOfAll() const override;
    [[nodiscard]] core::Outcome<void> setFreezeOfAll(core::Freeze freeze) override;
    [[nodiscard]] core::Outcome<std::string> environmentSnippet(const core::RecordId& agent, ui::SnippetShell shell,
                                                                const std::string& label) override;
    [[nodiscard]] std::vector<ui::FoundProgram> programsOnPath() const override;
    [[nodiscard]] core::Outcome<void> launch(const core::RecordId& agent, const std::string& command,
                                             const std::string& folder) override;
    [[nodiscard]] bool canLaunch() const override;
    [[nodiscard]] core::Outcome<void> stopLaunch(const core::RecordId& launch) override;

    /// Everything of a launch's environment but its token. Errors: NotFound, NotRunning (nothing listens), of the CA.
    [[nodiscard]] core::Outcome<LaunchInput> launchInput(const core::RecordId& agent) const;
    /// Which agent a launch without a name is for: that of the command's name, "default", or the only one.
    [[nodiscard]] core::Outcome<core::RecordId> agentForCommand(const std::string& command) const;

private:
    vault::Vault& m_vault;
    LaunchRegistry& m_launches;
    ActivityService& m_activity;
    GatewayService& m_gateway;
    AuthorityKeeper& m_authority;
    std::shared_ptr<const core::ProviderCatalogue> m_catalogue;
    const core::Clock& m_clock;
    std::filesystem::path m_dataDirectory;
};

} // namespace keysluice::app
