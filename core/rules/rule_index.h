#pragma once

#include "core/rules/index_parts.h"
#include "core/rules/question.h"
#include "core/rules/rule.h"

#include <string_view>

namespace keysluice::core::rules {

/// Leaves out the rules that cannot fit a request, so that few of many have to be asked. What it leaves in may still
/// not fit; what it leaves out never does, and is not Unknown either. Texts and exceptions are not looked up, and
/// patterns only by what they begin with. Thread: any (immutable once it is sealed).
class RuleIndex final {
public:
    /// `allows`: the rule needs all of several elements to fit, and of tools and servers there may be none.
    void add(const Conditions& conditions, std::size_t rule, bool allows, const HeaderNumbers& headerNumbers);
    /// After the last add.
    void seal();

    [[nodiscard]] RuleBits candidates(const Question& question) const;

private:
    void addHosts(const Choice& hosts, std::size_t rule);
    void addPaths(const Choice& paths, std::size_t rule);
    void narrowByHead(const Question& question, RuleBits& candidates) const;
    void narrowByBody(const BodyFacts& body, RuleBits& candidates) const;
    void narrowByHost(std::string_view host, RuleBits& candidates) const;
    void narrowByPath(const Question& question, RuleBits& candidates) const;

    RuleBits m_all;
    IdPart m_agents;
    IdPart m_providers;
    IdPart m_methods;
    IdPart m_hosts; ///< whatever the port; `.suffix` for what is below it
    ValuePart m_endpoints;
    ValuePart m_headers; ///< by the first header alone
    PrefixPart m_paths;
    PrefixPart m_plainPaths;
    PrefixPart m_models;
    PrefixPart m_hostedTools;
    PrefixPart m_mcpServers;
    BoundPart m_bodyBytes;
    BoundPart m_maximumTokens;
    BoundPart m_thinkingTokens;
    BoundPart m_effort;
    BoundPart m_cost;
    ValuePart m_isStreaming;
    ValuePart m_hasImages;
    ValuePart m_hasDocuments;
};

} // namespace keysluice::core::rules
