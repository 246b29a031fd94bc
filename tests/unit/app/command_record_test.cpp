#include "app/control/command_record.h"

#include <QProcess>
#include <QTest>

#include <unistd.h>

using namespace keysluice;

namespace {

const QString kMarker = QStringLiteral("sk-ant-api03-") + QString(80, QLatin1Char('m')) + QStringLiteral("AA");

bool holdsMarker(const core::ActivityRecord& row) {
    for (const std::string& text : {row.client, row.path, row.detail, row.errorCode, row.agentName, row.launchCommand,
                                    row.launchFolder, row.method, row.host, row.credentialName}) {
        if (QString::fromStdString(text).contains(kMarker.left(20))) {
            return true;
        }
    }
    return false;
}

} // namespace

/// Rows about commands.
class CommandRecordTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesTheProgramWithoutItsArguments() {
        QProcess process;
        process.start(QStringLiteral("/bin/sh"),
                      {QStringLiteral("-c"), QStringLiteral("read line"), kMarker, QStringLiteral("--key=") + kMarker});
        QVERIFY(process.waitForStarted()); // the program runs: its arguments can be seen
        const app::Caller caller{static_cast<pid_t>(process.processId()), ::geteuid()};
        QVERIFY(app::commandLineOf(caller.pid).find(kMarker.left(20).toStdString()) != std::string::npos);
        const auto command = app::commandRecord(QStringLiteral("mode open"), caller, nullptr, "ci", 1);
        QCOMPARE(command.client, std::string("/bin/sh"));
        QCOMPARE(command.path, std::string("keysluice mode open"));
        QCOMPARE(command.launchPid, std::int64_t{caller.pid});
        QVERIFY(!holdsMarker(command));
        const auto malformed = app::malformedCommandRecord(caller, nullptr, {}, 1, "no message");
        QCOMPARE(malformed.client, std::string("/bin/sh"));
        QVERIFY(!holdsMarker(malformed));
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
    }

    void aProgramThatIsGoneHasNoName() {
        const auto row = app::commandRecord(QStringLiteral("unlock"), {0, ::geteuid()}, nullptr, {}, 1);
        QVERIFY(row.client.empty());
        QCOMPARE(row.path, std::string("keysluice unlock"));
    }
};

QTEST_GUILESS_MAIN(CommandRecordTest)
#include "command_record_test.moc"
