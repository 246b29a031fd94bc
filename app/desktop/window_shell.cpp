#include "app/desktop/window_shell.h"

#include "ui/translations/translations.h"

#include <QApplication>
#include <QLocale>

#include <utility>

namespace keysluice::app {

WindowShell::WindowShell(Runtime& runtime)
    : m_runtime(runtime),
      m_appearance(nullptr),
      m_confirmation([this]() -> QWidget* {
          raise();
          return &window();
      }),
      m_operations(runtime),
      m_server(m_operations) {
    applyInterfaceSettings();
    useLanguage();
    makeView();
    m_operations.guard().setConfirmation(&m_confirmation);
    m_runtime.publisher().setCanAsk(true); // the prompt comes even while the window is out of sight
    m_operations.setRaise([this](const QString& token) { raise(token); });
    connect(&m_runtime.settings(), &SettingsService::changed, this, &WindowShell::applyInterfaceSettings);
    // Later, not now: the change comes out of a widget that the former view owns.
    connect(&m_runtime.settings(), &SettingsService::changed, this, &WindowShell::followLanguage, Qt::QueuedConnection);
    connect(&m_runtime.gateway(), &GatewayService::drained, qApp, &QCoreApplication::quit);
}

WindowShell::~WindowShell() {
    m_runtime.publisher().setCanAsk(false);
    m_operations.guard().setConfirmation(nullptr);
}

void WindowShell::makeView() {
    m_view = std::make_unique<DesktopView>(m_runtime);
    connect(m_view.get(), &DesktopView::quitRequested, this, &WindowShell::quit);
}

void WindowShell::useLanguage() {
    m_language = m_runtime.settings().interfaceSettings().language;
    const QString language = QString::fromStdString(m_language);
    const bool isSpoken = ui::installTranslations(*qApp, language);
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    // Without texts in that language they are English.
    QApplication::setLayoutDirection(isSpoken ? locale.textDirection() : Qt::LeftToRight);
}

void WindowShell::followLanguage() {
    if (m_runtime.settings().interfaceSettings().language == m_language) {
        return;
    }
    m_view->closeDialogs();
    const DesktopView::Place place = m_view->place();
    useLanguage();
    std::unique_ptr<DesktopView> former = std::move(m_view);
    makeView();
    m_view->takePlace(place); // before the former goes, so that the desktop never sees none
    former.reset();
    m_view->startTray();
}

core::Outcome<void> WindowShell::start(bool beingOpened) {
    if (const auto listening = m_server.listen(m_runtime.paths().socket); !listening) {
        return listening;
    }
    (void)m_runtime.gateway().start(); // its trouble is shown on the pages
    m_view->startTray();
    if (m_runtime.vault().state() == core::VaultState::Absent ||
        !m_runtime.settings().interfaceSettings().firstRunDone) {
        m_view->showFirstRun();
    }
    raise();
    if (!beingOpened) {
        openVaultAtStart();
    }
    return {};
}

void WindowShell::openVaultAtStart() {
    if (m_runtime.vault().state() != core::VaultState::Locked) {
        return;
    }
    for (const core::SlotInfo& slot : m_runtime.vault().slotList()) {
        if (slot.kind == core::SlotKind::Keychain) {
            m_runtime.vault().unlockWithKeychain(this, [this](const core::Outcome<void>& unlocked) {
                if (!unlocked && window().isVisible()) {
                    m_view->showUnlock();
                }
            });
            return;
        }
    }
    if (window().isVisible()) {
        m_view->showUnlock();
    }
}

void WindowShell::raise(const QString& activationToken) {
    m_view->raise(activationToken);
}

void WindowShell::applyInterfaceSettings() {
    m_appearance.setAppearance(m_runtime.settings().interfaceSettings().appearance);
}

void WindowShell::quit() {
    window().hide();
    m_runtime.gateway().drain();
}

} // namespace keysluice::app
