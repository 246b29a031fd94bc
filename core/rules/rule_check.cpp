#include "core/rules/rule_check.h"

#include "core/rules/expression.h"
#include "core/rules/glob.h"
#include "core/rules/host_pattern.h"
#include "core/rules/path_pattern.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace keysluice::core::rules {

namespace {

using Code = RuleFaultCode;

std::size_t characterCount(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

/// Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX #9, section 2), and the line and
/// paragraph separators: what turns a sentence into another one on the screen.
bool turnsWriting(std::string_view text) {
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const std::string_view two = text.substr(i, 2);
        if (two == "\xd8\x9c") { // U+061C
            return true;
        }
        if (i + 2 >= text.size() || (two != "\xe2\x80" && two != "\xe2\x81")) {
            continue;
        }
        const auto last = static_cast<unsigned char>(text[i + 2]);
        const bool is20 = two == "\xe2\x80" && (last == 0x8eU || last == 0x8fU || (last >= 0xa8U && last <= 0xaeU));
        const bool is206 = two == "\xe2\x81" && last >= 0xa6U && last <= 0xa9U;
        if (is20 || is206) {
            return true;
        }
    }
    return false;
}

bool isToken(std::string_view text) { // RFC 9110, section 5.6.2
    const auto isByte = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), isByte);
}

bool isProviderId(std::string_view text) {
    const auto isByte = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    return text == "*" || std::all_of(text.begin(), text.end(), isByte);
}

