#pragma once

#include "core/rules/condition_kind.h"
#include "core/rules/expression.h"
#include "core/rules/glob.h"
#include "core/rules/host_pattern.h"
#include "core/rules/path_pattern.h"
#include "core/rules/question.h"
#include "core/rules/rule.h"

#include <optional>
#include <string>
#include <vector>

namespace keysluice::core::rules {

/// How a condition fits a fact that has several elements, e.g. the models of a batch.
enum class Several {
    AnyOfThem, ///< what refuses, asks or counts
    AllOfThem, ///< what allows; of models there must be one
};

/// A choice with its patterns ready to be used.
template <class Pattern>
struct CompiledChoice {
    std::vector<Pattern> among;
    std::vector<Pattern> except;

    [[nodiscard]] bool isEmpty() const { return among.empty() && except.empty(); }
    /// `one` tells how a single pattern fits.
    template <class One>
    [[nodiscard]] Fit fit(One one) const {
        Fit isAmong = among.empty() ? Fit::Yes : Fit::No;
        for (std::size_t i = 0; i < among.size() && isAmong != Fit::Yes; ++i) {
            isAmong = either(isAmong, one(among[i]));
        }
        Fit isExcepted = Fit::No;
        for (std::size_t i = 0; i < except.size() && isAmong != Fit::No && isExcepted != Fit::Yes; ++i) {
            isExcepted = either(isExcepted, one(except[i]));
        }
        return both(isAmong, opposite(isExcepted));
    }
};

/// The conditions of one rule or limit, ready to be asked. A fact that is not known makes its condition Unknown, and
/// they are joined by Kleene's AND. Thread: any (immutable).
class CompiledConditions final {
public:
    /// Of conditions that passed rule_check.h; null where they did not. New header names get a number.
    [[nodiscard]] static std::optional<CompiledConditions> compile(const Conditions& conditions,
                                                                   HeaderNumbers& headerNumbers);

    struct Joint {
        Fit fit = Fit::Yes;     ///< without what is pending
        bool isPending = false; ///< the body would tell more, were it read

        void add(const ConditionFit& one) {
            isPending = isPending || one.isPending;
            fit = one.isPending ? fit : both(fit, one.fit);
        }
    };
    /// Stops at the first that does not fit.
    [[nodiscard]] Joint fit(const Question& question, Several several) const;
    /// The same without the conditions of `left` that are not pending; `firstLeft`: the first that there is of these.
    [[nodiscard]] Joint fitWithout(const ConditionKinds& left, const Question& question, Several several,
                                   std::optional<ConditionKind>& firstLeft) const;
    /// Every condition there is.
    [[nodiscard]] std::vector<ConditionFit> each(const Question& question, Several several) const;

    [[nodiscard]] bool readsTexts() const { return !m_texts.empty(); }
    [[nodiscard]] const CompiledChoice<HostPattern>& hosts() const { return m_hosts; }
    [[nodiscard]] const CompiledChoice<PathPattern>& paths() const { return m_paths; }

private:
    struct Header {
        std::size_t number;
        std::optional<Glob> value;
    };

    [[nodiscard]] ConditionFit one(ConditionKind kind, const Question& question, Several several) const;
    [[nodiscard]] Fit ofHead(ConditionKind kind, const Question& question, Several several) const;
    [[nodiscard]] Fit ofBody(ConditionKind kind, const BodyFacts& body, Several several) const;
    [[nodiscard]] Fit ofTime(int minuteOfWeek) const;
    [[nodiscard]] Fit ofHeader(const Header& header, const Question& question, Several several) const;

    std::vector<ConditionKind> m_kinds; ///< those there are, in their order
    CompiledChoice<std::string> m_agents;
    CompiledChoice<std::string> m_providers;
    CompiledChoice<std::string> m_methods;
    CompiledChoice<HostPattern> m_hosts;
    CompiledChoice<PathPattern> m_paths;
    CompiledChoice<Glob> m_models;
    CompiledChoice<Glob> m_hostedTools;
    CompiledChoice<Glob> m_mcpServers;
    std::vector<Header> m_headers;
    std::vector<Expression> m_texts;
    Conditions m_plain; ///< numbers, flags, endpoints and time; the lists of patterns are above
};

} // namespace keysluice::core::rules
