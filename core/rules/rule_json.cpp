#include "core/rules/rule_json.h"

#include "core/rules/json_members.h"
#include "core/rules/json_text.h"
#include "core/rules/rule_check.h"

#include <array>
#include <cstdio>

namespace keysluice::core::rules {

namespace {

using Code = RuleFaultCode;

/// The lists of conditions that a choice is made from, and how they are called.
struct ChoiceMember {
    Choice Conditions::*choice;
    std::string_view among;
    std::string_view except;
};
constexpr ChoiceMember kChoices[] = {{&Conditions::agents, "agents", "exceptAgents"},
                                     {&Conditions::providers, "providers", "exceptProviders"},
                                     {&Conditions::hosts, "hosts", "exceptHosts"},
                                     {&Conditions::methods, "methods", "exceptMethods"},
                                     {&Conditions::paths, "paths", "exceptPaths"},
                                     {&Conditions::models, "models", "exceptModels"},
                                     {&Conditions::hostedTools, "hostedTools", "exceptHostedTools"},
                                     {&Conditions::mcpServers, "mcpServers", "exceptMcpServers"}};

struct NumberMember {
    std::optional<std::int64_t> Conditions::*number;
    std::string_view name;
};
constexpr NumberMember kNumbers[] = {{&Conditions::maximumTokensAbove, "maximumTokensAbove"},
                                     {&Conditions::thinkingTokensAbove, "thinkingTokensAbove"},
                                     {&Conditions::costAboveMicros, "costAboveMicros"},
                                     {&Conditions::bodyBytesAbove, "bodyBytesAbove"}};

struct FlagMember {
    std::optional<bool> Conditions::*flag;
    std::string_view name;
};
constexpr FlagMember kFlags[] = {{&Conditions::isStreaming, "streaming"},
                                 {&Conditions::hasImages, "images"},
                                 {&Conditions::hasDocuments, "documents"}};

/// "08:30"; up to `latest` minutes.
int readMinute(JsonMembers& members, std::string_view name, int latest) {
    const std::string text = members.requiredText(name);
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 100'000; };
    int minute = latest + 1;
    if (text.size() == 5 && text[2] == ':' && text[3] < '6') {
        minute = (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4);
    }
    if (minute > latest) {
        members.complain(Code::TimeMalformed, name);
        return 0;
    }
    return minute;
}

std::string minuteText(int minute) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d", minute / 60, minute % 60);
    return text.data();
}

TimeCondition readTime(JsonMembers members) {
    TimeCondition time;
    if (members.has("days")) {
        time.days = 0;
        for (const int day : members.someWords("days", dayWords())) {
            const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(day));
            if ((time.days & bit) != 0) {
                members.complain(Code::EntryRepeated, "days");
            }
            time.days = static_cast<std::uint8_t>(time.days | bit);
        }
    }
    if (members.has("from") || members.has("to")) {
        time.from = readMinute(members, "from", TimeCondition::kMinutesOfDay - 1);
        time.to = readMinute(members, "to", TimeCondition::kMinutesOfDay);
    } else {
        members.require("days");
    }
    members.finish();
    return time;
}

std::vector<HeaderCondition> readHeaders(JsonMembers& members) {
    std::vector<HeaderCondition> headers;
    for (JsonMembers& one : members.objects("headers", false)) {
        HeaderCondition header{one.requiredText("name"), {}};
        if (one.has("value")) {
            header.value = one.text("value");
        }
        one.finish();
        headers.push_back(std::move(header));
    }
    return headers;
}

std::vector<TextCondition> readTexts(JsonMembers& members) {
    std::vector<TextCondition> texts;
    for (JsonMembers& one : members.objects("texts", false)) {
        if (one.has("matches")) {
            texts.push_back({TextCondition::Kind::Matches, one.text("matches")});
        } else {
            texts.push_back({TextCondition::Kind::Contains, one.requiredText("contains")});
        }
        one.finish();
    }
    return texts;
}

