#pragma once

#include "core/rules/evaluator.h"
#include "gateway/http/answer_code.h"
#include "gateway/http/authority.h"
#include "gateway/http/head.h"
#include "gateway/snapshot.h"

#include <optional>
#include <utility>
#include <vector>

/// What the user's rules say of a request. Pure: the moment is given. Thread: any.
namespace keysluice::gateway::policy {

/// When a request is judged.
struct Moment {
    core::UnixMs at = 0;
    int minuteOfWeek = 0; ///< local time; 0 is Monday 00:00
};

/// A request for the rules to judge. Borrows everything, the snapshot included.
struct RuleSubject {
    const SnapshotAgent& agent;
    const http::Authority& authority;
    const core::Provider* provider = nullptr;
    const SnapshotCredential* credential = nullptr;
    const http::RequestHead* head = nullptr; ///< null: a CONNECT to a host that is not opened up
};

/// What decides beside the request and the rules.
struct Circumstances {
    bool isStrict = false;         ///< what no rule decides is blocked, where there are rules that decide
    std::string_view launchId;     ///< empty: the agent's token belongs to none
    std::string_view approvedRule; ///< that this very request was approved for; empty: for none
    bool isHeld = false;           ///< the request is here as a whole, so that a person can be shown it
};

/// The facts that rules ask for, of one subject; credentials that the client brings are none of them. Borrows from it.
class HeadQuestion final {
public:
    HeadQuestion(const RuleSubject& subject, const Moment& moment);
    HeadQuestion(const HeadQuestion&) = delete;
    HeadQuestion& operator=(const HeadQuestion&) = delete;

    [[nodiscard]] const core::rules::HeadFacts& facts() const { return m_facts; }

private:
    std::vector<std::pair<std::string_view, std::string_view>> m_headers;
    core::rules::HeadFacts m_facts;
};

struct RuleDecision {
    enum class Action {
        Pass,   ///< a rule allows it, or none says anything and the mode lets it
        Refuse, ///< with `code`
        Hold,   ///< the request has to be read as a whole first
        Ask,    ///< a person
    };
    Action action = Action::Pass;
    http::AnswerCode code = http::AnswerCode::BlockedByRule;
    const core::rules::Rule* rule = nullptr; ///< that decided; in the snapshot; null: the mode did
    std::size_t place = 0;                   ///< of the rule
    /// The rule fits only because this could not be established.
    std::optional<core::rules::ConditionKind> unknownCondition;
    core::ActivityRecord::Approval approval = core::ActivityRecord::Approval::NotAsked;
};

/// `body`: null while it was not read.
[[nodiscard]] RuleDecision judge(const Snapshot& snapshot, const core::rules::HeadFacts& head,
                                 const core::rules::BodyFacts* body, const Circumstances& around);

/// The rule that blocks everything at a host, for a CONNECT to it (`head.isBlind`): it fits, and none before it could.
/// Null: there is none.
[[nodiscard]] const core::rules::Rule* blockingUnseen(const Snapshot& snapshot, const core::rules::HeadFacts& head);

/// What rules have against something that runs already and was let through by others: a blind tunnel (`path` empty), or
/// a WebSocket, whose handshake is gone but for its path, so that no header is there. `subject.head` is not asked.
[[nodiscard]] std::optional<http::AnswerCode> refusalByRules(const Snapshot& snapshot, const RuleSubject& subject,
                                                             std::string_view path, const Moment& moment,
                                                             Circumstances around);

/// The catalogue's entry for the request; null: it is not listed, or the host is no provider's.
[[nodiscard]] const core::ProviderEndpoint* endpointOf(const core::Provider* provider, const http::RequestHead& head);

} // namespace keysluice::gateway::policy
