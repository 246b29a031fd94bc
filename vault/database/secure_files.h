#pragma once

#include "core/failure.h"

#include <string>

namespace keysluice::vault {

/// Looks at a file without following a symbolic link and without opening it for reading (closing a descriptor of a
/// database file would drop SQLite's locks in this process): a regular file of this user that nobody else can reach.
/// Thread: any. Errors: NotFound, InsecurePermissions, PermissionDenied, IoFailed. Context: the path.
[[nodiscard]] core::Outcome<void> checkPrivateFile(const std::string& path);

/// An empty file of mode 0600 that was not there before. Errors: IoFailed ("exists" behind the path), ReadOnly,
/// DiskFull, PermissionDenied, NotFound (no such folder).
[[nodiscard]] core::Outcome<void> createPrivateFile(const std::string& path);

/// The failure that an errno of a file operation stands for.
[[nodiscard]] core::Failure failureOfErrno(int error, const std::string& path);

} // namespace keysluice::vault