Conditions readConditions(JsonMembers members) {
    Conditions conditions;
    for (const ChoiceMember& member : kChoices) {
        Choice& choice = conditions.*member.choice;
        choice.among = members.texts(member.among);
        choice.except = members.texts(member.except);
    }
    conditions.endpoints = members.someWords("endpoints", endpointWords());
    for (const NumberMember& member : kNumbers) {
        conditions.*member.number = members.number(member.name);
    }
    conditions.effortAbove = members.word("effortAbove", effortWords());
    for (const FlagMember& member : kFlags) {
        conditions.*member.flag = members.flag(member.name);
    }
    conditions.headers = readHeaders(members);
    conditions.texts = readTexts(members);
    if (auto time = members.object("time")) {
        conditions.time = readTime(std::move(*time));
    }
    members.finish();
    return conditions;
}

/// What rules and limits have in common.
template <class One>
void readCommon(JsonMembers& members, One& one) {
    one.id = members.text("id");
    one.name = members.text("name");
    one.isEnabled = members.flag("enabled").value_or(true);
    if (auto conditions = members.object("conditions")) {
        one.conditions = readConditions(std::move(*conditions));
    }
    members.finish();
}

void readOne(JsonMembers& members, Rule& rule) {
    members.require("decision");
    rule.decision = members.word("decision", decisionWords()).value_or(Decision::Block);
    rule.isHighRisk = members.flag("highRisk").value_or(false);
    rule.answerSeconds = members.number("answerSeconds");
    rule.reason = members.text("reason");
    readCommon(members, rule);
}

void readOne(JsonMembers& members, Limit& limit) {
    members.require("requests");
    members.require("period");
    members.require("scope");
    limit.requests = members.number("requests").value_or(1);
    limit.period = members.word("period", periodWords()).value_or(Period::Minute);
    limit.scope = members.word("scope", scopeWords()).value_or(Scope::Together);
    readCommon(members, limit);
}

template <class One>
std::vector<One> readAll(JsonMembers& members, std::string_view name, std::size_t most) {
    std::vector<One> all;
    members.require(name);
    std::vector<JsonMembers> objects = members.objects(name, true);
    if (objects.size() > most) {
        members.complain(Code::TooMany, name, std::to_string(most));
    }
    for (JsonMembers& object : objects) {
        if (!members.isGood()) {
            break;
        }
        readOne(object, all.emplace_back());
    }
    return all;
}

/// `read` gets the members of the text's object; what it makes is checked by `check`.
template <class Made, class Read, class Check>
Result<Made, RuleFault> readText(std::string_view json, Read read, Check check) {
    if (json.size() > RuleBounds::kFileBytes) {
        return failure(RuleFault{Code::FileTooLarge, {}, std::to_string(RuleBounds::kFileBytes)});
    }
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (const auto error = parser.parse(simdjson::padded_string(json)).get(root); error != simdjson::SUCCESS) {
        const std::string_view message = simdjson::error_message(error);
        return failure(RuleFault{Code::NotJson, {}, std::string(message.substr(0, message.find_last_not_of('.') + 1))});
    }
    std::optional<RuleFault> fault;
    Made made;
    JsonMembers members(root, {}, fault);
    read(members, made);
    if (!fault) {
        fault = check(made);
    }
    if (fault) {
        return failure(std::move(*fault));
    }
    return made;
}

void writeTime(JsonText& out, const TimeCondition& time) {
    const bool isWholeDay = time.from == 0 && time.to == TimeCondition::kMinutesOfDay;
    out.beginObject("time");
    if (time.days != TimeCondition::kEveryDay || isWholeDay) {
        std::vector<std::string> days;
        for (const auto& [word, day] : dayWords()) {
            if ((time.days >> static_cast<unsigned>(day) & 1U) != 0) {
                days.emplace_back(word);
            }
        }
        out.texts("days", days);
    }
    if (!isWholeDay) {
        out.text("from", minuteText(time.from));
        out.text("to", minuteText(time.to));
    }
    out.endObject();
}

void writeHeadersAndTexts(JsonText& out, const Conditions& conditions) {
    if (!conditions.headers.empty()) {
        out.beginList("headers");
        for (const HeaderCondition& header : conditions.headers) {
            out.beginObject();
            out.text("name", header.name);
            if (header.value) {
                out.text("value", *header.value);
            }
            out.endObject();
        }
        out.endList();
    }
    if (!conditions.texts.empty()) {
        out.beginList("texts");
        for (const TextCondition& text : conditions.texts) {
            out.beginObject();
            out.text(text.kind == TextCondition::Kind::Matches ? "matches" : "contains", text.text);
            out.endObject();
        }
        out.endList();
    }
}

