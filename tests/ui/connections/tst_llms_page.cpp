#include "support/memory_ports.h"
#include "ui/dialogs/add_secret_dialog.h"
#include "ui/dialogs/delete_question.h"
#include "ui/dialogs/rename_dialog.h"
#include "ui/dialogs/reveal_dialog.h"
#include "ui/dialogs/secret_clipboard.h"
#include "ui/dialogs/secret_field.h"
#include "ui/models/credential_model.h"
#include "ui/pages/connections/credential_list.h"
#include "ui/pages/connections/credential_look.h"
#include "ui/pages/connections/credential_pane.h"
#include "ui/pages/connections/empty_llms.h"
#include "ui/pages/connections/key_box.h"
#include "ui/pages/connections/llms_page.h"
#include "ui/style/appearance.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/toast.h"
#include "ui/widgets/toggle.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace keysluice;

class LlmsPageTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsRowsAndPane();
    void spaceToggles();
    void assistiveTechnologyTogglesTheSwitch();
    void clickOnTheSwitchToggles();
    void foreignKeysAreChosen();
    void undoEnablesAgain();
    void f5Tests();
    void troubleButtonActs();
    void enterRenames();
    void deleteAsksAndNamesTheAgents();
    void filtersAndTellsWhenNothingFits();
    void changesTheOrderByKeyboard();
    void changesTheOrderByDragging_data();
    void changesTheOrderByDragging();
    void dragsNothingUnlessTheOrderIsBeingChanged();
    void revealAsksForThePassphrase();
    void revealNeedsAPassphraseSlot();
    void revealHidesItself();
    void aRevealedKeyIsHiddenInTime();
    void copyMarksAndTakesBack();
    void takesTheClipboardBackInTime();
    void clipboardOfOthersIsLeftAlone();
    void emptyPageOffersAdding();
    void testsAll();
    void ctrlNOpensAddSecret();
    void tellsFailures();
    void saysThatTheVaultIsLocked();
    void rendersEverywhere_data();
    void rendersEverywhere();

private:
    template <class Dialog>
    [[nodiscard]] Dialog* open() const {
        auto* dialog = m_page->findChild<Dialog*>();
        return dialog != nullptr && dialog->isVisible() ? dialog : nullptr;
    }
    [[nodiscard]] QPushButton* button(const QWidget& parent, const QString& text) const;
    [[nodiscard]] QRect row(int at) const { return m_list->visualRect(m_list->model()->index(at, 0)); }
    /// Drags a row to a height of the list; was it taken?
    [[nodiscard]] bool drag(int at, int toY);
    void select(int at) { m_list->setCurrentIndex(m_list->model()->index(at, 0)); }
    void makePage();

    std::unique_ptr<uitest::MemoryPorts> m_ports;
    std::unique_ptr<ui::LlmsPage> m_page;
    ui::CredentialList* m_list = nullptr;
    ui::AppearanceController* m_appearance = nullptr;
};

void LlmsPageTest::initTestCase() {
    QLocale::setDefault(QLocale(QLocale::English));
    m_appearance = new ui::AppearanceController(qApp);
    m_appearance->setAppearance(core::Appearance::Light);
}

void LlmsPageTest::init() {
    m_ports = std::make_unique<uitest::MemoryPorts>();
    m_ports->credentials.put("Work");
    m_ports->credentials.put("Plan", "anthropic", core::Health::RateLimited, 429);
    m_ports->credentials.put("Evals", "openai", core::Health::Rejected, 401);
    m_ports->credentials.values["cred-Work"] = "sk-ant-api03-the-whole-key-7QAA";
    m_ports->credentials.passphrase = "correct horse";
    m_ports->vault.addSlot(core::SlotKind::Passphrase);
    m_ports->agents.put("claude-code");
    m_ports->agents.put("aider");
    makePage();
}

