#pragma once

#include "app/launch/environment.h"

#include <filesystem>
#include <string>
#include <vector>

namespace keysluice::app {

/// A shell that trusts certificates of its own keeps doing so: every variable of `change` that names certificates, and
/// names others in `environment` ("NAME=value" lines), gets a file with theirs and ours together. The file of
/// SSL_CERT_FILE also counts for the other variables that replace a client's roots. Files are written into `folder`,
/// named for what is in them. What cannot be read, is no file, or is above 16 MiB is as if it were not set. Thread:
/// any.
void keepInheritedCertificates(EnvironmentChange& change, const std::vector<std::string>& environment,
                               const std::string& authorityFile, const std::filesystem::path& folder);

} // namespace keysluice::app
