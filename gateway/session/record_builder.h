#pragma once

#include "core/activity.h"
#include "gateway/http/answer_code.h"
#include "gateway/http/authority.h"
#include "gateway/http/head.h"
#include "gateway/policy/agent_authentication.h"
#include "gateway/snapshot.h"

#include <string_view>

namespace keysluice::gateway::session {

/// Fills rows of the activity log from what is known so far; texts are cut to their limits and made printable.
/// Thread: any.
void noteAgent(core::ActivityRecord& record, const policy::AgentIdentity& identity);
void noteRequest(core::ActivityRecord& record, const http::RequestHead& head);
void noteDestination(core::ActivityRecord& record, const http::Authority& authority, std::string_view scheme);
void notePolicy(core::ActivityRecord& record, const core::Provider* provider, const SnapshotCredential* credential);
/// `rule`: of the user's, that decided; a rule or a limit.
template <class Rule>
void noteRule(core::ActivityRecord& record, const Rule& rule) {
    record.ruleId = rule.id;
    record.ruleName = rule.name;
}
/// What rules could read of the body.
void noteFacts(core::ActivityRecord& record, const core::rules::BodyFacts& facts);
/// Which kind of decision a refusal with this code was.
[[nodiscard]] core::ActivityRecord::Decision decisionOf(http::AnswerCode code);

} // namespace keysluice::gateway::session
