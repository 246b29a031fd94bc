#pragma once

#include "core/failure.h"
#include "core/rules/dry_run.h"
#include "core/rules/limit_counters.h"
#include "core/rules/rule.h"
#include "ui/ports/done.h"

#include <QObject>

#include <cstddef>
#include <vector>

namespace keysluice::ui {

/// What the vault's file says, verified or not.
struct StoredRules {
    core::rules::RuleSet set;
    /// So many could not be read. In their place, rules that block everything are in the set, and stay after an
    /// acceptance.
    std::size_t unreadable = 0;
};

/// The rules and limits that requests are judged by. Implemented by `app`. Thread: gui. Changing needs an open vault
/// whose policy is verified.
class RulePort : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// What is in force; nothing while the vault is locked or its policy unverified, when every request is refused.
    [[nodiscard]] virtual core::rules::RuleSet rules() const = 0;
    /// For looking at before accepting it.
    [[nodiscard]] virtual StoredRules storedRules() const = 0;
    /// Replaces all of them, in force for the next request. New ones get their ids. Errors: RulesInvalid (context:
    /// where and what, in English), VaultLocked, PolicyUnverified, and those of writing; what was there is there still.
    [[nodiscard]] virtual core::Outcome<void> setRules(const core::rules::RuleSet& set) = 0;

    /// What limits stand at in their windows of now, those that have counted something; nothing while the gateway does
    /// not run. Changes with every request: ask again now and then.
    [[nodiscard]] virtual std::vector<core::rules::LimitStanding> limitStandings() const = 0;

    /// What `draft` would have done in the last seven days, by the activity file. In the background: call as often as
    /// the draft changes; a run that is not over then ends and is never answered. Errors: RulesInvalid (context: as
    /// above), and those of reading the file.
    virtual void dryRun(const core::rules::RuleSet& draft, QObject* context, Done<core::rules::DryReport> done) = 0;

Q_SIGNALS:
    void changed();
};

} // namespace keysluice::ui
