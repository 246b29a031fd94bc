#include "app/desktop/window_shell.h"
#include "ui/dialogs/approval_prompt.h"
#include "ui/pages/approvals/approvals_page.h"
#include "ui/widgets/sidebar.h"

#include <QApplication>
#include <QHostAddress>
#include <QMenu>
#include <QPushButton>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace keysluice;

namespace {

constexpr const char* kHost = "files.example";
constexpr int kPatienceMs = 20'000;

} // namespace

/// From a request at the gateway to the prompt on the screen, and back.
class ApprovalWindowTest final : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    QTcpServer m_origin;
    std::unique_ptr<app::Runtime> m_runtime;
    std::unique_ptr<app::WindowShell> m_shell;
    std::string m_token;

    [[nodiscard]] ui::MainWindow& window() const { return m_shell->window(); }
    [[nodiscard]] ui::ApprovalPrompt& prompt() const { return *window().findChild<ui::ApprovalPrompt*>(); }
    [[nodiscard]] QPushButton* button(const char* text) const {
        for (QPushButton* one : prompt().findChildren<QPushButton*>()) {
            if (one->text() == QLatin1String(text)) {
                return one;
            }
        }
        return nullptr;
    }
    /// What a screen reader says of the page in the sidebar.
    [[nodiscard]] QString spoken() const {
        for (const ui::Sidebar* list : window().findChildren<ui::Sidebar*>()) {
            for (int row = 0; row < list->model()->rowCount(); ++row) {
                const QString text = list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
                if (text.startsWith(QStringLiteral("Approvals"))) {
                    return text;
                }
            }
        }
        return {};
    }
    std::unique_ptr<QTcpSocket> ask() {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QStringLiteral("127.0.0.1"), m_runtime->gateway().endpoints().front().port);
        socket->write(QByteArray("CONNECT ") + kHost + ":443 HTTP/1.1\r\nHost: " + kHost +
                      ":443\r\nProxy-Authorization: Basic " + QByteArray::fromStdString("agent:" + m_token).toBase64() +
                      "\r\n\r\n");
        return socket;
    }
    /// 0: none in time.
    static int status(QTcpSocket& socket) {
        return QTest::qWaitFor([&] { return socket.bytesAvailable() > 12; }, kPatienceMs)
                   ? socket.readAll().mid(9, 3).toInt()
                   : 0;
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("XDG_RUNTIME_DIR", m_home.path().toUtf8());
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        QVERIFY(m_origin.listen(QHostAddress::LocalHost));
        const auto paths = app::instancePaths(m_home.filePath(QStringLiteral("data")).toStdString(), true);
        QVERIFY(paths);
        app::StartOptions start;
        start.port = 0;
        start.listen = {"127.0.0.1"};
        start.access.allowPrivateDestinations = true;
        start.access.resolve = {{kHost, 443, "127.0.0.1", m_origin.serverPort()}};
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
        const auto agent = m_runtime->agents().add("aider");
        QVERIFY(agent);
        const auto token = m_runtime->agents().mintToken(*agent, "test", 1);
        QVERIFY(token);
        m_token = token->token;
        m_shell = std::make_unique<app::WindowShell>(*m_runtime);
        QVERIFY(m_shell->start(true));
        core::rules::Rule rule;
        rule.decision = core::rules::Decision::Ask;
        rule.conditions.agents.among = {*agent}; // no host: it would be opened up
        QVERIFY(m_runtime->rules().setRules({{rule}, {}}));
        m_runtime->publisher().publishPending();
    }
    void cleanupTestCase() {
        m_shell.reset();
        m_runtime.reset();
    }

    void aRequestIsAskedAndApproved() {
        const auto agent = ask();
        QTRY_VERIFY_WITH_TIMEOUT(prompt().isVisible(), kPatienceMs);
        QVERIFY(!button("Approve once")->isEnabled());
        QCOMPARE(spoken(), QStringLiteral("Approvals, 1 waits for you"));
        QTRY_VERIFY_WITH_TIMEOUT(button("Approve once")->isEnabled(), kPatienceMs);
        button("Approve once")->click();
        QVERIFY(!prompt().isVisible());
        QCOMPARE(status(*agent), 200);
        QCOMPARE(spoken(), QStringLiteral("Approvals"));
    }
    void theNextIsDenied() {
        const auto agent = ask();
        QTRY_VERIFY_WITH_TIMEOUT(prompt().isVisible(), kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(button("Deny")->isEnabled(), kPatienceMs);
        button("Deny")->click();
        QCOMPARE(status(*agent), 403);
    }
    void thePageLeadsToThePromptThatWasClosed() {
        const auto agent = ask();
        QTRY_VERIFY_WITH_TIMEOUT(prompt().isVisible(), kPatienceMs);
        prompt().reject();
        auto* page = window().findChild<ui::ApprovalsPage*>();
        QCOMPARE(page->waiting(), 1);
        Q_EMIT page->oldestRequested();
        QVERIFY(prompt().isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(button("Approve for")->isEnabled(), kPatienceMs);
        QMenu* menu = button("Approve for")->menu();
        QMetaObject::invokeMethod(menu, "aboutToShow");
        menu->actions().last()->trigger(); // always
        QCOMPARE(status(*agent), 200);
        const auto rules = m_runtime->rules().rules().rules;
        QCOMPARE(rules.size(), std::size_t(2));
        QVERIFY(rules.front().decision == core::rules::Decision::Allow);
        const auto again = ask(); // is not asked any more
        QCOMPARE(status(*again), 200);
    }
    void aLockTakesThePromptAway() {
        const auto rules = m_runtime->rules().rules().rules;
        QVERIFY(m_runtime->rules().setRules({{rules.back()}, {}}));
        m_runtime->publisher().publishPending();
        const auto agent = ask();
        QTRY_VERIFY_WITH_TIMEOUT(prompt().isVisible(), kPatienceMs);
        m_runtime->vault().lock();
        QTRY_VERIFY_WITH_TIMEOUT(!prompt().isVisible(), kPatienceMs);
        QCOMPARE(status(*agent), 503);
    }
};

QTEST_MAIN(ApprovalWindowTest)
#include "tst_approval_window.moc"
