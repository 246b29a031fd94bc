#include "ui/models/rule_draft.h"

#include "core/rules/rule_check.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace keysluice::ui {

namespace {

using namespace core::rules;
using Kind = ConditionKind;
using Operator = ConditionRow::Operator;
using Code = RuleFaultCode;

constexpr char kMissing[] = "\xe2\x80\xa6"; // …

struct ChoiceKind {
    Kind kind;
    Choice Conditions::*choice;
    std::string_view member;
    std::string_view exceptMember;
};
constexpr ChoiceKind kChoices[] = {{Kind::Agents, &Conditions::agents, "agents", "exceptAgents"},
                                   {Kind::Providers, &Conditions::providers, "providers", "exceptProviders"},
                                   {Kind::Hosts, &Conditions::hosts, "hosts", "exceptHosts"},
                                   {Kind::Methods, &Conditions::methods, "methods", "exceptMethods"},
                                   {Kind::Paths, &Conditions::paths, "paths", "exceptPaths"},
                                   {Kind::Models, &Conditions::models, "models", "exceptModels"},
                                   {Kind::HostedTools, &Conditions::hostedTools, "hostedTools", "exceptHostedTools"},
                                   {Kind::McpServers, &Conditions::mcpServers, "mcpServers", "exceptMcpServers"}};

struct NumberKind {
    Kind kind;
    std::optional<std::int64_t> Conditions::*number;
    std::string_view member;
    std::int64_t most;
};
constexpr NumberKind kNumbers[] = {
    {Kind::BodyBytes, &Conditions::bodyBytesAbove, "bodyBytesAbove", RuleBounds::kBodyBytes},
    {Kind::MaximumTokens, &Conditions::maximumTokensAbove, "maximumTokensAbove", RuleBounds::kTokens},
    {Kind::ThinkingTokens, &Conditions::thinkingTokensAbove, "thinkingTokensAbove", RuleBounds::kTokens},
    {Kind::Cost, &Conditions::costAboveMicros, "costAboveMicros", RuleBounds::kCostMicros}};

struct FlagKind {
    Kind kind;
    std::optional<bool> Conditions::*flag;
};
constexpr FlagKind kFlags[] = {{Kind::Streaming, &Conditions::isStreaming},
                               {Kind::Images, &Conditions::hasImages},
                               {Kind::Documents, &Conditions::hasDocuments}};

template <class Entry, std::size_t count>
const Entry* entryOf(const Entry (&table)[count], Kind kind) {
    const auto* found =
        std::find_if(std::begin(table), std::end(table), [kind](const Entry& one) { return one.kind == kind; });
    return found == std::end(table) ? nullptr : found;
}

bool repeats(Kind kind) {
    return kind == Kind::Headers || kind == Kind::Texts;
}

ConditionRow rowOf(Kind kind, Operator op) {
    ConditionRow row;
    row.kind = kind;
    row.op = op;
    return row;
}

void addRows(std::vector<ConditionRow>& rows, Kind kind, const Conditions& it) {
    if (const ChoiceKind* choice = entryOf(kChoices, kind)) {
        for (const Operator op : {Operator::Is, Operator::IsNot}) {
            const Choice& value = it.*choice->choice;
            const std::vector<std::string>& list = op == Operator::Is ? value.among : value.except;
            if (!list.empty()) {
                rows.push_back(rowOf(kind, op));
                rows.back().values = list;
            }
        }
    } else if (const NumberKind* number = entryOf(kNumbers, kind)) {
        if (it.*number->number) {
            rows.push_back(rowOf(kind, Operator::Above));
            rows.back().number = it.*number->number;
        }
    } else if (const FlagKind* flag = entryOf(kFlags, kind)) {
        if (it.*flag->flag) {
            rows.push_back(rowOf(kind, *(it.*flag->flag) ? Operator::Is : Operator::IsNot));
        }
    } else if (kind == Kind::Endpoints && !it.endpoints.empty()) {
        rows.push_back(rowOf(kind, Operator::Is));
        rows.back().endpoints = it.endpoints;
    } else if (kind == Kind::Effort && it.effortAbove) {
        rows.push_back(rowOf(kind, Operator::Above));
        rows.back().effort = *it.effortAbove;
    } else if (kind == Kind::Time && it.time) {
        rows.push_back(rowOf(kind, Operator::Is));
        rows.back().time = *it.time;
    }
}

void addTexts(std::vector<ConditionRow>& rows, const Conditions& it) {
    for (const HeaderCondition& header : it.headers) {
        rows.push_back(rowOf(Kind::Headers, header.value ? Operator::Is : Operator::IsThere));
        rows.back().values = {header.name, header.value.value_or(std::string())};
    }
    for (const TextCondition& text : it.texts) {
        rows.push_back(
            rowOf(Kind::Texts, text.kind == TextCondition::Kind::Contains ? Operator::Contains : Operator::Matches));
        rows.back().values = {text.text};
    }
}

std::string valueAt(const ConditionRow& row, std::size_t index) {
    return index < row.values.size() ? row.values[index] : std::string();
}

void put(Conditions& it, const ConditionRow& row) {
    if (const ChoiceKind* choice = entryOf(kChoices, row.kind)) {
        (row.op == Operator::Is ? (it.*choice->choice).among : (it.*choice->choice).except) = row.values;
    } else if (const NumberKind* number = entryOf(kNumbers, row.kind)) {
        it.*number->number = row.number;
    } else if (const FlagKind* flag = entryOf(kFlags, row.kind)) {
        it.*flag->flag = row.op == Operator::Is;
    } else if (row.kind == Kind::Endpoints) {
        it.endpoints = row.endpoints;
    } else if (row.kind == Kind::Effort) {
        it.effortAbove = row.effort;
    } else if (row.kind == Kind::Time) {
        it.time = row.time;
    } else if (row.kind == Kind::Headers) {
        const bool isThere = row.op == Operator::IsThere;
        it.headers.push_back({valueAt(row, 0), isThere ? std::nullopt : std::optional(valueAt(row, 1))});
    } else {
        it.texts.push_back({row.op == Operator::Contains ? TextCondition::Kind::Contains : TextCondition::Kind::Matches,
                            valueAt(row, 0)});
    }
}

bool isWithoutValue(const ConditionRow& row) {
    return entryOf(kChoices, row.kind) != nullptr ? row.values.empty()
                                                  : row.kind == Kind::Endpoints && row.endpoints.empty();
}

std::optional<DraftFault> missingValue(const std::vector<ConditionRow>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const NumberKind* number = entryOf(kNumbers, rows[i].kind);
        if (number != nullptr && !rows[i].number) {
            return DraftFault{DraftFault::Field::Condition,
                              i,
                              {},
                              {Code::OutOfRange, std::string(number->member), "0 to " + std::to_string(number->most)}};
        }
        if (isWithoutValue(rows[i])) {
            return DraftFault{DraftFault::Field::Condition, i, {}, {Code::ListEmpty, {}, {}}};
        }
    }
    return std::nullopt;
}

