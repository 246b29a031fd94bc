#include "app/cli/run_command.h"

#include "app/cli/output.h"
#include "app/launch/child_process.h"
#include "app/launch/inherited_certificates.h"
#include "app/services/runtime.h"
#include "core/agent_token.h"

#include <QJsonObject>

#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <unistd.h>

extern char** environ;

namespace keysluice::app {

using core::FailureCode;

namespace {

constexpr std::chrono::milliseconds kReconnectEvery{300};
constexpr int kNotExecutable = 126;
constexpr int kNoSuchCommand = 127;

std::string shownCommand(const std::vector<std::string>& command) {
    std::string shown;
    for (const std::string& word : command) {
        shown += (shown.empty() ? "" : " ") + word;
    }
    return shown.substr(0, 200);
}

std::vector<std::string> ownEnvironment() {
    std::vector<std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        variables.emplace_back(*entry);
    }
    return variables;
}

} // namespace

RunCommand::RunCommand(CommandLine line, InheritedLimits limits, SignalWatcher* signalWatcher)
    : m_line(std::move(line)), m_limits(limits), m_token(core::newAgentToken()) {
    m_reconnectTimer.setInterval(kReconnectEvery);
    connect(&m_reconnectTimer, &QTimer::timeout, this, &RunCommand::reconnect);
    if (signalWatcher != nullptr) {
        connect(signalWatcher, &SignalWatcher::received, this, &RunCommand::onSignal);
    }
}

void RunCommand::start() {
    const auto paths =
        instancePaths(m_line.global.dataDirectory.empty() ? defaultDataDirectory()
                                                          : std::filesystem::path(m_line.global.dataDirectory),
                      false);
    if (!paths && paths.error().code != FailureCode::VaultAbsent) {
        Q_EMIT finished(printFailure(paths.error(), m_line.global));
        return;
    }
    if (paths) {
        m_paths = *paths;
    }
    if (!paths || !connectToInstance()) {
        Q_EMIT finished(printFailure({FailureCode::NotRunning, {}}, m_line.global));
        return;
    }
    requestLaunch();
}

bool RunCommand::connectToInstance() {
    m_client = ControlClient::connectTo(m_paths.socket);
    if (!m_client) {
        return false;
    }
    m_client->onEvent([this](const QJsonObject& event) {
        if (event.value(QLatin1String("event")) == QLatin1String("stop") && m_child > 0) {
            ::kill(m_child, SIGTERM);
        }
    });
    connect(m_client.get(), &ControlClient::closed, this, [this] {
        if (m_child > 0) {
            m_reconnectTimer.start();
        }
    });
    return true;
}

void RunCommand::requestLaunch() {
    QJsonObject arguments{{QStringLiteral("tokenHash"), QString::fromStdString(core::toHex(core::hashToken(m_token)))},
                          {QStringLiteral("shell"), m_line.command == Command::Env}};
    const std::string agent = m_input.agentName.empty() ? m_line.agent : m_input.agentName;
    if (!agent.empty()) {
        arguments.insert(QStringLiteral("agent"), QString::fromStdString(agent));
    }
    if (!m_line.run.empty()) {
        arguments.insert(QStringLiteral("program"), QString::fromStdString(m_line.run.front()));
        arguments.insert(QStringLiteral("command"), QString::fromStdString(shownCommand(m_line.run)));
    }
    if (!m_input.launchId.empty()) {
        arguments.insert(QStringLiteral("launch"), QString::fromStdString(m_input.launchId));
    }
    m_client->request(QStringLiteral("launch.begin"), arguments, {}, [this](const core::Outcome<QJsonObject>& outcome) {
        if (m_child > 0) {
            // After a restart the vault may still be locked: once more, until it is open.
            if (!outcome) {
                m_reconnectTimer.start();
            }
            return;
        }
        if (!outcome) {
            Q_EMIT finished(printFailure(outcome.error(), m_line.global));
            return;
        }
        begun(*outcome);
    });
}

