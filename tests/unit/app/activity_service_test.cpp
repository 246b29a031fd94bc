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
