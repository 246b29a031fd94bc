#pragma once

#include "app/cli/command_line.h"
#include "core/failure.h"

#include <QJsonObject>
#include <QString>

namespace keysluice::app {

/// Exit code of a failure, as the command line promises.
[[nodiscard]] int exitCodeOf(const core::Failure& failure);
/// A sentence on standard error; with --json also {"error": …} on standard output. Returns the exit code.
int printFailure(const core::Failure& failure, const GlobalOptions& options);
void printLine(const QString& text);
void printNote(const QString& text); ///< to standard error
void printJson(const QJsonObject& object);
/// What a check of a key found, in one sentence.
[[nodiscard]] QString checkText(const QJsonObject& check);
/// The result of `command` for a person.
void printResult(const CommandLine& line, const QJsonObject& result);
[[nodiscard]] QString activityLine(const QJsonObject& row);

} // namespace keysluice::app
