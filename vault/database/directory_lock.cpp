#include "vault/database/directory_lock.h"

#include "vault/database/secure_files.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace keysluice::vault {

namespace {

/// What the owner wrote into the lock file: its process id.
std::string ownerOf(int descriptor) {
    std::array<char, 24> text{};
    const ssize_t length = ::pread(descriptor, text.data(), text.size() - 1, 0);
    std::string owner(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    return owner.substr(0, owner.find_first_not_of("0123456789"));
}

} // namespace

core::Outcome<void> prepareDataDirectory(const std::string& directory) {
    const std::filesystem::path path(directory);
    std::error_code error;
    if (path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), error);
    }
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
        return tl::make_unexpected(failureOfErrno(errno, directory));
    }
    struct stat info {};
    if (::lstat(directory.c_str(), &info) != 0) {
        return tl::make_unexpected(failureOfErrno(errno, directory));
    }
    constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
    if (!S_ISDIR(info.st_mode) || info.st_uid != ::geteuid() || (info.st_mode & kOthers) != 0) {
        return core::fail(core::FailureCode::InsecurePermissions, directory);
    }
    return {};
}

core::Outcome<std::unique_ptr<DirectoryLock>> DirectoryLock::take(const std::string& directory) {
    if (const auto prepared = prepareDataDirectory(directory); !prepared) {
        return tl::make_unexpected(prepared.error());
    }
    const std::string path = directory + "/lock";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const int error = errno;
        // a folder that its owner made read-only answers EACCES for a new file
        if (error == EACCES && ::access(directory.c_str(), W_OK) != 0) {
            return core::fail(core::FailureCode::ReadOnly, directory);
        }
        return tl::make_unexpected(failureOfErrno(error, path));
    }
    std::unique_ptr<DirectoryLock> lock(new DirectoryLock(descriptor));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            return core::fail(core::FailureCode::InUse, ownerOf(descriptor));
        }
        return tl::make_unexpected(failureOfErrno(errno, path));
    }
    // only for the message of the next one that comes; a full disk is no reason not to start
    const std::string owner = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) == 0) {
        [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, owner.data(), owner.size(), 0);
    }
    return lock;
}

DirectoryLock::~DirectoryLock() {
    ::close(m_descriptor);
}

} // namespace keysluice::vault
