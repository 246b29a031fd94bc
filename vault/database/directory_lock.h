#pragma once

#include "core/failure.h"

#include <memory>
#include <string>

namespace keysluice::vault {

/// Makes the data directory (0700) when it is missing and refuses one that others can reach, that is a symbolic link or
/// belongs to somebody else. Thread: any. Errors: InsecurePermissions, PermissionDenied, ReadOnly, DiskFull, IoFailed.
[[nodiscard]] core::Outcome<void> prepareDataDirectory(const std::string& directory);

/// Ownership of a data directory by one process, for as long as this object lives (flock on `lock`, released by the
/// kernel when the process dies). Thread: any.
class DirectoryLock final {
public:
    /// Does not wait. Errors: InUse (context: the owner's process id, where known), those of prepareDataDirectory().
    [[nodiscard]] static core::Outcome<std::unique_ptr<DirectoryLock>> take(const std::string& directory);
    ~DirectoryLock();
    DirectoryLock(const DirectoryLock&) = delete;
    DirectoryLock& operator=(const DirectoryLock&) = delete;

private:
    explicit DirectoryLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

} // namespace keysluice::vault