/// "conditions.hosts[3].name" in its parts.
struct FaultPath {
    std::string_view member;
    std::size_t index = 0;
    bool hasIndex = false;

    explicit FaultPath(std::string_view path) {
        member = path.substr(0, path.find_first_of("[."));
        if (const auto open = path.find('['); open != std::string_view::npos) {
            const char* const end = path.data() + path.size();
            hasIndex = std::from_chars(path.data() + open + 1, end, index).ec == std::errc();
        }
    }
};

bool isOf(const ConditionRow& row, std::string_view member) {
    if (const ChoiceKind* choice = entryOf(kChoices, row.kind)) {
        return member == (row.op == Operator::Is ? choice->member : choice->exceptMember);
    }
    if (const NumberKind* number = entryOf(kNumbers, row.kind)) {
        return member == number->member;
    }
    switch (row.kind) {
    case Kind::Endpoints:
        return member == "endpoints";
    case Kind::Effort:
        return member == "effortAbove";
    case Kind::Time:
        return member == "time";
    case Kind::Headers:
        return member == "headers";
    case Kind::Texts:
        return member == "texts";
    default:
        return false;
    }
}

DraftFault placed(const RuleFault& fault, const std::vector<ConditionRow>& rows) {
    DraftFault result;
    result.fault = fault;
    constexpr std::string_view kConditions = "conditions.";
    const std::string_view path = fault.path;
    if (path.substr(0, kConditions.size()) != kConditions) {
        using Field = DraftFault::Field;
        result.field = path == "name"            ? Field::Name
                       : path == "reason"        ? Field::Reason
                       : path == "answerSeconds" ? Field::Answer
                       : path == "requests"      ? Field::Requests
                                                 : Field::Whole;
        return result;
    }
    const FaultPath parts(path.substr(kConditions.size()));
    std::size_t nth = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!isOf(rows[i], parts.member) || (repeats(rows[i].kind) && parts.hasIndex && nth++ != parts.index)) {
            continue;
        }
        result.field = DraftFault::Field::Condition;
        result.row = i;
        if (parts.hasIndex && !repeats(rows[i].kind)) {
            result.value = valueAt(rows[i], parts.index);
        }
        return result;
    }
    return result;
}

} // namespace

