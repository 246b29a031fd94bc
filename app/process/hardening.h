#pragma once

#include "core/failure.h"

#include <sys/resource.h>
#include <sys/types.h>

#include <csignal>

namespace keysluice::app {

/// What the process was started with and a launched command gets back.
struct InheritedLimits {
    rlimit core{};
    mode_t umask = 022;
    sigset_t signalMask{};
};

/// First lines of main: no core file, memory and environment closed to other processes of the same user
/// (PR_SET_DUMPABLE 0, prctl(2)), files for the owner alone. Failing is fatal: less protection is not an option.
/// A build with KEYSLUICE_DEBUGGABLE keeps the first two open. Thread: main, before any other thread.
[[nodiscard]] core::Outcome<InheritedLimits> hardenProcess();

/// Still closed? Asked again once plugins have been loaded, which run code of their own. Always true when debuggable.
[[nodiscard]] bool isHardened();

} // namespace keysluice::app
