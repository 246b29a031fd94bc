#pragma once

#include "core/approval.h"
#include "core/failure.h"
#include "core/secret_bytes.h"

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace keysluice::ui {

/// How far an approval reaches. All but Once and Always are forgotten at a lock, and count for the asking rule, the
/// agent and its launch alone.
enum class ApprovalScope {
    Once,
    Session, ///< as long as the launch lives; not for an agent whose token belongs to no launch
    TenMinutes,
    Hour,
    Always, ///< a rule that allows, directly above the one that asks, with its conditions and for this agent
};

/// A request that waited.
struct PastApproval {
    core::ApprovalRequest request;
    core::ApprovalEnd end = core::ApprovalEnd::Denied;
    std::optional<ApprovalScope> scope; ///< of an approval
    core::UnixMs at = 0;                ///< of the end
};

/// An answer that goes on answering.
struct RememberedApproval {
    core::RecordId id;
    core::rules::Rule rule; ///< that it answers, as it was
    core::RecordId agentId;
    std::string agentName;
    std::shared_ptr<const core::Launch> launch; ///< null: for requests that belong to no launch
    core::UnixMs since = 0;
    core::UnixMs until = 0; ///< 0: as long as the launch
};

/// What waits for a person, and the person's answers. Implemented by `app`. Thread: gui.
class ApprovalPort : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    using Answered = std::function<void(const core::Outcome<void>&)>;

    /// Oldest first.
    [[nodiscard]] virtual std::vector<core::ApprovalRequest> waiting() const = 0;
    /// Of this run, newest first, at most 200.
    [[nodiscard]] virtual std::vector<PastApproval> recent() const = 0;
    /// Newest first.
    [[nodiscard]] virtual std::vector<RememberedApproval> remembered() const = 0;

    /// `passphrase`: asked for by rules of high risk, empty for others. Answers once, never after `context` is gone.
    /// Errors: NotFound (it does not wait any more), WrongPassphrase (also none for a rule of high risk), Unsupported
    /// (the scope, without a launch), VaultLocked, and those of RulePort::setRules for Always.
    virtual void approve(core::ApprovalId id, ApprovalScope scope, core::SecretBytes passphrase, QObject* context,
                         Answered answered) = 0;
    /// Error: NotFound.
    [[nodiscard]] virtual core::Outcome<void> deny(core::ApprovalId id) = 0;
    /// Error: NotFound, and those of AgentPort::setFreeze; denied in any case.
    [[nodiscard]] virtual core::Outcome<void> denyAndFreeze(core::ApprovalId id) = 0;
    /// Error: NotFound.
    [[nodiscard]] virtual core::Outcome<void> forget(const core::RecordId& rememberedId) = 0;

Q_SIGNALS:
    /// Of any of the lists.
    void changed();
    /// One more waits.
    void asked(quint64 id);
    void ended(quint64 id);
};

} // namespace keysluice::ui
