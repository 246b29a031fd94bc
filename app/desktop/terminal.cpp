#include "app/desktop/terminal.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

#include <array>

namespace keysluice::app {

namespace {

struct Known {
    const char* program;
    const char* option;
};
// How each is told which command to run, from its manual page.
constexpr std::array kKnown{Known{"x-terminal-emulator", "-e"},
                            Known{"gnome-terminal", "--"},
                            Known{"kgx", "--"},
                            Known{"konsole", "-e"},
                            Known{"xfce4-terminal", "-x"},
                            Known{"mate-terminal", "-x"},
                            Known{"alacritty", "-e"},
                            Known{"kitty", ""},
                            Known{"foot", ""},
                            Known{"xterm", "-e"}};

} // namespace

std::optional<Terminal> findTerminal() {
    for (const Known& known : kKnown) {
        const QString program = QStandardPaths::findExecutable(QString::fromLatin1(known.program));
        if (!program.isEmpty()) {
            const QString option = QString::fromLatin1(known.option);
            return Terminal{program, option.isEmpty() ? QStringList() : QStringList(option)};
        }
    }
    return std::nullopt;
}

core::Outcome<void> launchInTerminal(const std::filesystem::path& dataDirectory, const std::string& agent,
                                     const std::string& command, const std::string& folder) {
    const auto terminal = findTerminal();
    const QStringList words = QProcess::splitCommand(QString::fromStdString(command));
    if (!terminal || words.isEmpty()) {
        return core::fail(core::FailureCode::Unsupported,
                          words.isEmpty() ? "an empty command" : "no terminal program found");
    }
    QProcess process;
    // The window's umask of 077 is for its own files, not for what an agent writes; a detached process takes it from
    // its parent, unless something in between sets another. The words are arguments: no shell reads them.
    process.setProgram(QStringLiteral("/bin/sh"));
    process.setArguments(QStringList{QStringLiteral("-c"), QStringLiteral("umask 022; exec \"$@\""),
                                     QStringLiteral("sh"), terminal->program} +
                         terminal->before +
                         QStringList{QCoreApplication::applicationFilePath(), QStringLiteral("--data-dir"),
                                     QString::fromStdString(dataDirectory.string()), QStringLiteral("run"),
                                     QStringLiteral("--agent"), QString::fromStdString(agent), QStringLiteral("--")} +
                         words);
    if (!folder.empty()) {
        process.setWorkingDirectory(QString::fromStdString(folder));
    }
    return process.startDetached() ? core::Outcome<void>()
                                   : core::fail(core::FailureCode::IoFailed, process.errorString().toStdString());
}

} // namespace keysluice::app