void LlmsPageTest::makePage() {
    m_page = std::make_unique<ui::LlmsPage>(m_ports->credentials, m_ports->agents, m_ports->vault, m_ports->clock);
    m_page->resize(1064, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_list = m_page->findChild<ui::CredentialList*>();
    m_list->setFocus();
}

void LlmsPageTest::cleanup() {
    m_page.reset();
    m_ports.reset();
    QApplication::setLayoutDirection(Qt::LeftToRight);
}

QPushButton* LlmsPageTest::button(const QWidget& parent, const QString& text) const {
    for (QPushButton* one : parent.findChildren<QPushButton*>()) {
        if (one->text() == text && one->isVisible()) {
            return one;
        }
    }
    return nullptr;
}

void LlmsPageTest::showsRowsAndPane() {
    QCOMPARE(m_list->model()->rowCount(), 3);
    QCOMPARE(m_page->findChild<ui::CredentialPane*>()->credential(), std::string("cred-Work"));
    QVERIFY(m_page->findChild<ui::CredentialPane*>()->isVisible());
    QCOMPARE(m_page->rejected(), 1);
    QVERIFY(row(2).height() > row(0).height()); // its trouble stands below
    select(2);
    QCOMPARE(m_page->findChild<ui::CredentialPane*>()->credential(), std::string("cred-Evals"));
}

void LlmsPageTest::spaceToggles() {
    QTest::keyClick(m_list, Qt::Key_Space);
    QVERIFY(!m_ports->credentials.find("cred-Work")->enabled);
    QVERIFY(!m_page->findChild<ui::Toggle*>()->isChecked());
    QTest::keyClick(m_list, Qt::Key_Space);
    QVERIFY(m_ports->credentials.find("cred-Work")->enabled);
}

void LlmsPageTest::assistiveTechnologyTogglesTheSwitch() {
    QAccessibleInterface* face = QAccessible::queryAccessibleInterface(m_page->findChild<ui::Toggle*>());
    face->actionInterface()->doAction(QAccessibleActionInterface::toggleAction());
    QVERIFY(!m_ports->credentials.find("cred-Work")->enabled);
}

void LlmsPageTest::clickOnTheSwitchToggles() {
    const ui::CredentialRowLayout layout = ui::credentialRowLayout(row(1), m_list->layoutDirection(), {}, false);
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, layout.toggle.center());
    QVERIFY(!m_ports->credentials.find("cred-Plan")->enabled);
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, layout.name.center());
    QVERIFY(!m_ports->credentials.find("cred-Plan")->enabled);
}

void LlmsPageTest::foreignKeysAreChosen() {
    select(0);
    auto* pane = m_page->findChild<ui::CredentialPane*>();
    auto* choice = pane->findChild<ui::ChoiceBox*>();
    QCOMPARE(choice->accessibleName(), QStringLiteral("If an agent brings another key"));
    QCOMPARE(choice->currentText(), QStringLiteral("Replace it with this one"));
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    QCOMPARE(m_ports->credentials.rows[0].foreignKeys, core::ForeignKeys::Refuse);
    QTest::keyClick(choice, Qt::Key_Down);
    QCOMPARE(m_ports->credentials.rows[0].foreignKeys, core::ForeignKeys::Pass);
    select(1); // another one's
    QCOMPARE(choice->currentText(), QStringLiteral("Replace it with this one"));
    select(0);
    QCOMPARE(choice->currentText(), QStringLiteral("Let it pass"));
}

void LlmsPageTest::undoEnablesAgain() {
    QTest::keyClick(m_list, Qt::Key_Space);
    auto* toast = m_page->findChild<ui::Toast*>();
    QVERIFY(toast->isVisible());
    QCOMPARE(toast->text(), QStringLiteral("“Work” is disabled."));
    button(*toast, QStringLiteral("Undo"))->click();
    QVERIFY(m_ports->credentials.find("cred-Work")->enabled);
}

void LlmsPageTest::f5Tests() {
    QTest::keyClick(m_list, Qt::Key_F5);
    QTest::keyClick(m_list, Qt::Key_F5); // not twice at once
    QCOMPARE(m_ports->credentials.calls.count(QStringLiteral("test cred-Work")), 1);
    m_ports->credentials.finishTest("cred-Work", core::Health::Valid, 200);
    QTest::keyClick(m_list, Qt::Key_F5);
    QCOMPARE(m_ports->credentials.calls.count(QStringLiteral("test cred-Work")), 2);
}

void LlmsPageTest::troubleButtonActs() {
    const auto press = [this](int at, const QString& word) {
        const ui::CredentialRowLayout layout = ui::credentialRowLayout(row(at), m_list->layoutDirection(), word, true);
        QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, layout.remedy.center());
    };
    press(1, QStringLiteral("Test"));
    QVERIFY(m_ports->credentials.calls.contains(QStringLiteral("test cred-Plan")));
    press(2, QStringLiteral("Rotate"));
    QVERIFY(open<ui::AddSecretDialog>() != nullptr);
    QVERIFY(open<ui::AddSecretDialog>()->windowTitle().contains(QStringLiteral("Evals")));
}

