#pragma once

#include "core/result.h"
#include "core/rules/compiled_conditions.h"
#include "core/rules/rule.h"
#include "core/rules/rule_fault.h"
#include "core/rules/rule_index.h"

#include <memory>
#include <optional>
#include <vector>

namespace keysluice::core::rules {

/// What the rules say of a request.
struct Verdict {
    enum class Outcome {
        NoRule,         ///< none fits: the mode decides
        Decided,        ///< by `rule`
        NeedsBody,      ///< `rule` may fit, and the body would tell: ask again with its facts
        MustBeExamined, ///< the same of an Upgrade, where nothing can tell: refused, a plain request may pass
    };
    Outcome outcome = Outcome::NoRule;
    std::size_t rule = 0;                          ///< its place in the set
    Decision decision = Decision::Block;           ///< of `rule`
    std::optional<ConditionKind> unknownCondition; ///< it fits only because this one could not be established

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// The limits that count a request.
struct LimitMatch {
    Verdict::Outcome outcome = Verdict::Outcome::NoRule; ///< Decided when some do; `limits` counts only then
    std::vector<std::size_t> limits;                     ///< places in the set, ascending

    friend bool operator==(const LimitMatch&, const LimitMatch&) = default;
};

/// How one rule was looked at.
struct RuleTrace {
    std::size_t rule = 0;
    Fit fit = Fit::Yes;
    std::vector<ConditionFit> conditions; ///< all that it has

    friend bool operator==(const RuleTrace&, const RuleTrace&) = default;
};

struct Explanation {
    Verdict verdict;
    std::vector<RuleTrace> rules; ///< every enabled one up to that of the verdict
};

/// What the rules would have said of a request of the past, of which not everything was kept.
struct Recollection {
    struct Open {
        std::size_t rule = 0;
        ConditionKind condition = ConditionKind::Agents; ///< that cannot be answered any more

        friend bool operator==(const Open&, const Open&) = default;
    };
    std::vector<Open> open; ///< rules before `verdict` that might have decided instead
    Verdict verdict;        ///< if none of these did

    friend bool operator==(const Recollection&, const Recollection&) = default;
};

/// A set of rules that can be asked. Thread: any (immutable).
///
/// The first enabled rule that fits decides. What a condition needs and nobody knows makes it Unknown; an unknown rule
/// blocks, asks or counts, and never allows. Of several models, tools, servers or header lines any one that fits is
/// enough to block, ask or count; to allow, all must fit, and of models and header lines there must be one. A body is
/// asked for only when a rule before the deciding one could fit by it; what was decided without is what would be
/// decided with any.
class CompiledRules final {
public:
    /// Error: what rule_check.h has against the set.
    [[nodiscard]] static Result<std::shared_ptr<const CompiledRules>, RuleFault> compile(RuleSet set);

    /// `body`: null while it was not read. What cannot be read of it is given as facts that are unknown. For a request
    /// without body they are known at once.
    [[nodiscard]] Verdict evaluate(const HeadFacts& head, const BodyFacts* body) const;
    /// The same verdict with its reasons; slower.
    [[nodiscard]] Explanation explain(const HeadFacts& head, const BodyFacts* body) const;
    /// `forgotten`: conditions that can be answered neither way. Slower, too.
    [[nodiscard]] Recollection recall(const HeadFacts& head, const BodyFacts* body,
                                      const ConditionKinds& forgotten) const;
    [[nodiscard]] LimitMatch matchingLimits(const HeadFacts& head, const BodyFacts* body) const;

    [[nodiscard]] const RuleSet& set() const { return m_set; }
    /// There is an enabled rule: with limits alone nothing is decided.
    [[nodiscard]] bool decides() const { return m_decides; }
    /// Some enabled rule or limit looks for texts: BodyFacts::text is needed.
    [[nodiscard]] bool readsTexts() const { return m_readsTexts; }
    /// An enabled rule or limit names the host: connections to it are opened up.
    [[nodiscard]] bool namesHost(std::string_view host, std::uint16_t port) const;
    /// An enabled rule or limit with a path may concern the host: its paths must be of one spelling.
    [[nodiscard]] bool judgesPathsOf(std::string_view host, std::uint16_t port) const;

private:
    /// Rules or limits: those that are enabled, with an index. `all[i]` belongs to the place i.
    struct Part {
        std::vector<std::optional<CompiledConditions>> all; ///< nothing: disabled
        RuleIndex index;
    };
    enum class Step { Passed, Fits, NeedsBody, MustBeExamined };

    explicit CompiledRules(RuleSet set) : m_set(std::move(set)) {}
    template <class One>
    [[nodiscard]] bool compilePart(const std::vector<One>& ones, Part& part);
    [[nodiscard]] static Step stepOf(CompiledConditions::Joint joint, Decision decision, const Question& question);
    [[nodiscard]] Verdict verdictOf(std::size_t rule, Step step, const Question& question) const;
    template <class Asked>
    [[nodiscard]] bool any(Asked asked) const;

    RuleSet m_set;
    HeaderNumbers m_headerNumbers;
    Part m_rules;
    Part m_limits;
    bool m_readsTexts = false;
    bool m_decides = false;
};

} // namespace keysluice::core::rules
