#include "app/process/hardening.h"

#include <sys/prctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace keysluice::app {

core::Outcome<InheritedLimits> hardenProcess() {
    InheritedLimits inherited;
    inherited.umask = ::umask(077);
    if (::getrlimit(RLIMIT_CORE, &inherited.core) != 0 ||
        ::sigprocmask(SIG_SETMASK, nullptr, &inherited.signalMask) != 0) {
        return core::fail(core::FailureCode::IoFailed, std::strerror(errno));
    }
#ifndef KEYSLUICE_DEBUGGABLE
    // The soft limit only: a launched command gets its own back, which a lowered hard limit would not allow.
    rlimit none = inherited.core;
    none.rlim_cur = 0;
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return core::fail(core::FailureCode::IoFailed, std::strerror(errno));
    }
#endif
    return inherited;
}

bool isHardened() {
#ifdef KEYSLUICE_DEBUGGABLE
    return true;
#else
    rlimit limit{};
    return ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0;
#endif
}

} // namespace keysluice::app
