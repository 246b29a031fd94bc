#pragma once

#include "core/failure.h"

#include <filesystem>
#include <string>

namespace keysluice::app {

/// Writes the file that older versions of Node load before the program, so that fetch() uses the proxy (see
/// resources/node-proxy.cjs), into `folder` unless it is there as it should be. Thread: any. Errors: of
/// writePublicFile.
[[nodiscard]] core::Outcome<std::filesystem::path> exportNodePreload(const std::filesystem::path& folder);

/// `options` (a value of NODE_OPTIONS, may be empty) so that Node loads `file`, too; once, however often it is asked.
[[nodiscard]] std::string withNodePreload(const std::string& options, const std::string& file);

} // namespace keysluice::app