bool isMethod(std::string_view text) {
    return isToken(text) && std::none_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool isPlainPattern(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

/// Remembers the first fault; paths are put together only when there is one.
class Checker final {
public:
    explicit Checker(std::optional<RuleFault>& fault) : m_fault(fault) {}

    [[nodiscard]] bool isDone() const { return m_fault.has_value(); }
    void complain(Code code, std::string path, std::string detail = {}) {
        if (!m_fault) {
            m_fault = RuleFault{code, std::move(path), std::move(detail)};
        }
    }

    void text(std::string_view value, std::size_t longest, bool mayBeEmpty, const std::string& path) {
        if (value.empty() && !mayBeEmpty) {
            complain(Code::TextEmpty, path);
        } else if (characterCount(value) > longest) {
            complain(Code::TextTooLong, path, std::to_string(longest));
        } else if (hasControlCharacter(value) || turnsWriting(value)) {
            complain(Code::TextUnprintable, path);
        }
    }

    template <class Value>
    void count(const std::vector<Value>& list, std::size_t most, const std::string& path) {
        if (list.size() > most) {
            complain(Code::TooMany, path, std::to_string(most));
        }
    }

    template <class Value>
    void range(const std::optional<Value>& value, Value least, Value most, const std::string& path) {
        if (value && (*value < least || *value > most)) {
            complain(Code::OutOfRange, path, std::to_string(least) + " to " + std::to_string(most));
        }
    }

    template <class IsWellFormed>
    void choice(const Choice& choice, const std::string& path, const char* member, const char* exceptMember,
                Code malformed, IsWellFormed isWellFormed) {
        list(choice.among, path + "." + member, malformed, isWellFormed);
        list(choice.except, path + "." + exceptMember, malformed, isWellFormed);
    }

private:
    template <class IsWellFormed>
    void list(const std::vector<std::string>& entries, const std::string& path, Code malformed,
              IsWellFormed isWellFormed) {
        count(entries, RuleBounds::kListEntries, path);
        std::unordered_set<std::string_view> seen;
        for (std::size_t i = 0; i < entries.size() && !isDone(); ++i) {
            const std::string entryPath = path + "[" + std::to_string(i) + "]";
            text(entries[i], RuleBounds::kPatternLength, false, entryPath);
            if (!isDone() && !isWellFormed(entries[i])) {
                complain(malformed, entryPath);
            }
            if (!seen.insert(entries[i]).second) {
                complain(Code::EntryRepeated, entryPath);
            }
        }
    }

    std::optional<RuleFault>& m_fault;
};

void checkHeaders(Checker& checker, const std::vector<HeaderCondition>& headers, const std::string& path) {
    checker.count(headers, RuleBounds::kHeaders, path);
    for (std::size_t i = 0; i < headers.size() && !checker.isDone(); ++i) {
        const std::string at = path + "[" + std::to_string(i) + "]";
        checker.text(headers[i].name, RuleBounds::kPatternLength, false, at + ".name");
        if (!isToken(headers[i].name)) {
            checker.complain(Code::HeaderNameMalformed, at + ".name");
        }
        if (headers[i].value) {
            checker.text(*headers[i].value, RuleBounds::kPatternLength, false, at + ".value");
        }
    }
}

void checkTexts(Checker& checker, const std::vector<TextCondition>& texts, const std::string& path) {
    checker.count(texts, RuleBounds::kTexts, path);
    for (std::size_t i = 0; i < texts.size() && !checker.isDone(); ++i) {
        const TextCondition& one = texts[i];
        const bool isExpression = one.kind == TextCondition::Kind::Matches;
        const std::string at = path + "[" + std::to_string(i) + (isExpression ? "].matches" : "].contains");
        checker.text(one.text, RuleBounds::kExpressionLength, false, at);
        if (checker.isDone()) {
            return;
        }
        const auto compiled = isExpression ? Expression::matching(one.text) : Expression::containing(one.text);
        if (!compiled) {
            checker.complain(Code::ExpressionMalformed, at, compiled.error());
        }
    }
}

void checkTime(Checker& checker, const TimeCondition& time, const std::string& path) {
    const bool isInRange = time.from >= 0 && time.from < TimeCondition::kMinutesOfDay && time.to >= 0 &&
                           time.to <= TimeCondition::kMinutesOfDay;
    if (!isInRange) {
        checker.complain(Code::TimeMalformed, path);
    } else if (time.from == time.to || (time.days & TimeCondition::kEveryDay) == 0 ||
               (time.days & ~TimeCondition::kEveryDay) != 0) {
        checker.complain(Code::TimeEmpty, path);
    }
}

void checkConditions(Checker& checker, const Conditions& it, const std::string& path) {
    const auto isAnything = [](const std::string&) { return true; };
    checker.choice(it.agents, path, "agents", "exceptAgents", Code::TextEmpty, isAnything);
    checker.choice(it.providers, path, "providers", "exceptProviders", Code::ProviderMalformed, isProviderId);
    checker.choice(it.hosts, path, "hosts", "exceptHosts", Code::HostMalformed,
                   [](const std::string& text) { return HostPattern::parse(text).has_value(); });
    checker.choice(it.methods, path, "methods", "exceptMethods", Code::MethodMalformed, isMethod);
    checker.choice(it.paths, path, "paths", "exceptPaths", Code::PathMalformed,
                   [](const std::string& text) { return PathPattern::parse(text).has_value(); });
    checker.choice(it.models, path, "models", "exceptModels", Code::PatternMalformed, isPlainPattern);
    checker.choice(it.hostedTools, path, "hostedTools", "exceptHostedTools", Code::PatternMalformed, isPlainPattern);
    checker.choice(it.mcpServers, path, "mcpServers", "exceptMcpServers", Code::PatternMalformed, isAnything);
    checker.count(it.endpoints, RuleBounds::kListEntries, path + ".endpoints");
    if (std::set<Endpoint>(it.endpoints.begin(), it.endpoints.end()).size() != it.endpoints.size()) {
        checker.complain(Code::EntryRepeated, path + ".endpoints");
    }
    const std::int64_t nothing = 0;
    checker.range(it.maximumTokensAbove, nothing, RuleBounds::kTokens, path + ".maximumTokensAbove");
    checker.range(it.thinkingTokensAbove, nothing, RuleBounds::kTokens, path + ".thinkingTokensAbove");
    checker.range(it.costAboveMicros, nothing, RuleBounds::kCostMicros, path + ".costAboveMicros");
    checker.range(it.bodyBytesAbove, nothing, RuleBounds::kBodyBytes, path + ".bodyBytesAbove");
    if (it.effortAbove == Effort::Maximum) {
        checker.complain(Code::NothingAbove, path + ".effortAbove");
    }
    checkHeaders(checker, it.headers, path + ".headers");
    checkTexts(checker, it.texts, path + ".texts");
    if (it.time) {
        checkTime(checker, *it.time, path + ".time");
    }
}

void checkOne(Checker& checker, const Rule& rule, const std::string& at) {
    checker.text(rule.id, RuleBounds::kIdLength, true, at + "id");
    checker.text(rule.name, RuleBounds::kNameLength, true, at + "name");
    checker.text(rule.reason, RuleBounds::kReasonLength, true, at + "reason");
    if (rule.isHighRisk && rule.decision != Decision::Ask) {
        checker.complain(Code::HighRiskNotAsk, at + "highRisk");
    }
    if (rule.answerSeconds && rule.decision != Decision::Ask) {
        checker.complain(Code::AnswerTimeNotAsk, at + "answerSeconds");
    }
    checker.range(rule.answerSeconds, RuleBounds::kShortestAnswerSeconds, RuleBounds::kLongestAnswerSeconds,
                  at + "answerSeconds");
    if (!rule.reason.empty() && rule.decision == Decision::Allow) {
        checker.complain(Code::ReasonWithAllow, at + "reason");
    }
    checkConditions(checker, rule.conditions, at + "conditions");
}

void checkOne(Checker& checker, const Limit& limit, const std::string& at) {
    checker.text(limit.id, RuleBounds::kIdLength, true, at + "id");
    checker.text(limit.name, RuleBounds::kNameLength, true, at + "name");
    checker.range(std::optional(limit.requests), std::int64_t{1}, RuleBounds::kRequests, at + "requests");
    checkConditions(checker, limit.conditions, at + "conditions");
}

template <class One>
void checkAll(Checker& checker, const std::vector<One>& all, std::size_t most, const std::string& path,
              std::unordered_set<std::string_view>& ids) {
    checker.count(all, most, path);
    for (std::size_t i = 0; i < all.size() && !checker.isDone(); ++i) {
        const std::string at = path + "[" + std::to_string(i) + "].";
        checkOne(checker, all[i], at);
        if (!all[i].id.empty() && !ids.insert(all[i].id).second) {
            checker.complain(Code::IdRepeated, at + "id");
        }
    }
}

} // namespace

std::optional<RuleFault> checkRule(const Rule& rule) {
    std::optional<RuleFault> fault;
    Checker checker(fault);
    checkOne(checker, rule, {});
    return fault;
}

std::optional<RuleFault> checkLimit(const Limit& limit) {
    std::optional<RuleFault> fault;
    Checker checker(fault);
    checkOne(checker, limit, {});
    return fault;
}

std::optional<RuleFault> checkRules(const RuleSet& set) {
    std::optional<RuleFault> fault;
    Checker checker(fault);
    std::unordered_set<std::string_view> ids;
    checkAll(checker, set.rules, RuleBounds::kRules, "rules", ids);
    checkAll(checker, set.limits, RuleBounds::kLimits, "limits", ids);
    std::size_t texts = 0;
    std::size_t entries = 0;
    const auto add = [&](const Conditions& it) {
        texts += it.texts.size();
        for (const Choice* choice : {&it.agents, &it.providers, &it.hosts, &it.methods, &it.paths, &it.models,
                                     &it.hostedTools, &it.mcpServers}) {
            entries += choice->among.size() + choice->except.size();
        }
    };
    for (const Rule& rule : set.rules) {
        add(rule.conditions);
    }
    for (const Limit& limit : set.limits) {
        add(limit.conditions);
    }
    if (texts > RuleBounds::kTextsInAll) {
        checker.complain(Code::TooManyTexts, "rules", std::to_string(RuleBounds::kTextsInAll));
    }
    if (entries > RuleBounds::kEntriesInAll) {
        checker.complain(Code::TooManyPatterns, "rules", std::to_string(RuleBounds::kEntriesInAll));
    }
    return fault;
}

} // namespace keysluice::core::rules
