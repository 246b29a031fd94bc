#pragma once

#include "app/cli/command_line.h"
#include "app/services/runtime.h"

#include <QObject>

#include <memory>

namespace keysluice::app {

/// `init`: makes the vault without a window. Thread: main.
class InitCommand final : public QObject {
    Q_OBJECT
public:
    explicit InitCommand(CommandLine line) : m_line(std::move(line)) {}

    void start();

Q_SIGNALS:
    void finished(int exitCode);

private:
    void created(core::Outcome<core::SecretBytes> outcome);

    CommandLine m_line;
    bool m_usesKeyFile = false;
    std::unique_ptr<Runtime> m_runtime;
};

/// Says once, plainly, what a key file protects.
void printKeyFileWarning(const std::string& file);

} // namespace keysluice::app
