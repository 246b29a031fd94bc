#include "support/memory_ports.h"
#include "ui/dialogs/add_secret_dialog.h"
#include "ui/dialogs/add_secret_footer.h"
#include "ui/dialogs/add_secret_form.h"
#include "ui/dialogs/note_banner.h"
#include "ui/dialogs/provider_tile.h"
#include "ui/dialogs/secret_field.h"
#include "ui/style/appearance.h"
#include "ui/widgets/code_box.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMetaProperty>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace keysluice;
using Result = ui::KeyCheckOutcome::Result;

namespace {

const QString kMarker = QStringLiteral("MARKERmarkerMARKERmarkerMARKERmarker");

QString apiKey() {
    return QStringLiteral("sk-ant-api03-") + kMarker + QString(40, QLatin1Char('m')) + QStringLiteral("7QAA");
}

/// Every readable property of an object and its children, as text.
QString everythingIn(const QObject& object) {
    QString all = object.objectName();
    const QMetaObject* meta = object.metaObject();
    for (int at = 0; at < meta->propertyCount(); ++at) {
        all += meta->property(at).read(&object).toString() + QLatin1Char('\n');
    }
    for (const QByteArray& name : object.dynamicPropertyNames()) {
        all += object.property(name.constData()).toString() + QLatin1Char('\n');
    }
    for (const QObject* child : object.children()) {
        all += everythingIn(*child);
    }
    return all;
}

} // namespace

class AddSecretDialogTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void opensWithTheKeyFocused();
    void recognisesAndShowsWhatIsInjected();
    void savesAfterAValidCheck();
    void showsEachOutcome_data();
    void showsEachOutcome();
    void escapeEndsTheCheckThenCloses();
    void enterVerifies();
    void arrowsChooseTheProvider();
    void pasteIsNeverCutToAKey();
    void leavesNoKeyBehind_data();
    void leavesNoKeyBehind();
    void showsNothingOfTheKeyButItsEnd();
    void overwritesWhatWasTyped();
    void eyeIsReachedByKeyboard();
    void namesEveryControl();
    void rotatesWithEverythingElseFixed();

private:
    [[nodiscard]] QPushButton* button(const QString& text) const;
    [[nodiscard]] ui::SecretField& field() const { return *m_dialog->findChild<ui::SecretField*>(); }
    [[nodiscard]] ui::AddSecretPresenter& presenter() const { return m_dialog->form().presenter(); }
    void verify();

    std::unique_ptr<uitest::MemoryPorts> m_ports;
    QPointer<ui::AddSecretDialog> m_dialog;
};

void AddSecretDialogTest::initTestCase() {
    auto* appearance = new ui::AppearanceController(qApp);
    appearance->setAppearance(core::Appearance::Light);
}

void AddSecretDialogTest::init() {
    m_ports = std::make_unique<uitest::MemoryPorts>();
    m_dialog = new ui::AddSecretDialog(m_ports->credentials, m_ports->agents, m_ports->clock, nullptr);
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog));
}

void AddSecretDialogTest::cleanup() {
    delete m_dialog;
    m_ports.reset();
}

QPushButton* AddSecretDialogTest::button(const QString& text) const {
    for (QPushButton* one : m_dialog->findChildren<QPushButton*>()) {
        if (one->text() == text && one->isVisible()) {
            return one;
        }
    }
    return nullptr;
}

void AddSecretDialogTest::verify() {
    field().setText(apiKey());
    button(QStringLiteral("Verify and save"))->click();
    QVERIFY(presenter().isVerifying());
}

void AddSecretDialogTest::opensWithTheKeyFocused() {
    QVERIFY(field().hasFocus());
    QCOMPARE(field().echoMode(), QLineEdit::Password);
    QVERIFY(!button(QStringLiteral("Verify and save"))->isEnabled());
}

void AddSecretDialogTest::recognisesAndShowsWhatIsInjected() {
    QTest::keyClicks(&field(), apiKey());
    QVERIFY(button(QStringLiteral("Verify and save"))->isEnabled());
    const QString shown = m_dialog->form().findChild<ui::CodeBox*>()->text();
    QVERIFY2(shown.contains(QStringLiteral("x-api-key: ••••7QAA")), qPrintable(shown));
    QVERIFY(shown.contains(QStringLiteral("api.anthropic.com")));
}

void AddSecretDialogTest::savesAfterAValidCheck() {
    QSignalSpy saved(m_dialog, &ui::AddSecretDialog::saved);
    verify();
    QVERIFY(button(QStringLiteral("Cancel"))->hasFocus());
    QVERIFY(!field().isEnabled());
    m_ports->credentials.check->settle(Result::Valid);
    QCOMPARE(saved.count(), 1);
    QCOMPARE(m_ports->credentials.rows.size(), 1U);
    QTRY_VERIFY(m_dialog.isNull());
}

