#pragma once

#include "app/cli/command_line.h"

namespace keysluice::app {

/// The window: opens it, or raises that of the running instance. Its exit code. Thread: main.
[[nodiscard]] int runDesktop(const CommandLine& line, int argc, char** argv);
/// Is there anything to show a window on?
[[nodiscard]] bool hasDisplay();

} // namespace keysluice::app
