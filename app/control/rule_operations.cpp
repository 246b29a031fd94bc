#include "app/control/json_forms.h"
#include "app/control/operations.h"
#include "app/control/rule_change.h"
#include "core/rules/rule_json.h"
#include "core/rules/tightening.h"
#include "core/strictness.h"

#include <QJsonDocument>

#include <algorithm>

namespace keysluice::app {

using core::rules::RuleSet;

namespace {

constexpr core::UnixMs kHitsMs = core::UnixMs{7} * 24 * 3600 * 1000;

/// The id of what only the second has.
template <class One>
QString newId(const std::vector<One>& before, const std::vector<One>& after) {
    for (const One& one : after) {
        if (std::none_of(before.begin(), before.end(), [&](const One& other) { return other.id == one.id; })) {
            return QString::fromStdString(one.id);
        }
    }
    return {};
}

} // namespace

bool ControlOperations::tightensRules(const QString& name, const QJsonObject& arguments) const {
    const RuleSet before = m_runtime.rules().rules();
    const auto after = changedRules(name, arguments, before);
    return after && core::rules::onlyTightens(before, *after);
}

ControlOperations::Result ControlOperations::ruleList() const {
    const RuleSet set = m_runtime.rules().rules();
    QJsonObject hits;
    for (const auto& [id, count] : m_runtime.activity().ruleHits(m_runtime.clock().now() - kHitsMs)) {
        hits.insert(QString::fromStdString(id), static_cast<qint64>(count));
    }
    QJsonArray counted;
    for (const core::rules::LimitStanding& standing : m_runtime.rules().limitStandings()) {
        counted.append(QJsonObject{{QStringLiteral("limit"), QString::fromStdString(standing.limit)},
                                   {QStringLiteral("who"), QString::fromStdString(standing.who)},
                                   {QStringLiteral("requests"), static_cast<qint64>(standing.requests)},
                                   {QStringLiteral("endsAt"), timeJson(standing.endsAt)}});
    }
    const bool isStrict = m_runtime.settings().protectedSettings().strictMode;
    QJsonObject agents;
    QJsonArray strictAgents;
    for (const core::AgentInfo& agent : m_runtime.agents().agents()) {
        agents.insert(QString::fromStdString(agent.id), QString::fromStdString(agent.name));
        if (core::isStrict(agent.hostAccess, isStrict)) {
            strictAgents.append(QString::fromStdString(agent.id));
        }
    }
    QJsonObject secrets;
    for (const core::CredentialInfo& info : m_runtime.credentials().credentials()) {
        secrets.insert(QString::fromStdString(info.id), QString::fromStdString(info.name));
    }
    const QByteArray json = QByteArray::fromStdString(core::rules::writeRules(set));
    return QJsonObject{{QStringLiteral("set"), QJsonDocument::fromJson(json).object()},
                       {QStringLiteral("hits"), hits},
                       {QStringLiteral("counted"), counted},
                       {QStringLiteral("strict"), isStrict},
                       {QStringLiteral("strictAgents"), strictAgents},
                       {QStringLiteral("agents"), agents},
                       {QStringLiteral("secrets"), secrets}};
}

ControlOperations::Result ControlOperations::changeRules(const QString& name, const QJsonObject& arguments) {
    const RuleSet before = m_runtime.rules().rules();
    const auto wanted = changedRules(name, arguments, before);
    if (!wanted) {
        return core::failure(wanted.error());
    }
    if (const auto stored = m_runtime.rules().setRules(*wanted); !stored) {
        return core::failure(stored.error());
    }
    QJsonObject done;
    if (name == QLatin1String("rule.add")) {
        const RuleSet after = m_runtime.rules().rules();
        const QString rule = newId(before.rules, after.rules);
        done.insert(QStringLiteral("id"), rule.isEmpty() ? newId(before.limits, after.limits) : rule);
    }
    return done;
}

} // namespace keysluice::app
