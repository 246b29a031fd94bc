#include "core/rules/rule_index.h"

#include "core/injection.h"
#include "core/rules/glob.h"
#include "core/rules/host_pattern.h"
#include "core/rules/path_pattern.h"

#include <algorithm>
#include <array>

namespace keysluice::core::rules {

namespace {

void addIds(IdPart& part, const Choice& choice, std::size_t rule) {
    if (choice.among.empty() || std::find(choice.among.begin(), choice.among.end(), "*") != choice.among.end()) {
        part.addAlways(rule);
        return;
    }
    for (const std::string& id : choice.among) {
        part.add(id, rule);
    }
}

void addGlobs(PrefixPart& part, const Choice& choice, std::size_t rule, bool mayBeNone) {
    if (choice.isEmpty() || mayBeNone) {
        part.addAlways(rule);
    } else if (choice.among.empty()) {
        part.add({}, rule); // whatever the names are, but there must be one
    }
    for (const std::string& text : choice.among) {
        if (const auto glob = Glob::parse(text)) {
            part.add(glob->literalPrefix(), rule);
        }
    }
}

void narrowByNames(const PrefixPart& part, const Fact<std::vector<std::string>>& names, RuleBits& candidates) {
    if (!names || !part.isUsed()) {
        return;
    }
    RuleBits fitting = part.none();
    for (const std::string& name : *names) {
        if (!isComparableName(name)) {
            return;
        }
        part.find(foldedText(name), fitting);
    }
    candidates &= fitting;
}

void addBound(BoundPart& part, const std::optional<std::int64_t>& bound, std::size_t rule) {
    if (bound) {
        part.add(*bound, rule);
    } else {
        part.addAlways(rule);
    }
}

void narrowByNumber(const BoundPart& part, const Fact<std::int64_t>& number, RuleBits& candidates) {
    if (number) {
        part.narrow(*number, candidates);
    }
}

void addFlag(ValuePart& part, const std::optional<bool>& flag, std::size_t rule) {
    if (flag) {
        part.add(*flag ? 1 : 0, rule);
    } else {
        part.addAlways(rule);
    }
}

void narrowByFlag(const ValuePart& part, const Fact<bool>& flag, RuleBits& candidates) {
    if (flag) {
        part.narrow(std::array{std::size_t{*flag ? 1U : 0U}}, candidates);
    }
}

} // namespace

void RuleIndex::add(const Conditions& it, std::size_t rule, bool allows, const HeaderNumbers& headerNumbers) {
    m_all.set(rule);
    addIds(m_agents, it.agents, rule);
    addIds(m_providers, it.providers, rule);
    addIds(m_methods, it.methods, rule);
    addHosts(it.hosts, rule);
    addPaths(it.paths, rule);
    addGlobs(m_models, it.models, rule, false);
    addGlobs(m_hostedTools, it.hostedTools, rule, allows);
    addGlobs(m_mcpServers, it.mcpServers, rule, allows);
    for (const Endpoint endpoint : it.endpoints) {
        m_endpoints.add(static_cast<std::size_t>(endpoint), rule);
    }
    if (it.endpoints.empty()) {
        m_endpoints.addAlways(rule);
    }
    if (it.headers.empty()) {
        m_headers.addAlways(rule);
    } else if (const auto number = headerNumbers.find(foldedHeaderName(it.headers.front().name));
               number != headerNumbers.end()) {
        m_headers.add(number->second, rule);
    }
    addBound(m_bodyBytes, it.bodyBytesAbove, rule);
    addBound(m_maximumTokens, it.maximumTokensAbove, rule);
    addBound(m_thinkingTokens, it.thinkingTokensAbove, rule);
    addBound(m_cost, it.costAboveMicros, rule);
    addBound(m_effort, it.effortAbove ? std::optional(static_cast<std::int64_t>(*it.effortAbove)) : std::nullopt, rule);
    addFlag(m_isStreaming, it.isStreaming, rule);
    addFlag(m_hasImages, it.hasImages, rule);
    addFlag(m_hasDocuments, it.hasDocuments, rule);
}

void RuleIndex::seal() {
    for (PrefixPart* part : {&m_paths, &m_plainPaths, &m_models, &m_hostedTools, &m_mcpServers}) {
        part->seal();
    }
    for (BoundPart* part : {&m_bodyBytes, &m_maximumTokens, &m_thinkingTokens, &m_effort, &m_cost}) {
        part->seal();
    }
}

void RuleIndex::addHosts(const Choice& hosts, std::size_t rule) {
    if (hosts.among.empty()) {
        m_hosts.addAlways(rule);
    }
    for (const std::string& text : hosts.among) {
        if (const auto host = HostPattern::parse(text)) {
            m_hosts.add((host->isSuffix() ? "." : "") + host->name(), rule);
        }
    }
}

void RuleIndex::addPaths(const Choice& paths, std::size_t rule) {
    if (paths.among.empty()) {
        m_paths.addAlways(rule);
    }
    for (const std::string& text : paths.among) {
        if (const auto path = PathPattern::parse(text)) {
            m_paths.add(path->prefix(), rule);
            m_plainPaths.add(path->plainPrefix(), rule);
        }
    }
}

void RuleIndex::narrowByHost(std::string_view host, RuleBits& candidates) const {
    // a name has at most 127 labels, and IPv6 no dot but at its end
    std::array<std::string_view, 130> names;
    std::size_t count = 0;
    names[count++] = host;
    for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.', dot + 1)) {
        if (count == names.size()) {
            return;
        }
        names[count++] = host.substr(dot);
    }
    m_hosts.narrow(std::span(names.data(), count), candidates);
}

