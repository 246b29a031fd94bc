#include "app/control/command_record.h"
#include "app/control/failure_names.h"
#include "app/control/operations.h"
#include "app/control/printable.h"

#include <QPointer>

namespace keysluice::app {

using core::FailureCode;

ControlOperations::Answer ControlOperations::recorded(const QString& command, const ControlSession& session,
                                                      Answer answer) {
    struct Row {
        QPointer<ControlOperations> operations;
        core::ActivityRecord record;
        std::optional<core::Failure> failure = core::Failure{FailureCode::Refused, "the caller left"};

        ~Row() {
            if (!operations.isNull()) {
                setOutcome(record, failure);
                operations->m_runtime.activity().note(std::move(record));
            }
        }
    };
    const LaunchRegistry::Entry* below = m_runtime.launches().enclosing(session.caller().pid);
    const auto row = std::make_shared<Row>();
    row->operations = this;
    row->record = commandRecord(command, session.caller(), below, agentNameOf(below), m_runtime.clock().now());
    return [row, answer = std::move(answer)](const Result& outcome) {
        row->failure = outcome ? std::nullopt : std::optional(outcome.error());
        answer(outcome);
    };
}

ControlOperations::Result ControlOperations::noteRefusedStart(const QJsonObject& arguments,
                                                              const ControlSession& session) {
    const auto code = failureFromName(arguments.value(QLatin1String("code")).toString().toStdString());
    if (!code) {
        return core::fail(FailureCode::Unsupported, "code");
    }
    constexpr qsizetype kShownCharacters = 200;
    const LaunchRegistry::Entry* below = m_runtime.launches().enclosing(session.caller().pid);
    const Caller starter{parentOf(session.caller().pid), session.caller().uid};
    core::ActivityRecord record = commandRecord({}, starter, below, agentNameOf(below), m_runtime.clock().now());
    record.path = printable(arguments.value(QLatin1String("command")).toString().left(kShownCharacters)).toStdString();
    setOutcome(record, core::Failure{*code, {}});
    m_runtime.activity().note(std::move(record));
    return QJsonObject();
}

void ControlOperations::noteMalformed(const Caller& caller, const std::string& detail) {
    const LaunchRegistry::Entry* below = m_runtime.launches().enclosing(caller.pid);
    m_runtime.activity().note(
        malformedCommandRecord(caller, below, agentNameOf(below), m_runtime.clock().now(), detail));
}

void ControlOperations::noteBroken(const ControlSession& session) {
    noteMalformed(session.caller(), "no message");
}

std::string ControlOperations::agentNameOf(const LaunchRegistry::Entry* launch) {
    if (launch != nullptr) {
        for (const core::AgentInfo& agent : m_runtime.agents().agents()) {
            if (agent.id == launch->agentId) {
                return agent.name;
            }
        }
    }
    return {};
}

} // namespace keysluice::app