void writeConditions(JsonText& out, const Conditions& conditions) {
    const auto writeList = [&out](std::string_view member, const std::vector<std::string>& entries) {
        if (!entries.empty()) {
            out.texts(member, entries);
        }
    };
    out.beginObject("conditions");
    for (const ChoiceMember& member : kChoices) {
        writeList(member.among, (conditions.*member.choice).among);
        writeList(member.except, (conditions.*member.choice).except);
    }
    std::vector<std::string> endpoints;
    for (const Endpoint endpoint : conditions.endpoints) {
        endpoints.emplace_back(wordOf(endpointWords(), endpoint));
    }
    writeList("endpoints", endpoints);
    for (const NumberMember& member : kNumbers) {
        if (const auto& number = conditions.*member.number) {
            out.number(member.name, *number);
        }
    }
    if (conditions.effortAbove) {
        out.text("effortAbove", wordOf(effortWords(), *conditions.effortAbove));
    }
    for (const FlagMember& member : kFlags) {
        if (const auto& flag = conditions.*member.flag) {
            out.flag(member.name, *flag);
        }
    }
    writeHeadersAndTexts(out, conditions);
    if (conditions.time) {
        writeTime(out, *conditions.time);
    }
    out.endObject();
}

template <class One>
void writeCommon(JsonText& out, const One& one) {
    if (!one.id.empty()) {
        out.text("id", one.id);
    }
    if (!one.name.empty()) {
        out.text("name", one.name);
    }
    out.flag("enabled", one.isEnabled);
}

void writeOne(JsonText& out, const Rule& rule) {
    out.beginObject();
    writeCommon(out, rule);
    out.text("decision", wordOf(decisionWords(), rule.decision));
    if (rule.isHighRisk) {
        out.flag("highRisk", true);
    }
    if (rule.answerSeconds) {
        out.number("answerSeconds", *rule.answerSeconds);
    }
    if (!rule.reason.empty()) {
        out.text("reason", rule.reason);
    }
    writeConditions(out, rule.conditions);
    out.endObject();
}

void writeOne(JsonText& out, const Limit& limit) {
    out.beginObject();
    writeCommon(out, limit);
    out.number("requests", limit.requests);
    out.text("period", wordOf(periodWords(), limit.period));
    out.text("scope", wordOf(scopeWords(), limit.scope));
    writeConditions(out, limit.conditions);
    out.endObject();
}

template <class One>
std::string writtenAlone(const One& one) {
    JsonText out;
    writeOne(out, one);
    return out.taken();
}

} // namespace

Result<RuleSet, RuleFault> readRules(std::string_view json) {
    const auto read = [](JsonMembers& members, RuleSet& set) {
        members.require("version");
        const auto version = members.number("version");
        if (version && *version > kRuleJsonVersion) {
            members.complain(Code::NewerVersion, "version");
        } else if (version && *version != kRuleJsonVersion) {
            members.complain(Code::WrongWord, "version", std::to_string(kRuleJsonVersion));
        }
        set.rules = readAll<Rule>(members, "rules", RuleBounds::kRules);
        set.limits = readAll<Limit>(members, "limits", RuleBounds::kLimits);
        members.finish();
    };
    return readText<RuleSet>(json, read, checkRules);
}

Result<Rule, RuleFault> readRule(std::string_view json) {
    return readText<Rule>(
        json, [](JsonMembers& members, Rule& rule) { readOne(members, rule); }, checkRule);
}

Result<Limit, RuleFault> readLimit(std::string_view json) {
    return readText<Limit>(
        json, [](JsonMembers& members, Limit& limit) { readOne(members, limit); }, checkLimit);
}

std::string writeRules(const RuleSet& set) {
    JsonText out;
    out.beginObject();
    out.number("version", kRuleJsonVersion);
    out.beginList("rules");
    for (const Rule& rule : set.rules) {
        writeOne(out, rule);
    }
    out.endList();
    out.beginList("limits");
    for (const Limit& limit : set.limits) {
        writeOne(out, limit);
    }
    out.endList();
    out.endObject();
    return out.taken();
}

std::string writeRule(const Rule& rule) {
    return writtenAlone(rule);
}

std::string writeLimit(const Limit& limit) {
    return writtenAlone(limit);
}

} // namespace keysluice::core::rules
