#pragma once

#include <string>

namespace keysluice::core::rules {

/// What may be wrong with a rule, a limit or a set of them. The window has its own words for each.
enum class RuleFaultCode {
    // as JSON
    NotJson,       ///< detail: what the parser says
    FileTooLarge,  ///< detail: the most bytes
    NewerVersion,  ///< written by a newer version of the application
    MemberUnknown, ///< misspelt, or of a newer version
    MemberRepeated,
    MemberMissing,
    WrongType, ///< detail: what it must be, e.g. "a list of texts"
    WrongWord, ///< detail: the words there are
    ListEmpty, ///< a condition that is not wanted is left out
    // as values
    TooMany,         ///< detail: the most there may be
    TooManyTexts,    ///< in all rules and limits together; detail: the most
    TooManyPatterns, ///< the same of what conditions list
    EntryRepeated,   ///< twice in one list
    TextEmpty,
    TextTooLong,       ///< detail: the most characters
    TextUnprintable,   ///< control characters, or such that turn the direction of writing
    OutOfRange,        ///< detail: "0 to 1000"
    IdRepeated,        ///< two with one id, rules and limits together
    HighRiskNotAsk,    ///< only what is asked can be of high risk
    AnswerTimeNotAsk,  ///< only what is asked waits
    ReasonWithAllow,   ///< nobody is told why something passes
    ProviderMalformed, ///< an id has lower-case letters, digits, `-` and `_`
    HostMalformed,
    MethodMalformed,
    PathMalformed,
    PatternMalformed, ///< of models and hosted tools: printable ASCII without blanks
    HeaderNameMalformed,
    ExpressionMalformed, ///< detail: what RE2 says
    TimeMalformed,       ///< not HH:MM
    TimeEmpty,           ///< no day, or no time between both ends
    NothingAbove,        ///< above the greatest effort is none
};

/// Where, and what. Thread: any (value).
struct RuleFault {
    RuleFaultCode code = RuleFaultCode::NotJson;
    std::string path; ///< "rules[2].conditions.hosts[0]", in the words of the JSON; empty: the whole
    std::string detail;

    friend bool operator==(const RuleFault&, const RuleFault&) = default;
};

/// One English sentence for the command line and logs, with the path.
[[nodiscard]] std::string ruleFaultSentence(const RuleFault& fault);

} // namespace keysluice::core::rules
