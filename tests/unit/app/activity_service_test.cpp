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

/// What the pages are told about today, over a real activity file.
class ActivityServiceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLastRowIsCountedWithoutAnotherOneAfterIt() {
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        core::SystemClock clock;
        vault::Vault vault({place, {}}, clock);
        vault::ActivityWriter writer({place}, clock);
        QVERIFY(writer.start());
        app::ActivityService service(vault, writer, place);
        QSignalSpy added(&service, &ui::ActivityPort::rowsAdded);
        int shown = service.today().requests;
        int refreshed = 0;
        QElapsedTimer since;
        since.start();
        connect(&service, &ui::ActivityPort::todayChanged, this, [&] {
            ++refreshed;
            shown = service.today().requests;
        });
        QCOMPARE(shown, 0);
        const auto send = [&](int expected) {
            core::ActivityRecord row;
            row.at = QDateTime::currentMSecsSinceEpoch();
            row.agentId = "agent";
            row.method = "POST";
            row.host = "api.anthropic.com";
            writer.submit(std::move(row));
            QTRY_COMPARE(added.count(), expected);
            (void)service.today(); // a page that looks in between does not make the others miss the news
        };
        for (int row = 1; row <= 3; ++row) {
            send(row);
        }
        QTRY_COMPARE(shown, 3);
        // What is left is the file alone, not its working files.
        (void)service.page({}, 0, 1);
        service.closeFile();
        writer.stop();
        QVERIFY(QFileInfo::exists(folder.filePath(QStringLiteral("activity.db"))));
        QVERIFY(!QFileInfo::exists(folder.filePath(QStringLiteral("activity.db-wal"))));
        QVERIFY2(refreshed <= 1 + since.elapsed() / 1000, "the pages are told at most once a second");
    }

    void countsWhatAProviderRefusedSinceItLastAccepted() {
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        core::SystemClock clock;
        vault::Vault vault({place, {}}, clock);
        vault::ActivityWriter writer({place}, clock);
        QVERIFY(writer.start());
        app::ActivityService service(vault, writer, place);
        QSignalSpy added(&service, &ui::ActivityPort::rowsAdded);
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
            writer.submit(std::move(row));
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
        QCOMPARE(service.rejectedRequests("key", 1), 2); // from the file
        QCOMPARE(service.rejectedRequests("other", 1), 1);
        QCOMPARE(service.rejectedRequests("never used", 1), 0);
        QVERIFY(answered(401, 1'007));
        QCOMPARE(service.rejectedRequests("key", 1), 3);     // counted on
        QCOMPARE(service.rejectedRequests("key", 1'005), 2); // a newer key
        QVERIFY(answered(200, 1'008));
        QCOMPARE(service.rejectedRequests("key", 1'005), 0);
        QVERIFY(answered(401, 1'009));
        QCOMPARE(service.rejectedRequests("key", 1'005), 1);
        app::ActivityService again(vault, writer, place); // after a restart
        QCOMPARE(again.rejectedRequests("key", 1'005), 1);
    }

    void onlyAgentsPutOffTheIdleLock() {
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        core::SystemClock clock;
        vault::Vault vault({place, {}}, clock);
        vault::ActivityWriter writer({place}, clock);
        QVERIFY(writer.start());
        app::ActivityService service(vault, writer, place);
        QSignalSpy added(&service, &ui::ActivityPort::rowsAdded);
        QSignalSpy seen(&service, &app::ActivityService::requestSeen);
        core::ActivityRecord row; // of a web page that tries the port, or of another user
        row.at = QDateTime::currentMSecsSinceEpoch();
        row.kind = core::ActivityRecord::Kind::Failure;
        row.errorCode = "not_found";
        writer.submit(core::ActivityRecord(row));
        QTRY_COMPARE(added.count(), 1);
        QCOMPARE(seen.count(), 0);
        row.agentId = "agent";
        writer.submit(std::move(row));
        QTRY_COMPARE(added.count(), 2);
        QCOMPARE(seen.count(), 1);
    }
};

QTEST_GUILESS_MAIN(ActivityServiceTest)
#include "activity_service_test.moc"
