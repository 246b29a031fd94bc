#pragma once

#include "app/control/operations.h"
#include "app/control/server.h"
#include "app/desktop/confirmation_dialog.h"
#include "app/desktop/desktop_view.h"
#include "app/services/runtime.h"
#include "ui/style/appearance.h"

#include <QObject>

#include <memory>
#include <string>

namespace keysluice::app {

/// Window, tray, pages and control socket of one instance, wired together, in the language of the settings: when that
/// changes, the view is made anew while the services and the socket go on. Thread: gui.
class WindowShell final : public QObject {
    Q_OBJECT
public:
    /// Installs the texts, so no widget is made before it.
    explicit WindowShell(Runtime& runtime);
    ~WindowShell() override;

    /// Starts gateway, socket and tray and shows the window. `beingOpened`: the vault is opened with what the command
    /// line gave. Errors: of the control socket.
    [[nodiscard]] core::Outcome<void> start(bool beingOpened);
    void raise(const QString& activationToken = {});
    /// Lets running exchanges finish, then ends the application; a second call is immediate.
    void quit();
    [[nodiscard]] ui::MainWindow& window() { return m_view->window(); }

private:
    void makeView();
    void openVaultAtStart();
    void applyInterfaceSettings();
    void followLanguage();
    void useLanguage();

    Runtime& m_runtime;
    ui::AppearanceController m_appearance;
    std::string m_language; ///< what the view was made in
    std::unique_ptr<DesktopView> m_view;
    WindowConfirmation m_confirmation;
    ControlOperations m_operations;
    ControlServer m_server;
};

} // namespace keysluice::app
