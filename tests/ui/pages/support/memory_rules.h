#pragma once

#include "ui/ports/rule_port.h"

#include <QPointer>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keysluice::uitest {

class MemoryRules final : public ui::RulePort {
public:
    ui::StoredRules stored;
    std::optional<core::Failure> nextFailure;
    int sets = 0;
    std::vector<core::rules::LimitStanding> standings;
    std::vector<core::rules::RuleSet> drafts;                           ///< of dry runs
    std::function<void(core::Outcome<core::rules::DryReport>)> waiting; ///< the newest dry run's answer

    core::rules::RuleSet rules() const override { return stored.set; }
    std::vector<core::rules::LimitStanding> limitStandings() const override { return standings; }
    /// Answered by the test, through `waiting`.
    void dryRun(const core::rules::RuleSet& draft, QObject* context, ui::Done<core::rules::DryReport> done) override {
        drafts.push_back(draft);
        waiting = [alive = QPointer<QObject>(context), done = std::move(done)](const auto& outcome) {
            if (!alive.isNull()) {
                done(outcome);
            }
        };
    }
    ui::StoredRules storedRules() const override { return stored; }
    core::Outcome<void> setRules(const core::rules::RuleSet& set) override {
        ++sets;
        if (nextFailure) {
            return tl::make_unexpected(*std::exchange(nextFailure, std::nullopt));
        }
        stored = {set, 0};
        int next = 0;
        for (core::rules::Rule& rule : stored.set.rules) {
            rule.id = rule.id.empty() ? "rule" + std::to_string(sets) + "-" + std::to_string(++next) : rule.id;
        }
        for (core::rules::Limit& limit : stored.set.limits) {
            limit.id = limit.id.empty() ? "limit" + std::to_string(sets) + "-" + std::to_string(++next) : limit.id;
        }
        Q_EMIT changed();
        return {};
    }
};

} // namespace keysluice::uitest
