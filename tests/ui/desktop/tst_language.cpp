#include "app/desktop/window_shell.h"
#include "ui/dialogs/add_secret_dialog.h"
#include "ui/pages/first_run/first_run_page.h"
#include "ui/translations/translations.h"
#include "ui/widgets/sidebar.h"

#include <QApplication>
#include <QComboBox>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace keysluice;

namespace {

QStringList words(const ui::MainWindow& window) {
    QStringList all;
    for (const ui::Sidebar* list : window.findChildren<ui::Sidebar*>()) {
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            all += list->model()->index(row, 0).data().toString();
        }
    }
    return all;
}

} // namespace

/// Another language is in force at once: the window is made anew, everything behind it goes on.
class LanguageTest final : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<app::Runtime> m_runtime;
    std::unique_ptr<app::WindowShell> m_shell;

    [[nodiscard]] ui::MainWindow& window() const { return m_shell->window(); }

    [[nodiscard]] QComboBox* languages() const {
        for (QComboBox* box : window().findChildren<QComboBox*>()) {
            if (box->findData(QStringLiteral("de")) >= 0) {
                return box;
            }
        }
        return nullptr;
    }

    void setLanguage(const std::string& language) {
        core::InterfaceSettings settings = m_runtime->settings().interfaceSettings();
        settings.language = language;
        QVERIFY(m_runtime->settings().setInterfaceSettings(settings));
    }

    /// Once the window that was there is gone.
    void waitForNewWindow(const QPointer<ui::MainWindow>& former) { QTRY_VERIFY(former.isNull()); }

private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_RUNTIME_DIR", m_home.path().toUtf8());
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        const auto paths = app::instancePaths(m_home.filePath(QStringLiteral("data")).toStdString(), true);
        QVERIFY(paths);
        app::StartOptions start;
        start.port = 0;
        start.listen = {"127.0.0.1"};
        auto runtime = app::Runtime::create(*paths, std::move(start));
        QVERIFY(runtime);
        m_runtime = std::move(*runtime);
        app::VaultCreation creation;
        creation.passphrase = core::SecretBytes::copyOf(std::string_view("correct horse battery"));
        bool isDone = false;
        m_runtime->vault().createWith(std::move(creation), this, [&](const auto& made) { isDone = made.has_value(); });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, 30'000);
        core::InterfaceSettings settings = m_runtime->settings().interfaceSettings();
        settings.language = "en";
        settings.firstRunDone = true;
        QVERIFY(m_runtime->settings().setInterfaceSettings(settings));
        m_shell = std::make_unique<app::WindowShell>(*m_runtime);
        QVERIFY(m_shell->start(true));
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }

    void cleanupTestCase() {
        m_shell.reset();
        m_runtime.reset();
    }

    void init() {
        setLanguage("en");
        QTRY_VERIFY(words(window()).contains(QStringLiteral("Overview")));
    }

    void theWordsChangeAndComeBack() {
        QVERIFY(words(window()).contains(QStringLiteral("Settings")));
        setLanguage("de");
        QTRY_VERIFY(words(window()).contains(QStringLiteral("Einstellungen")));
        QVERIFY(!words(window()).contains(QStringLiteral("Settings")));
        QCOMPARE(QLocale().language(), QLocale::German);
        setLanguage("en");
        QTRY_VERIFY(words(window()).contains(QStringLiteral("Settings")));
        QVERIFY(!words(window()).contains(QStringLiteral("Einstellungen")));
        QCOMPARE(QLocale().language(), QLocale::English);
    }

    void theGatewayGoesOn() {
        const QString address = m_runtime->gateway().address();
        QVERIFY(!address.isEmpty());
        const core::UnixMs since = m_runtime->gateway().runningSince();
        int changes = 0;
        const auto watch = connect(&m_runtime->gateway(), &ui::GatewayPort::changed, this, [&changes] { ++changes; });
        const QPointer<ui::MainWindow> former(&window());
        setLanguage("de");
        waitForNewWindow(former);
        disconnect(watch);
        QCOMPARE(m_runtime->gateway().address(), address);
        QCOMPARE(m_runtime->gateway().runningSince(), since);
        QCOMPARE(changes, 0);
        QVERIFY(QFile::exists(QString::fromStdString(m_runtime->paths().socket.string())));
    }

    void theWindowStaysWhereItIs() {
        window().resize(1111, 777);
        window().openPage(QStringLiteral("activity"));
        const QPointer<ui::MainWindow> former(&window());
        setLanguage("de");
        waitForNewWindow(former);
        QCOMPARE(window().size(), QSize(1111, 777));
        QCOMPARE(window().currentPage(), QStringLiteral("activity"));
        QVERIFY(window().isVisible());
        QTRY_VERIFY(window().isActiveWindow());
    }

    void aHiddenWindowStaysHidden() {
        window().hide();
        const QPointer<ui::MainWindow> former(&window());
        setLanguage("de");
        waitForNewWindow(former);
        QVERIFY(!window().isVisible());
        m_shell->raise();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }

    /// The change comes out of the box that the window owns.
    void choosingInTheSettings() {
        window().openPage(QStringLiteral("settings"));
        window().findChild<ui::SettingsPage*>()->showSection(ui::SettingsPage::Language);
        QComboBox* box = languages();
        QVERIFY(box != nullptr);
        box->setFocus();
        const QPointer<ui::MainWindow> former(&window());
        QTest::keyClick(box, Qt::Key_D);
        waitForNewWindow(former);
        QVERIFY(words(window()).contains(QStringLiteral("Einstellungen")));
        QCOMPARE(m_runtime->settings().interfaceSettings().language, std::string("de"));
        QCOMPARE(window().findChild<ui::SettingsPage*>()->section(), ui::SettingsPage::Language);
        QCOMPARE(languages()->currentData().toString(), QStringLiteral("de"));
        QTRY_VERIFY(languages()->hasFocus());
    }

    void anOpenDialogIsCancelled() {
        auto* page = window().findChild<ui::LlmsPage*>();
        window().openPage(QStringLiteral("llms"));
        page->openAddSecret();
        const QPointer<ui::AddSecretDialog> dialog(window().findChild<ui::AddSecretDialog*>());
        QVERIFY(!dialog.isNull());
        int result = -1;
        connect(dialog, &QDialog::finished, this, [&result](int how) { result = how; });
        const QPointer<ui::MainWindow> former(&window());
        setLanguage("de");
        waitForNewWindow(former);
        QVERIFY(dialog.isNull());
        QCOMPARE(result, int(QDialog::Rejected));
        QVERIFY(window().findChild<ui::AddSecretDialog*>() == nullptr);
    }

    void theFirstStepsStayInView() {
        auto* again = window().findChild<ui::SettingsPage*>();
        Q_EMIT again->firstRunRequested();
        QVERIFY(qobject_cast<ui::FirstRunPage*>(window().fullPage()) != nullptr);
        const QPointer<ui::MainWindow> former(&window());
        setLanguage("de");
        waitForNewWindow(former);
        QVERIFY(qobject_cast<ui::FirstRunPage*>(window().fullPage()) != nullptr);
    }

    void thereAndBackAtOnceChangesNothing() {
        const QPointer<ui::MainWindow> former(&window());
        setLanguage("de");
        setLanguage("en");
        QCoreApplication::processEvents();
        QVERIFY(!former.isNull());
        QVERIFY(words(window()).contains(QStringLiteral("Settings")));
    }
};

QTEST_MAIN(LanguageTest)
#include "tst_language.moc"
