#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "core/rules/evaluator.h"

#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace keysluice::core::rules {

/// A person's approval that goes on answering one rule that asks.
struct RememberedAnswer {
    RecordId id;
    RecordId ruleId;
    RecordId agentId;
    RecordId launchId; ///< empty: requests that belong to no launch
    UnixMs until = 0;  ///< 0: as long as the launch, whose end takes it away

    friend bool operator==(const RememberedAnswer&, const RememberedAnswer&) = default;
};

/// Approvals that go on answering, ready to be asked. Thread: any (immutable).
///
/// An answer stands where its rule stands: what blocks before it is never asked about, and blocks. It allows as a rule
/// with the same conditions would that allows: what the rule asks about only because a fact is unknown, or because one
/// of several models fits, is asked about again.
class RememberedAnswers final {
public:
    /// Those whose rule is in `set`, enabled, and asks; the others are left out.
    RememberedAnswers(std::span<const RememberedAnswer> answers, const RuleSet& set);

    /// Whether one of them answers the rule for this request. `body`: null while it was not read.
    [[nodiscard]] bool allow(std::string_view ruleId, std::string_view launchId, const HeadFacts& head,
                             const BodyFacts* body) const;

private:
    struct OfRule {
        std::shared_ptr<const CompiledRules> twin; ///< the rule, as one that allows
        std::vector<RememberedAnswer> answers;
    };
    std::map<RecordId, OfRule, std::less<>> m_rules;
};

} // namespace keysluice::core::rules