void AddSecretDialogTest::showsEachOutcome_data() {
    QTest::addColumn<Result>("result");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("primary");
    QTest::addColumn<QString>("secondary");
    const auto row = [](const char* name, Result result, int status, const char* primary, const char* secondary) {
        QTest::newRow(name) << result << status << QString::fromLatin1(primary) << QString::fromLatin1(secondary);
    };
    row("rejected", Result::Rejected, 401, "Verify and save", "");
    row("restricted", Result::Restricted, 403, "Save", "");
    row("rate-limited", Result::RateLimited, 429, "Save", "");
    row("no credit", Result::OutOfCredit, 402, "Save", "");
    row("dns", Result::DnsFailed, 0, "Try again", "Save unchecked");
    row("connect", Result::ConnectFailed, 0, "Try again", "Save unchecked");
    row("tls", Result::TlsFailed, 0, "Try again", "Save unchecked");
    row("proxy", Result::ProxyFailed, 0, "Try again", "Save unchecked");
    row("time-out", Result::TimedOut, 0, "Try again", "Save unchecked");
    row("busy", Result::ProviderBusy, 529, "Try again", "Save unchecked");
    row("error", Result::ProviderError, 500, "Try again", "Save unchecked");
    row("unexpected", Result::Unexpected, 302, "Try again", "Save unchecked");
}

void AddSecretDialogTest::showsEachOutcome() {
    QFETCH(Result, result);
    QFETCH(int, status);
    QFETCH(QString, primary);
    QFETCH(QString, secondary);
    verify();
    m_ports->credentials.check->settle(result, status);
    QVERIFY(m_dialog->findChild<ui::NoteBannerBox*>()->isVisible());
    QVERIFY(!m_dialog->findChild<ui::NoteBannerBox*>()->text().isEmpty());
    QVERIFY(button(primary) != nullptr);
    QCOMPARE(button(QStringLiteral("Details")) != nullptr, !secondary.isEmpty());
    if (result == Result::Rejected) {
        QVERIFY(field().hasFocus());
        QCOMPARE(field().selectionLength(), apiKey().size());
        QVERIFY(field().property("ksError").toBool());
        QVERIFY(button(QStringLiteral("Save")) == nullptr);
        QVERIFY(button(QStringLiteral("Save unchecked")) == nullptr);
        QVERIFY(m_ports->credentials.rows.empty());
        return;
    }
    QVERIFY(button(primary)->hasFocus());
    button(secondary.isEmpty() ? primary : secondary)->click();
    QCOMPARE(m_ports->credentials.rows.size(), 1U);
}

void AddSecretDialogTest::escapeEndsTheCheckThenCloses() {
    verify();
    QTest::keyClick(m_dialog, Qt::Key_Escape);
    QVERIFY(m_dialog->isVisible());
    QVERIFY(m_ports->credentials.checkWasCancelled);
    QVERIFY(!presenter().isVerifying());
    QVERIFY(field().hasFocus());
    QCOMPARE(field().text(), apiKey());
    QTest::keyClick(m_dialog, Qt::Key_Escape);
    QTRY_VERIFY(m_dialog.isNull());
    QVERIFY(m_ports->credentials.rows.empty());
}

void AddSecretDialogTest::enterVerifies() {
    field().setText(apiKey());
    QTest::keyClick(&field(), Qt::Key_Return);
    QVERIFY(presenter().isVerifying());
    QCOMPARE(m_ports->credentials.calls.count(QStringLiteral("checkKey")), 1);
}

void AddSecretDialogTest::arrowsChooseTheProvider() {
    const QList<ui::ProviderTile*> tiles = m_dialog->findChildren<ui::ProviderTile*>();
    QCOMPARE(tiles.size(), 2);
    QVERIFY(tiles.at(0)->isChecked());
    tiles.at(0)->setFocus();
    QTest::keyClick(tiles.at(0), Qt::Key_Right);
    QVERIFY(tiles.at(1)->isChecked());
    QCOMPARE(presenter().providerId(), std::string("openai"));
}

