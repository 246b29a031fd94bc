#pragma once

#include "core/clock.h"

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace keysluice::app {

/// The process at the other end of the control socket, as the kernel names it (SO_PEERCRED, unix(7)). Thread: any.
struct Caller {
    pid_t pid = 0;
    uid_t uid = static_cast<uid_t>(-1);
};

[[nodiscard]] std::optional<Caller> callerOf(int descriptor);
/// Its command line for showing: at most 200 characters, control characters as spaces. From /proc/PID/cmdline, which
/// the process itself can change: shown, never decided by.
[[nodiscard]] std::string commandLineOf(pid_t pid);
[[nodiscard]] std::string workingFolderOf(pid_t pid);
[[nodiscard]] pid_t parentOf(pid_t pid);
/// When it was started, as the kernel has it and `now` is meant; 0: it is gone.
[[nodiscard]] core::UnixMs startOf(pid_t pid, core::UnixMs now);
/// The process itself, its parent, and so on up to 1. A program can be re-parented on purpose: this stops honest
/// agents early, the confirmation is the barrier.
[[nodiscard]] std::vector<pid_t> withAncestors(pid_t pid);

} // namespace keysluice::app
