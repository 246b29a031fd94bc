#pragma once

#include "app/control/loosening_guard.h"
#include "app/control/server.h"
#include "app/services/runtime.h"

#include <QJsonArray>
#include <QObject>

#include <functional>
#include <memory>

namespace keysluice::app {

/// What the control socket can do, on the services of one instance; also used without a socket, when a command works on
/// the data directory itself. No operation returns a stored secret. Thread: gui.
class ControlOperations final : public QObject, public ControlHandler {
    Q_OBJECT
public:
    explicit ControlOperations(Runtime& runtime, QObject* parent = nullptr);

    [[nodiscard]] LooseningGuard& guard() { return m_guard; }
    /// Brings the window to the front; unset without one.
    void setRaise(std::function<void(const QString& activationToken)> raise) { m_raise = std::move(raise); }

    void handle(const QString& operation, const QJsonObject& arguments, Secrets&& secrets, ControlSession& session,
                Answer answer) override;
    void noteBroken(const ControlSession& session) override;

private:
    using Result = core::Outcome<QJsonObject>;

    void perform(const QString& name, const QJsonObject& arguments, std::shared_ptr<Secrets> secrets,
                 ControlSession& session, const Answer& answer);
    /// Passes the answer on, and puts it into the activity file; also that there was none, because the caller left.
    [[nodiscard]] Answer recorded(const QString& command, const ControlSession& session, Answer answer);
    /// Another process of this data directory was refused; it tells its command line itself.
    [[nodiscard]] Result noteRefusedStart(const QJsonObject& arguments, const ControlSession& session);
    void noteMalformed(const Caller& caller, const std::string& detail);
    [[nodiscard]] std::string agentNameOf(const LaunchRegistry::Entry* launch);
    [[nodiscard]] Result performNow(const QString& name, const QJsonObject& arguments);

    // modes: what is stricter than before needs nobody's consent
    [[nodiscard]] bool tightens(const QString& name, const QJsonObject& arguments) const;
    [[nodiscard]] Result setMode(const QJsonObject& arguments);
    [[nodiscard]] Result setAgentMode(const QJsonObject& arguments);
    [[nodiscard]] Result setForeignKeys(const QJsonObject& arguments);
    [[nodiscard]] Result freeze(const QJsonObject& arguments);
    /// Of one agent, or of all without a name. Never makes a freeze milder without ending it.
    [[nodiscard]] Result changeFreeze(const QJsonObject& arguments, core::Freeze wanted);
    // secrets
    void secretAdd(const QJsonObject& arguments, core::SecretBytes value, ControlSession& session,
                   const Answer& answer);
    void secretRotate(const QJsonObject& arguments, core::SecretBytes value, ControlSession& session,
                      const Answer& answer);
    void secretTest(const QJsonObject& arguments, ControlSession& session, const Answer& answer);
    void verifyThenStore(const std::string& provider, const std::string& kind, const QJsonObject& arguments,
                         core::SecretBytes value, ControlSession& session, const Answer& answer,
                         std::function<Result(core::SecretBytes, const ui::KeyCheckOutcome&)> store);
    [[nodiscard]] Result secretList() const;
    [[nodiscard]] Result secretSwitch(const QJsonObject& arguments, bool enabled);
    [[nodiscard]] core::Outcome<core::CredentialInfo> secretNamed(const QJsonObject& arguments) const;
    // agents
    [[nodiscard]] Result agentAdd(const QJsonObject& arguments);
    [[nodiscard]] Result agentList() const;
    [[nodiscard]] Result agentToken(const QJsonObject& arguments);
    [[nodiscard]] Result agentGrant(const QJsonObject& arguments, bool grant);
    [[nodiscard]] Result agentRevoke(const QJsonObject& arguments);
    [[nodiscard]] core::Outcome<core::AgentInfo> agentNamed(const QString& name) const;
    // requests that wait for a person
    [[nodiscard]] Result approvalList() const;
    [[nodiscard]] Result approvalApprove(const QJsonObject& arguments);
    [[nodiscard]] Result approvalDeny(const QJsonObject& arguments);
    // rules
    [[nodiscard]] bool tightensRules(const QString& name, const QJsonObject& arguments) const;
    [[nodiscard]] Result ruleList() const;
    [[nodiscard]] Result changeRules(const QString& name, const QJsonObject& arguments);
    // launches
    [[nodiscard]] Result launchBegin(const QJsonObject& arguments, ControlSession& session);
    // state and diagnosis
    void pause(int minutes);
    [[nodiscard]] Result status() const;
    [[nodiscard]] QJsonArray outdatedLaunches() const;
    [[nodiscard]] Result log(const QJsonObject& arguments) const;
    [[nodiscard]] Result logFollow(const QJsonObject& arguments, ControlSession& session);
    void unlock(Secrets& secrets, ControlSession& session, const Answer& answer);
    void doctor(ControlSession& session, const Answer& answer);

    Runtime& m_runtime;
    LooseningGuard m_guard;
    std::function<void(const QString&)> m_raise;
};

} // namespace keysluice::app
