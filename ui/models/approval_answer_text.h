#pragma once

#include "ui/ports/approval_port.h"
#include "ui/text/rule_text.h"

#include <QString>

#include <vector>

namespace keysluice::ui {

// Words for the answers to requests that wait, and what the answers reach. Show the results as plain text.
// Thread: gui (uses the application's translation).

/// What can be chosen beside Once.
[[nodiscard]] std::vector<ApprovalScope> widerScopes(const core::ApprovalRequest& request);
/// "For this session of aider in ~/src/harbor", "For 10 minutes", "Always: adds the rule “Allow aider when …” above
/// rule 2".
[[nodiscard]] QString scopeText(ApprovalScope scope, const core::ApprovalRequest& request, const RuleNames& names);
/// What the answers that are remembered answer: "Answers rule 2 for this session of aider only, until the vault is
/// locked."
[[nodiscard]] QString reachText(const core::ApprovalRequest& request);
/// "Deny and freeze aider"
[[nodiscard]] QString freezeText(const core::ApprovalRequest& request);

/// The rule that an approval for always adds: it allows what the asking rule fits, for this agent alone.
[[nodiscard]] core::rules::Rule alwaysRule(const core::ApprovalRequest& request);

/// "Approved for 10 minutes", "Denied", "Denied: no answer in time"
[[nodiscard]] QString endText(const PastApproval& past);

/// "aider in ~/src/harbor", "aider, outside of sessions"
[[nodiscard]] QString rememberedAgentText(const RememberedApproval& remembered);
/// "until 14:30", "until the session ends"
[[nodiscard]] QString rememberedUntilText(const RememberedApproval& remembered, core::UnixMs now);

} // namespace keysluice::ui
