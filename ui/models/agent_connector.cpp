#include "ui/models/agent_connector.h"

#include <QRegularExpression>

namespace keysluice::ui {

std::string agentNameFor(const FoundProgram& program) {
    static const QRegularExpression others(QStringLiteral("[^a-z0-9]+"));
    QString name = QString::fromStdString(program.name).toLower().replace(others, QStringLiteral("-"));
    while (name.startsWith(QLatin1Char('-'))) {
        name.remove(0, 1);
    }
    while (name.endsWith(QLatin1Char('-'))) {
        name.chop(1);
    }
    return name.isEmpty() ? program.command : name.left(64).toStdString();
}

bool isConnected(const AgentPort& agents, const FoundProgram& program) {
    const std::string name = agentNameFor(program);
    for (const core::AgentInfo& agent : agents.agents()) {
        if (agent.name == name) {
            return true;
        }
    }
    return false;
}

core::Outcome<core::RecordId> agentFor(AgentPort& agents, const std::string& name) {
    for (const core::AgentInfo& agent : agents.agents()) {
        if (agent.name == name) {
            return agent.id;
        }
    }
    return agents.add(name);
}

} // namespace keysluice::ui
