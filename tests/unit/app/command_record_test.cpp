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

    void showsNoLogin_data() {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char* word, const char* shown) {
            QTest::newRow(word) << QString::fromLatin1(word) << QString::fromUtf8(shown);
        };
        row("http://user:hunter2@127.0.0.1:3128", "…@127.0.0.1:3128");
        row("http://user:hun/ter2@127.0.0.1:3128", "…@127.0.0.1:3128");
        row("http://user:hun ter2@127.0.0.1:3128", "…@127.0.0.1:3128");
        row("http://user:hunter2@x@127.0.0.1:3128", "…@127.0.0.1:3128");
        row("user:hunter2@127.0.0.1:3128", "…@127.0.0.1:3128");
        row("--upstream-proxy=http://user:hunter2@127.0.0.1:3128", "--upstream-proxy=…@127.0.0.1:3128");
        row("--upstream-proxy=user:hun=ter2@127.0.0.1:3128", "--upstream-proxy=…@127.0.0.1:3128");
        row("--resolve=api.openai.com:443:127.0.0.1:4433", "--resolve=api.openai.com:443:127.0.0.1:4433");
        row("http://127.0.0.1:3128", "http://127.0.0.1:3128");
    }

    void showsNoLogin() {
        QFETCH(QString, word);
        QFETCH(QString, shown);
        const QStringList words{QStringLiteral("/usr/bin/keysluice"), QStringLiteral("serve"), word,
                                QStringLiteral("--port")};
        QCOMPARE(app::shownCommand(words), QStringLiteral("keysluice serve ") + shown + QStringLiteral(" --port"));
    }

    void aProgramThatIsGoneHasNoName() {
        const auto row = app::commandRecord(QStringLiteral("unlock"), {0, ::geteuid()}, nullptr, {}, 1);
        QVERIFY(row.client.empty());
        QCOMPARE(row.path, std::string("keysluice unlock"));
    }
};

QTEST_GUILESS_MAIN(CommandRecordTest)
#include "command_record_test.moc"
