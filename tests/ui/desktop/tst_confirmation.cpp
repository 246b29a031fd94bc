#include "app/control/operations.h"
#include "app/desktop/confirmation_dialog.h"
#include "app/services/runtime.h"

#include <QApplication>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <unistd.h>

using namespace keysluice;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kNever = 24h;

ui::ConfirmationRequest request(const QString& command = QStringLiteral("secret rotate work")) {
    return {4711, QStringLiteral("python3 agent.py"), command, QStringLiteral("The stored key is replaced.")};
}

QPushButton* button(const QWidget& root, const QString& text) {
    for (QPushButton* one : root.findChildren<QPushButton*>()) {
        if (one->text() == text) {
            return one;
        }
    }
    return nullptr;
}

QString words(const QWidget& root) {
    QString all;
    for (const QLabel* label : root.findChildren<QLabel*>()) {
        all += label->text() + QLatin1Char('\n');
    }
    return all;
}

std::vector<app::ConfirmationDialog*> shown(const QWidget& window) {
    std::vector<app::ConfirmationDialog*> dialogs;
    for (auto* dialog : window.findChildren<app::ConfirmationDialog*>()) {
        if (dialog->isVisible()) {
            dialogs.push_back(dialog);
        }
    }
    return dialogs;
}

} // namespace

/// The question before somebody at the control socket may loosen something.
class ConfirmationTest final : public QObject {
    Q_OBJECT

    /// One question on a window; what it was answered, or nothing.
    struct Asked {
        QWidget window;
        std::optional<bool> answer;
        int answers = 0;
        QPointer<app::ConfirmationDialog> dialog;

        explicit Asked(std::chrono::milliseconds armAfter, const ui::ConfirmationRequest& what = request()) {
            window.show();
            dialog = new app::ConfirmationDialog(
                what,
                [this](bool confirmed) {
                    answer = confirmed;
                    ++answers;
                },
                &window, armAfter);
            dialog->open();
            (void)QTest::qWaitForWindowActive(dialog);
        }
    };

private Q_SLOTS:
    void armsAfterHalfASecond() {
        QCOMPARE(app::ConfirmationDialog::kArmAfter, 500ms);
        Asked early(kNever);
        QPushButton* allow = button(*early.dialog, QStringLiteral("Allow"));
        QVERIFY(!allow->isEnabled());
        QTest::mouseClick(allow, Qt::LeftButton);
        allow->click();
        QTest::keyClick(allow, Qt::Key_Space);
        QCoreApplication::processEvents();
        QVERIFY(!early.answer.has_value());
        QVERIFY(early.dialog->isVisible());
    }

    void armsWithThePassingOfTime() {
        Asked asked(1ms);
        QTRY_VERIFY(button(*asked.dialog, QStringLiteral("Allow"))->isEnabled());
        // counted from when it can be seen, each time
        Asked again(kNever);
        again.dialog->hide();
        again.dialog->show();
        QVERIFY(!button(*again.dialog, QStringLiteral("Allow"))->isEnabled());
    }

    void allowAllows() {
        Asked asked(1ms);
        QPushButton* allow = button(*asked.dialog, QStringLiteral("Allow"));
        QTRY_VERIFY(allow->isEnabled());
        QTest::mouseClick(allow, Qt::LeftButton);
        QCOMPARE(asked.answer, std::optional(true));
        QTRY_VERIFY(asked.dialog.isNull());
        QCOMPARE(asked.answers, 1); // its end is no second answer
    }

    void refuseHasTheFocus() {
        Asked asked(1ms);
        QPushButton* refuse = button(*asked.dialog, QStringLiteral("Refuse"));
        QPushButton* allow = button(*asked.dialog, QStringLiteral("Allow"));
        QTRY_VERIFY(allow->isEnabled());
        QCOMPARE(asked.dialog->focusWidget(), refuse);
        QVERIFY(refuse->isDefault());
        QTest::keyClick(asked.dialog, Qt::Key_Return);
        QCOMPARE(asked.answer, std::optional(false));
    }