void AddSecretDialogTest::pasteIsNeverCutToAKey() {
    const std::pair<QString, const char*> cases[] = {
        {QStringLiteral("sk-ant-api03-") + QString(100'000, QLatin1Char('a')), "too long for a key"},
        {apiKey() + QStringLiteral("\n") + apiKey(), "line break inside"},
        {QStringLiteral("sk-ant-api03-ksPlaceholder") + QString(80, QLatin1Char('a')), "placeholder"}};
    for (const auto& [text, sentence] : cases) {
        QGuiApplication::clipboard()->setText(text);
        m_dialog->form().pasteKey();
        const QString shown = presenter().recognitionLine().text;
        QVERIFY2(shown.contains(QString::fromLatin1(sentence)), qPrintable(shown));
        QVERIFY(!button(QStringLiteral("Verify and save"))->isEnabled());
    }
    QGuiApplication::clipboard()->setText(QStringLiteral(" '") + apiKey() + QStringLiteral("'\r\n"));
    m_dialog->form().pasteKey();
    QVERIFY(presenter().trimmedNote().contains(QStringLiteral("Quotes and a line break")));
    QVERIFY(button(QStringLiteral("Verify and save"))->isEnabled());
    QGuiApplication::clipboard()->clear();
}

void AddSecretDialogTest::leavesNoKeyBehind_data() {
    QTest::addColumn<int>("way");
    QTest::newRow("saved") << 0;
    QTest::newRow("cancelled") << 1;
    QTest::newRow("closed") << 2;
    QTest::newRow("closed while verifying") << 3;
    QTest::newRow("closed after a rejection, key shown") << 4;
}

void AddSecretDialogTest::leavesNoKeyBehind() {
    QFETCH(int, way);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    verify();
    QVERIFY(everythingIn(*m_dialog).size() > 1000);
    if (way == 0) {
        m_ports->credentials.check->settle(Result::Valid);
    } else if (way == 1) {
        button(QStringLiteral("Cancel"))->click();
        button(QStringLiteral("Cancel"))->click();
    } else if (way == 2) {
        presenter().cancelCheck();
        m_dialog->close();
    } else if (way == 3) {
        m_dialog->done(QDialog::Rejected);
    } else {
        m_ports->credentials.check->settle(Result::Rejected, 401);
        field().setRevealed(true);
        QVERIFY(everythingIn(*m_dialog).contains(kMarker)); // the search can find it
        m_dialog->close();
    }
    QVERIFY(!m_dialog->isVisible());
    QVERIFY(field().text().isEmpty());
    QVERIFY(!field().isUndoAvailable());
    QVERIFY(!everythingIn(*m_dialog).contains(kMarker.left(8)));
    QVERIFY(!presenter().injection().header.contains(QStringLiteral("7QAA")));
}

void AddSecretDialogTest::showsNothingOfTheKeyButItsEnd() {
    verify();
    m_ports->credentials.check->settle(Result::TlsFailed);
    for (const QLabel* label : m_dialog->findChildren<QLabel*>()) {
        QVERIFY(!label->text().contains(kMarker.left(8)));
    }
    QVERIFY(!m_dialog->form().findChild<ui::CodeBox*>()->text().contains(kMarker.left(8)));
    QVERIFY(!field().accessibleName().contains(kMarker.left(8)));
}

void AddSecretDialogTest::overwritesWhatWasTyped() {
    QTest::keyClicks(&field(), QStringLiteral("typed-secret"));
    const QString kept = QString::fromLatin1("somebody else's");
    field().wipe();
    QVERIFY(field().text().isEmpty());
    field().setText(kept); // shared with the field: must stay as it is
    field().wipe();
    QCOMPARE(kept, QStringLiteral("somebody else's"));
    field().setText(QStringLiteral("a constant")); // in memory that cannot be written
    field().wipe();
    QVERIFY(field().text().isEmpty());
}

void AddSecretDialogTest::eyeIsReachedByKeyboard() {
    field().setText(apiKey());
    field().setFocus();
    QTest::keyClick(&field(), Qt::Key_Tab);
    QWidget* eye = QApplication::focusWidget();
    QVERIFY(eye != nullptr && eye->parentWidget() == &field());
    QTest::keyClick(eye, Qt::Key_Space);
    QVERIFY(field().isRevealed());
    QTest::keyClick(eye, Qt::Key_Space);
    QVERIFY(!field().isRevealed());
}

void AddSecretDialogTest::namesEveryControl() {
    for (const QWidget* widget : m_dialog->findChildren<QWidget*>()) {
        if (widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isEnabled()) {
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            QVERIFY2(spoken != nullptr && !spoken->text(QAccessible::Name).isEmpty(),
                     widget->metaObject()->className());
        }
    }
}

void AddSecretDialogTest::rotatesWithEverythingElseFixed() {
    m_ports->credentials.put("Work");
    m_dialog->beginRotation(m_ports->credentials.rows.front());
    QVERIFY(m_dialog->windowTitle().contains(QStringLiteral("Work")));
    for (const ui::ProviderTile* tile : m_dialog->findChildren<ui::ProviderTile*>()) {
        QVERIFY(!tile->isEnabled());
    }
    field().setText(apiKey());
    button(QStringLiteral("Verify and replace"))->click();
    m_ports->credentials.check->settle(Result::Valid);
    QCOMPARE(m_ports->credentials.rows.front().version, 2U);
    QTRY_VERIFY(m_dialog.isNull());
}

QTEST_MAIN(AddSecretDialogTest)
#include "tst_add_secret_dialog.moc"
