#include "app/services/agent_service.h"

#include "app/desktop/terminal.h"
#include "app/launch/node_preload.h"
#include "app/services/activity_service.h"
#include "app/services/authority_keeper.h"
#include "app/services/gateway_service.h"
#include "app/services/launch_registry.h"
#include "core/agent_token.h"
#include "vault/records/agent_repository.h"
#include "vault/records/credential_repository.h"
#include "vault/records/settings_repository.h"
#include "vault/vault.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <algorithm>
#include <array>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using core::Outcome;

namespace {

constexpr core::UnixMs kDayMs = 24LL * 3600 * 1000;
constexpr int kSnippetDays = 30;

struct KnownProgram {
    const char* name;
    const char* command;
};
constexpr std::array kKnownPrograms{KnownProgram{"Claude Code", "claude"},
                                    KnownProgram{"Codex", "codex"},
                                    KnownProgram{"opencode", "opencode"},
                                    KnownProgram{"Cline", "cline"},
                                    KnownProgram{"Continue", "cn"},
                                    KnownProgram{"Aider", "aider"},
                                    KnownProgram{"pi", "pi"}};

} // namespace

AgentService::AgentService(vault::Vault& vault, LaunchRegistry& launches, ActivityService& activity,
                           GatewayService& gateway, AuthorityKeeper& authority,
                           std::shared_ptr<const core::ProviderCatalogue> catalogue, const core::Clock& clock,
                           std::filesystem::path dataDirectory, QObject* parent)
    : AgentPort(parent),
      m_vault(vault),
      m_launches(launches),
      m_activity(activity),
      m_gateway(gateway),
      m_authority(authority),
      m_catalogue(std::move(catalogue)),
      m_clock(clock),
      m_dataDirectory(std::move(dataDirectory)) {
    connect(&m_vault.agents(), &vault::AgentRepository::changed, this, &AgentService::changed);
    connect(&m_vault.settings(), &vault::SettingsRepository::changed, this, &AgentService::changed);
    connect(&m_vault, &vault::Vault::stateChanged, this, &AgentService::changed);
    connect(&m_launches, &LaunchRegistry::changed, this, &AgentService::changed);
    connect(&m_activity, &ActivityService::todayChanged, this, &AgentService::usageChanged);
}

std::vector<core::AgentInfo> AgentService::agents() const {
    return m_vault.agents().list();
}

std::vector<core::Launch> AgentService::launches(const core::RecordId& agent) const {
    return m_launches.of(agent);
}

int AgentService::requestsToday(const core::RecordId& agent) const {
    return m_activity.requestsTodayOfAgent(agent);
}

Outcome<core::RecordId> AgentService::add(const std::string& name) {
    return m_vault.agents().add(name);
}

Outcome<void> AgentService::rename(const core::RecordId& agent, const std::string& name) {
    return m_vault.agents().rename(agent, name);
}

Outcome<void> AgentService::remove(const core::RecordId& agent) {
    const auto removed = m_vault.agents().remove(agent);
    if (removed) {
        m_launches.stopAgent(agent);
    }
    return removed;
}

Outcome<ui::MintedToken> AgentService::mintToken(const core::RecordId& agent, const std::string& label, int days) {
    ui::MintedToken minted;
    minted.token = core::newAgentToken();
    minted.expiresAt = days > 0 ? m_clock.now() + days * kDayMs : 0;
    auto id = m_vault.agents().addToken(agent, label, core::hashToken(minted.token), minted.expiresAt);
    if (!id) {
        return core::failure(id.error());
    }
    minted.id = std::move(*id);
    return minted;
}

Outcome<void> AgentService::revokeToken(const core::RecordId& agent, const core::RecordId& token) {
    return m_vault.agents().revokeToken(agent, token);
}

Outcome<void> AgentService::revokeAll(const core::RecordId& agent) {
    const auto revoked = m_vault.agents().revokeAllTokens(agent);
    if (revoked) {
        m_launches.stopAgent(agent);
    }
    return revoked;
}

Outcome<void> AgentService::setGrants(const core::RecordId& agent, bool everyCredential,
                                      const std::vector<core::RecordId>& credentials) {
    return m_vault.agents().setGrants(agent, everyCredential, credentials);
}

Outcome<void> AgentService::setHostAccess(const core::RecordId& agent, core::HostAccess access) {
    return m_vault.agents().setHostAccess(agent, access);
}

Outcome<void> AgentService::setFreeze(const core::RecordId& agent, core::Freeze freeze) {
    return m_vault.agents().setFreeze(agent, freeze);
}

core::Freeze AgentService::freezeOfAll() const {
    return m_vault.settings().protectedSettings().freeze;
}

Outcome<void> AgentService::setFreezeOfAll(core::Freeze freeze) {
    core::ProtectedSettings settings = m_vault.settings().protectedSettings();
    settings.freeze = freeze;
    return m_vault.settings().setProtectedSettings(settings);
}

