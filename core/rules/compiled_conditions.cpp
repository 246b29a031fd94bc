#include "core/rules/compiled_conditions.h"

#include "core/injection.h"

#include <algorithm>

namespace keysluice::core::rules {

namespace {

// What a pattern is not tried on, for the time it would take: it is Unknown.
constexpr std::size_t kAddressBytes = 2048;
constexpr std::size_t kHeaderBytes = 4096;
constexpr int kMinutesOfWeek = 7 * TimeCondition::kMinutesOfDay;

/// Error: false, once, when something of the choice is none.
template <class Pattern, class Parse>
bool compileChoice(const Choice& choice, CompiledChoice<Pattern>& compiled, Parse parse) {
    const auto compileList = [&](const std::vector<std::string>& texts, std::vector<Pattern>& patterns) {
        patterns.reserve(texts.size());
        for (const std::string& text : texts) {
            auto pattern = parse(text);
            if (!pattern) {
                return false;
            }
            patterns.push_back(std::move(*pattern));
        }
        return true;
    };
    return compileList(choice.among, compiled.among) && compileList(choice.except, compiled.except);
}

Fit fitOfId(const CompiledChoice<std::string>& choice, std::string_view id) {
    return choice.fit([&](const std::string& one) { return fitIf(one == id); });
}

using IsComparable = bool (*)(std::string_view);

bool isComparableAddress(std::string_view address) {
    return address.size() <= kAddressBytes;
}

Fit fitOfNames(const CompiledChoice<Glob>& choice, const Fact<std::vector<std::string>>& names, Several several,
               IsComparable isComparable, Fit ofNoneForAll) {
    if (!names) {
        return Fit::Unknown;
    }
    if (names->empty()) {
        return several == Several::AnyOfThem ? Fit::No : ofNoneForAll;
    }
    const bool isAny = several == Several::AnyOfThem;
    Fit joint = isAny ? Fit::No : Fit::Yes;
    for (const std::string& name : *names) {
        const Fit one =
            isComparable(name) ? choice.fit([&](const Glob& glob) { return fitIf(glob.matches(name)); }) : Fit::Unknown;
        joint = isAny ? either(joint, one) : both(joint, one);
    }
    return joint;
}

template <class Number, class Bound>
Fit fitAbove(const Fact<Number>& number, const std::optional<Bound>& bound) {
    return number ? fitIf(*number > *bound) : Fit::Unknown;
}

Fit fitOfFlag(const Fact<bool>& flag, const std::optional<bool>& wanted) {
    return flag ? fitIf(*flag == *wanted) : Fit::Unknown;
}

} // namespace

std::optional<CompiledConditions> CompiledConditions::compile(const Conditions& it, HeaderNumbers& headerNumbers) {
    CompiledConditions made;
    const auto asId = [](const std::string& text) { return std::optional(text); };
    const auto asGlob = [](const std::string& text) { return Glob::parse(text); };
    const bool isGood =
        compileChoice(it.agents, made.m_agents, asId) && compileChoice(it.providers, made.m_providers, asId) &&
        compileChoice(it.methods, made.m_methods, asId) && compileChoice(it.hosts, made.m_hosts, HostPattern::parse) &&
        compileChoice(it.paths, made.m_paths, PathPattern::parse) && compileChoice(it.models, made.m_models, asGlob) &&
        compileChoice(it.hostedTools, made.m_hostedTools, asGlob) &&
        compileChoice(it.mcpServers, made.m_mcpServers, asGlob);
    if (!isGood) {
        return {};
    }
    for (const HeaderCondition& header : it.headers) {
        const std::size_t number =
            headerNumbers.try_emplace(foldedHeaderName(header.name), headerNumbers.size()).first->second;
        const auto value = header.value ? Glob::parse(*header.value) : std::nullopt;
        if (header.value && !value) {
            return {};
        }
        made.m_headers.push_back({number, value});
    }
    for (const TextCondition& text : it.texts) {
        auto expression = text.kind == TextCondition::Kind::Matches ? Expression::matching(text.text)
                                                                    : Expression::containing(text.text);
        if (!expression) {
            return {};
        }
        made.m_texts.push_back(std::move(*expression));
    }
    const std::pair<ConditionKind, bool> present[] = {
        {ConditionKind::Agents, !it.agents.isEmpty()},
        {ConditionKind::Providers, !it.providers.isEmpty()},
        {ConditionKind::Hosts, !it.hosts.isEmpty()},
        {ConditionKind::Time, it.time.has_value()},
        {ConditionKind::Methods, !it.methods.isEmpty()},
        {ConditionKind::Endpoints, !it.endpoints.empty()},
        {ConditionKind::Paths, !it.paths.isEmpty()},
        {ConditionKind::BodyBytes, it.bodyBytesAbove.has_value()},
        {ConditionKind::Headers, !it.headers.empty()},
        {ConditionKind::Models, !it.models.isEmpty()},
        {ConditionKind::MaximumTokens, it.maximumTokensAbove.has_value()},
        {ConditionKind::ThinkingTokens, it.thinkingTokensAbove.has_value()},
        {ConditionKind::Effort, it.effortAbove.has_value()},
        {ConditionKind::Cost, it.costAboveMicros.has_value()},
        {ConditionKind::Streaming, it.isStreaming.has_value()},
        {ConditionKind::HostedTools, !it.hostedTools.isEmpty()},
        {ConditionKind::McpServers, !it.mcpServers.isEmpty()},
        {ConditionKind::Images, it.hasImages.has_value()},
        {ConditionKind::Documents, it.hasDocuments.has_value()},
        {ConditionKind::Texts, !it.texts.empty()},
    };
    for (const auto& [kind, isPresent] : present) {
        if (isPresent) {
            made.m_kinds.push_back(kind);
        }
    }
    made.m_plain.endpoints = it.endpoints;
    made.m_plain.maximumTokensAbove = it.maximumTokensAbove;
    made.m_plain.thinkingTokensAbove = it.thinkingTokensAbove;
    made.m_plain.effortAbove = it.effortAbove;
    made.m_plain.costAboveMicros = it.costAboveMicros;
    made.m_plain.bodyBytesAbove = it.bodyBytesAbove;
    made.m_plain.isStreaming = it.isStreaming;
    made.m_plain.hasImages = it.hasImages;
    made.m_plain.hasDocuments = it.hasDocuments;
    made.m_plain.time = it.time;
    return made;
}

CompiledConditions::Joint CompiledConditions::fit(const Question& question, Several several) const {
    Joint joint;
    for (const ConditionKind kind : m_kinds) {
        joint.add(one(kind, question, several));
        if (joint.fit == Fit::No) {
            break;
        }
    }
    return joint;
}

CompiledConditions::Joint CompiledConditions::fitWithout(const ConditionKinds& left, const Question& question,
                                                         Several several,
                                                         std::optional<ConditionKind>& firstLeft) const {
    Joint joint;
    for (const ConditionKind kind : m_kinds) {
        const ConditionFit fit = one(kind, question, several);
        if (!left.has(kind) || fit.isPending) {
            joint.add(fit);
        } else if (!firstLeft) {
            firstLeft = kind;
        }
    }
    return joint;
}

std::vector<ConditionFit> CompiledConditions::each(const Question& question, Several several) const {
    std::vector<ConditionFit> all;
    for (const ConditionKind kind : m_kinds) {
        all.push_back(one(kind, question, several));
    }
    return all;
}

ConditionFit CompiledConditions::one(ConditionKind kind, const Question& question, Several several) const {
    const bool isBytes = kind == ConditionKind::BodyBytes;
    if (isOfBody(kind) && !isBytes) {
        const BodyFacts* body = question.body();
        return {kind, body == nullptr ? Fit::Unknown : ofBody(kind, *body, several), question.isBodyPending()};
    }
    const Fit fit = ofHead(kind, question, several);
    // an Upgrade is a GET by name, and does what other methods do
    const bool mayBeTold = isBytes || (kind == ConditionKind::Methods && question.head().isUpgrade);
    return {kind, fit, mayBeTold && fit == Fit::Unknown && question.isBodyPending()};
}

Fit CompiledConditions::ofHead(ConditionKind kind, const Question& question, Several several) const {
    const HeadFacts& head = question.head();
    switch (kind) {
    case ConditionKind::Agents:
        return fitOfId(m_agents, head.agentId);
    case ConditionKind::Providers:
        return m_providers.fit(
            [&](const std::string& id) { return fitIf(id == "*" ? !head.providerId.empty() : id == head.providerId); });
    case ConditionKind::Hosts:
        return m_hosts.fit([&](const HostPattern& host) { return fitIf(host.matches(head.host, head.port)); });
    case ConditionKind::Time:
        return ofTime(head.minuteOfWeek);
    default:
        break;
    }
    if (head.isBlind) {
        return Fit::Unknown;
    }
    switch (kind) {
    case ConditionKind::Methods:
        return head.isUpgrade ? Fit::Unknown : fitOfId(m_methods, head.method);
    case ConditionKind::Endpoints: {
        // what an Upgrade leads to is never mere reading
        if (!head.endpoint || (head.isUpgrade && *head.endpoint == Endpoint::Other)) {
            return Fit::Unknown;
        }
        const auto& endpoints = m_plain.endpoints;
        return fitIf(std::find(endpoints.begin(), endpoints.end(), *head.endpoint) != endpoints.end());
    }
    case ConditionKind::Paths:
        return m_paths.fit([&](const PathPattern& path) { return path.matches(head.path, question.plain()); });
    case ConditionKind::BodyBytes: {
        const bool hasNone = !head.hasBody && !head.isUpgrade;
        const Fact<std::int64_t> bytes = hasNone ? Fact<std::int64_t>(0)
                                         : head.isUpgrade || !head.bodyBytes
                                             ? std::nullopt
                                             : Fact<std::int64_t>(std::min<std::uint64_t>(*head.bodyBytes, INT64_MAX));
        return fitAbove(bytes, m_plain.bodyBytesAbove);
    }
    case ConditionKind::Headers: {
        Fit joint = Fit::Yes;
        for (const Header& header : m_headers) {
            joint = both(joint, ofHeader(header, question, several));
        }
        return joint;
    }
    default:
        return Fit::Unknown;
    }
}

Fit CompiledConditions::ofBody(ConditionKind kind, const BodyFacts& body, Several several) const {
    switch (kind) {
    case ConditionKind::Models:
        return fitOfNames(m_models, body.models, several, isComparableName, Fit::No);
    case ConditionKind::MaximumTokens:
        return fitAbove(body.maximumTokens, m_plain.maximumTokensAbove);
    case ConditionKind::ThinkingTokens:
        return fitAbove(body.thinkingTokens, m_plain.thinkingTokensAbove);
    case ConditionKind::Effort:
        return fitAbove(body.effort, m_plain.effortAbove);
    case ConditionKind::Cost:
        return fitAbove(body.costMicros, m_plain.costAboveMicros);
    case ConditionKind::Streaming:
        return fitOfFlag(body.isStreaming, m_plain.isStreaming);
    case ConditionKind::HostedTools:
        return fitOfNames(m_hostedTools, body.hostedTools, several, isComparableName, Fit::Yes);
    case ConditionKind::McpServers:
        return fitOfNames(m_mcpServers, body.mcpServers, several, isComparableAddress, Fit::Yes);
    case ConditionKind::Images:
        return fitOfFlag(body.hasImages, m_plain.hasImages);
    case ConditionKind::Documents:
        return fitOfFlag(body.hasDocuments, m_plain.hasDocuments);
    case ConditionKind::Texts:
        if (!body.text) {
            return Fit::Unknown;
        }
        return fitIf(std::all_of(m_texts.begin(), m_texts.end(),
                                 [&](const Expression& expression) { return expression.isFoundIn(*body.text); }));
    default:
        return Fit::Unknown;
    }
}

Fit CompiledConditions::ofTime(int minuteOfWeek) const {
    if (minuteOfWeek < 0 || minuteOfWeek >= kMinutesOfWeek) {
        return Fit::Unknown;
    }
    const TimeCondition& time = *m_plain.time;
    const int day = minuteOfWeek / TimeCondition::kMinutesOfDay;
    const int minute = minuteOfWeek % TimeCondition::kMinutesOfDay;
    const auto hasDay = [&](int which) { return (time.days >> static_cast<unsigned>(which % 7) & 1U) != 0; };
    if (time.from < time.to) {
        return fitIf(hasDay(day) && minute >= time.from && minute < time.to);
    }
    return fitIf((hasDay(day) && minute >= time.from) || (hasDay(day + 6) && minute < time.to));
}

Fit CompiledConditions::ofHeader(const Header& header, const Question& question, Several several) const {
    bool isThere = false;
    Fit all = Fit::Yes;
    Fit any = Fit::No;
    for (const Question::HeaderValue& sent : question.headers()) {
        if (sent.number != header.number) {
            continue;
        }
        const Fit one = !header.value                      ? Fit::Yes
                        : sent.value.size() > kHeaderBytes ? Fit::Unknown
                                                           : fitIf(header.value->matches(sent.value));
        isThere = true;
        all = both(all, one);
        any = either(any, one);
    }
    return !isThere ? Fit::No : several == Several::AnyOfThem ? any : all;
}

} // namespace keysluice::core::rules
