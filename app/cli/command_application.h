#pragma once

#include "app/cli/command_line.h"
#include "app/process/hardening.h"

#include <QString>

class QCoreApplication;

namespace keysluice::app {

/// Runs one command to its end, without a display; its exit code. Thread: main.
[[nodiscard]] int runCommand(const CommandLine& line, const InheritedLimits& limits, int argc, char** argv);

/// Loads the translation of sentences. `language` empty: the system's.
void installTranslation(QCoreApplication& application, const QString& language);

} // namespace keysluice::app
