#pragma once

#include "core/failure.h"
#include "core/provider_catalogue.h"
#include "core/rules/dry_run.h"

#include <atomic>
#include <memory>
#include <string>

namespace keysluice::app {

/// What `draft` would have done since then, by the activity file. Reads through a connection of its own, page by page;
/// ends early when `isUnwanted` becomes true, with what there is by then. A file that is not there yet has no rows.
/// Thread: any; takes seconds for a million rows. Errors: those of vault::ActivityReader.
[[nodiscard]] core::Outcome<core::rules::DryReport>
runOnHistory(const std::string& dataDirectory, std::shared_ptr<const core::rules::CompiledRules> draft,
             std::shared_ptr<const core::ProviderCatalogue> catalogue, core::UnixMs since,
             const std::atomic<bool>& isUnwanted);

} // namespace keysluice::app
