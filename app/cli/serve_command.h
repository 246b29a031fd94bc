#pragma once

#include "app/cli/command_line.h"
#include "app/cli/secret_input.h"
#include "app/control/operations.h"
#include "app/control/server.h"
#include "app/services/runtime.h"

#include <QObject>

#include <memory>

namespace keysluice::app {

/// `serve`: the gateway without a window. Thread: main.
class ServeCommand final : public QObject {
    Q_OBJECT
public:
    explicit ServeCommand(CommandLine line) : m_line(std::move(line)) {}
    ~ServeCommand() override;

    /// Before any other thread exists.
    void start();
    /// SIGTERM or SIGINT: lets running exchanges finish; the second one does not.
    void stop();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void refuse(const InstancePaths& paths, const core::Failure& failure);
    void create(Proof proof);
    void open(Proof proof);
    void listen();
    void printState();

    CommandLine m_line;
    std::unique_ptr<Runtime> m_runtime;
    std::unique_ptr<ControlOperations> m_operations;
    std::unique_ptr<ControlServer> m_server;
    QJsonObject m_lastState;
    bool m_stopping = false;
};

/// Options and environment of a start, with the sentences about what is not honoured. Errors: see startOptions().
[[nodiscard]] core::Outcome<StartOptions> readStartOptions(const ServeOptions& given, bool proven);

} // namespace keysluice::app
