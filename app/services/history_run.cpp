#include "app/services/history_run.h"

#include "gateway/session/local_time.h"
#include "vault/activity/activity_reader.h"

#include <algorithm>

namespace keysluice::app {

core::Outcome<core::rules::DryReport> runOnHistory(const std::string& dataDirectory,
                                                   std::shared_ptr<const core::rules::CompiledRules> draft,
                                                   std::shared_ptr<const core::ProviderCatalogue> catalogue,
                                                   core::UnixMs since, const std::atomic<bool>& isUnwanted) {
    constexpr int kPage = 500;
    const auto reader = vault::ActivityReader::open(dataDirectory);
    if (!reader) {
        return reader.error().code == core::FailureCode::NotFound ? core::Outcome<core::rules::DryReport>()
                                                                  : core::failure(reader.error());
    }
    core::rules::DryRun run(std::move(draft), std::move(catalogue), gateway::session::localOffset);
    // Rows stand in the order in which they were written, and what took long is older than its neighbours: only a page
    // without any row of the time looked for is the end.
    bool hasMore = true;
    for (std::int64_t before = 0; hasMore && !isUnwanted;) {
        auto page = (*reader)->page({}, before, kPage);
        if (!page) {
            return core::failure(page.error());
        }
        hasMore = false;
        for (core::ActivityRecord& record : *page) {
            before = record.sequence;
            if (record.at >= since) {
                hasMore = true;
                run.add(std::move(record));
            }
        }
    }
    return run.report();
}

} // namespace keysluice::app
