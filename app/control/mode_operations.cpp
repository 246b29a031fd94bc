#include "app/control/json_forms.h"
#include "app/control/operations.h"

#include <algorithm>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

namespace {

int strictness(core::HostAccess access) {
    switch (access) {
    case core::HostAccess::Open:
        return 0;
    case core::HostAccess::Inherit:
        return 1; // never less than open, never more than strict
    case core::HostAccess::Strict:
        return 2;
    }
    return 0;
}

int strictness(core::ForeignKeys mode) {
    switch (mode) {
    case core::ForeignKeys::Pass:
        return 0;
    case core::ForeignKeys::Replace:
        return 1;
    case core::ForeignKeys::Refuse:
        return 2;
    }
    return 0;
}

QString modeOf(const QJsonObject& arguments) {
    return arguments.value(QLatin1String("mode")).toString();
}

/// The command line checks what it is given; the socket may say anything.
auto unknownMode(const QJsonObject& arguments) {
    return fail(FailureCode::Unsupported, "mode " + modeOf(arguments).left(64).toStdString());
}

} // namespace

bool ControlOperations::tightens(const QString& name, const QJsonObject& arguments) const {
    if (m_runtime.vault().state() != core::VaultState::Open) {
        return false;
    }
    if (name == QLatin1String("mode")) {
        return hostAccessNamed(modeOf(arguments)) == core::HostAccess::Strict;
    }
    if (name == QLatin1String("agent.mode")) {
        const auto agent = agentNamed(arguments.value(QLatin1String("name")).toString());
        const auto wanted = hostAccessNamed(modeOf(arguments));
        return agent && wanted && strictness(*wanted) >= strictness(agent->hostAccess);
    }
    if (name == QLatin1String("secret.foreign")) {
        const auto secret = secretNamed(arguments);
        const auto wanted = foreignKeysNamed(modeOf(arguments));
        return secret && wanted && strictness(*wanted) >= strictness(secret->foreignKeys);
    }
    if (name.startsWith(QLatin1String("rule."))) {
        return tightensRules(name, arguments);
    }
    return false;
}

ControlOperations::Result ControlOperations::setMode(const QJsonObject& arguments) {
    const auto wanted = hostAccessNamed(modeOf(arguments));
    if (!wanted || *wanted == core::HostAccess::Inherit) {
        return unknownMode(arguments);
    }
    core::ProtectedSettings settings = m_runtime.settings().protectedSettings();
    settings.strictMode = *wanted == core::HostAccess::Strict;
    const auto done = m_runtime.settings().setProtectedSettings(settings);
    return done ? Result(QJsonObject()) : core::failure(done.error());
}

ControlOperations::Result ControlOperations::setAgentMode(const QJsonObject& arguments) {
    const auto wanted = hostAccessNamed(modeOf(arguments));
    if (!wanted) {
        return unknownMode(arguments);
    }
    const auto agent = agentNamed(arguments.value(QLatin1String("name")).toString());
    if (!agent) {
        return core::failure(agent.error());
    }
    const auto done = m_runtime.agents().setHostAccess(agent->id, *wanted);
    return done ? Result(QJsonObject()) : core::failure(done.error());
}

ControlOperations::Result ControlOperations::setForeignKeys(const QJsonObject& arguments) {
    const auto wanted = foreignKeysNamed(modeOf(arguments));
    if (!wanted) {
        return unknownMode(arguments);
    }
    const auto secret = secretNamed(arguments);
    if (!secret) {
        return core::failure(secret.error());
    }
    const auto done = m_runtime.credentials().setForeignKeys(secret->id, *wanted);
    return done ? Result(QJsonObject()) : core::failure(done.error());
}

ControlOperations::Result ControlOperations::freeze(const QJsonObject& arguments) {
    return changeFreeze(arguments, arguments.value(QLatin1String("cut")).toBool() ? core::Freeze::Streams
                                                                                  : core::Freeze::Requests);
}

ControlOperations::Result ControlOperations::changeFreeze(const QJsonObject& arguments, core::Freeze wanted) {
    const auto next = [wanted](core::Freeze before) {
        return wanted == core::Freeze::None ? wanted : std::max(wanted, before);
    };
    const QString name = arguments.value(QLatin1String("name")).toString();
    core::Outcome<void> done;
    if (name.isEmpty()) {
        done = m_runtime.agents().setFreezeOfAll(next(m_runtime.agents().freezeOfAll()));
    } else if (const auto agent = agentNamed(name)) {
        done = m_runtime.agents().setFreeze(agent->id, next(agent->freeze));
    } else {
        return core::failure(agent.error());
    }
    return done ? Result(QJsonObject()) : core::failure(done.error());
}

} // namespace keysluice::app
