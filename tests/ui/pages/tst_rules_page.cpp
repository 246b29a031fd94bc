#include "core/rules/rule_json.h"
#include "support/memory_ports.h"
#include "support/page_queries.h"
#include "ui/pages/rules/import_dialog.h"
#include "ui/pages/rules/rule_editor.h"
#include "ui/pages/rules/rule_list.h"
#include "ui/pages/rules/rule_look.h"
#include "ui/pages/rules/rules_page.h"
#include "ui/pages/rules/try_dialog.h"
#include "ui/widgets/multi_choice.h"
#include "ui/widgets/toast.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace keysluice;
using namespace core::rules;
using uitest::MemoryPorts;
using uitest::named;
using uitest::openDialog;
using uitest::settle;
using uitest::shows;

namespace {

constexpr char kRules[] = R"({"version":1,"rules":[
    {"id":"a","decision":"block","conditions":{"agents":["agent-aider"],"methods":["PUT"]}},
    {"id":"b","decision":"ask","highRisk":true,"conditions":{"costAboveMicros":1000000}},
    {"id":"c","decision":"allow","conditions":{"models":["claude-*"]}}],
    "limits":[{"id":"x","requests":60,"period":"minute","scope":"agent"}]})";

struct Stage {
    MemoryPorts ports;
    std::unique_ptr<ui::RulesPage> page;

    explicit Stage(const char* rules = kRules) {
        ports.agents.put("aider");
        ports.agents.put("ci");
        ports.rules.stored.set = readRules(rules).value();
        page = std::make_unique<ui::RulesPage>(ui::RulesPage::Ports{ports.rules, ports.agents, ports.credentials,
                                                                    ports.settings, ports.vault, ports.clock, nullptr});
        page->resize(1280, 900);
        page->show();
        settle();
    }
    [[nodiscard]] QString order() const {
        QString ids;
        for (const Rule& rule : ports.rules.stored.set.rules) {
            ids += QString::fromStdString(rule.id);
        }
        return ids;
    }
    [[nodiscard]] const RuleSet& set() const { return ports.rules.stored.set; }
    [[nodiscard]] ui::RuleList& list(const char* name = "Rules") { // by its accessible name
        return *named<ui::RuleList>(*page, QString::fromLatin1(name));
    }
    ui::RuleList& at(int row) {
        ui::RuleList& rules = list();
        rules.setFocus();
        rules.setCurrentIndex(rules.model()->index(row, 0));
        settle();
        return rules;
    }
    [[nodiscard]] QString reads() { return page->findChild<ui::ReadsAsBox*>()->sentence(); }
    [[nodiscard]] QPushButton* save() { return named<QPushButton>(*page, QStringLiteral("Save rule")); }
    void addCondition(const char* kind) {
        auto* button = named<QPushButton>(*page, QStringLiteral("Add condition"));
        auto* menu = button->findChild<QMenu*>();
        Q_EMIT menu->aboutToShow();
        trigger(*menu, kind);
    }
    static void trigger(QMenu& menu, const char* text) {
        for (QAction* action : menu.actions()) {
            if (action->text() == QString::fromUtf8(text)) {
                QVERIFY(action->isEnabled());
                action->trigger();
                settle();
                return;
            }
        }
        QFAIL(text);
    }
    void choose(const char* name, const char* entry) {
        auto* choice = page->findChild<ui::RuleEditor*>();
        for (ui::MultiChoice* one : choice->findChildren<ui::MultiChoice*>()) {
            if (one->accessibleName().startsWith(QLatin1String(name))) {
                Q_EMIT one->menu()->aboutToShow();
                trigger(*one->menu(), entry);
                return;
            }
        }
        QFAIL(name);
    }
    void type(const char* name, const QString& text) {
        if (auto* lines = named<QPlainTextEdit>(*page, QString::fromLatin1(name))) {
            lines->setPlainText(text);
            return;
        }
        auto* field = named<QLineEdit>(*page, QString::fromLatin1(name));
        QVERIFY2(field != nullptr, name);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text.isEmpty() ? QStringLiteral(" ") : text);
        if (text.isEmpty()) {
            field->clear();
        }
    }
    void chooseFile(const char* entry, const QString& path) {
        auto* more = named<QPushButton>(*page, QStringLiteral("More"));
        Q_EMIT more->menu()->aboutToShow();
        trigger(*more->menu(), entry);
        auto* dialog = openDialog<QFileDialog>(*page);
        QVERIFY(dialog != nullptr);
        auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        name->setText(path);
        QTest::keyClick(name, Qt::Key_Return);
        settle();
    }
    void answer(const char* button) {
        auto* box = openDialog<QMessageBox>(*page);
        QVERIFY(box != nullptr);
        named<QPushButton>(*box, QString::fromUtf8(button))->click();
        settle();
    }
};

} // namespace

