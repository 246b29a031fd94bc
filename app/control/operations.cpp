#include "app/control/operations.h"

#include "app/control/json_forms.h"
#include "app/control/printable.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QPointer>

namespace keysluice::app {

using core::fail;
using core::FailureCode;

namespace {

constexpr int kMaximumLogRows = 10'000;
constexpr qsizetype kShownOperation = 64;
constexpr int kMaximumPauseMinutes =
    7 * 24 * 60; ///< what the command line offers; a timer counts milliseconds in an int

std::string stringOf(const QJsonObject& arguments, const char* name) {
    return arguments.value(QLatin1String(name)).toString().toStdString();
}

} // namespace

ControlOperations::ControlOperations(Runtime& runtime, QObject* parent)
    : QObject(parent), m_runtime(runtime), m_guard(runtime.vault(), runtime.launches()) {}

void ControlOperations::handle(const QString& operation, const QJsonObject& arguments, Secrets&& secrets,
                               ControlSession& session, Answer answer) {
    answer = [alive = QPointer<ControlOperations>(this), answer = std::move(answer)](const Result& outcome) {
        if (!alive.isNull()) {
            alive->m_runtime.publisher().publishPending(); // who is told that it is done may count on it
        }
        answer(outcome);
    };
    const Operation* known = findOperation(operation);
    if (known == nullptr) {
        noteMalformed(session.caller(), "operation " + printable(operation.left(kShownOperation)).toStdString());
        answer(fail(FailureCode::Unsupported, "operation " + operation.left(kShownOperation).toStdString()));
        return;
    }
    if (isGuarded(*known)) {
        answer = recorded(commandText(*known, arguments), session, std::move(answer));
    }
    auto kept = std::make_shared<Secrets>(std::move(secrets));
    // Unlocking proves itself: what opens a locked vault is the passphrase or the key file.
    const bool provesItself = operation == QLatin1String("unlock") &&
                              (kept->contains("passphrase") || kept->contains("key-file")) &&
                              m_runtime.launches().enclosing(session.caller().pid) == nullptr;
    if (!isGuarded(*known) || provesItself || tightens(operation, arguments)) {
        perform(operation, arguments, kept, session, answer);
        return;
    }
    // An unlock by keychain needs the person; everything else needs an open vault first.
    if (operation != QLatin1String("unlock") && m_runtime.vault().state() != core::VaultState::Open &&
        m_runtime.launches().enclosing(session.caller().pid) == nullptr) {
        switch (m_runtime.vault().state()) {
        case core::VaultState::Absent:
            answer(fail(FailureCode::VaultAbsent));
            return;
        case core::VaultState::Locked:
            answer(fail(FailureCode::VaultLocked));
            return;
        default:
            answer(
                core::failure(m_runtime.vault().trouble().value_or(core::Failure{FailureCode::PolicyUnverified, {}})));
            return;
        }
    }
    const QPointer<ControlSession> alive(&session);
    m_guard.check(*known, commandText(*known, arguments), *kept, session,
                  [this, operation, arguments, kept, alive, answer](const core::Outcome<void>& allowed) {
                      if (alive.isNull()) {
                          return;
                      }
                      if (!allowed) {
                          answer(core::failure(allowed.error()));
                          return;
                      }
                      perform(operation, arguments, kept, *alive, answer);
                  });
}

void ControlOperations::perform(const QString& name, const QJsonObject& arguments, std::shared_ptr<Secrets> secrets,
                                ControlSession& session, const Answer& answer) {
    const auto value = [&secrets] {
        auto node = secrets->extract("value");
        return node.empty() ? core::SecretBytes() : std::move(node.mapped());
    };
    if (name == QLatin1String("secret.add")) {
        secretAdd(arguments, value(), session, answer);
    } else if (name == QLatin1String("secret.rotate")) {
        secretRotate(arguments, value(), session, answer);
    } else if (name == QLatin1String("secret.test")) {
        secretTest(arguments, session, answer);
    } else if (name == QLatin1String("unlock")) {
        unlock(*secrets, session, answer);
    } else if (name == QLatin1String("doctor")) {
        doctor(session, answer);
    } else if (name == QLatin1String("start.refused")) {
        answer(noteRefusedStart(arguments, session));
    } else if (name == QLatin1String("launch.begin")) {
        answer(launchBegin(arguments, session));
    } else if (name == QLatin1String("log.follow")) {
        answer(logFollow(arguments, session));
    } else {
        answer(performNow(name, arguments));
    }
}

ControlOperations::Result ControlOperations::performNow(const QString& name, const QJsonObject& arguments) {
    const QJsonObject done;
    if (name == QLatin1String("status")) {
        return status();
    }
    if (name == QLatin1String("log")) {
        return log(arguments);
    }
    if (name == QLatin1String("ca.export") || name == QLatin1String("ca.bundle")) {
        const auto pem = name == QLatin1String("ca.export") ? m_runtime.authority().certificatePem()
                                                            : m_runtime.authority().bundlePem();
        return pem ? Result(QJsonObject{{QStringLiteral("pem"), QString::fromStdString(*pem)}})
                   : core::failure(pem.error());
    }
    if (name == QLatin1String("window.raise")) {
        if (!m_raise) {
            return fail(FailureCode::Unsupported, "the gateway runs without a window (\"keysluice serve\")");
        }
        m_raise(arguments.value(QLatin1String("activationToken")).toString());
        return done;
    }
    if (name == QLatin1String("lock")) {
        m_runtime.vault().lock();
        return done;
    }
    if (name == QLatin1String("pause")) {
        pause(arguments.value(QLatin1String("minutes")).toInt());
        return done;
    }
    if (name == QLatin1String("resume")) {
        m_runtime.gateway().resume();
        return done;
    }
    if (m_runtime.vault().state() == core::VaultState::Absent) {
        return fail(FailureCode::VaultAbsent);
    }
    if (m_runtime.vault().state() == core::VaultState::Unusable) {
        return core::failure(m_runtime.vault().trouble().value_or(core::Failure{FailureCode::Damaged, {}}));
    }
    if (m_runtime.vault().state() == core::VaultState::Locked) {
        return fail(FailureCode::VaultLocked);
    }
    if (name == QLatin1String("secret.list")) {
        return secretList();
    }
    if (name == QLatin1String("secret.show")) {
        const auto info = secretNamed(arguments);
        return info ? Result(credentialJson(*info, m_runtime.credentials().requestsToday(info->id)))
                    : core::failure(info.error());
    }
    if (name == QLatin1String("secret.enable") || name == QLatin1String("secret.disable")) {
        return secretSwitch(arguments, name == QLatin1String("secret.enable"));
    }
    if (name == QLatin1String("mode")) {
        return setMode(arguments);
    }
    if (name == QLatin1String("agent.mode")) {
        return setAgentMode(arguments);
    }
    if (name == QLatin1String("secret.foreign")) {
        return setForeignKeys(arguments);
    }
    if (name == QLatin1String("freeze")) {
        return freeze(arguments);
    }
    if (name == QLatin1String("thaw")) {
        return changeFreeze(arguments, core::Freeze::None);
    }
    if (name == QLatin1String("approval.list")) {
        return approvalList();
    }
    if (name == QLatin1String("approval.approve")) {
        return approvalApprove(arguments);
    }
    if (name == QLatin1String("approval.deny")) {
        return approvalDeny(arguments);
    }
    if (name == QLatin1String("secret.remove")) {
        const auto info = secretNamed(arguments);
        const auto removed = info ? m_runtime.credentials().remove(info->id) : core::failure(info.error());
        return removed ? Result(done) : core::failure(removed.error());
    }
    if (name == QLatin1String("agent.add")) {
        return agentAdd(arguments);
    }
    if (name == QLatin1String("agent.list")) {
        return agentList();
    }
    if (name == QLatin1String("agent.token")) {
        return agentToken(arguments);
    }
    if (name == QLatin1String("agent.grant") || name == QLatin1String("agent.ungrant")) {
        return agentGrant(arguments, name == QLatin1String("agent.grant"));
    }
    if (name == QLatin1String("agent.revoke")) {
        return agentRevoke(arguments);
    }
    if (name == QLatin1String("agent.remove")) {
        const auto agent = agentNamed(arguments.value(QLatin1String("name")).toString());
        const auto removed = agent ? m_runtime.agents().remove(agent->id) : core::failure(agent.error());
        return removed ? Result(done) : core::failure(removed.error());
    }
    if (name == QLatin1String("rule.list")) {
        return ruleList();
    }
    if (name.startsWith(QLatin1String("rule."))) {
        return changeRules(name, arguments);
    }
    return fail(FailureCode::Unsupported, name.toStdString());
}

void ControlOperations::pause(int minutes) {
    minutes = std::min(minutes, kMaximumPauseMinutes); // the socket may say anything
    GatewayService& gateway = m_runtime.gateway();
    const core::UnixMs until = minutes > 0 ? m_runtime.clock().now() + core::UnixMs{minutes} * 60'000 : 0;
    const core::UnixMs already = gateway.pausedUntil();
    // Anybody may pause, nobody may make a pause end sooner: that would be to resume.
    if (m_runtime.publisher().isPaused() && until != 0 && (already == 0 || until < already)) {
        return;
    }
    gateway.pause(minutes);
}

ControlOperations::Result ControlOperations::status() const {
    GatewayService& gateway = m_runtime.gateway();
    QJsonArray slotKinds;
    for (const core::SlotInfo& slot : m_runtime.vault().slotList()) {
        slotKinds.append(slotName(slot.kind));
    }
    QJsonObject vault{{QStringLiteral("state"), stateName(m_runtime.vault().state())},
                      {QStringLiteral("slots"), slotKinds}};
    if (m_runtime.vault().state() == core::VaultState::Open) {
        vault.insert(QStringLiteral("mode"),
                     modeName(m_runtime.settings().protectedSettings().strictMode ? core::HostAccess::Strict
                                                                                  : core::HostAccess::Open));
        vault.insert(QStringLiteral("frozen"), freezeName(m_runtime.settings().protectedSettings().freeze));
    }
    if (const auto trouble = m_runtime.vault().trouble()) {
        vault.insert(QStringLiteral("trouble"), failureObject(*trouble));
    }
    QJsonObject gatewayObject{{QStringLiteral("running"), gateway.isStarted() && !gateway.endpoints().empty()},
                              {QStringLiteral("paused"), m_runtime.publisher().isPaused()},
                              {QStringLiteral("address"), gateway.address()}};
    if (gateway.isStarted()) {
        const gateway::GatewayCounters counters = gateway.counters();
        gatewayObject.insert(QStringLiteral("connections"), static_cast<qint64>(counters.connections));
        gatewayObject.insert(QStringLiteral("exchanges"), static_cast<qint64>(counters.exchanges));
        gatewayObject.insert(QStringLiteral("served"), static_cast<qint64>(counters.served));
        gatewayObject.insert(QStringLiteral("since"), timeJson(gateway.runningSince()));
        gatewayObject.insert(QStringLiteral("pausedUntil"), timeJson(gateway.pausedUntil()));
        if (const auto trouble = gateway.trouble()) {
            gatewayObject.insert(QStringLiteral("trouble"), failureObject(*trouble));
        }
        if (const auto warning = gateway.warning()) {
            gatewayObject.insert(QStringLiteral("warning"), failureObject(*warning));
        }
    }
    QJsonObject result{{QStringLiteral("vault"), vault},
                       {QStringLiteral("gateway"), gatewayObject},
                       {QStringLiteral("dataDirectory"), QString::fromStdString(m_runtime.paths().data.string())},
                       {QStringLiteral("secrets"), static_cast<qint64>(m_runtime.credentials().credentials().size())},
                       {QStringLiteral("agents"), static_cast<qint64>(m_runtime.agents().agents().size())},
                       {QStringLiteral("launches"), static_cast<qint64>(m_runtime.launches().entries().size())}};
    const QJsonArray outdated = outdatedLaunches();
    if (!outdated.isEmpty()) {
        result.insert(QStringLiteral("outdatedLaunches"), outdated);
    }
    if (gateway.isStarted()) {
        result.insert(QStringLiteral("pid"), static_cast<qint64>(QCoreApplication::applicationPid()));
    }
    if (const auto trouble = m_runtime.trouble()) {
        result.insert(QStringLiteral("trouble"), failureObject(*trouble));
    }
    return result;
}

/// Launches whose programs may hold the authority's certificate of before a host was added.
QJsonArray ControlOperations::outdatedLaunches() const {
    QJsonArray list;
    for (const auto& [id, entry] : m_runtime.launches().entries()) {
        QJsonArray hosts;
        for (const auto& [host, since] : m_runtime.authority().addedHosts()) {
            if (entry.launch->startedAt <= since) {
                hosts.append(QString::fromStdString(host));
            }
        }
        if (!hosts.isEmpty()) {
            list.append(QJsonObject{{QStringLiteral("id"), QString::fromStdString(id)},
                                    {QStringLiteral("command"), QString::fromStdString(entry.launch->command)},
                                    {QStringLiteral("hosts"), hosts}});
        }
    }
    return list;
}

ControlOperations::Result ControlOperations::log(const QJsonObject& arguments) const {
    ui::ActivityFilter filter;
    if (const std::string agent = stringOf(arguments, "agent"); !agent.empty()) {
        const auto info = agentNamed(QString::fromStdString(agent));
        if (!info) {
            return core::failure(info.error());
        }
        filter.agentId = info->id;
    }
    if (const std::string secret = stringOf(arguments, "secret"); !secret.empty()) {
        const auto info = secretNamed({{QStringLiteral("name"), QString::fromStdString(secret)}});
        if (!info) {
            return core::failure(info.error());
        }
        filter.credentialId = info->id;
    }
    using Decision = core::ActivityRecord::Decision;
    for (const Decision decision : {Decision::Allowed, Decision::Blocked, Decision::Limited, Decision::Error}) {
        if (arguments.value(QLatin1String("decision")).toString() == decisionName(decision)) {
            filter.decision = decision;
        }
    }
    filter.text = stringOf(arguments, "text");
    const int limit = std::clamp(arguments.value(QLatin1String("limit")).toInt(50), 1, kMaximumLogRows);
    QJsonArray rows;
    std::vector<core::ActivityRecord> page = m_runtime.activity().page(filter, 0, limit);
    for (auto row = page.rbegin(); row != page.rend(); ++row) {
        rows.append(activityJson(*row)); // oldest first, as a log reads
    }
    return QJsonObject{{QStringLiteral("rows"), rows}};
}

ControlOperations::Result ControlOperations::logFollow(const QJsonObject& arguments, ControlSession& session) {
    auto first = log(arguments);
    if (!first) {
        return first;
    }
    connect(&m_runtime.activity(), &ActivityService::rowsAdded, &session,
            [&session, arguments](const std::vector<core::ActivityRecord>& rows, bool dropped) {
                QJsonArray shown;
                const auto matches = [&arguments](const char* name, const QString& value) {
                    const QString wanted = arguments.value(QLatin1String(name)).toString();
                    return wanted.isEmpty() || wanted == value;
                };
                const QString text = arguments.value(QLatin1String("text")).toString();
                for (const core::ActivityRecord& row : rows) {
                    const QString searched = QString::fromStdString(row.agentName + ' ' + row.host + ' ' + row.path +
                                                                    ' ' + row.method + ' ' + row.errorCode);
                    if (matches("agent", QString::fromStdString(row.agentName)) &&
                        matches("secret", QString::fromStdString(row.credentialName)) &&
                        matches("decision", decisionName(row.decision)) &&
                        searched.contains(text, Qt::CaseInsensitive)) {
                        shown.append(activityJson(row));
                    }
                }
                if (!shown.isEmpty() || dropped) {
                    session.event({{QStringLiteral("event"), QStringLiteral("rows")},
                                   {QStringLiteral("rows"), shown},
                                   {QStringLiteral("dropped"), dropped}});
                }
            });
    return first;
}

void ControlOperations::unlock(Secrets& secrets, ControlSession& session, const Answer& answer) {
    const auto done = [answer](const core::Outcome<void>& unlocked) {
        answer(unlocked ? Result(QJsonObject()) : core::failure(unlocked.error()));
    };
    if (auto passphrase = secrets.extract("passphrase"); !passphrase.empty()) {
        m_runtime.vault().unlock(std::move(passphrase.mapped()), &session, done);
        return;
    }
    if (const auto keyFile = secrets.extract("key-file"); !keyFile.empty()) {
        m_runtime.vault().unlockWithKeyFileContent(keyFile.mapped(), &session, done);
        return;
    }
    for (const core::SlotInfo& slot : m_runtime.vault().slotList()) {
        if (slot.kind == core::SlotKind::Keychain) {
            m_runtime.vault().unlockWithKeychain(&session, done);
            return;
        }
    }
    answer(fail(FailureCode::VaultLocked));
}

void ControlOperations::doctor(ControlSession& session, const Answer& answer) {
    // The instance tells what only it knows; the command itself looks at the rest.
    auto report = std::make_shared<QJsonObject>(*status());
    if (const auto details = m_runtime.authority().details()) {
        report->insert(
            QStringLiteral("authority"),
            QJsonObject{{QStringLiteral("notAfter"), timeJson(details->notAfter)},
                        {QStringLiteral("fingerprint"), QString::fromStdString(details->sha256Fingerprint)}});
    }
    auto providers = std::make_shared<QJsonArray>();
    auto missing = std::make_shared<std::size_t>(m_runtime.catalogue().providers().size() + 1);
    const QPointer<ControlSession> alive(&session);
    const auto oneMore = [report, providers, missing, answer, alive] {
        if (--*missing == 0 && !alive.isNull()) {
            report->insert(QStringLiteral("providers"), *providers);
            answer(*report);
        }
    };
    m_runtime.vault().probeKeychain(&session, [report, oneMore](const core::Outcome<void>& probed) {
        report->insert(QStringLiteral("keychain"),
                       probed ? QJsonValue(QStringLiteral("usable")) : QJsonValue(failureObject(probed.error())));
        oneMore();
    });
    for (const core::Provider& provider : m_runtime.catalogue().providers()) {
        ui::KeyCheck* check = m_runtime.checker().reach(provider).release();
        check->setParent(&session);
        connect(check, &ui::KeyCheck::finished, &session,
                [id = provider.id, providers, oneMore, check](const ui::KeyCheckOutcome& outcome) {
                    QJsonObject entry = checkJson(outcome);
                    entry.insert(QStringLiteral("provider"), QString::fromStdString(id));
                    providers->append(entry);
                    check->deleteLater();
                    oneMore();
                });
    }
}

} // namespace keysluice::app