Outcome<core::RecordId> AgentService::agentForCommand(const std::string& command) const {
    const vault::AgentRepository& agents = m_vault.agents();
    const std::string program = std::filesystem::path(command).filename().string();
    for (const std::string& name : {program, std::string("default")}) {
        if (const core::AgentInfo* agent = name.empty() ? nullptr : agents.findByName(name)) {
            return agent->id;
        }
    }
    if (agents.list().size() == 1) {
        return agents.list().front().id;
    }
    return fail(FailureCode::NotFound, agents.list().empty() ? "agent" : "--agent");
}

Outcome<LaunchInput> AgentService::launchInput(const core::RecordId& agent) const {
    const core::AgentInfo* info = m_vault.agents().find(agent);
    if (info == nullptr) {
        return m_vault.isOpen() ? fail(FailureCode::NotFound, agent) : fail(FailureCode::VaultLocked);
    }
    const auto endpoints = m_gateway.endpoints();
    if (endpoints.empty()) {
        return fail(FailureCode::NotRunning);
    }
    LaunchInput input;
    input.agentName = info->name;
    input.address = endpoints.front().address;
    // What is listened on everywhere is reached at home.
    if (input.address == "0.0.0.0") {
        input.address = "127.0.0.1";
    } else if (input.address == "::") {
        input.address = "::1";
    }
    input.port = endpoints.front().port;
    input.authorityFile = m_authority.certificateFile().string();
    input.bundleFile = m_authority.bundleFile().string();
    const auto preload = exportNodePreload(m_authority.certificateFile().parent_path());
    if (!preload) {
        return core::failure(preload.error());
    }
    input.nodePreloadFile = preload->string();
    std::map<std::string, std::string> kindOf;
    for (const core::CredentialInfo& credential : m_vault.credentials().list()) {
        if (credential.enabled && info->mayUse(credential.id)) {
            kindOf.emplace(credential.providerId, credential.kindId); // the first one is used first
        }
    }
    input.credentials = placeholderVariables(info->placeholderSeed, *m_catalogue, kindOf);
    return input;
}

Outcome<std::string> AgentService::environmentSnippet(const core::RecordId& agent, ui::SnippetShell shell,
                                                      const std::string& label) {
    auto input = launchInput(agent);
    if (!input) {
        return core::failure(input.error());
    }
    const auto minted = mintToken(agent, label, kSnippetDays);
    if (!minted) {
        return core::failure(minted.error());
    }
    input->token = minted->token;
    const EnvironmentChange change = launchEnvironment(*input, *m_catalogue);
    switch (shell) {
    case ui::SnippetShell::Posix:
        return environmentText(change, ShellSyntax::Posix);
    case ui::SnippetShell::PowerShell:
        return environmentText(change, ShellSyntax::PowerShell);
    case ui::SnippetShell::VsCode: {
        const QJsonObject variables =
            QJsonDocument::fromJson(QByteArray::fromStdString(environmentText(change, ShellSyntax::Json))).object();
        const QJsonObject settings{{QStringLiteral("terminal.integrated.env.linux"), variables}};
        return QJsonDocument(settings).toJson(QJsonDocument::Indented).toStdString();
    }
    case ui::SnippetShell::BaseUrl:
        return environmentText({baseUrlVariables(*input, *m_catalogue), {}}, ShellSyntax::Posix);
    case ui::SnippetShell::Docker: {
        // The container shares the host's network, because the gateway listens on loopback only.
        std::string text = "docker run --rm -it --network host \\\n";
        for (const std::string& file : {input->authorityFile, input->bundleFile, input->nodePreloadFile}) {
            text += "  -v '" + file + ":" + file + ":ro' \\\n";
        }
        for (const auto& [name, value] : change.set) {
            text += "  -e '" + name + "=" + value + "' \\\n";
        }
        return text + "  IMAGE\n";
    }
    }
    Q_UNREACHABLE();
}

std::vector<ui::FoundProgram> AgentService::programsOnPath() const {
    std::vector<ui::FoundProgram> found;
    for (const KnownProgram& program : kKnownPrograms) {
        const QString path = QStandardPaths::findExecutable(QString::fromLatin1(program.command));
        if (!path.isEmpty()) {
            found.push_back({program.name, program.command, path.toStdString()});
        }
    }
    return found;
}

bool AgentService::canLaunch() const {
    return findTerminal().has_value();
}

Outcome<void> AgentService::launch(const core::RecordId& agent, const std::string& command, const std::string& folder) {
    const core::AgentInfo* info = m_vault.agents().find(agent);
    if (info == nullptr) {
        return fail(FailureCode::NotFound, agent);
    }
    return launchInTerminal(m_dataDirectory, info->name, command, folder);
}

Outcome<void> AgentService::stopLaunch(const core::RecordId& launch) {
    return m_launches.stop(launch) ? Outcome<void>() : fail(FailureCode::NotFound, launch);
}

} // namespace keysluice::app
