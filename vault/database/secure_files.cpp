#include "vault/database/secure_files.h"

#include "vault/database/descriptor.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace keysluice::vault {

core::Failure failureOfErrno(int error, const std::string& path) {
    using core::FailureCode;
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return {FailureCode::NotFound, path};
    case EACCES:
    case EPERM:
        return {FailureCode::PermissionDenied, path};
    case EROFS:
        return {FailureCode::ReadOnly, path};
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return {FailureCode::DiskFull, path};
    case ELOOP:
        return {FailureCode::InsecurePermissions, path};
    default:
        return {FailureCode::IoFailed, path + ": " + std::strerror(error)};
    }
}

core::Outcome<void> checkPrivateFile(const std::string& path) {
    // O_PATH with O_NOFOLLOW opens a link itself, which is then not a regular file
    const Descriptor file(::open(path.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat info {};
    if (!file.isValid() || ::fstat(file.get(), &info) != 0) {
        return tl::make_unexpected(failureOfErrno(errno, path));
    }
    constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
    if (!S_ISREG(info.st_mode) || info.st_uid != ::geteuid() || (info.st_mode & kOthers) != 0 || info.st_nlink > 1) {
        return core::fail(core::FailureCode::InsecurePermissions, path);
    }
    return {};
}

core::Outcome<void> createPrivateFile(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isValid()) {
        return tl::make_unexpected(errno == EEXIST ? core::Failure{core::FailureCode::IoFailed, path + ": exists"}
                                                   : failureOfErrno(errno, path));
    }
    return {};
}

} // namespace keysluice::vault
