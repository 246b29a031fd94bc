#pragma once

#include "core/failure.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <optional>
#include <string>

namespace keysluice::app {

struct Terminal {
    QString program;
    QStringList before; ///< arguments between the program and the command
};

/// A terminal program on PATH. Thread: any.
[[nodiscard]] std::optional<Terminal> findTerminal();
/// Opens it with `keysluice run --agent AGENT -- COMMAND`. Errors: Unsupported (no terminal, empty command), IoFailed.
[[nodiscard]] core::Outcome<void> launchInTerminal(const std::filesystem::path& dataDirectory, const std::string& agent,
                                                   const std::string& command, const std::string& folder);

} // namespace keysluice::app
