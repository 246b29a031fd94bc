#pragma once

#include "core/failure.h"

#include <filesystem>
#include <string>

namespace keysluice::app {

/// Writes a public file, as a certificate, atomically and readable by everybody. Thread: any.
/// Errors: DiskFull, ReadOnly, PermissionDenied, IoFailed.
[[nodiscard]] core::Outcome<void> writePublicFile(const std::filesystem::path& file, const std::string& text);

} // namespace keysluice::app
