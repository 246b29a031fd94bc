#pragma once

#include "app/process/hardening.h"
#include "core/failure.h"

#include <sys/types.h>

#include <string>
#include <vector>

namespace keysluice::app {

/// Starts a command with the limits this process itself was started with: core limit, umask, signal mask. It stays in
/// our process group, so that the terminal's keys reach it. Thread: main. Errors: NotFound (no such command; shells say
/// 127), PermissionDenied (not executable; 126), IoFailed.
[[nodiscard]] core::Outcome<pid_t> startChild(const std::vector<std::string>& command,
                                              const std::vector<std::string>& environment,
                                              const InheritedLimits& limits);

} // namespace keysluice::app
