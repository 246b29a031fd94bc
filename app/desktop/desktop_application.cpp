#include "app/desktop/desktop_application.h"

#include "app/cli/output.h"
#include "app/cli/refused_start.h"
#include "app/cli/secret_input.h"
#include "app/cli/serve_command.h"
#include "app/control/client.h"
#include "app/desktop/window_shell.h"
#include "app/process/hardening.h"
#include "app/process/signal_watcher.h"
#include "ui/translations/translations.h"

#include <QApplication>
#include <QIcon>
#include <QTimer>

#include <csignal>

namespace keysluice::app {

namespace {

/// Asks the running instance to come to the front. Nothing: none runs.
std::optional<int> raiseRunning(const InstancePaths& paths, const GlobalOptions& options) {
    std::unique_ptr<ControlClient> client = ControlClient::connectTo(paths.socket);
    if (!client) {
        return std::nullopt;
    }
    const QJsonObject arguments{{QStringLiteral("activationToken"), qEnvironmentVariable("XDG_ACTIVATION_TOKEN")}};
    QTimer::singleShot(0, client.get(), [&client, &arguments, &options] {
        client->request(QStringLiteral("window.raise"), arguments, {},
                        [&options](const core::Outcome<QJsonObject>& raised) {
                            QCoreApplication::exit(raised ? kDone : printFailure(raised.error(), options));
                        });
    });
    return QCoreApplication::exec();
}

} // namespace

bool hasDisplay() {
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

int runDesktop(const CommandLine& line, int argc, char** argv) {
    auto proof = proofOf(line.global);
    if (!proof) {
        return printFailure(proof.error(), line.global);
    }
    SignalWatcher::block({SIGINT, SIGTERM, SIGHUP}); // before Qt has threads
    // A process whose memory is closed is refused by the desktop's portals: Qt's own file dialogs work.
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QApplication application(argc, argv);
    SignalWatcher watcher({SIGINT, SIGTERM, SIGHUP});
    QApplication::setApplicationName(QStringLiteral("keysluice"));
    QApplication::setApplicationDisplayName(QStringLiteral("Keysluice"));
    QApplication::setDesktopFileName(QStringLiteral("keysluice"));
    QApplication::setQuitOnLastWindowClosed(false);
    if (!isHardened()) {
        printNote(QStringLiteral("a plug-in opened the process's memory; it is not started."));
        return kRefused;
    }
    // Reads certificates: Qt opens its TLS backend, which belongs to the application.
    auto options = readStartOptions(line.serve, proof->isGiven());
    const auto paths = instancePaths(
        line.global.dataDirectory.empty() ? defaultDataDirectory() : std::filesystem::path(line.global.dataDirectory),
        true);
    if (!options) {
        if (paths) {
            reportRefusedStart(*paths, options.error(), &application, [] { QCoreApplication::quit(); });
            QApplication::exec();
        }
        return printFailure(options.error(), line.global);
    }
    if (!paths) {
        return printFailure(paths.error(), line.global);
    }
    if (const auto raised = raiseRunning(*paths, line.global)) {
        return *raised;
    }
    auto runtime = Runtime::create(*paths, std::move(*options));
    if (runtime && proof->isGiven() && (*runtime)->vault().state() != core::VaultState::Locked) {
        // There is nothing that it opens, so it proves nothing: the vault may be made and filled at this window.
        options = readStartOptions(line.serve, false);
        if (!options) {
            return printFailure(options.error(), line.global);
        }
        runtime->reset();
        runtime = Runtime::create(*paths, std::move(*options));
    }
    if (!runtime) {
        return printFailure(runtime.error(), line.global);
    }
    // Also for what is said before there is a window.
    ui::installTranslations(application, QString::fromStdString((*runtime)->settings().interfaceSettings().language));
    std::unique_ptr<WindowShell> shell;
    QObject::connect(&watcher, &SignalWatcher::received, &application, [&shell] {
        if (shell) {
            shell->quit();
        } else {
            QCoreApplication::quit();
        }
    });
    const auto show = [&](bool isOpened) {
        shell = std::make_unique<WindowShell>(**runtime);
        if (const auto started = shell->start(isOpened); !started) {
            QCoreApplication::exit(printFailure(started.error(), line.global));
        }
    };
    // A window whose providers are redirected by a proof that does not fit must not wait for one that does.
    const auto opened = [&](const core::Outcome<void>& unlocked) {
        if (unlocked) {
            show(true);
        } else {
            (*runtime)->noteRefusal(unlocked.error());
            QCoreApplication::exit(printFailure(unlocked.error(), line.global));
        }
    };
    QTimer::singleShot(0, &application, [&] {
        VaultService& vault = (*runtime)->vault();
        if (!proof->isGiven() || vault.state() != core::VaultState::Locked) {
            show(false);
        } else if (!proof->keyFile.empty()) {
            vault.unlockWithKeyFile(proof->keyFile, &application, opened);
        } else {
            vault.unlock(std::move(proof->passphrase), &application, opened);
        }
    });
    return QApplication::exec();
}

} // namespace keysluice::app
