#include "app/cli/output.h"

#include "app/control/json_forms.h"
#include "app/control/message.h"
#include "app/control/printable.h"
#include "ui/text/approval_outcome_text.h"
#include "ui/text/failure_text.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <cstdio>

namespace keysluice::app {

namespace {

struct OutputText {
    Q_DECLARE_TR_FUNCTIONS(keysluice::app::CommandLine)
};

QString member(const QJsonObject& object, const char* name) {
    return printable(object.value(QLatin1String(name)).toString());
}

QString localTime(const QJsonObject& object, const char* name) {
    const QDateTime at = QDateTime::fromString(object.value(QLatin1String(name)).toString(), Qt::ISODateWithMs);
    return at.isValid() ? QLocale().toString(at.toLocalTime(), QLocale::ShortFormat) : QStringLiteral("-");
}

QString padded(const QString& text, int width) {
    return text.leftJustified(width, QLatin1Char(' ')) + QLatin1Char(' ');
}

void printSecretRow(const QJsonObject& secret) {
    const QString state =
        secret.value(QLatin1String("enabled")).toBool() ? member(secret, "health") : OutputText::tr("disabled");
    printLine(padded(member(secret, "name"), 20) + padded(member(secret, "provider"), 10) +
              padded(member(secret, "kind"), 12) + padded(member(secret, "preview"), 26) + padded(state, 14) +
              localTime(secret, "lastUsedAt"));
}

void printSecret(const QJsonObject& secret) {
    for (const char* name : {"name", "provider", "kind", "preview", "health", "id"}) {
        printLine(padded(QLatin1String(name) + QLatin1Char(':'), 12) + member(secret, name));
    }
    printLine(padded(QStringLiteral("enabled:"), 12) +
              (secret.value(QLatin1String("enabled")).toBool() ? OutputText::tr("yes") : OutputText::tr("no")));
    printLine(padded(QStringLiteral("foreign:"), 12) + member(secret, "foreignKeys"));
    for (const char* name : {"createdAt", "rotatedAt", "checkedAt", "lastUsedAt"}) {
        printLine(padded(QLatin1String(name) + QLatin1Char(':'), 12) + localTime(secret, name));
    }
}

/// ", decided by: No hosted web tools, denied": what rules and a person had to say of a row.
QString decidedText(const QJsonObject& row) {
    QString text;
    if (const QString rule = member(row, "rule"); !rule.isEmpty()) {
        text += OutputText::tr(", decided by: %1").arg(rule);
    } else if (const QString id = member(row, "ruleId"); !id.isEmpty()) {
        text += OutputText::tr(", decided by: %1").arg(id);
    }
    if (const QString word = ui::approvalText(approvalNamed(member(row, "approval"))); !word.isEmpty()) {
        text += QStringLiteral(", ") + word;
    }
    return text;
}

bool isFrozen(const QJsonObject& object) {
    const QString frozen = member(object, "frozen");
    return !frozen.isEmpty() && frozen != QLatin1String("no");
}

void printAgentRow(const QJsonObject& agent) {
    QStringList secrets;
    for (const QJsonValue& name : agent.value(QLatin1String("secrets")).toArray()) {
        secrets << printable(name.toString());
    }
    const QString uses = agent.value(QLatin1String("everySecret")).toBool() ? OutputText::tr("every secret")
                                                                            : secrets.join(QStringLiteral(", "));
    printLine(padded(member(agent, "name"), 20) +
              padded(QString::number(agent.value(QLatin1String("tokens")).toArray().size()), 4) +
              padded(localTime(agent, "lastSeenAt"), 18) + padded(member(agent, "mode"), 8) + uses +
              (isFrozen(agent) ? OutputText::tr(", frozen") : QString()));
}

void printApprovalRow(const QJsonObject& approval) {
    QStringList models;
    for (const QJsonValue& model : approval.value(QLatin1String("models")).toArray()) {
        models << printable(model.toString());
    }
    printLine(padded(member(approval, "id"), 6) + padded(localTime(approval, "endsAt"), 18) +
              padded(member(approval, "agent"), 20) + padded(models.join(QStringLiteral(", ")), 28) +
              member(approval, "method") + QLatin1Char(' ') + member(approval, "host") + member(approval, "path"));
}

void printStatus(const QJsonObject& status) {
    const QJsonObject vault = status.value(QLatin1String("vault")).toObject();
    const QJsonObject gateway = status.value(QLatin1String("gateway")).toObject();
    printLine(OutputText::tr("Vault: %1").arg(member(vault, "state")));
    printLine(gateway.value(QLatin1String("running")).toBool()
                  ? OutputText::tr("Gateway: %1").arg(member(gateway, "address")) +
                        (gateway.value(QLatin1String("paused")).toBool() ? OutputText::tr(", paused") : QString())
                  : OutputText::tr("Gateway: not running"));
    if (const QString mode = member(vault, "mode"); !mode.isEmpty()) {
        printLine(mode == QLatin1String("strict") ? OutputText::tr("Other hosts: refused")
                                                  : OutputText::tr("Other hosts: tunnelled"));
    }
    if (isFrozen(vault)) {
        printLine(OutputText::tr("All agents: frozen"));
    }
    printLine(OutputText::tr("Secrets: %1, agents: %2, launches: %3")
                  .arg(status.value(QLatin1String("secrets")).toInt())
                  .arg(status.value(QLatin1String("agents")).toInt())
                  .arg(status.value(QLatin1String("launches")).toInt()));
    for (const QJsonValue& item : status.value(QLatin1String("outdatedLaunches")).toArray()) {
        const QJsonObject launch = item.toObject();
        QStringList hosts;
        for (const QJsonValue& host : launch.value(QLatin1String("hosts")).toArray()) {
            hosts += host.toString();
        }
        //: %1 is a program, %2 a list of host names
        printLine(OutputText::tr("%1 began before %2 was added: start it again to use that.")
                      .arg(member(launch, "command"), QLocale().createSeparatedList(hosts)));
    }
    printLine(OutputText::tr("Data directory: %1").arg(member(status, "dataDirectory")));
    for (const QJsonObject& part : {vault, gateway, status}) {
        for (const char* name : {"trouble", "warning"}) {
            const QJsonObject failure = part.value(QLatin1String(name)).toObject();
            if (!failure.isEmpty()) {
                const auto outcome = outcomeOf({{QStringLiteral("error"), failure}});
                printLine(ui::failureText(outcome.error()));
            }
        }
    }
}

} // namespace

int exitCodeOf(const core::Failure& failure) {
    using Code = core::FailureCode;
    switch (failure.code) {
    case Code::VaultLocked:
    case Code::WrongPassphrase:
    case Code::NoSuchSlot:
    case Code::KeychainAbsent:
    case Code::KeychainLocked:
    case Code::KeychainDismissed:
    case Code::KeychainHung:
    case Code::KeychainEntryMissing:
    case Code::KeychainFailed:
        return kLocked;
    case Code::NotRunning:
        return kNotRunning;
    case Code::Damaged:
    case Code::NewerVersion:
    case Code::PolicyUnverified:
    case Code::RolledBack:
        return kDamaged;
    default:
        return kRefused;
    }
}

int printFailure(const core::Failure& failure, const GlobalOptions& options) {
    const QString sentence = printable(ui::failureText(failure));
    printNote(sentence);
    if (options.json) {
        QJsonObject error = failureObject(failure);
        error.insert(QStringLiteral("message"), sentence);
        printJson({{QStringLiteral("error"), error}});
    }
    return exitCodeOf(failure);
}

void printLine(const QString& text) {
    const QByteArray bytes = text.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

void printNote(const QString& text) {
    const QByteArray bytes = "keysluice: " + text.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stderr);
}

void printJson(const QJsonObject& object) {
    const QByteArray bytes = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

QString checkText(const QJsonObject& check) {
    const QString result = check.value(QLatin1String("result")).toString();
    const QString host = member(check, "host");
    if (result == QLatin1String("valid")) {
        return OutputText::tr("The key works (%1 models).").arg(check.value(QLatin1String("models")).toInt());
    }
    if (result == QLatin1String("rejected")) {
        return OutputText::tr("%1 rejects this key.").arg(host);
    }
    if (result == QLatin1String("restricted")) {
        return OutputText::tr("%1 knows this key, but does not let it list models.").arg(host);
    }
    if (result == QLatin1String("rate_limited")) {
        return OutputText::tr("%1 knows this key, but limits it at the moment.").arg(host);
    }
    if (result == QLatin1String("out_of_credit")) {
        return OutputText::tr("%1 knows this key, but its account is out of credit.").arg(host);
    }
    if (result == QLatin1String("dns_failed")) {
        return OutputText::tr("The name %1 could not be resolved.").arg(host);
    }
    if (result == QLatin1String("connect_failed")) {
        return OutputText::tr("%1 could not be reached.").arg(host);
    }
    if (result == QLatin1String("tls_failed")) {
        return OutputText::tr("%1 could not prove its identity; nothing was sent.").arg(host) + QLatin1Char(' ') +
               member(check, "detail");
    }
    if (result == QLatin1String("proxy_failed")) {
        return OutputText::tr("The upstream proxy did not let the check through.");
    }
    if (result == QLatin1String("timed_out")) {
        return OutputText::tr("%1 did not answer in time.").arg(host);
    }
    if (result == QLatin1String("provider_busy")) {
        return OutputText::tr("%1 is overloaded at the moment.").arg(host);
    }
    if (result == QLatin1String("provider_error")) {
        return OutputText::tr("%1 has a failure of its own (HTTP %2).")
            .arg(host)
            .arg(check.value(QLatin1String("status")).toInt());
    }
    return OutputText::tr("%1 gave an answer that is no list of models.").arg(host);
}

QString activityLine(const QJsonObject& row) {
    const QString code = member(row, "code");
    const int status = row.value(QLatin1String("status")).toInt();
    return padded(localTime(row, "at"), 16) + padded(member(row, "decision"), 8) + padded(member(row, "agent"), 14) +
           padded(member(row, "method"), 8) + member(row, "host") + member(row, "path") +
           (status == 0 ? QString() : QString(QLatin1Char(' ') + QString::number(status))) +
           (code.isEmpty() ? QString() : QString(QLatin1Char(' ') + code)) + decidedText(row);
}

void printResult(const CommandLine& line, const QJsonObject& result) {
    switch (line.command) {
    case Command::SecretList:
        for (const QJsonValue& secret : result.value(QLatin1String("secrets")).toArray()) {
            printSecretRow(secret.toObject());
        }
        break;
    case Command::SecretShow:
        printSecret(result);
        break;
    case Command::SecretAdd:
    case Command::SecretRotate:
        printLine(OutputText::tr("“%1” is stored; agents can use it on their next request.")
                      .arg(member(result.value(QLatin1String("secret")).toObject(), "name")));
        break;
    case Command::AgentList:
        for (const QJsonValue& agent : result.value(QLatin1String("agents")).toArray()) {
            printAgentRow(agent.toObject());
        }
        break;
    case Command::ApprovalList:
        for (const QJsonValue& approval : result.value(QLatin1String("approvals")).toArray()) {
            printApprovalRow(approval.toObject());
        }
        break;
    case Command::AgentAdd:
    case Command::AgentToken:
        printLine(member(result, "token"));
        printNote(OutputText::tr("This token is shown only now."));
        break;
    case Command::Status:
        printStatus(result);
        break;
    case Command::Log:
        for (const QJsonValue& row : result.value(QLatin1String("rows")).toArray()) {
            printLine(activityLine(row.toObject()));
        }
        break;
    default:
        break;
    }
}

} // namespace keysluice::app