void LlmsPageTest::enterRenames() {
    QTest::keyClick(m_list, Qt::Key_Return);
    auto* dialog = open<ui::RenameDialog>();
    QVERIFY(dialog != nullptr);
    auto* name = dialog->findChild<QLineEdit*>();
    QTRY_VERIFY(name->hasFocus());
    name->setText(QStringLiteral("Plan"));
    button(*dialog, QStringLiteral("Save"))->click();
    QVERIFY(dialog->error().contains(QStringLiteral("in use")));
    name->setText(QStringLiteral("Team"));
    button(*dialog, QStringLiteral("Save"))->click();
    QCOMPARE(m_ports->credentials.find("cred-Work")->name, std::string("Team"));
    QCOMPARE(m_list->currentIndex().data().toString(), QStringLiteral("Team"));
}

void LlmsPageTest::deleteAsksAndNamesTheAgents() {
    select(2);
    QTest::keyClick(m_list, Qt::Key_Delete);
    auto* question = open<ui::DeleteQuestion>();
    QVERIFY(question != nullptr);
    QVERIFY2(question->sentence().contains(QStringLiteral("claude-code and aider")), qPrintable(question->sentence()));
    QVERIFY(question->sentence().contains(QStringLiteral("OpenAI")));
    QTRY_VERIFY(button(*question, QStringLiteral("Cancel"))->hasFocus());
    QTest::keyClick(question, Qt::Key_Escape);
    QCOMPARE(m_ports->credentials.rows.size(), 3U);
    QTest::keyClick(m_list, Qt::Key_Delete);
    QTRY_VERIFY(open<ui::DeleteQuestion>() != nullptr);
    button(*open<ui::DeleteQuestion>(), QStringLiteral("Delete"))->click();
    QCOMPARE(m_ports->credentials.rows.size(), 2U);
    // another key fits what the first one is used for, and the question says so
    select(0);
    QTRY_VERIFY(m_page->findChild<ui::DeleteQuestion*>() == nullptr);
    QTest::keyClick(m_list, Qt::Key_Delete);
    QVERIFY(open<ui::DeleteQuestion>()->sentence().contains(QStringLiteral("“Plan” is used")));
}

void LlmsPageTest::filtersAndTellsWhenNothingFits() {
    auto* search = m_page->findChild<ui::SearchField*>();
    search->setText(QStringLiteral("openai"));
    QCOMPARE(m_list->model()->rowCount(), 1);
    search->setText(QStringLiteral("nothing like it"));
    QVERIFY(!m_list->isVisible());
    button(*m_page, QStringLiteral("Clear filter"))->click();
    QCOMPARE(m_list->model()->rowCount(), 3);
    const QList<QComboBox*> boxes = m_page->findChildren<QComboBox*>();
    const auto state = std::find_if(boxes.begin(), boxes.end(), [](const QComboBox* box) {
        return box->findText(QStringLiteral("Rejected")) >= 0;
    });
    QVERIFY(state != boxes.end());
    (*state)->setCurrentIndex((*state)->findText(QStringLiteral("Rejected")));
    QCOMPARE(m_list->model()->rowCount(), 1);
}

void LlmsPageTest::changesTheOrderByKeyboard() {
    QTest::keyClick(m_list, Qt::Key_Down, Qt::AltModifier);
    QVERIFY(m_ports->credentials.calls.isEmpty()); // only while the order is being changed
    select(0);
    button(*m_page, QStringLiteral("Change the order"))->click();
    QTest::keyClick(m_list, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_ports->credentials.rows.at(1).id, std::string("cred-Work"));
    QCOMPARE(m_list->currentIndex().row(), 1);
    button(*m_page, QStringLiteral("Done"))->click();
    QVERIFY(button(*m_page, QStringLiteral("Change the order")) != nullptr);
}

