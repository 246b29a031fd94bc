#include "ui/models/dry_run_summary.h"

#include <QLocale>
#include <QTest>

using namespace keysluice;
using namespace core::rules;

namespace {

DryRow rowAt(core::UnixMs at, DryOutcome outcome, std::optional<std::size_t> rule) {
    DryRow row;
    row.record.at = at;
    row.record.agentName = "aider\n";
    row.record.method = "POST";
    row.record.path = "/v1/" + std::to_string(at);
    row.judgement = {outcome, rule, std::nullopt};
    return row;
}

} // namespace

class TestDryRunSummary final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void countsAreSaid() {
        DryReport report;
        report.counts = {2'287, 12, 14, 0};
        const ui::DryRunSummary quiet = ui::summaryOf(report, 0, 0);
        QCOMPARE(quiet.counts, QStringLiteral("2,287 allowed, 12 blocked, 14 asked about"));
        QCOMPARE(quiet.changes, QStringLiteral("Nothing would have gone otherwise."));
        QVERIFY(quiet.open.isEmpty() && quiet.rowHead.isEmpty());
        report.counts[3] = 5;
        report.changes = 3;
        const ui::DryRunSummary summary = ui::summaryOf(report, 0, 0);
        QVERIFY(summary.changes.startsWith(QStringLiteral("3 ")));
        QVERIFY(summary.open.startsWith(QStringLiteral("5 ")));
    }
    void rowsAreTheNewestOfTheRule() {
        DryReport report;
        report.rows = {rowAt(1, DryOutcome::Asked, 1), rowAt(9, DryOutcome::Asked, 1), rowAt(5, DryOutcome::Asked, 0),
                       rowAt(7, DryOutcome::Open, 1), rowAt(6, DryOutcome::Allowed, std::nullopt)};
        ui::DryRunSummary summary = ui::summaryOf(report, 1, 0);
        QCOMPARE(summary.rows.size(), std::size_t(2));
        QCOMPARE(summary.rows[0].request, QStringLiteral("POST /v1/9"));
        QCOMPARE(summary.rows[1].request, QStringLiteral("POST /v1/1"));
        QVERIFY(!summary.rows[0].agent.contains(QLatin1Char('\n')));
        QVERIFY(!summary.rowHead.isEmpty());
        for (int at = 10; at < 20; ++at) {
            report.rows.push_back(rowAt(at, DryOutcome::Asked, 1));
        }
        summary = ui::summaryOf(report, 1, 0);
        QCOMPARE(summary.rows.size(), ui::DryRunSummary::kRows);
        QCOMPARE(summary.rows[0].request, QStringLiteral("POST /v1/19"));
    }
};

QTEST_GUILESS_MAIN(TestDryRunSummary)
#include "tst_dry_run_summary.moc"
