#pragma once

#include "core/failure.h"

#include <QString>

#include <filesystem>

namespace keysluice::app {

/// Where one instance lives. An instance *is* its data directory: lock and control socket are named after it.
/// Thread: any (value).
struct InstancePaths {
    std::filesystem::path data;      ///< canonical
    std::filesystem::path lock;      ///< data/lock
    std::filesystem::path runtime;   ///< folder of this user's sockets, 0700
    std::filesystem::path socket;    ///< runtime/<16 hex digits of SHA-256(data)>.sock
    std::filesystem::path authority; ///< data/ca.pem, the certificate alone
    std::filesystem::path bundle;    ///< data/ca-bundle.pem, the system's roots and ours
    std::filesystem::path keyFile;   ///< data/vault.key, used by `serve --create` when there is nothing better
};

/// $XDG_DATA_HOME/keysluice, or ~/.local/share/keysluice.
[[nodiscard]] std::filesystem::path defaultDataDirectory();

/// Makes the folders (0700) when `create`, and checks that they are ours alone.
/// Errors: VaultAbsent (not there, and `create` is false), InsecurePermissions, PermissionDenied, ReadOnly, IoFailed.
[[nodiscard]] core::Outcome<InstancePaths> instancePaths(const std::filesystem::path& dataDirectory, bool create);

} // namespace keysluice::app
