#include "app/launch/child_process.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

namespace {

std::vector<char*> pointersTo(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const std::string& text : texts) {
        pointers.push_back(const_cast<char*>(text.c_str())); // execve(2) does not write to them
    }
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

core::Outcome<pid_t> startChild(const std::vector<std::string>& command, const std::vector<std::string>& environment,
                                const InheritedLimits& limits) {
    std::vector<char*> arguments = pointersTo(command);
    std::vector<char*> variables = pointersTo(environment);
    int report[2] = {-1, -1};
    if (::pipe2(report, O_CLOEXEC) != 0) {
        return fail(FailureCode::IoFailed, std::strerror(errno));
    }
    const pid_t child = ::fork();
    if (child == 0) {
        // Only calls that are safe after fork in a process with threads.
        ::umask(limits.umask);
        ::setrlimit(RLIMIT_CORE, &limits.core);
        ::sigprocmask(SIG_SETMASK, &limits.signalMask, nullptr);
        ::execvpe(arguments.front(), arguments.data(), variables.data());
        const int error = errno;
        (void)!::write(report[1], &error, sizeof error);
        ::_exit(127);
    }
    ::close(report[1]);
    int error = child < 0 ? errno : 0;
    if (child > 0) {
        ssize_t count = 0;
        do {
            count = ::read(report[0], &error, sizeof error); // ends without a byte when exec succeeds
        } while (count < 0 && errno == EINTR);
        if (count != static_cast<ssize_t>(sizeof error)) {
            error = 0;
        }
    }
    ::close(report[0]);
    switch (error) {
    case 0:
        return child;
    case ENOENT:
    case ENOTDIR:
        return fail(FailureCode::NotFound, command.front());
    case EACCES:
    case ENOEXEC:
        return fail(FailureCode::PermissionDenied, command.front());
    default:
        return fail(FailureCode::IoFailed, std::strerror(error));
    }
}

} // namespace keysluice::app
