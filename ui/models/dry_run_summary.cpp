#include "ui/models/dry_run_summary.h"

#include "ui/models/time_text.h"
#include "ui/models/visible_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace keysluice::ui {

namespace {

using namespace core::rules;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(keysluice::ui::DryRunSummary)
};

QString number(std::size_t count) {
    return numberText(static_cast<std::int64_t>(count));
}

} // namespace

DryRunSummary summaryOf(const DryReport& report, std::size_t rule, core::UnixMs now) {
    DryRunSummary summary;
    summary.counts = Words::tr("%1 allowed, %2 blocked, %3 asked about")
                         .arg(number(report.count(DryOutcome::Allowed)), number(report.count(DryOutcome::Blocked)),
                              number(report.count(DryOutcome::Asked)));
    summary.changes = report.changes == 0 ? Words::tr("Nothing would have gone otherwise.")
                                          : Words::tr("%Ln request(s) would have gone otherwise.", nullptr,
                                                      static_cast<int>(report.changes));
    if (const std::size_t open = report.count(DryOutcome::Open); open > 0) {
        summary.open = Words::tr("%Ln request(s) cannot be judged from history.", nullptr, static_cast<int>(open));
    }
    std::vector<const core::ActivityRecord*> decided;
    for (const DryRow& row : report.rows) {
        if (row.judgement.rule == rule && row.judgement.outcome != DryOutcome::Open) {
            decided.push_back(&row.record);
        }
    }
    std::stable_sort(decided.begin(), decided.end(), [](const auto* a, const auto* b) { return a->at > b->at; });
    for (const core::ActivityRecord* record : decided) {
        if (summary.rows.size() == DryRunSummary::kRows) {
            break;
        }
        summary.rows.push_back({clockText(record->at, now), visibleText(record->agentName),
                                visibleText(record->method + " " + record->path)});
    }
    summary.rowHead = summary.rows.empty() ? QString() : Words::tr("Decided by this rule, the newest:");
    return summary;
}

} // namespace keysluice::ui
