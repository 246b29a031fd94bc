#pragma once

#include "core/rules/dry_run.h"

#include <QString>

#include <cstddef>
#include <vector>

namespace keysluice::ui {

/// What a draft would have done in the last seven days, in words ready to show as plain text.
struct DryRunSummary {
    struct Row {
        QString time;
        QString agent;
        QString request; ///< method and path
    };
    static constexpr std::size_t kRows = 5;

    QString counts;        ///< of all requests
    QString changes;       ///< how many would have gone otherwise
    QString open;          ///< how many cannot be judged; empty: none
    QString rowHead;       ///< what `rows` are; empty: none
    std::vector<Row> rows; ///< the newest that the rule in view would have decided
};

/// `rule`: the place in the draft of the rule in view. Thread: gui (translations).
[[nodiscard]] DryRunSummary summaryOf(const core::rules::DryReport& report, std::size_t rule, core::UnixMs now);

} // namespace keysluice::ui
