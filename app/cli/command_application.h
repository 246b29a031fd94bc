#pragma once

#include "app/cli/command_line.h"
#include "app/process/hardening.h"

namespace keysluice::app {

/// Runs one command to its end, without a display; its exit code. Thread: main.
[[nodiscard]] int runCommand(const CommandLine& line, const InheritedLimits& limits, int argc, char** argv);

} // namespace keysluice::app
