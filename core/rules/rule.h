#pragma once

#include "core/random.h"
#include "core/rules/facts.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keysluice::core::rules {

/// What a set of rules may hold. Texts are counted in Unicode characters. More is refused when it is saved.
struct RuleBounds {
    static constexpr std::size_t kRules = 1000;
    static constexpr std::size_t kLimits = 200;
    static constexpr std::size_t kListEntries = 200;     ///< of one condition
    static constexpr std::size_t kHeaders = 16;          ///< of one rule
    static constexpr std::size_t kTexts = 16;            ///< of one rule
    static constexpr std::size_t kEntriesInAll = 20'000; ///< of all lists of all conditions
    static constexpr std::size_t kTextsInAll = 200;      ///< each has a compiled expression of up to 1 MiB
    static constexpr std::size_t kNameLength = 100;      ///< of a rule, a limit
    static constexpr std::size_t kReasonLength = 300;    ///< what an agent is told
    static constexpr std::size_t kIdLength = 64;
    static constexpr std::size_t kPatternLength = 256;
    static constexpr std::size_t kExpressionLength = 1024;
    static constexpr std::int64_t kTokens = 1'000'000'000;
    static constexpr std::int64_t kCostMicros = 1'000'000'000'000; ///< a million dollars
    static constexpr std::int64_t kBodyBytes = 1'099'511'627'776;  ///< 1 TiB
    static constexpr std::int64_t kRequests = 1'000'000;
    static constexpr std::int64_t kAnswerSeconds = 180; ///< when nothing else is said
    static constexpr std::int64_t kShortestAnswerSeconds = 10;
    static constexpr std::int64_t kLongestAnswerSeconds = 30 * 60;
    static constexpr std::size_t kFileBytes = 16 * 1024 * 1024; ///< a set written as JSON
};

enum class Decision { Allow, Block, Ask };

/// A choice among many: what fits one of `among` (empty: anything does) and none of `except`.
struct Choice {
    std::vector<std::string> among;
    std::vector<std::string> except;

    [[nodiscard]] bool isEmpty() const { return among.empty() && except.empty(); }
    friend bool operator==(const Choice&, const Choice&) = default;
};

struct HeaderCondition {
    std::string name;                 ///< compared without case, `_` as `-`
    std::optional<std::string> value; ///< pattern, `*` and `?`, without case; nothing: it is enough that it is there

    friend bool operator==(const HeaderCondition&, const HeaderCondition&) = default;
};

/// A text that some string of the body contains.
struct TextCondition {
    enum class Kind {
        Contains, ///< the text itself, without case
        Matches,  ///< RE2 syntax, anywhere in the text; `(?i)` for without case
    };
    Kind kind = Kind::Contains;
    std::string text;

    friend bool operator==(const TextCondition&, const TextCondition&) = default;
};

/// When, in local time. Hours that wrap midnight belong to the day on which they begin.
struct TimeCondition {
    static constexpr std::uint8_t kEveryDay = 0x7f;
    static constexpr int kMinutesOfDay = 24 * 60;

    std::uint8_t days = kEveryDay; ///< bit 0 is Monday
    int from = 0;                  ///< minute of the day
    int to = kMinutesOfDay;        ///< the first minute that does not fit any more; up to 24:00

    friend bool operator==(const TimeCondition&, const TimeCondition&) = default;
};

/// What a request must be like. Everything is optional, and all that is given must fit.
///
/// Patterns of models, tools, servers and header values: `*` for any text, `?` for one character, without case.
struct Conditions {
    Choice agents;    ///< ids
    Choice providers; ///< ids of the catalogue; `*`: any of them
    Choice hosts;     ///< `host`, `*.suffix` (what is below it), each alone or with `:port`; IPv6 in brackets
    Choice methods;   ///< upper case; of a WebSocket handshake none is known, since it does what other methods do
    /// Paths without query: `*` for any text in one segment, `**` for any text, `/**` for any segments or none.
    Choice paths;
    Choice models;
    Choice hostedTools;              ///< types, e.g. `web_search_*`
    Choice mcpServers;               ///< addresses, or names where they have none
    std::vector<Endpoint> endpoints; ///< empty: any

    std::optional<std::int64_t> maximumTokensAbove;
    std::optional<std::int64_t> thinkingTokensAbove;
    std::optional<Effort> effortAbove; ///< not Maximum: nothing is above
    std::optional<std::int64_t> costAboveMicros;
    std::optional<std::int64_t> bodyBytesAbove; ///< as sent
    std::optional<bool> isStreaming;
    std::optional<bool> hasImages;
    std::optional<bool> hasDocuments;

    std::vector<HeaderCondition> headers; ///< all of them
    std::vector<TextCondition> texts;     ///< all of them
    std::optional<TimeCondition> time;

    friend bool operator==(const Conditions&, const Conditions&) = default;
};

/// One line of the ordered list. The first that fits decides.
struct Rule {
    RecordId id;      ///< empty: not stored yet
    std::string name; ///< the user's words; may be empty
    bool isEnabled = true;
    Decision decision = Decision::Block;
    bool isHighRisk = false; ///< approving takes the passphrase; with Ask alone
    std::optional<std::int64_t>
        answerSeconds;  ///< how long a request waits for a person; with Ask alone, nothing: kAnswerSeconds
    std::string reason; ///< a sentence that the agent is told; may be empty, and is with Allow
    Conditions conditions;

    friend bool operator==(const Rule&, const Rule&) = default;
};

enum class Period { Minute, Hour, Day };

/// Whose requests are counted together.
enum class Scope {
    PerAgent,
    PerCredential, ///< a request that uses none is not counted
    Together,
};

/// So many requests in each minute, hour or day of local time. All limits whose conditions fit count a request.
struct Limit {
    RecordId id;
    std::string name;
    bool isEnabled = true;
    std::int64_t requests = 60; ///< at least 1
    Period period = Period::Minute;
    Scope scope = Scope::PerAgent;
    Conditions conditions;

    friend bool operator==(const Limit&, const Limit&) = default;
};

/// Everything the user has decided, in order. Valid when `checkRules` (rule_check.h) has nothing against it.
/// Thread: any (value).
struct RuleSet {
    std::vector<Rule> rules;
    std::vector<Limit> limits;

    friend bool operator==(const RuleSet&, const RuleSet&) = default;
};

} // namespace keysluice::core::rules