bool LlmsPageTest::drag(int at, int toY) {
    QWidget* viewport = m_list->viewport();
    const QModelIndex index = m_list->model()->index(at, 0);
    const std::unique_ptr<QMimeData> data(m_list->model()->mimeData({index}));
    const QPoint to(row(at).center().x(), toY);
    // as the window system sends them; the test's has no drags of its own
    QDragEnterEvent enter(row(at).center(), Qt::MoveAction, data.get(), Qt::LeftButton, {});
    QApplication::sendEvent(viewport, &enter);
    QDragMoveEvent move(to, Qt::MoveAction, data.get(), Qt::LeftButton, {});
    QApplication::sendEvent(viewport, &move);
    if (!enter.isAccepted() || !move.isAccepted()) {
        QDragLeaveEvent leave;
        QApplication::sendEvent(viewport, &leave);
        return false;
    }
    QDropEvent drop(to, Qt::MoveAction, data.get(), Qt::LeftButton, {});
    QApplication::sendEvent(viewport, &drop);
    return drop.dropAction() == Qt::IgnoreAction; // else the view would take the row away as well
}

void LlmsPageTest::changesTheOrderByDragging_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("over");
    QTest::addColumn<bool>("lowerHalf");
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("order");
    QTest::newRow("first to the end") << 0 << 2 << true << "move 2"
                                      << "Plan Evals Work";
    QTest::newRow("last to the top") << 2 << 0 << false << "move 0"
                                     << "Evals Work Plan";
    QTest::newRow("one down") << 0 << 1 << true << "move 1"
                              << "Plan Work Evals";
    QTest::newRow("one up") << 1 << 0 << false << "move 0"
                            << "Plan Work Evals";
}

void LlmsPageTest::changesTheOrderByDragging() {
    QFETCH(int, from);
    QFETCH(int, over);
    QFETCH(bool, lowerHalf);
    QFETCH(QString, call);
    QFETCH(QString, order);
    button(*m_page, QStringLiteral("Change the order"))->click();
    const QRect target = row(over);
    QVERIFY(drag(from, lowerHalf ? target.center().y() + 3 : target.center().y() - 3));
    QCOMPARE(m_ports->credentials.calls, QStringList{call});
    const auto shown = [this] {
        QStringList names;
        for (int at = 0; at < m_list->model()->rowCount(); ++at) {
            names += m_list->model()->index(at, 0).data().toString();
        }
        return names.join(QLatin1Char(' '));
    };
    QCOMPARE(shown(), order);
    button(*m_page, QStringLiteral("Done"))->click();
    QCOMPARE(shown(), order); // the view took no row of its own away
    makePage();
    QCOMPARE(shown(), order);
}

void LlmsPageTest::dragsNothingUnlessTheOrderIsBeingChanged() {
    QVERIFY(!drag(0, row(2).bottom() - 4));
    QVERIFY(m_ports->credentials.calls.isEmpty());
    QVERIFY(!m_list->dragEnabled());
    button(*m_page, QStringLiteral("Change the order"))->click();
    QVERIFY(m_list->dragEnabled());
    const std::unique_ptr<QMimeData> data(new QMimeData);
    data->setText(QStringLiteral("cred-Work")); // something else that is dragged over the window
    QDragEnterEvent enter(row(0).center(), Qt::MoveAction | Qt::CopyAction, data.get(), Qt::LeftButton, {});
    enter.ignore();
    QApplication::sendEvent(m_list->viewport(), &enter);
    QVERIFY(!enter.isAccepted());
}

void LlmsPageTest::revealAsksForThePassphrase() {
    auto* box = m_page->findChild<ui::KeyBox*>();
    Q_EMIT box->revealRequested();
    auto* dialog = open<ui::RevealDialog>();
    QVERIFY(dialog != nullptr);
    dialog->findChild<ui::SecretField*>()->setText(QStringLiteral("wrong one"));
    button(*dialog, QStringLiteral("Show"))->click();
    QTRY_VERIFY(!dialog->error().isEmpty());
    QVERIFY(!box->isRevealed());
    QVERIFY(dialog->findChild<ui::SecretField*>()->text().isEmpty());
    dialog->findChild<ui::SecretField*>()->setText(QStringLiteral("correct horse"));
    button(*dialog, QStringLiteral("Show"))->click();
    QTRY_VERIFY(box->isRevealed());
    select(1); // another credential hides it
    QVERIFY(!box->isRevealed());
}

void LlmsPageTest::revealNeedsAPassphraseSlot() {
    m_ports->vault.slotRows.clear();
    m_ports->vault.addSlot(core::SlotKind::Keychain);
    for (const QToolButton* eye : m_page->findChild<ui::KeyBox*>()->findChildren<QToolButton*>()) {
        QVERIFY(!eye->isEnabled());
    }
}

void LlmsPageTest::revealHidesItself() {
    auto* box = m_page->findChild<ui::KeyBox*>();
    box->reveal(core::SecretBytes::copyOf(std::string_view("sk-ant-api03-the-whole-key-7QAA")));
    QVERIFY(box->isRevealed());
    m_page->hide();
    QVERIFY(!box->isRevealed());
}

