#include "ui/style/theme.h"
#include "ui/widgets/state_look.h"

#include <QTest>

#include <set>

using namespace keysluice;
using ui::Role;
using ui::Theme;

namespace {

struct Pair {
    Role front;
    Role back;
    double least;
};

} // namespace

class TestTheme final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrastHolds_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    /// WCAG 2.1: 4.5 for text, 3 for outlines and fills that carry a meaning.
    void contrastHolds() {
        QFETCH(bool, dark);
        const Theme& theme = dark ? Theme::dark() : Theme::light();
        std::vector<Pair> pairs;
        for (const Role back : {Role::Window, Role::Surface, Role::Sidebar, Role::Hover, Role::Selection}) {
            pairs.push_back({Role::Text, back, 9.0});
            pairs.push_back({Role::Muted, back, 4.5});
            pairs.push_back({Role::Accent, back, 4.5});
        }
        for (const Role state : {Role::Ok, Role::Warning, Role::Danger, Role::Info, Role::Asked}) {
            for (const Role back : {Role::Window, Role::Surface, Role::Sidebar}) {
                pairs.push_back({state, back, 4.5});
            }
        }
        pairs.insert(pairs.end(), {{Role::Ok, Role::OkTint, 4.5},
                                   {Role::Warning, Role::WarningTint, 4.5},
                                   {Role::Danger, Role::DangerTint, 4.5},
                                   {Role::Info, Role::InfoTint, 4.5},
                                   {Role::Asked, Role::AskedTint, 4.5},
                                   {Role::Muted, Role::NeutralTint, 4.5},
                                   {Role::Text, Role::DangerTint, 7.0},
                                   {Role::Text, Role::WarningTint, 7.0},
                                   {Role::SelectionText, Role::Selection, 9.0},
                                   {Role::OnFill, Role::AccentFill, 4.5},
                                   {Role::OnFill, Role::AccentFillHover, 4.5},
                                   {Role::OnFill, Role::AccentFillPressed, 4.5},
                                   {Role::OnFill, Role::DangerFill, 4.5},
                                   {Role::CodeText, Role::Code, 9.0},
                                   {Role::Control, Role::Surface, 3.0},
                                   {Role::Control, Role::Sidebar, 3.0},
                                   {Role::Focus, Role::Surface, 4.5},
                                   {Role::Focus, Role::Selection, 3.0},
                                   {Role::AccentFill, Role::Surface, 3.0},
                                   {Role::DangerFill, Role::Surface, 3.0},
                                   {Role::ChartFirst, Role::Surface, 3.0},
                                   {Role::ChartSecond, Role::Surface, 3.0},
                                   {Role::ChartThird, Role::Surface, 3.0},
                                   {Role::ChartFourth, Role::Surface, 3.0},
                                   {Role::ChartOthers, Role::Surface, 3.0}});
        for (const Pair& pair : pairs) {
            const double ratio = Theme::contrast(theme.color(pair.front), theme.color(pair.back));
            QVERIFY2(
                ratio >= pair.least,
                qPrintable(QStringLiteral("role %1 on %2: %3").arg(int(pair.front)).arg(int(pair.back)).arg(ratio)));
        }
    }

    void contrastIsMeasuredAsWcagSays() {
        QCOMPARE(Theme::contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(Theme::contrast(Qt::red, Qt::red), 1.0);
        QVERIFY(std::abs(Theme::contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void paletteLeadsBackToItsTheme() {
        QVERIFY(!Theme::of(Theme::light().palette()).isDark());
        QVERIFY(Theme::of(Theme::dark().palette()).isDark());
    }

    void highContrastOfTheDesktopIsKept() {
        QPalette desktop;
        desktop.setColor(QPalette::Window, Qt::black);
        desktop.setColor(QPalette::WindowText, Qt::yellow);
        QVERIFY(Theme::isHighContrast(desktop));
        QCOMPARE(Theme::of(desktop).color(Role::Text), QColor(Qt::yellow));
        QCOMPARE(Theme::of(desktop).color(Role::DangerTint), QColor(Qt::black));
        QVERIFY(!Theme::isHighContrast(Theme::dark().palette()));
    }

    /// Shape before colour: no two states of one kind share an icon.
    void statesDifferByShape() {
        using Decision = core::ActivityRecord::Decision;
        std::set<QString> icons;
        for (const Decision decision : {Decision::Allowed, Decision::Blocked, Decision::Limited, Decision::Error}) {
            icons.insert(ui::decisionLook(decision).icon);
        }
        QCOMPARE(icons.size(), std::size_t(4));
        std::set<QString> health;
        for (const core::Health state : {core::Health::Unchecked, core::Health::Valid, core::Health::Restricted,
                                         core::Health::RateLimited, core::Health::Rejected}) {
            health.insert(ui::healthLook(state, true).icon);
        }
        health.insert(ui::healthLook(core::Health::Valid, false).icon);
        QCOMPARE(health.size(), std::size_t(6));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
