#include "support/memory_ports.h"
#include "ui/dialogs/add_secret_form.h"
#include "ui/dialogs/note_banner.h"
#include "ui/dialogs/secret_field.h"
#include "ui/pages/agents/snippet_box.h"
#include "ui/pages/first_run/first_run_page.h"
#include "ui/style/appearance.h"
#include "ui/widgets/code_box.h"

#include <QApplication>
#include <QDialog>
#include <QFocusFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace keysluice;
using Result = ui::KeyCheckOutcome::Result;
using Stage = ui::AddSecretPresenter::Stage;

namespace {

constexpr int kKeyStep = 1;
constexpr int kConnectStep = 2;

QString apiKey() {
    return QStringLiteral("sk-ant-api03-") + QString(76, QLatin1Char('m')) + QStringLiteral("7QAA");
}

} // namespace

/// The steps whose work is done in the page itself.
class FirstRunTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<uitest::MemoryPorts> m_ports;
    std::unique_ptr<ui::FirstRunPage> m_page;

    [[nodiscard]] QPushButton* button(const char* text) const {
        for (QPushButton* one : m_page->findChildren<QPushButton*>()) {
            if (one->text() == QLatin1String(text) && one->isVisible()) {
                return one;
            }
        }
        return nullptr;
    }
    [[nodiscard]] ui::AddSecretForm& form() const { return *m_page->findChild<ui::AddSecretForm*>(); }
    [[nodiscard]] ui::SecretField& field() const { return *m_page->findChild<ui::SecretField*>(); }
    [[nodiscard]] uitest::MemoryCredentials& credentials() const { return m_ports->credentials; }

    void verify() {
        field().setText(apiKey());
        QVERIFY(button("Verify and save") != nullptr && button("Verify and save")->isEnabled());
        button("Verify and save")->click();
        QVERIFY(!credentials().check.isNull());
    }
    void settle(Result result, int status) {
        verify();
        if (!QTest::currentTestFailed()) {
            credentials().check->settle(result, status);
        }
    }
    void show() {
        uitest::MemoryPorts& p = *m_ports;
        m_page = std::make_unique<ui::FirstRunPage>(
            ui::FirstRunPage::Ports{p.vault, p.credentials, p.agents, p.activity, p.settings, p.clock});
        m_page->resize(1280, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    [[nodiscard]] QRadioButton* choice(int at) const {
        QList<QRadioButton*> shown;
        for (QRadioButton* one : m_page->findChildren<QRadioButton*>()) {
            if (one->isVisible()) {
                shown += one;
            }
        }
        return at < shown.size() ? shown.at(at) : nullptr;
    }

private Q_SLOTS:
    void initTestCase() { (new ui::AppearanceController(qApp))->setAppearance(core::Appearance::Light); }

    void init() {
        m_ports = std::make_unique<uitest::MemoryPorts>();
        m_ports->vault.addSlot(core::SlotKind::Passphrase);
        show();
        if (m_page->step() != kKeyStep) {
            button("Continue")->click();
        }
        QCOMPARE(m_page->step(), kKeyStep);
    }

    void cleanup() {
        m_page.reset();
        m_ports.reset();
    }

    void theFormIsInThePage() {
        QVERIFY(form().isVisible());
        QVERIFY(field().hasFocus());
        QVERIFY(!button("Verify and save")->isEnabled());
        QVERIFY(button("Cancel") == nullptr);
        QVERIFY(button("Skip this step") != nullptr);
        QVERIFY(m_page->findChild<QDialog*>() == nullptr);
    }

    void validIsSavedAndGoesOn() {
        verify();
        QVERIFY(button("Cancel")->hasFocus());
        QVERIFY(!button("Back")->isEnabled() && !button("Skip this step")->isEnabled());
        QVERIFY(!button("Verify and save")->isEnabled());
        credentials().check->settle(Result::Valid);
        QCOMPARE(m_page->step(), kConnectStep);
        QCOMPARE(credentials().rows.size(), std::size_t{1});
        QCOMPARE(credentials().values.begin()->second, apiKey().toStdString());
        QVERIFY(field().text().isEmpty());
    }

    void rejectedIsNotSaved() {
        settle(Result::Rejected, 401);
        QCOMPARE(m_page->step(), kKeyStep);
        QCOMPARE(form().presenter().stage(), Stage::Rejected);
        QVERIFY(form().findChild<ui::NoteBannerBox*>()->isVisible());
        QVERIFY(field().hasFocus() && field().hasSelectedText());
        QVERIFY(button("Save unchecked") == nullptr && button("Save") == nullptr);
        QVERIFY(button("Back")->isEnabled());
        QVERIFY(credentials().rows.empty());
    }

    void restrictedMayBeSaved() {
        settle(Result::Restricted, 403);
        QCOMPARE(m_page->step(), kKeyStep);
        QVERIFY(form().findChild<ui::NoteBannerBox*>()->isVisible());
        QVERIFY(button("Save")->hasFocus());
        button("Save")->click();
        QCOMPARE(m_page->step(), kConnectStep);
        QCOMPARE(credentials().lastAdded.check.result, Result::Restricted);
    }

    void unknownIsTriedAgain() {
        settle(Result::TimedOut, 0);
        QCOMPARE(m_page->step(), kKeyStep);
        QVERIFY(button("Try again")->hasFocus());
        QVERIFY(button("Save unchecked") != nullptr);
        button("Try again")->click();
        QVERIFY(form().presenter().isVerifying());
        credentials().check->settle(Result::Valid);
        QCOMPARE(m_page->step(), kConnectStep);
        QCOMPARE(credentials().rows.front().health.health, core::Health::Valid);
    }

    void unknownMayBeSavedUnchecked() {
        settle(Result::TimedOut, 0);
        button("Save unchecked")->click();
        QCOMPARE(m_page->step(), kConnectStep);
        QCOMPARE(credentials().rows.front().health.health, core::Health::Unchecked);
    }

    void detailsUnfold() {
        verify();
        ui::KeyCheckOutcome outcome;
        outcome.result = Result::TlsFailed;
        outcome.host = "api.anthropic.com";
        outcome.detail = "self-signed certificate";
        credentials().check->settle(outcome);
        QVERIFY(button("Details") != nullptr);
        button("Details")->click();
        bool isShown = false;
        for (const ui::CodeBox* box : m_page->findChildren<ui::CodeBox*>()) {
            isShown = isShown || (box->isVisible() && box->text().contains(QStringLiteral("self-signed certificate")));
        }
        QVERIFY(isShown);
    }

    void cancelAndEscapeEndTheCheck_data() {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("button") << false;
        QTest::newRow("Esc") << true;
    }
    void cancelAndEscapeEndTheCheck() {
        QFETCH(bool, byKey);
        verify();
        if (byKey) {
            QTest::keyClick(button("Cancel"), Qt::Key_Escape);
        } else {
            button("Cancel")->click();
        }
        QVERIFY(credentials().checkWasCancelled);
        QCOMPARE(m_page->step(), kKeyStep);
        QCOMPARE(field().text(), apiKey());
        QVERIFY(button("Verify and save")->isEnabled());
        QVERIFY(button("Cancel") == nullptr);
    }

    void leavingWipesTheKey_data() {
        QTest::addColumn<QString>("way");
        QTest::newRow("skip") << QStringLiteral("Skip this step");
        QTest::newRow("back") << QStringLiteral("Back");
    }
    void leavingWipesTheKey() {
        QFETCH(QString, way);
        field().setText(apiKey());
        button(qPrintable(way))->click();
        QVERIFY(m_page->step() != kKeyStep);
        QVERIFY(field().text().isEmpty());
        QVERIFY(!form().presenter().isPrimaryEnabled());
    }

    void goingAwayDuringTheCheck() {
        verify();
        m_page.reset(); // nothing of it is called any more
        QVERIFY(credentials().check.isNull() || credentials().checkWasCancelled);
    }

    void anotherKey() {
        settle(Result::Valid, 200);
        button("Back")->click();
        QVERIFY(!form().isVisible());
        QVERIFY(button("Continue") != nullptr);
        button("Add another key")->click();
        QVERIFY(form().isVisible() && field().hasFocus());
        settle(Result::Valid, 200);
        QCOMPARE(credentials().rows.size(), std::size_t{2});
        QCOMPARE(m_page->step(), kConnectStep);
    }

    void anEnvironmentIsMadeOnlyWhenAskedFor() {
        m_ports->agents.programs = {{"Codex", "codex", "/usr/bin/codex"}};
        settle(Result::Valid, 200);
        QCOMPARE(m_page->step(), kConnectStep);
        auto* snippet = m_page->findChild<ui::SnippetBox*>();
        QVERIFY(!snippet->isVisible());
        QTRY_VERIFY(choice(2) != nullptr);
        QVERIFY(choice(3) == nullptr);
        choice(2)->setChecked(true);
        QTRY_VERIFY(snippet->isVisible());
        QVERIFY(m_ports->agents.calls.isEmpty()); // no agent, no token
        QVERIFY(!button("Continue")->isEnabled());
        button("Create and copy")->click();
        QCOMPARE(m_ports->agents.rows.size(), std::size_t{1});
        QCOMPARE(m_ports->agents.rows.front().name, std::string("scripts"));
        QVERIFY(button("Continue")->isEnabled());
        button("Continue")->click();
        QCOMPARE(m_page->step(), kConnectStep + 1);
    }

    void theSnippetHasTheChoiceOfShells() {
        settle(Result::Valid, 200);
        QTRY_VERIFY(choice(1) != nullptr);
        choice(1)->setChecked(true);
        QTRY_VERIFY(m_page->findChild<ui::SnippetBox*>()->isVisible());
        QStringList shells;
        for (const QToolButton* one : m_page->findChild<ui::SnippetBox*>()->findChildren<QToolButton*>()) {
            if (one->isVisible() && one->isCheckable()) {
                shells += one->text();
            }
        }
        QCOMPARE(shells, (QStringList{QStringLiteral("Shell"), QStringLiteral("VS Code"), QStringLiteral("Docker"),
                                      QStringLiteral("PowerShell"), QStringLiteral("Base URL")}));
    }

    void theFocusRingIsWhole() {
        for (const char* name : {"Back", "Skip this step"}) {
            button(name)->setFocus(Qt::TabFocusReason);
            const auto frames = m_page->findChildren<QFocusFrame*>();
            QCOMPARE(frames.size(), 1);
            QTRY_VERIFY(frames.front()->isVisible());
            QVERIFY(frames.front()->geometry().contains(button(name)->geometry().adjusted(-2, -2, 2, 2)));
            QVERIFY(frames.front()->parentWidget()->rect().contains(frames.front()->geometry()));
        }
    }
};

QTEST_MAIN(FirstRunTest)
#include "tst_first_run.moc"
