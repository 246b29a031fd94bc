#pragma once

#include "app/cli/command_line.h"
#include "app/cli/secret_input.h"
#include "app/control/client.h"
#include "app/control/operations.h"
#include "app/instance/data_directory.h"
#include "app/services/runtime.h"

#include <QObject>

#include <memory>

namespace keysluice::app {

/// A command that is one operation: over the control socket of the running instance, or on the data directory itself
/// when none runs. Thread: main.
class SimpleCommand final : public QObject {
    Q_OBJECT
public:
    explicit SimpleCommand(CommandLine line) : m_line(std::move(line)) {}
    ~SimpleCommand() override;

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void sendToInstance();
    void workAlone(int attempt);
    void perform();
    void answered(const core::Outcome<QJsonObject>& outcome);
    void succeeded(const QJsonObject& result);
    [[nodiscard]] Secrets secretsToSend(bool withProof) const;
    void follow(const QJsonObject& event);
    void end(int exitCode);

    CommandLine m_line;
    QString m_operation;
    QJsonObject m_arguments;
    core::SecretBytes m_value;
    std::string m_input; ///< what the answer is worked on with
    Proof m_proof;
    bool m_prompted = false;
    InstancePaths m_paths;
    std::unique_ptr<ControlClient> m_client;
    std::unique_ptr<Runtime> m_runtime;
    std::unique_ptr<ControlOperations> m_operations;
    std::unique_ptr<ControlSession> m_session;
};

/// The operation of a command, and its arguments; empty for commands that are more than one operation.
[[nodiscard]] QString operationOf(Command command);
[[nodiscard]] QJsonObject argumentsOf(const CommandLine& line);

} // namespace keysluice::app
