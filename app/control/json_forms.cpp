#include "app/control/json_forms.h"

#include "app/verify/check_outcome.h"
#include "core/rules/facts_json.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace keysluice::app {

namespace {

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

using Approval = core::ActivityRecord::Approval;
constexpr std::array kApprovals{
    std::pair{Approval::Approved, "approved"},       std::pair{Approval::Remembered, "remembered"},
    std::pair{Approval::Denied, "denied"},           std::pair{Approval::TimedOut, "timed_out"},
    std::pair{Approval::Unavailable, "unavailable"}, std::pair{Approval::Withdrawn, "withdrawn"}};

QJsonValue factsJson(const core::ActivityRecord& row) {
    if (!row.facts) {
        return {};
    }
    return QJsonDocument::fromJson(QByteArray::fromStdString(core::rules::writeFacts(*row.facts))).object();
}

} // namespace

QJsonValue timeJson(core::UnixMs at) {
    return at == 0 ? QJsonValue() : QJsonValue(QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs));
}

QString healthName(core::Health health) {
    switch (health) {
    case core::Health::Unchecked:
        return QStringLiteral("unchecked");
    case core::Health::Valid:
        return QStringLiteral("valid");
    case core::Health::Restricted:
        return QStringLiteral("restricted");
    case core::Health::RateLimited:
        return QStringLiteral("rate_limited");
    case core::Health::OutOfCredit:
        return QStringLiteral("out_of_credit");
    case core::Health::Rejected:
        return QStringLiteral("rejected");
    }
    return {};
}

QString stateName(core::VaultState state) {
    switch (state) {
    case core::VaultState::Absent:
        return QStringLiteral("absent");
    case core::VaultState::Locked:
        return QStringLiteral("locked");
    case core::VaultState::Open:
        return QStringLiteral("open");
    case core::VaultState::PolicyUnverified:
        return QStringLiteral("policy_unverified");
    case core::VaultState::Unusable:
        return QStringLiteral("unusable");
    }
    return {};
}

QString decisionName(core::ActivityRecord::Decision decision) {
    switch (decision) {
    case core::ActivityRecord::Decision::Allowed:
        return QStringLiteral("allowed");
    case core::ActivityRecord::Decision::Blocked:
        return QStringLiteral("blocked");
    case core::ActivityRecord::Decision::Limited:
        return QStringLiteral("limited");
    case core::ActivityRecord::Decision::Error:
        return QStringLiteral("error");
    }
    return {};
}

QString approvalName(core::ActivityRecord::Approval approval) {
    for (const auto& [known, name] : kApprovals) {
        if (known == approval) {
            return QLatin1String(name);
        }
    }
    return {};
}

core::ActivityRecord::Approval approvalNamed(const QString& name) {
    for (const auto& [approval, known] : kApprovals) {
        if (name == QLatin1String(known)) {
            return approval;
        }
    }
    return core::ActivityRecord::Approval::NotAsked;
}

QString modeName(core::ForeignKeys mode) {
    switch (mode) {
    case core::ForeignKeys::Replace:
        return QStringLiteral("replace");
    case core::ForeignKeys::Refuse:
        return QStringLiteral("refuse");
    case core::ForeignKeys::Pass:
        return QStringLiteral("pass");
    }
    return {};
}

QString modeName(core::HostAccess access) {
    switch (access) {
    case core::HostAccess::Inherit:
        return QStringLiteral("inherit");
    case core::HostAccess::Open:
        return QStringLiteral("open");
    case core::HostAccess::Strict:
        return QStringLiteral("strict");
    }
    return {};
}

QString freezeName(core::Freeze freeze) {
    switch (freeze) {
    case core::Freeze::None:
        return QStringLiteral("no");
    case core::Freeze::Requests:
        return QStringLiteral("requests");
    case core::Freeze::Streams:
        return QStringLiteral("streams");
    }
    return {};
}

std::optional<core::ForeignKeys> foreignKeysNamed(const QString& name) {
    for (const auto mode : {core::ForeignKeys::Replace, core::ForeignKeys::Refuse, core::ForeignKeys::Pass}) {
        if (modeName(mode) == name) {
            return mode;
        }
    }
    return std::nullopt;
}

std::optional<core::HostAccess> hostAccessNamed(const QString& name) {
    for (const auto access : {core::HostAccess::Inherit, core::HostAccess::Open, core::HostAccess::Strict}) {
        if (modeName(access) == name) {
            return access;
        }
    }
    return std::nullopt;
}

QString slotName(core::SlotKind kind) {
    switch (kind) {
    case core::SlotKind::Keychain:
        return QStringLiteral("keychain");
    case core::SlotKind::Passphrase:
        return QStringLiteral("passphrase");
    case core::SlotKind::RecoveryCode:
        return QStringLiteral("recovery_code");
    case core::SlotKind::KeyFile:
        return QStringLiteral("key_file");
    }
    return {};
}