void LlmsPageTest::aRevealedKeyIsHiddenInTime() {
    QCOMPARE(ui::KeyBox::kShownFor, std::chrono::seconds(15));
    ui::KeyBox box;
    box.show();
    box.reveal(core::SecretBytes::copyOf(std::string_view("sk-ant-api03-the-whole-key-7QAA")));
    QCoreApplication::processEvents();
    QVERIFY(box.isRevealed()); // not before its time
    ui::KeyBox brief(nullptr, std::chrono::milliseconds(1));
    brief.show();
    brief.reveal(core::SecretBytes::copyOf(std::string_view("sk-ant-api03-the-whole-key-7QAA")));
    QVERIFY(brief.isRevealed());
    QSignalSpy hidden(&brief, &ui::KeyBox::revealedChanged);
    QTRY_VERIFY(!brief.isRevealed());
    QCOMPARE(hidden.count(), 1);
    QVERIFY(box.isRevealed());
    // shown once more, its time begins anew
    brief.reveal(core::SecretBytes::copyOf(std::string_view("sk-ant-api03-the-whole-key-7QAA")));
    QVERIFY(brief.isRevealed());
    QTRY_VERIFY(!brief.isRevealed());
}

void LlmsPageTest::copyMarksAndTakesBack() {
    ui::SecretClipboard clipboard;
    clipboard.lend(core::SecretBytes::copyOf(std::string_view("the-key")));
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    QCOMPARE(data->text(), QStringLiteral("the-key"));
    QCOMPARE(data->data(QStringLiteral("x-kde-passwordManagerHint")), QByteArray("secret"));
    clipboard.takeBack();
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
}

void LlmsPageTest::takesTheClipboardBackInTime() {
    QCOMPARE(ui::SecretClipboard::kLentFor, std::chrono::seconds(30));
    const auto key = core::SecretBytes::copyOf(std::string_view("the-key"));
    {
        ui::SecretClipboard usual;
        usual.lend(key);
        QCoreApplication::processEvents();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("the-key")); // not before its time
    }
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty()); // it goes with the window
    ui::SecretClipboard brief(nullptr, std::chrono::milliseconds(1));
    QSignalSpy takenBack(&brief, &ui::SecretClipboard::takenBack);
    brief.lend(key);
    QTRY_COMPARE(takenBack.count(), 1);
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    // what somebody else has put there meanwhile stays, even when it is the same text
    for (const char* other : {"something else", "the-key"}) {
        brief.lend(key);
        QGuiApplication::clipboard()->setText(QLatin1String(other));
        QTRY_VERIFY(!brief.isLending());
        QCOMPARE(QGuiApplication::clipboard()->text(), QLatin1String(other));
    }
    QCOMPARE(takenBack.count(), 1);
    QGuiApplication::clipboard()->clear();
}

void LlmsPageTest::clipboardOfOthersIsLeftAlone() {
    ui::SecretClipboard clipboard;
    clipboard.lend(core::SecretBytes::copyOf(std::string_view("the-key")));
    QGuiApplication::clipboard()->setText(QStringLiteral("something else"));
    clipboard.takeBack();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("something else"));
    QGuiApplication::clipboard()->clear();
}

void LlmsPageTest::emptyPageOffersAdding() {
    m_ports->credentials.rows.clear();
    makePage();
    auto* empty = m_page->findChild<ui::EmptyLlms*>();
    QVERIFY(empty->isVisible());
    QVERIFY(!m_page->findChild<ui::CredentialPane*>()->isVisible());
    QGuiApplication::clipboard()->setText(QStringLiteral("sk-ant-api03-") + QString(60, QLatin1Char('c')));
    button(*empty, QStringLiteral("Paste from clipboard"))->click();
    auto* dialog = open<ui::AddSecretDialog>();
    QVERIFY(dialog != nullptr);
    QVERIFY(button(*dialog, QStringLiteral("Verify and save"))->isEnabled());
    QGuiApplication::clipboard()->clear();
}

void LlmsPageTest::testsAll() {
    QVERIFY(m_ports->credentials.setEnabled("cred-Plan", false).has_value());
    button(*m_page, QStringLiteral("Test all"))->click();
    QCOMPARE(m_ports->credentials.testing.size(), 2U);
    QCOMPARE(m_ports->credentials.testing.count("cred-Plan"), 0U);
}

