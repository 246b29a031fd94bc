#include "app/control/message.h"

#include "app/control/failure_names.h"

namespace keysluice::app {

QJsonObject failureObject(const core::Failure& failure) {
    return {{QStringLiteral("code"), QString::fromStdString(failureName(failure.code))},
            {QStringLiteral("context"), QString::fromStdString(failure.context)}};
}

QJsonObject answerOf(qint64 id, const core::Outcome<QJsonObject>& outcome) {
    QJsonObject answer{{QStringLiteral("id"), id}, {QStringLiteral("ok"), outcome.has_value()}};
    if (outcome) {
        answer.insert(QStringLiteral("result"), *outcome);
    } else {
        answer.insert(QStringLiteral("error"), failureObject(outcome.error()));
    }
    return answer;
}

core::Outcome<QJsonObject> outcomeOf(const QJsonObject& answer) {
    if (answer.value(QLatin1String("ok")).toBool()) {
        return answer.value(QLatin1String("result")).toObject();
    }
    const QJsonObject error = answer.value(QLatin1String("error")).toObject();
    const auto code = failureFromName(error.value(QLatin1String("code")).toString().toStdString());
    return core::fail(code.value_or(core::FailureCode::IoFailed),
                      error.value(QLatin1String("context")).toString().toStdString());
}

} // namespace keysluice::app