const std::vector<Kind>& conditionKinds() {
    static const std::vector<Kind> kinds{Kind::Agents,    Kind::Providers,      Kind::Hosts,       Kind::Methods,
                                         Kind::Paths,     Kind::Endpoints,      Kind::Models,      Kind::MaximumTokens,
                                         Kind::Cost,      Kind::ThinkingTokens, Kind::Effort,      Kind::Streaming,
                                         Kind::Images,    Kind::Documents,      Kind::HostedTools, Kind::McpServers,
                                         Kind::BodyBytes, Kind::Headers,        Kind::Texts,       Kind::Time};
    return kinds;
}

const std::vector<Operator>& operatorsOf(Kind kind) {
    static const std::vector<Operator> either{Operator::Is, Operator::IsNot};
    static const std::vector<Operator> above{Operator::Above};
    static const std::vector<Operator> only{Operator::Is};
    static const std::vector<Operator> header{Operator::Is, Operator::IsThere};
    static const std::vector<Operator> text{Operator::Contains, Operator::Matches};
    if (entryOf(kChoices, kind) != nullptr || entryOf(kFlags, kind) != nullptr) {
        return either;
    }
    if (entryOf(kNumbers, kind) != nullptr || kind == Kind::Effort) {
        return above;
    }
    return kind == Kind::Headers ? header : kind == Kind::Texts ? text : only;
}

bool isListOfTexts(Kind kind) {
    return kind == Kind::Hosts || kind == Kind::Paths || kind == Kind::Models || kind == Kind::HostedTools ||
           kind == Kind::McpServers;
}

std::vector<ConditionRow> rowsOf(const Conditions& conditions) {
    std::vector<ConditionRow> rows;
    for (const Kind kind : conditionKinds()) {
        if (kind == Kind::Headers) {
            addTexts(rows, conditions);
        } else {
            addRows(rows, kind, conditions);
        }
    }
    return rows;
}

Conditions conditionsOf(const std::vector<ConditionRow>& rows) {
    Conditions conditions;
    for (const ConditionRow& row : rows) {
        put(conditions, row);
    }
    return conditions;
}

