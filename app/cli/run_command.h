#pragma once

#include "app/cli/command_line.h"
#include "app/control/client.h"
#include "app/instance/data_directory.h"
#include "app/launch/environment.h"
#include "app/process/hardening.h"
#include "app/process/signal_watcher.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace keysluice::app {

/// `run`: starts a command as an agent. Its token is made here and is valid while this process's control connection
/// lives; when the application restarts, the connection and the token come back. Signals are passed on, and the way the
/// command ended is the way this process ends. `env`: prints the environment instead. Thread: main.
class RunCommand final : public QObject {
    Q_OBJECT
public:
    /// `signalWatcher` was made before any thread; null for `env`.
    RunCommand(CommandLine line, InheritedLimits limits, SignalWatcher* signalWatcher);

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    [[nodiscard]] bool connectToInstance();
    void requestLaunch();
    void begun(const QJsonObject& result);
    [[nodiscard]] EnvironmentChange environmentChange() const;
    void startCommand();
    void printEnvironment();
    void reconnect();
    void onSignal(int number, bool fromProcess);
    void reap();

    CommandLine m_line;
    InheritedLimits m_limits;
    InstancePaths m_paths;
    std::string m_token;
    LaunchInput m_input;
    std::unique_ptr<ControlClient> m_client;
    QTimer m_reconnectTimer;
    pid_t m_child = 0;
};

} // namespace keysluice::app
