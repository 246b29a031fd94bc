#include "app/control/json_forms.h"
#include "app/control/operations.h"

#include <QJsonArray>

#include <array>

namespace keysluice::app {

using core::fail;
using core::FailureCode;
using ui::ApprovalScope;

namespace {

struct ScopeWord {
    ApprovalScope scope;
    const char* word;
};
constexpr std::array kScopes{ScopeWord{ApprovalScope::Once, "once"}, ScopeWord{ApprovalScope::Session, "session"},
                             ScopeWord{ApprovalScope::TenMinutes, "10m"}, ScopeWord{ApprovalScope::Hour, "1h"},
                             ScopeWord{ApprovalScope::Always, "always"}};

std::optional<ApprovalScope> scopeNamed(const QString& word) {
    for (const ScopeWord& each : kScopes) {
        if (word == QLatin1String(each.word)) {
            return each.scope;
        }
    }
    return std::nullopt;
}

core::ApprovalId idOf(const QJsonObject& arguments) {
    return arguments.value(QLatin1String("name")).toString().toULongLong(); // 0 is nobody's
}

QJsonValue numberOrNull(const std::optional<std::int64_t>& number) {
    return number ? QJsonValue(static_cast<qint64>(*number)) : QJsonValue();
}

/// Without the excerpt: whoever may read here need not see what another agent writes.
QJsonObject approvalJson(const core::ApprovalRequest& request) {
    const auto text = [](const std::string& value) { return QString::fromStdString(value); };
    QJsonArray models;
    for (const std::string& model : request.models) {
        models.append(text(model));
    }
    QJsonObject object{{QStringLiteral("id"), QString::number(request.id)},
                       {QStringLiteral("at"), timeJson(request.at)},
                       {QStringLiteral("endsAt"), timeJson(request.endsAt)},
                       {QStringLiteral("agent"), text(request.agentName)},
                       {QStringLiteral("credential"), text(request.credentialName)},
                       {QStringLiteral("host"), text(request.host)},
                       {QStringLiteral("port"), request.port},
                       {QStringLiteral("method"), text(request.method)},
                       {QStringLiteral("path"), text(request.path)},
                       {QStringLiteral("models"), models},
                       {QStringLiteral("inputTokens"), numberOrNull(request.inputTokens)},
                       {QStringLiteral("costMicros"), numberOrNull(request.costMicros)},
                       {QStringLiteral("rule"), text(request.rule.name)},
                       {QStringLiteral("highRisk"), request.rule.isHighRisk}};
    if (request.launch) {
        object.insert(QStringLiteral("command"), text(request.launch->command));
        object.insert(QStringLiteral("folder"), text(request.launch->folder));
    }
    return object;
}

} // namespace

ControlOperations::Result ControlOperations::approvalList() const {
    QJsonArray waiting;
    for (const core::ApprovalRequest& request : m_runtime.approvals().waiting()) {
        waiting.append(approvalJson(request));
    }
    return QJsonObject{{QStringLiteral("approvals"), waiting}};
}

ControlOperations::Result ControlOperations::approvalApprove(const QJsonObject& arguments) {
    const core::ApprovalId id = idOf(arguments);
    const auto scope = scopeNamed(arguments.value(QLatin1String("scope")).toString(QStringLiteral("once")));
    if (!scope) {
        return fail(FailureCode::Unsupported, "scope");
    }
    for (const core::ApprovalRequest& request : m_runtime.approvals().waiting()) {
        if (request.id == id && request.rule.isHighRisk) {
            return fail(FailureCode::Refused, "what a rule of high risk asks about is approved in the window");
        }
    }
    Result result = fail(FailureCode::NotFound, std::to_string(id));
    m_runtime.approvals().approve(id, *scope, {}, this, [&result](const core::Outcome<void>& done) {
        result = done ? Result(QJsonObject()) : core::failure(done.error()); // at once: no passphrase is asked for
    });
    return result;
}

ControlOperations::Result ControlOperations::approvalDeny(const QJsonObject& arguments) {
    const core::ApprovalId id = idOf(arguments);
    const auto done = arguments.value(QLatin1String("freeze")).toBool() ? m_runtime.approvals().denyAndFreeze(id)
                                                                        : m_runtime.approvals().deny(id);
    return done ? Result(QJsonObject()) : core::failure(done.error());
}

} // namespace keysluice::app
