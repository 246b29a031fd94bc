#pragma once

#include "app/cli/command_line.h"
#include "app/control/client.h"
#include "app/control/operations.h"
#include "app/services/runtime.h"

#include <QJsonArray>
#include <QObject>

#include <memory>

namespace keysluice::app {

/// `doctor`: looks at everything that usually goes wrong and says what to do. Exit code 0 when nothing is wrong, 1
/// otherwise. Thread: main.
class DoctorCommand final : public QObject {
    Q_OBJECT
public:
    explicit DoctorCommand(CommandLine line) : m_line(std::move(line)) {}

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    enum class Level { Good, Hint, Wrong };

    void add(const QString& name, Level level, const QString& text, const QString& remedy = {});
    void checkEnvironment();
    void evaluate(const core::Outcome<QJsonObject>& report);
    void checkProviders(const QJsonObject& report);
    void end();

    CommandLine m_line;
    bool m_isRunning = false;
    bool m_wrong = false;
    QJsonArray m_checks;
    std::unique_ptr<ControlClient> m_client;
    std::unique_ptr<Runtime> m_runtime;
    std::unique_ptr<ControlOperations> m_operations;
    std::unique_ptr<ControlSession> m_session;
};

} // namespace keysluice::app