void LlmsPageTest::ctrlNOpensAddSecret() {
    QTest::keyClick(m_list, Qt::Key_N, Qt::ControlModifier);
    QVERIFY(open<ui::AddSecretDialog>() != nullptr);
}

void LlmsPageTest::tellsFailures() {
    m_ports->credentials.nextFailure = core::Failure{core::FailureCode::VaultLocked, {}};
    QTest::keyClick(m_list, Qt::Key_Space);
    QVERIFY(m_page->findChild<ui::Toast*>()->text().contains(QStringLiteral("vault is locked")));
    QVERIFY(m_page->findChild<ui::Toggle*>()->isChecked());
}

void LlmsPageTest::saysThatTheVaultIsLocked() {
    m_ports->vault.become(core::VaultState::Locked);
    QVERIFY(m_page->findChild<ui::Banner*>()->isVisible());
    QVERIFY(!button(*m_page, QStringLiteral("Add secret"))->isEnabled());
    QTest::keyClick(m_list, Qt::Key_N, Qt::ControlModifier);
    QVERIFY(open<ui::AddSecretDialog>() == nullptr);
    m_ports->vault.become(core::VaultState::Open);
    QVERIFY(!m_page->findChild<ui::Banner*>()->isVisible());
    QVERIFY(button(*m_page, QStringLiteral("Add secret"))->isEnabled());
}

void LlmsPageTest::rendersEverywhere_data() {
    QTest::addColumn<core::Appearance>("appearance");
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::addColumn<double>("points");
    QTest::addColumn<double>("scale");
    QTest::addColumn<QSize>("size");
    const QSize usual(1064, 800);
    QTest::newRow("light") << core::Appearance::Light << Qt::LeftToRight << 10.0 << 1.0 << usual;
    QTest::newRow("dark") << core::Appearance::Dark << Qt::LeftToRight << 10.0 << 1.0 << usual;
    QTest::newRow("right to left") << core::Appearance::Light << Qt::RightToLeft << 10.0 << 1.0 << usual;
    QTest::newRow("2x") << core::Appearance::Dark << Qt::LeftToRight << 10.0 << 2.0 << usual;
    QTest::newRow("16 pt") << core::Appearance::Light << Qt::LeftToRight << 16.0 << 1.0 << usual;
    QTest::newRow("narrow") << core::Appearance::Light << Qt::LeftToRight << 10.0 << 1.0 << QSize(664, 504);
}

void LlmsPageTest::rendersEverywhere() {
    QFETCH(core::Appearance, appearance);
    QFETCH(Qt::LayoutDirection, direction);
    QFETCH(double, points);
    QFETCH(double, scale);
    QFETCH(QSize, size);
    const QFont before = QApplication::font();
    QFont font = before;
    font.setPointSizeF(points);
    m_appearance->setAppearance(appearance);
    QApplication::setLayoutDirection(direction);
    QApplication::setFont(font);
    makePage();
    m_page->resize(size);
    QImage picture((QSizeF(size) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    picture.setDevicePixelRatio(scale);
    m_page->render(&picture);
    // the surface of the list is where the theme says, and rows stay inside it
    const bool dark = qGray(picture.pixel(picture.width() / 2, picture.height() - 8)) < 80;
    QCOMPARE(dark, appearance == core::Appearance::Dark);
    for (int at = 0; at < 3; ++at) {
        const QString word = at == 0 ? QString() : at == 1 ? QStringLiteral("Test") : QStringLiteral("Rotate");
        const ui::CredentialRowLayout layout = ui::credentialRowLayout(row(at), direction, word, at > 0);
        for (const QRect& part : {layout.monogram, layout.name, layout.pill, layout.today, layout.toggle}) {
            QVERIFY(row(at).contains(part));
        }
        QVERIFY(!layout.name.intersects(layout.pill));
        QVERIFY(!layout.pill.intersects(layout.today));
        QCOMPARE(layout.monogram.center().x() > layout.toggle.center().x(), direction == Qt::RightToLeft);
        if (at > 0) {
            QVERIFY(row(at).contains(layout.remedy));
            QVERIFY(layout.name.bottom() <= layout.trouble.top() + 8);
        }
    }
    m_appearance->setAppearance(core::Appearance::Light);
    QApplication::setFont(before);
}

QTEST_MAIN(LlmsPageTest)
#include "tst_llms_page.moc"
