#include "core/rules/evaluator.h"
#include "core/rules/rule_json.h"
#include "fuzz/fuzz_input.h"
#include "unit/core/rules/random_rules.h"

#include <string>

using namespace keysluice;
using namespace keysluice::core::rules;

namespace {

bool isRefused(const Verdict& verdict, Decision mode) {
    return verdict.outcome == Verdict::Outcome::MustBeExamined ||
           (verdict.outcome == Verdict::Outcome::NoRule ? mode : verdict.decision) != Decision::Allow;
}

/// What holds for every set of rules, with one request.
void checkVerdicts(const CompiledRules& rules, const tests::RuleFacts& facts) {
    const Verdict verdict = facts.judgedBy(rules);
    fuzz::require(verdict.outcome != Verdict::Outcome::NeedsBody, "the body was there");
    fuzz::require(facts.explainedBy(rules).verdict == verdict, "another verdict without the index");
    const Verdict byHead = facts.judgedByHead(rules);
    fuzz::require(byHead.outcome == Verdict::Outcome::NeedsBody || byHead == verdict,
                  "another verdict by the head alone");
    for (const auto& forget : tests::RandomRules::forgetters()) {
        tests::RuleFacts less = facts;
        forget(less);
        for (const Decision mode : {Decision::Allow, Decision::Block}) {
            fuzz::require(isRefused(less.judgedBy(rules), mode) || !isRefused(verdict, mode),
                          "less is known, and more allowed");
        }
    }
}

} // namespace

/// Rules as JSON: what is taken is written and read as the same, compiles, and keeps what all rules keep.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::textOf(data, size);
    const auto set = readRules(text);
    if (!set) {
        fuzz::require(!ruleFaultSentence(set.error()).empty(), "refused without a sentence");
        return 0;
    }
    const std::string written = writeRules(*set);
    const auto again = readRules(written);
    fuzz::require(again.has_value(), "what is written is not read");
    fuzz::require(*again == *set && writeRules(*again) == written, "what is written means something else");
    const auto rules = CompiledRules::compile(*set);
    fuzz::require(rules.has_value(), "what is read does not compile");
    fuzz::Dice dice(text);
    tests::RandomRules random(static_cast<std::uint32_t>(dice.below(1'000'000)));
    for (int i = 0; i < 8; ++i) {
        checkVerdicts(**rules, random.facts());
    }
    return 0;
}