Conditions previewOf(const std::vector<ConditionRow>& rows) {
    std::vector<ConditionRow> shown = rows;
    for (ConditionRow& row : shown) {
        const bool isChoice = entryOf(kChoices, row.kind) != nullptr;
        const bool isText = row.kind == Kind::Headers || row.kind == Kind::Texts;
        if ((isChoice || isText) && row.values.empty()) {
            row.values = {kMissing};
        }
        for (std::string& value : row.values) {
            value = value.empty() ? kMissing : value;
        }
    }
    return conditionsOf(shown);
}

std::vector<Operator> freeOperators(const std::vector<ConditionRow>& rows, std::size_t row) {
    const Kind kind = rows[row].kind;
    std::vector<Operator> free = operatorsOf(kind);
    if (repeats(kind)) {
        return free;
    }
    if (entryOf(kFlags, kind) != nullptr) {
        return free; // there is one row at most
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i != row && rows[i].kind == kind) {
            free.erase(std::remove(free.begin(), free.end(), rows[i].op), free.end());
        }
    }
    return free;
}

std::optional<ConditionRow> freshRow(const std::vector<ConditionRow>& rows, Kind kind) {
    const auto count = static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [kind](const ConditionRow& row) { return row.kind == kind; }));
    if (repeats(kind)) {
        const std::size_t most = kind == Kind::Headers ? RuleBounds::kHeaders : RuleBounds::kTexts;
        return count < most ? std::optional(rowOf(kind, operatorsOf(kind).front())) : std::nullopt;
    }
    if (entryOf(kFlags, kind) != nullptr && count > 0) {
        return std::nullopt;
    }
    std::vector<ConditionRow> with = rows;
    with.push_back(rowOf(kind, operatorsOf(kind).front()));
    const std::vector<Operator> free = freeOperators(with, with.size() - 1);
    if (free.empty()) {
        return std::nullopt;
    }
    with.back().op = free.front();
    if (kind == Kind::Time) {
        constexpr int kMorning = 8 * 60;
        constexpr int kEvening = 18 * 60;
        with.back().time = {TimeCondition::kEveryDay, kMorning, kEvening};
    }
    return with.back();
}

RuleDraft draftOf(const Rule& rule) {
    RuleDraft draft;
    draft.rule = rule;
    draft.rows = rowsOf(rule.conditions);
    draft.rule.conditions = {};
    return draft;
}

RuleDraft draftOf(const Limit& limit) {
    RuleDraft draft;
    draft.part = RulePlace::Part::Limits;
    draft.limit = limit;
    draft.rows = rowsOf(limit.conditions);
    draft.limit.conditions = {};
    return draft;
}

Rule ruleOf(const RuleDraft& draft) {
    Rule rule = draft.rule;
    rule.conditions = conditionsOf(draft.rows);
    if (rule.decision != Decision::Ask) {
        rule.isHighRisk = false;
        rule.answerSeconds.reset();
    }
    if (rule.decision == Decision::Allow) {
        rule.reason.clear();
    }
    return rule;
}

Limit limitOf(const RuleDraft& draft) {
    Limit limit = draft.limit;
    limit.conditions = conditionsOf(draft.rows);
    return limit;
}

RuleSet setWith(const RuleSet& set, const RuleDraft& draft) {
    return draft.part == RulePlace::Part::Rules ? withRule(set, ruleOf(draft)) : withLimit(set, limitOf(draft));
}

std::optional<DraftFault> faultOf(const RuleDraft& draft, const RuleSet& set) {
    if (auto missing = missingValue(draft.rows)) {
        return missing;
    }
    const std::optional<RuleFault> own =
        draft.part == RulePlace::Part::Rules ? checkRule(ruleOf(draft)) : checkLimit(limitOf(draft));
    if (own) {
        return placed(*own, draft.rows);
    }
    if (const std::optional<RuleFault> whole = checkRules(setWith(set, draft))) {
        return DraftFault{DraftFault::Field::Whole, 0, {}, *whole};
    }
    return std::nullopt;
}

} // namespace keysluice::ui
