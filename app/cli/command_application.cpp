#include "app/cli/command_application.h"

#include "app/cli/doctor_command.h"
#include "app/cli/init_command.h"
#include "app/cli/output.h"
#include "app/cli/run_command.h"
#include "app/cli/serve_command.h"
#include "app/cli/simple_command.h"
#include "app/process/signal_watcher.h"
#include "ui/translations/translations.h"

#include <QCoreApplication>
#include <QTimer>

#include <csignal>

namespace keysluice::app {

namespace {

/// Starts `command` from within the event loop and ends it with the command.
template <class T>
int runToEnd(T& command) {
    QObject::connect(&command, &T::finished, QCoreApplication::instance(), &QCoreApplication::exit,
                     Qt::QueuedConnection);
    QTimer::singleShot(0, &command, [&command] { command.start(); });
    return QCoreApplication::exec();
}

} // namespace

int runCommand(const CommandLine& line, const InheritedLimits& limits, int argc, char** argv) {
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("keysluice"));
    ui::installTranslations(application, {});
    switch (line.command) {
    case Command::Window:
    case Command::Serve: {
        SignalWatcher watcher({SIGINT, SIGTERM, SIGHUP});
        ServeCommand command(line);
        QObject::connect(&watcher, &SignalWatcher::received, &command, &ServeCommand::stop);
        return runToEnd(command);
    }
    case Command::Run: {
        SignalWatcher watcher({SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGCHLD});
        RunCommand command(line, limits, &watcher);
        return runToEnd(command);
    }
    case Command::Env: {
        RunCommand command(line, limits, nullptr);
        return runToEnd(command);
    }
    case Command::Init: {
        InitCommand command(line);
        return runToEnd(command);
    }
    case Command::Doctor: {
        DoctorCommand command(line);
        return runToEnd(command);
    }
    default: {
        SimpleCommand command(line);
        return runToEnd(command);
    }
    }
}

} // namespace keysluice::app