/// The page as a person uses it: by names and keys.
class TestRulesPage final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    // The list

    void rowsMoveByKeyboardAndBack() {
        Stage stage;
        ui::RuleList& list = stage.at(0);
        QTest::keyClick(&list, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(stage.order(), QStringLiteral("bac"));
        QCOMPARE(list.currentIndex().row(), 1); // the moved one stays current
        QTest::keyClick(&list, Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(&list, Qt::Key_Down, Qt::AltModifier); // the end: nothing
        QCOMPARE(stage.order(), QStringLiteral("bca"));
        QTest::keyClick(&list, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(stage.order(), QStringLiteral("bac"));
        QTest::keyClick(&list, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(stage.order(), QStringLiteral("bca"));
    }
    void rowsMoveByDragging() {
        Stage stage;
        ui::RuleList& list = stage.at(0);
        const std::unique_ptr<QMimeData> data(list.model()->mimeData({list.model()->index(2, 0)}));
        (void)list.model()->dropMimeData(data.get(), Qt::MoveAction, 0, 0, {});
        QCOMPARE(stage.order(), QStringLiteral("cab"));
        QVERIFY(list.dragEnabled() && list.acceptDrops());
        QVERIFY(!stage.list("Limits").dragEnabled());
    }
    void spaceSwitchesAndUndoSwitchesBack() {
        Stage stage;
        ui::RuleList& list = stage.at(1);
        QTest::keyClick(&list, Qt::Key_Space);
        QVERIFY(!stage.set().rules[1].isEnabled);
        QVERIFY(shows(*stage.page, QStringLiteral("Rule 2 is off.")));
        named<QPushButton>(*stage.page, QStringLiteral("Undo"))->click();
        QVERIFY(stage.set().rules[1].isEnabled);
    }
    void aClickOnTheSwitchSwitches() {
        Stage stage;
        ui::RuleList& list = stage.list();
        const QRect row = list.visualRect(list.model()->index(0, 0));
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, {row.right() - 25, row.center().y()});
        QVERIFY(!stage.set().rules[0].isEnabled);
        QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, {row.left() + 200, row.center().y()});
        QVERIFY(!stage.set().rules[0].isEnabled);
    }
    void deletingCanBeTakenBackWithTheKeyboard() {
        Stage stage;
        ui::RuleList& list = stage.at(1);
        QTest::keyClick(&list, Qt::Key_Delete);
        QCOMPARE(stage.order(), QStringLiteral("ac"));
        QVERIFY(shows(*stage.page, QStringLiteral("Rule 2 is deleted.")));
        QTest::keyClick(&list, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(stage.order(), QStringLiteral("abc"));
    }
    void undoLeavesAloneWhatOthersDid() {
        Stage stage;
        ui::RuleList& list = stage.at(1);
        QTest::keyClick(&list, Qt::Key_Delete);
        QVERIFY(stage.ports.rules.setRules(ui::withRule(stage.set(), Rule())));
        QTest::keyClick(&list, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(stage.set().rules.size(), std::size_t(3));
        QVERIFY(shows(*stage.page, QStringLiteral("Nothing was taken back")));
    }
    void duplicating() {
        Stage stage;
        QTest::keyClick(&stage.at(0), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(stage.set().rules.size(), std::size_t(4));
        QVERIFY(stage.set().rules[1].conditions == stage.set().rules[0].conditions);
        QVERIFY(shows(*stage.page, QStringLiteral("Edit rule 2")));
    }
    void whatFailsIsTold() {
        Stage stage;
        stage.ports.rules.nextFailure = core::Failure{core::FailureCode::DiskFull, {}};
        QTest::keyClick(&stage.at(0), Qt::Key_Space);
        QVERIFY(stage.set().rules[0].isEnabled);
        QVERIFY(!stage.page->findChild<ui::Toast*>()->text().isEmpty());
    }
    void theLastLineIsNoRule() {
        Stage stage;
        ui::RuleList& list = stage.at(3);
        for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Delete, Qt::Key_Return}) {
            QTest::keyClick(&list, key);
        }
        QCOMPARE(stage.ports.rules.sets, 0);
        QVERIFY(!stage.page->findChild<ui::RuleEditor*>()->isVisible());
    }

    // The editor

    void aNewRuleIsBuiltAndSaved() {
        Stage stage;
        QTest::keyClick(stage.page.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(shows(*stage.page, QStringLiteral("New rule")));
        QCOMPARE(stage.reads(), QStringLiteral("Block every request"));
        named<QToolButton>(*stage.page, QStringLiteral("Ask"))->click();
        stage.addCondition("Model");
        QVERIFY(!stage.save()->isEnabled());
        QCOMPARE(stage.reads(), QStringLiteral("Ask when the model is …"));
        stage.type("Model", QStringLiteral("claude-opus-*\ngpt-5"));
        QCOMPARE(stage.reads(), QStringLiteral("Ask when the model is claude-opus-* or gpt-5"));
        stage.addCondition("Agent");
        QCOMPARE(stage.reads(), QStringLiteral("Ask for … when the model is claude-opus-* or gpt-5"));
        stage.choose("Agent", "ci");
        stage.addCondition("Cost");
        stage.type("Cost", QStringLiteral("2.50"));
        QVERIFY(stage.save()->isEnabled());
        stage.save()->click();
        const Rule& saved = stage.set().rules.back();
        QCOMPARE(saved.decision, Decision::Ask);
        QCOMPARE(saved.conditions.models.among, (std::vector<std::string>{"claude-opus-*", "gpt-5"}));
        QCOMPARE(saved.conditions.agents.among, std::vector<std::string>{"agent-ci"});
        QCOMPARE(*saved.conditions.costAboveMicros, std::int64_t(2'500'000));
        QVERIFY(shows(*stage.page, QStringLiteral("Edit rule 4")));
        QVERIFY(!stage.save()->isEnabled());
    }
    void aFaultStandsAtItsFieldAndKeepsFromSaving() {
        Stage stage;
        stage.at(2);
        stage.type("Model", QStringLiteral("claude haiku"));
        QVERIFY(!stage.save()->isEnabled());
        QVERIFY(shows(*stage.page, QStringLiteral("“claude haiku”: Give ASCII characters without blanks.")));
        stage.type("Model", QStringLiteral("claude-haiku"));
        QVERIFY(stage.save()->isEnabled());
        QVERIFY(!shows(*stage.page, QStringLiteral("Give ASCII")));
        stage.addCondition("Text of the body");
        auto* op = named<QComboBox>(*stage.page, QStringLiteral("Text of the body: condition"));
        op->setFocus();
        QTest::keyClick(op, Qt::Key_Down);
        QCOMPARE(op->currentText(), QStringLiteral("matches"));
        stage.type("Text of the body", QStringLiteral("(rm"));
        QVERIFY(!stage.save()->isEnabled());
        QVERIFY(shows(*stage.page, QStringLiteral("This expression cannot be used")));
        named<QToolButton>(*stage.page, QStringLiteral("Take out: Text of the body"))->click();
        QVERIFY(stage.save()->isEnabled());
        stage.type("Name", QString(101, QLatin1Char('n')));
        QVERIFY(shows(*stage.page, QStringLiteral("It may have 100 characters at most.")));
        QVERIFY(!stage.save()->isEnabled());
    }
    void anOperatorThatIsTakenIsNotOffered() {
        Stage stage;
        stage.at(2);
        stage.addCondition("Model");
        int combos = 0;
        for (const QComboBox* box : stage.page->findChildren<QComboBox*>()) {
            combos += box->isVisible() && box->accessibleName() == QLatin1String("Model: condition") ? 1 : 0;
        }
        QCOMPARE(combos, 0);
        QCOMPARE(stage.reads(), QStringLiteral("Allow when the model is claude-* and the model is not …"));
    }
    void whatGoesWithAskingIsThereOnlyThen() {
        Stage stage;
        stage.at(1);
        auto* answer = named<QComboBox>(*stage.page, QStringLiteral("Without an answer"));
        QVERIFY(answer->isVisible());
        QVERIFY(named<QCheckBox>(*stage.page, QStringLiteral("High risk"))->isChecked());
        answer->setFocus();
        QTest::keyClick(answer, Qt::Key_Home);
        stage.save()->click();
        QCOMPARE(*stage.set().rules[1].answerSeconds, std::int64_t(10));
        QVERIFY(stage.set().rules[1].isHighRisk);
        named<QToolButton>(*stage.page, QStringLiteral("Block"))->click();
        QVERIFY(!answer->isVisible());
        stage.type("Told to the agent", QStringLiteral("Too dear."));
        stage.save()->click();
        QVERIFY(!stage.set().rules[1].isHighRisk);
        QVERIFY(!stage.set().rules[1].answerSeconds);
        QCOMPARE(stage.set().rules[1].reason, std::string("Too dear."));
        auto* reason = named<QLineEdit>(*stage.page, QStringLiteral("Told to the agent"));
        named<QToolButton>(*stage.page, QStringLiteral("Allow"))->click();
        QVERIFY(!reason->isVisible());
    }
    void unsavedChangesAreAskedFor() {
        Stage stage;
        ui::RuleList& list = stage.at(2);
        stage.type("Model", QStringLiteral("gpt-*"));
        list.setCurrentIndex(list.model()->index(0, 0));
        QCOMPARE(list.currentIndex().row(), 2);
        stage.answer("Cancel");
        QVERIFY(shows(*stage.page, QStringLiteral("Edit rule 3")));
        QCOMPARE(stage.reads(), QStringLiteral("Allow when the model is gpt-*"));
        list.setCurrentIndex(list.model()->index(0, 0));
        stage.answer("Discard");
        QVERIFY(shows(*stage.page, QStringLiteral("Edit rule 1")));
        QCOMPARE(stage.ports.rules.sets, 0);
    }
    void discardingShowsWhatIsStored() {
        Stage stage;
        stage.at(2);
        stage.type("Model", QStringLiteral("gpt-*"));
        named<QPushButton>(*stage.page, QStringLiteral("Discard"))->click();
        QCOMPARE(stage.reads(), QStringLiteral("Allow when the model is claude-*"));
        stage.page->newRule();
        named<QPushButton>(*stage.page, QStringLiteral("Discard"))->click();
        QVERIFY(!stage.page->findChild<ui::RuleEditor*>()->isVisible());
    }
    void whatCannotBeStoredStaysInTheEditor() {
        Stage stage;
        stage.at(2);
        stage.type("Model", QStringLiteral("gpt-*"));
        stage.ports.rules.nextFailure = core::Failure{core::FailureCode::VaultLocked, {}};
        stage.save()->click();
        QVERIFY(shows(*stage.page, QStringLiteral("vault")));
        QCOMPARE(stage.reads(), QStringLiteral("Allow when the model is gpt-*"));
        stage.save()->click();
        QCOMPARE(stage.set().rules[2].conditions.models.among, std::vector<std::string>{"gpt-*"});
    }
    void aRuleDeletedElsewhereCanStillBeSaved() {
        Stage stage;
        stage.at(2);
        stage.type("Model", QStringLiteral("gpt-*"));
        QVERIFY(stage.ports.rules.setRules(ui::without(stage.set(), {ui::RulePlace::Part::Rules, 2})));
        QVERIFY(shows(*stage.page, QStringLiteral("New rule")));
        stage.save()->click();
        QCOMPARE(stage.set().rules.size(), std::size_t(3));
    }
    void daysAndHours() {
        Stage stage;
        stage.page->newRule();
        stage.addCondition("Days and hours");
        QCOMPARE(stage.reads(), QStringLiteral("Block when it is between 08:00 and 18:00"));
        named<QToolButton>(*stage.page, QStringLiteral("Saturday"))->click();
        named<QToolButton>(*stage.page, QStringLiteral("Sunday"))->click();
        stage.type("Until", QStringLiteral("25:00"));
        QVERIFY(!stage.save()->isEnabled());
        QVERIFY(shows(*stage.page, QStringLiteral("Give times as 08:30")));
        stage.type("Until", QStringLiteral("24:00"));
        QCOMPARE(stage.reads(), QStringLiteral("Block when it is Monday to Friday between 08:00 and 24:00"));
        QVERIFY(stage.save()->isEnabled());
    }
    void headersAndSizes() {
        Stage stage;
        stage.page->newRule();
        stage.addCondition("Header");
        stage.type("Name of the header", QStringLiteral("x-team"));
        QVERIFY(!stage.save()->isEnabled());
        stage.type("Value of the header", QStringLiteral("research-*"));
        stage.addCondition("Size of the request");
        stage.type("Size of the request", QStringLiteral("64"));
        QCOMPARE(stage.reads(), QStringLiteral("Block when the request is larger than 64 KiB and the header x-team is "
                                               "“research-*”"));
        stage.addCondition("Streaming");
        stage.save()->click();
        const Conditions& saved = stage.set().rules.back().conditions;
        QCOMPARE(*saved.bodyBytesAbove, std::int64_t(65536));
        QVERIFY(*saved.isStreaming);
        QCOMPARE(*saved.headers[0].value, std::string("research-*"));
    }
    void aLimitIsMadeAndChanged() {
        Stage stage;
        named<QPushButton>(*stage.page, QStringLiteral("New limit"))->click();
        auto* period = named<QComboBox>(*stage.page, QStringLiteral("In what time"));
        period->setFocus();
        QTest::keyClick(period, Qt::Key_End);
        named<QPushButton>(*stage.page, QStringLiteral("Save limit"))->click();
        QCOMPARE(stage.set().limits.size(), std::size_t(2));
        QCOMPARE(stage.set().limits[1].period, Period::Day);
        ui::RuleList& list = stage.list("Limits");
        list.setFocus();
        list.setCurrentIndex(list.model()->index(0, 0));
        QTest::keyClick(&list, Qt::Key_Space);
        QVERIFY(!stage.set().limits[0].isEnabled);
        QTest::keyClick(&list, Qt::Key_Delete);
        QCOMPARE(stage.set().limits.size(), std::size_t(1));
    }

    // Around them

    void starterSetsAreOneClickAway() {
        Stage stage(R"({"version":1,"rules":[],"limits":[]})");
        QVERIFY(shows(*stage.page, QStringLiteral("No rule yet")));
        named<QPushButton>(*stage.page, QStringLiteral("Add: Ask before Opus"))->click();
        QCOMPARE(stage.set().rules.size(), std::size_t(1));
        QCOMPARE(stage.set().rules[0].name, std::string("Ask before Opus"));
        auto* more = named<QPushButton>(*stage.page, QStringLiteral("More"));
        Q_EMIT more->menu()->aboutToShow();
        for (const QAction* action : more->menu()->actions()) {
            if (action->text() == QLatin1String("Ask before Opus")) {
                QVERIFY(!action->isEnabled()); // it is there
            }
        }
        Stage::trigger(*more->menu(), "60 requests a minute");
        QCOMPARE(stage.set().limits.size(), std::size_t(1));
    }
    void aDraftIsTriedAgainstHistory() {
        Stage stage;
        stage.at(2);
        QTRY_COMPARE(stage.ports.rules.drafts.size(), std::size_t(1));
        QVERIFY(shows(*stage.page, QStringLiteral("Looking at them")));
        stage.type("Model", QStringLiteral("gpt-*"));
        QTRY_COMPARE(stage.ports.rules.drafts.size(), std::size_t(2)); // once, after the last change
        QCOMPARE(stage.ports.rules.drafts[1].rules[2].conditions.models.among, std::vector<std::string>{"gpt-*"});
        DryReport report;
        report.counts = {30, 2, 0, 1};
        report.changes = 3;
        report.rows.push_back({uitest::MemoryActivity::make(1), {DryOutcome::Allowed, 2, std::nullopt}, true});
        report.rows.push_back({uitest::MemoryActivity::make(2), {DryOutcome::Blocked, 0, std::nullopt}, false});
        stage.ports.rules.waiting(report);
        QVERIFY(shows(*stage.page, QStringLiteral("30 allowed, 2 blocked, 0 asked about")));
        QVERIFY(shows(*stage.page, QStringLiteral("3 request(s) would have gone otherwise.")));
        QVERIFY(shows(*stage.page, QStringLiteral("1 request(s) cannot be judged from history.")));
        QVERIFY(shows(*stage.page, QStringLiteral("Decided by this rule")));
        stage.type("Model", QStringLiteral("not a model"));
        QVERIFY(!shows(*stage.page, QStringLiteral("30 allowed"))); // nothing is said of what cannot be saved
        stage.type("Model", QStringLiteral("o3"));
        QTRY_COMPARE(stage.ports.rules.drafts.size(), std::size_t(3));
        stage.ports.rules.waiting(tl::make_unexpected(core::Failure{core::FailureCode::DiskFull, {}}));
        QVERIFY(!shows(*stage.page, QStringLiteral("Looking at them")));
        QVERIFY(shows(*stage.page, QStringLiteral("The disk is full.")));
    }
    void rulesAreExportedAndComeBack() {
        Stage stage;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("rules.json"));
        const RuleSet before = stage.set();
        stage.chooseFile("Export…", path);
        QTRY_VERIFY(QFile::exists(path));
        QVERIFY(stage.page->findChild<ui::Toast*>()->text().contains(QStringLiteral("rules.json")));
        QVERIFY(
            stage.ports.rules.setRules(ui::without(ui::withRuleMoved(before, 2, 0), {ui::RulePlace::Part::Rules, 1})));
        QCOMPARE(stage.order(), QStringLiteral("cb"));
        stage.chooseFile("Import…", path);
        auto* dialog = openDialog<ui::ImportDialog>(*stage.page);
        QVERIFY(dialog != nullptr);
        QVERIFY(shows(*dialog, QStringLiteral("New, as rule 1")));
        QVERIFY(shows(*dialog, QStringLiteral("Block aider when the method is PUT")));
        QCOMPARE(stage.order(), QStringLiteral("cb")); // nothing before it is wanted
        named<QPushButton>(*dialog, QStringLiteral("Replace the rules"))->click();
        settle();
        QCOMPARE(stage.set().rules.size(), std::size_t(3));
        QVERIFY(stage.set().rules[0].conditions == before.rules[0].conditions);
        QCOMPARE(stage.set().rules[1].id, std::string("b"));
        named<QPushButton>(*stage.page, QStringLiteral("Undo"))->click();
        QCOMPARE(stage.order(), QStringLiteral("cb"));
    }
    void aFileThatIsWrongIsToldAndChangesNothing() {
        Stage stage;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("bad.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"version":1,"rules":[{"decision":"block","conditions":{"hosts":["a b"]}}],"limits":[]})");
        file.close();
        stage.chooseFile("Import…", path);
        QVERIFY(openDialog<ui::ImportDialog>(*stage.page) == nullptr);
        QVERIFY(shows(*stage.page, QStringLiteral("rules[0].conditions.hosts[0]: Give a host")));
        QCOMPARE(stage.ports.rules.sets, 0);
    }
    void aRequestIsTried() {
        Stage stage;
        named<QPushButton>(*stage.page, QStringLiteral("Try a request"))->click();
        auto* dialog = openDialog<ui::TryDialog>(*stage.page);
        QVERIFY(dialog != nullptr);
        auto* request = named<QPlainTextEdit>(*dialog, QStringLiteral("Request"));
        request->setPlainText(QStringLiteral("PUT /v1/files"));
        QVERIFY(shows(*dialog, QStringLiteral("The address needs a host")));
        request->setPlainText(QStringLiteral("PUT https://api.anthropic.com/v1/files"));
        QVERIFY(shows(*dialog, QStringLiteral("Blocked by rule 1")));
        QVERIFY(shows(*dialog, QStringLiteral("Yes: the method is PUT")));
        QVERIFY(shows(*dialog, QStringLiteral("Counted: Limit every agent")));
        auto* agent = named<QComboBox>(*dialog, QStringLiteral("Agent"));
        agent->setFocus();
        QTest::keyClick(agent, Qt::Key_Down);
        QVERIFY(!shows(*dialog, QStringLiteral("Blocked by rule 1")));
        QVERIFY(shows(*dialog, QStringLiteral("No: the agent is one of: aider")));
        QCOMPARE(stage.ports.rules.sets, 0);
        QTest::keyClick(dialog, Qt::Key_Escape);
        settle();
        QVERIFY(openDialog<ui::TryDialog>(*stage.page) == nullptr);
    }
    void anAgentIsTriedInItsOwnMode() {
        Stage stage;
        named<QPushButton>(*stage.page, QStringLiteral("Try a request"))->click();
        auto* dialog = openDialog<ui::TryDialog>(*stage.page);
        QVERIFY(dialog != nullptr);
        auto* request = named<QPlainTextEdit>(*dialog, QStringLiteral("Request"));
        const auto open = QStringLiteral("GET https://api.anthropic.com/v1/models");
        request->setPlainText(open);
        QVERIFY(shows(*dialog, QStringLiteral("Allowed: no rule fits")));
        for (core::AgentInfo& agent : stage.ports.agents.rows) {
            agent.hostAccess = core::HostAccess::Strict;
        }
        request->setPlainText(open + QLatin1Char('\n'));
        QVERIFY(shows(*dialog, QStringLiteral("Blocked: no rule allows it")));
    }
    void aLockedVaultShowsNoRules() {
        Stage stage;
        stage.at(2);
        stage.ports.vault.become(core::VaultState::Locked);
        QVERIFY(shows(*stage.page, QStringLiteral("The vault is locked")));
        QVERIFY(!named<QPushButton>(*stage.page, QStringLiteral("New rule"))->isEnabled());
        QVERIFY(!stage.page->findChild<ui::RuleEditor*>()->isVisible());
        stage.ports.vault.become(core::VaultState::PolicyUnverified);
        QVERIFY(shows(*stage.page, QStringLiteral("Changed outside Keysluice")));
        stage.ports.vault.become(core::VaultState::Open);
        QVERIFY(!shows(*stage.page, QStringLiteral("Changed outside Keysluice")));
    }
    void everyControlHasANameBothWays() {
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QApplication::setLayoutDirection(direction);
            Stage stage;
            stage.page->newRule();
            for (const char* kind : {"Agent", "Provider", "Host", "Method", "Path", "Request for", "Model", "Cost",
                                     "Tokens of the answer", "Effort", "Streaming", "Images", "Header",
                                     "Text of the body", "Days and hours", "Size of the request"}) {
                stage.addCondition(kind);
            }
            QVERIFY(!stage.page->grab().isNull());
            for (const QAbstractButton* button : stage.page->findChildren<QAbstractButton*>()) {
                QVERIFY(!button->isVisible() || !button->text().isEmpty() || !button->accessibleName().isEmpty() ||
                        button->objectName().startsWith(QStringLiteral("qt_")));
            }
            for (const QLineEdit* field : stage.page->findChildren<QLineEdit*>()) {
                QVERIFY(!field->accessibleName().isEmpty() ||
                        field->objectName() == QLatin1String("qt_spinbox_lineedit"));
            }
            for (const QPlainTextEdit* field : stage.page->findChildren<QPlainTextEdit*>()) {
                QVERIFY(!field->accessibleName().isEmpty());
            }
        }
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }
};

QTEST_MAIN(TestRulesPage)
#include "tst_rules_page.moc"
