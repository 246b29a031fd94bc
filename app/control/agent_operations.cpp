#include "app/control/json_forms.h"
#include "app/control/operations.h"
#include "core/agent_token.h"
#include "core/placeholder.h"

#include <QJsonArray>
#include <QSocketNotifier>

#include <sys/syscall.h>

#include <unistd.h>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

namespace {

constexpr std::size_t kShownCommandBytes = 200;

/// Tells when a process is gone; its number alone could be another process's by then.
int processDescriptor(pid_t pid) {
    return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

QJsonObject placeholdersJson(const core::AgentInfo& agent, const core::ProviderCatalogue& catalogue) {
    QJsonObject placeholders;
    for (const core::Provider& provider : catalogue.providers()) {
        placeholders.insert(
            QString::fromStdString(provider.id),
            QString::fromStdString(core::placeholderFor(agent.placeholderSeed, provider.id, provider.kinds.front())));
    }
    return placeholders;
}

/// The token in the shape of each provider's key, for the base URLs.
QJsonObject keysJson(const std::string& token, const core::AgentInfo& agent, const core::ProviderCatalogue& catalogue) {
    QJsonObject keys = placeholdersJson(agent, catalogue);
    for (auto entry = keys.begin(); entry != keys.end(); ++entry) {
        *entry = QString::fromStdString(core::tokenAsKey(token, entry.value().toString().toStdString()));
    }
    return keys;
}

} // namespace

core::Outcome<core::AgentInfo> ControlOperations::agentNamed(const QString& name) const {
    const std::string wanted = name.toStdString();
    for (core::AgentInfo& info : m_runtime.agents().agents()) {
        if (info.name == wanted || info.id == wanted) {
            return std::move(info);
        }
    }
    return m_runtime.vault().state() == core::VaultState::Locked ? fail(FailureCode::VaultLocked)
                                                                 : fail(FailureCode::NotFound, wanted);
}

ControlOperations::Result ControlOperations::agentAdd(const QJsonObject& arguments) {
    const auto id = m_runtime.agents().add(arguments.value(QLatin1String("name")).toString().toStdString());
    if (!id) {
        return core::failure(id.error());
    }
    const auto token = m_runtime.agents().mintToken(*id, "first", arguments.value(QLatin1String("days")).toInt());
    const auto info = agentNamed(QString::fromStdString(*id));
    if (!token || !info) {
        return core::failure(token ? info.error() : token.error());
    }
    return QJsonObject{{QStringLiteral("id"), QString::fromStdString(*id)},
                       {QStringLiteral("name"), QString::fromStdString(info->name)},
                       {QStringLiteral("token"), QString::fromStdString(token->token)},
                       {QStringLiteral("tokenId"), QString::fromStdString(token->id)},
                       {QStringLiteral("expiresAt"), timeJson(token->expiresAt)},
                       {QStringLiteral("placeholder"), placeholdersJson(*info, m_runtime.catalogue())},
                       {QStringLiteral("key"), keysJson(token->token, *info, m_runtime.catalogue())}};
}

ControlOperations::Result ControlOperations::agentList() const {
    QJsonArray list;
    const auto credentials = m_runtime.credentials().credentials();
    for (const core::AgentInfo& info : m_runtime.agents().agents()) {
        list.append(agentJson(info, credentials, m_runtime.launches().of(info.id).size()));
    }
    return QJsonObject{{QStringLiteral("agents"), list}};
}

ControlOperations::Result ControlOperations::agentToken(const QJsonObject& arguments) {
    const auto agent = agentNamed(arguments.value(QLatin1String("name")).toString());
    if (!agent) {
        return core::failure(agent.error());
    }
    const auto token =
        m_runtime.agents().mintToken(agent->id, arguments.value(QLatin1String("label")).toString().toStdString(),
                                     arguments.value(QLatin1String("days")).toInt());
    if (!token) {
        return core::failure(token.error());
    }
    return QJsonObject{{QStringLiteral("id"), QString::fromStdString(token->id)},
                       {QStringLiteral("agent"), QString::fromStdString(agent->name)},
                       {QStringLiteral("token"), QString::fromStdString(token->token)},
                       {QStringLiteral("expiresAt"), timeJson(token->expiresAt)},
                       {QStringLiteral("placeholder"), placeholdersJson(*agent, m_runtime.catalogue())},
                       {QStringLiteral("key"), keysJson(token->token, *agent, m_runtime.catalogue())}};
}

ControlOperations::Result ControlOperations::agentGrant(const QJsonObject& arguments, bool grant) {
    const auto agent = agentNamed(arguments.value(QLatin1String("name")).toString());
    if (!agent) {
        return core::failure(agent.error());
    }
    const auto secret = secretNamed({{QStringLiteral("name"), arguments.value(QLatin1String("secret"))}});
    if (!secret) {
        return core::failure(secret.error());
    }
    if (agent->everyCredential && grant) {
        return QJsonObject(); // it may use it already
    }
    std::vector<core::RecordId> grants;
    for (const core::CredentialInfo& info : m_runtime.credentials().credentials()) {
        if (info.id == secret->id ? grant : agent->mayUse(info.id)) {
            grants.push_back(info.id);
        }
    }
    const auto done = m_runtime.agents().setGrants(agent->id, false, grants);
    return done ? Result(QJsonObject()) : core::failure(done.error());
}

ControlOperations::Result ControlOperations::agentRevoke(const QJsonObject& arguments) {
    const auto agent = agentNamed(arguments.value(QLatin1String("name")).toString());
    if (!agent) {
        return core::failure(agent.error());
    }
    const std::string token = arguments.value(QLatin1String("token")).toString().toStdString();
    const auto done =
        token.empty() ? m_runtime.agents().revokeAll(agent->id) : m_runtime.agents().revokeToken(agent->id, token);
    return done ? Result(QJsonObject()) : core::failure(done.error());
}

ControlOperations::Result ControlOperations::launchBegin(const QJsonObject& arguments, ControlSession& session) {
    const auto hash = core::hashFromHex(arguments.value(QLatin1String("tokenHash")).toString().toStdString());
    if (!hash) {
        return fail(FailureCode::Unsupported, "launch.begin without a token hash");
    }
    const bool forShell = arguments.value(QLatin1String("shell")).toBool();
    LaunchRegistry& launches = m_runtime.launches();
    const LaunchRegistry::Entry* enclosing = launches.enclosing(session.caller().pid);
    core::RecordId launchId;
    core::RecordId agentId;
    if (enclosing != nullptr) {
        // Below a launch everything is the same launch: its agent, its limits, its end.
        launchId = enclosing->launch->id;
        agentId = enclosing->agentId;
    } else {
        switch (m_runtime.vault().state()) {
        case core::VaultState::Open:
            break;
        case core::VaultState::Absent:
            return fail(FailureCode::VaultAbsent);
        case core::VaultState::Locked:
            return fail(FailureCode::VaultLocked);
        default:
            return core::failure(
                m_runtime.vault().trouble().value_or(core::Failure{FailureCode::PolicyUnverified, {}}));
        }
        const QString name = arguments.value(QLatin1String("agent")).toString();
        if (name.isEmpty()) {
            auto found =
                m_runtime.agents().agentForCommand(arguments.value(QLatin1String("program")).toString().toStdString());
            if (!found) {
                return core::failure(found.error());
            }
            agentId = std::move(*found);
        } else {
            const auto agent = agentNamed(name);
            if (!agent) {
                return core::failure(agent.error());
            }
            agentId = agent->id;
        }
    }
    const auto input = m_runtime.agents().launchInput(agentId);
    if (!input) {
        return core::failure(input.error());
    }
    const pid_t root = forShell ? parentOf(session.caller().pid) : session.caller().pid;
    const bool isOwn = enclosing == nullptr;
    if (isOwn) {
        const std::string command =
            forShell ? commandLineOf(root)
                     : arguments.value(QLatin1String("command")).toString().toStdString().substr(0, kShownCommandBytes);
        const std::string known = arguments.value(QLatin1String("launch")).toString().toStdString();
        // One that comes back after a restart is as old as its process: what it read at its start is older than hosts
        // that were added since.
        const core::UnixMs now = m_runtime.clock().now();
        const core::UnixMs startedAt = known.empty() || forShell ? now : startOf(session.caller().pid, now);
        launchId =
            launches.begin(agentId, root, command, workingFolderOf(session.caller().pid), forShell, startedAt, known);
    }
    const core::RecordId tokenId = launches.addToken(launchId, *hash);
    const auto finish = [&launches, launchId, tokenId, isOwn] {
        if (isOwn) {
            launches.end(launchId);
        } else {
            launches.removeToken(launchId, tokenId);
        }
    };
    if (forShell) {
        const int descriptor = processDescriptor(root);
        if (descriptor < 0) {
            finish();
            return fail(FailureCode::IoFailed, "the calling shell is gone");
        }
        auto* notifier = new QSocketNotifier(descriptor, QSocketNotifier::Read, this);
        connect(notifier, &QSocketNotifier::activated, this, [notifier, descriptor, finish] {
            notifier->setEnabled(false);
            ::close(descriptor);
            notifier->deleteLater();
            finish();
        });
    } else {
        connect(&session, &ControlSession::closed, this, finish);
        connect(&launches, &LaunchRegistry::stopWanted, &session, [&session, launchId](const core::RecordId& stopped) {
            if (stopped == launchId) {
                session.event({{QStringLiteral("event"), QStringLiteral("stop")}});
            }
        });
    }
    QJsonObject credentials;
    for (const auto& [variable, placeholder] : input->credentials) {
        credentials.insert(QString::fromStdString(variable), QString::fromStdString(placeholder));
    }
    return QJsonObject{{QStringLiteral("launch"), QString::fromStdString(launchId)},
                       {QStringLiteral("agent"), QString::fromStdString(input->agentName)},
                       {QStringLiteral("address"), QString::fromStdString(input->address)},
                       {QStringLiteral("port"), input->port},
                       {QStringLiteral("authority"), QString::fromStdString(input->authorityFile)},
                       {QStringLiteral("bundle"), QString::fromStdString(input->bundleFile)},
                       {QStringLiteral("nodePreload"), QString::fromStdString(input->nodePreloadFile)},
                       {QStringLiteral("credentials"), credentials}};
}

} // namespace keysluice::app