    void everyOtherWayOutRefuses_data() {
        QTest::addColumn<int>("way");
        QTest::newRow("escape") << 0;
        QTest::newRow("closed") << 1;
        QTest::newRow("refuse") << 2;
        QTest::newRow("destroyed") << 3;
    }
    void everyOtherWayOutRefuses() {
        QFETCH(int, way);
        Asked asked(1ms);
        QTRY_VERIFY(button(*asked.dialog, QStringLiteral("Allow"))->isEnabled());
        switch (way) {
        case 0:
            QTest::keyClick(asked.dialog, Qt::Key_Escape);
            break;
        case 1:
            asked.dialog->close();
            break;
        case 2:
            QTest::mouseClick(button(*asked.dialog, QStringLiteral("Refuse")), Qt::LeftButton);
            break;
        default:
            delete asked.dialog;
        }
        QCOMPARE(asked.answer, std::optional(false));
        QTRY_VERIFY(asked.dialog.isNull());
        QCOMPARE(asked.answers, 1);
    }

    void whatTheCallerSaysIsPlainText() {
        ui::ConfirmationRequest what = request(QStringLiteral("secret rotate \u202Ekrow"));
        what.callerCommand = QStringLiteral("<b>Keysluice</b> <a href='x'>update</a>\u200B\n\u2066evil");
        what.effect = QStringLiteral("The key <i>is</i> replaced.");
        Asked asked(kNever, what);
        const QString text = words(*asked.dialog);
        QVERIFY2(text.contains(QStringLiteral("keysluice secret rotate [U+202E]krow")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("<b>Keysluice</b> <a href='x'>update</a>[U+200B][U+000A][U+2066]evil")),
                 qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("The key <i>is</i> replaced.")));
        QVERIFY(text.contains(QStringLiteral("4711")));
        for (const QLabel* label : asked.dialog->findChildren<QLabel*>()) {
            const bool foreign =
                label->text().contains(QLatin1Char('<')) || label->text().contains(QStringLiteral("keysluice"));
            QVERIFY(!foreign || label->textFormat() == Qt::PlainText);
        }
    }

    void oneQuestionAtATime() {
        QWidget window;
        window.show();
        app::WindowConfirmation confirmation([&window] { return &window; }, 1ms);
        QObject caller;
        QStringList answers;
        for (const char* name : {"first", "second", "third"}) {
            confirmation.ask(request(QLatin1String(name)), &caller, [&answers, name](bool confirmed) {
                answers += QLatin1String(name) + (confirmed ? QStringLiteral(" yes") : QStringLiteral(" no"));
            });
        }
        QCOMPARE(shown(window).size(), std::size_t(1));
        QVERIFY(words(*shown(window).front()).contains(QStringLiteral("first")));
        QTest::keyClick(shown(window).front(), Qt::Key_Escape);
        QTRY_VERIFY(shown(window).size() == 1 && words(*shown(window).front()).contains(QStringLiteral("second")));
        QTRY_VERIFY(button(*shown(window).front(), QStringLiteral("Allow"))->isEnabled());
        button(*shown(window).front(), QStringLiteral("Allow"))->click();
        QTRY_VERIFY(shown(window).size() == 1 && words(*shown(window).front()).contains(QStringLiteral("third")));
        shown(window).front()->close();
        QTRY_VERIFY(shown(window).empty());
        QCOMPARE(answers,
                 (QStringList{QStringLiteral("first no"), QStringLiteral("second yes"), QStringLiteral("third no")}));
    }

    void theNextQuestionIsNotArmedByTheOneBefore() {
        QWidget window;
        window.show();
        app::WindowConfirmation confirmation([&window] { return &window; }, kNever);
        QObject caller;
        for (int i = 0; i < 2; ++i) {
            confirmation.ask(request(), &caller, [](bool) {});
        }
        const QPointer<app::ConfirmationDialog> first = shown(window).front();
        button(*first, QStringLiteral("Allow"))->setEnabled(true); // as after its time
        button(*first, QStringLiteral("Allow"))->click();
        QTRY_VERIFY(first.isNull() && shown(window).size() == 1);
        QVERIFY(!button(*shown(window).front(), QStringLiteral("Allow"))->isEnabled());
    }

    void whoeverIsGoneIsNotAskedAbout() {
        QWidget window;
        window.show();
        app::WindowConfirmation confirmation([&window] { return &window; }, kNever);
        auto first = std::make_unique<QObject>();
        auto second = std::make_unique<QObject>();
        QObject third;
        int answers = 0;
        for (QObject* caller : {first.get(), second.get(), &third}) {
            confirmation.ask(request(), caller, [&answers](bool) { ++answers; });
        }
        second.reset();
        first.reset();
        QTRY_VERIFY(shown(window).size() == 1); // the third's
        QCOMPARE(answers, 0);
        shown(window).front()->close();
        QTRY_VERIFY(shown(window).empty());
        QCOMPARE(answers, 1);
    }

    void theGuardDoesWhatThePersonSays() {
        QTemporaryDir home;
        qputenv("XDG_RUNTIME_DIR", home.path().toUtf8());
        const auto paths = app::instancePaths(home.filePath(QStringLiteral("data")).toStdString(), true);
        QVERIFY(paths);
        auto runtime = app::Runtime::create(*paths, {});
        QVERIFY(runtime);
        app::Runtime& instance = **runtime;
        instance.vault().create(false, core::SecretBytes::copyOf(std::string_view("correct horse battery")), this,
                                [](const core::Outcome<void>&) {});
        QTRY_VERIFY_WITH_TIMEOUT(instance.vault().state() == core::VaultState::Open, 30'000);

        QWidget window;
        window.show();
        app::WindowConfirmation confirmation([&window] { return &window; }, 1ms);
        app::ControlOperations operations(instance);
        operations.guard().setConfirmation(&confirmation);
        app::ControlSession session(app::Caller{::getpid(), ::geteuid()}, nullptr, nullptr);
        std::optional<core::Outcome<QJsonObject>> answer;
        const auto addAgent = [&] {
            answer.reset();
            operations.handle(QStringLiteral("agent.add"),
                              {{QStringLiteral("name"), QStringLiteral("ci")},
                               {QStringLiteral("title"), QStringLiteral("agent add ci")}},
                              {}, session,
                              [&answer](core::Outcome<QJsonObject> result) { answer = std::move(result); });
        };
        addAgent();
        QVERIFY2(!answer.has_value(), answer && !*answer ? answer->error().context.c_str() : "");
        QCOMPARE(shown(window).size(), std::size_t(1));
        QVERIFY(words(*shown(window).front()).contains(QStringLiteral("keysluice agent add ci")));
        QVERIFY(words(*shown(window).front()).contains(QStringLiteral("A new agent may use every enabled key.")));
        QVERIFY(words(*shown(window).front()).contains(QStringLiteral("tst_confirmation"))); // who asks
        QVERIFY(!answer.has_value());
        QTest::keyClick(shown(window).front(), Qt::Key_Escape);
        QVERIFY(answer.has_value() && !answer->has_value());
        QCOMPARE(answer->error().code, core::FailureCode::Refused);
        QVERIFY(instance.agents().agents().empty());
        QTRY_VERIFY(shown(window).empty());

        addAgent();
        QTRY_COMPARE(shown(window).size(), std::size_t(1));
        QPushButton* allow = button(*shown(window).front(), QStringLiteral("Allow"));
        QTRY_VERIFY(allow->isEnabled());
        allow->click();
        QVERIFY(answer.has_value() && answer->has_value());
        QCOMPARE(instance.agents().agents().size(), std::size_t(1));
    }
};

QTEST_MAIN(ConfirmationTest)
#include "tst_confirmation.moc"
