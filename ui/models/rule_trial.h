#pragma once

#include "core/price_list.h"
#include "core/provider_catalogue.h"
#include "core/records.h"
#include "core/rules/dry_run.h"
#include "ui/models/typed_request.h"
#include "ui/text/rule_text.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace keysluice::ui {

/// What is tried: a request of an agent, with a secret or none, at a moment. Borrows for the time of the call.
struct RuleTrialQuestion {
    const core::rules::RuleSet& set;
    const TypedRequest& request;
    core::RecordId agent;
    const core::CredentialInfo* credential = nullptr; ///< null: none would be used
    const core::ProviderCatalogue& catalogue;
    std::shared_ptr<const core::PriceList> prices; ///< null: costs are unknown
    core::UnixMs at = 0;
    core::rules::UtcOffset offset;
    bool isStrict = false; ///< what no rule fits is blocked, as soon as there is a rule that is on
};

/// How the rules look at it, in words. All texts are ready to show as plain text.
struct RuleTrial {
    enum class Outcome { Allowed, Blocked, Asked };
    enum class LineState { Decides, Passed, Off, NotReached };
    struct Condition {
        core::rules::Fit fit = core::rules::Fit::Yes;
        QString words;
    };
    struct Line {
        int number = 0; ///< of the rule, from 1
        LineState state = LineState::Passed;
        core::rules::Fit fit = core::rules::Fit::Yes; ///< of what was looked at
        QString sentence;
        std::vector<Condition> conditions; ///< of what was looked at
    };

    Outcome outcome = Outcome::Allowed;
    QString headline; ///< "Blocked by rule 2"
    QString reason;   ///< why, where the headline does not say it all; may be empty
    std::vector<Line> lines;
    QStringList limits; ///< sentences of those that would count it
};

/// Judges the request as the gateway does, credentials that it brings being none of the facts. What could refuse it
/// besides rules is not looked at. `set` passes rule_check.h. Thread: gui (translations).
[[nodiscard]] RuleTrial tryRules(const RuleTrialQuestion& question, const RuleNames& names);

} // namespace keysluice::ui
