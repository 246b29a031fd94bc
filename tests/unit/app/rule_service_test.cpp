#include "app/services/activity_service.h"
#include "app/services/gateway_service.h"
#include "app/services/rule_service.h"
#include "app/services/runtime.h"
#include "vault/activity/activity_writer.h"

#include <QTemporaryDir>
#include <QTest>

using namespace keysluice;
using core::rules::DryOutcome;
using core::rules::DryReport;

namespace {

constexpr core::UnixMs kDay = 24 * 3'600'000;

/// An instance whose vault is not there; the activity file is.
struct Scene {
    Scene() {
        auto made = app::Runtime::create(*app::instancePaths(folder.path().toStdString(), true), {});
        if (made) {
            runtime = std::move(*made);
        }
    }

    void note(core::UnixMs age, const std::string& path = "/v1/messages") const {
        core::ActivityRecord row;
        row.at = runtime->clock().now() - age;
        row.agentId = "agent";
        row.providerId = "anthropic";
        row.host = "api.anthropic.com";
        row.port = 443;
        row.method = "POST";
        row.path = path;
        runtime->activity().note(std::move(row));
    }
    /// What is noted is in the file.
    void flush() const { (void)runtime->activity().countedSince(0); }

    QTemporaryDir folder;
    std::unique_ptr<app::Runtime> runtime;
};

core::rules::RuleSet blocking(const std::string& path) {
    core::rules::Rule rule;
    rule.conditions.paths.among = {path};
    return {{rule}, {}};
}

} // namespace

/// Rules on the past, over a real activity file.
class RuleServiceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sevenDaysAreJudged() {
        const Scene scene;
        QVERIFY(scene.runtime);
        constexpr int kMany = 1'200; // more than a page
        scene.note(8 * kDay);        // too old
        for (int i = 0; i < kMany; ++i) {
            scene.note(6 * kDay);
        }
        scene.note(8 * kDay); // written late
        scene.note(kDay, "/v1/files");
        scene.flush();
        std::optional<core::Outcome<DryReport>> answer;
        scene.runtime->rules().dryRun(blocking("/v1/files"), this,
                                      [&](core::Outcome<DryReport> report) { answer = std::move(report); });
        QTRY_VERIFY(answer);
        QVERIFY(*answer);
        QCOMPARE((*answer)->count(DryOutcome::Allowed), static_cast<std::size_t>(kMany));
        QCOMPARE((*answer)->count(DryOutcome::Blocked), 1U);
        QCOMPARE((*answer)->rows.front().record.path, std::string("/v1/files")); // newest first
    }

    void onlyTheNewestDraftIsAnswered() {
        const Scene scene;
        scene.note(kDay);
        scene.flush();
        QStringList answers;
        const auto run = [&](const char* path) {
            scene.runtime->rules().dryRun(blocking(path), this, [&, path](const core::Outcome<DryReport>& report) {
                const bool isChange = report && report->changes == 1;
                answers << QString(QLatin1String(path) + QLatin1String(isChange ? " changes" : ""));
            });
        };
        run("/v1/messages");
        run("/v1/files");
        run("/v1/messages");
        QTRY_COMPARE(answers, QStringList{QStringLiteral("/v1/messages changes")});
        auto* context = new QObject;
        scene.runtime->rules().dryRun(blocking("/"), context,
                                      [&](const auto&) { answers << QStringLiteral("too late"); });
        delete context;
        run("/v1/files");
        QTRY_COMPARE(answers.size(), 2);
        QCOMPARE(answers.back(), QStringLiteral("/v1/files"));
    }

    void draftsMustBeWellFormed() {
        const Scene scene;
        std::optional<core::Outcome<DryReport>> answer;
        scene.runtime->rules().dryRun(blocking("no path"), this,
                                      [&](core::Outcome<DryReport> report) { answer = std::move(report); });
        QTRY_VERIFY(answer);
        QCOMPARE(answer->error().code, core::FailureCode::RulesInvalid);
        QVERIFY(answer->error().context.find("rules[0].conditions.paths[0]") != std::string::npos);
    }

    void nothingCountsWithoutAGateway() {
        const Scene scene;
        QVERIFY(scene.runtime->rules().limitStandings().empty());
    }
};

QTEST_GUILESS_MAIN(RuleServiceTest)
#include "rule_service_test.moc"