void RunCommand::begun(const QJsonObject& result) {
    const auto text = [&result](const char* name) {
        return result.value(QLatin1String(name)).toString().toStdString();
    };
    m_input.agentName = text("agent");
    m_input.token = m_token;
    m_input.byBaseUrl = m_line.baseUrl;
    m_input.address = text("address");
    m_input.port = static_cast<std::uint16_t>(result.value(QLatin1String("port")).toInt());
    m_input.authorityFile = text("authority");
    m_input.bundleFile = text("bundle");
    m_input.nodePreloadFile = text("nodePreload");
    m_input.nodeOptions = qEnvironmentVariable("NODE_OPTIONS").toStdString();
    m_input.launchId = text("launch");
    const QJsonObject credentials = result.value(QLatin1String("credentials")).toObject();
    for (auto entry = credentials.begin(); entry != credentials.end(); ++entry) {
        m_input.credentials[entry.key().toStdString()] = entry.value().toString().toStdString();
    }
    if (qEnvironmentVariable("NODE_TLS_REJECT_UNAUTHORIZED") == QLatin1String("0")) {
        printNote(tr("NODE_TLS_REJECT_UNAUTHORIZED=0 is set: Node programs accept any certificate. Take it out of your "
                     "environment."));
    }
    if (m_line.command == Command::Env) {
        printEnvironment();
    } else {
        startCommand();
    }
}

EnvironmentChange RunCommand::environmentChange() const {
    EnvironmentChange change = launchEnvironment(m_input, *builtInCatalogue());
    keepInheritedCertificates(change, ownEnvironment(), m_input.authorityFile, m_paths.runtime);
    return change;
}

void RunCommand::printEnvironment() {
    const EnvironmentChange change = environmentChange();
    ShellSyntax syntax = ShellSyntax::Posix;
    switch (m_line.global.json ? EnvironmentShell::Json : m_line.shell) {
    case EnvironmentShell::Posix:
        syntax = ShellSyntax::Posix;
        break;
    case EnvironmentShell::Fish:
        syntax = ShellSyntax::Fish;
        break;
    case EnvironmentShell::PowerShell:
        syntax = ShellSyntax::PowerShell;
        break;
    case EnvironmentShell::Json:
        syntax = ShellSyntax::Json;
        break;
    }
    const std::string text = environmentText(change, syntax);
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
    Q_EMIT finished(kDone);
}

void RunCommand::startCommand() {
    const auto child = startChild(m_line.run, changedEnvironment(ownEnvironment(), environmentChange()), m_limits);
    if (!child) {
        printFailure(child.error(), m_line.global);
        Q_EMIT finished(child.error().code == FailureCode::NotFound           ? kNoSuchCommand
                        : child.error().code == FailureCode::PermissionDenied ? kNotExecutable
                                                                              : int{kRefused});
        return;
    }
    m_child = *child;
    reap(); // it may have ended before its signal was waited for
}

void RunCommand::reconnect() {
    if (m_child <= 0) {
        return;
    }
    m_reconnectTimer.stop();
    if (connectToInstance()) {
        requestLaunch();
    } else {
        m_reconnectTimer.start();
    }
}

void RunCommand::onSignal(int number, bool fromProcess) {
    if (number == SIGCHLD) {
        reap();
    } else if (m_child > 0) {
        // What the terminal sends reaches the command by itself: it is in the same process group.
        if (fromProcess) {
            ::kill(m_child, number);
        }
    } else {
        Q_EMIT finished(128 + number);
    }
}

void RunCommand::reap() {
    int status = 0;
    if (m_child <= 0 || ::waitpid(m_child, &status, WNOHANG) != m_child) {
        return;
    }
    m_child = 0;
    m_reconnectTimer.stop();
    if (WIFSIGNALED(status)) {
        // Ends as the command did, so that a shell or a supervisor sees the same. No core file of ours: the limit is 0.
        const int number = WTERMSIG(status);
        std::fflush(stdout);
        ::signal(number, SIG_DFL);
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, number);
        ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
        ::kill(::getpid(), number);
        Q_EMIT finished(128 + number);
        return;
    }
    Q_EMIT finished(WEXITSTATUS(status));
}

} // namespace keysluice::app
