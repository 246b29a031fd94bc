#include "app/instance/data_directory.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace keysluice::app {

namespace {

using core::fail;
using core::FailureCode;
namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

core::Failure systemFailure(int error, const fs::path& path) {
    switch (error) {
    case EACCES:
    case EPERM:
        return {FailureCode::PermissionDenied, path.string()};
    case EROFS:
        return {FailureCode::ReadOnly, path.string()};
    case ENOSPC:
    case EDQUOT:
        return {FailureCode::DiskFull, path.string()};
    default:
        return {FailureCode::IoFailed, path.string() + ": " + std::strerror(error)};
    }
}

/// A folder of ours that nobody else can look into.
core::Outcome<void> ownFolder(const fs::path& path, bool create) {
    if (create) {
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
            return core::failure(systemFailure(errno, path));
        }
    }
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        return errno == ENOENT ? fail(FailureCode::VaultAbsent) : core::failure(systemFailure(errno, path));
    }
    if (!S_ISDIR(info.st_mode)) {
        return fail(FailureCode::IoFailed, path.string() + " is not a folder");
    }
    if (info.st_uid != ::geteuid() || (info.st_mode & 077) != 0) {
        return fail(FailureCode::InsecurePermissions, path.string());
    }
    return {};
}

/// A folder directly in /tmp can be put there by anybody beforehand: it must be a real folder, ours, and closed.
core::Outcome<void> ownTemporaryFolder(const fs::path& path) {
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
        return core::failure(systemFailure(errno, path));
    }
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) {
        return core::failure(systemFailure(errno, path));
    }
    if (!S_ISDIR(info.st_mode) || info.st_uid != ::geteuid() || (info.st_mode & 077) != 0) {
        return fail(FailureCode::InsecurePermissions, path.string());
    }
    return {};
}

core::Outcome<fs::path> runtimeFolder() {
    const std::string configured = environment("XDG_RUNTIME_DIR");
    if (!configured.empty()) {
        const fs::path folder = fs::path(configured) / "keysluice";
        if (const auto made = ownFolder(folder, true); made) {
            return folder;
        }
    }
    const fs::path folder = fs::path("/tmp") / ("keysluice-" + std::to_string(::geteuid()));
    if (const auto made = ownTemporaryFolder(folder); !made) {
        return core::failure(made.error());
    }
    return folder;
}

} // namespace

fs::path defaultDataDirectory() {
    const std::string data = environment("XDG_DATA_HOME");
    if (!data.empty() && data.front() == '/') {
        return fs::path(data) / "keysluice";
    }
    return fs::path(environment("HOME")) / ".local/share/keysluice";
}

core::Outcome<InstancePaths> instancePaths(const fs::path& dataDirectory, bool create) {
    std::error_code error;
    fs::path data = fs::absolute(dataDirectory, error);
    if (const auto own = ownFolder(data.has_filename() ? data : data.parent_path(), create); !own) {
        return core::failure(own.error());
    }
    data = fs::canonical(data, error);
    if (error) {
        return core::failure(systemFailure(error.value(), dataDirectory));
    }
    auto runtime = runtimeFolder();
    if (!runtime) {
        return core::failure(runtime.error());
    }
    const QByteArray name =
        QCryptographicHash::hash(QByteArray::fromStdString(data.string()), QCryptographicHash::Sha256).toHex().left(16);
    InstancePaths paths;
    paths.data = data;
    paths.lock = data / "lock";
    paths.runtime = *runtime;
    paths.socket = *runtime / (name.toStdString() + ".sock");
    paths.authority = data / "ca.pem";
    paths.bundle = data / "ca-bundle.pem";
    paths.keyFile = data / "vault.key";
    return paths;
}

} // namespace keysluice::app
