#pragma once

#include "core/failure.h"
#include "core/secret_bytes.h"

#include <string>

namespace keysluice::vault {

/// A file of the user's choice that opens the vault without a person, for servers: whoever can read it can open a copy
/// of the vault. Holds "keysluice-key-1", a space, 64 hexadecimal digits and a line break; mode 0600. Thread: any.

/// Makes a new file with 32 random bytes; never overwrites. Errors: IoFailed (context "<path>: exists" when it is there
/// already), ReadOnly, PermissionDenied, DiskFull, NotFound (no such folder).
[[nodiscard]] core::Outcome<core::SecretBytes> createKeyFile(const std::string& path);
/// Errors: NotFound, InsecurePermissions (others can read it, it is a symbolic link, or of another owner), Damaged,
/// PermissionDenied, IoFailed.
[[nodiscard]] core::Outcome<core::SecretBytes> readKeyFile(const std::string& path);

} // namespace keysluice::vault
