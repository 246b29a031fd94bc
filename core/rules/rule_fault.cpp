#include "core/rules/rule_fault.h"

namespace keysluice::core::rules {

namespace {

std::string complaint(RuleFaultCode code, const std::string& detail) {
    switch (code) {
    case RuleFaultCode::NotJson:
        return "is not valid JSON: " + detail;
    case RuleFaultCode::FileTooLarge:
        return "is larger than " + detail + " bytes";
    case RuleFaultCode::NewerVersion:
        return "was written by a newer version of the application";
    case RuleFaultCode::MemberUnknown:
        return "is not known here: misspelt, or of a newer version";
    case RuleFaultCode::MemberRepeated:
        return "is there twice";
    case RuleFaultCode::MemberMissing:
        return "is missing";
    case RuleFaultCode::WrongType:
        return "must be " + detail;
    case RuleFaultCode::WrongWord:
        return "must be one of " + detail;
    case RuleFaultCode::ListEmpty:
        return "is empty: leave it out, so that it is no condition";
    case RuleFaultCode::TooMany:
        return "has more than " + detail + " entries";
    case RuleFaultCode::TooManyTexts:
        return "has, with the limits, more than " + detail + " texts and expressions to look for in bodies";
    case RuleFaultCode::TooManyPatterns:
        return "has, with the limits, more than " + detail + " entries in the lists of conditions";
    case RuleFaultCode::EntryRepeated:
        return "is in the list before";
    case RuleFaultCode::TextEmpty:
        return "is empty";
    case RuleFaultCode::TextTooLong:
        return "is longer than " + detail + " characters";
    case RuleFaultCode::TextUnprintable:
        return "has control characters, or such that turn the direction of writing";
    case RuleFaultCode::OutOfRange:
        return "must be a whole number from " + detail;
    case RuleFaultCode::IdRepeated:
        return "is the id of another one before";
    case RuleFaultCode::HighRiskNotAsk:
    case RuleFaultCode::AnswerTimeNotAsk:
        return "goes with the decision \"ask\" alone";
    case RuleFaultCode::ReasonWithAllow:
        return "goes with \"block\" and \"ask\" alone";
    case RuleFaultCode::ProviderMalformed:
        return "must be * or the id of a provider: lower-case letters, digits, - and _";
    case RuleFaultCode::HostMalformed:
        return "must be a host, *.suffix or an address, each alone or with :port";
    case RuleFaultCode::MethodMalformed:
        return "must be a method in capital letters";
    case RuleFaultCode::PathMalformed:
        return "must begin with a slash and be printable ASCII without query, backslash or three stars in a row";
    case RuleFaultCode::PatternMalformed:
        return "must be printable ASCII without blanks";
    case RuleFaultCode::HeaderNameMalformed:
        return "must be the name of a header";
    case RuleFaultCode::ExpressionMalformed:
        return "is not an expression that can be used: " + detail;
    case RuleFaultCode::TimeMalformed:
        return "must be a time as 08:30, from 00:00 to 24:00";
    case RuleFaultCode::TimeEmpty:
        return "has no time in it";
    case RuleFaultCode::NothingAbove:
        return "must not be the greatest: nothing is above";
    }
    return {};
}

} // namespace

std::string ruleFaultSentence(const RuleFault& fault) {
    return (fault.path.empty() ? std::string("It") : fault.path) + " " + complaint(fault.code, fault.detail) + ".";
}

} // namespace keysluice::core::rules
