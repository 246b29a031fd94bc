#include "app/control/command_record.h"

#include "app/control/failure_names.h"
#include "app/control/printable.h"

namespace keysluice::app {

namespace {

using core::FailureCode;
using Record = core::ActivityRecord;

Record recordOf(const Caller& caller, const LaunchRegistry::Entry* below, const std::string& agentName,
                core::UnixMs now) {
    Record record;
    record.kind = Record::Kind::Command;
    record.at = now;
    // The program alone: whoever speaks to the socket may have been started with a key among its arguments.
    const QString command = QString::fromStdString(commandLineOf(caller.pid));
    record.client = printable(command.left(command.indexOf(QLatin1Char(' ')))).toStdString();
    record.launchPid = caller.pid;
    if (below != nullptr) {
        record.agentId = below->agentId;
        record.agentName = agentName;
        record.launchId = below->launch->id;
        record.launchCommand = below->launch->command;
        record.launchFolder = below->launch->folder;
    }
    return record;
}

std::string_view codeOf(FailureCode code) {
    switch (code) {
    case FailureCode::InsideLaunch:
        return "command_inside_launch";
    case FailureCode::WrongPassphrase:
    case FailureCode::NoSuchSlot:
        return "command_unproven";
    case FailureCode::ConfirmationNeeded:
        return "command_unconfirmed";
    case FailureCode::Refused:
        return "command_refused";
    case FailureCode::RedirectionNeedsPassphrase:
        return "command_redirection";
    default:
        return "command_failed";
    }
}

} // namespace

core::ActivityRecord commandRecord(const QString& command, const Caller& caller, const LaunchRegistry::Entry* below,
                                   const std::string& agentName, core::UnixMs now) {
    Record record = recordOf(caller, below, agentName, now);
    record.path = "keysluice " + command.toStdString();
    return record;
}

QString shownCommand(const QStringList& words) {
    constexpr qsizetype kShownCharacters = 200;
    QStringList shown{QStringLiteral("keysluice")};
    for (const QString& word : words.mid(1)) {
        const qsizetype at = word.lastIndexOf(QLatin1Char('@'));
        const bool isOption = word.startsWith(QLatin1String("--"));
        const qsizetype value = isOption ? word.indexOf(QLatin1Char('=')) + 1 : 0;
        shown << (at < 0 ? word : word.left(value) + QStringLiteral("…") + word.mid(at));
    }
    return printable(shown.join(QLatin1Char(' ')).left(kShownCharacters));
}

void setOutcome(core::ActivityRecord& record, const std::optional<core::Failure>& failure) {
    record.complete = !failure;
    if (failure) {
        record.errorCode = codeOf(failure->code);
        record.detail = failureName(failure->code);
        record.decision = record.errorCode == "command_failed" ? Record::Decision::Error : Record::Decision::Blocked;
    }
}

core::ActivityRecord malformedCommandRecord(const Caller& caller, const LaunchRegistry::Entry* below,
                                            const std::string& agentName, core::UnixMs now, const std::string& detail) {
    Record record = recordOf(caller, below, agentName, now);
    record.decision = Record::Decision::Blocked;
    record.errorCode = "command_malformed";
    record.detail = detail;
    return record;
}

} // namespace keysluice::app