void RuleIndex::narrowByPath(const Question& question, RuleBits& candidates) const {
    const std::string_view path = question.head().path;
    if (!m_paths.isUsed() || path.size() > PathPattern::kComparedBytes) {
        return;
    }
    RuleBits fitting = m_paths.none();
    m_paths.find(path, fitting);
    m_plainPaths.find(question.plain(), fitting);
    candidates &= fitting;
}

void RuleIndex::narrowByHead(const Question& question, RuleBits& candidates) const {
    const HeadFacts& head = question.head();
    if (!head.isUpgrade) {
        m_methods.narrow(std::array{head.method}, candidates);
    }
    if (head.endpoint && !head.isUpgrade) {
        m_endpoints.narrow(std::array{static_cast<std::size_t>(*head.endpoint)}, candidates);
    }
    narrowByPath(question, candidates);
    m_headers.narrow(question.headerNumbersSent(), candidates);
    if (head.hasBody && head.bodyBytes && !head.isUpgrade) {
        m_bodyBytes.narrow(static_cast<std::int64_t>(std::min<std::uint64_t>(*head.bodyBytes, INT64_MAX)), candidates);
    }
}

void RuleIndex::narrowByBody(const BodyFacts& body, RuleBits& candidates) const {
    narrowByNames(m_models, body.models, candidates);
    narrowByNames(m_hostedTools, body.hostedTools, candidates);
    narrowByNames(m_mcpServers, body.mcpServers, candidates);
    narrowByNumber(m_maximumTokens, body.maximumTokens, candidates);
    narrowByNumber(m_thinkingTokens, body.thinkingTokens, candidates);
    narrowByNumber(m_cost, body.costMicros, candidates);
    if (body.effort) {
        m_effort.narrow(static_cast<std::int64_t>(*body.effort), candidates);
    }
    narrowByFlag(m_isStreaming, body.isStreaming, candidates);
    narrowByFlag(m_hasImages, body.hasImages, candidates);
    narrowByFlag(m_hasDocuments, body.hasDocuments, candidates);
}

RuleBits RuleIndex::candidates(const Question& question) const {
    const HeadFacts& head = question.head();
    RuleBits candidates = m_all;
    m_agents.narrow(std::array{head.agentId}, candidates);
    m_providers.narrow(std::array{head.providerId}, candidates);
    narrowByHost(head.host, candidates);
    if (!head.isBlind) {
        narrowByHead(question, candidates);
    }
    if (const BodyFacts* body = question.body()) {
        narrowByBody(*body, candidates);
    }
    return candidates;
}

} // namespace keysluice::core::rules