QJsonObject credentialJson(const core::CredentialInfo& info, int requestsToday) {
    QJsonArray hosts;
    for (const std::string& host : info.hosts) {
        hosts.append(text(host));
    }
    return {{QStringLiteral("id"), text(info.id)},
            {QStringLiteral("name"), text(info.name)},
            {QStringLiteral("provider"), text(info.providerId)},
            {QStringLiteral("kind"), text(info.kindId)},
            {QStringLiteral("hosts"), hosts},
            {QStringLiteral("preview"), text(info.preview)},
            {QStringLiteral("version"), static_cast<qint64>(info.version)},
            {QStringLiteral("enabled"), info.enabled},
            {QStringLiteral("foreignKeys"), modeName(info.foreignKeys)},
            {QStringLiteral("health"), healthName(info.health.health)},
            {QStringLiteral("status"), info.health.status == 0 ? QJsonValue() : QJsonValue(info.health.status)},
            {QStringLiteral("models"), info.health.models < 0 ? QJsonValue() : QJsonValue(info.health.models)},
            {QStringLiteral("checkedAt"), timeJson(info.health.checkedAt)},
            {QStringLiteral("createdAt"), timeJson(info.createdAt)},
            {QStringLiteral("rotatedAt"), timeJson(info.rotatedAt)},
            {QStringLiteral("lastUsedAt"), timeJson(info.lastUsedAt)},
            {QStringLiteral("requestsToday"), requestsToday}};
}

QJsonObject agentJson(const core::AgentInfo& info, const std::vector<core::CredentialInfo>& credentials,
                      std::size_t launches) {
    QJsonArray grants;
    for (const core::CredentialInfo& credential : credentials) {
        if (info.mayUse(credential.id)) {
            grants.append(text(credential.name));
        }
    }
    QJsonArray tokens;
    for (const core::TokenInfo& token : info.tokens) {
        tokens.append(QJsonObject{{QStringLiteral("id"), text(token.id)},
                                  {QStringLiteral("label"), text(token.label)},
                                  {QStringLiteral("createdAt"), timeJson(token.createdAt)},
                                  {QStringLiteral("expiresAt"), timeJson(token.expiresAt)},
                                  {QStringLiteral("lastUsedAt"), timeJson(token.lastUsedAt)}});
    }
    return {{QStringLiteral("id"), text(info.id)},
            {QStringLiteral("name"), text(info.name)},
            {QStringLiteral("everySecret"), info.everyCredential},
            {QStringLiteral("mode"), modeName(info.hostAccess)},
            {QStringLiteral("frozen"), freezeName(info.freeze)},
            {QStringLiteral("secrets"), grants},
            {QStringLiteral("tokens"), tokens},
            {QStringLiteral("launches"), static_cast<qint64>(launches)},
            {QStringLiteral("createdAt"), timeJson(info.createdAt)},
            {QStringLiteral("lastSeenAt"), timeJson(info.lastSeenAt)}};
}

QJsonObject activityJson(const core::ActivityRecord& row) {
    using Kind = core::ActivityRecord::Kind;
    const QString kind = row.kind == Kind::Request     ? QStringLiteral("request")
                         : row.kind == Kind::Connect   ? QStringLiteral("connect")
                         : row.kind == Kind::Tunnel    ? QStringLiteral("tunnel")
                         : row.kind == Kind::WebSocket ? QStringLiteral("websocket")
                         : row.kind == Kind::Command   ? QStringLiteral("command")
                                                       : QStringLiteral("failure");
    QJsonArray limits;
    for (const core::RecordId& id : row.limitIds) {
        limits.append(text(id));
    }
    return {{QStringLiteral("sequence"), static_cast<qint64>(row.sequence)},
            {QStringLiteral("kind"), kind},
            {QStringLiteral("at"), timeJson(row.at)},
            {QStringLiteral("decision"), decisionName(row.decision)},
            {QStringLiteral("code"), text(row.errorCode)},
            {QStringLiteral("detail"), text(row.detail)},
            {QStringLiteral("agent"), text(row.agentName)},
            {QStringLiteral("launch"), text(row.launchId)},
            {QStringLiteral("command"), text(row.launchCommand)},
            {QStringLiteral("folder"), text(row.launchFolder)},
            {QStringLiteral("pid"), static_cast<qint64>(row.launchPid)},
            {QStringLiteral("client"), text(row.client)},
            {QStringLiteral("method"), text(row.method)},
            {QStringLiteral("host"), text(row.host)},
            {QStringLiteral("port"), row.port},
            {QStringLiteral("path"), text(row.path)},
            {QStringLiteral("provider"), text(row.providerId)},
            {QStringLiteral("secret"), text(row.credentialName)},
            {QStringLiteral("header"), text(row.injectedHeader)},
            {QStringLiteral("rule"), text(row.ruleName)},
            {QStringLiteral("ruleId"), text(row.ruleId)},
            {QStringLiteral("limitIds"), limits},
            {QStringLiteral("facts"), factsJson(row)},
            {QStringLiteral("approval"), approvalName(row.approval)},
            {QStringLiteral("heldUs"), static_cast<qint64>(row.heldUs)},
            {QStringLiteral("status"), row.status},
            {QStringLiteral("complete"), row.complete},
            {QStringLiteral("bytesToProvider"), static_cast<qint64>(row.bytesToProvider)},
            {QStringLiteral("bytesToAgent"), static_cast<qint64>(row.bytesToAgent)},
            {QStringLiteral("firstByteUs"), static_cast<qint64>(row.firstByteUs)},
            {QStringLiteral("totalUs"), static_cast<qint64>(row.totalUs)},
            {QStringLiteral("repeats"), static_cast<qint64>(row.repeats)}};
}

QJsonObject checkJson(const ui::KeyCheckOutcome& outcome) {
    return {{QStringLiteral("result"), QString::fromLatin1(resultName(outcome.result))},
            {QStringLiteral("status"), outcome.status},
            {QStringLiteral("models"), outcome.models},
            {QStringLiteral("retryAfterSeconds"), static_cast<qint64>(outcome.retryAfterSeconds)},
            {QStringLiteral("host"), text(outcome.host)},
            {QStringLiteral("detail"), text(outcome.detail)}};
}

} // namespace keysluice::app
