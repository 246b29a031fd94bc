#pragma once

#include "core/provider_catalogue.h"
#include "ui/ports/agent_port.h"
#include "ui/text/rule_text.h"

namespace keysluice::ui {

/// The names of now, for the window: what is hidden in them or in a rule's texts becomes its code point. Thread: gui.
[[nodiscard]] RuleNames ruleNames(const AgentPort& agents, const core::ProviderCatalogue& catalogue);

} // namespace keysluice::ui
