#pragma once

#include "ui/ports/agent_port.h"

#include <QString>

namespace keysluice::ui {

/// The name an agent gets when a program found on this computer is connected: "Claude Code" is "claude-code".
[[nodiscard]] std::string agentNameFor(const FoundProgram& program);
/// Is there an agent for it already?
[[nodiscard]] bool isConnected(const AgentPort& agents, const FoundProgram& program);
/// The agent of that name, made when it is not there. Thread: gui. Errors: those of AgentPort::add.
[[nodiscard]] core::Outcome<core::RecordId> agentFor(AgentPort& agents, const std::string& name);

} // namespace keysluice::ui
