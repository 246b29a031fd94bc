#pragma once

#include "core/clock.h"
#include "ui/models/rule_names.h"
#include "ui/ports/agent_port.h"
#include "ui/ports/approval_port.h"
#include "ui/ports/credential_port.h"
#include "ui/ports/rule_port.h"

namespace keysluice::ui {

/// What prompt, page and notifications of approvals take. All must outlive them. Thread: gui.
struct ApprovalPorts {
    ApprovalPort& approvals;
    AgentPort& agents;
    CredentialPort& credentials;
    RulePort& rules;
    const core::Clock& clock;

    [[nodiscard]] RuleNames names() const { return ruleNames(agents, credentials.catalogue()); }
};

} // namespace keysluice::ui
