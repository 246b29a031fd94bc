#include "ui/models/rule_names.h"

#include "ui/models/visible_text.h"

#include <map>
#include <utility>

namespace keysluice::ui {

RuleNames ruleNames(const AgentPort& agents, const core::ProviderCatalogue& catalogue) {
    using ById = std::map<std::string, QString>;
    ById agentNames;
    for (const core::AgentInfo& agent : agents.agents()) {
        agentNames.emplace(agent.id, visibleText(agent.name));
    }
    ById providerNames;
    for (const core::Provider& provider : catalogue.providers()) {
        providerNames.emplace(provider.id, QString::fromStdString(provider.name));
    }
    const auto lookUp = [](ById names) {
        return [names = std::move(names)](const std::string& id) {
            const auto found = names.find(id);
            return found == names.end() ? QString() : found->second;
        };
    };
    return {lookUp(std::move(agentNames)), lookUp(std::move(providerNames)),
            [](const std::string& text) { return visibleText(text); }};
}

} // namespace keysluice::ui
