#pragma once

#include "app/cli/command_line.h"
#include "core/failure.h"

#include <QJsonObject>

#include <string>

namespace keysluice::app {

/// What the command reads: rules as JSON, checked; the body of `rule test`; of other commands nothing. Thread: main.
/// Errors: NotFound, PermissionDenied, IoFailed, RulesInvalid (also when there is more than a file of rules may hold).
[[nodiscard]] core::Outcome<std::string> readRuleInput(const CommandLine& line);
/// What was read goes to the instance with the command.
[[nodiscard]] bool isRuleChange(const CommandLine& line);

/// Prints what `rule list`, `rule test`, `rule export` and `rule import --dry-run` make of the instance's rules (the
/// answer of rule.list) and of what was read. Returns the exit code.
[[nodiscard]] int finishRuleCommand(const CommandLine& line, const QJsonObject& answer, const std::string& input);

} // namespace keysluice::app
