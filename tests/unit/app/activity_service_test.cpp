#include "app/services/activity_service.h"
#include "core/clock.h"
#include "vault/activity/activity_writer.h"
#include "vault/vault.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace keysluice;

namespace {

/// The service over a file of its own; the writer is yet to be started.
struct Scene {
    QTemporaryDir folder;
    core::SystemClock clock;
    vault::Vault vault{{place(), {}}, clock};
    vault::ActivityWriter writer{{place()}, clock};
    app::ActivityService service{vault, writer, place()};

    [[nodiscard]] std::string place() const { return folder.path().toStdString(); }
};

} // namespace

/// What the pages are told about today, over a real activity file.
class ActivityServiceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLastRowIsCountedWithoutAnotherOneAfterIt() {
        Scene scene;
        QVERIFY(scene.writer.start());
        QSignalSpy added(&scene.service, &ui::ActivityPort::rowsAdded);
        int shown = scene.service.today().requests;
        int refreshed = 0;
        QElapsedTimer since;
        since.start();
        connect(&scene.service, &ui::ActivityPort::todayChanged, this, [&] {
            ++refreshed;
            shown = scene.service.today().requests;
        });
        QCOMPARE(shown, 0);
        const auto send = [&](int expected) {
            core::ActivityRecord row;
            row.at = QDateTime::currentMSecsSinceEpoch();
            row.agentId = "agent";
            row.method = "POST";
            row.host = "api.anthropic.com";
            scene.writer.submit(std::move(row));
            QTRY_COMPARE(added.count(), expected);
            (void)scene.service.today(); // a page that looks in between does not make the others miss the news
        };
        for (int row = 1; row <= 3; ++row) {
            send(row);
        }
        QTRY_COMPARE(shown, 3);
        // What is left is the file alone, not its working files.
        (void)scene.service.page({}, 0, 1);
        scene.service.closeFile();
        scene.writer.stop();
        QVERIFY(QFileInfo::exists(scene.folder.filePath(QStringLiteral("activity.db"))));
        QVERIFY(!QFileInfo::exists(scene.folder.filePath(QStringLiteral("activity.db-wal"))));
        QVERIFY2(refreshed <= 1 + since.elapsed() / 1000, "the pages are told at most once a second");
    }

    void whatWaitsToBeWrittenIsCountedByLimits() {
        Scene scene;
        QVERIFY(scene.service.ruleHits(0).empty() && scene.service.countedSince(0).empty()); // no file yet
        QVERIFY(scene.writer.start());
        core::ActivityRecord row;
        row.at = QDateTime::currentMSecsSinceEpoch();
        row.agentId = "agent";
        row.ruleId = "rule";
        row.limitIds = {"limit"};
        const auto ticket = scene.writer.begin(core::ActivityRecord(row));
        QCOMPARE(scene.service.countedSince(row.at).size(), 1U); // while it runs
        scene.writer.end(ticket, core::ActivityOutcome());
        QCOMPARE(scene.service.countedSince(row.at).size(), 1U);
        QCOMPARE(scene.service.countedSince(row.at + 1).size(), 0U);
        QCOMPARE(scene.service.ruleHits(row.at - 7 * 86'400'000LL),
                 (std::map<core::RecordId, std::int64_t>{{"rule", 1}}));
    }

    void countsWhatAProviderRefusedSinceItLastAccepted() {
        Scene scene;
        QVERIFY(scene.writer.start());
        QSignalSpy added(&scene.service, &ui::ActivityPort::rowsAdded);
        int sent = 0;
        const auto answered = [&](int status, core::UnixMs at, bool byProvider = true,
                                  const std::string& credential = "key") {
            core::ActivityRecord row;
            row.at = at;
            row.agentId = "agent";
            row.method = "POST";
            row.host = "api.openai.com";
            row.credentialId = credential;
            row.status = status;
            row.statusFromProvider = byProvider;
            scene.writer.submit(std::move(row));
            ++sent;
            return QTest::qWaitFor([&] {
                qsizetype rows = 0;
                for (const QList<QVariant>& call : added) {
                    rows += static_cast<qsizetype>(call[0].value<std::vector<core::ActivityRecord>>().size());
                }
                return rows >= sent;
            });
        };
        QVERIFY(answered(401, 1'000));
        QVERIFY(answered(200, 1'001));
        QVERIFY(answered(401, 1'002));
        QVERIFY(answered(500, 1'003));        // says nothing about the key
        QVERIFY(answered(401, 1'004, false)); // our own answer to the agent
        QVERIFY(answered(401, 1'005));
        QVERIFY(answered(401, 1'006, true, "other"));
        QCOMPARE(scene.service.rejectedRequests("key", 1), 2); // from the file
        QCOMPARE(scene.service.rejectedRequests("other", 1), 1);
        QCOMPARE(scene.service.rejectedRequests("never used", 1), 0);
        QVERIFY(answered(401, 1'007));
        QCOMPARE(scene.service.rejectedRequests("key", 1), 3);     // counted on
        QCOMPARE(scene.service.rejectedRequests("key", 1'005), 2); // a newer key
        QVERIFY(answered(200, 1'008));
        QCOMPARE(scene.service.rejectedRequests("key", 1'005), 0);
        QVERIFY(answered(401, 1'009));
        QCOMPARE(scene.service.rejectedRequests("key", 1'005), 1);
        app::ActivityService again(scene.vault, scene.writer, scene.place()); // after a restart
        QCOMPARE(again.rejectedRequests("key", 1'005), 1);
    }

    void onlyAgentsPutOffTheIdleLock() {
        Scene scene;
        QVERIFY(scene.writer.start());
        QSignalSpy added(&scene.service, &ui::ActivityPort::rowsAdded);
        QSignalSpy seen(&scene.service, &app::ActivityService::requestSeen);
        core::ActivityRecord row; // of a web page that tries the port, or of another user
        row.at = QDateTime::currentMSecsSinceEpoch();
        row.kind = core::ActivityRecord::Kind::Failure;
        row.errorCode = "not_found";
        scene.writer.submit(core::ActivityRecord(row));
        QTRY_COMPARE(added.count(), 1);
        QCOMPARE(seen.count(), 0);
        row.agentId = "agent";
        scene.writer.submit(std::move(row));
        QTRY_COMPARE(added.count(), 2);
        QCOMPARE(seen.count(), 1);
    }
};

QTEST_GUILESS_MAIN(ActivityServiceTest)
#include "activity_service_test.moc"
